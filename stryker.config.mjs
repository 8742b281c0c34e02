/** `npm run mutation`: changes the rules of scoring, availability, permissions and statistics one by one and sees whether a test notices. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate: ['score', 'judge', 'availability', 'permissions', 'statistics', 'standing', 'grading', 'gradebook'].map(
    (rule) => `lib/domain/${rule}.ts`,
  ),
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  ignorePatterns: ['.next', 'data', 'docs', 'shots', 'test-results'],
  // Nothing to rewrite: the paths of tsconfig.json hold in the copy as they are, and TypeScript 7 offers no parser for it.
  tsconfigFile: 'none',
  concurrency: 2,
  // What has not changed since the last run is not run again.
  incremental: true,
  incrementalFile: 'test-results/mutation.json',
  tempDirName: 'test-results/mutation',
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { logTests: false, reportTests: false },
}
