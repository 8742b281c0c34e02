#!/bin/sh
# From a fresh clone to a running demo, and again without harm: installs only when the lock changed, migrates and seeds
# what is not there yet, then becomes the server, so that a signal to npm reaches it. Honors PORT and DATABASE_URL.
set -e
cd "$(dirname "$0")/.."

# npm ci deletes node_modules, and with it the Node binary of a server that may still be running.
if ! cmp -s package-lock.json node_modules/.lock-installed; then
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.lock-installed
fi
node lib/server/node-version.mjs

npm run --silent build
npm run --silent migrate
npm run --silent seed

cat <<'TEXT'

  The demo class is "HIST 214 · demo", join code XHHA8264.

    instructor   instructor@demo.test   demo-instructor
    assistant    assistant@demo.test    demo-assistant
    students     student01@demo.test … student24@demo.test   demo-student

  Look first at the transcript (/transcript), then sign in as the instructor: the desk shows what the class
  understood, misread and left open. A student's list shows the same class from the other side.
  Stop it with Ctrl+C.

TEXT
LOG_LEVEL=${LOG_LEVEL:-warn} exec npm start --silent
