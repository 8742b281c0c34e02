/** For `npm run mutation`: the tests of the rules alone, each file with modules of its own, as a table is made when its module loads. */
import { defineConfig } from 'vitest/config'
import everything from './vitest.config.ts'

export default defineConfig({
  test: {
    ...everything.test,
    isolate: true,
    include: [
      'lib/domain/{judge,availability,statistics,standing,grading,gradebook}.test.ts',
      'tests/features/permission-matrix.test.ts',
    ],
  },
})
