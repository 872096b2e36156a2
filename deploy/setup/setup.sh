#!/usr/bin/env bash
# Makes this machine ready for `npm run demo`, with --test also for `npm test`. Says what it does, keeps the output
# of long steps in .pushmark/log, may be repeated and run twice at once; seconds when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

images() { "$here/../sandbox/build.sh" >/dev/null; }

# Side by side where nobody is asked anything: the one mostly waits for the network, the other computes.
both() {
  local first status=0
  if [ -t 0 ]; then
    "$1"
    "$2"
    return
  fi
  "$1" &
  first=$!
  "$2" || status=$?
  wait "$first" || status=$?
  return "$status"
}

both "$here/node.sh" "$here/docker.sh"
if [ "${1:-}" = --test ]; then both "$here/services.sh" images; else images; fi
