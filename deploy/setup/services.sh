#!/usr/bin/env bash
# What only the tests need: the programs of Redis and Chromium. Tests start and stop their own processes.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

browser() { have chromium || have chromium-browser || have google-chrome; }

ensure() {
  local missing=()
  have redis-server || missing+=(redis-server)
  browser || missing+=(chromium)
  have git || missing+=(git)
  [ ${#missing[@]} -eq 0 ] || apt_install "for the tests: ${missing[*]}" --no-install-recommends "${missing[@]}"
}

if ! have redis-server || ! browser || ! have git; then locked services ensure; fi
