#!/bin/sh
# What the tests need besides Python packages: Chromium, Java, librsvg, nginx and two npm packages. Installs them where that
# is possible (Debian, as root), else says how. The product itself needs none of them.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
command -v rsvg-convert >/dev/null 2>&1 || missing="$missing librsvg2-bin"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing for the tests:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "The tests need:$missing. On Debian: sudo apt-get install$missing" >&2
        exit 1
    fi
fi
if [ ! -e node_modules/.installed ] || [ package-lock.json -nt node_modules/.installed ]; then
    echo "Installing axe and the Nu checker (npm, tests only)"
    PATH="$PWD/.venv/bin:$PATH" npm ci --ignore-scripts ${VERIFY:---omit=optional} --no-audit --no-fund --loglevel=error
    touch node_modules/.installed
fi
