/** Rival readings on the wire: beside the edition’s, answered, never taken away. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { inWords } from '../../app/classes/_work/tidings.ts'
import { readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { routes } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'

let db: Db
let klass: Klass
let teacher: Person
let ann: Person
let ben: Person
let elsewhere: Person
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id, { name: 'Dr. Lind' })
  ann = await makeStudent(db, klass.id, { name: 'Ann' })
  ben = await makeStudent(db, klass.id, { name: 'Ben' })
  elsewhere = await makeStudent(db, (await makeClass(db)).id)
})
afterAll(() => db.close())

const [first, second, third] = edition().claims
const address = (claim: string) => `/api/classes/${klass.id}/claims/${claim}/readings`
const post = (who: Person, claim: string, json: object, key?: string) =>
  call('POST', address(claim), {
    cookie: who.cookie,
    json,
    ...(key && { headers: { 'idempotency-key': key } }),
  })
const read = async (who: Person, claim: string, rest = '') =>
  (await call('GET', address(claim) + rest, { cookie: who.cookie })).json as {
    total: number
    after: string | null
    readings: { id: string; text: string | null; hidden: unknown; answers: { text: string | null }[] }[]
  }
const idOf = (reply: { json: unknown }) => (reply.json as { reading: string }).reading

test('students and instructors put readings beside a claim, each on a sentence, and answer one another', async () => {
  const said = { text: 'The chain is one step shorter.', citations: ['s3'] }
  expect((await post(ann, first!.id, { text: said.text })).json).toMatchObject({ code: 'citation-needed', needed: 1 })
  expect((await post(ann, first!.id, { ...said, citations: ['s9999'] })).code).toBe('quote-not-found')
  expect((await post(ann, first!.id, { ...said, text: '  ' })).code).toBe('answer-empty')
  expect((await post(ann, 'no-such-claim', said)).code).toBe('not-found')
  expect((await post(elsewhere, first!.id, said)).code).toBe('not-found')

  const reading = idOf(await post(ann, first!.id, said, 'k'))
  expect(idOf(await post(ann, first!.id, said, 'k'))).toBe(reading)
  const answer = idOf(await post(teacher, first!.id, { text: 'Or one longer.', answers: reading }))
  // An answer stands under a reading of the same claim, and is not itself answered.
  expect((await post(ben, second!.id, { text: 'Astray.', answers: reading })).code).toBe('not-found')
  expect((await post(ben, first!.id, { text: 'Deeper.', answers: answer })).code).toBe('not-found')
  expect(await read(ben, first!.id)).toMatchObject({
    total: 1,
    readings: [{ id: reading, text: said.text, answers: [{ text: 'Or one longer.' }] }],
  })
  const list = (await call('GET', `/api/classes/${klass.id}/claims`, { cookie: ben.cookie })).json as {
    claims: { id: string; readings: number }[]
  }
  expect(list.claims.filter((one) => one.readings > 0)).toMatchObject([{ id: first!.id, readings: 1 }])
})

test('an answer is told to whoever wrote the reading, once, and not to its own author', async () => {
  const told = async (who: Person) =>
    (
      (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).json as {
        notes: { kind: string; about: string; facts: object }[]
      }
    ).notes
      .filter((one) => one.kind === 'answered')
      .map(({ about, facts }) => ({ about, facts }))
  const fourth = edition().claims[3]!
  const facts = { title: fourth.title, claim: fourth.id }
  const [hers, his] = [
    idOf(await post(ben, fourth.id, { text: 'Mine.', citations: ['s3'] })),
    idOf(await post(teacher, fourth.id, { text: 'Ours.', citations: ['s3'] })),
  ]
  const answer = idOf(await post(ann, fourth.id, { text: 'answer-words', answers: hers }, 'again'))
  await post(ann, fourth.id, { text: 'answer-words', answers: hers }, 'again')
  await post(ben, fourth.id, { text: 'To myself.', answers: hers })
  const toStaff = idOf(await post(ben, fourth.id, { text: 'And yours?', answers: his }))
  expect(await told(ben)).toEqual([{ about: answer, facts }])
  expect(await told(teacher)).toEqual([{ about: toStaff, facts }])
  expect(await told(ann)).not.toContainEqual(expect.objectContaining({ about: answer }))
})

test('no call changes one or takes one away; hidden, its words are its author’s and staff’s, and can be shown again', async () => {
  expect(routes.filter(({ path, method }) => path.includes('/readings') && !['GET', 'POST'].includes(method))).toEqual(
    [],
  )
  const reading = idOf(await post(ann, second!.id, { text: 'hidden-reading-words', citations: ['s3'] }))
  expect(
    (await call('POST', `/api/remarks/rival/${reading}/reports`, { cookie: elsewhere.cookie, json: {} })).code,
  ).toBe('not-found')
  expect((await call('POST', `/api/remarks/rival/${reading}/reports`, { cookie: ben.cookie, json: {} })).status).toBe(
    200,
  )
  const { waiting } = await viewReports(asViewer(db, teacher), { class: klass.id })
  expect(waiting).toMatchObject([{ kind: 'rival', claim: second!.id, title: second!.title, name: 'Ann' }])
  const hiding = `/api/remarks/rival/${reading}/hiding`
  const hide = (who: Person) => call('PUT', hiding, { cookie: who.cookie, json: { reason: 'the-reason' } })
  expect([(await hide(ben)).code, (await hide(teacher)).status]).toEqual(['not-found', 200])
  const faces = async (who: Person) =>
    new Map([
      ['readings', JSON.stringify(await read(who, second!.id))],
      ['inbox', (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text],
      ['data', (await call('GET', '/api/me/data', { cookie: who.cookie })).text],
    ])
  expect(findPlanted(['hidden-reading-words', 'the-reason'], await faces(ben))).toEqual([])
  expect((await read(ben, second!.id)).readings).toMatchObject([{ id: reading, text: null, hidden: { reason: null } }])
  expect((await post(ben, second!.id, { text: 'To what?', answers: reading })).code).toBe('remark-hidden')
  const mine = await faces(ann)
  expect([mine.get('readings'), mine.get('inbox')]).toEqual([
    expect.stringContaining('the-reason'),
    expect.stringContaining('"what":"rival"'),
  ])
  await call('DELETE', hiding, { cookie: teacher.cookie })
  expect((await read(ben, second!.id)).readings[0]!.text).toBe('hidden-reading-words')
})

test('a page at a time, each of them once', async () => {
  const ids = []
  for (let n = 0; n < 35; n++) ids.push(idOf(await post(ann, third!.id, { text: `Reading ${n}`, citations: ['s3'] })))
  const page = await read(ben, third!.id)
  const rest = await read(ben, third!.id, `?after=${page.after}`)
  expect([page.total, rest.after]).toEqual([35, null])
  expect([...page.readings, ...rest.readings].map((one) => one.id)).toEqual(ids)
})

test('an answer far down the list: the inbox, the desk and the form lead to the page that holds it', async () => {
  const { readings, after } = await read(ann, third!.id)
  const late = (await read(ann, third!.id, `?after=${after}`)).readings[2]!.id
  const sent = await call('POST', address(third!.id), {
    cookie: ben.cookie,
    form: { text: 'late-answer-words', answers: late, citations: '' },
  })
  const answer = sent.location.split('#')[1]!
  const { notes } = await readInbox(asViewer(db, ann), { class: klass.id })
  const { href } = inWords(
    notes.find((one) => one.about === answer)!,
    klass.id,
  )
  for (const place of [sent.location, href]) {
    const asked = new URL(place, 'https://hall.school.test')
    expect([asked.pathname, asked.hash]).toEqual([`/classes/${klass.id}/claims/${third!.id}`, `#${answer}`])
    const page = await read(ben, third!.id, `?holding=${asked.searchParams.get('holding')}`)
    expect(page.readings.map((one) => one.id)).toContain(late)
    expect(page.readings.map((one) => one.id)).not.toContain(readings[0]!.id)
  }
  // One that stands elsewhere, or nowhere, leads to the first page.
  expect((await read(ben, second!.id, `?holding=${answer}`)).readings[0]!.id).not.toBe(late)
  expect((await read(ben, third!.id, '?holding=nothing')).readings[0]!.id).toBe(readings[0]!.id)
})
