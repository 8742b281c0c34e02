import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { savePlace, viewReading } from '#lib/features/read-along/read-along.ts'
import { asViewer, makeClass, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, TARGET } from '../factories/work.ts'

const RANGE = { from: 'h1', to: 'end' }
const SHORT = `${TARGET.essay}/short`

let db: Db
let klass: Klass
let anna: Person
beforeAll(async () => {
  db = await openTestDb()
  klass = await makeClass(db)
  anna = await makeStudent(db, klass.id)
})
afterAll(() => db.close())

test('the short form of an essay is its own reading', async () => {
  const [long, short] = [freeze('essay', TARGET.essay, RANGE), freeze('essay', SHORT, RANGE)]
  expect(short.hash).not.toBe(long.hash)
  expect(short.title).toBe(`${long.title} (short)`)
  expect(short.minutes).toBeLessThan(long.minutes)

  const reading = await assign(db, klass.id, 'essay', { frozen: short })
  const view = await viewReading(asViewer(db, anna, new Date()), { assignment: reading.id })
  expect(view.target).toBe(SHORT)
  const places = short.shown.kind === 'essay' ? short.shown.paragraphs : []
  expect(view.places).toBe(places.length)

  const beyond = savePlace(asViewer(db, anna, new Date()), { assignment: reading.id, at: `p${places.length + 1}` })
  expect(codeOf(await beyond.catch((error: unknown) => error))).toBe('invalid')
  const saved = await savePlace(asViewer(db, anna, new Date()), { assignment: reading.id, at: places.at(-1)! })
  expect(saved.finishedAt).not.toBeNull()
})

test('a form that no essay has is refused', () => {
  for (const target of [`${TARGET.essay}/long`, `${SHORT}/short`, 'no-such-essay/short'])
    expect(() => freeze('essay', target, RANGE)).toThrow('invalid')
})
