/** A class in which one student has written words of every kind that a table can hold, and others about her. */
import { and, eq, getTableName } from 'drizzle-orm'
import { v7 } from 'uuid'
import { expect } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { edition } from '#lib/content/edition.ts'
import { statement } from '../contract/engines.ts'
import { wrongAnswer } from './answers.ts'
import { carryTheMessage, marks, writeCable } from './cables.ts'
import { call } from './call.ts'
import {
  enrol,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  makeUser,
  signedIn,
  type Klass,
  type Person,
} from './people.ts'
import { assign, DAY, FORECAST, fromNow, HOUR, missedQuiz, plantedQuiz, PREDICTED, setDates } from './work.ts'

/** Words that only Anna ever typed: name, address, and free text of every kind. */
export const MINE = {
  name: 'Annabel Sentinelle',
  email: 'annabel.sentinelle@school.test',
  mail: 'annabel.reads.mail@home.test',
  draft: 'draft-words-of-annabel',
  post: 'posted-words-of-annabel',
  second: 'revised-words-of-annabel',
  late: 'late-words-of-annabel',
  prediction: 'predicted-words-of-annabel',
  written: 'written-words-of-annabel',
  contested: 'contested-words-of-annabel',
  gradeContested: 'words-of-annabel-about-a-grade',
  /** Not hers, but written about her work; it goes with it. */
  graded: 'graders-words-about-annabel',
  lateWritten: 'late-written-words-of-annabel',
  box: 'boxed-words-of-annabel',
  lateBox: 'late-boxed-words-of-annabel',
  reply: 'replied-words-of-annabel',
  report: 'reported-words-of-annabel',
  hiding: 'hiding-words-about-annabel',
  note: 'noted-words-of-annabel',
  ownTag: 'tag-of-annabel',
  rival: 'rival-words-of-annabel',
  review: 'reviewing-words-of-annabel',
  reviewed: 'reviewing-words-about-annabel',
  cable: 'cabled-words-of-annabel',
  renamed: 'Annabel S. Renamed',
  subject: 'subject-of-annabel',
}
export const QUOTE = 'very nervous'

export type Written = { klass: Klass; anna: Person; ben: Person; teacher: Person; question: string; quiz: string }

export async function writeEveryWord(db: Db): Promise<Written> {
  const klass = await makeClass(db)
  const elsewhere = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const section = await makeSection(db, klass.id, 'Friday')
  const user = await makeUser(db, { name: MINE.name, email: MINE.email })
  await enrol(db, klass.id, user, 'student', { sectionId: section })
  await enrol(db, elsewhere.id, user, 'student', { state: 'removed' })
  const anna = await signedIn(db, user)
  const ben = await makeStudent(db, klass.id)
  const quiz = await assign(db, klass.id, 'quiz')
  const reading = await assign(db, klass.id, 'reading')
  const gated = await assign(db, klass.id, 'reading', { gate: true })
  const lateGated = await assign(db, klass.id, 'reading', { gate: true })
  const question = await assign(db, klass.id, 'question')
  const closing = await assign(db, klass.id, 'question')
  const [exercise, unfinished] = [await assign(db, klass.id, 'exercise'), await assign(db, klass.id, 'exercise')]
  const lateExercise = await assign(db, klass.id, 'exercise')

  const other = edition()
    .quizzes.find(({ id }) => id === 'comprehension')!
    .items.find((item) => item.kind === 'single' && item.id !== 'two-cardinal-acts')!
  const as = (person: Person) => ({ cookie: person.cookie })
  await call('POST', `/api/classes/${klass.id}/assignments`, {
    ...as(teacher),
    json: { kind: 'reading', target: 'transcript', section },
  })
  const done = async (work: Promise<{ status: number; text: string }>): Promise<void> => {
    const reply = await work
    expect(reply.status, reply.text).toBe(200)
  }
  for (const person of [anna, ben]) {
    const { id } = (await call('POST', `/api/assignments/${quiz.id}/attempts`, { ...as(person), json: {} })).json as {
      id: string
    }
    await done(
      call('PUT', `/api/attempts/${id}/answers/two-cardinal-acts`, {
        ...as(person),
        json: { answer: 'b', seq: 1, confidence: 2 },
      }),
    )
    if (person === anna) {
      await done(
        call('PUT', `/api/attempts/${id}/answers/${other.id}`, {
          ...as(person),
          json: { answer: wrongAnswer(other), seq: 1 },
        }),
      )
    }
    await done(call('POST', `/api/attempts/${id}/submission`, { ...as(person), json: {} }))
    await done(call('PUT', `/api/assignments/${reading.id}/place`, { ...as(person), json: { at: 's80' } }))
  }
  const note = (person: Person, json: Record<string, unknown>) =>
    call('POST', `/api/classes/${klass.id}/notes`, { ...as(person), json: { assignment: reading.id, ...json } })
  const noted = { from: 's79', to: 's80', text: `${MINE.note}, see s114`, tag: 'doubt', ownTag: MINE.ownTag }
  await done(note(anna, noted))
  await done(note(anna, { from: 's80', kind: 'lost' }))
  await done(note(ben, { from: 's80', text: 'Ben notes.' }))
  const [mine] = await db.select().from(db.t.notes).where(eq(db.t.notes.userId, anna.userId))
  const [bensNote] = await db.select().from(db.t.notes).where(eq(db.t.notes.userId, ben.userId))
  await done(
    call('POST', `/api/notes/${mine!.id}/links`, { ...as(anna), json: { other: bensNote!.id, kind: 'contradicts' } }),
  )
  const [contestedAttempt] = await db
    .select()
    .from(db.t.attempts)
    .where(and(eq(db.t.attempts.userId, anna.userId), eq(db.t.attempts.assignmentId, quiz.id)))
  await done(
    call('POST', `/api/attempts/${contestedAttempt!.id}/answers/${other.id}/contest`, {
      ...as(anna),
      json: { from: 's73', text: MINE.contested },
    }),
  )
  const [contest] = await db.select().from(db.t.contests)
  await done(
    call('POST', `/api/contests/${contest!.id}`, { ...as(teacher), json: { outcome: 'accepted', text: 'Right.' } }),
  )
  const practised = await assign(db, klass.id, 'quiz', { feedback: 'each' })
  const { id: tried } = (await call('POST', `/api/assignments/${practised.id}/attempts`, { ...as(anna), json: {} }))
    .json as { id: string }
  const first = `/api/attempts/${tried}/answers/two-cardinal-acts`
  await done(call('PUT', first, { ...as(anna), json: { answer: 'a', seq: 1 } }))
  await done(call('POST', `${first}/check`, { ...as(anna), json: {} }))
  const cameBack = await missedQuiz(db, klass.id, anna.userId, fromNow(-3 * DAY))
  await done(call('POST', `/api/classes/${klass.id}/coming-back/${cameBack}`, { ...as(anna), json: { answer: 'b' } }))
  const planted = plantedQuiz('erasure', 'every').frozen
  const inWords = await assign(db, klass.id, 'quiz', { frozen: planted })
  const { id: begun } = (await call('POST', `/api/assignments/${inWords.id}/attempts`, { ...as(anna), json: {} }))
    .json as { id: string }
  const write = (answer: string, seq: number) =>
    call('PUT', `/api/attempts/${begun}/answers/in-words`, { ...as(anna), json: { answer, seq } })
  await done(write(MINE.written, 1))
  await setDates(db, inWords.id, { closesAt: fromNow(-HOUR) })
  expect((await write(MINE.lateWritten, 2)).code).toBe('attempt-closed')
  const predicted = { ...PREDICTED, limits: MINE.prediction }
  await done(call('POST', `/api/assignments/${gated.id}/predictions`, { ...as(anna), json: predicted }))
  await setDates(db, lateGated.id, { closesAt: fromNow(-HOUR) })
  expect(
    (await call('POST', `/api/assignments/${lateGated.id}/predictions`, { ...as(anna), json: predicted })).code,
  ).toBe('closed')
  await done(call('POST', `/api/assignments/${exercise.id}/exercise`, { ...as(anna), json: { answers: FORECAST } }))
  await done(
    call('PUT', `/api/assignments/${unfinished.id}/exercise`, {
      ...as(anna),
      json: { answers: { deadlock: MINE.box }, seq: 1 },
    }),
  )
  await setDates(db, lateExercise.id, { closesAt: fromNow(-HOUR) })
  expect(
    (
      await call('PUT', `/api/assignments/${lateExercise.id}/exercise`, {
        ...as(anna),
        json: { answers: { deadlock: MINE.lateBox }, seq: 1 },
      })
    ).code,
  ).toBe('closed')
  const citations = [{ at: 's114', quote: QUOTE }]
  await done(
    call('POST', `/api/assignments/${question.id}/posts`, { ...as(anna), json: { text: MINE.post, citations } }),
  )
  await done(
    call('POST', `/api/assignments/${question.id}/posts`, { ...as(anna), json: { text: MINE.second, citations } }),
  )
  await done(
    call('PUT', `/api/assignments/${question.id}/draft`, {
      ...as(anna),
      json: { text: MINE.draft, citations, seq: 3 },
    }),
  )
  const { post: bens } = (
    await call('POST', `/api/assignments/${question.id}/posts`, {
      ...as(ben),
      json: { text: 'Ben stays.', citations: [{ at: 's110' }] },
    })
  ).json as { post: string }
  const { reply } = (
    await call('POST', `/api/posts/${bens}/replies`, { ...as(anna), json: { text: MINE.reply, citations } })
  ).json as { reply: string }
  const annas = (await db.select().from(db.t.posts).where(eq(db.t.posts.userId, anna.userId)))[0]!.id
  await done(call('PUT', `/api/posts/${annas}/pick`, { ...as(teacher), json: {} }))
  await done(call('POST', `/api/remarks/post/${bens}/reports`, { ...as(anna), json: { reason: MINE.report } }))
  await done(call('PUT', `/api/remarks/reply/${reply}/hiding`, { ...as(teacher), json: { reason: MINE.hiding } }))
  await done(
    call('POST', `/api/classes/${klass.id}/claims/tirana-first/readings`, {
      ...as(anna),
      json: { text: MINE.rival, citations },
    }),
  )
  const { poll } = (
    await call('POST', `/api/classes/${klass.id}/polls`, {
      ...as(teacher),
      json: { from: 'controversy:strong-and-weak' },
    })
  ).json as { poll: string }
  await done(call('PUT', `/api/polls/${poll}/answer`, { ...as(anna), json: { round: 'before', choice: 'a' } }))
  // They review one another, without names.
  const reviewed = await assign(db, klass.id, 'question', { names: 'hidden', reviews: 1 })
  const levels = Object.fromEntries(edition().rubrics[0]!.rows.map(({ id }) => [id, 1]))
  for (const person of [anna, ben])
    await done(
      call('POST', `/api/assignments/${reviewed.id}/posts`, {
        ...as(person),
        json: { text: 'A nameless answer.', citations: ['s110'] },
      }),
    )
  for (const [person, text] of [
    [anna, MINE.review],
    [ben, MINE.reviewed],
  ] as const) {
    for (const sample of [0, 1, 2])
      await done(call('PUT', `/api/assignments/${reviewed.id}/samples/${sample}`, { ...as(person), json: { levels } }))
    const { review } = (await call('POST', `/api/assignments/${reviewed.id}/reviews`, { ...as(person), json: {} }))
      .json as { review: string }
    await done(call('PUT', `/api/reviews/${review}`, { ...as(person), json: { version: 1, levels, text } }))
  }
  // And read one another’s cables.
  const carried = await carryTheMessage(db, klass.id, { reviews: 1 })
  await writeCable(db, carried, anna, MINE.cable)
  await writeCable(db, carried, ben, 'A cable that stays.')
  for (const person of [anna, ben]) {
    const { review } = (await call('POST', `/api/assignments/${carried.id}/cables`, { ...as(person), json: {} }))
      .json as { review: string }
    await done(call('PUT', `/api/cable-reviews/${review}`, { ...as(person), json: { fates: marks('changed') } }))
  }
  await setDates(db, closing.id, { closesAt: fromNow(-HOUR) })
  expect(
    (
      await call('POST', `/api/assignments/${closing.id}/posts`, {
        ...as(anna),
        json: { text: MINE.late, citations },
      })
    ).code,
  ).toBe('closed')
  await done(
    call('PUT', `/api/assignments/${quiz.id}/overrides/${anna.userId}`, { ...as(teacher), json: { attempts: '3' } }),
  )
  await db.atomically(function* (tx) {
    const at = new Date()
    yield* q(
      tx.insert(db.t.links).values({
        id: v7(),
        purpose: 'instructor',
        userId: null,
        classId: null,
        email: MINE.email,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.links).values({
        id: v7(),
        purpose: 'reset',
        userId: anna.userId,
        classId: klass.id,
        email: null,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    // Graded, with a comment on words of hers, entered by hand, looked at, and released.
    const about = { classId: klass.id, userId: anna.userId, assignmentId: question.id }
    const of = {
      part: '',
      source: 'post' as const,
      sourceId: v7(),
      version: 1,
      graderId: teacher.userId,
      savedAt: at,
    }
    yield* q(
      tx.insert(db.t.grades).values({
        ...about,
        ...of,
        n: 1,
        criterion: '',
        level: null,
        comment: MINE.graded,
        kind: 'given',
        save: v7(),
        undoes: null,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.gradeComments).values({
        ...about,
        ...of,
        id: v7(),
        starts: 0,
        ends: MINE.post.length,
        words: MINE.post,
        comment: MINE.graded,
        removedAt: null,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.gradeContests).values({
        ...about,
        id: v7(),
        part: '',
        entryN: 1,
        passageFrom: 's73',
        passageTo: 's73',
        body: MINE.gradeContested,
        createdAt: at,
        outcome: 'kept',
        reply: MINE.graded,
        answeredBy: teacher.userId,
        answeredAt: at,
        erasedAt: null,
      }),
    )
    yield* q(
      tx
        .insert(db.t.gradebookEntries)
        .values({ ...about, n: 1, excused: false, byHand: 100, lateTakes: 0, by: teacher.userId, at }),
    )
    yield* q(
      tx
        .insert(db.t.gradeViews)
        .values({ ...about, id: v7(), viewerId: teacher.userId, page: 'grading', day: '2026-09-01', at }),
    )
    yield* q(
      tx.insert(db.t.releases).values({
        assignmentId: question.id,
        ordinal: 1,
        classId: klass.id,
        state: 'released',
        by: teacher.userId,
        at,
      }),
    )
    // A school’s system knows her, sent her, and was told her points; a list that is being looked at names her.
    const [platformId, courseId] = [v7(), v7()]
    const issuer = 'https://school.test'
    const url = `${issuer}/somewhere`
    yield* q(
      tx.insert(db.t.platforms).values({
        id: platformId,
        title: 'School',
        issuer,
        clientId: 'c',
        authUrl: url,
        tokenUrl: url,
        jwksUrl: url,
        tokenAudience: null,
        hosts: ['school.test'],
        isInside: false,
        createdAt: at,
        endedAt: null,
      }),
    )
    const course = {
      platformId,
      deployment: 'd',
      title: 'A course',
      membersUrl: null,
      lineItemsUrl: null,
      scopes: [],
    }
    const mine = { userId: anna.userId, classId: klass.id, courseId }
    yield* q(
      tx
        .insert(db.t.platformCourses)
        .values({ ...course, id: courseId, context: 'c1', classId: klass.id, boundBy: teacher.userId, boundAt: at }),
    )
    yield* q(tx.insert(db.t.identities).values({ issuer, subject: MINE.subject, userId: anna.userId, createdAt: at }))
    yield* q(tx.insert(db.t.platformMembers).values({ ...mine, role: 'student', isBrought: true, seenAt: at }))
    yield* q(
      tx.insert(db.t.platformLaunches).values({
        ...course,
        id: v7(),
        context: 'c2',
        userId: anna.userId,
        subject: MINE.subject,
        isFresh: false,
        picks: null,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.platformScores).values({
        ...mine,
        id: v7(),
        assignmentId: question.id,
        lineItemUrl: url,
        given: 100,
        maximum: 10,
        state: 'sent',
        queuedAt: at,
        tries: 1,
        nextAt: at,
        heldBy: null,
        heldUntil: null,
        toldAt: at,
        answeredAt: at,
        status: 200,
        answer: '',
      }),
    )
    const people = [{ subject: MINE.subject, name: MINE.name, role: 'student' as const }]
    yield* q(
      tx
        .insert(db.t.platformRosters)
        .values({ id: v7(), courseId, classId: klass.id, userId: teacher.userId, people, createdAt: at }),
    )
    yield* q(
      tx.insert(db.t.mailSettings).values({
        userId: anna.userId,
        address: MINE.mail,
        key: v7(),
        rhythm: 'daily',
        confirmedAt: at,
        toldThrough: at,
        nextAt: at,
        changedAt: at,
      }),
    )
    yield* q(
      tx.insert(db.t.outbox).values({
        id: v7(),
        userId: anna.userId,
        kind: 'news',
        through: at,
        dueAt: at,
        tries: 0,
        leasedUntil: null,
      }),
    )
    yield* q(
      tx.insert(db.t.idempotency).values({ key: v7(), userId: anna.userId, result: { of: MINE.name }, createdAt: at }),
    )
  })
  return { klass, anna, ben, teacher, question: question.id, quiz: quiz.id }
}

/** How many rows of every table hold a text, straight from the database. */
export async function rowsHolding(db: Db, text: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of Object.values(db.t).map((one) => getTableName(one))) {
    const n = (await statement(db, `SELECT * FROM ${table}`)).filter((row) => JSON.stringify(row).includes(text)).length
    if (n > 0) counts[table] = n
  }
  return counts
}

/** The tables whose rows are counted, before an erasure and after it. */
const COUNTED = [
  'attempts',
  'answers',
  'reading_places',
  'late_saves',
  'predictions',
  'posts',
  'post_versions',
  'replies',
  'reports',
  'hidings',
  'notes',
  'note_links',
  'poll_answers',
  'rival_readings',
  'sample_scores',
  'peer_reviews',
  'cable_reviews',
  'citations',
  'overrides',
  'contests',
  'grade_contests',
  'score_changes',
  'grades',
  'grade_comments',
  'gradebook_entries',
  'memberships',
]
export const rowCounts = async (db: Db): Promise<Record<string, number>> =>
  Object.fromEntries(
    await Promise.all(
      COUNTED.map(async (table) => [table, (await statement(db, `SELECT * FROM ${table}`)).length] as const),
    ),
  )
