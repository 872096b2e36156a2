#!/usr/bin/env bash
# Makes sure that a Docker engine answers: takes the one that is there, else installs Debian's and starts it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/apt.sh"

answers() { docker version >/dev/null 2>&1; }
problem() { { docker version 2>&1 >/dev/null || true; } | tail -n 1; }

# A machine that was copied or lost its power leaves numbers of processes that now belong to others.
drop_stale_pid() {
  local file
  for file in /var/run/docker.pid /var/run/docker/containerd/containerd.pid; do
    if [ -f "$file" ] && ! grep -qE '^(dockerd|containerd)$' "/proc/$(cat "$file")/comm" 2>/dev/null; then
      rm -f "$file"
    fi
  done
}

start_by_hand() {
  local daemon=$state/log/dockerd.log
  drop_stale_pid
  nohup setsid dockerd >>"$daemon" 2>&1 </dev/null 9>&- &
  say "• starting the Docker engine (process $!, log $daemon) …"
  for _ in $(seq 1 120); do
    if answers; then
      say "✓ the Docker engine answers; it stays on"
      return
    fi
    kill -0 $! 2>/dev/null || break
    sleep 0.5
  done
  tail -n 15 "$daemon" | sed 's/^/  | /' >&2
  fail "the Docker engine does not start here" "Its log: $daemon" \
    "In a container without the rights for it, give it an engine of the host (DOCKER_HOST or the socket)."
}

start() {
  answers && return
  if [ -d /run/systemd/system ]; then
    as_root systemctl start docker || fail "systemctl could not start docker" "See: journalctl -u docker"
  elif [ "$(id -u)" = 0 ]; then
    start_by_hand
  fi
}

ensure() {
  answers && return
  if [ "$(uname -s)" != Linux ]; then
    fail "no Docker engine answers" "Install and start Docker Desktop: https://docs.docker.com/get-docker/"
  fi
  if ! have docker || { ! have dockerd && [ -z "${DOCKER_HOST:-}" ]; }; then
    apt_install "the Docker engine" docker.io
  fi
  case $(problem) in *"permission denied"*) explain ;; esac
  [ -n "${DOCKER_HOST:-}" ] || start
  answers || explain
}

# Why no engine answers, and what to do.
explain() {
  case $(problem) in
    *"permission denied"*)
      fail "you may not use the Docker engine" "Run: sudo usermod -aG docker $(id -un)" "then log in again." ;;
    *) fail "no Docker engine answers: $(problem)" "Start it (as root: dockerd), or set DOCKER_HOST." ;;
  esac
}

answers || locked docker ensure
