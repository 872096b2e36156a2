#!/usr/bin/env bash
# What only the tests need: the programs of Redis, PostgreSQL (whose npm packages have no pg_dump) and Chromium. Tests start and stop their own processes.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

browser() { have chromium || have chromium-browser || have google-chrome; }

postgres() { compgen -G '/usr/lib/postgresql/*/bin/pg_dump' >/dev/null && compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

ensure() {
  local missing=()
  have redis-server || missing+=(redis-server)
  postgres || missing+=(postgresql)
  browser || missing+=(chromium)
  have git || missing+=(git)
  [ ${#missing[@]} -eq 0 ] || apt_install "for the tests: ${missing[*]}" --no-install-recommends "${missing[@]}"
}

if ! have redis-server || ! postgres || ! browser || ! have git; then locked services ensure; fi
