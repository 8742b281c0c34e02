/** Notes that leave as W3C annotations and come in again, in another class, on the same words. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { NotesLookedAt } from '#lib/features/annotate/bring-notes.ts'
import { call } from '../factories/call.ts'
import { writer } from '../factories/notes.ts'
import { makeClass, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

const { units } = edition().transcript
const words = (id: string) => units.get(id)!.text

async function makePlace(range = { from: 'h1', to: 'end' }) {
  const klass = await makeClass(db)
  const reading = await assign(db, klass.id, 'reading', { range })
  const anna = await makeStudent(db, klass.id)
  const post = (what: string, file: string, person: Person = anna) =>
    call('POST', `/api/classes/${klass.id}/notes/imports${what}`, {
      cookie: person.cookie,
      json: { assignment: reading.id, file },
    })
  return {
    klass,
    reading,
    anna,
    look: async (file: unknown) => ((await post('/look', JSON.stringify(file))).json as NotesLookedAt).found,
    post,
    bring: async (file: unknown) => (await post('', JSON.stringify(file))).json as { brought: number },
    rows: () => db.select().from(db.t.notes).where(eq(db.t.notes.classId, klass.id)).orderBy(db.t.notes.orderFrom, db.t.notes.kind), // prettier-ignore
  }
}

let n = 0
const annotation = (exact: string, more: object = {}, around: { prefix?: string; suffix?: string } = {}) => ({
  '@context': 'http://www.w3.org/ns/anno.jsonld',
  id: `urn:example:${++n}`,
  type: 'Annotation',
  target: { source: 'https://elsewhere.test/transcript', selector: [{ type: 'TextQuoteSelector', exact, ...around }] },
  ...more,
})

test('out of one class and into another: the same notes on the same words, private, and twice is once', async () => {
  const [here, there] = [await makePlace(), await makePlace()]
  const write = writer(here.klass, here.reading)
  await write(here.anna, { kind: 'highlight', from: 's79' })
  await write(here.anna, { from: 's117', to: 's118', text: 'He states it flat; s128 takes it back.', tag: 'doubt', ownTag: 'flat' }) // prettier-ignore
  await write(here.anna, { kind: 'question', from: 'h3', text: 'Who wrote it down?', audience: 'private' })
  const out = await call('GET', `/api/classes/${here.klass.id}/notes.jsonld`, { cookie: here.anna.cookie })
  const file = JSON.parse(out.text) as { items: unknown[] }
  expect((await there.look(file)).map(({ problem }) => problem)).toEqual([null, null, null])
  expect(await there.rows()).toEqual([])
  expect(await there.bring(file)).toEqual({ brought: 3 })
  expect(await there.bring(file)).toEqual({ brought: 0 })
  const kept = ({ kind, rangeFrom, rangeTo, words: under, body, tag, ownTag }: Awaited<ReturnType<typeof there.rows>>[number]) => ({ kind, rangeFrom, rangeTo, under, body, tag, ownTag }) // prettier-ignore
  const rows = await there.rows()
  expect(rows.map(kept)).toEqual((await here.rows()).map(kept))
  expect(new Set(rows.map(({ audience }) => audience))).toEqual(new Set(['private']))
  // Back where it comes from, everything is there already.
  expect((await here.look(file)).map(({ problem }) => problem)).toEqual(['here', 'here', 'here'])
  // A sentence named in it is a citation, as if it had been typed.
  const cited = await db.select().from(db.t.citations).where(eq(db.t.citations.classId, there.klass.id))
  expect(cited.map(({ at }) => at)).toEqual(['s128'])
  // What is taken back stays so.
  const [mine] = rows
  await call('DELETE', `/api/notes/${mine!.id}`, { cookie: there.anna.cookie })
  expect((await there.look(file)).filter(({ problem }) => problem === 'taken-back')).toHaveLength(1)
})

test('words on part of a sentence stand on the sentence; corrected ones are found by what stands around them', async () => {
  const place = await makePlace()
  const all = edition().transcript.exactText
  const at = all.indexOf(words('s117'))
  const part = words('s117').split(' ').slice(1, 4).join(' ')
  const around = { prefix: all.slice(at - 32, at), suffix: all.slice(at + words('s117').length).slice(0, 32) }
  const file = [
    annotation(part, {}, { prefix: around.prefix, suffix: '' }),
    annotation(words('s117').replace('prestige', 'standing'), { bodyValue: 'So it was printed once.' }, around),
  ]
  expect(file[1]!.target.selector[0]!.exact).not.toBe(words('s117'))
  expect((await place.look(file)).map(({ note }) => [note?.from, note?.to, note?.isCorrected])).toEqual([
    ['s117', 's117', false],
    ['s117', 's117', true],
  ])
})

test('what cannot be held is named, item by item, and costs the others nothing', async () => {
  const place = await makePlace({ from: 's73', to: 's120' })
  const good = annotation(words('s80'))
  const on = (source: string) => ({ target: { source, selector: { type: 'TextQuoteSelector', exact: words('s80') } } })
  const file = {
    type: 'AnnotationCollection',
    first: {
      type: 'AnnotationPage',
      items: [
        good,
        { ...annotation(words('s80')), motivation: 'replying', target: 'urn:uuid:other' },
        { ...annotation(''), ...on('https://elsewhere.test/essays/ho') },
        annotation('Words that nobody said in that room.'),
        annotation('a'),
        annotation(words('s30')),
        { id: 'urn:example:x', type: 'Annotation', target: { source: '/transcript' } },
        'no annotation',
        annotation(words('s81'), { body: { type: 'TextualBody', value: 'x'.repeat(3001) } }),
        good,
      ],
    },
  }
  expect((await place.look(file)).map(({ problem }) => problem)).toEqual([null, 'reply', 'other-page', 'not-found', 'several-places', 'outside', 'no-quote', 'unreadable', 'too-long', 'here']) // prettier-ignore
  expect(await place.bring(file)).toEqual({ brought: 1 })
})

test('markup becomes words, tags find their places, and what Hypothesis exports is read too', async () => {
  const place = await makePlace()
  const tagging = (value: string) => ({ type: 'TextualBody', purpose: 'tagging', value })
  await place.bring([
    annotation(words('s80'), {
      motivation: ['questioning'],
      body: [
        { type: 'TextualBody', format: 'text/html', value: '<p>Who <b>told</b> him?</p><img src=x onerror=alert(1)>' },
        tagging('hearsay'),
        tagging('my own'),
        tagging('a third'),
      ],
    }),
  ])
  await place.bring({
    annotations: [
      {
        id: 'AbC123',
        uri: 'https://elsewhere.test/transcript',
        text: 'With Hypothesis.',
        tags: ['doubt'],
        target: [
          {
            source: 'https://elsewhere.test/transcript',
            selector: [
              { type: 'RangeSelector', startContainer: '/div[1]' },
              { type: 'TextPositionSelector', start: 1, end: 5 },
              { type: 'TextQuoteSelector', exact: words('s82'), prefix: '', suffix: '' },
            ],
          },
        ],
      },
    ],
  })
  expect(
    (await place.rows()).map(({ kind, body, tag, ownTag, rangeFrom }) => ({ kind, body, tag, ownTag, rangeFrom })),
  ).toEqual([
    { kind: 'question', body: 'Who told him?', tag: 'hearsay', ownTag: 'my own', rangeFrom: 's80' },
    { kind: 'note', body: 'With Hypothesis.', tag: 'doubt', ownTag: null, rangeFrom: 's82' },
  ])
})

test('a file that is none, holds none, or too many, is refused whole; a reading that is not open takes nothing', async () => {
  const place = await makePlace()
  for (const file of ['{', '[]', '"text"', '{"items":{}}', '{}']) {
    const reply = await place.post('', file)
    expect([reply.status, reply.code], file).toEqual([422, 'invalid'])
  }
  const many = Array.from({ length: 201 }, () => annotation(words('s80')))
  expect((await place.post('/look', JSON.stringify(many))).json).toMatchObject({ path: 'number' })
  const later = await assign(db, place.klass.id, 'reading', { opensAt: fromNow(HOUR) })
  const reply = await call('POST', `/api/classes/${place.klass.id}/notes/imports`, {
    cookie: place.anna.cookie,
    json: { assignment: later.id, file: JSON.stringify([annotation(words('s80'))]) },
  })
  expect(reply.code).toBe('not-open-yet')
  expect(await place.rows()).toEqual([])
})

test('without script a form shows what would come in, and its button brings it', async () => {
  const place = await makePlace()
  const file = JSON.stringify([
    annotation(words('s80'), { bodyValue: '<script>alert(1)</script>' }),
    annotation('Nowhere.'),
  ])
  const form = { assignment: place.reading.id, file }
  const path = `/api/classes/${place.klass.id}/notes/imports`
  const shown = await call('POST', `${path}/look`, { cookie: place.anna.cookie, form })
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(shown.text).toContain('1 of 2 notes can come in')
  expect(shown.text).not.toContain('<script')
  const brought = await call('POST', path, { cookie: place.anna.cookie, form })
  expect([brought.status, brought.headers.get('location')]).toEqual([303, `/classes/${place.klass.id}/reading/${place.reading.id}?done=brought&n=1`]) // prettier-ignore
})
