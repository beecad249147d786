#!/usr/bin/env bash
# The command line of Luqin with the settings that `make run` uses: scripts/luqin.sh ledger verify
# DEMO=0 speaks to the installation of your own instead of the demo branch.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
scripts/environment.sh build
. scripts/settings.sh
luqin "$@"
