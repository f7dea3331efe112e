#!/bin/sh
# The browser that the tests drive, and fonts that can write Thai.
#
# Quiet and instant when both are there. Otherwise, as root on Debian or Ubuntu, they are installed;
# anybody else is told the one command to run, and the script fails: a browser test is never skipped.
set -eu

packages="chromium fonts-noto-core fontconfig libatomic1"  # the last is for Playwright's driver

browser_is_there() { [ -x /usr/bin/chromium ]; }
thai_is_there() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=th 2>/dev/null | head -n 1)" ]; }
driver_can_run() { /sbin/ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1'; }
all_is_there() { browser_is_there && thai_is_there && driver_can_run; }

if all_is_there; then
    exit 0
fi

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need Chromium at /usr/bin/chromium, a Thai font and libatomic. Run this once:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends -y $packages" >&2
    exit 1
fi

echo "==> Installing $packages (the tests drive a real browser)"
export DEBIAN_FRONTEND=noninteractive
install_packages() {
    apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 $packages >"$log" 2>&1 </dev/null
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A package list that is missing or old makes the first attempt fail; the second has a fresh one.
if ! install_packages; then
    apt-get update -qq -o Acquire::Retries=3 </dev/null >>"$log" 2>&1 || true
    if ! install_packages; then
        tail -n 20 "$log" >&2
        echo "Chromium could not be installed." >&2
        exit 1
    fi
fi
all_is_there || { echo "Chromium, a Thai font or libatomic is still missing after the installation." >&2; exit 1; }
