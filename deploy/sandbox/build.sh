#!/usr/bin/env bash
# Builds the two sandbox images unless they exist for exactly these sources, and prints their names:
# pushmark-compile:<hash> and pushmark-run:<hash>, both also tagged `latest`. --force builds again from nothing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../setup/lib.sh"
force=
[ "${1:-}" != --force ] || force=--no-cache

# What goes in: this folder's files for the image, and judge and kit without their tests.
sources() {
  cd "$root"
  printf '%s\n' deploy/sandbox/{Dockerfile,go-version,build-judge.sh,warm.sh,run-root.sh}
  find graders/judge graders/kit -type f ! -name '*_test.go' ! -path '*/testdata/*' ! -path '*/attacks/*' | LC_ALL=C sort
}

hash=$(cd "$root" && sources | while read -r file; do echo "$file $(git hash-object "$file")"; done |
  git hash-object --stdin | cut -c1-12)

present() { docker image inspect "pushmark-compile:$hash" "pushmark-run:$hash" >/dev/null 2>&1; }

# The sources of judge and kit come in folders beside those of the image.
lay_context() {
  mkdir -p "$1/sandbox" "$1/judge" "$1/kit"
  sources | while read -r file; do
    case $file in
      deploy/sandbox/*) cp "$root/$file" "$1/sandbox/" ;;
      *) mkdir -p "$1/$(dirname "${file#graders/}")" && cp "$root/$file" "$1/${file#graders/}" ;;
    esac
  done
}

build() {
  local target=$1
  BUILDKIT_PROGRESS=plain docker build $force --force-rm --network none --build-arg "BASE=$base" --target "$target" \
    -t "pushmark-$target:$hash" -f "$context/sandbox/Dockerfile" "$context"
}

build_both() {
  if [ -n "$force" ] || ! present; then
    base=$("$here/base.sh")
    context=$(mktemp -d)
    lay_context "$context"
    long "building the sandbox image pushmark-compile:$hash" build compile
    force=
    long "building the sandbox image pushmark-run:$hash" build run
    rm -rf "$context"
  fi
  docker tag "pushmark-compile:$hash" pushmark-compile:latest
  docker tag "pushmark-run:$hash" pushmark-run:latest
}

docker version >/dev/null 2>&1 || fail "no Docker engine answers" "Start it, or run: npm run setup"
if [ -n "$force" ] || ! present; then locked sandbox build_both; else build_both; fi
printf '%s\n' "pushmark-compile:$hash" "pushmark-run:$hash"
