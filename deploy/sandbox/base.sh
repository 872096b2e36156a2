#!/usr/bin/env bash
# Prints the name of an image with Go and gcc to build the sandbox images from: the official one where a registry
# answers, else one made here from Debian packages and the Go toolchain module. PUSHMARK_BASE names another image,
# or `local` to make one whatever the registry says.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../setup/lib.sh"
. "$here/../setup/apt.sh"

version=$(cat "$here/go-version")
official=golang:$version-bookworm
local=pushmark-base:go$version

present() { docker image inspect "$1" >/dev/null 2>&1; }

# The engine names the repository only once the registry has answered; one that stays silent is given up early.
pull() {
  docker pull "$official" >"$state/log/pull.log" 2>&1 &
  local pid=$! tries=0
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$tries" -ge 20 ] && ! grep -q 'Pulling from' "$state/log/pull.log"; then
      echo "no answer from the registry in $tries s"
      kill "$pid"
    fi
    tries=$((tries + 1))
    sleep 1
  done
  cat "$state/log/pull.log"
  wait "$pid"
}

case ${PUSHMARK_BASE:-} in
  '')
    if present "$official" || { ! present "$local" && try_long "downloading $official" pull; }; then
      echo "$official"
      exit
    fi
    ;;
  local) ;;
  *)
    echo "$PUSHMARK_BASE"
    exit
    ;;
esac
if ! present "$local"; then
  have mmdebstrap || apt_install "mmdebstrap (to make a base image)" --no-install-recommends mmdebstrap debian-archive-keyring
  have go || python3 -m pip --version >/dev/null 2>&1 ||
    apt_install "pip (to fetch Go)" --no-install-recommends python3-pip
  long "no image registry: making $local from Debian packages" "$here/local-base.sh" "$local" "$version"
fi
echo "$local"
