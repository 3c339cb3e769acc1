#!/bin/sh
# What the tests need besides Python packages: Chromium, WebKitGTK and a screen for it, Java, librsvg, nginx, Redis and three
# npm packages; `install-tools.sh all` adds what `make verify` needs, `… bench` what `make bench` needs, `… mutants` what
# `make mutants` needs: npm packages alone. Installs them where that is possible (Debian, as root), else says how. The product itself needs none of them.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
[ "${1:-}" != all ] || command -v chromedriver >/dev/null 2>&1 || missing="$missing chromium-driver"
if [ "$(uname)" = Linux ]; then # WebKitGTK runs nowhere else; its tests are skipped there
    command -v WebKitWebDriver >/dev/null 2>&1 || missing="$missing webkit2gtk-driver"
    command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
fi
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
command -v rsvg-convert >/dev/null 2>&1 || missing="$missing librsvg2-bin"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
if [ -n "${1:-}" ] && [ "$1" != mutants ]; then # the load of `make bench` and `make verify`, and nginx's module for what brotli has compressed
    command -v wrk >/dev/null 2>&1 || missing="$missing wrk"
    ls /usr/lib/nginx/modules/*brotli_static* >/dev/null 2>&1 || missing="$missing libnginx-mod-http-brotli-static"
fi
[ "${1:-}" != mutants ] || missing=""
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
# npm begins anew each time, so a marker tells of all that is there: `.installed` of the tests' tools, `.installed-all` of every one.
mark=.installed omit=--omit=optional
case "${1:-}" in all | mutants) mark=.installed-all omit= ;; esac
for there in "$mark" .installed-all; do
    if [ -e "node_modules/$there" ] && [ ! package-lock.json -nt "node_modules/$there" ]; then exit 0; fi
done
echo "Installing axe, the Nu checker and jscpd${1:+, and what else is verified with} (npm, tests only)"
# shellcheck disable=SC2086
PATH="$PWD/.venv/bin:$PATH" npm ci --ignore-scripts $omit --no-audit --no-fund --loglevel=error
touch "node_modules/$mark"
