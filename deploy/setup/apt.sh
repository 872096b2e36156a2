# Installing packages of the system: read with `.` after lib.sh.
# shellcheck shell=bash

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# Asks on a terminal; where nobody can answer it goes on and says so. PUSHMARK_YES=1 answers yes, PUSHMARK_YES=0 no.
may_install() {
  local answer=${PUSHMARK_YES:-}
  if [ -z "$answer" ] && [ -t 0 ] && [ -t 2 ] && [ "${CI:-}" != true ]; then
    printf 'pushmark needs %s. Install it with apt-get now? [Y/n] ' "$1" >&2
    read -r answer
  fi
  case $answer in [Nn]* | 0) return 1 ;; esac
}

# The first try takes the package lists as they are.
apt_get_install() {
  local get=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300)
  as_root "${get[@]}" install "$@" || { as_root "${get[@]}" update && as_root "${get[@]}" install "$@"; }
}

# apt_install WHAT OPTION-OR-PACKAGE…: WHAT is for people.
apt_install() {
  local what=$1
  shift
  have apt-get || fail "$what is missing" "Install it with your system's package manager and run this again."
  [ "$(id -u)" = 0 ] || have sudo || fail "$what is missing" "Ask an administrator for: apt-get install $*"
  may_install "$what" || fail "$what is missing" "Install it yourself: apt-get install $*"
  [ "$(id -u)" = 0 ] || sudo -v || fail "$what is missing" "Ask an administrator for: apt-get install $*"
  long "installing $what" apt_get_install "$@"
}
