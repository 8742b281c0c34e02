#!/bin/sh
# `npm test` from nothing: packages, then a browser, then every check (tests/run.ts). Readable by any sh and Node 20.
set -e
cd "$(dirname "$0")/.."

if ! cmp -s package-lock.json node_modules/.lock-installed; then
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.lock-installed
fi

# Debian's Chromium where there is one or may be one; else the browser that Playwright brings.
if [ ! -x /usr/bin/chromium ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  else
    npx playwright install chromium
  fi
fi

# The Node that npm ci has just brought, not the one this shell began with.
exec node_modules/.bin/node tests/run.ts
