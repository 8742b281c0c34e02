import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Strip } from '#lib/domain/strip.ts'
import { call } from '../factories/call.ts'
import { writer } from '../factories/notes.ts'
import { makeAssistant, makeClass, makeInstructor, makeSection, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

async function makeWorld() {
  const klass = await makeClass(db)
  const friday = await makeSection(db, klass.id, 'Friday')
  const reading = await assign(db, klass.id, 'reading', { range: { from: 'h1', to: 'end' } })
  const question = await assign(db, klass.id, 'question')
  const write = writer(klass, reading)
  return {
    klass,
    anna: await makeStudent(db, klass.id, { sectionId: friday }),
    ben: await makeStudent(db, klass.id),
    teacher: await makeInstructor(db, klass.id),
    assistant: await makeAssistant(db, klass.id, { sectionId: friday }),
    note: async (person: Person, json: Record<string, unknown>) => {
      const reply = await write(person, json)
      expect(reply.status, reply.text).toBe(200)
      return (reply.json as { id: string }).id
    },
    post: async (person: Person, text: string, at: string[]) => {
      const json = { text, citations: at.map((one) => ({ at: one })) }
      const reply = await call('POST', `/api/assignments/${question.id}/posts`, { cookie: person.cookie, json })
      expect(reply.status, reply.text).toBe(200)
    },
    rival: async (person: Person, at: string[], answers?: string) => {
      const json = { text: 'Otherwise.', citations: at, ...(answers && { answers }) }
      const reply = await call('POST', `/api/classes/${klass.id}/claims/tirana-first/readings`, {
        cookie: person.cookie,
        json,
      })
      expect(reply.status, reply.text).toBe(200)
      return (reply.json as { reading: string }).reading
    },
    strip: async (person: Person) =>
      (await call('GET', `/api/classes/${klass.id}/strip`, { cookie: person.cookie })).json as Strip,
  }
}

describe('the strip of a class', () => {
  test('adds up to the rows behind it, and a revised post counts once', async () => {
    const { klass, anna, ben, teacher, note, post, strip } = await makeWorld()
    await post(anna, 'First.', ['s110', 's114'])
    await post(anna, 'Revised.', ['s114'])
    await post(ben, 'Bens.', ['s114', 'h10'])
    const one = await note(anna, { from: 's105', to: 's106', text: 'Against s117.' })
    const two = await note(ben, { from: 's117', text: 'Not so.' })
    await note(ben, { from: 's117', kind: 'highlight' })
    await note(ben, { from: 's120', text: 'Mine alone, on s1.', audience: 'private' })
    await note(ben, { from: 's90', kind: 'lost' })
    await call('POST', `/api/notes/${two}/links`, { cookie: ben.cookie, json: { other: one, kind: 'contradicts' } })
    await call('POST', `/api/notes/${one}/links`, { cookie: anna.cookie, json: { other: two, kind: 'explains' } })
    const seen = await strip(teacher)
    expect(seen.totals).toEqual({ cited: 4, noted: 3, disputed: 1, lost: 1 })
    expect(Object.fromEntries(seen.rows.map(({ id, ...row }) => [id, Object.values(row).join(' ')]))).toEqual({
      h10: '1 0 0 0',
      s90: '0 0 0 1',
      s105: '0 1 1 0',
      s106: '0 1 1 0',
      s114: '2 0 0 0',
      s117: '1 2 1 0',
    })
    // Counted again from the tables, by another way.
    const rows = (await db.select().from(db.t.notes)).filter(
      (row) => row.classId === klass.id && row.audience !== 'private',
    )
    expect(seen.totals.noted + seen.totals.lost).toBe(rows.length)
    const sum = seen.rows.reduce((all, row) => all + row.noted, 0)
    expect(sum).toBe(
      rows.filter((row) => row.kind !== 'lost').reduce((all, row) => all + row.orderTo - row.orderFrom + 1, 0),
    )
    const sentences = edition().transcript.turns.flatMap((turn) => turn.paragraphs.flatMap((p) => p.sentences))
    expect(seen.untouched).toHaveLength(sentences.length - 5)
    const touched = new Set(seen.rows.map((row) => row.id))
    const orphans = edition().transcript.turns.flatMap((turn) =>
      turn.paragraphs.filter((p) => p.sentences.every((one) => !touched.has(one.id))).map((p) => p.id),
    )
    expect(seen.orphans).toEqual(orphans)
    expect(orphans.length).toBeGreaterThan(20)
  })

  test('holds nothing of a classmate’s before one’s own note and post are in', async () => {
    const { anna, ben, note, post, strip } = await makeWorld()
    await post(anna, 'Annas.', ['s114'])
    await note(anna, { from: 's105', text: 'By s117.' })
    await note(anna, { from: 's90', kind: 'lost' })
    expect(await strip(ben)).toMatchObject({ rows: [], totals: { cited: 0, noted: 0, disputed: 0, lost: 0 } })
    await note(ben, { from: 's10', text: 'Bens.' })
    // The note opens notes: the lost place as a count, and not yet what is cited in posts.
    expect((await strip(ben)).rows.map((row) => row.id)).toEqual(['s10', 's90', 's105', 's117'])
    await post(ben, 'Bens.', ['s120'])
    expect((await strip(ben)).rows.map((row) => row.id)).toEqual(['s10', 's90', 's105', 's114', 's117', 's120'])
  })

  test('what a rival reading stands on is disputed: each reading one row, answers none', async () => {
    const { klass, anna, ben, teacher, assistant, note, rival, strip } = await makeWorld()
    const one = await rival(anna, ['s3', 's5', 's3'])
    await rival(ben, ['s5'], one)
    const two = await rival(ben, ['s5'])
    await rival(teacher, ['s7'])
    const [mine, other] = [
      await note(anna, { from: 's105', text: 'So.' }),
      await note(ben, { from: 's117', text: 'No.' }),
    ]
    await call('POST', `/api/notes/${other}/links`, { cookie: ben.cookie, json: { other: mine, kind: 'contradicts' } })
    const disputed = async (who: Person) => {
      const seen = await strip(who)
      const places = seen.rows.filter((row) => row.disputed > 0).map((row) => `${row.id} ${row.disputed}`)
      return [seen.totals.disputed, ...places]
    }
    const whole = [3, 's3 1', 's5 2', 's105 1', 's117 1']
    expect(await disputed(teacher)).toEqual(whole)
    expect(await disputed(anna)).toEqual(whole)
    expect(await disputed(assistant)).toEqual([1, 's3 1', 's5 1'])
    // Counted again from the tables, by another way.
    const readings = (await db.select().from(db.t.rivalReadings)).filter(
      (row) => row.classId === klass.id && row.answers === null && row.userId !== teacher.userId,
    )
    const links = (await db.select().from(db.t.noteLinks)).filter((row) => row.classId === klass.id)
    expect(readings.length + links.length).toBe(3)
    const hiding = await call('PUT', `/api/remarks/rival/${two}/hiding`, {
      cookie: teacher.cookie,
      json: { reason: 'Why' },
    })
    expect(hiding.status).toBe(200)
    expect(await disputed(anna)).toEqual([2, 's3 1', 's5 1', 's105 1', 's117 1'])
    expect(await disputed(ben)).toEqual(whole)
    expect(await disputed(teacher)).toEqual(whole)
  })

  test('an assistant’s is that of their section', async () => {
    const { anna, ben, assistant, note, post, strip } = await makeWorld()
    await note(anna, { from: 's105', text: 'Annas.' })
    await note(ben, { from: 's106', text: 'Bens.' })
    await post(ben, 'Bens.', ['s114'])
    expect((await strip(assistant)).rows.map((row) => row.id)).toEqual(['s105'])
  })
})
