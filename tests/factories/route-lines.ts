/** The route table as tests know it: for every line what it needs, and what each kind of person is answered. */
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { makeForgottenLink } from '#lib/db/queries/forgotten.ts'
import { call, type Reply } from './call.ts'
import { emptyItem } from '#lib/domain/draft-item.ts'
import { askClass } from '#lib/features/ask-class/ask-class.ts'
import { toLink } from '#lib/features/assign-work/plan-link.ts'
import { keepVersion, makeQuiz } from '#lib/features/keep-bank/own-quiz.ts'
import {
  asViewer,
  enrol,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  makeUser,
  PASSPHRASE,
  signedIn,
} from './people.ts'
import { rightAnswer, wrongAnswer } from './answers.ts'
import { askedAboutGrade, gradedAndReleased } from './grades.ts'
import { makeCourse } from './platform.ts'
import { giveReview, makePost, makeReply } from './talk.ts'
import { noteRow } from './notes.ts'
import { assign, DAY, FORECAST, fromNow, HOUR, missedQuiz, plantedQuiz, PREDICTED } from './work.ts'

export const ROLES = [
  'signed out',
  'suspended',
  'student',
  'classmate',
  'student of another class',
  'instructor',
  'instructor of another class',
  'assistant',
  'assistant of another section',
] as const
export type Role = (typeof ROLES)[number]

const SHARED_PLAN = toLink({
  title: 'A plan',
  steps: [{ kind: 'reading', target: 'transcript', attempts: null, feedback: 'hand-in' }],
})!
const LEVELS_GIVEN = Object.fromEntries(edition().rubrics[0]!.rows.map(({ id }) => [id, 1]))
const planted = plantedQuiz('routes')
const contestable = edition()
  .quizzes.find(({ id }) => id === 'comprehension')!
  .items.filter(({ kind }) => kind === 'single')
let worlds = 0

/** A class of its own for every question, because most of them change it. The student sits in Friday and has begun. */
export async function makeWorld(db: Db) {
  const n = ++worlds
  const [here, elsewhere] = [await makeClass(db, { hypothesisAt: new Date() }), await makeClass(db)]
  const [friday, monday] = [await makeSection(db, here.id, 'Friday'), await makeSection(db, here.id, 'Monday')]
  const student = await makeStudent(db, here.id, { sectionId: friday })
  const suspendedUser = await makeUser(db)
  await enrol(db, here.id, suspendedUser, 'student', { state: 'removed', sectionId: friday })
  const { userId: doubled } = await makeStudent(db, here.id, { sectionId: friday, countsFor: student.userId })
  const instructor = await makeInstructor(db, here.id)
  const { poll } = await askClass(asViewer(db, instructor), {
    class: here.id,
    ask: 'Which of the two?',
    options: ['This', 'That'],
  })
  const people: Record<Exclude<Role, 'signed out'>, { userId: string; cookie: string }> = {
    student,
    suspended: await signedIn(db, suspendedUser),
    classmate: await makeStudent(db, here.id, { sectionId: monday }),
    'student of another class': await makeStudent(db, elsewhere.id),
    instructor,
    'instructor of another class': await makeInstructor(db, elsewhere.id),
    assistant: await makeAssistant(db, here.id, { sectionId: friday }),
    'assistant of another section': await makeAssistant(db, here.id, { sectionId: monday }),
  }
  const taught = (await makeClass(db)).id
  await enrol(db, taught, { userId: people.instructor.userId, name: 'Instructor' }, 'instructor')
  const quiz = await assign(db, here.id, 'quiz', { frozen: planted.frozen, feedback: 'each', attemptsAllowed: null })
  const reading = await assign(db, here.id, 'reading')
  const gated = await assign(db, here.id, 'reading', { gate: true })
  const fridays = await assign(db, here.id, 'question', { sectionId: friday })
  const question = await assign(db, here.id, 'question')
  const differed = await assign(db, here.id, 'question')
  const exercise = await assign(db, here.id, 'exercise')
  const talked = await assign(db, here.id, 'question')
  const post = await makePost(db, talked, student, 'The post of the student.')
  await makePost(db, talked, people.classmate, 'The post of the classmate.')
  const reply = await makeReply(db, talked, post, student, 'A reply of the student.')
  // Under a question with reviews both have posted, and the student was given the classmate’s answer to read.
  const reviewed = await assign(db, here.id, 'question', { names: 'hidden', reviews: 1 })
  await makePost(db, reviewed, student, 'The student’s.', { alias: 1 })
  const reviewedPost = await makePost(db, reviewed, people.classmate, 'The classmate’s.', { alias: 2 })
  const review = await giveReview(db, reviewed, student, { post: reviewedPost, author: people.classmate })
  // Graded and released: about one of the two grades a second look is asked for.
  const released = await assign(db, here.id, 'question', { sectionId: friday })
  const releasedToo = await assign(db, here.id, 'question', { sectionId: friday })
  for (const one of [released, releasedToo])
    await gradedAndReleased(db, one, student, { by: instructor.userId, level: 2 })
  const gradeContest = await askedAboutGrade(db, releasedToo, student)
  const unused = await assign(db, here.id, 'question')
  // Handed in and explained, with a second look asked for at one of two questions.
  const taken = await assign(db, here.id, 'quiz')
  const [takenAttempt, contest, late] = [v7(), v7(), v7()]
  const [gradedPost, differedPost] = [v7(), v7()]
  const [wordComment, banked] = [v7(), v7()]
  const cameBack = await missedQuiz(db, here.id, student.userId, fromNow(-3 * DAY))
  const attempt = v7()
  const notes = { first: v7(), second: v7(), link: v7() }
  const token = `welcome-${n}`
  const mailKey = `mail-${n}`
  const forgotten = `forgotten-${n}`
  const forgetful = await makeUser(db, { email: `forgetful-${n}@school.test`, mayTeach: true })
  const together = `together-${n}`
  const [list, spare, brought] = [v7(), v7(), v7()]
  const resetCode = `RESET${String(n).padStart(3, 'A')}`
  const at = new Date()
  await db.atomically(function* (tx) {
    const base = { classId: here.id, userId: student.userId }
    yield* q(
      tx.insert(db.t.posts).values({
        ...base,
        id: gradedPost,
        assignmentId: fridays.id,
        state: 'posted',
        draft: null,
        draftSeq: 1,
        startedAt: at,
        savedAt: at,
        postedAt: at,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.postVersions).values({
        ...base,
        postId: gradedPost,
        ordinal: 1,
        body: { text: 'Two accounts differ.', citations: [{ at: 's114' }] },
        digest: 'd',
        createdAt: at,
        erasedAt: null,
      }),
    )
    const [instructor, assistant] = [people.instructor.userId, people.assistant.userId]
    const onPost = {
      ...base,
      assignmentId: fridays.id,
      part: '',
      source: 'post' as const,
      sourceId: gradedPost,
      version: 1,
    }
    // The instructor and the assistant have each given one level, so that each has something to take back.
    for (const [index, graderId] of [instructor, assistant].entries())
      yield* q(
        tx.insert(db.t.grades).values({
          ...onPost,
          n: index + 1,
          criterion: index === 0 ? 'accuracy' : 'evidence',
          level: 2,
          comment: null,
          graderId,
          kind: 'given',
          save: v7(),
          undoes: null,
          savedAt: at,
          erasedAt: null,
        }),
      )
    yield* q(
      tx.insert(db.t.gradeComments).values({
        ...onPost,
        id: wordComment,
        starts: 0,
        ends: 3,
        words: 'Two',
        comment: 'Which two?',
        graderId: instructor,
        savedAt: at,
        removedAt: null,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.commentBank).values({
        id: banked,
        classId: here.id,
        ownerId: instructor,
        comment: 'Which two?',
        savedAt: at,
      }),
    )
    // On the class's own question two grade and differ, and another rubric is proposed.
    const plan = {
      assignmentId: differed.id,
      classId: here.id,
      graders: 2,
      rubrics: {
        '': [{ id: 'accuracy', title: 'Accuracy', asks: 'Is it right?', cells: ['a', 'b', 'c', 'd'], weight: 1 }],
      },
      savedBy: instructor,
      savedAt: at,
    }
    yield* q(tx.insert(db.t.gradingPlans).values({ ...plan, ordinal: 1, state: 'in-use' }))
    yield* q(tx.insert(db.t.gradingPlans).values({ ...plan, ordinal: 2, state: 'proposed' }))
    yield* q(
      tx.insert(db.t.posts).values({
        ...base,
        id: differedPost,
        assignmentId: differed.id,
        state: 'posted',
        draft: null,
        draftSeq: 1,
        startedAt: at,
        savedAt: at,
        postedAt: at,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.postVersions).values({
        ...base,
        postId: differedPost,
        ordinal: 1,
        body: { text: 'They differ.', citations: [{ at: 's114' }] },
        digest: 'd',
        createdAt: at,
        erasedAt: null,
      }),
    )
    for (const [index, graderId] of [instructor, assistant].entries())
      yield* q(
        tx.insert(db.t.grades).values({
          ...base,
          assignmentId: differed.id,
          part: '',
          n: index + 1,
          source: 'post',
          sourceId: differedPost,
          version: 1,
          criterion: 'accuracy',
          level: index + 1,
          comment: null,
          graderId,
          kind: 'given',
          save: v7(),
          undoes: null,
          savedAt: at,
          erasedAt: null,
        }),
      )
    yield* q(
      tx.insert(db.t.attempts).values({
        ...base,
        id: attempt,
        assignmentId: quiz.id,
        ordinal: 1,
        state: 'open',
        seed: 'x',
        startedAt: at,
        submittedAt: null,
        earned: null,
        total: null,
      }),
    )
    yield* q(
      tx.insert(db.t.answers).values({
        ...base,
        attemptId: attempt,
        item: 'one-choice',
        seq: 1,
        body: ['a'],
        confidence: null,
        savedAt: at,
        digest: 'd',
        erasedAt: null,
      }),
    )
    for (const id of [notes.first, notes.second])
      yield* q(tx.insert(db.t.notes).values(noteRow({ ...base, id, assignmentId: reading.id, audience: 'private' })))
    yield* q(
      tx.insert(db.t.noteLinks).values({
        ...base,
        id: notes.link,
        noteId: notes.first,
        otherId: notes.second,
        kind: 'explains',
        createdAt: at,
      }),
    )
    yield* q(
      tx.insert(db.t.attempts).values({
        ...base,
        id: takenAttempt,
        assignmentId: taken.id,
        revisionHash: taken.revisionHash,
        ordinal: 1,
        state: 'submitted',
        seed: 'x',
        startedAt: at,
        submittedAt: at,
        earned: 0,
        total: 3,
      }),
    )
    for (const item of contestable)
      yield* q(
        tx.insert(db.t.answers).values({
          ...base,
          attemptId: takenAttempt,
          item: item.id,
          seq: 1,
          body: wrongAnswer(item),
          confidence: null,
          savedAt: at,
          digest: 'd',
          erasedAt: null,
        }),
      )
    yield* q(
      tx.insert(db.t.lateSaves).values({
        ...base,
        id: late,
        assignmentId: taken.id,
        attemptId: takenAttempt,
        item: contestable[1]!.id,
        body: { seq: 2, answer: rightAnswer(contestable[1]!), confidence: null },
        receivedAt: at,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.contests).values({
        ...base,
        id: contest,
        assignmentId: taken.id,
        attemptId: takenAttempt,
        item: contestable[0]!.id,
        passageFrom: 's73',
        passageTo: 's73',
        body: 'My reading holds.',
        createdAt: at,
        outcome: null,
        reply: null,
        answeredBy: null,
        answeredAt: null,
        erasedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.links).values({
        id: digest('link', token),
        purpose: 'instructor',
        userId: null,
        classId: null,
        email: `new-${n}@school.test`,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.links).values({
        id: digest('link', resetCode),
        purpose: 'reset',
        userId: student.userId,
        classId: here.id,
        email: null,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    yield* makeForgottenLink(db, tx, {
      secret: forgotten,
      userId: forgetful.userId,
      email: `forgetful-${n}@school.test`,
      askedAt: at,
      now: at,
    })
    yield* q(
      tx.insert(db.t.links).values({
        id: digest('link', together),
        purpose: 'colleague',
        userId: null,
        classId: here.id,
        email: null,
        createdAt: at,
        expiresAt: fromNow(HOUR),
        usedAt: null,
      }),
    )
    yield* q(
      tx.insert(db.t.mailSettings).values({
        userId: student.userId,
        address: `student-${n}@school.test`,
        key: mailKey,
        rhythm: 'daily',
        confirmedAt: null,
        toldThrough: at,
        nextAt: at,
        changedAt: at,
      }),
    )
    yield* q(tx.insert(db.t.sections).values({ id: spare, classId: here.id, name: 'Spare' }))
    yield* q(
      tx.insert(db.t.quizImports).values({
        id: brought,
        ownerId: people.instructor.userId,
        found: [{ name: 'Which?', draft: emptyItem(`own-${v7()}`, 'single'), problem: null }],
        createdAt: at,
      }),
    )
    yield* q(
      tx.insert(db.t.rosterImports).values({
        id: list,
        classId: here.id,
        userId: people.instructor.userId,
        rows: [['Name'], ['Anna Lee']],
        reading: { roles: ['name'], hasHeader: true, familyFirst: false },
        pseudonyms: false,
        createdAt: at,
      }),
    )
  })
  const { quiz: ownQuiz } = await makeQuiz(asViewer(db, instructor), { copy: 'edition/comprehension' })
  await keepVersion(asViewer(db, instructor), { quiz: ownQuiz, seq: 1 })
  const platform = await makeCourse(db, {
    classId: here.id,
    instructorId: instructor.userId,
    studentId: student.userId,
    assignmentId: quiz.id,
  })
  return {
    n,
    taken,
    takenAttempt,
    contest,
    late,
    released,
    gradeContest,
    ownQuiz,
    here,
    elsewhere,
    people,
    student,
    classmate: people.classmate,
    quiz,
    reading,
    gated,
    question,
    fridays,
    differed,
    gradedPost,
    differedPost,
    wordComment,
    banked,
    brought,
    exercise,
    talked,
    post,
    reply,
    unused,
    doubled,
    poll,
    reviewed,
    review,
    cameBack,
    attempt,
    taught,
    notes,
    token,
    mailKey,
    forgotten,
    together,
    list,
    spare,
    resetCode,
    platform,
  }
}
export type World = Awaited<ReturnType<typeof makeWorld>>

/**
 * Gives a world of its own to each role that may change it. Who only looks, and who is to be kept out, leaves a world as
 * it was: they all share one.
 */
export function worldsOn(db: () => Db): (key: string, line: Line, role: Role) => Promise<World> {
  let shared: Promise<World> | undefined
  return (key, line, role) =>
    key.startsWith('GET ') || line.is[role] === 401 || line.is[role] === 404
      ? (shared ??= makeWorld(db()))
      : makeWorld(db())
}

export type Line = {
  /** Path parameters of things that exist. */
  at?: (world: World) => Record<string, string>
  body?: (world: World, role: Role) => Record<string, unknown>
  /** The status for each role, over JSON. */
  is: Record<Role, number>
  /** Answers with a file, to a form too. */
  file?: true
  /** Answers with a page of words, whatever comes of it and however it was asked. */
  page?: true
  /** What stands behind the question mark. */
  query?: (world: World) => Record<string, string>
  /** A status that is a refusal by content, with its code; everything else above 399 is sign-in-needed or not-found. */
  code?: Partial<Record<Role, string>>
}

const everybody = (status: number): Record<Role, number> =>
  Object.fromEntries(ROLES.map((role) => [role, status])) as Record<Role, number>
const signedInGet = (status: number): Record<Role, number> => ({ ...everybody(status), 'signed out': 401 })
/** 401 to whoever is signed out, 404 to all whom nobody names. */
const only = (...allowed: Role[]): Record<Role, number> => ({
  ...signedInGet(404),
  ...Object.fromEntries(allowed.map((role) => [role, 200])),
})

const publicQuiz = edition().quizzes.find((quiz) => quiz.audience === 'public')!
const ownItem = edition().quizzes.find(({ id }) => id === 'comprehension')!.items[0]!.id
const publicItem = publicQuiz.items.find((item) => item.kind === 'single')!

const ANNOTATIONS = JSON.stringify([
  {
    id: 'urn:example:1',
    type: 'Annotation',
    target: {
      source: 'https://hall.example.edu/transcript',
      selector: { type: 'TextQuoteSelector', exact: edition().transcript.units.get('s80')!.text },
    },
  },
])
const theClass = (world: World) => ({ class: world.here.id })
const thePoll = ({ poll }: World) => ({ poll })
const aMember = (world: World) => ({ class: world.here.id, member: world.classmate.userId })
const theList = (world: World) => ({ class: world.here.id, list: world.list })
const theSpare = (world: World) => ({ class: world.here.id, section: world.spare })
const theCourse = (world: World) => ({ class: world.here.id, course: world.platform.course })
const theQuiz = (world: World) => ({ assignment: world.quiz.id })
const theQuestion = (world: World) => ({ assignment: world.question.id })
const theAttempt = (world: World) => ({ attempt: world.attempt })
const theAnswer = (world: World) => ({ attempt: world.attempt, item: 'one-choice' })
const theTaken = (world: World) => ({ assignment: world.taken.id })
const anOwnQuiz = (world: World) => ({ quiz: world.ownQuiz })
const anOwnItem = (world: World) => ({ quiz: world.ownQuiz, item: ownItem })
const theGraded = (world: World) => ({ assignment: world.fridays.id, part: 'post', member: world.student.userId })
const theDiffered = (world: World) => ({ assignment: world.differed.id, part: 'post', member: world.student.userId })
const theReply = (world: World) => ({ kind: 'reply', remark: world.reply })
const theReviewed = (world: World) => ({ assignment: world.reviewed.id })
const theClaim = (world: World) => ({ class: world.here.id, claim: edition().claims[0]!.id })
const aNote = (world: World) => ({ note: world.notes.first })
const aPost = () => ({ text: 'Two accounts differ.', citations: [{ at: 's114' }] })
const STUDENTS: Role[] = ['student', 'classmate']
const MEMBERS: Role[] = ['student', 'classmate', 'instructor', 'assistant', 'assistant of another section']

export const TABLE: Record<string, Line> = {
  'GET /api/health': { is: everybody(200) },
  'GET /api/openapi.json': { is: everybody(200) },

  'GET /api/me': { is: signedInGet(200) },
  'GET /api/me/data': { is: signedInGet(200) },
  'POST /api/me/name': { body: ({ n }) => ({ name: `New name ${n}` }), is: signedInGet(200) },
  'POST /api/me/passphrase': {
    body: () => ({ current: PASSPHRASE, passphrase: 'another bamboo grove' }),
    is: signedInGet(200),
  },
  // The only instructor of a class with others in it hands it over first.
  'POST /api/me/erasure': {
    body: () => ({ passphrase: PASSPHRASE, confirm: 'erase me' }),
    is: { ...signedInGet(200), instructor: 409, 'instructor of another class': 409 },
    code: { instructor: 'last-instructor', 'instructor of another class': 'last-instructor' },
  },
  'PUT /api/me/mail': {
    body: ({ n }) => ({ rhythm: 'daily', address: `reader-${n}@school.test` }),
    is: signedInGet(200),
  },
  'POST /api/mail/{key}/confirmation': { at: ({ mailKey }) => ({ key: mailKey }), is: everybody(200) },
  'DELETE /api/mail/{key}': { at: ({ mailKey }) => ({ key: mailKey }), is: everybody(200) },
  'POST /api/sign-out': { is: signedInGet(200) },

  // Whoever is signed in joins as themselves; a removed member does not come back by the code.
  'POST /api/join': {
    body: ({ here, n }, role) => ({
      code: here.code,
      ...(role === 'signed out' ? { name: `Newcomer ${n}`, passphrase: PASSPHRASE } : {}),
    }),
    is: { ...everybody(200), suspended: 404 },
  },
  // Nobody has come from the school’s provider in these browsers; tests/features/school.test.ts is about whoever has.
  'POST /api/school/link': {
    body: () => ({ email: 'somebody@school.test', passphrase: PASSPHRASE }),
    is: everybody(409),
    code: Object.fromEntries(ROLES.map((role) => [role, 'identity-needed'])),
  },
  'POST /api/school/join': {
    body: ({ here }) => ({ code: here.code, name: 'Newcomer' }),
    is: { ...everybody(404), 'signed out': 409 },
    code: { 'signed out': 'identity-needed' },
  },
  'DELETE /api/me/school': { is: signedInGet(200) },
  'POST /api/reset': {
    body: ({ here, student, resetCode }) => ({
      class: here.code,
      name: student.name,
      code: resetCode,
      passphrase: PASSPHRASE,
    }),
    is: everybody(200),
  },
  'POST /api/forgotten': { body: ({ n }) => ({ email: `somebody-${n}@school.test` }), is: everybody(200) },
  'POST /api/forgotten/passphrase': {
    body: ({ forgotten }) => ({ token: forgotten, passphrase: PASSPHRASE }),
    is: everybody(200),
  },
  'POST /api/invitations': {
    body: ({ n }) => ({ email: `colleague-${n}@school.test` }),
    is: only('instructor', 'instructor of another class'),
  },
  // The site has begun: nobody sees that there is such an address.
  'POST /api/setup': {
    body: () => ({ token: 'x', name: 'First', email: 'first@school.test', passphrase: PASSPHRASE }),
    is: everybody(404),
  },
  'POST /api/welcome': {
    body: ({ token }) => ({ token, name: 'New teacher', passphrase: PASSPHRASE }),
    is: everybody(200),
  },
  'POST /api/colleagues': {
    body: ({ together }) => ({ token: together }),
    is: only('instructor', 'instructor of another class'),
  },

  'GET /api/lti/jwks': { is: everybody(200) },
  'GET /api/lti/login': { query: ({ platform }) => platform.login, is: everybody(200), page: true },
  'POST /api/lti/login': { body: ({ platform }) => platform.login, is: everybody(200), page: true },
  'POST /api/lti/launch': { body: () => ({ state: 'x', id_token: 'y' }), is: everybody(401), page: true },
  'GET /api/lti/picks/{pick}': { at: ({ platform }) => ({ pick: platform.pick }), is: everybody(200), page: true },
  'POST /api/lti/picks/{pick}': {
    at: ({ platform }) => ({ pick: platform.pick }),
    body: () => ({ give: ['quiz/comprehension'] }),
    is: everybody(200),
    page: true,
  },
  'POST /api/lti/picks/{pick}/class': {
    at: ({ platform }) => ({ pick: platform.barePick }),
    body: () => ({ title: 'A course', zone: 'UTC' }),
    is: everybody(200),
  },
  'GET /api/lti/register/{secret}': {
    at: ({ platform }) => ({ secret: platform.invitation }),
    query: ({ platform }) => ({ openid_configuration: platform.configuration }),
    is: everybody(200),
    page: true,
  },
  'POST /api/lti/register/{secret}': {
    at: ({ platform }) => ({ secret: platform.invitation }),
    body: ({ platform }) => ({ openid_configuration: platform.configuration }),
    is: everybody(409),
    page: true,
  },
  'POST /api/courses': {
    body: ({ platform }) => ({ launch: platform.launch, title: 'A course', zone: 'UTC' }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/courses': {
    at: theClass,
    body: ({ platform }) => ({ launch: platform.launch }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/courses/{course}': { at: theCourse, is: only('instructor') },
  'POST /api/classes/{class}/courses/{course}/roster': {
    at: theCourse,
    is: { ...only(), instructor: 409 },
    code: { instructor: 'platform-failed' },
  },
  'POST /api/classes/{class}/platform-rosters/{list}': {
    at: ({ here, platform }) => ({ class: here.id, list: platform.list }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/platform-rosters/{list}': {
    at: ({ here, platform }) => ({ class: here.id, list: platform.list }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/platform-scores/{score}': {
    at: ({ here, platform }) => ({ class: here.id, score: platform.score }),
    is: only('instructor'),
  },
  'POST /api/me/identities': { body: ({ platform }) => ({ launch: platform.freshLaunch }), is: signedInGet(200) },

  'GET /api/bank': { is: only('instructor', 'instructor of another class') },
  'POST /api/bank/quizzes': {
    body: () => ({ title: 'A quiz of my own' }),
    is: only('instructor', 'instructor of another class'),
  },
  'GET /api/bank/quizzes/{quiz}': { at: anOwnQuiz, is: only('instructor') },
  'PUT /api/bank/quizzes/{quiz}': {
    at: anOwnQuiz,
    body: () => ({ seq: '2', title: 'A title', summary: 'A line', minutes: '5' }),
    is: only('instructor'),
  },
  'POST /api/bank/quizzes/{quiz}/versions': { at: anOwnQuiz, body: () => ({ seq: '2' }), is: only('instructor') },
  'POST /api/bank/quizzes/{quiz}/rollback': {
    at: anOwnQuiz,
    body: () => ({ seq: '2', version: '1' }),
    is: only('instructor'),
  },
  'PUT /api/bank/quizzes/{quiz}/sharing': { at: anOwnQuiz, body: () => ({ shared: 'yes' }), is: only('instructor') },
  'PUT /api/bank/quizzes/{quiz}/place': { at: anOwnQuiz, body: () => ({ away: 'yes' }), is: only('instructor') },
  'POST /api/bank/quizzes/{quiz}/items': {
    at: anOwnQuiz,
    body: () => ({ seq: '2', kind: 'single' }),
    is: only('instructor'),
  },
  'PUT /api/bank/quizzes/{quiz}/items/{item}': {
    at: anOwnItem,
    body: () => ({ seq: '2', skill: 'sourcing' }),
    is: only('instructor'),
  },
  'DELETE /api/bank/quizzes/{quiz}/items/{item}': { at: anOwnItem, body: () => ({ seq: '2' }), is: only('instructor') },
  'POST /api/bank/quizzes/{quiz}/items/{item}/move': {
    at: anOwnItem,
    body: () => ({ seq: '2', to: 'down' }),
    is: only('instructor'),
  },
  'POST /api/bank/imports': {
    body: () => ({ text: 'Which? {=This ~That ~Neither}' }),
    is: only('instructor', 'instructor of another class'),
  },
  'POST /api/bank/imports/{list}/confirm': {
    at: ({ brought }) => ({ list: brought }),
    body: () => ({ title: 'From elsewhere' }),
    is: only('instructor'),
  },
  'DELETE /api/bank/imports/{list}': { at: ({ brought }) => ({ list: brought }), is: only('instructor') },
  'GET /api/bank/quizzes/{quiz}/files/{format}': {
    at: ({ ownQuiz }) => ({ quiz: ownQuiz, format: 'gift' }),
    is: only('instructor'),
  },
  'GET /api/bank/course.imscc': { is: only('instructor', 'instructor of another class') },
  'GET /api/bank/edition/{quiz}/files/{format}': {
    at: () => ({ quiz: 'comprehension', format: 'qti3' }),
    is: only('instructor', 'instructor of another class'),
  },

  'POST /api/classes': {
    body: () => ({ title: 'HIST 1', zone: 'UTC' }),
    is: only('instructor', 'instructor of another class'),
  },
  'GET /api/classes/{class}/assignments': { at: theClass, is: only(...MEMBERS) },
  'POST /api/classes/{class}/assignments': {
    at: theClass,
    body: () => ({ kind: 'reading', target: 'transcript' }),
    is: only('instructor'),
  },
  // Refused by content: this class has missed nothing together.
  'POST /api/classes/{class}/warm-up': {
    at: theClass,
    body: () => ({ item: 'none/of-them' }),
    is: { ...only('instructor'), instructor: 422 },
    code: { instructor: 'invalid' },
  },
  'GET /api/assignments/{assignment}/arrivals': {
    at: theQuiz,
    is: only('instructor', 'assistant', 'assistant of another section'),
  },
  'POST /api/assignments/{assignment}/reminders': { at: theQuiz, is: only('instructor') },
  'PUT /api/classes/{class}': {
    at: theClass,
    body: ({ n }) => ({ title: `HIST ${n}`, zone: 'Asia/Bangkok', seats: '12' }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/closing': {
    at: theClass,
    body: () => ({ confirm: 'close this class' }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/closing': { at: theClass, is: only('instructor') },
  // Open, it is not erased: it is closed first.
  'POST /api/classes/{class}/erasure': {
    at: theClass,
    body: () => ({ confirm: 'erase this class' }),
    is: { ...only('instructor'), instructor: 409 },
    code: { instructor: 'not-closed-long' },
  },
  'GET /api/classes/{class}/inbox': { at: theClass, is: only(...MEMBERS) },
  'POST /api/classes/{class}/inbox/read': { at: theClass, is: only(...MEMBERS) },
  'GET /api/classes/{class}/export.csv': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/archive.zip': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/changes.csv': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/calendar.ics': { at: theClass, is: only(...MEMBERS) },
  'POST /api/classes/{class}/codes': { at: theClass, is: only('instructor') },
  'PUT /api/classes/{class}/joining': { at: theClass, body: () => ({ open: 'false' }), is: only('instructor') },
  'POST /api/classes/{class}/roster/{member}/reset': { at: aMember, is: only('instructor') },
  'PUT /api/classes/{class}/roster/{member}/role': {
    at: aMember,
    body: () => ({ role: 'assistant' }),
    is: only('instructor'),
  },
  'PUT /api/classes/{class}/roster/{member}/extra-time': {
    at: aMember,
    body: () => ({ percent: '25' }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/roster/{member}': { at: aMember, is: only('instructor') },
  'POST /api/classes/{class}/roster/{member}/return': { at: aMember, is: only('instructor') },
  'PUT /api/classes/{class}/roster/{member}/name': {
    at: aMember,
    body: ({ n }) => ({ name: `Another name ${n}` }),
    is: only('instructor'),
  },
  'PUT /api/classes/{class}/roster/{member}/section': {
    at: aMember,
    body: ({ spare }) => ({ section: spare }),
    is: only('instructor'),
  },
  'PUT /api/classes/{class}/roster/{member}/together': {
    at: aMember,
    body: ({ student }) => ({ other: student.userId }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/roster/{member}/together': {
    at: ({ here, doubled }) => ({ class: here.id, member: doubled }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/polls': {
    at: theClass,
    body: () => ({ ask: 'Which of the two?', options: 'This\nThat' }),
    is: only('instructor'),
  },
  'GET /api/classes/{class}/polls': { at: theClass, is: only(...MEMBERS) },
  'GET /api/polls/{poll}': { at: thePoll, is: only('instructor') },
  'PUT /api/polls/{poll}': { at: thePoll, body: () => ({ step: 'close' }), is: only('instructor') },
  'GET /api/polls/{poll}/answer': { at: thePoll, is: only('student', 'classmate') },
  'PUT /api/polls/{poll}/answer': {
    at: thePoll,
    body: () => ({ round: 'before', choice: 'a' }),
    is: only('student', 'classmate'),
  },
  'POST /api/classes/{class}/first-codes': { at: theClass, file: true, is: only('instructor') },
  'POST /api/classes/{class}/colleagues': { at: theClass, is: only('instructor') },
  'POST /api/classes/{class}/sections': { at: theClass, body: () => ({ name: 'Sunday' }), is: only('instructor') },
  'PUT /api/classes/{class}/sections/{section}': {
    at: theSpare,
    body: () => ({ name: 'Renamed' }),
    is: only('instructor'),
  },
  'DELETE /api/classes/{class}/sections/{section}': { at: theSpare, is: only('instructor') },
  'POST /api/classes/{class}/imports': {
    at: theClass,
    body: () => ({ text: 'Name\nAnna Lee' }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/one-rosters': {
    at: theClass,
    // No archive: refused by content, once the door has let it through.
    body: () => ({ file: 'set.zip:UEsDBA==' }),
    is: { ...only('instructor'), instructor: 422 },
    code: { instructor: 'invalid' },
  },
  'PUT /api/classes/{class}/imports/{list}/classes': {
    at: theList,
    body: () => ({ chosen: ['none'] }),
    is: { ...only('instructor'), instructor: 422 },
    code: { instructor: 'invalid' },
  },
  'PUT /api/classes/{class}/imports/{list}': {
    at: theList,
    body: () => ({ column: 'name', hasHeader: true }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/imports/{list}/confirm': { at: theList, is: only('instructor') },
  'DELETE /api/classes/{class}/imports/{list}': { at: theList, is: only('instructor') },

  // Refused by content: nothing was looked at that could be applied.
  'POST /api/assignments/{assignment}/version': {
    at: theTaken,
    body: () => ({ expect: 'nothing', scores: 'keep' }),
    is: { ...only('instructor'), instructor: 409 },
    code: { instructor: 'conflict' },
  },
  'POST /api/assignments/{assignment}/correction': { at: theTaken, is: only('instructor') },
  'POST /api/attempts/{attempt}/answers/{item}/contest': {
    at: ({ takenAttempt }) => ({ attempt: takenAttempt, item: contestable[1]!.id }),
    body: () => ({ from: 's73', text: 'It stands there.' }),
    is: only('student'),
  },
  'POST /api/late-saves/{late}/count': { at: ({ late }) => ({ late }), is: only('instructor') },
  'POST /api/contests/{contest}': {
    at: ({ contest }) => ({ contest }),
    body: () => ({ outcome: 'upheld', text: 'It says so.' }),
    is: only('instructor'),
  },
  'POST /api/assignments/{assignment}/grades/{part}/contest': {
    at: ({ released }) => ({ assignment: released.id, part: 'post' }),
    body: () => ({ from: 's73', text: 'It stands there.' }),
    is: only('student'),
  },
  'POST /api/grade-contests/{contest}': {
    at: ({ gradeContest }) => ({ contest: gradeContest }),
    body: () => ({ outcome: 'kept', text: 'It says so.' }),
    is: only('instructor'),
  },

  'GET /api/assignments/{assignment}/matrix.csv': { at: theQuiz, is: only('instructor') },
  'PUT /api/assignments/{assignment}': { at: theQuiz, body: () => ({ feedback: 'hand-in' }), is: only('instructor') },
  'DELETE /api/assignments/{assignment}': { at: ({ unused }) => ({ assignment: unused.id }), is: only('instructor') },
  'PUT /api/assignments/{assignment}/overrides/{member}': {
    at: ({ quiz, classmate }) => ({ assignment: quiz.id, member: classmate.userId }),
    body: () => ({ attempts: '3' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/section-overrides/{section}': {
    at: ({ quiz, spare }) => ({ assignment: quiz.id, section: spare }),
    body: () => ({ attempts: '3' }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/plans/{plan}': {
    at: ({ here }) => ({ class: here.id, plan: 'one-lesson' }),
    body: () => ({ start: '2026-12-07T09:00' }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/shared-plans': {
    at: theClass,
    body: () => ({ plan: SHARED_PLAN }),
    is: only('instructor'),
  },
  'POST /api/classes/{class}/copies': {
    at: theClass,
    body: () => ({ title: 'HIST 214, spring', start: '2027-02-01' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/place': {
    at: ({ reading }) => ({ assignment: reading.id }),
    body: () => ({ at: 's80' }),
    is: only(...STUDENTS),
  },
  'POST /api/assignments/{assignment}/predictions': {
    at: ({ gated }) => ({ assignment: gated.id }),
    body: () => PREDICTED,
    is: only(...STUDENTS),
  },
  'POST /api/assignments/{assignment}/attempts': { at: theQuiz, is: only(...STUDENTS) },
  'PUT /api/attempts/{attempt}/answers/{item}': {
    at: theAnswer,
    body: () => ({ answer: 'b', seq: '2' }),
    is: only('student'),
  },
  'POST /api/attempts/{attempt}/answers/{item}/check': { at: theAnswer, is: only('student') },
  'POST /api/attempts/{attempt}/submission': { at: theAttempt, is: only('student') },

  'POST /api/classes/{class}/coming-back/{item}': {
    at: (world) => ({ class: world.here.id, item: world.cameBack }),
    body: () => ({ answer: 'b' }),
    is: only('student'),
  },

  'PUT /api/assignments/{assignment}/draft': {
    at: theQuestion,
    body: () => ({ seq: '1', text: 'A draft' }),
    is: only(...STUDENTS),
  },
  'GET /api/assignments/{assignment}/posts': { at: theQuestion, is: only(...STUDENTS) },
  // Given to Friday alone: a classmate of Monday has no such work.
  'POST /api/assignments/{assignment}/posts': {
    at: ({ fridays }) => ({ assignment: fridays.id }),
    body: aPost,
    is: only('student'),
  },

  'GET /api/assignments/{assignment}/grading/{part}/{member}': { at: theGraded, is: only('instructor', 'assistant') },
  'PUT /api/assignments/{assignment}/grading/{part}/{member}': {
    at: theGraded,
    body: ({ gradedPost }) => ({ source: gradedPost, version: '1', 'level:accuracy': '3' }),
    is: only('instructor', 'assistant'),
  },
  'PUT /api/assignments/{assignment}/grading/{part}/{member}/decision': {
    at: theDiffered,
    body: ({ differedPost }) => ({ source: differedPost, version: '1', 'level:accuracy': '2' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/grading/{part}/{member}/aside': {
    at: theGraded,
    body: () => ({ aside: 'true' }),
    is: only('instructor', 'assistant'),
  },
  'POST /api/assignments/{assignment}/grading/{part}/{member}/comments': {
    at: theGraded,
    body: ({ gradedPost }) => ({ source: gradedPost, version: '1', words: 'accounts', text: 'Which?' }),
    is: only('instructor', 'assistant'),
  },
  // An assistant of another section sees the desk, but nothing here is theirs to take back.
  'POST /api/assignments/{assignment}/grading/{part}/undo': {
    at: ({ fridays }) => ({ assignment: fridays.id, part: 'post' }),
    is: { ...only('instructor', 'assistant'), 'assistant of another section': 409 },
    code: { 'assistant of another section': 'nothing-to-undo' },
  },
  'DELETE /api/grade-comments/{comment}': {
    at: ({ wordComment }) => ({ comment: wordComment }),
    is: only('instructor', 'assistant'),
  },
  'POST /api/classes/{class}/comment-bank': {
    at: theClass,
    body: () => ({ text: 'Say who told him.' }),
    is: only('instructor', 'assistant', 'assistant of another section'),
  },
  // Only whoever kept it.
  'DELETE /api/comment-bank/{comment}': { at: ({ banked }) => ({ comment: banked }), is: only('instructor') },
  'PUT /api/assignments/{assignment}/release': {
    at: ({ fridays }) => ({ assignment: fridays.id }),
    body: () => ({ released: 'true' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/graders': {
    at: theQuestion,
    body: () => ({ graders: '2' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/rubric/{part}': {
    at: ({ question }) => ({ assignment: question.id, part: 'post' }),
    body: () => ({ 'weight:accuracy': '2' }),
    is: only('instructor'),
  },
  'POST /api/assignments/{assignment}/rubric/{part}': {
    at: ({ differed }) => ({ assignment: differed.id, part: 'post' }),
    body: () => ({ use: 'true', expect: 'nothing' }),
    is: { ...only('instructor'), instructor: 409 },
    code: { instructor: 'conflict' },
  },

  'GET /api/classes/{class}/gradebook': {
    at: theClass,
    is: only('instructor', 'assistant', 'assistant of another section'),
  },
  'GET /api/classes/{class}/gradebook/canvas.csv': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/gradebook/moodle.csv': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/gradebook/brightspace.csv': { at: theClass, is: only('instructor') },
  'GET /api/classes/{class}/one-roster.zip': { at: theClass, is: only('instructor') },
  'PUT /api/classes/{class}/gradebook/rules': {
    at: theClass,
    body: () => ({ weight_quiz: '40', weight_question: '60', unfinished: 'left-out' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/entries/{member}': {
    at: ({ quiz, classmate }) => ({ assignment: quiz.id, member: classmate.userId }),
    body: () => ({ points: '7.5' }),
    is: only('instructor'),
  },
  'PUT /api/assignments/{assignment}/exercise': {
    at: ({ exercise }) => ({ assignment: exercise.id }),
    body: () => ({ seq: '1', answers: { deadlock: '70' } }),
    is: only(...STUDENTS),
  },
  'POST /api/assignments/{assignment}/exercise': {
    at: ({ exercise }) => ({ assignment: exercise.id }),
    body: () => ({ answers: FORECAST }),
    is: only(...STUDENTS),
  },
  'GET /api/assignments/{assignment}/posts/before/{before}': {
    at: ({ talked, post }) => ({ assignment: talked.id, before: post }),
    is: only(...STUDENTS),
  },
  'GET /api/assignments/{assignment}/posts/{post}': {
    at: ({ talked, post }) => ({ assignment: talked.id, post }),
    is: only(...STUDENTS),
  },
  'POST /api/posts/{post}/replies': {
    at: ({ post }) => ({ post }),
    body: () => ({ text: 'A reply.' }),
    is: only(...STUDENTS, 'instructor', 'assistant'),
  },
  'PUT /api/posts/{post}/pick': { at: ({ post }) => ({ post }), is: only('instructor', 'assistant') },
  'DELETE /api/posts/{post}/pick': { at: ({ post }) => ({ post }), is: only('instructor', 'assistant') },
  'POST /api/remarks/{kind}/{remark}/reports': {
    at: theReply,
    body: () => ({ reason: 'Rude.' }),
    is: only(...STUDENTS, 'instructor', 'assistant'),
  },
  'DELETE /api/remarks/{kind}/{remark}/reports': { at: theReply, is: only('instructor', 'assistant') },
  'PUT /api/remarks/{kind}/{remark}/hiding': {
    at: theReply,
    body: () => ({ reason: 'It names a person.' }),
    is: only('instructor', 'assistant'),
  },
  'DELETE /api/remarks/{kind}/{remark}/hiding': { at: theReply, is: only('instructor', 'assistant') },
  'GET /api/assignments/{assignment}/reviews': { at: theReviewed, is: only(...STUDENTS) },
  'GET /api/assignments/{assignment}/reviews/desk': {
    at: theReviewed,
    is: only('instructor', 'assistant', 'assistant of another section'),
  },
  'PUT /api/assignments/{assignment}/samples/{sample}': {
    at: (world) => ({ ...theReviewed(world), sample: '0' }),
    body: () => ({ levels: LEVELS_GIVEN }),
    is: only(...STUDENTS),
  },
  'POST /api/assignments/{assignment}/reviews': {
    at: theReviewed,
    is: { ...only(), student: 409, classmate: 409 },
    code: { student: 'samples-first', classmate: 'samples-first' },
  },
  'PUT /api/reviews/{review}': {
    at: ({ review }) => ({ review }),
    body: () => ({ version: 1, levels: LEVELS_GIVEN, text: 'Say whose word it is.' }),
    is: only('student'),
  },
  'GET /api/classes/{class}/claims': { at: theClass, is: only(...MEMBERS) },
  'GET /api/classes/{class}/claims/{claim}/readings': { at: theClaim, is: only(...MEMBERS) },
  'POST /api/classes/{class}/claims/{claim}/readings': {
    at: theClaim,
    body: () => ({ text: 'It can be read otherwise.', citations: [{ at: 's110' }] }),
    is: only(...MEMBERS),
  },
  'GET /api/classes/{class}/notes': { at: theClass, is: only(...MEMBERS) },
  'GET /api/classes/{class}/notes.jsonld': { at: theClass, is: only(...MEMBERS) },
  'GET /api/classes/{class}/notes.csv': { at: theClass, is: only(...MEMBERS) },
  'GET /api/classes/{class}/strip': { at: theClass, is: only(...MEMBERS) },
  'PUT /api/classes/{class}/notes/rules': { at: theClass, body: () => ({ ownFirst: '2' }), is: only('instructor') },
  'PUT /api/classes/{class}/notes/hypothesis': {
    at: theClass,
    body: () => ({ allowed: 'true' }),
    is: only('instructor'),
  },
  'GET /api/assignments/{assignment}/for-hypothesis': {
    at: ({ reading }) => ({ assignment: reading.id }),
    is: only(...MEMBERS),
    page: true,
  },
  'POST /api/classes/{class}/notes/copies': {
    at: theClass,
    body: ({ taught }) => ({ from: taught }),
    is: only('instructor'),
  },
  // A student writes in a reading that is theirs; staff write to the class.
  'POST /api/classes/{class}/notes': {
    at: theClass,
    body: ({ reading }) => ({ assignment: reading.id, from: 's80', text: 'Who says so?' }),
    is: only(...MEMBERS),
  },
  'POST /api/classes/{class}/notes/imports/look': {
    at: theClass,
    body: ({ reading }) => ({ assignment: reading.id, file: ANNOTATIONS }),
    is: only(...MEMBERS),
    file: true,
  },
  'POST /api/classes/{class}/notes/imports': {
    at: theClass,
    body: ({ reading }) => ({ assignment: reading.id, file: ANNOTATIONS }),
    is: only(...MEMBERS),
  },
  'PATCH /api/notes/{note}': {
    at: aNote,
    body: () => ({ seq: '2', text: 'Said otherwise.' }),
    is: only('student'),
  },
  'DELETE /api/notes/{note}': { at: aNote, is: only('student') },
  'POST /api/notes/{note}/links': {
    at: aNote,
    body: ({ notes }) => ({ other: notes.second, kind: 'contradicts' }),
    is: only('student'),
  },
  'DELETE /api/note-links/{link}': { at: ({ notes }) => ({ link: notes.link }), is: only('student') },

  'POST /api/self-check/{quiz}/{item}': {
    at: () => ({ quiz: publicQuiz.id, item: publicItem.id }),
    body: () => ({ answer: 'a' }),
    is: everybody(200),
  },
}
/** HTML forms know GET and POST: these addresses are the same lines with a word behind them. */
export const FORM_ALIASES: Record<string, string> = Object.fromEntries(
  Object.keys(TABLE).flatMap((key) => {
    const [method, path] = key.split(' ') as [string, string]
    const word = method === 'PUT' || method === 'PATCH' ? '/save' : method === 'DELETE' ? '/delete' : null
    return word ? [[`POST ${path}${word}`, key]] : []
  }),
)

const fill = (path: string, at: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(at[name]!))
const unknownIds = (at: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(at).map(([name, value]) => [name, name === 'kind' ? value : v7()]))

export async function ask(
  key: string,
  line: Line,
  world: World,
  role: Role,
  how: { ids?: 'known' | 'unknown'; form?: boolean; extra?: Record<string, unknown> } = {},
): Promise<Reply> {
  const [method, path] = key.split(' ') as [string, string]
  const known = line.at?.(world) ?? {}
  const cookie = role === 'signed out' ? undefined : world.people[role].cookie
  const body = line.body?.(world, role)
  const query = line.query ? `?${new URLSearchParams(line.query(world)).toString()}` : ''
  const address = fill(path, how.ids === 'unknown' ? unknownIds(known) : known) + query
  if (how.form) {
    const fields = Object.fromEntries(
      Object.entries(body ?? {}).flatMap(([name, value]): [string, string | string[]][] =>
        Array.isArray(value)
          ? [[name, value.map((one) => (typeof one === 'object' ? String((one as { at: string }).at) : String(one)))]]
          : typeof value === 'object' && value !== null
            ? Object.entries(value).map(([member, one]) => [`${name}.${member}`, String(one)])
            : [[name, String(value)]],
      ),
    )
    return call(method, address, { cookie, form: { ...fields, in: world.here.id, work: world.quiz.id } })
  }
  return call(method, address, {
    cookie,
    ...(method === 'GET' || (method === 'DELETE' && !body) ? {} : { json: { ...body, ...how.extra } }),
  })
}
