#!/usr/bin/env bash
# `npm run bench`: set-up, then what is asked for. Set-up writes to standard error only: --json prints one document.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/../setup/setup.sh"
export PATH="$here/../../node_modules/.bin:$PATH"
exec node "$here/main.ts" "$@"
