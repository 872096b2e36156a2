#!/usr/bin/env bash
# `npm run demo`: set-up, then the small classroom. Set-up writes to standard error only: with --json the last line
# of standard output is the summary.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/setup.sh"
export PATH="$here/../../node_modules/.bin:$PATH"
exec node "$here/../demo/main.ts" "$@"
