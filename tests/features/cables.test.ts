/** Classmates read one another’s cables (N12) on the wire: after one’s own, without names, once, and never for a score. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import type { CablesView } from '#lib/features/review-peers/cables.ts'
import type { DeskCables } from '#lib/features/review-peers/desk-cables.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { lostMost } from '../../app/classes/[class]/desk/_desk/carried-rows.tsx'
import { CABLE, carryTheMessage, marks, POINTS, writeCable } from '../factories/cables.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, setDates } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let n = 0
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
})
afterAll(() => db.close())

const student = (sectionId: string | null = null) =>
  makeStudent(db, klass.id, { name: `Sentinel Reader ${String(++n).padStart(3, '0')}`, sectionId })
const give = (given = {}) => carryTheMessage(db, klass.id, given)
const at = (quiz: Assignment, rest = '') => `/api/assignments/${quiz.id}/cables${rest}`
const view = async (who: Person, quiz: Assignment) =>
  (await call('GET', at(quiz), { cookie: who.cookie })).json as CablesView
const next = async (who: Person, quiz: Assignment) =>
  (await call('POST', at(quiz), { cookie: who.cookie, json: {} })).json as { review: string | null; code?: string }
const write = (who: Person, review: string, fates: object = marks('carried')) =>
  call('PUT', `/api/cable-reviews/${review}`, { cookie: who.cookie, json: { fates } })
const desk = async (who: Person, quiz: Assignment) =>
  (await call('GET', at(quiz, '/desk'), { cookie: who.cookie })).json as DeskCables

test('nothing of classmates’ cables, and no point, is sent before one’s own is handed in and explained', async () => {
  const quiz = await give()
  const [ann, ben, cam] = [await student(), await student(), await student()]
  await writeCable(db, quiz, ann, 'anns-cable-words')
  const faces = async (who: Person) =>
    new Map([
      ['view', (await call('GET', at(quiz), { cookie: who.cookie })).text],
      ['next', JSON.stringify(await next(who, quiz))],
      ['desk', (await call('GET', at(quiz, '/desk'), { cookie: who.cookie })).text],
      ['quiz', JSON.stringify(await viewQuiz(asViewer(db, who), { assignment: quiz.id }))],
    ])
  // One of the points is asked in another item of the quiz in the same words.
  const points = POINTS.map(({ full }) => full).filter((_full, point) => point !== 1)
  const closed = ['anns-cable-words', ann.userId, ann.name, ...points]
  expect(findPlanted(closed, await faces(ben))).toEqual([])
  expect(await view(ben, quiz)).toMatchObject({ locked: 'not-handed-in', own: null, points: [] })
  const attempt = await writeCable(db, quiz, ben, 'bens-cable-words', true)
  expect(findPlanted(closed, await faces(ben))).toEqual([])
  await call('POST', `/api/attempts/${attempt}/submission`, { cookie: ben.cookie, json: {} })
  const opened = await view(ben, quiz)
  expect(opened).toMatchObject({ locked: null, left: 1, own: { text: 'bens-cable-words' } })
  expect(opened.points.map(({ at: where }) => where.length > 0)).toEqual(POINTS.map(() => true))
  // Handed in without a cable: there is none to compare with.
  await writeCable(db, quiz, cam, '')
  expect((await view(cam, quiz)).locked).toBe('no-cable')
  expect((await next(cam, quiz)).code).toBe('not-found')

  // A quiz that explains itself after closing opens its cables then.
  const late = await give({ feedback: 'closed', closesAt: fromNow(HOUR) })
  for (const who of [ann, ben]) await writeCable(db, late, who, `Late cable of ${who.userId}.`)
  expect((await view(ben, late)).locked).toBe('not-explained')
  expect((await next(ben, late)).code).toBe('not-found')
  await setDates(db, late.id, { closesAt: fromNow(-HOUR) })
  expect((await view(ben, late)).locked).toBeNull()
  expect((await next(ben, late)).review).not.toBeNull()

  // Given without reviews, a quiz has no cables to read; nor has one that is not taken with the text closed.
  for (const other of [await give({ reviews: 0 }), await assign(db, klass.id, 'quiz', { reviews: 2 })])
    expect((await call('GET', at(other), { cookie: ann.cookie })).code).toBe('not-found')
})

test('while a later try is open the cables are closed like the text; the first try is the one that is read', async () => {
  const quiz = await give({ attemptsAllowed: 2 })
  const [ann, ben] = [await student(), await student()]
  await writeCable(db, quiz, ann, 'anns-first-cable')
  await writeCable(db, quiz, ben, 'Bens.')
  const { review } = await next(ben, quiz)
  const again = await writeCable(db, quiz, ben, 'Bens second.', true)
  expect(await view(ben, quiz)).toMatchObject({ locked: 'text-closed', own: null, open: null, points: [] })
  await call('POST', `/api/attempts/${again}/submission`, { cookie: ben.cookie, json: {} })
  await writeCable(db, quiz, ann, 'anns-second-cable')
  expect(await view(ben, quiz)).toMatchObject({ open: { review, text: 'anns-first-cable' }, own: { text: 'Bens.' } })
})

test('neither side learns who the other is; staff see both; nothing reaches score, grade or gradebook', async () => {
  const quiz = await give({ reviews: 1, points: 6 })
  const [ann, ben] = [await student(), await student()]
  const annas = await writeCable(db, quiz, ann, 'anns-cable-words')
  await writeCable(db, quiz, ben, 'bens-cable-words')
  const book = async () =>
    (await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })).text.replace(
      /"madeAt":"[^"]*"/,
      '',
    )
  const before = await book()
  const review = (await next(ben, quiz)).review!
  expect((await next(ben, quiz)).review).toBe(review)
  expect((await view(ben, quiz)).open).toEqual({ review, text: 'anns-cable-words' })
  const found = marks('carried', { [POINTS[3]!.id]: 'left-out', [POINTS[2]!.id]: 'changed' })
  expect((await write(ann, review)).code).toBe('not-found')
  const { [POINTS[0]!.id]: _one, ...missing } = found
  expect((await write(ben, review, missing)).code).toBe('point-missing')
  expect((await write(ben, review, { ...found, other: 'carried' })).code).toBe('point-missing')
  expect((await write(ben, review, { ...found, [POINTS[0]!.id]: 'improved' })).code).toBe('point-missing')
  expect([(await write(ben, review, found)).status, (await write(ben, review, found)).status]).toEqual([200, 200])
  expect((await write(ben, review)).code).toBe('reviewed-once')
  // Asked for one, nobody is given a second.
  expect((await next(ben, quiz)).review).toBeNull()

  const faces = async (who: Person) =>
    new Map([
      ['view', (await call('GET', at(quiz), { cookie: who.cookie })).text],
      ['quiz', JSON.stringify(await viewQuiz(asViewer(db, who), { assignment: quiz.id }))],
      ['inbox', (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text],
      ['data', (await call('GET', '/api/me/data', { cookie: who.cookie })).text],
    ])
  expect(findPlanted([ben.name, ben.userId], await faces(ann))).toEqual([])
  expect(findPlanted([ann.name, ann.userId, annas], await faces(ben))).toEqual([])
  expect((await view(ann, quiz)).own!.received).toEqual([{ id: review, marks: found, isHidden: false }])
  expect((await view(ben, quiz)).written).toEqual([
    { id: review, text: 'anns-cable-words', marks: found, hidden: null },
  ])
  expect((await faces(ann)).get('inbox')).toContain('"what":"cable"')
  expect((await desk(teacher, quiz)).cables).toMatchObject([
    { author: { name: ann.name }, wrote: 0, reviews: [{ reviewer: { name: ben.name }, marks: found, hidden: null }] },
    { author: { name: ben.name }, wrote: 1, reviews: [] },
  ])
  expect(await db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, quiz.id))).toEqual([])
  expect(await book()).toBe(before)
})

test('cables are given out evenly, not of who has left; alone one is told so; an assistant sees their section', async () => {
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
  const quiz = await give()
  const people: Person[] = []
  for (let i = 0; i < 5; i++) people.push(await student(i % 2 === 0 ? friday : monday))
  await writeCable(db, quiz, people[0]!, 'Alone.')
  expect([await next(people[0]!, quiz), (await view(people[0]!, quiz)).left]).toEqual([{ review: null }, 0])
  for (const one of people.slice(1)) await writeCable(db, quiz, one, `Cable of ${one.userId}`)
  const handedOut = () => db.select().from(db.t.cableReviews).where(eq(db.t.cableReviews.assignmentId, quiz.id))
  for (let round = 0; round < 2; round++)
    for (const one of people) {
      const before = await handedOut()
      const given = (author: string) => before.filter(({ authorId }) => authorId === author).length
      const had = before.filter(({ userId }) => userId === one.userId).map(({ authorId }) => authorId)
      const open = people.filter((author) => author !== one && !had.includes(author.userId))
      const { review } = await next(one, quiz)
      const { authorId } = (await handedOut()).find(({ id }) => id === review)!
      expect(given(authorId)).toBe(Math.min(...open.map((author) => given(author.userId))))
      expect((await write(one, review!)).status).toBe(200)
    }
  const rows = await handedOut()
  expect(new Set(rows.map(({ userId, attemptId }) => `${userId} ${attemptId}`)).size).toBe(10)
  expect(rows.every(({ userId, authorId }) => userId !== authorId)).toBe(true)
  const seen = await desk(assistant, quiz)
  expect(seen.cables.map(({ author }) => author.id)).toEqual(
    people.filter((_one, i) => i % 2 === 0).map(({ userId }) => userId),
  )
  expect(findPlanted([people[1]!.name, people[1]!.userId], new Map([['desk', JSON.stringify(seen)]]))).toEqual([])

  const other = await give({ reviews: 1 })
  const [ann, ben, cam] = [await student(), await student(), await student()]
  await writeCable(db, other, ann, 'Anns.')
  await writeCable(db, other, ben, 'Bens.')
  const { review } = await next(ben, other)
  await db.atomically(function* (tx) {
    yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, ann.userId)))
  })
  // Given out, and its author has left since: it takes no review, and another one comes when it is asked for.
  expect((await view(ben, other)).open).toBeNull()
  expect((await write(ben, review!)).code).toBe('not-found')
  await writeCable(db, other, cam, 'cams-cable')
  await next(ben, other)
  expect((await view(ben, other)).open?.text).toBe('cams-cable')
})

test('its author reports a review; hidden, it is its reader’s and staff’s alone, and is counted no more', async () => {
  const quiz = await give({ reviews: 1 })
  const [ann, ben, cam] = [await student(), await student(), await student()]
  for (const who of [ann, ben]) await writeCable(db, quiz, who, `Cable of ${who.userId}`)
  const review = (await next(ben, quiz)).review!
  const report = async (who: Person) =>
    (await call('POST', `/api/remarks/cable/${review}/reports`, { cookie: who.cookie, json: {} })).code ?? 'done'
  expect(await report(ann)).toBe('not-found')
  const found = marks('left-out', { [POINTS[1]!.id]: 'carried' })
  await write(ben, review, found)
  expect([await report(cam), await report(ben), await report(ann)]).toEqual(['not-found', 'not-found', 'done'])
  const { waiting } = await viewReports(asViewer(db, teacher), { class: klass.id })
  expect(waiting).toMatchObject([{ kind: 'cable', id: review, name: ben.name, reports: [{ by: ann.name }] }])
  expect(waiting[0]!.text).toContain(`Carried: ${POINTS[1]!.title}.`)
  const hiding = `/api/remarks/cable/${review}/hiding`
  await call('PUT', hiding, { cookie: teacher.cookie, json: { reason: 'the-reason-why' } })
  expect((await view(ann, quiz)).own!.received).toEqual([{ id: review, marks: null, isHidden: true }])
  const data = (await call('GET', '/api/me/data', { cookie: ann.cookie })).text
  expect(findPlanted(['left-out', 'the-reason-why'], new Map([['data', data]]))).toEqual([])
  expect((await view(ben, quiz)).written).toMatchObject([{ marks: found, hidden: { reason: 'the-reason-why' } }])
  expect((await desk(teacher, quiz)).carried.n).toBe(0)
  await call('DELETE', hiding, { cookie: teacher.cookie })
  expect((await view(ann, quiz)).own!.received[0]!.marks).toEqual(found)
})

test('which point the class lost is said from ten cables on, with its n', async () => {
  const quiz = await give()
  const people: Person[] = []
  for (let i = 0; i < 10; i++) people.push(await student())
  for (const one of people) await writeCable(db, quiz, one, `Cable of ${one.userId}`)
  const carried = async () => (await analyseQuiz(asViewer(db, teacher), { assignment: quiz.id })).carried!
  expect(lostMost(await carried())).toBe('No classmate has read a cable yet')
  const read = async (index: number) => {
    const { review } = await next(people[index]!, quiz)
    await write(
      people[index]!,
      review!,
      marks('carried', {
        [POINTS[3]!.id]: 'left-out',
        [POINTS[4]!.id]: index % 2 === 0 ? 'changed' : 'left-out',
      }),
    )
  }
  await read(0)
  expect(lostMost(await carried())).toBe('1 cable read by classmates: too few to say which point the class lost')
  for (let index = 1; index < 10; index++) await read(index)
  for (let index = 0; (await carried()).cables < 10; index++) await read(index)
  const all = await carried()
  const [fourth, fifth] = [all.points[3]!, all.points[4]!]
  expect([all.cables, fourth['left-out'], fourth.carried]).toEqual([10, all.n, 0])
  expect(fifth.changed + fifth['left-out']).toBe(all.n)
  expect(lostMost(all)).toBe(`Lost most often, in ${all.n} of ${all.n} reviews of 10 cables: “${POINTS[3]!.title}”`)
})

test('it is switched on only before anybody has begun, and only where a cable is asked for', async () => {
  const offer = async (json: object) =>
    (
      await call('POST', `/api/classes/${klass.id}/assignments`, {
        cookie: teacher.cookie,
        json: { kind: 'quiz', ...json },
      })
    ).json as { assignment: string; code?: string }
  expect((await offer({ target: 'comprehension', reviews: 2 })).code).toBe('invalid')
  const { assignment } = await offer({ target: 'carry-the-message' })
  const change = async (reviews: number) =>
    (
      await call('PUT', `/api/assignments/${assignment}`, {
        cookie: teacher.cookie,
        json: { feedback: 'hand-in', reviews },
      })
    ).code ?? 'done'
  expect([await change(2), await change(0)]).toEqual(['done', 'done'])
  const ann = await student()
  const see = async () => (await viewQuiz(asViewer(db, ann), { assignment })).cable
  expect(await see()).toBeNull()
  await call('POST', `/api/assignments/${assignment}/attempts`, { cookie: ann.cookie, json: {} })
  expect(await change(2)).toBe('invalid')

  const on = await offer({ target: 'carry-the-message', reviews: 2 })
  expect((await viewQuiz(asViewer(db, ann), { assignment: on.assignment })).cable).toBe(CABLE)
})
