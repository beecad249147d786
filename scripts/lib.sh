# Shared by the scripts beside it: messages, a log for long steps, Debian packages. Sourced, never run.

say() { printf '%s\n' "$*"; }
step() { printf '\n==> %s\n' "$*"; }
fail() {
  printf '\nERROR: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

# run_logged NAME COMMAND...: output goes to var/log/NAME.log, a sign of life every ten seconds to the screen;
# when the command fails its last lines are shown.
run_logged() {
  local name=$1 log started=$SECONDS pid waited=0
  shift
  mkdir -p var/log
  log=var/log/$name.log
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
    if [ $((waited % 10)) -eq 0 ]; then say "    ... $((SECONDS - started)) s"; fi
  done
  if wait "$pid"; then
    say "    done in $((SECONDS - started)) s"
  else
    tail -n 40 "$log" >&2
    fail "this step failed; all of its output is in $log"
  fi
}

# One set-up at a time, so that two commands started together do not build into each other.
only_one() {
  mkdir -p var
  exec 9>"var/.$1.lock"
  if ! flock --nonblock 9; then
    say "    waiting for another command that prepares the same thing ..."
    flock 9
  fi
}

# need_packages WHY PACKAGE...: installs Debian packages as root, otherwise says what to type.
need_packages() {
  local why=$1
  shift
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail "$why" "Install it as root, then run the same command again:" "  apt-get update && apt-get install -y $*"
  fi
  step "Installing Debian packages: $*"
  say "    because: $why"
  export DEBIAN_FRONTEND=noninteractive
  run_logged apt-update apt-get -o DPkg::Lock::Timeout=600 update
  run_logged apt-install apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@"
}

fingerprint() { sha256sum | cut -d' ' -f1; }
