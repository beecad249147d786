#!/usr/bin/env bash
# Proves a command on a bare Debian: scripts/prove-bare-debian.sh ROOT [COMMAND...]   (as root; needs debootstrap)
# Makes a Debian with python3, make and git only under ROOT (once; SUITE=bookworm), puts the last commit into it as
# /srv/luqin, and runs COMMAND (default: .ci/run) there in namespaces of its own, so nothing stays mounted or running.
# Where this machine reaches its registries in a special way (a proxy, an own authority), the chroot gets the same.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

[ "$(id -u)" -eq 0 ] || fail "This needs root."
command -v debootstrap >/dev/null || need_packages "debootstrap makes the bare Debian." debootstrap
root=${1:?where: an empty or missing folder}
shift
[ $# -gt 0 ] || set -- .ci/run

if [ ! -x "$root/usr/bin/make" ]; then
  step "Making a bare Debian in $root"
  run_logged debootstrap debootstrap --variant=minbase --include=python3,make,git,ca-certificates \
    "${SUITE:-bookworm}" "$root"
fi

step "Putting the last commit into it"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
mkdir -p "$root/srv/luqin"
git archive HEAD | tar -x -C "$root/srv/luqin"

passed=(HOME=/root TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
while IFS= read -r variable; do passed+=("$variable"); done < <(
  env | grep -E '^(PIP_CERT|PIP_INDEX_URL|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|npm_config_registry|https?_proxy|no_proxy|LUQIN_[A-Z_]+|PORT|DEMO|TLS)='
)

step "Running: $*"
exec unshare --mount --pid --ipc --fork --kill-child bash -c '
  root=$1; shift
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/dev/shm"
  exec chroot "$root" "$@"' prove "$root" env -i "${passed[@]}" bash -c 'cd /srv/luqin && exec "$@"' prove "$@"
