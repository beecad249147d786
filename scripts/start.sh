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

load_demo() {
  step "Loading the demo branch (into an empty database only; about a minute)"
  printf 'demo\n' >"$LUQIN_DATA_DIR/holds"
  luqin demo load
}

create_administrator() {
  if holds own; then return; fi
  step "The first administrator"
  if [ ! -t 0 ] && { [ -z "${LUQIN_ADMIN_BADGE:-}" ] || [ -z "${LUQIN_ADMIN_PASSWORD:-}" ]; }; then
    fail "An empty installation needs its first administrator, and nobody can be asked here." \
      "LUQIN_ADMIN_BADGE=100001 LUQIN_ADMIN_PASSWORD='…' make run DEMO=0"
  fi
  luqin admin create --if-empty
  printf 'own\n' >"$LUQIN_DATA_DIR/holds"
}

make_certificate() {
  step "A certificate for this machine"
  export LUQIN_TLS_DIR=$LUQIN_DATA_DIR/tls
  "$python" scripts/certificate.py "$LUQIN_TLS_DIR"
}

mkdir -p "$LUQIN_DATA_DIR"
port_is_free || fail "Port $PORT cannot be used." "Choose another one: make run PORT=$((PORT + 1))"

step "Bringing the database up to date"
luqin migrate
if [ "$DEMO" = 0 ]; then create_administrator; else load_demo; fi
if [ "${TLS:-0}" = 1 ]; then make_certificate; fi

step "Starting the server"
"$python" scripts/announce.py &
exec "$python" -m gunicorn --config config/gunicorn.py backend.wsgi:app
