# The settings of the demo branch (DEMO=1) and of an installation of one's own (DEMO=0) on this machine, for what the
# operator has not set. Sourced by start.sh and luqin.sh after lib.sh, never run.

export DEMO=${DEMO:-1} PYTHONUNBUFFERED=1 PYTHONUTF8=1
if [ "$DEMO" = 0 ]; then default_data=var/own; else default_data=var; fi
LUQIN_DATA_DIR=$(realpath -m "${LUQIN_DATA_DIR:-$default_data}")
export LUQIN_DATA_DIR
python=.venv/bin/python

# Steps of a start speak for themselves; the server logs every request.
luqin() { LUQIN_LOG_LEVEL=${LUQIN_LOG_LEVEL:-WARNING} "$python" -m backend.cli "$@"; }

# The data folder remembers what it was made for: demo accounts have known passwords, and never meet real work.
holds() { [ "$(cat "$LUQIN_DATA_DIR/holds" 2>/dev/null)" = "$1" ]; }

# Secrets that production asks for: made once, kept beside the data, readable by their owner only.
make_secrets() {
  mkdir -p "$1"
  chmod 700 "$1"
  "$python" - "$1" <<'PYTHON'
import os, secrets, sys
from pathlib import Path
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

def keep(name: str, content: bytes) -> None:
    path = Path(sys.argv[1]) / name
    if path.exists():
        return
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())

keep("secret_key", secrets.token_urlsafe(48).encode())
key = Ed25519PrivateKey.generate()
keep("ledger-ed25519.pem", key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
PYTHON
}

if [ "$DEMO" = 0 ]; then
  if holds demo; then
    fail "$LUQIN_DATA_DIR holds the demo branch, whose passwords everybody knows." "Choose another LUQIN_DATA_DIR."
  fi
  make_secrets "$LUQIN_DATA_DIR/secrets"
  export LUQIN_ENV=${LUQIN_ENV:-production}
  export LUQIN_SECRET_KEY=${LUQIN_SECRET_KEY:-$(cat "$LUQIN_DATA_DIR/secrets/secret_key")}
  export LUQIN_LEDGER_KEY_FILE=${LUQIN_LEDGER_KEY_FILE:-$LUQIN_DATA_DIR/secrets/ledger-ed25519.pem}
  export LUQIN_DATABASE_URL=${LUQIN_DATABASE_URL:-sqlite:///$LUQIN_DATA_DIR/luqin.db}
else
  if holds own; then
    fail "$LUQIN_DATA_DIR holds an installation of your own, not the demo branch." "Start it with: make run DEMO=0"
  fi
  export LUQIN_ENV=${LUQIN_ENV:-demo}
fi
