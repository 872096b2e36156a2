#!/bin/sh
# In the image: builds the judge and lets it write the overlay (the testing package that records how tests end) for
# the image's own Go.
set -eu
export CGO_ENABLED=0 GOCACHE=/opt/pushmark/gocache
mkdir -p /out
cd /src/judge
go build -ldflags='-s -w' -o /out/judge ./cmd/judge
/out/judge overlay -goroot "$(go env GOROOT)" -out /opt/pushmark/overlay
cp -R /opt/pushmark/overlay /out/overlay
