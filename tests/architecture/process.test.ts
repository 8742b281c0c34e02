/** Rules that no linter knows. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What git keeps or would keep: build output and databases have rules of their own. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'lib', 'app', 'bin'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.includes('zz-planted'))

test('the API table loads in plain Node: nothing that it reaches is Next’s or JSX', () => {
  const { status, stderr } = spawnSync('node', ['--input-type=module', '-e', `await import('#lib/web/api.ts')`], {
    encoding: 'utf8',
  })
  expect(stderr).not.toMatch(/Error/)
  expect(status).toBe(0)
})
test('one file reads the environment', () => {
  expect(
    files.filter((file) => !file.endsWith('.test.ts') && /process\.env\b/.test(readFileSync(file, 'utf8'))),
  ).toEqual(['lib/env.ts'])
})
test('one folder knows next-auth', () => {
  expect(
    files.filter(
      (file) => /from 'next-auth/.test(readFileSync(file, 'utf8')) && !/^(lib\/auth|app\/api\/auth)\//.test(file),
    ),
  ).toEqual([])
})
test('there is no server action and no proxy file', () => {
  expect(files.filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(file, 'utf8')))).toEqual([])
  expect(files.filter((file) => /^(proxy|middleware)\./.test(file))).toEqual([])
})
test('no loading state stands above a door: a missing page must answer 404, not a spinner', () => {
  expect(files.filter((file) => /^app\/classes\/.*loading\.tsx$/.test(file))).toEqual([])
})
