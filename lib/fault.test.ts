import { DrizzleQueryError } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { faultOf, noteFault, writeFaultsTo } from './fault.ts'

const SAID = 'Anna Lee wrote this'
const written = (error: unknown): string => JSON.stringify(faultOf(error))

test('a query keeps its text, its code and the places in the program, and loses its parameters', () => {
  const refused = Object.assign(new Error(`duplicate key: (${SAID})`), {
    name: 'error',
    code: '23514',
    detail: `Failing row contains (1, ${SAID}).`,
    where: SAID,
    table: 'notes',
    constraint: 'notes_check',
  })
  const query = 'insert into "notes" ("body") values ($1)'
  const fault = faultOf(new DrizzleQueryError(query, [SAID], refused))
  expect(fault).toMatchObject({
    type: 'DrizzleQueryError',
    query,
    cause: { type: 'error', code: '23514', table: 'notes', constraint: 'notes_check' },
  })
  expect(fault.stack[0]).toContain('fault.test.ts:')
  expect(JSON.stringify(fault)).not.toContain('Anna')
})

test.each([
  ['a message with lines that look like places', new Error(`no\n    at ${SAID} (x.ts:1:2)\n    at Anna (x.ts:1:2)`)],
  ['a message that was changed afterwards', Object.assign(new Error(SAID), { message: 'another' })],
  ['a name', Object.assign(new Error('no'), { name: SAID })],
  ['a code', Object.assign(new Error('no'), { code: SAID })],
  [
    'text that is no JSON',
    (() => {
      try {
        return JSON.parse(SAID) as unknown
      } catch (error) {
        return error
      }
    })(),
  ],
  ['a string that was thrown', SAID],
  ['an object that was thrown', { message: SAID }],
  ['a cause', new Error('no', { cause: new Error(SAID, { cause: SAID }) })],
])('nothing of anybody in %s', (_what, error) => expect(written(error)).not.toContain('Anna'))

test('a ring of causes ends', () => {
  const error = new Error('no')
  error.cause = error
  expect(written(error).match(/"cause"/g)).toHaveLength(4)
})

test('the log of the process is told what, about which request, and the error', () => {
  const lines: unknown[] = []
  writeFaultsTo((about, what) => lines.push({ ...about, what }))
  const error = new TypeError(SAID)
  noteFault('a call failed', error, { id: 'r-1' })
  writeFaultsTo(null)
  expect(lines).toEqual([{ what: 'a call failed', id: 'r-1', err: error }])
})
