import { defineConfig } from 'vitest/config'

export default defineConfig({
  // A secret of its own, so that no test run leaves one in data/.
  test: {
    env: { SECRET: 'only-for-tests-0123456789-abcdefghijklmnop' },
    include: ['lib/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['tests/e2e/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
