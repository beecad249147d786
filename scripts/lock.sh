#!/usr/bin/env bash
# Compiles requirements/*.lock from pyproject.toml: exact versions with hashes, for every Python and system we
# support, no registry addresses. Pins stay as they are unless UPGRADE=1.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  local target=requirements/$1.lock
  shift
  .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --no-emit-index-url "$@" pyproject.toml --output-file "$target" >/dev/null
}

compile dev --group dev ${UPGRADE:+--upgrade}
# The smaller sets follow the large one, so that what is tested is what runs.
rm -f requirements/build.lock requirements/runtime.lock
compile build --group build --constraints requirements/dev.lock
compile runtime --constraints requirements/dev.lock

if [ -f pwa/package.json ]; then
  PATH="$PWD/.venv/bin:$PATH" npm --prefix pwa install --package-lock-only --no-audit --no-fund
  .venv/bin/python scripts/tidy_npm_lock.py
fi
