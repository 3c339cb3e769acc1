#!/bin/sh
# The browser tests drive Chromium as the system packages it. Installs it where that is possible, else says how.
if command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing the package chromium for the browser tests …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
echo "The browser tests need Chromium. Install it (Debian: apt-get install chromium) or put it on PATH as 'chromium'." >&2
exit 1
