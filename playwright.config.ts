import { createHash } from 'node:crypto'
import { defineConfig } from '@playwright/test'
import { BROWSER } from './tests/browser.ts'

/** A port of its own for each checkout, below those that the system hands out. */
const port = 20_000 + (createHash('sha256').update(process.cwd()).digest().readUInt16BE() % 10_000)
const baseURL = `http://127.0.0.1:${port}`

export default defineConfig({
  testDir: 'tests/e2e',
  // A file's tests in turn, two files at once: on two cores the checks of accessibility fill one of them.
  workers: 2,
  reporter: 'line',
  timeout: 60_000,
  // A machine with two cores may be busy; what is to appear still has to.
  expect: { timeout: 12_000 },
  use: {
    baseURL,
    actionTimeout: 10_000,
    launchOptions: BROWSER,
  },
  webServer: {
    // The real start, on a demo class that is made anew for each run.
    command: 'rm -rf data/e2e && npm run --silent migrate && npm run --silent seed && exec npm --silent start',
    url: `${baseURL}/api/health`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: {
      PORT: String(port),
      DATABASE_URL: 'file:data/e2e/xihua.db',
      LOG_LEVEL: 'error',
      // Nobody listens there but the test that reads the letters.
      SMTP_URL: `smtp://127.0.0.1:${port - 10_000}`,
      MAIL_FROM: 'Xihua Hall <hall@school.test>',
      // Nor there, but the test that signs in by it.
      OIDC_ISSUER: `http://127.0.0.1:${port - 15_000}/realm`,
      OIDC_CLIENT_ID: 'hall',
      OIDC_CLIENT_SECRET: 'kept-between-the-two',
      OIDC_TITLE: 'Northfield School',
      npm_config_loglevel: 'error',
    },
  },
})
