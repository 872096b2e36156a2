#!/usr/bin/env bash
# tool.sh COMMAND…: runs it with the npm packages installed and their programs, Node 24 among them, first on the PATH.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/node.sh"
export PATH="$here/../../node_modules/.bin:$PATH"
exec "$@"
