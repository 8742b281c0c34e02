import { eq, isNull } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { findBrokenLink, listTrail, record } from '#lib/db/queries/audit.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { assign, plantedQuiz, PREDICTED } from '../factories/work.ts'
import { engines, statement, type Opened } from './engines.ts'

const KEPT = [
  'answers',
  'post_versions',
  'replies',
  'hidings',
  'predictions',
  'exercise_answers',
  'attempts',
  'own_quiz_versions',
  'score_changes',
  're_scores',
  'rival_readings',
  'sample_scores',
  'peer_reviews',
  'cable_reviews',
  'audit',
]

describe.each(engines)('append-only on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  const ids = { attempt: v7(), open: v7(), post: v7() }
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    const klass = await makeClass(db)
    const { userId } = await makeStudent(db, klass.id)
    const quiz = await assign(db, klass.id, 'quiz')
    const question = await assign(db, klass.id, 'question')
    const reading = await assign(db, klass.id, 'reading', { gate: true })
    const [done, under] = [await assign(db, klass.id, 'exercise'), await assign(db, klass.id, 'exercise')]
    const at = new Date()
    const base = { classId: klass.id, userId }
    await db.atomically(function* (tx) {
      const attempt = { ...base, assignmentId: quiz.id, seed: 'x', startedAt: at }
      yield* q(
        tx.insert(db.t.attempts).values({
          ...attempt,
          id: ids.attempt,
          ordinal: 1,
          state: 'submitted',
          submittedAt: at,
          earned: 3,
          total: 8,
        }),
      )
      yield* q(
        tx.insert(db.t.attempts).values({
          ...attempt,
          id: ids.open,
          ordinal: 2,
          state: 'open',
          submittedAt: null,
          earned: null,
          total: null,
        }),
      )
      yield* q(
        tx.insert(db.t.answers).values({
          ...base,
          attemptId: ids.attempt,
          item: 'one',
          seq: 1,
          body: ['b'],
          confidence: 2,
          savedAt: at,
          digest: 'd',
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.posts).values({
          ...base,
          id: ids.post,
          assignmentId: question.id,
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
          postId: ids.post,
          ordinal: 1,
          body: { text: 'first', citations: [] },
          pasted: { pastes: 1, characters: 5, of: 5 },
          digest: 'd',
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.predictions).values({
          ...base,
          assignmentId: reading.id,
          body: PREDICTED,
          digest: 'd',
          postedAt: at,
          erasedAt: null,
        }),
      )
      for (const [assignment, handedInAt] of [
        [done, at],
        [under, null],
      ] as const)
        yield* q(
          tx.insert(db.t.exerciseAnswers).values({
            ...base,
            assignmentId: assignment.id,
            body: { deadlock: '70' },
            seq: 1,
            startedAt: at,
            savedAt: at,
            handedInAt,
            digest: handedInAt && 'd',
            erasedAt: null,
          }),
        )
      yield* q(
        tx.insert(db.t.scoreChanges).values({
          ...base,
          attemptId: ids.attempt,
          n: 1,
          earned: 4,
          total: 8,
          cause: 're-score',
          causeId: 'x',
          createdAt: at,
        }),
      )
      yield* q(
        tx.insert(db.t.reScores).values({
          id: v7(),
          classId: klass.id,
          assignmentId: quiz.id,
          toHash: quiz.revisionHash,
          reason: 'Why.',
          createdAt: at,
        }),
      )
      const quizId = v7()
      yield* q(
        tx.insert(db.t.ownQuizzes).values({
          id: quizId,
          ownerId: userId,
          draft: null,
          seq: 1,
          shareCode: null,
          createdAt: at,
          savedAt: at,
          putAwayAt: null,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.ownQuizVersions).values({
          quizId,
          n: 1,
          ownerId: userId,
          body: plantedQuiz('kept').quiz,
          digest: 'd',
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.replies).values({
          ...base,
          id: v7(),
          assignmentId: question.id,
          postId: ids.post,
          toReply: null,
          body: { text: 'a reply', citations: [] },
          digest: 'd',
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.hidings).values({
          ...base,
          id: v7(),
          kind: 'post',
          remarkId: ids.post,
          reason: 'a reason',
          hiddenBy: userId,
          hiddenAt: at,
          shownBy: null,
          shownAt: null,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.rivalReadings).values({
          ...base,
          id: v7(),
          claim: 'tirana-first',
          answers: null,
          body: { text: 'a rival reading', citations: [] },
          digest: 'd',
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.sampleScores).values({
          ...base,
          assignmentId: question.id,
          sample: 0,
          levels: { accuracy: 1 },
          scoredAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.peerReviews).values({
          ...base,
          id: v7(),
          authorId: userId,
          assignmentId: question.id,
          postId: ids.post,
          givenOutAt: at,
          version: 1,
          levels: { accuracy: 1 },
          comment: 'a comment',
          digest: 'd',
          reviewedAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.cableReviews).values({
          ...base,
          id: v7(),
          authorId: userId,
          assignmentId: quiz.id,
          attemptId: ids.open,
          givenOutAt: at,
          points: { 'no-rush': 'carried' },
          reviewedAt: at,
          erasedAt: null,
        }),
      )
      for (const action of ['one', 'two', 'three'])
        yield* record(db, tx, { classId: klass.id, actorId: userId, action, object: 'x', before: { a: 1 }, now: at })
    })
  })
  afterAll(() => opened.close())

  const body = () => (db.engine === 'sqlite' ? `'["c"]'` : `'["c"]'::jsonb`)
  const someInstant = () => (db.engine === 'sqlite' ? '1' : 'now()')
  const changes: readonly (readonly [what: string, text: () => string])[] = [
    ['an answer rewritten', () => `UPDATE answers SET body = ${body()}`],
    ['an answer emptied without the note of erasure', () => 'UPDATE answers SET body = NULL'],
    [
      'an answer erased together with its digest',
      () => `UPDATE answers SET body = NULL, digest = 'x', erased_at = ${someInstant()}`,
    ],
    ['an answer given another number', () => `UPDATE answers SET body = NULL, seq = 9, erased_at = ${someInstant()}`],
    ['an answer deleted', () => 'DELETE FROM answers'],
    ['a posted version rewritten', () => `UPDATE post_versions SET body = ${body()}`],
    [
      'a posted version erased together with its digest',
      () => `UPDATE post_versions SET body = NULL, digest = 'x', erased_at = ${someInstant()}`,
    ],
    ['a posted version deleted', () => 'DELETE FROM post_versions'],
    ['a reply rewritten', () => `UPDATE replies SET body = ${body()}`],
    ['a reply moved under another', () => `UPDATE replies SET to_reply = 'x'`],
    ['a reply deleted', () => 'DELETE FROM replies'],
    ['the reason of a hiding rewritten', () => `UPDATE hidings SET reason = 'another'`],
    ['a hiding passed on to somebody else', () => `UPDATE hidings SET hidden_by = 'x'`],
    ['a hiding deleted', () => 'DELETE FROM hidings'],
    ['a prediction rewritten', () => `UPDATE predictions SET body = ${body()}`],
    ['a prediction moved in time', () => `UPDATE predictions SET posted_at = ${someInstant()}`],
    [
      'a prediction erased together with its digest',
      () => `UPDATE predictions SET body = NULL, digest = 'x', erased_at = ${someInstant()}`,
    ],
    ['a prediction deleted', () => 'DELETE FROM predictions'],
    ['a changed score changed again in place', () => 'UPDATE score_changes SET earned = 8'],
    ['a changed score deleted', () => 'DELETE FROM score_changes'],
    ['a re-score rewritten', () => `UPDATE re_scores SET reason = 'Else.'`],
    ['a re-score deleted', () => 'DELETE FROM re_scores'],
    ['a version of an own quiz rewritten', () => `UPDATE own_quiz_versions SET body = ${body()}`],
    ['a version of an own quiz renumbered', () => 'UPDATE own_quiz_versions SET n = 2'],
    [
      'a version of an own quiz erased together with its digest',
      () => `UPDATE own_quiz_versions SET body = NULL, digest = 'x', erased_at = ${someInstant()}`,
    ],
    ['a version of an own quiz deleted', () => 'DELETE FROM own_quiz_versions'],
    [
      'a handed-in exercise rewritten',
      () => `UPDATE exercise_answers SET body = ${body()} WHERE handed_in_at IS NOT NULL`,
    ],
    ['a handed-in exercise opened again', () => 'UPDATE exercise_answers SET handed_in_at = NULL'],
    [
      'a handed-in exercise erased together with its digest',
      () => `UPDATE exercise_answers SET body = NULL, digest = 'x', erased_at = ${someInstant()}`,
    ],
    ['a handed-in exercise deleted', () => 'DELETE FROM exercise_answers'],
    ['a submitted attempt scored again', () => `UPDATE attempts SET earned = 8 WHERE state = 'submitted'`],
    ['a submitted attempt opened again', () => `UPDATE attempts SET state = 'open' WHERE state = 'submitted'`],
    ['a submitted attempt deleted', () => `DELETE FROM attempts WHERE state = 'submitted'`],
    ['a rival reading rewritten', () => `UPDATE rival_readings SET body = ${body()}`],
    ['a rival reading moved to another claim', () => `UPDATE rival_readings SET claim = 'x'`],
    ['a rival reading deleted', () => 'DELETE FROM rival_readings'],
    ['a sample scored again', () => `UPDATE sample_scores SET levels = ${body()}`],
    ['the scores of a sample deleted', () => 'DELETE FROM sample_scores'],
    ['a review rewritten', () => `UPDATE peer_reviews SET comment = 'else'`],
    ['a review of other levels', () => `UPDATE peer_reviews SET levels = ${body()}`],
    ['a review taken back', () => 'DELETE FROM peer_reviews'],
    ['a review of a cable of other points', () => `UPDATE cable_reviews SET points = ${body()}`],
    [
      'a review of a cable given to another',
      () => `UPDATE cable_reviews SET author_id = 'x', points = NULL, erased_at = ${someInstant()}`,
    ],
    ['a review of a cable taken back', () => 'DELETE FROM cable_reviews'],
    ['an audit row changed', () => `UPDATE audit SET action = 'nothing'`],
    ['an audit row deleted', () => 'DELETE FROM audit'],
  ]
  test.each(changes)('%s is refused', async (_what, text) => {
    const before = await Promise.all(KEPT.map((table) => statement(db, `SELECT * FROM ${table}`)))
    const error = await statement(db, text()).then(
      () => null,
      (thrown: unknown) => thrown as { message: string; cause?: { message: string } },
    )
    expect(`${error?.message} ${error?.cause?.message}`).toContain('append-only')
    expect(await Promise.all(KEPT.map((table) => statement(db, `SELECT * FROM ${table}`)))).toEqual(before)
  })

  test('a submitted attempt without answers cannot be deleted either', async () => {
    const [row] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, ids.attempt))
    await db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.attempts).values({ ...row!, id: v7(), ordinal: 3 }))
    })
    await expect(statement(db, 'DELETE FROM attempts WHERE ordinal = 3')).rejects.toThrow()
  })

  test('replacing a row in place is refused like deleting it', async () => {
    const sqlite = `INSERT OR REPLACE INTO audit SELECT chain, n, actor_id, 'nothing', object, before, after, at, previous, digest FROM audit`
    const postgres = `INSERT INTO audit SELECT * FROM audit ON CONFLICT (chain, n) DO UPDATE SET action = 'nothing'`
    await expect(statement(db, db.engine === 'sqlite' ? sqlite : postgres)).rejects.toThrow()
    expect((await db.select().from(db.t.audit)).map((row) => row.action)).not.toContain('nothing')
  })

  test('the open attempt may still be closed', async () => {
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .update(db.t.attempts)
          .set({ state: 'submitted', submittedAt: new Date(), earned: 1, total: 8 })
          .where(eq(db.t.attempts.id, ids.open)),
      )
    })
  })

  test('an exercise that is not handed in may still change, and be handed in', async () => {
    const { exerciseAnswers: rows } = db.t
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .update(rows)
          .set({ body: { deadlock: '60' }, seq: 2, handedInAt: new Date(), digest: 'd' })
          .where(isNull(rows.handedInAt)),
      )
    })
    expect((await db.select({ seq: rows.seq }).from(rows).orderBy(rows.seq)).map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('erasure is admitted: the words go, the digest stays', async () => {
    const erasedAt = new Date()
    await expect(
      db.atomically(function* (tx) {
        yield* q(tx.update(db.t.postVersions).set({ body: null, erasedAt }))
      }),
      'what was pasted goes with the words',
    ).rejects.toThrow()
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.answers).set({ body: null, confidence: null, erasedAt }))
      yield* q(tx.update(db.t.postVersions).set({ body: null, pasted: null, erasedAt }))
      yield* q(tx.update(db.t.predictions).set({ body: null, erasedAt }))
      yield* q(tx.update(db.t.exerciseAnswers).set({ body: null, erasedAt }))
      yield* q(tx.update(db.t.replies).set({ body: null, erasedAt }))
      yield* q(tx.update(db.t.hidings).set({ reason: null, erasedAt }))
      yield* q(tx.update(db.t.rivalReadings).set({ body: null, erasedAt }))
      yield* q(tx.update(db.t.sampleScores).set({ levels: null, erasedAt }))
      yield* q(tx.update(db.t.peerReviews).set({ comment: null, erasedAt }))
      yield* q(tx.update(db.t.cableReviews).set({ points: null, erasedAt }))
    })
    expect(await db.select({ body: db.t.answers.body, digest: db.t.answers.digest }).from(db.t.answers)).toEqual([
      { body: null, digest: 'd' },
    ])
    expect(
      await db.select({ body: db.t.postVersions.body, digest: db.t.postVersions.digest }).from(db.t.postVersions),
    ).toEqual([{ body: null, digest: 'd' }])
    expect(
      await db.select({ body: db.t.predictions.body, digest: db.t.predictions.digest }).from(db.t.predictions),
    ).toEqual([{ body: null, digest: 'd' }])
  })

  test('what is hidden can be shown again, once', async () => {
    const shownAt = new Date()
    const show = () =>
      db.atomically(function* (tx) {
        yield* q(tx.update(db.t.hidings).set({ shownAt, shownBy: 'x' }))
      })
    await show()
    await expect(statement(db, `UPDATE hidings SET shown_by = 'y'`)).rejects.toThrow()
    expect(await db.select({ shownAt: db.t.hidings.shownAt }).from(db.t.hidings)).toEqual([{ shownAt }])
  })

  test('the audit chain finds a break planted on a copy, wherever it is', async () => {
    const rows = await db.select().from(db.t.audit).orderBy(db.t.audit.n)
    expect(await findBrokenLink(db, rows[0]!.chain)).toBeNull()
    expect((await listTrail(db, rows[0]!.chain)).map(({ n }) => n)).toEqual(rows.map(({ n }) => n))
    const plant = async (
      chain: string,
      change: (row: (typeof rows)[number], index: number) => (typeof rows)[number] | null,
    ) => {
      await db.atomically(function* (tx) {
        for (const [index, row] of rows.entries()) {
          const planted = change(row, index)
          if (planted) yield* q(tx.insert(db.t.audit).values({ ...planted, chain }))
        }
      })
      return findBrokenLink(db, chain)
    }
    // The chain's name is part of the digest, so that rows cannot be moved between classes.
    expect(await plant('moved', (row) => row)).toBe(1)

    const copy = await engines.find((engine) => engine.name === 'better-sqlite3 :memory:')!.open()
    const copied = async (change: (row: (typeof rows)[number], index: number) => (typeof rows)[number] | null) => {
      await statement(copy.db, 'DROP TRIGGER IF EXISTS audit_no_delete')
      await statement(copy.db, 'DELETE FROM audit')
      await copy.db.atomically(function* (tx) {
        for (const [index, row] of rows.entries()) {
          const planted = change(row, index)
          if (planted) yield* q(tx.insert(copy.db.t.audit).values(planted))
        }
      })
      return findBrokenLink(copy.db, rows[0]!.chain)
    }
    expect(await copied((row) => row)).toBeNull()
    expect(await copied((row, index) => (index === 1 ? { ...row, action: 'something else' } : row))).toBe(2)
    expect(await copied((row, index) => (index === 1 ? { ...row, actorId: null } : row))).toBe(2)
    expect(await copied((row, index) => (index === 1 ? null : row))).toBe(3)
    expect(await copied((row, index) => (index === 2 ? { ...row, at: new Date(row.at.getTime() + 1) } : row))).toBe(3)
    await copy.close()
  })
})
