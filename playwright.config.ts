import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** A port of its own for each checkout, below those that the system hands out. */
const port = 20_000 + (createHash('sha256').update(process.cwd()).digest().readUInt16BE() % 10_000)
const baseURL = `http://127.0.0.1:${port}`
const DEBIAN_CHROMIUM = '/usr/bin/chromium'

export default defineConfig({
  testDir: 'tests/e2e',
  workers: 1,
  reporter: 'line',
  timeout: 45_000,
  use: {
    baseURL,
    launchOptions: {
      ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
      // The browser's own errands would be counted as requests to other hosts.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    // The real start, on a demo class that is made anew for each run.
    command: 'rm -rf data/e2e && npm run --silent migrate && npm run --silent seed && exec npm --silent start',
    url: `${baseURL}/api/health`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: { PORT: String(port), DATABASE_URL: 'file:data/e2e/xihua.db', LOG_LEVEL: 'error', npm_config_loglevel: 'error' },
  },
})
