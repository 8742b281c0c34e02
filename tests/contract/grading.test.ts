/** The queries of grades, releases and the gradebook, and that their history is kept, on every engine. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { listOverrides, type Assignment } from '#lib/db/queries/assignments.ts'
import * as classWork from '#lib/db/queries/class-work.ts'
import { findMember, type Member } from '#lib/db/queries/classes.ts'
import * as gradeContests from '#lib/db/queries/grade-contests.ts'
import * as gradebook from '#lib/db/queries/gradebook.ts'
import * as grades from '#lib/db/queries/grades.ts'
import * as released from '#lib/db/queries/released.ts'
import { PLAIN_RULES } from '#lib/domain/gradebook.ts'
import { askedAboutGrade } from '../factories/grades.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { engines, statement, type Opened } from './engines.ts'

const general = edition().rubrics[0]!
const AT = new Date('2026-09-01T12:00:00.000Z')

describe.each(engines)('grades on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let member: Member
  let question: Assignment
  let quiz: Assignment
  const post = v7()
  const [comment, gone] = [v7(), v7()]

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id)
    anna = await makeStudent(db, klass.id)
    member = (await findMember(db, klass.id, anna.userId))!
    question = await assign(db, klass.id, 'question', { points: 30 })
    quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('contract', 'every').frozen })
    const base = { classId: klass.id, userId: anna.userId }
    const on = { ...base, assignmentId: question.id, part: '', source: 'post' as const, sourceId: post, version: 1 }
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.posts).values({
          ...base,
          id: post,
          assignmentId: question.id,
          state: 'posted',
          draft: null,
          draftSeq: 1,
          startedAt: AT,
          savedAt: AT,
          postedAt: AT,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.postVersions).values({
          ...base,
          postId: post,
          ordinal: 1,
          body: { text: 'Zhou was told it.', citations: [] },
          pasted: { pastes: 1, characters: 4, of: 17 },
          digest: 'd',
          createdAt: AT,
          erasedAt: null,
        }),
      )
      for (const [index, row] of general.rows.entries())
        yield* q(
          tx.insert(db.t.grades).values({
            ...on,
            n: index + 1,
            criterion: row.id,
            level: 2,
            comment: null,
            graderId: teacher.userId,
            kind: 'given',
            save: v7(),
            undoes: null,
            savedAt: AT,
            erasedAt: null,
          }),
        )
      for (const [id, removedAt] of [
        [comment, null],
        [gone, AT],
      ] as const)
        yield* q(
          tx.insert(db.t.gradeComments).values({
            ...on,
            id,
            starts: 0,
            ends: 4,
            words: 'Zhou',
            comment: 'By whom?',
            graderId: teacher.userId,
            savedAt: AT,
            removedAt,
            erasedAt: null,
          }),
        )
      yield* q(
        tx.insert(db.t.setAside).values({
          assignmentId: question.id,
          userId: anna.userId,
          part: '',
          graderId: teacher.userId,
          classId: klass.id,
          at: AT,
        }),
      )
      for (const [index, excused] of [true, false].entries())
        yield* q(
          tx.insert(db.t.gradebookEntries).values({
            assignmentId: question.id,
            userId: anna.userId,
            n: index + 1,
            classId: klass.id,
            excused,
            byHand: null,
            lateTakes: 0,
            by: teacher.userId,
            at: AT,
          }),
        )
    })
  })
  afterAll(() => opened.close())

  const release = (state: 'released' | 'held', ordinal: number) =>
    db.atomically(function* (tx) {
      yield* q(
        tx
          .insert(db.t.releases)
          .values({ assignmentId: question.id, ordinal, classId: klass.id, state, by: teacher.userId, at: AT }),
      )
    })
  const mine = () => ({ classId: klass.id, userId: anna.userId, assignments: [question, quiz] })

  test('the class’s work is reached by whoever may see it', async () => {
    const ctx = asViewer(db, teacher)
    const reached = await classWork.reach(ctx, klass.id)
    expect(reached.students.map((one) => one.userId)).toEqual([anna.userId])
    expect(classWork.isGivenTo(question, member)).toBe(true)
    const item = { id: 'a', revision: 1, stem: 'Who says so?' }
    for (const other of [{ id: 'b' }, { revision: 2 }, { stem: 'Who says it?' }])
      expect(classWork.versionOf({ ...item, ...other })).not.toBe(classWork.versionOf(item))
    expect(classWork.versionOf({ ...item })).toBe(classWork.versionOf(item))
    const [posted] = await classWork.postsOf(ctx, question.id, [member])
    expect(posted!.versions).toHaveLength(1)
    expect(posted!.post).not.toHaveProperty('draft')
    // What was pasted is of one answer alone and is never read with a list.
    expect(posted!.versions[0]).not.toHaveProperty('pasted')
    expect([...(await classWork.pastedBy(ctx, question.id, anna.userId))]).toEqual([
      [1, { pastes: 1, characters: 4, of: 17 }],
    ])
    expect((await classWork.pastedBy(ctx, question.id, teacher.userId)).size).toBe(0)
    expect(await classWork.standingPosts(ctx, question.id, [member])).toEqual([
      { member, sourceId: posted!.post.id, version: 1 },
    ])
    expect(await classWork.standingPosts(ctx, question.id, [])).toEqual([])
    expect((await classWork.readQuiz(ctx, quiz, [member], [])).all.size).toBe(0)
    expect(classWork.counted(undefined)).toBeNull()
    expect(await classWork.promptsOf(ctx, question)).toBeNull()
    expect(await classWork.predictionsOf(ctx, question.id, [member])).toEqual([])
  })

  test('plans: what the assignment brings along, then the newest in use; a proposal counts for nothing', async () => {
    const own = (await grades.rubricsOf(db, question, general))!
    expect(own['']!.map((row) => row.id)).toEqual(general.rows.map((row) => row.id))
    expect(Object.keys((await grades.rubricsOf(db, quiz, general))!)).toEqual(['in-words'])
    expect(await grades.findPlan(db, question, general)).toMatchObject({ ordinal: 0, graders: 1 })
    const plan = { assignmentId: quiz.id, classId: klass.id, rubrics: own, savedBy: teacher.userId, savedAt: AT }
    for (const [state, graders] of [
      ['in-use', 2],
      ['proposed', 1],
    ] as const)
      await db.atomically((tx) => grades.addPlan(db, tx, { ...plan, state, graders }))
    expect((await grades.listPlans(db, quiz.id)).map((one) => [one.ordinal, one.state])).toEqual([
      [1, 'in-use'],
      [2, 'proposed'],
    ])
    expect(grades.planIn(await grades.listPlans(db, quiz.id), own)).toMatchObject({ ordinal: 1, graders: 2 })
    expect(
      [...(await grades.plansIn(db, klass.id, [question, quiz], general)).values()].map((one) => one.graders),
    ).toEqual([1, 2])
  })

  test('histories come in their order, comments that stand in the order of the words', async () => {
    expect((await grades.listGrades(db, question.id)).map((row) => row.n)).toEqual([1, 2, 3, 4, 5])
    expect(await grades.listGrades(db, question.id, anna.userId)).toHaveLength(5)
    expect(await grades.listGrades(db, question.id, teacher.userId)).toEqual([])
    const entries = await grades.listEntries(db, question.id)
    expect(entries).toHaveLength(5)
    for (const entry of entries) expect(entry).not.toHaveProperty('comment')
    const of = { assignmentId: question.id, userId: anna.userId, part: '' }
    expect(await db.atomically((tx) => grades.gradesOfAnswer(db, tx, of))).toHaveLength(5)
    expect((await grades.listWordComments(db, question.id)).map((one) => one.id)).toEqual([comment])
    expect(await grades.asideOf(db, question.id, teacher.userId)).toEqual(new Set([`/${anna.userId}`]))
    expect(await grades.asideOf(db, question.id, anna.userId)).toEqual(new Set())
    expect(await grades.namesOf(db, klass.id, [teacher.userId, v7()])).toEqual(
      new Map([[teacher.userId, teacher.name]]),
    )
    expect(await grades.namesOf(db, klass.id, [])).toEqual(new Map())
  })

  test('a look is noted once a day', async () => {
    const look = (at: Date) =>
      grades.noteView(db, {
        id: v7(),
        classId: klass.id,
        userId: anna.userId,
        viewerId: teacher.userId,
        page: 'grading',
        assignmentId: question.id,
        at,
      })
    for (const at of [AT, new Date(AT.getTime() + 1000), new Date(AT.getTime() + 86_400_000)]) await look(at)
    expect((await db.select().from(db.t.gradeViews)).map((row) => row.day)).toEqual(['2026-09-01', '2026-09-02'])
  })

  test('what is held is not read for its student; the newest release or hold decides', async () => {
    expect(await released.listReleased(db, mine(), general)).toEqual(new Map())
    expect(await grades.findRelease(db, question.id)).toBeNull()
    await release('released', 1)
    expect(await grades.findRelease(db, question.id)).toEqual({ by: teacher.userId, at: AT })
    expect([...(await grades.releasesIn(db, klass.id)).keys()]).toEqual([question.id])
    const [grade] = (await released.listReleased(db, mine(), general)).get(question.id)!
    expect(grade).toMatchObject({ points: 10, of: 15, words: [{ words: 'Zhou', from: 0, to: 4 }] })
    expect(await released.listReleasedRows(db, anna.userId)).toHaveLength(5)
    expect(await released.listReleasedComments(db, anna.userId)).toHaveLength(1)
    expect(await released.listReleasedEntries(db, anna.userId)).toHaveLength(2)
    await release('held', 2)
    expect(await grades.findRelease(db, question.id)).toBeNull()
    expect((await released.listReleased(db, mine(), general)).size).toBe(0)
    expect(await released.listReleasedRows(db, anna.userId)).toEqual([])
  })

  test('second looks come in their order, of one student or of the class, and once for each part', async () => {
    const later = await askedAboutGrade(db, question, anna, { at: new Date(AT.getTime() + 1) })
    const first = await askedAboutGrade(db, quiz, anna, { at: AT, part: 'in-words' })
    expect((await gradeContests.listGradeContests(db, klass.id)).map(({ id }) => id)).toEqual([first, later])
    const of = (userIds: string[], assignmentIds: string[]) =>
      gradeContests.gradeContestsOf(db, { userIds, assignmentIds })
    expect((await of([anna.userId], [question.id])).map(({ id }) => id)).toEqual([later])
    expect(await of([teacher.userId], [question.id])).toEqual([])
    await expect(askedAboutGrade(db, question, anna)).rejects.toThrow()
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.gradeContests).set({ body: null, erasedAt: AT }))
    })
    expect(await gradeContests.listGradeContests(db, klass.id)).toEqual([])
    expect(await of([anna.userId], [question.id])).toEqual([])
  })

  test('the gradebook, whole and of one student as they may see it', async () => {
    expect(await gradebook.findRules(db, klass.id)).toEqual(PLAIN_RULES)
    expect((await gradebook.listEntries(db, klass.id)).get(`${question.id}/${anna.userId}`)).toMatchObject({
      excused: false,
    })
    expect((await gradebook.listEntries(db, klass.id, teacher.userId)).size).toBe(0)
    const asked = {
      classId: klass.id,
      assignments: [question],
      students: [member],
      overrides: await listOverrides(db, klass.id),
      now: new Date(AT.getTime() + 1),
      general,
    }
    const whole = await gradebook.readBook(db, asked)
    expect(whole.rows[0]!.cells).toMatchObject([{ points: 20, of: 30, isHeld: true }])
    const seen = await gradebook.readBook(db, { ...asked, userId: anna.userId, asStudent: true })
    expect(seen.rows[0]!.cells).toMatchObject([{ points: null }])
    expect(seen.rows[0]!.total.share).toBeNull()
  })

  const kept: readonly (readonly [what: string, text: () => string])[] = [
    ['a level rewritten', () => 'UPDATE grades SET level = 3'],
    ['a grade deleted', () => 'DELETE FROM grades'],
    ['a comment rewritten', () => `UPDATE grade_comments SET comment = 'x'`],
    ['a comment moved', () => 'UPDATE grade_comments SET starts = 1, removed_at = saved_at'],
    ['a comment brought back', () => 'UPDATE grade_comments SET removed_at = NULL WHERE removed_at IS NOT NULL'],
    ['a comment deleted', () => 'DELETE FROM grade_comments'],
    ['a release changed', () => `UPDATE releases SET state = 'held'`],
    ['a plan changed', () => 'UPDATE grading_plans SET graders = 1'],
    ['a gradebook entry changed', () => 'UPDATE gradebook_entries SET late_takes = 50'],
  ]
  test.each(kept)('%s is refused', async (_what, text) => {
    const error = await statement(db, text()).then(
      () => null,
      (thrown: unknown) => thrown as { message: string; cause?: { message: string } },
    )
    expect(`${error?.message} ${error?.cause?.message}`).toContain('append-only')
  })

  test('taking a comment back, and erasure, are admitted', async () => {
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.gradeComments).set({ removedAt: AT }).where(eq(db.t.gradeComments.id, comment)))
      yield* q(tx.update(db.t.gradeComments).set({ words: null, comment: null, erasedAt: AT }))
      yield* q(tx.update(db.t.grades).set({ comment: null, erasedAt: AT }))
    })
    expect((await db.select().from(db.t.grades)).map((row) => row.level)).toEqual([2, 2, 2, 2, 2])
  })
})
