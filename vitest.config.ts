import { defineConfig } from 'vitest/config'

export default defineConfig({
  // A secret of its own, so that no test run leaves one in data/.
  test: {
    // Modules are evaluated once a worker instead of once a file, which takes two thirds of the time away. A file that
    // changes what a module keeps (a database, a clock) sets it before its tests and leaves nothing for others to rely on.
    isolate: false,
    env: {
      SECRET: 'only-for-tests-0123456789-abcdefghijklmnop',
      // Nothing goes there: letters leave by a process, or by a test that names a server of its own.
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'hall@school.test',
      // Nobody is asked there: whom it has shown is sealed by the tests, and processes have a provider of their own.
      OIDC_ISSUER: 'http://127.0.0.1:9/realm',
      OIDC_CLIENT_ID: 'hall',
      OIDC_CLIENT_SECRET: 'kept-between-the-two',
      OIDC_TITLE: 'Northfield School',
    },
    include: ['lib/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
