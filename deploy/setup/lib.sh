# Shared by the scripts of set-up and of the sandbox images; read with `.` by bash (3.2 is enough). Progress goes
# to standard error, the output of long steps to $log, results to standard output.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=$root/.pushmark
name=${0##*/}
log=$state/log/${name%.sh}.log
mkdir -p "$state/log"

say() { printf '%s\n' "$*" >&2; }

# fail MESSAGE [WHAT TO DO …]: ends the script.
fail() {
  say ""
  say "pushmark: $1"
  shift
  local advice
  for advice in "$@"; do say "  $advice"; done
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# try_long TITLE COMMAND…: runs it with its output in $log, says every 15 seconds that it still goes on, and returns
# its status.
try_long() {
  local title=$1 start=$SECONDS shown=0 pid status=0
  shift
  say "• $title …"
  printf '\n== %s  %s\n' "$(date '+%F %T')" "$title" >>"$log"
  "$@" >>"$log" 2>&1 </dev/null &
  pid=$!
  trap 'kill "$pid" 2>/dev/null' EXIT
  trap 'exit 130' INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.3
    if [ $((SECONDS - start - shown)) -ge 15 ]; then
      shown=$((SECONDS - start))
      say "  … ${shown} s: $(tail -n 1 "$log" | tr -d '\r' | cut -c1-100)"
    fi
  done
  wait "$pid" || status=$?
  trap - EXIT INT TERM
  [ "$status" -ne 0 ] || say "✓ $title ($((SECONDS - start)) s)"
  return "$status"
}

# long TITLE COMMAND…: the same, and the end of the script if it fails.
long() {
  try_long "$@" || {
    awk '/^== /{out=""} {out=out "  | " $0 "\n"} END{printf "%s", out}' "$log" | tail -n 25 >&2
    fail "failed: $1" "The whole output: $log" "Set-up can be repeated at any time; it goes on where it stopped."
  }
}

# locked NAME COMMAND…: one process of this clone at a time. Daemons that COMMAND starts do not keep the lock.
locked() {
  local lock=$state/$1.lock said=
  shift
  if have flock; then
    exec 9>"$lock"
    flock -n 9 || { say "• waiting for another set-up of this clone …"; flock 9; }
    "$@" 9>&-
    exec 9>&-
    return
  fi
  # No flock (macOS): a folder; one whose owner is gone does not count.
  until mkdir "$lock.d" 2>/dev/null; do
    kill -0 "$(cat "$lock.d/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$lock.d"
    [ -n "$said" ] || say "• waiting for another set-up of this clone …"
    said=1
    sleep 1
  done
  echo $$ >"$lock.d/pid"
  "$@"
  rm -rf "$lock.d"
}
