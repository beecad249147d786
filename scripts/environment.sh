#!/usr/bin/env bash
# Makes .venv and installs one locked set into it: `build` (what `make run` needs) or `dev` (what the tests need).
# Nothing happens when that set is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

name=${1:?which set: build or dev}
python=${PYTHON:-python3}

command -v "$python" >/dev/null || need_packages "Python is missing." python3 python3-venv
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1)." \
    "Name another one: PYTHON=/path/to/python3.12 make run"

# The scripts in .venv carry its path, so a moved checkout gets a new one.
wanted() { { pwd; "$python" -V; cat "requirements/$1.lock"; } | fingerprint; }
installed() { [ -x .venv/bin/python ] && [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$(wanted "$1")" ]; }

if installed "$name" || { [ "$name" = build ] && installed dev; }; then exit 0; fi
only_one environment
if installed "$name"; then exit 0; fi

if ! .venv/bin/python -c 'import pip' 2>/dev/null || ! head -n 1 .venv/bin/pip 2>/dev/null | grep -qF "$PWD/"; then
  "$python" -c 'import ensurepip, venv' 2>/dev/null ||
    need_packages "Python's venv module is missing (Debian keeps it in a package of its own)." python3-venv
  step "Making the Python environment .venv ($("$python" -V))"
  "$python" -m venv --clear .venv
fi

step "Installing $(grep -c '==' "requirements/$name.lock") locked Python packages (requirements/$name.lock; about a minute the first time)"
run_logged "pip-$name" .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-deps \
  --require-hashes --requirement "requirements/$name.lock"
wanted "$name" >".venv/.installed-$name"
