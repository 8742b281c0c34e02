/** Peer review on the wire: after one’s own answer and three samples, both sides without names, and never a grade. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import type { ReviewsView } from '#lib/features/review-peers/review-peers.ts'
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

const asked = edition().questions.find(({ id }) => id === 'telegrams')!
const ROWS = edition()
  .rubrics.find(({ id }) => id === asked.rubric)!
  .rows.map(({ id }) => id)
const all = (level: number) => Object.fromEntries(ROWS.map((row) => [row, level]))
const student = (sectionId: string | null = null) =>
  makeStudent(db, klass.id, { name: `Sentinel Reviewer ${++n}`, sectionId })
const ask = (reviews = 2) => assign(db, klass.id, 'question', { names: 'hidden', reviews })
const post = async (who: Person, question: Assignment, text: string): Promise<string> =>
  (
    (
      await call('POST', `/api/assignments/${question.id}/posts`, {
        cookie: who.cookie,
        json: { text, citations: ['s114'] },
      })
    ).json as { post: string }
  ).post
const at = (question: Assignment, rest = '') => `/api/assignments/${question.id}/reviews${rest}`
const view = async (who: Person, question: Assignment) =>
  (await call('GET', at(question), { cookie: who.cookie })).json as ReviewsView
const score = (who: Person, question: Assignment, sample: number, levels: object = all(1)) =>
  call('PUT', `/api/assignments/${question.id}/samples/${sample}`, { cookie: who.cookie, json: { levels } })
const calibrate = async (who: Person, question: Assignment) => {
  for (const { sample } of (await view(who, question)).samples)
    expect((await score(who, question, sample)).status).toBe(200)
}
const next = async (who: Person, question: Assignment) =>
  (await call('POST', at(question), { cookie: who.cookie, json: {} })).json as { review: string | null; code?: string }
const write = (who: Person, review: string, json: object = {}) =>
  call('PUT', `/api/reviews/${review}`, {
    cookie: who.cookie,
    json: { version: 1, levels: all(2), text: 'A comment.', ...json },
  })

test('before one’s own answer no sample, rubric or answer is sent; a sample’s scores only after one’s own', async () => {
  const question = await ask()
  const [ann, ben] = [await student(), await student()]
  await post(ann, question, 'anns-answer-words')
  const samples = asked.samples.flatMap((one) => [one.text.slice(0, 40), one.why.slice(0, 40)])
  const faces = async () =>
    new Map([
      ['view', (await call('GET', at(question), { cookie: ben.cookie })).text],
      ['score', (await score(ben, question, 0)).text],
      ['next', JSON.stringify(await next(ben, question))],
      ['desk', (await call('GET', at(question, '/desk'), { cookie: ben.cookie })).text],
    ])
  expect(findPlanted(['anns-answer-words', ann.userId, ann.name, ...samples], await faces())).toEqual([])
  expect(await view(ben, question)).toMatchObject({ locked: true, samples: [], rubric: null })

  await post(ben, question, 'Mine.')
  expect((await next(ben, question)).code).toBe('samples-first')
  const open = await view(ben, question)
  expect(open.samples).toHaveLength(3)
  expect(open.samples.every((one) => one.theirs === null && one.why === null && one.own === null)).toBe(true)
  const [first] = open.samples
  expect((await score(ben, question, first!.sample, { accuracy: 2 })).code).toBe('level-missing')
  const scored = await score(ben, question, first!.sample)
  expect(scored.json).toMatchObject({ own: all(1), theirs: asked.samples[first!.sample]!.scores })
  // The scores are known now, so one’s own stay.
  expect((await score(ben, question, first!.sample)).status).toBe(200)
  expect((await score(ben, question, first!.sample, all(3))).code).toBe('reviewed-once')
  expect((await view(ben, question)).samples.filter((one) => one.theirs !== null)).toHaveLength(1)
})

test('neither side learns who the other is; the instructor sees both; nothing reaches grades or gradebook', async () => {
  const question = await ask(1)
  const [ann, ben] = [await student(), await student()]
  const annas = await post(ann, question, 'anns-answer-words')
  await post(ben, question, 'Mine.')
  const book = async () =>
    (await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })).text.replace(
      /"madeAt":"[^"]*"/,
      '',
    )
  const before = await book()
  await calibrate(ben, question)
  const { review } = await next(ben, question)
  expect((await view(ben, question)).open).toMatchObject({ review, version: 1, text: 'anns-answer-words' })
  expect((await next(ben, question)).review).toBe(review)
  expect((await write(ann, review!)).code).toBe('not-found')
  expect((await write(ben, review!, { text: ' ' })).code).toBe('answer-empty')
  expect((await write(ben, review!, { levels: { accuracy: 9 } })).code).toBe('level-missing')
  expect((await write(ben, review!, { text: 'reviewers-words' })).status).toBe(200)
  expect((await write(ben, review!, { text: 'reviewers-words' })).status).toBe(200)
  expect((await write(ben, review!, { text: 'Other words.' })).code).toBe('reviewed-once')

  const everything = async (who: Person) =>
    new Map([
      ['view', (await call('GET', at(question), { cookie: who.cookie })).text],
      ['question', JSON.stringify(await viewQuestion(asViewer(db, who), { assignment: question.id }))],
      ['inbox', (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text],
      ['data', (await call('GET', '/api/me/data', { cookie: who.cookie })).text],
    ])
  expect(findPlanted([ben.name, ben.userId], await everything(ann))).toEqual([])
  expect(findPlanted([ann.name, ann.userId], await everything(ben))).toEqual([])
  expect((await view(ben, question)).samples.length > 0 && JSON.stringify(await view(ben, question))).not.toContain(
    annas,
  )
  expect((await view(ann, question)).received).toMatchObject([
    { levels: all(2), comment: 'reviewers-words', version: 1 },
  ])
  expect((await everything(ann)).get('inbox')).toContain('"reviewed"')

  const desk = (await call('GET', at(question, '/desk'), { cookie: teacher.cookie })).json
  expect(desk).toMatchObject({
    reviews: [{ author: { name: ann.name }, reviewer: { name: ben.name }, comment: 'reviewers-words' }],
  })
  expect(await db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, question.id))).toEqual([])
  expect(await book()).toBe(before)
})

test('answers are given out evenly, hidden ones and those of people who left are not, and alone one is told so', async () => {
  const question = await ask(2)
  const people = []
  for (let i = 0; i < 6; i++) people.push(await student())
  await post(people[0]!, question, 'Alone.')
  await calibrate(people[0]!, question)
  expect([await next(people[0]!, question), (await view(people[0]!, question)).left]).toEqual([{ review: null }, 0])
  const posts = [(await view(people[0]!, question)).locked]
  for (const one of people.slice(1)) {
    await post(one, question, `Answer of ${one.userId.slice(-4)}`)
    await calibrate(one, question)
  }
  expect(posts).toEqual([false])
  // Whose turn it is gets an answer that nobody else's, of those still open to the reader, has been given less often. Over
  // all, two may lie between the most and the fewest: the last to ask may not be given their own.
  const handedOut = () => db.select().from(db.t.peerReviews).where(eq(db.t.peerReviews.assignmentId, question.id))
  for (let round = 0; round < 2; round++)
    for (const one of people) {
      const before = await handedOut()
      const open = people.filter(
        (author) =>
          author !== one && !before.some((row) => row.userId === one.userId && row.authorId === author.userId),
      )
      const given = (authorId: string) => before.filter((row) => row.authorId === authorId).length
      const { review } = await next(one, question)
      const { authorId } = (await handedOut()).find((row) => row.id === review)!
      expect(given(authorId)).toBe(Math.min(...open.map((author) => given(author.userId))))
      expect((await write(one, review!, { text: `Round ${round}` })).status).toBe(200)
    }
  // Asked for two, nobody is given a third.
  expect((await next(people[0]!, question)).review).toBeNull()
  const rows = await handedOut()
  expect(rows.every((row) => row.userId !== row.authorId)).toBe(true)
  expect(new Set(rows.map((row) => `${row.userId} ${row.postId}`)).size).toBe(12)

  const other = await ask(1)
  const [ann, ben, cam] = [await student(), await student(), await student()]
  const [annas] = [
    await post(ann, other, 'Hidden soon.'),
    await post(ben, other, 'Bens.'),
    await post(cam, other, 'Leaves.'),
  ]
  await call('PUT', `/api/remarks/post/${annas}/hiding`, { cookie: teacher.cookie, json: { reason: 'Why' } })
  await db.atomically(function* (tx) {
    yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, cam.userId)))
  })
  await calibrate(ben, other)
  expect((await next(ben, other)).review).toBeNull()
  // Given out and hidden then: it takes no review, and another one comes when it is asked for.
  await call('DELETE', `/api/remarks/post/${annas}/hiding`, { cookie: teacher.cookie })
  const { review } = await next(ben, other)
  await call('PUT', `/api/remarks/post/${annas}/hiding`, { cookie: teacher.cookie, json: { reason: 'Again' } })
  expect((await view(ben, other)).open).toBeNull()
  expect((await write(ben, review!)).code).toBe('remark-hidden')
  expect((await next(ben, other)).review).toBeNull()
})

test('whose answer it is reports a review, and nobody else; hidden, it is its writer’s and staff’s alone', async () => {
  const question = await ask(1)
  const [ann, ben, cam] = [await student(), await student(), await student()]
  await post(ann, question, 'Anns.')
  await post(ben, question, 'Bens.')
  await calibrate(ben, question)
  const review = (await next(ben, question)).review!
  const report = async (who: Person) =>
    (await call('POST', `/api/remarks/review/${review}/reports`, { cookie: who.cookie, json: {} })).code ?? 'done'
  // Given out and not written yet, it says nothing.
  expect(await report(ann)).toBe('not-found')
  await write(ben, review, { text: 'hidden-review-words' })
  await post(cam, question, 'Cams.')
  expect([await report(cam), await report(ben), await report(ann)]).toEqual(['not-found', 'not-found', 'done'])
  const { waiting } = await viewReports(asViewer(db, teacher), { class: klass.id })
  expect(waiting).toMatchObject([{ kind: 'review', id: review, name: ben.name, reports: [{ by: ann.name }] }])
  const hiding = `/api/remarks/review/${review}/hiding`
  const hide = (who: Person) => call('PUT', hiding, { cookie: who.cookie, json: { reason: 'the-reason-why' } })
  expect([(await hide(ann)).code, (await hide(teacher)).status]).toEqual(['not-found', 200])
  const faces = async (who: Person) =>
    new Map([
      ['view', (await call('GET', at(question), { cookie: who.cookie })).text],
      ['inbox', (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text],
      ['data', (await call('GET', '/api/me/data', { cookie: who.cookie })).text],
    ])
  expect(findPlanted(['hidden-review-words', 'the-reason-why', ben.userId], await faces(ann))).toEqual([])
  expect((await view(ann, question)).received).toMatchObject([{ levels: {}, comment: null, hidden: { reason: null } }])
  const wrote = await faces(ben)
  expect((await view(ben, question)).written).toMatchObject([
    { comment: 'hidden-review-words', hidden: { reason: 'the-reason-why' } },
  ])
  expect(wrote.get('inbox')).toContain('"what":"review"')
  expect(findPlanted([ann.userId, ann.name], wrote)).toEqual([])
  const desk = (await call('GET', at(question, '/desk'), { cookie: teacher.cookie })).json
  expect(desk).toMatchObject({ reviews: [{ comment: 'hidden-review-words', hidden: { reason: 'the-reason-why' } }] })
  await call('DELETE', hiding, { cookie: teacher.cookie })
  expect((await view(ann, question)).received).toMatchObject([{ comment: 'hidden-review-words', hidden: null }])
})

test('reviews end with the question, need hidden names, and an assistant reads those of their section', async () => {
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
  const question = await ask(1)
  const [ann, ben] = [await student(friday), await student(monday)]
  await post(ann, question, 'Anns.')
  await post(ben, question, 'Bens.')
  await calibrate(ann, question)
  await calibrate(ben, question)
  const [anns, bens] = [(await next(ann, question)).review!, (await next(ben, question)).review!]
  await write(ann, anns)
  await write(ben, bens)
  const desk = (await call('GET', at(question, '/desk'), { cookie: assistant.cookie })).text
  expect(findPlanted([ben.name, ben.userId], new Map([['desk', desk]]))).toEqual([])
  expect(JSON.parse(desk)).toMatchObject({ reviews: [{ author: { name: ann.name }, reviewer: null }] })
  await setDates(db, question.id, { closesAt: fromNow(-HOUR) })
  expect((await next(ann, question)).code).toBe('talk-closed')

  const give = (json: object) =>
    call('POST', `/api/classes/${klass.id}/assignments`, {
      cookie: teacher.cookie,
      json: { kind: 'question', target: 'telegrams', ...json },
    })
  expect((await give({ reviews: 2 })).code).toBe('invalid')
  const { assignment } = (await give({ reviews: 2, names: 'hidden' })).json as { assignment: string }
  const change = (json: object) =>
    call('PUT', `/api/assignments/${assignment}`, { cookie: teacher.cookie, json: { feedback: 'hand-in', ...json } })
  expect((await change({ names: 'shown' })).code).toBe('invalid')
  expect((await change({ names: 'shown', reviews: 0 })).status).toBe(200)
  expect((await call('GET', `/api/assignments/${assignment}/reviews`, { cookie: ann.cookie })).code).toBe('not-found')
})
