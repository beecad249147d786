#!/usr/bin/env bash
# Installs the locked packages of the PWA with the Node of .venv, and builds it into pwa/dist.
# `packages` stops before the build. Both are left out when neither sources nor lock have changed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

export PATH="$PWD/.venv/bin:$PATH"
packages_stamp=pwa/node_modules/.luqin-packages
build_stamp=pwa/node_modules/.luqin-build

packages_wanted() { { .venv/bin/node --version; cat pwa/package.json pwa/package-lock.json; } | fingerprint; }
sources() {
  find pwa \( -name node_modules -o -path pwa/dist -o -path pwa/coverage \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | fingerprint
}

only_one pwa
if [ "$(cat "$packages_stamp" 2>/dev/null)" != "$(packages_wanted)" ]; then
  step "Installing the locked packages of the PWA (npm ci)"
  run_logged npm-ci npm --prefix pwa ci --no-audit --no-fund
  packages_wanted >"$packages_stamp"
fi
if [ "${1:-build}" = packages ]; then exit 0; fi

now=$(sources)
if [ ! -f pwa/dist/index.html ] || [ "$(cat "$build_stamp" 2>/dev/null)" != "$now" ]; then
  step "Building the PWA"
  run_logged pwa-build npm --prefix pwa run build
  printf '%s\n' "$now" >"$build_stamp"
fi
