import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { SHEETS, type SheetName } from '#lib/features/archive-class/sheets.ts'
import { api } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { carryTheMessage, marks, writeCable } from '../factories/cables.ts'
import {
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { giveReview, makePost } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, FORECAST, plantedQuiz, PREDICTED } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let anna: Person
let ids: Record<'quiz' | 'question' | 'reading' | 'exercise', string>
/** What no archive may hold: it is still its owner's alone, or belongs to somebody who has left. */
const KEPT_BACK = {
  draft: 'PLANTED a draft',
  running: 'PLANTED a running answer',
  mine: 'PLANTED a private note',
  gone: 'PLANTED somebody who left',
}
const FORMULAS = {
  name: '=HYPERLINK("http://x.test")',
  post: '=1+1\n+2 "quoted", and a comma',
  note: '@SUM(A1)',
  said: '-3',
  rival: '="a"&"b"',
  review: '+4',
}
const HEADED = ['member', 'author', 'assignment'] as const
const LEVELS = Object.fromEntries(
  edition()
    .rubrics.find(({ id }) => id === edition().questions.find((one) => one.id === 'telegrams')!.rubric)!
    .rows.map(({ id }, index) => [id, index % 4]),
)

const send = async (method: string, path: string, who: Person, json: object): Promise<unknown> => {
  const reply = await call(method, path, { cookie: who.cookie, json })
  expect(reply.status, `${method} ${path}: ${reply.text}`).toBe(200)
  return reply.json
}
const post = (who: Person, text: string) =>
  send('POST', `/api/assignments/${ids.question}/posts`, who, { text, citations: [{ at: 's108' }, { at: 's110' }] })

type Archive = {
  names: string[]
  text: (name: string) => string
  json: { asked: object; sheets: Record<string, Row[]> }
}
type Row = Record<string, string | number | boolean | null>
async function archiveFor(who: Person): Promise<Archive> {
  const response = await api.request(`/api/classes/${klass.id}/archive.zip`, { headers: { cookie: who.cookie } })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="xihua-hall-[\d-]{10}-class\.zip"$/,
  )
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  /** With its byte order mark, which a decoder would swallow. */
  const text = (name: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(files[name]!)
  return { names: Object.keys(files), text, json: JSON.parse(text('class.json')) as Archive['json'] }
}

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db, { title: 'HIST 214' })
  const friday = await makeSection(db, klass.id, 'Friday')
  teacher = await makeInstructor(db, klass.id)
  anna = await makeStudent(db, klass.id, { name: FORMULAS.name, sectionId: friday })
  const [ben, gone] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
  const quiz = plantedQuiz('archived', 'every')
  ids = {
    quiz: (await assign(db, klass.id, 'quiz', { frozen: quiz.frozen, points: 10 })).id,
    question: (await assign(db, klass.id, 'question', { points: 30 })).id,
    reading: (await assign(db, klass.id, 'reading')).id,
    exercise: (await assign(db, klass.id, 'exercise')).id,
  }
  await post(anna, FORMULAS.post)
  const { post: said } = (await post(anna, 'Revised.')) as { post: string }
  await send('POST', `/api/posts/${said}/replies`, teacher, { text: 'Whose word is it?', citations: [] })
  const readings = `/api/classes/${klass.id}/claims/tirana-first/readings`
  const { reading } = (await send('POST', readings, anna, { text: FORMULAS.rival, citations: ['s3'] })) as {
    reading: string
  }
  await send('POST', readings, teacher, { text: 'Or one longer.', answers: reading })
  await send('POST', readings, gone, { text: KEPT_BACK.gone, citations: ['s3'] })
  const reviewed = await assign(db, klass.id, 'question', { names: 'hidden', reviews: 2 })
  const [annas, goners] = [
    await makePost(db, reviewed, anna, 'Mine.', { alias: 1 }),
    await makePost(db, reviewed, gone, KEPT_BACK.gone, { alias: 2 }),
  ]
  for (const [who, of, author, comment] of [
    [ben, annas, anna, FORMULAS.review],
    [gone, annas, anna, KEPT_BACK.gone],
    [anna, goners, gone, KEPT_BACK.gone],
  ] as const) {
    const review = await giveReview(db, reviewed, who, { post: of, author })
    await send('PUT', `/api/reviews/${review}`, who, { version: 1, levels: LEVELS, text: comment })
  }
  const carried = await carryTheMessage(db, klass.id, { reviews: 1 })
  for (const who of [anna, ben]) await writeCable(db, carried, who, 'It is early.')
  const cables = `/api/assignments/${carried.id}/cables`
  const { review: cable } = (await send('POST', cables, ben, {})) as { review: string }
  await send('PUT', `/api/cable-reviews/${cable}`, ben, { fates: marks('carried', { 'no-rush': 'left-out' }) })
  const gated = await assign(db, klass.id, 'reading', { gate: true })
  await send('POST', `/api/assignments/${gated.id}/predictions`, anna, PREDICTED)
  await post(gone, KEPT_BACK.gone)
  await send('PUT', `/api/assignments/${ids.question}/draft`, ben, { seq: 1, text: KEPT_BACK.draft, citations: [] })
  for (const [who, words] of [
    [anna, null],
    [ben, KEPT_BACK.running],
  ] as const) {
    const { id } = (await send('POST', `/api/assignments/${ids.quiz}/attempts`, who, {})) as { id: string }
    for (const [item, right] of Object.entries(quiz.right))
      await send('PUT', `/api/attempts/${id}/answers/${item}`, who, {
        answer: item === 'in-words' && words ? [words] : right,
        seq: 1,
      })
    if (who === anna) await send('POST', `/api/attempts/${id}/submission`, who, {})
  }
  await send('POST', `/api/assignments/${ids.exercise}/exercise`, anna, { answers: FORECAST })
  await send('PUT', `/api/assignments/${ids.reading}/place`, anna, { at: 's80' })
  const note = { assignment: ids.reading, from: 's79' }
  const notes = `/api/classes/${klass.id}/notes`
  await send('POST', notes, anna, { ...note, text: FORMULAS.note, audience: 'class' })
  await send('POST', notes, anna, { ...note, text: KEPT_BACK.mine, audience: 'private' })
  const at = `/api/assignments/${ids.question}/grading/post/${anna.userId}`
  const { source, version } = (await call('GET', at, { cookie: teacher.cookie })).json as Record<string, unknown>
  await send('PUT', at, teacher, { source, version, 'level:evidence': 2, text: FORMULAS.said })
  await send('POST', `${at}/comments`, teacher, { source, version, words: 'Revised', text: 'How?' })
  await call('DELETE', `/api/classes/${klass.id}/roster/${gone.userId}`, { cookie: teacher.cookie })
})
afterAll(() => db.close())

describe('the archive of a class', () => {
  test('is a ZIP with JSON, a CSV a table, and a README that says what every field is', async () => {
    const archive = await archiveFor(teacher)
    const sheets = Object.keys(SHEETS) as SheetName[]
    expect(archive.names.toSorted()).toEqual(
      ['README.txt', 'class.json', ...sheets.map((name) => `${SHEETS[name].name}.csv`)].toSorted(),
    )
    const readme = archive.text('README.txt')
    for (const name of sheets) {
      const [head] = Papa.parse<string[]>(archive.text(`${SHEETS[name].name}.csv`).replace(/^\uFEFF/u, '')).data
      expect(head, name).toEqual(Object.keys(SHEETS[name].fields))
      expect(readme).toContain(`${SHEETS[name].name}.csv\n${SHEETS[name].about}`)
      for (const [field, about] of Object.entries(SHEETS[name].fields))
        expect(readme).toMatch(new RegExp(`^  ${field} +${about.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}$`, 'mu'))
    }
  })

  test('has in its CSV files, parsed again, what its JSON has, with formulas inert', async () => {
    const archive = await archiveFor(teacher)
    const cell = (value: Row[string]): string =>
      value === null ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
    for (const name of Object.keys(SHEETS) as SheetName[]) {
      const raw = archive.text(`${SHEETS[name].name}.csv`)
      expect(raw.startsWith('\uFEFF')).toBe(true)
      const { data, errors } = Papa.parse<Record<string, string>>(raw.slice(1), { header: true, skipEmptyLines: true })
      expect(errors).toEqual([])
      for (const value of data.flatMap((row) => Object.values(row))) expect(value).not.toMatch(/^[=+\-@\t\r]/u)
      const plain = data.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value.replace(/^'(?=[=+\-@\t\r])/u, '')])),
      )
      const told = archive.json.sheets[name]!.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cell(value)])),
      )
      expect(plain, name).toEqual(told)
      expect(told.length, `${name} holds something`).toBeGreaterThan(0)
    }
    const { sheets } = archive.json
    expect(sheets.members!.map(({ name }) => name)).toContain(FORMULAS.name)
    expect(sheets.posts!.map(({ text }) => text)).toEqual([FORMULAS.post, 'Revised.', 'Mine.'])
    const [reading, answer] = sheets.rival_readings!
    expect([reading, answer]).toMatchObject([
      { claim: 'tirana-first', text: FORMULAS.rival, citations: 's3', answers: null, member: anna.userId },
      { text: 'Or one longer.', answers: reading!.reading, member: teacher.userId },
    ])
    expect(sheets.rival_readings).toHaveLength(2)
    expect(sheets.cable_reviews!.filter(({ fate }) => fate !== 'carried')).toMatchObject([
      { author: anna.userId, point: 'no-rush', fate: 'left-out' },
    ])
    expect(sheets.peer_reviews!.map(({ author, row, level, comment }) => [author, row, level, comment])).toEqual([
      ...Object.entries(LEVELS)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([row, level]) => [anna.userId, row, level, null]),
      [anna.userId, '', null, FORMULAS.review],
    ])
    expect(sheets.notes!.map(({ text }) => text)).toEqual([FORMULAS.note])
    expect(sheets.grades!.map(({ row, level, comment }) => [row, level, comment])).toEqual([
      ['evidence', 2, null],
      ['', null, FORMULAS.said],
    ])
  })

  test('names nobody and no work that it does not hold, and what was asked stands in it', async () => {
    const { json } = await archiveFor(teacher)
    const members = new Set(json.sheets.members!.map(({ id }) => id))
    const known = {
      member: members,
      author: members,
      assignment: new Set(json.sheets.assignments!.map(({ id }) => id)),
    }
    for (const [name, rows] of Object.entries(json.sheets))
      for (const row of rows)
        for (const key of HEADED) if (row[key]) expect(known[key].has(row[key]), `${name} ${key}`).toBe(true)
    for (const row of [...json.sheets.assignments!, ...json.sheets.answers!])
      expect(json.asked).toHaveProperty([row.asked as string])
  })

  test('holds no draft, no running attempt, no private note, nobody who has left, and no secret', async () => {
    const archive = await archiveFor(teacher)
    const texts = new Map(archive.names.map((name) => [name, archive.text(name)]))
    expect(findPlanted(Object.values(KEPT_BACK), texts)).toEqual([])
    const { users, sessions } = db.t
    const secrets = [
      ...(await db.select({ one: users.passphraseHash }).from(users)),
      ...(await db.select({ one: sessions.id }).from(sessions)),
    ].flatMap(({ one }) => (one ? [one] : []))
    expect(findPlanted(secrets, texts)).toEqual([])
  })

  test('is the instructor’s, and leaves a trace that students read', async () => {
    for (const who of [anna, await makeAssistant(db, klass.id)])
      expect((await call('GET', `/api/classes/${klass.id}/archive.zip`, { cookie: who.cookie })).code).toBe('not-found')
    const exports = await db.select().from(db.t.audit).where(eq(db.t.audit.action, 'class.export'))
    expect(exports.length).toBeGreaterThan(0)
    expect(exports.every(({ actorId }) => actorId === teacher.userId)).toBe(true)
  })
})
