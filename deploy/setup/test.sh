#!/usr/bin/env bash
# `npm test`: set-up, then everything: format, lint and import rules, types, unit tests, Go, system tests. Every part
# runs even when one before it failed. With --full also what does not fit in the usual time (PUSHMARK_FULL=1).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib.sh"
cd "$root"
[ "${1:-}" != --full ] || export PUSHMARK_FULL=1

"$here/setup.sh" --test
export PATH="$root/node_modules/.bin:$PATH"
results=$state/test
rm -rf "$results"
mkdir -p "$results"
failed=()

part() {
  local title=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$title"
  "$@" || failed+=("$title")
  printf '== %s: %d s\n' "$title" $((SECONDS - start))
}

vitest_project() {
  PUSHMARK_UNHANDLED=$results/$1.unhandled.json vitest run --project "$1" --reporter=default \
    --reporter=json --outputFile.json="$results/$1.vitest.json" --reporter="$here/unhandled.ts"
}

part "format, lint, import rules" biome check --error-on-warnings .
part "types" tsc
part "unit tests" vitest_project unit
part "Go: vet and race tests" "$here/go-test.sh" "$results/go.events.json"
part "system tests without containers" vitest_project services
part "system tests with containers" vitest_project system
part "system tests that want the machine for themselves" vitest_project alone
# The line that adds up is the last one.
[ ${#failed[@]} -eq 0 ] || printf '\nfailed: %s\n' "$(IFS=,; echo "${failed[*]}")"
node "$here/summary.ts" "$results"/{unit.vitest,unit.unhandled,go.events,services.vitest,services.unhandled,system.vitest,system.unhandled,alone.vitest,alone.unhandled}.json || exit 1
[ ${#failed[@]} -eq 0 ]
