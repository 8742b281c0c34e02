import { readdirSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import * as arrivals from '#lib/db/queries/arrivals.ts'
import * as assignments from '#lib/db/queries/assignments.ts'
import * as audit from '#lib/db/queries/audit.ts'
import * as classes from '#lib/db/queries/classes.ts'
import * as codes from '#lib/db/queries/codes.ts'
import * as demo from '#lib/db/queries/demo.ts'
import * as closedText from '#lib/db/queries/closed-text.ts'
import * as classWork from '#lib/db/queries/class-work.ts'
import * as erasure from '#lib/db/queries/erasure.ts'
import * as gradebook from '#lib/db/queries/gradebook.ts'
import * as gradeContests from '#lib/db/queries/grade-contests.ts'
import * as grades from '#lib/db/queries/grades.ts'
import * as released from '#lib/db/queries/released.ts'
import * as reviews from '#lib/db/queries/reviews.ts'
import * as rivals from '#lib/db/queries/rivals.ts'
import * as exercises from '#lib/db/queries/exercises.ts'
import * as forgotten from '#lib/db/queries/forgotten.ts'
import * as health from '#lib/db/queries/health.ts'
import * as idempotency from '#lib/db/queries/idempotency.ts'
import * as identities from '#lib/db/queries/identities.ts'
import * as mail from '#lib/db/queries/mail.ts'
import * as inbox from '#lib/db/queries/inbox.ts'
import * as notes from '#lib/db/queries/notes.ts'
import * as ownQuizzes from '#lib/db/queries/own-quizzes.ts'
import * as polls from '#lib/db/queries/polls.ts'
import * as platformScores from '#lib/db/queries/platform-scores.ts'
import * as platforms from '#lib/db/queries/platforms.ts'
import * as predictions from '#lib/db/queries/predictions.ts'
import * as receipts from '#lib/db/queries/receipts.ts'
import * as recalls from '#lib/db/queries/recalls.ts'
import * as remarks from '#lib/db/queries/remarks.ts'
import * as scores from '#lib/db/queries/scores.ts'
import * as secondEntries from '#lib/db/queries/second-entries.ts'
import * as sessions from '#lib/db/queries/sessions.ts'
import * as sheets from '#lib/db/queries/sheets.ts'
import * as signIn from '#lib/db/queries/sign-in.ts'
import * as strip from '#lib/db/queries/strip.ts'
import * as throttles from '#lib/db/queries/throttles.ts'
import * as users from '#lib/db/queries/users.ts'
import * as work from '#lib/db/queries/work.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { Item } from '#lib/domain/item.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import {
  enrol,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  makeUser,
  openSession,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { assign, DAY, HOUR, missedQuiz, plantedQuiz, PREDICTED } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const modules: Record<string, Record<string, unknown>> = {
  arrivals,
  assignments,
  audit,
  classes,
  codes,
  demo,
  'class-work': classWork,
  'closed-text': closedText,
  erasure,
  gradebook,
  'grade-contests': gradeContests,
  grades,
  released,
  reviews,
  rivals,
  exercises,
  forgotten,
  health,
  idempotency,
  identities,
  inbox,
  mail,
  notes,
  'own-quizzes': ownQuizzes,
  polls,
  'platform-scores': platformScores,
  platforms,
  predictions,
  receipts,
  recalls,
  remarks,
  scores,
  'second-entries': secondEntries,
  sessions,
  sheets,
  'sign-in': signIn,
  strip,
  throttles,
  users,
  work,
}
const T0 = new Date('2026-09-01T12:00:00.000Z')
const later = (ms: number): Date => new Date(T0.getTime() + ms)

/** What each query is proved by below; a new one that is proved by nothing fails the last test. */
const PROVED = [
  // In identities.test.ts, beside this file.
  'identities.findByIdentity',
  'identities.hasIdentity',
  'identities.addIdentity',
  'identities.removeIdentity',
  'sign-in.whoIsMeant',
  // In platforms.test.ts.
  'platforms.coursesOf',
  'platforms.findByIssuer',
  'platforms.findCourse',
  'platforms.findPlatform',
  'platforms.freeName',
  'platforms.hasOtherInstructor',
  'platforms.insertIdentified',
  'platforms.listPlatforms',
  'platforms.noteMember',
  'platforms.sectionNamed',
  'platforms.subjectsOf',
  'platforms.trusted',
  'platform-scores.classesWithColumns',
  'platform-scores.holdDue',
  'platform-scores.isAnyDue',
  'platform-scores.listColumns',
  'platform-scores.listLastSaid',
  'platform-scores.listScores',
  'platform-scores.noteAnswer',
  'platform-scores.queueScores',
  'platform-scores.signatureOf',
  // In sheets.test.ts, as the sheets are.
  // In arrivals.test.ts, beside this file.
  'arrivals.listArrivals',
  'assignments.findAssignment',
  'assignments.assignmentSubject',
  'assignments.listAssignments',
  'assignments.listOverrides',
  'assignments.rulesOf',
  'assignments.lastClosing',
  'assignments.rulesNow',
  'assignments.findRevision',
  'assignments.findShown',
  'assignments.listShown',
  'closed-text.findOpenClosedText',
  'closed-text.quotedFor',
  'audit.record',
  'audit.findBrokenLink',
  'audit.listTrail',
  'erasure.erasePerson',
  'classes.findClass',
  'classes.listMembers',
  'classes.findMember',
  'classes.findNewestCode',
  'classes.findClassByCode',
  'classes.numberStudents',
  'classes.seatsTaken',
  'classes.takesSeat',
  'second-entries.entriesOf',
  'polls.readPoll',
  'polls.listPolls',
  'polls.listPollAnswers',
  'polls.listOwnAnswers',
  'second-entries.findSecondEntries',
  'classes.listSections',
  'classes.insertClass',
  // In tests/features/class-erasure.test.ts and erasure.test.ts, on every engine.
  'erasure.eraseWords',
  'erasure.eraseAccounts',
  'erasure.eraseClassWords',
  'erasure.whoIsShutOut',
  'codes.opensMore',
  'codes.whoWaits',
  'codes.countWaiting',
  'demo.hasDemoAccounts',
  // In grading.test.ts, beside this file.
  'class-work.reach',
  'class-work.isGivenTo',
  'class-work.counted',
  'class-work.postsOf',
  'class-work.standingPosts',
  'class-work.promptsOf',
  'class-work.predictionsOf',
  'class-work.readQuiz',
  'class-work.versionOf',
  'class-work.readExercise',
  'gradebook.findRules',
  'gradebook.listEntries',
  'gradebook.readBook',
  'grade-contests.listGradeContests',
  'grade-contests.gradeContestsOf',
  'grades.rubricsOf',
  'grades.plansIn',
  'grades.listPlans',
  'grades.planIn',
  'grades.findPlan',
  'grades.addPlan',
  'grades.listGrades',
  'grades.listEntries',
  'grades.gradesOfAnswer',
  'grades.listWordComments',
  'grades.asideOf',
  'grades.releasesIn',
  'grades.findRelease',
  'grades.namesOf',
  'grades.noteView',
  'released.feedbackIn',
  'released.listReleased',
  'released.listReleasedRows',
  'released.listReleasedComments',
  'released.listReleasedEntries',
  'health.doesAnswer',
  'health.lastRecorded',
  'idempotency.once',
  'inbox.lastReminder',
  'inbox.tell',
  'inbox.untell',
  'inbox.studentsIn',
  'inbox.listInbox',
  'inbox.countUnread',
  'inbox.markInboxRead',
  // In forgotten.test.ts, beside this file.
  'forgotten.accountAt',
  'forgotten.endForgotten',
  'forgotten.makeForgottenLink',
  'forgotten.reachedAt',
  // In mail.test.ts, beside this file.
  'mail.findMailSetting',
  'mail.findMailByKey',
  'mail.endMail',
  'mail.zoneOf',
  'mail.putIntoOutbox',
  'mail.gatherNews',
  'mail.gatherAsked',
  'mail.takeLetter',
  'mail.putDown',
  'notes.listNoteRules',
  'notes.noteReader',
  'notes.isReadable',
  'notes.listNotes',
  'notes.countNotes',
  'notes.listNoteHeads',
  'notes.listNotesById',
  'notes.listReplies',
  'notes.listWritten',
  'notes.listNoteLinks',
  'notes.findNote',
  'notes.findNoteRow',
  'own-quizzes.findOwnQuiz',
  'own-quizzes.findSharedQuiz',
  'own-quizzes.listOwnQuizzes',
  'own-quizzes.listVersions',
  'own-quizzes.findNewest',
  'own-quizzes.listNewest',
  'own-quizzes.insertOwnQuiz',
  'own-quizzes.insertVersion',
  'own-quizzes.updateDraft',
  'predictions.predictionOf',
  'predictions.listPredictions',
  'exercises.exerciseOf',
  'exercises.listBegun',
  'exercises.listHandedIn',
  'receipts.listFalseReceipts',
  'receipts.receiptDigest',
  'recalls.listRecalls',
  'recalls.practiceOf',
  'recalls.frozenQuizzes',
  // In talk.test.ts, beside this file.
  'remarks.findRemark',
  'remarks.hasPosted',
  'remarks.hidingsOf',
  'remarks.hideRemark',
  'remarks.showRemark',
  'remarks.reportRemark',
  'remarks.settleReports',
  'remarks.listOpenReports',
  'remarks.listHidden',
  'scores.revisionOf',
  'scores.readAsked',
  'scores.readKeys',
  'scores.readRulings',
  'scores.readAnswersOf',
  'scores.readChangedScores',
  'scores.scoreNow',
  'scores.closeAttempt',
  'scores.insertScoreChange',
  'sessions.insertSession',
  'sessions.endSessionsOf',
  'sessions.endSession',
  'sessions.findViewer',
  // In sheets.test.ts, beside this file.
  'sheets.readSheets',
  'class-work.ofThese',
  'strip.listMarks',
  'throttles.secondsToWait',
  'throttles.countFailure',
  'users.hasBegun',
  'users.hasBegunIn',
  'users.findByEmail',
  'users.findByClassAndName',
  'work.listWork',
  // In reviews.test.ts, beside this file.
  'reviews.listReviewsWritten',
  'reviews.listReviewsReceived',
  'reviews.reviewsBy',
  'reviews.scoresBy',
  'reviews.reviewable',
  'reviews.listReviews',
  'reviews.listSampleScores',
  'reviews.findReview',
  'rivals.listRivals',
  'rivals.findPageOf',
  'rivals.listRivalsIn',
  'rivals.listAnswers',
  'rivals.findRival',
  'rivals.countRivals',
]

describe.each(engines)('queries on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let other: Klass
  let anna: Person
  let ben: Person
  let section: string
  let quiz: Assignment
  const planted = plantedQuiz('queries')

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db, { now: T0 })
    other = await makeClass(db, { title: 'HIST 300', now: T0 })
    section = await makeSection(db, klass.id, 'Friday')
    anna = await makeStudent(db, klass.id, { name: 'Anna Lee', sectionId: section, extraTimePercent: 50 })
    ben = await makeStudent(db, klass.id, { name: 'Bến Hồ' })
    quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, timeLimitMinutes: 20, closesAt: later(DAY) })
  })
  afterAll(() => opened.close())

  test('a class is found with its people, and only its own', async () => {
    expect(await classes.findClass(db, klass.id)).toEqual({
      id: klass.id,
      title: 'HIST 214',
      zone: 'America/New_York',
      seats: 300,
      createdAt: T0,
      archivedAt: null,
      hypothesisAt: null,
    })
    expect(await classes.findClass(db, v7())).toBeNull()
    expect((await classes.listMembers(db, klass.id)).map((one) => one.displayName)).toEqual(['Anna Lee', 'Bến Hồ'])
    expect(await classes.listMembers(db, other.id)).toEqual([])
    expect(await classes.findMember(db, klass.id, anna.userId)).toMatchObject({
      role: 'student',
      sectionId: section,
      extraTimePercent: 50,
      state: 'active',
      loginName: 'anna lee',
    })
    expect(await classes.findMember(db, other.id, anna.userId)).toBeNull()
    expect(await classes.listSections(db, klass.id)).toEqual([{ id: section, name: 'Friday' }])
    expect(await classes.listSections(db, other.id)).toEqual([])
    const numbers = classes.numberStudents(await classes.listMembers(db, klass.id))
    expect([numbers.get(anna.userId), numbers.get(ben.userId)]).toEqual([1, 2])
  })

  test('a class answers to every code it has had; the newest is on the wall', async () => {
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.classCodes).values({ code: 'NEWERONE', classId: other.id, joins: true, createdAt: later(HOUR) }),
      )
      yield* q(tx.update(db.t.classCodes).set({ joins: false }).where(eq(db.t.classCodes.code, other.code)))
    })
    expect(await classes.findNewestCode(db, other.id)).toEqual({ code: 'NEWERONE', joins: true })
    expect(await classes.findClassByCode(db, other.code)).toMatchObject({ joins: false, klass: { id: other.id } })
    expect(await classes.findClassByCode(db, 'NEWERONE')).toMatchObject({ joins: true, klass: { id: other.id } })
    expect(await classes.findClassByCode(db, 'NOWHERES')).toBeNull()
    expect(await classes.findNewestCode(db, v7())).toBeNull()
  })

  test('a class is written with its code, its maker as its instructor, and the row that says who made it', async () => {
    const maker = await makeUser(db, { name: 'Prof. Ý', email: 'maker@school.test', mayTeach: true })
    const made = { id: v7(), code: 'MADENEWX', title: 'HIST 999', zone: 'Asia/Ho_Chi_Minh', seats: 40, at: T0 }
    await db.atomically((tx) => classes.insertClass(db, tx, { ...made, by: { userId: maker.userId, name: 'Prof. Ý' } }))
    expect(await classes.findClass(db, made.id)).toMatchObject({
      title: 'HIST 999',
      zone: 'Asia/Ho_Chi_Minh',
      seats: 40,
    })
    expect(await classes.findNewestCode(db, made.id)).toEqual({ code: 'MADENEWX', joins: true })
    expect(await classes.listMembers(db, made.id)).toMatchObject([
      { userId: maker.userId, role: 'instructor', displayName: 'Prof. Ý', state: 'active' },
    ])
    expect(
      await db
        .select()
        .from(db.t.audit)
        .where(eq(db.t.audit.object, `classes/${made.id}`)),
    ).toMatchObject([{ actorId: maker.userId, action: 'class.create' }])
  })

  test('people are found by address, and by code and folded name', async () => {
    const user = await makeUser(db, { name: 'Cẩm Tú', email: 'cam@school.test' })
    await enrol(db, klass.id, user, 'student')
    expect(await users.findByEmail(db, 'cam@school.test')).toMatchObject({ id: user.userId, name: 'Cẩm Tú' })
    expect(await users.findByEmail(db, 'nobody@school.test')).toBeNull()
    expect(await users.findByClassAndName(db, klass.code, '  CẨM   tú ')).toMatchObject({
      id: user.userId,
      classId: klass.id,
    })
    expect(await users.findByClassAndName(db, other.code, 'Cẩm Tú')).toBeNull()
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, user.userId)))
      yield* q(tx.update(db.t.users).set({ erasedAt: T0 }).where(eq(db.t.users.id, user.userId)))
    })
    expect(await users.findByClassAndName(db, klass.code, 'Cẩm Tú')).toBeNull()
    expect(await users.findByEmail(db, 'cam@school.test')).toBeNull()
  })

  test('a session gives its viewer until it ends, expires, or the person is erased', async () => {
    const user = await makeUser(db)
    await enrol(db, klass.id, user, 'student')
    await enrol(db, other.id, user, 'assistant', { state: 'removed' })
    const { secret } = await openSession(db, user.userId, T0)
    const viewer = await sessions.findViewer(db, secret, later(HOUR))
    expect(viewer).toMatchObject({
      userId: user.userId,
      mayTeach: false,
      memberships: [{ classId: klass.id, role: 'student', sectionId: null }],
    })
    const [touched] = await db.select().from(db.t.sessions).where(eq(db.t.sessions.userId, user.userId))
    expect(touched!.lastSeenAt).toEqual(later(HOUR))
    expect(touched!.id).not.toContain(secret)
    expect(await sessions.findViewer(db, secret, later(7 * DAY - 1))).not.toBeNull()
    expect(await sessions.findViewer(db, secret, later(7 * DAY))).toBeNull()
    expect(await sessions.findViewer(db, 'another secret', later(HOUR))).toBeNull()

    const second = await openSession(db, user.userId, T0)
    await db.atomically((tx) => sessions.endSession(db, tx, viewer!.sessionId, later(HOUR)))
    expect(await sessions.findViewer(db, secret, later(HOUR))).toBeNull()
    expect(await sessions.findViewer(db, second.secret, later(HOUR))).not.toBeNull()
    await db.atomically((tx) => sessions.endSessionsOf(db, tx, user.userId, later(HOUR)))
    expect(await sessions.findViewer(db, second.secret, later(HOUR))).toBeNull()

    const third = await openSession(db, user.userId, T0)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.users).set({ erasedAt: T0 }).where(eq(db.t.users.id, user.userId)))
    })
    expect(await sessions.findViewer(db, third.secret, later(HOUR))).toBeNull()
  })

  test('assignments come in their order, with the exceptions of their class', async () => {
    const second = await assign(db, klass.id, 'reading', { sectionId: section, position: quiz.position + 1 })
    expect((await assignments.listAssignments(db, klass.id)).map((one) => one.id)).toEqual([quiz.id, second.id])
    expect(await assignments.listAssignments(db, other.id)).toEqual([])
    expect(await assignments.findAssignment(db, quiz.id)).toEqual(quiz)
    expect(await assignments.findAssignment(db, v7())).toBeNull()
    expect(await assignments.assignmentSubject({ db }, { assignment: quiz.id })).toEqual({
      classId: klass.id,
      assignment: quiz,
    })
    expect(await assignments.assignmentSubject({ db }, { assignment: v7() })).toBeNull()
    const none = {
      opensAt: null,
      opensWall: null,
      dueAt: null,
      dueWall: null,
      closesAt: null,
      closesWall: null,
      attemptsAllowed: null,
      timeLimitMinutes: null,
    }
    await db.atomically(function* (tx) {
      const row = { ...none, classId: klass.id, assignmentId: quiz.id, userId: null, sectionId: null }
      yield* q(
        tx
          .insert(db.t.overrides)
          .values({ ...row, id: v7(), sectionId: section, closesAt: later(2 * DAY), timeLimitMinutes: 40 }),
      )
      yield* q(
        tx
          .insert(db.t.overrides)
          .values({ ...row, id: v7(), userId: anna.userId, attemptsAllowed: 3, timeLimitMinutes: 60 }),
      )
    })
    const overrides = await assignments.listOverrides(db, klass.id)
    expect(overrides).toHaveLength(2)
    const annas = {
      opensAt: null,
      dueAt: null,
      closesAt: later(2 * DAY),
      attemptsAllowed: 3,
      timeLimitMinutes: 60,
      extraTimePercent: 50,
    }
    const bens = {
      opensAt: null,
      dueAt: null,
      closesAt: later(DAY),
      attemptsAllowed: 1,
      timeLimitMinutes: 20,
      extraTimePercent: 0,
    }
    expect(
      assignments.rulesOf(quiz, overrides, { userId: anna.userId, sectionId: section, extraTimePercent: 50 }),
    ).toEqual(annas)
    expect(assignments.rulesOf(quiz, overrides, { userId: ben.userId, sectionId: null, extraTimePercent: 0 })).toEqual(
      bens,
    )
    expect(await db.atomically((tx) => assignments.rulesNow(db, tx, quiz, anna.userId))).toEqual(annas)
    expect(await db.atomically((tx) => assignments.rulesNow(db, tx, quiz, ben.userId))).toEqual(bens)
    expect(assignments.lastClosing(quiz, overrides)).toEqual(later(2 * DAY))
    expect(assignments.lastClosing({ ...quiz, closesAt: null }, overrides)).toBeNull()
    expect(assignments.lastClosing(quiz, [])).toEqual(later(DAY))
  })

  test('frozen content is read by its hash, the student’s side alone where that is asked for', async () => {
    expect(await assignments.findRevision(db, quiz.revisionHash)).toEqual({
      shown: planted.frozen.shown,
      kept: planted.frozen.kept,
    })
    expect(await assignments.findRevision(db, 'nothing')).toBeNull()
    expect(await assignments.findShown(db, quiz.revisionHash)).toEqual(planted.frozen.shown)
    expect(await assignments.findShown(db, 'nothing')).toBeNull()
    expect([...(await assignments.listShown(db, [quiz.revisionHash, 'nothing'])).keys()]).toEqual([quiz.revisionHash])
    expect((await assignments.listShown(db, [])).size).toBe(0)
  })

  test('a repeated key gives the kept result and runs nothing; another person’s or route’s is another', async () => {
    let runs = 0
    const run = (userId: string, route: string, key: string | null) =>
      db.atomically((tx: Executor) =>
        idempotency.once(db, tx, { userId, route, key, asked: 'one', now: T0 }, function* (): Steps<{ run: number }> {
          return { run: ++runs }
        }),
      )
    expect(await run(anna.userId, 'a', 'k')).toEqual({ run: 1 })
    expect(await run(anna.userId, 'a', 'k')).toEqual({ run: 1 })
    expect(await run(anna.userId, 'b', 'k')).toEqual({ run: 2 })
    expect(await run(ben.userId, 'a', 'k')).toEqual({ run: 3 })
    expect(await run(ben.userId, 'a', null)).toEqual({ run: 4 })
    expect(await run(ben.userId, 'a', null)).toEqual({ run: 5 })
    const other = db.atomically((tx: Executor) =>
      idempotency.once(db, tx, { userId: anna.userId, route: 'a', key: 'k', asked: 'two', now: T0 }, function* () {
        return yield* q(tx.select().from(db.t.sections))
      }),
    )
    await expect(other).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a thing whose making fails is not remembered as made', async () => {
    const failing = db.atomically((tx: Executor) =>
      idempotency.once(
        db,
        tx,
        { userId: anna.userId, route: 'fails', key: 'k', asked: 'one', now: T0 },
        function* (): Steps<number> {
          yield* q(tx.insert(db.t.sections).values({ id: v7(), classId: klass.id, name: 'Friday' }))
          return 1
        },
      ),
    )
    await expect(failing).rejects.toThrow('conflict')
    expect(
      await db.atomically((tx: Executor) =>
        idempotency.once(
          db,
          tx,
          { userId: anna.userId, route: 'fails', key: 'k', asked: 'one', now: T0 },
          function* (): Steps<number> {
            return 2
          },
        ),
      ),
    ).toBe(2)
  })

  test('failures are counted until the window ends, each kind by itself', async () => {
    const account = [{ kind: 'sign-in-account' as const, subject: 'anna' }]
    for (let n = 0; n < 9; n++) await throttles.countFailure(db, account, T0)
    expect(await throttles.secondsToWait(db, account, T0)).toBeNull()
    await throttles.countFailure(db, account, later(60_000))
    expect(await throttles.secondsToWait(db, account, later(60_000))).toBe(14 * 60)
    expect(await throttles.secondsToWait(db, [{ kind: 'sign-in-account', subject: 'ben' }], T0)).toBeNull()
    expect(await throttles.secondsToWait(db, [{ kind: 'sign-in-class', subject: 'anna' }], T0)).toBeNull()
    expect(await throttles.secondsToWait(db, account, later(15 * 60_000))).toBeNull()
    await throttles.countFailure(db, [{ kind: 'sign-in-account', subject: 'ben' }], later(16 * 60_000))
    expect(await db.select().from(db.t.throttles)).toHaveLength(1)
  })

  test('racing failures are all counted', async () => {
    const one = [{ kind: 'code-address' as const, subject: '192.0.2.7' }]
    await Promise.all(Array.from({ length: 60 }, () => throttles.countFailure(db, one, T0)))
    expect(await throttles.secondsToWait(db, one, T0)).toBe(15 * 60)
  })

  test('work is gathered by assignment and person, with what ran out already scored', async () => {
    const reading = await assign(db, klass.id, 'reading')
    const question = await assign(db, klass.id, 'question')
    const base = { classId: klass.id, userId: anna.userId }
    const attempt = v7()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.readingPlaces).values({
          ...base,
          assignmentId: reading.id,
          at: 's80',
          startedAt: T0,
          savedAt: later(1000),
          finishedAt: null,
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
          startedAt: T0,
          submittedAt: null,
          earned: null,
          total: null,
        }),
      )
      for (const [seq, body] of [
        [1, ['a']],
        [2, ['b']],
      ] as const) {
        yield* q(
          tx.insert(db.t.answers).values({
            ...base,
            attemptId: attempt,
            item: 'one-choice',
            seq,
            body: [...body],
            confidence: null,
            savedAt: later(seq * 1000),
            digest: 'd',
            erasedAt: null,
          }),
        )
      }
      yield* q(
        tx.insert(db.t.posts).values({
          ...base,
          id: v7(),
          assignmentId: question.id,
          state: 'draft',
          draft: null,
          draftSeq: 1,
          startedAt: T0,
          savedAt: T0,
          postedAt: null,
          erasedAt: null,
        }),
      )
    })
    const rules = {
      opensAt: null,
      dueAt: null,
      closesAt: null,
      attemptsAllowed: 1,
      timeLimitMinutes: 20,
      extraTimePercent: 0,
    }
    const running = await work.listWork(db, klass.id, { now: later(60_000), rules: () => rules }, anna.userId)
    expect(running(quiz.id, anna.userId)!.attempts).toEqual([
      { startedAt: T0, submittedAt: null, earned: null, total: null, answered: 1, lastSavedAt: later(2000) },
    ])
    expect(running(reading.id, anna.userId)!.place).toMatchObject({ at: 's80', savedAt: later(1000), finishedAt: null })
    expect(running(question.id, anna.userId)!.post).toMatchObject({ state: 'draft', versions: 0 })
    expect(running(quiz.id, ben.userId)).toBeUndefined()
    const whole = await work.listWork(db, klass.id, { now: later(HOUR), rules: () => rules })
    expect(whole(quiz.id, anna.userId)!.attempts[0]).toMatchObject({ earned: 1, total: 3 })
    const bens = await work.listWork(db, klass.id, { now: later(HOUR), rules: () => rules }, ben.userId)
    expect(bens(quiz.id, anna.userId)).toBeUndefined()
    expect((await work.listWork(db, other.id, { now: T0, rules: () => rules }))(quiz.id, anna.userId)).toBeUndefined()
  })

  test('an exercise is found by its author; what was handed in is listed as it came, of members alone', async () => {
    const exercise = await assign(db, klass.id, 'exercise')
    const gone = await makeStudent(db, klass.id, { state: 'removed' })
    const rows = [ben, anna, gone].map(({ userId }, i) => ({
      assignmentId: exercise.id,
      userId,
      classId: klass.id,
      body: { deadlock: String(10 * i) },
      seq: 1,
      startedAt: T0,
      savedAt: T0,
      handedInAt: later((i + 1) * 1000),
      digest: 'd',
      erasedAt: null,
    }))
    const draft = { ...rows[0]!, userId: (await makeStudent(db, klass.id)).userId, handedInAt: null, digest: null }
    await db.atomically(function* (tx) {
      for (const row of [...rows, draft].toReversed()) yield* q(tx.insert(db.t.exerciseAnswers).values(row))
    })
    const of = (userId: string) => db.atomically((tx) => exercises.exerciseOf(db, tx, exercise.id, userId))
    expect(await of(draft.userId)).toEqual(draft)
    expect(await of(v7())).toBeNull()
    expect(await exercises.listHandedIn(db, exercise.id)).toEqual(rows.slice(0, 2))
    const begun = await exercises.listBegun(db, exercise.id)
    expect(begun.map(({ userId }) => userId)).toEqual(
      [...rows.slice(0, 2), draft].map(({ userId }) => userId).toSorted(),
    )
  })

  test('what may come back is a student’s own in one class; practice is listed as it was answered', async () => {
    const cara = await makeStudent(db, klass.id)
    const item = await missedQuiz(db, klass.id, cara.userId, T0)
    await missedQuiz(db, klass.id, anna.userId, T0)
    const found = await recalls.listRecalls(db, klass.id, cara.userId)
    expect(found.member).toMatchObject({ userId: cara.userId })
    expect(found.attempts.map((row) => row.userId)).toEqual([cara.userId])
    const [attempt] = found.attempts
    expect(found.answers.map((row) => [row.attemptId, row.item])).toEqual([[attempt!.id, item]])
    expect([found.checks, found.practice]).toEqual([[], []])
    const { revisionHash } = found.assignments.find((one) => one.id === attempt!.assignmentId)!
    const frozen = await recalls.frozenQuizzes(db, [revisionHash])
    expect(frozen.get(revisionHash)!.shown.items.map((one) => one.id)).toEqual([item])

    const practised = [2, 1].map((day) => ({
      id: v7(),
      classId: klass.id,
      userId: cara.userId,
      item,
      revisionHash,
      body: ['a'],
      correct: day === 2,
      answeredAt: later(day * DAY),
    }))
    await db.atomically(function* (tx) {
      for (const row of practised) yield* q(tx.insert(db.t.practice).values(row))
    })
    expect((await recalls.listRecalls(db, klass.id, cara.userId)).practice).toEqual(practised.toReversed())
    const of = (which: string) =>
      db.atomically((tx) => recalls.practiceOf(db, tx, { classId: klass.id, userId: cara.userId, item: which }))
    expect(await of(item)).toEqual(practised.toReversed())
    expect(await of('another')).toEqual([])
  })

  test('predictions are found by reading and reader, listed as they came, and open a student’s work', async () => {
    const reading = await assign(db, klass.id, 'reading', { gate: true })
    const elsewhere = await assign(db, other.id, 'reading', { gate: true })
    const rows = [ben, anna].map(({ userId }, i) => ({
      assignmentId: reading.id,
      userId,
      classId: klass.id,
      body: { ...PREDICTED, author: `Guess ${i}` },
      digest: 'd',
      postedAt: later((i + 1) * 1000),
      erasedAt: null,
    }))
    await db.atomically(function* (tx) {
      for (const row of rows.toReversed()) yield* q(tx.insert(db.t.predictions).values(row))
    })
    const of = (assignmentId: string, userId: string) =>
      db.atomically((tx) => predictions.predictionOf(db, tx, assignmentId, userId))
    expect(await of(reading.id, anna.userId)).toEqual(rows[1])
    expect(await of(elsewhere.id, anna.userId)).toBeNull()
    expect(await of(reading.id, v7())).toBeNull()
    expect(await predictions.listPredictions(db, reading.id)).toEqual(rows)
    expect(await predictions.listPredictions(db, elsewhere.id)).toEqual([])
    const whole = await work.listWork(db, klass.id, { now: later(HOUR), rules: () => null })
    expect(whole(reading.id, anna.userId)).toMatchObject({ predictedAt: later(2000), place: null, post: null })
    const bens = await work.listWork(db, klass.id, { now: later(HOUR), rules: () => null }, ben.userId)
    expect(bens(reading.id, ben.userId)!.predictedAt).toEqual(later(1000))
    expect(bens(reading.id, anna.userId)).toBeUndefined()
  })

  test('what is told reaches whom it is for, in its class, and is unread until marked by an instant', async () => {
    const about = v7()
    const news = (classId: string, to: string[], title: string, now: Date) =>
      db.atomically((tx) =>
        inbox.tell(db, tx, {
          classId,
          to,
          about: title === 'Gone' ? about : v7(),
          kind: 'assigned',
          facts: { title, work: 'quiz' },
          now,
          newId: v7,
        }),
      )
    const students = (sectionId: string | null) => db.atomically((tx) => inbox.studentsIn(db, tx, klass.id, sectionId))
    expect(await students(section)).toEqual([anna.userId])
    expect(await students(null)).toEqual(expect.arrayContaining([anna.userId, ben.userId]))
    await news(klass.id, [anna.userId, ben.userId], 'First', T0)
    await news(klass.id, [anna.userId], 'Gone', later(1000))
    await news(klass.id, [anna.userId], 'Last', later(2000))
    await news(other.id, [anna.userId], 'Elsewhere', later(3000))
    const titles = async (classId: string, userId: string) =>
      (await inbox.listInbox(db, classId, userId, 10)).map((row) => row.body.title)
    expect(await titles(klass.id, anna.userId)).toEqual(['Last', 'Gone', 'First'])
    expect(await titles(klass.id, ben.userId)).toEqual(['First'])
    expect((await inbox.listInbox(db, klass.id, anna.userId, 1)).length).toBe(1)
    expect(Object.fromEntries(await inbox.countUnread(db, anna.userId))).toEqual({ [klass.id]: 3, [other.id]: 1 })
    const read = (until: Date) =>
      db.atomically((tx) =>
        inbox.markInboxRead(db, tx, { classId: klass.id, userId: anna.userId, until, now: later(HOUR) }),
      )
    await read(later(1000))
    expect(Object.fromEntries(await inbox.countUnread(db, anna.userId))).toEqual({ [klass.id]: 1, [other.id]: 1 })
    expect((await inbox.listInbox(db, klass.id, anna.userId, 10)).map((row) => row.readAt)).toEqual([
      null,
      later(HOUR),
      later(HOUR),
    ])
    expect(Object.fromEntries(await inbox.countUnread(db, ben.userId))).toEqual({ [klass.id]: 1 })
    await db.atomically((tx) => inbox.untell(db, tx, about))
    expect(await titles(klass.id, anna.userId)).toEqual(['Last', 'First'])
    const reminded = (of: string) => db.atomically((tx) => inbox.lastReminder(db, tx, of))
    expect(await reminded(about)).toBeNull()
    const reminder = v7()
    await db.atomically((tx) =>
      inbox.tell(db, tx, {
        classId: other.id,
        to: [ben.userId],
        about: reminder,
        kind: 'reminded',
        facts: { title: 'Soon', work: 'quiz', minutes: 5 },
        now: later(1000),
        newId: v7,
      }),
    )
    expect(await reminded(reminder)).toEqual(later(1000))
  })

  test('own quizzes are found by id and link, listed for their owner, saved once per seq, and kept as versions', async () => {
    const owner = await makeInstructor(db, klass.id)
    const draft = { title: 'Draft', summary: '', minutes: 5, items: [] }
    const [one, two, away] = [v7(), v7(), v7()]
    const row = (id: string, savedAt: Date, more: object = {}) => ({
      id,
      ownerId: owner.userId,
      draft,
      seq: 1,
      shareCode: null,
      createdAt: T0,
      savedAt,
      putAwayAt: null,
      erasedAt: null,
      ...more,
    })
    await db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.ownQuizzes).values(row(one, T0, { shareCode: 'shared' })))
      yield* ownQuizzes.insertOwnQuiz(db, tx, { id: two, ownerId: owner.userId, draft, now: later(1000) })
      yield* q(tx.insert(db.t.ownQuizzes).values(row(away, T0, { putAwayAt: T0 })))
    })
    expect(await ownQuizzes.findOwnQuiz(db, one)).toMatchObject({ ownerId: owner.userId, draft })
    expect(await ownQuizzes.findOwnQuiz(db, two)).toEqual(row(two, later(1000), { createdAt: later(1000) }))
    expect(await ownQuizzes.findOwnQuiz(db, v7())).toBeNull()
    expect((await ownQuizzes.findSharedQuiz(db, 'shared'))?.id).toBe(one)
    expect(await ownQuizzes.findSharedQuiz(db, 'ended')).toBeNull()
    expect((await ownQuizzes.listOwnQuizzes(db, owner.userId)).map(({ id }) => id)).toEqual([two, one])
    expect(await ownQuizzes.listOwnQuizzes(db, anna.userId)).toEqual([])
    const save = (seq: number, title: string) =>
      db.atomically((tx) =>
        ownQuizzes.updateDraft(db, tx, { id: one, seq, draft: { ...draft, title }, now: later(5000) }),
      )
    expect([await save(1, 'Saved'), await save(1, 'Late'), await save(2, 'Again')]).toEqual([true, false, true])
    expect(await ownQuizzes.findOwnQuiz(db, one)).toMatchObject({ seq: 3, draft: { title: 'Again' } })
    const keep = (quizId: string, title: string) =>
      db.atomically((tx) =>
        ownQuizzes.insertVersion(db, tx, {
          quizId,
          ownerId: owner.userId,
          quiz: { ...planted.quiz, title },
          now: T0,
        }),
      )
    expect([await keep(one, 'First'), await keep(one, 'Second'), await keep(two, 'Other')]).toEqual([1, 2, 1])
    expect((await ownQuizzes.listVersions(db, one)).map(({ n }) => n)).toEqual([2, 1])
    expect(await ownQuizzes.findNewest(db, one)).toMatchObject({ n: 2, quiz: { ...planted.quiz, title: 'Second' } })
    expect(await ownQuizzes.findNewest(db, away)).toBeNull()
    const newest = await ownQuizzes.listNewest(db, owner.userId)
    expect([newest.get(one)?.quiz.title, newest.get(two)?.quiz.title, newest.size]).toEqual(['Second', 'Other', 2])
    expect((await ownQuizzes.listNewest(db, anna.userId)).size).toBe(0)
  })

  test('an attempt is closed by its own version, and judged by a later correction and what was accepted', async () => {
    const given = plantedQuiz('scores')
    const turned = plantedQuiz('scores').frozen
    const kept = turned.kept as { items: Item[]; misreadings: [] }
    const sat = await assign(db, klass.id, 'quiz', { frozen: given.frozen })
    const corrected = {
      ...turned,
      hash: 'corrected',
      kept: { ...kept, items: kept.items.filter(({ id }) => id !== 'some-choices') },
    }
    const [first, second] = [v7(), v7()]
    const attempt = (id: string, ordinal: number) => ({
      id,
      classId: klass.id,
      userId: anna.userId,
      assignmentId: sat.id,
      revisionHash: ordinal === 1 ? sat.revisionHash : null,
      ordinal,
      state: 'open' as const,
      seed: 'x',
      startedAt: later(ordinal * 1000),
      submittedAt: null,
      earned: null,
      total: null,
    })
    await db.atomically(function* (tx) {
      for (const [n, id] of [first, second].entries()) {
        yield* q(tx.insert(db.t.attempts).values(attempt(id, n + 1)))
        for (const [seq, body] of [['a'], given.right['one-choice']!].entries())
          yield* q(
            tx.insert(db.t.answers).values({
              attemptId: id,
              item: 'one-choice',
              seq: seq + 1,
              classId: klass.id,
              userId: anna.userId,
              body,
              confidence: null,
              savedAt: T0,
              digest: 'd',
              erasedAt: null,
            }),
          )
      }
    })
    const rows = async () =>
      (await db.select().from(db.t.attempts).where(eq(db.t.attempts.assignmentId, sat.id))).toSorted(
        (a, b) => a.ordinal - b.ordinal,
      )
    const [open, old] = await rows()
    expect([scores.revisionOf(open!, sat), scores.revisionOf(old!, sat)]).toEqual([sat.revisionHash, sat.revisionHash])
    const asked = await db.atomically((tx) => scores.readAsked(db, tx, [open!, old!], new Map([[sat.id, sat]])))
    expect([...asked(open!)]).toEqual((given.frozen.kept as { items: { id: string }[] }).items.map(({ id }) => id))
    const closed = await db.atomically((tx) => scores.closeAttempt(db, tx, open!, sat, later(5000)))
    expect(closed).toMatchObject({ state: 'submitted', earned: 1, total: 3 })
    expect((await db.atomically((tx) => scores.readAnswersOf(db, tx, [first, v7()]))).get(first)).toEqual(
      new Map([['one-choice', given.right['one-choice']]]),
    )
    const ruling = () => db.atomically((tx) => scores.readRulings(db, tx, [closed], new Map([[sat.id, sat]])))
    expect((await ruling()).get(first)).toMatchObject({ correctedTo: null, withdrawn: new Set(), granted: new Set() })
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.contentRevisions).values({
          hash: 'corrected',
          kind: 'quiz',
          targetId: 'x',
          origin: 'instructor',
          shown: corrected.shown,
          kept: corrected.kept,
          createdAt: T0,
        }),
      )
      yield* q(
        tx.insert(db.t.reScores).values({
          id: v7(),
          classId: klass.id,
          assignmentId: sat.id,
          toHash: 'corrected',
          reason: 'Why.',
          createdAt: later(1500),
        }),
      )
      yield* q(
        tx.insert(db.t.contests).values({
          id: v7(),
          classId: klass.id,
          userId: anna.userId,
          assignmentId: sat.id,
          attemptId: first,
          item: 'a-sentence',
          passageFrom: 's73',
          passageTo: 's73',
          body: 'Mine.',
          createdAt: T0,
          outcome: 'accepted',
          reply: 'Yes.',
          answeredBy: null,
          answeredAt: T0,
          erasedAt: null,
        }),
      )
    })
    expect((await ruling()).get(first)).toMatchObject({
      correctedTo: 'corrected',
      withdrawn: new Set(['some-choices']),
      granted: new Set(['some-choices', 'a-sentence']),
    })
    // Whoever began after a correction was asked the corrected version already.
    const both = await db.atomically((tx) => scores.readRulings(db, tx, [closed, old!], new Map([[sat.id, sat]])))
    expect(both.get(second)!.correctedTo).toBeNull()
    const change = (earned: number) =>
      db.atomically((tx) =>
        scores.insertScoreChange(db, tx, {
          attempt: closed,
          score: { earned, total: 3 },
          cause: 're-score',
          causeId: 'x',
          now: T0,
        }),
      )
    await change(2)
    await change(3)
    const changed = await db.atomically((tx) => scores.readChangedScores(db, tx, [first, second]))
    expect([
      scores.scoreNow(closed, changed),
      scores.scoreNow(closed, new Map()),
      scores.scoreNow(old!, changed),
    ]).toEqual([{ earned: 3, total: 3 }, { earned: 1, total: 3 }, null])
    const listed = await work.listWork(db, klass.id, { now: later(HOUR), rules: () => null })
    expect(listed(sat.id, anna.userId)!.attempts[0]).toMatchObject({ earned: 3, total: 3 })
  })

  test('chains of two classes do not mix', async () => {
    const teacher = await makeInstructor(db, klass.id)
    for (const classId of [klass.id, other.id, klass.id, null])
      await db.atomically((tx) =>
        audit.record(db, tx, {
          classId,
          actorId: teacher.userId,
          action: 'test',
          object: 'x/y',
          after: { secret: 'words' },
          now: T0,
        }),
      )
    const rows = await db.select().from(db.t.audit)
    expect(
      rows
        .filter((row) => row.chain === klass.id)
        .map((row) => row.n)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2])
    expect(rows.filter((row) => row.chain === other.id).map((row) => row.n)).toEqual([1])
    expect(JSON.stringify(rows)).not.toContain('words')
    for (const chain of [klass.id, other.id, 'site', 'unknown'])
      expect(await audit.findBrokenLink(db, chain)).toBeNull()
  })

  test('racing entries make one chain', async () => {
    const chain = v7()
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        db.atomically((tx) =>
          audit.record(db, tx, { classId: chain, actorId: null, action: `race-${index}`, object: 'x', now: T0 }),
        ),
      ),
    )
    expect(
      (
        await db.select({ n: db.t.audit.n }).from(db.t.audit).where(eq(db.t.audit.chain, chain)).orderBy(db.t.audit.n)
      ).map((row) => row.n),
    ).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    expect(await audit.findBrokenLink(db, chain)).toBeNull()
  })

  test('notes are asked for as somebody: rules, place, page, answers, links', async () => {
    const klass = await makeClass(db)
    const [anna, ben] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
    const reading = await assign(db, klass.id, 'reading')
    const base = { classId: klass.id, userId: anna.userId, assignmentId: reading.id }
    const one = noteRow({ ...base, tag: 'doubt', replies: 1 }, { from: 's79', to: 's81' })
    const two = noteRow(base, { from: 's80' })
    const mine = noteRow({ ...base, audience: 'private' }, { from: 's80' })
    const reply = noteRow({ ...base, kind: 'reply', threadId: one.id }, { from: 's79' })
    await insertNotes(db, [one, two, mine, reply])
    const link = { id: v7(), classId: klass.id, userId: anna.userId, noteId: one.id, otherId: two.id, createdAt: T0 }
    await db.insert(db.t.noteLinks).values({ ...link, kind: 'contradicts' })
    const as = (person: Person) =>
      notes.noteReader(db, person.userId, { classId: klass.id, role: 'student', sectionId: null }, T0)
    const ids = (rows: readonly { note: { id: string } }[]) => rows.map((row) => row.note.id)

    expect(await notes.listNoteRules(db, klass.id)).toEqual(new Map())
    const locked = await as(ben)
    expect(locked).toMatchObject({ given: [reading.id], open: [], isClassOpen: false })
    expect(await notes.countNotes(db, klass.id, locked, {})).toBe(0)
    await db.insert(db.t.noteRules).values({ scope: reading.id, classId: klass.id, ownFirst: 0, changedAt: T0 })
    expect(await notes.listNoteRules(db, klass.id)).toEqual(new Map([[reading.id, 0]]))
    const open = await as(ben)
    expect(open).toMatchObject({ open: [reading.id] })

    const page = (given: notes.NoteFilter, after?: { order: number; id: string }) =>
      notes.listNotes(db, klass.id, open, given, { limit: 1, ...(after && { after }) })
    expect(ids(await page({}))).toEqual([one.id])
    expect(ids(await page({}, { order: one.orderFrom, id: one.id }))).toEqual([two.id])
    expect(ids(await page({}, { order: two.orderFrom, id: two.id }))).toEqual([])
    expect(await notes.countNotes(db, klass.id, open, { over: [1081] })).toBe(1)
    expect(await notes.countNotes(db, klass.id, open, { over: [1079, 1080] })).toBe(2)
    expect(await notes.countNotes(db, klass.id, open, { within: [1081, 1090] })).toBe(1)
    expect(await notes.countNotes(db, klass.id, open, { tag: 'doubt', userId: anna.userId, kinds: ['note'] })).toBe(1)
    expect(await notes.countNotes(db, klass.id, open, { assignmentId: v7() })).toBe(0)
    expect((await notes.listNoteHeads(db, klass.id, open, {})).map((head) => head.id)).toEqual([one.id, two.id])
    expect(ids(await notes.listReplies(db, klass.id, open, [one.id, two.id]))).toEqual([reply.id])
    expect(await notes.listReplies(db, klass.id, open, [])).toEqual([])
    expect((await notes.listNoteLinks(db, klass.id, [two.id])).map((row) => row.kind)).toEqual(['contradicts'])
    expect(ids(await notes.listNotesById(db, klass.id, open, [two.id, mine.id]))).toEqual([two.id])
    expect(await notes.listNotesById(db, klass.id, open, [])).toEqual([])
    expect((await notes.findNote(db, klass.id, open, two.id))?.name).toBe(anna.name)
    expect(await notes.findNote(db, klass.id, open, mine.id)).toBeNull()
    expect((await notes.findNoteRow(db, mine.id))?.audience).toBe('private')
    expect(await notes.findNoteRow(db, v7())).toBeNull()
    expect(ids(await notes.listWritten(db, klass.id, open))).toEqual([one.id, reply.id, two.id])
    expect(ids(await notes.listWritten(db, klass.id, open, ben.userId))).toEqual([])
    const marks = await strip.listMarks(db, klass.id, open)
    expect([marks.noted.rows, marks.disputed.rows, marks.disputed.marks.length, marks.cited.rows]).toEqual([2, 1, 2, 0])
    // Taken back, the first keeps its place for the answer under it.
    await db.update(db.t.notes).set({ deletedAt: T0 }).where(eq(db.t.notes.id, one.id))
    expect(ids(await page({}))).toEqual([one.id])
  })

  test('an answer that is not what its receipt says is found, wherever it stands; an erased one is none', async () => {
    const klass = await makeClass(db)
    const { userId } = await makeStudent(db, klass.id)
    const { id: assignmentId } = await assign(db, klass.id, 'quiz')
    const own = { classId: klass.id, userId }
    const attempt = { ...own, id: v7(), assignmentId, ordinal: 1, state: 'open' as const, seed: 'x', startedAt: T0 }
    await db.insert(db.t.attempts).values({ ...attempt, submittedAt: null, earned: null, total: null })
    const row = (item: string, seq: number) => {
      const said = { attemptId: attempt.id, item, seq, body: ['a', 'Hồ 胡'], confidence: 2, savedAt: T0 }
      return { ...said, ...own, digest: receipts.receiptDigest(said), erasedAt: null }
    }
    const changed = { ...row('c', 1), body: ['b'] }
    await db
      .insert(db.t.answers)
      .values([
        row('a', 1),
        row('a', 2),
        row('b', 1),
        changed,
        row('c', 2),
        { ...row('d', 1), body: null, erasedAt: T0 },
      ])
    const found = (await receipts.listFalseReceipts(db, 2)).filter((one) => one.attemptId === attempt.id)
    expect(found.map(({ item, seq }) => [item, seq])).toEqual([['c', 1]])
  })

  test('of whoever joined twice, the second entry is known with the one for which it counts', async () => {
    const twice = await makeClass(db)
    const first = await makeStudent(db, twice.id)
    const second = await makeStudent(db, twice.id, { countsFor: first.userId })
    const seconds = await secondEntries.findSecondEntries(db, twice.id)
    expect([...seconds]).toEqual([[second.userId, first.userId]])
    expect(secondEntries.entriesOf(seconds, first.userId)).toEqual([first.userId, second.userId])
    expect(secondEntries.entriesOf(seconds, second.userId)).toEqual([second.userId])
    expect([...(await secondEntries.findSecondEntries(db, v7()))]).toEqual([])
    const members = await classes.listMembers(db, twice.id)
    expect(members.filter(classes.takesSeat).map(({ userId }) => userId)).toEqual([first.userId])
    expect(await db.atomically((tx) => classes.seatsTaken(db, tx, twice.id))).toBe(1)
    const reading = await assign(db, twice.id, 'reading')
    await db.insert(db.t.readingPlaces).values({
      assignmentId: reading.id,
      classId: twice.id,
      userId: second.userId,
      at: 's9',
      startedAt: T0,
      savedAt: T0,
      finishedAt: T0,
    })
    for (const userId of [undefined, first.userId]) {
      const of = await work.listWork(db, twice.id, { now: T0, rules: () => null }, userId)
      expect(of(reading.id, first.userId)?.place?.at).toBe('s9')
    }
    const alone = await work.listWork(db, twice.id, { now: T0, rules: () => null }, second.userId)
    expect(alone(reading.id, second.userId)?.place?.at).toBe('s9')
  })

  test('codes: whose account opens no more than the class, and who of them has no passphrase', async () => {
    const [here, there] = [await makeClass(db), await makeClass(db)]
    const unset = async (person: { userId: string }) => {
      await db.update(db.t.users).set({ passphraseHash: null }).where(eq(db.t.users.id, person.userId))
      return person
    }
    const waits = await unset(await makeStudent(db, here.id, { name: 'Waits' }))
    const assists = await unset(await makeStudent(db, here.id, { name: 'Assists there' }))
    const assisted = await unset(await makeStudent(db, here.id, { name: 'Assisted there' }))
    const studies = await makeStudent(db, here.id)
    const teaches = await unset(await makeStudent(db, here.id, { mayTeach: true }))
    const called = (name: string, one: { userId: string }) => ({ userId: one.userId, name })
    await enrol(db, there.id, called('a', assists), 'assistant')
    await enrol(db, there.id, called('b', assisted), 'assistant', { state: 'removed' })
    await enrol(db, there.id, called('c', studies), 'student')
    const opens = (classId: string, one: { userId: string }) =>
      db.atomically((tx) => codes.opensMore(db, tx, classId, one.userId))
    expect(await Promise.all([waits, assists, assisted, studies, teaches].map((one) => opens(here.id, one)))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ])
    expect(await opens(there.id, assists)).toBe(false)
    const names = (await db.atomically((tx) => codes.whoWaits(db, tx, here.id))).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['Assisted there', 'Waits'])
    expect(await codes.countWaiting(db, here.id)).toBe(2)
    expect(await codes.countWaiting(db, there.id)).toBe(0)
  })

  test('polls: the newest first, with what students who are in the class chose', async () => {
    const asked = await makeClass(db)
    const [one, gone] = [await makeStudent(db, asked.id), await makeStudent(db, asked.id, { state: 'removed' })]
    const row = { classId: asked.id, origin: null, ask: '?', options: [], at: [], askedBy: one.userId }
    const ids = [v7(), v7()]
    for (const [i, id] of ids.entries())
      await db.insert(db.t.polls).values({ ...row, id, askedAt: new Date(T0.getTime() + i) })
    for (const { userId } of [one, gone])
      await db.insert(db.t.pollAnswers).values({
        pollId: ids[0]!,
        classId: asked.id,
        userId,
        round: 'before',
        choice: 'a',
        answeredAt: T0,
        erasedAt: null,
      })
    expect((await polls.listPolls(db, asked.id)).map(({ id }) => id)).toEqual(ids.toReversed())
    expect(await polls.listPolls(db, v7())).toEqual([])
    expect((await db.atomically((tx) => polls.readPoll(db, tx, ids[0]!)))?.ask).toBe('?')
    expect(await db.atomically((tx) => polls.readPoll(db, tx, v7()))).toBeNull()
    expect(await polls.listPollAnswers(db, ids[0]!)).toEqual([{ userId: one.userId, round: 'before', choice: 'a' }])
    const own = await polls.listOwnAnswers(db, { classId: asked.id, userId: gone.userId })
    expect(own.map(({ pollId }) => pollId)).toEqual([ids[0]])
    await db.update(db.t.pollAnswers).set({ choice: null, erasedAt: T0 })
    expect(await polls.listPollAnswers(db, ids[0]!)).toEqual([])
  })

  test('the text is closed by an open attempt at a quiz from memory, for whoever sits it, until its time is up', async () => {
    const [room, cable] = [
      await makeClass(db, { now: T0 }),
      freeze('quiz', 'carry-the-message', { from: 's1', to: 's2' }),
    ]
    const [sits, waits] = [await makeStudent(db, room.id), await makeStudent(db, room.id)]
    const closing = await assign(db, room.id, 'quiz', { frozen: cable, timeLimitMinutes: 10 })
    const open = await assign(db, room.id, 'quiz', { frozen: planted.frozen })
    const shut = (userId: string, now = T0) => closedText.findOpenClosedText(db, { classId: room.id, userId, now })
    const begin = (userId: string, assignmentId: string) =>
      db.insert(db.t.attempts).values({
        id: v7(),
        classId: room.id,
        userId,
        assignmentId,
        ordinal: 1,
        state: 'open',
        seed: 'x',
        startedAt: T0,
        submittedAt: null,
        earned: null,
        total: null,
      })
    await begin(sits.userId, open.id)
    expect(await shut(sits.userId)).toBeNull()
    await begin(sits.userId, closing.id)
    expect(await shut(sits.userId)).toEqual({ assignment: closing.id, title: closing.title })
    const written = [{ text: 'mine', citations: [{ at: 's1', quote: 'theirs' }] }]
    const sent = (userId: string) => closedText.quotedFor(db, { classId: room.id, userId, now: T0 }, written)
    expect(await sent(sits.userId)).toEqual([{ text: 'mine', citations: [{ at: 's1' }] }])
    expect(await sent(waits.userId)).toEqual(written)
    expect(await shut(sits.userId, later(HOUR))).toBeNull()
    expect(await shut(waits.userId)).toBeNull()
    await db.update(db.t.attempts).set({ state: 'submitted' }).where(eq(db.t.attempts.assignmentId, closing.id))
    expect(await shut(sits.userId)).toBeNull()
  })

  test('a site has begun once anybody has, or had, an account', async () => {
    const { db: fresh, close } = await open()
    const said = async () => [await users.hasBegun(fresh), await fresh.atomically((tx) => users.hasBegunIn(fresh, tx))]
    expect(await said()).toEqual([false, false])
    const { userId } = await makeUser(fresh)
    await fresh.update(fresh.t.users).set({ erasedAt: T0 }).where(eq(fresh.t.users.id, userId))
    expect(await said()).toEqual([true, true])
    await close()
  })

  test('demo accounts are seen, and the database answers', async () => {
    expect(await demo.hasDemoAccounts(db)).toBe(false)
    const { userId } = await makeUser(db, { email: 'student01@demo.test' })
    expect(await demo.hasDemoAccounts(db)).toBe(true)
    expect(await health.doesAnswer(db)).toBe(true)
    const at = later(20 * 365 * 24 * HOUR)
    await db
      .insert(db.t.sessions)
      .values({ id: v7(), userId, createdAt: T0, lastSeenAt: at, expiresAt: at, endedAt: null })
    expect(await health.lastRecorded(db)).toEqual(at)
    await db.delete(db.t.sessions)
    expect(await health.lastRecorded(db)).toBeNull()
  })
})

test('every query is proved here', () => {
  expect(readdirSync('lib/db/queries').toSorted()).toEqual(
    Object.keys(modules)
      .map((name) => `${name}.ts`)
      .toSorted(),
  )
  const exported = Object.entries(modules).flatMap(([name, module]) =>
    Object.entries(module).flatMap(([key, value]) => (typeof value === 'function' ? [`${name}.${key}`] : [])),
  )
  expect(exported.toSorted()).toEqual([...PROVED].toSorted())
})
