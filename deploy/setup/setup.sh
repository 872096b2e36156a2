#!/usr/bin/env bash
# Makes this machine ready for `npm run demo`, with --test also for `npm test`. Says what it does, keeps the output
# of long steps in .pushmark/log, may be repeated and run twice at once; seconds when nothing is missing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

"$here/node.sh"
"$here/docker.sh"
if [ "${1:-}" = --test ]; then "$here/services.sh"; fi
"$here/../sandbox/build.sh" >/dev/null
