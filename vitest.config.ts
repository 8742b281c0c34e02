import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['lib/**/*.test.ts', 'tests/**/*.test.ts'], exclude: ['tests/e2e/**'], testTimeout: 30_000, hookTimeout: 60_000 },
})
