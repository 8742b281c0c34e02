import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { ATTACKS } from './attacks.ts'
import { stands } from './proofs.ts'

test('the twenty-two attacks each name tests, and each test stands where it is said to', () => {
  expect(ATTACKS.map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_none, n) => `A${n + 1}`))
  for (const { id, proofs } of ATTACKS) expect(proofs.length, id).toBeGreaterThan(0)
  expect(ATTACKS.flatMap(({ proofs }) => proofs).filter((one) => !stands(one))).toEqual([])
})

test('a test that is not there is missed', () => {
  expect(stands({ file: 'tests/attacks.test.ts', test: 'a test that nobody wrote' })).toBe(false)
})

/** Releases before these had published holes that reach this product. */
const FLOORS: readonly (readonly [name: string, floor: string])[] = [
  ['next', '16.3.3'],
  ['next-auth', '4.24.15'],
  ['drizzle-orm', '0.45.2'],
  ['SQLite', '3.51.3'],
]
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version: string }>
}
const installed = (name: string): string =>
  name === 'SQLite'
    ? (new Database(':memory:').prepare('SELECT sqlite_version()').pluck().get() as string)
    : packages[`node_modules/${name}`]!.version

test.each(FLOORS)('%s is at least %s', (name, floor) => {
  const [have, least] = [installed(name), floor].map((version) => version.split('.').map(Number)) as [
    number[],
    number[],
  ]
  const at = have.findIndex((part, n) => part !== least[n])
  expect(at < 0 || have[at]! > least[at]!, `${name} ${have.join('.')}`).toBe(true)
})
