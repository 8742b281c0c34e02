/** The table of who may import whom is kept by the linter. A rule that nobody tests is silent when it breaks. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const planted: string[] = []
afterEach(() => {
  for (const path of planted.splice(0)) rmSync(path, { recursive: true, force: true })
})

/** Lints one file with `source` as if somebody had written it there. */
function lint(folder: string, source: string, ending = 'ts'): { status: number | null; output: string } {
  const file = `${folder}/zz-planted-${process.pid}.${ending}`
  const made = mkdirSync(dirname(file), { recursive: true })
  planted.push(made ?? file)
  writeFileSync(file, source)
  const { status, stdout, stderr } = spawnSync('oxlint', [file], { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

test.each([
  ['lib/domain', `import { db } from '#lib/db/client.ts'\nexport const x = db`],
  ['lib/domain', `import { db } from '../db/client.ts'\nexport const x = db`],
  ['lib/domain', `export { db } from '#lib/db/client.ts'`],
  ['lib/domain', `export const x = () => import('#lib/db/client.ts')`],
  ['lib/domain', `import type { Db } from '#lib/db/atomically.ts'\nexport type X = Db`],
  ['lib/domain', `import { readFileSync } from 'node:fs'\nexport const x = readFileSync`],
  ['lib/domain', `import { eq } from 'drizzle-orm'\nexport const x = eq`],
  ['lib/db', `import { selfCheck } from '#lib/features/self-check/self-check.ts'\nexport const x = selfCheck`],
  ['lib/content', `import { db } from '#lib/db/client.ts'\nexport const x = db`],
  ['lib/door', `import { selfCheck } from '../features/self-check/self-check.ts'\nexport const x = selfCheck`],
  [
    'lib/features/self-check',
    `import { joinClass } from '#lib/features/join-class/join-class.ts'\nexport const x = joinClass`,
  ],
  ['lib/features/self-check', `import { joinClass } from '../join-class/join-class.ts'\nexport const x = joinClass`],
  ['lib/features/self-check', `import { headers } from 'next/headers'\nexport const x = headers`],
  ['lib/features/self-check', `import { env } from '#lib/env.ts'\nexport const x = env`],
  ['lib/auth', `import { selfCheck } from '#lib/features/self-check/self-check.ts'\nexport const x = selfCheck`],
  ['lib/web', `import { selfCheck } from '#lib/features/self-check/self-check.ts'\nexport const x = selfCheck`],
  ['lib/server', `import { selfCheck } from '#lib/features/self-check/self-check.ts'\nexport const x = selfCheck`],
  ['lib/server', `import { options } from '#lib/auth/options.ts'\nexport const x = options`],
  ['bin', `import { headers } from 'next/headers'\nexport const x = headers`],
])('%s may not: %s', (folder, source) => {
  const { status, output } = lint(folder, source)
  expect(output).toContain('no-restricted-imports')
  expect(status).not.toBe(0)
})

test.each([
  ['app', `import { db } from '#lib/db/client.ts'\nexport const x = db`],
  ['app', `import { db } from '../lib/db/client.ts'\nexport const x = db`],
  ['app/classes', `import { db } from '../../lib/db/client.ts'\nexport const x = db`],
  ['app', `import { eq } from 'drizzle-orm'\nexport const x = eq`],
  ['app', `import { getServerSession } from 'next-auth'\nexport const x = getServerSession`],
  ['app/_ui', `import { selfCheck } from '#lib/features/self-check/self-check.ts'\nexport const x = selfCheck`],
])('%s may not: %s', (folder, source) => {
  const { status, output } = lint(folder, source, 'tsx')
  expect(output).toContain('no-restricted-imports')
  expect(status).not.toBe(0)
})

test('what the table allows is not refused', () => {
  const { status, output } = lint(
    'lib/features/self-check',
    `import { db } from '#lib/db/client.ts'\nimport { Refusal } from '#lib/domain/errors.ts'\nexport const x = [db, Refusal]`,
  )
  expect(output).not.toContain('no-restricted-imports')
  expect(status).toBe(0)
})

test('a circle of imports is refused', () => {
  const name = `zz-planted-circle-${process.pid}`
  planted.push(`lib/domain/${name}.ts`)
  writeFileSync(`lib/domain/${name}.ts`, `import { b } from './zz-planted-${process.pid}.ts'\nexport const a = () => b`)
  const { status, output } = lint('lib/domain', `import { a } from './${name}.ts'\nexport const b = () => a`)
  expect(output).toContain('no-cycle')
  expect(status).not.toBe(0)
})
