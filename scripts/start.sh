#!/usr/bin/env bash
# Brings the database up to date, fills or opens it, and serves. `make run` calls it after the environment and the
# PWA are there. HOST, PORT, DEMO, TLS and the LUQIN_ variables of config/settings.py choose how.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

export HOST=${HOST:-0.0.0.0} PORT=${PORT:-8000}
export DEMO=${DEMO:-1} PYTHONUNBUFFERED=1 PYTHONUTF8=1
if [ "$DEMO" = 0 ]; then default_data=var/own; else default_data=var; fi
LUQIN_DATA_DIR=$(realpath -m "${LUQIN_DATA_DIR:-$default_data}")
export LUQIN_DATA_DIR
python=.venv/bin/python

luqin() { "$python" -m backend.cli "$@"; }

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

# The data folder remembers what it was made for: demo accounts have known passwords, and never meet real work.
holds() { [ "$(cat "$LUQIN_DATA_DIR/holds" 2>/dev/null)" = "$1" ]; }

# What production asks for and the operator has not given: kept in the data folder, made once.
own_settings() {
  local secrets=$LUQIN_DATA_DIR/secrets
  mkdir -p "$secrets" && chmod 700 "$secrets"
  if [ ! -s "$secrets/secret_key" ]; then
    (umask 077 && "$python" -c 'import secrets; print(secrets.token_urlsafe(48), end="")' >"$secrets/secret_key")
  fi
  export LUQIN_ENV=${LUQIN_ENV:-production}
  export LUQIN_SECRET_KEY=${LUQIN_SECRET_KEY:-$(cat "$secrets/secret_key")}
  export LUQIN_LEDGER_KEY_FILE=${LUQIN_LEDGER_KEY_FILE:-$secrets/ledger-ed25519.pem}
  export LUQIN_DATABASE_URL=${LUQIN_DATABASE_URL:-sqlite:///$LUQIN_DATA_DIR/luqin.db}
}

open_empty() {
  if holds demo; then
    fail "$LUQIN_DATA_DIR holds the demo branch, whose passwords everybody knows." "Choose another LUQIN_DATA_DIR."
  fi
  own_settings
  step "Bringing the database up to date"
  luqin migrate
  if holds own; then return; fi
  step "The first administrator"
  if [ ! -t 0 ] && { [ -z "${LUQIN_ADMIN_BADGE:-}" ] || [ -z "${LUQIN_ADMIN_PASSWORD:-}" ]; }; then
    fail "An empty installation needs its first administrator, and nobody can be asked here." \
      "LUQIN_ADMIN_BADGE=100001 LUQIN_ADMIN_PASSWORD='…' make run DEMO=0"
  fi
  luqin admin create
  printf 'own\n' >"$LUQIN_DATA_DIR/holds"
}

open_demo() {
  if holds own; then
    fail "$LUQIN_DATA_DIR holds an installation of your own, not the demo branch." "Start it with: make run DEMO=0"
  fi
  export LUQIN_ENV=${LUQIN_ENV:-demo}
  step "Bringing the database up to date"
  luqin migrate
  step "Loading the demo branch (into an empty database only; about a minute)"
  printf 'demo\n' >"$LUQIN_DATA_DIR/holds"
  luqin demo load
}

make_certificate() {
  step "A certificate for this machine"
  export LUQIN_TLS_DIR=$LUQIN_DATA_DIR/tls
  "$python" scripts/certificate.py "$LUQIN_TLS_DIR"
}

mkdir -p "$LUQIN_DATA_DIR"
port_is_free || fail "Port $PORT cannot be used." "Choose another one: make run PORT=$((PORT + 1))"
if [ "$DEMO" = 0 ]; then open_empty; else open_demo; fi
if [ "${TLS:-0}" = 1 ]; then make_certificate; fi

step "Starting the server"
"$python" scripts/announce.py &
exec "$python" -m gunicorn --config config/gunicorn.py backend.wsgi:app
