#!/usr/bin/env bash
# Makes sure that the tests find what they need outside the Python environment: a real browser (Chromium, Chinese
# fonts, what Playwright's driver links to; LUQIN_CHROMIUM names another one), and, for root, the user that the
# PostgreSQL of the tests runs as.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

chromium=${LUQIN_CHROMIUM:-/usr/bin/chromium}
chinese_fonts() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -iname '*cjk*' -print -quit 2>/dev/null)" ]; }
driver_starts() { .venv/bin/python -m playwright --version >/dev/null 2>&1; }

# PostgreSQL refuses to run as root. Made here once, because test processes that start together would race to make it.
if [ "$(id -u)" -eq 0 ] && ! id pgserver >/dev/null 2>&1; then
  step "Making the user pgserver, as which the PostgreSQL of the tests runs"
  useradd --shell /bin/bash pgserver
fi

[ "$chromium" = /usr/bin/chromium ] || [ -x "$chromium" ] || fail "LUQIN_CHROMIUM=$chromium cannot be run."
missing=()
[ -x "$chromium" ] || missing+=(chromium)
chinese_fonts || missing+=(fonts-noto-cjk)
driver_starts || missing+=(libatomic1)
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

only_one browser
need_packages "The browser tests need them (Chromium and fonts are about 250 MB; once)." "${missing[@]}"
"$chromium" --version >/dev/null 2>&1 || fail "$chromium does not start: run it by hand to see why."
driver_starts || fail "Playwright's driver does not start:" "$(.venv/bin/python -m playwright --version 2>&1 | tail -n 3)"
