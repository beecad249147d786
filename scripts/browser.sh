#!/usr/bin/env bash
# Makes sure that a Chromium and Chinese fonts are there for the tests that drive a real browser.
# LUQIN_CHROMIUM names another Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

chromium=${LUQIN_CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$chromium" ]; then
  [ "$chromium" = /usr/bin/chromium ] || fail "LUQIN_CHROMIUM=$chromium cannot be run."
  only_one browser
  [ -x "$chromium" ] || need_packages "The browser tests need Chromium and Chinese fonts (about 250 MB; once)." \
    chromium fonts-noto-cjk
fi
if ! [ -d /usr/share/fonts/opentype/noto ] && [ "$chromium" = /usr/bin/chromium ]; then
  need_packages "Screens are Chinese, and no Chinese font is installed." fonts-noto-cjk
fi
"$chromium" --version >/dev/null 2>&1 || fail "$chromium does not start: run it by hand to see why."
