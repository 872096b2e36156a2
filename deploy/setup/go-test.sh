#!/usr/bin/env bash
# go-test.sh FILE: `go vet` and `go test -race` of every Go module of ours, in the sandbox image: the pinned Go with
# a warm cache, the same on a machine with Go and on one without. Events of `go test -json` go to FILE.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"
events=$1

modules() {
  find graders course -name go.mod ! -path '*/testdata/*' ! -path '*/attacks/*' ! -path '*/starter/*' \
    ! -path '*/wrong/*' ! -path '*/right/*' ! -path '*/tests/*' -exec dirname {} \; | LC_ALL=C sort
}

# shellcheck disable=SC2016 # for the shell in the container
in_container='
  set -u
  export GOCACHE=/tmp/gocache PUSHMARK_BAKED=/opt/pushmark/gocache
  cp -as /opt/pushmark/gocache /tmp/gocache && date +%s >/tmp/gocache/trim.txt
  mkdir /tmp/src && tar -x -C /tmp/src || exit 1
  status=0
  for module in "$@"; do
    cd "/tmp/src/$module"
    echo "  $module" >&2
    CGO_ENABLED=0 go vet ./... || status=1
    # Vetted already. Ten minutes, the default, are too few for a package on a machine where others work, too.
    CGO_ENABLED=1 go test -race -json -vet=off -timeout=30m ./... || status=1
  done
  exit $status
'
list=()
while read -r module; do list+=("$module"); done < <(modules)
tar -c "${list[@]}" | docker run --rm -i --init --network none --tmpfs /tmp:exec,size=4g,mode=1777 \
  pushmark-compile:latest sh -c "$in_container" go-test "${list[@]}" >"$events"
