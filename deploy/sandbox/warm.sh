#!/bin/sh
# warm.sh GOCACHE [-overlay=FILE]: in the image, fills the build cache with all of the standard library, for exactly
# the builds that checks ask for. A package that is missing here costs every submission seconds, a flag that nobody
# uses costs 80 MiB.
set -eu
export GOCACHE="$1"
overlay=${2:-}
module=/tmp/warm
mkdir -p "$module/cmd"
cd "$module"

# A module that imports every public package, with a test, a benchmark and a program.
go mod init warm >/dev/null 2>&1
imports=$(go list std | grep -Ev '(^|/)(internal|vendor)(/|$)' | grep -Ev '^(unsafe|plugin|runtime/(cgo|race))$' |
  sed 's|.*|\t_ "&"|')
printf 'package warm\n\nimport (\n%s\n)\n\nfunc F() int { return 1 }\n' "$imports" >warm.go
printf 'package warm\n\nimport "testing"\n\nfunc TestF(t *testing.T) { F() }\n\nfunc BenchmarkF(b *testing.B) { F() }\n' >warm_test.go
printf 'package main\n\nimport _ "warm"\n\nfunc main() {}\n' >cmd/main.go

# Race builds need cgo; all others do without, so that their programs are static.
plain() { echo "warm: CGO_ENABLED=0 go $*"; CGO_ENABLED=0 go "$@"; }
race() { echo "warm: CGO_ENABLED=1 go $*"; CGO_ENABLED=1 go "$@"; }

if [ -z "$overlay" ]; then
  plain build ./...
  plain vet -json ./... # the flag is part of the key
  race build -race ./...
fi
if [ -n "$overlay" ]; then
  # What sealed tests, their servants and tests from outside are linked with: it stands in the overlay only.
  plain build "$overlay" pushmark/judge/seal/... pushmark/kit/...
  race build -race "$overlay" pushmark/judge/seal/...
fi
plain test -c -o /dev/null ${overlay:+"$overlay"} .
plain test -c -cover -o /dev/null ${overlay:+"$overlay"} .
race test -c -race -o /dev/null ${overlay:+"$overlay"} .

# cmd/go drops entries that were not used for five days, and touches (here: copies up) those older than an hour.
rm -rf "$module" "$GOCACHE/trim.txt" "$GOCACHE/testexpire.txt"
find "$GOCACHE" ! -newermt 2099-01-01 -exec touch -h -d 2100-01-01T00:00:00Z {} +
echo "warm: $(find "$GOCACHE" -type f | wc -l) files, $(du -sm "$GOCACHE" | cut -f1) MiB"
