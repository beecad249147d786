#!/usr/bin/env bash
# Brings the database up to date, fills or opens it, and serves. `make run` calls it after the environment and the
# PWA are there. HOST, PORT, DEMO, TLS and the LUQIN_ variables of config/settings.py choose how.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
. scripts/settings.sh

export HOST=${HOST:-0.0.0.0} PORT=${PORT:-8000}

port_is_free() {
  "$python" - "$HOST" "$PORT" <<'PYTHON'
import socket, sys
host, port = sys.argv[1], int(sys.argv[2])
with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((host, port))
    except OSError as error:
        sys.exit(f"{host} port {port}: {error.strerror}")
PYTHON
}

unfinished=$LUQIN_DATA_DIR/demo-unfinished

# Half a demo branch is of no use to anybody: made anew, unless it lies in a database of the operator's.
drop_unfinished_demo() {
  if [ ! -e "$unfinished" ]; then return; fi
  [ -z "${LUQIN_DATABASE_URL:-}" ] ||
    fail "Loading the demo branch was cut off: empty the database of LUQIN_DATABASE_URL, remove $unfinished, start again."
  step "Loading the demo branch was cut off the last time: starting afresh"
  rm -rf "$LUQIN_DATA_DIR"/luqin.db* "$LUQIN_DATA_DIR"/{evidence,uploads,holds}
}

load_demo() {
  if holds demo; then
    step "Looking whether the demo branch is there"
  else
    step "Loading the demo branch (once; about a minute)"
    touch "$unfinished"
  fi
  printf 'demo\n' >"$LUQIN_DATA_DIR/holds"
  luqin demo load &
  local loading=$!
  trap 'kill $loading 2>/dev/null; exit 130' INT TERM # not left behind, writing
  wait "$loading"
  trap - INT TERM
  rm -f "$unfinished"
}

create_administrator() {
  if holds own; then
    say "    a device for the administrator: DEMO=0 scripts/luqin.sh admin enrolment-code"
    return
  fi
  step "The first administrator"
  if [ ! -t 0 ] && { [ -z "${LUQIN_ADMIN_BADGE:-}" ] || [ -z "${LUQIN_ADMIN_PASSWORD:-}" ]; }; then
    fail "An empty installation needs its first administrator, and nobody can be asked here." \
      "LUQIN_ADMIN_BADGE=100001 LUQIN_ADMIN_PASSWORD='…' make run DEMO=0"
  fi
  if [ -z "${LUQIN_ADMIN_BADGE:-}" ]; then read -rp "管理员警号 badge number: " LUQIN_ADMIN_BADGE; fi
  export LUQIN_ADMIN_BADGE
  luqin admin create --if-empty
  printf 'own\n' >"$LUQIN_DATA_DIR/holds"
  say "    the first log-in on a device asks for a code; this one is for the first device:"
  luqin admin enrolment-code
}

make_certificate() {
  step "A certificate for this machine"
  export LUQIN_TLS_DIR=$LUQIN_DATA_DIR/tls
  "$python" scripts/certificate.py "$LUQIN_TLS_DIR"
}

[[ $PORT =~ ^[0-9]+$ && $PORT -ge 1 && $PORT -le 65535 ]] || fail "PORT must be a number from 1 to 65535; it is '$PORT'." "make run PORT=8000"
mkdir -p "$LUQIN_DATA_DIR"
port_is_free || fail "Port $PORT cannot be used." "Choose another one: make run PORT=$((PORT + 1))"

if [ "$DEMO" != 0 ]; then drop_unfinished_demo; fi
step "Bringing the database up to date"
luqin migrate
if [ "$DEMO" = 0 ]; then create_administrator; else load_demo; fi
if [ "${TLS:-0}" = 1 ]; then make_certificate; fi

step "Starting the server"
# One line per request would push the accounts off the screen: LUQIN_LOG_LEVEL=INFO make run shows them.
export LUQIN_LOG_LEVEL=${LUQIN_LOG_LEVEL:-WARNING}
"$python" scripts/announce.py &
exec "$python" -m gunicorn --config config/gunicorn.py backend.wsgi:app
