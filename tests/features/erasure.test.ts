import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { engines, pglite, server, statement, type Opened } from '../contract/engines.ts'
import { call } from '../factories/call.ts'
import { MINE, QUOTE, rowCounts, rowsHolding, writeEveryWord } from '../factories/every-word.ts'
import { makeStudent, PASSPHRASE, type Klass, type Person } from '../factories/people.ts'

const onEngines = [engines.find((one) => one.name === 'better-sqlite3 file')!, pglite, ...(server ? [server] : [])]

describe.each(onEngines)('leaving, on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let anna: Person
  let ben: Person
  let teacher: Person

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    useDb(db)
    ;({ klass, anna, ben, teacher } = await writeEveryWord(db))
  })
  afterAll(() => opened.close())

  const rowsNaming = (value: string) => rowsHolding(db, value)
  const counts = () => rowCounts(db)

  test('“take my data” holds every row that names me', async () => {
    const reply = await call('GET', '/api/me/data', { cookie: anna.cookie })
    const data = JSON.parse(reply.text) as Record<string, unknown[]>
    const stored = await rowsNaming(anna.userId)
    const held = {
      users: data.account ? 1 : 0,
      sessions: data.sessions!.length,
      memberships: data.memberships!.length,
      overrides: data.overrides!.length,
      reading_places: data.readingPlaces!.length,
      predictions: data.predictions!.length,
      exercise_answers: data.exerciseAnswers!.length,
      attempts: data.attempts!.length,
      answers: data.answers!.length,
      checks: data.checks!.length,
      practice: data.practice!.length,
      late_saves: data.lateSaves!.length,
      posts: data.posts!.length,
      post_versions: data.postVersions!.length,
      replies: data.replies!.length,
      reports: data.reports!.length,
      hidings: data.hidings!.length,
      notes: data.notes!.length,
      note_links: data.noteLinks!.length,
      picks: data.picks!.length,
      poll_answers: data.pollAnswers!.length,
      citations: data.citations!.length,
      rival_readings: data.rivalReadings!.length,
      sample_scores: data.sampleScores!.length,
      peer_reviews: data.reviewsWritten!.length + data.reviewsReceived!.length,
      cable_reviews: data.cableReviewsWritten!.length + data.cableReviewsReceived!.length,
      grades: data.grades!.length,
      grade_comments: data.gradeComments!.length,
      gradebook_entries: data.gradebookEntries!.length,
      grade_views: data.gradeViews!.length,
      identities: data.identities!.length,
      platform_members: data.platformMembers!.length,
      platform_launches: data.platformLaunches!.length,
      platform_scores: data.platformScores!.length,
      inbox: data.inbox!.length,
      mail_settings: data.mail!.length,
      outbox: data.outbox!.length,
      contests: data.contests!.length,
      grade_contests: data.gradeContests!.length,
      score_changes: data.scoreChanges!.length,
      idempotency: data.idempotency!.length,
      audit: data.audit!.length,
      links: data.links!.filter((one) => (one as { purpose: string }).purpose === 'reset').length,
    }
    expect(held).toEqual(stored)
    for (const word of [...Object.values(MINE).filter((one) => one !== MINE.renamed), QUOTE])
      expect(reply.text).toContain(word)
    expect(reply.text).not.toContain('Ben stays.')
    expect(reply.text).not.toContain('argon2')
  })

  test('a wrong passphrase or another sentence erases nothing, and guessing is slowed', async () => {
    const erase = (json: Record<string, unknown>) => call('POST', '/api/me/erasure', { cookie: anna.cookie, json })
    expect((await erase({ passphrase: PASSPHRASE, confirm: 'yes' })).code).toBe('invalid')
    const guesser = await makeStudent(db, klass.id)
    const told = []
    for (let n = 0; n < 11; n++)
      told.push(
        (
          await call('POST', '/api/me/erasure', {
            cookie: guesser.cookie,
            json: { passphrase: `guess ${n}`, confirm: 'erase me' },
          })
        ).code,
      )
    expect(told).toEqual([...Array.from({ length: 10 }, () => 'wrong-passphrase'), 'slow-down'])
    expect(
      (
        await call('POST', '/api/me/erasure', {
          cookie: guesser.cookie,
          json: { passphrase: PASSPHRASE, confirm: 'erase me' },
        })
      ).code,
    ).toBe('slow-down')
    expect((await call('GET', '/api/me', { cookie: anna.cookie })).status).toBe(200)
  })

  test('a name given up is gone from the classes, and a namesake in a class left behind does not matter', async () => {
    const [left] = await db.select().from(db.t.memberships).where(eq(db.t.memberships.state, 'removed'))
    await makeStudent(db, left!.classId, { name: MINE.renamed })
    expect((await call('POST', '/api/me/name', { cookie: anna.cookie, json: { name: MINE.renamed } })).status).toBe(200)
    expect((await call('POST', '/api/me/name', { cookie: anna.cookie, json: { name: ben.name } })).code).toBe(
      'name-taken',
    )
    expect((await call('POST', '/api/me/name', { cookie: anna.cookie, json: { name: MINE.name } })).status).toBe(200)
  })

  test('after erasure no word, name or address of mine is in any table; the counts are', async () => {
    const before = await counts()
    expect([(await rowsNaming(anna.userId)).practice, (await rowsNaming(anna.userId)).checks]).toEqual([1, 1])
    const digests = async () => (await statement(db, 'SELECT digest FROM answers')).length
    expect(
      (
        await call('POST', '/api/me/erasure', {
          cookie: anna.cookie,
          json: { passphrase: PASSPHRASE, confirm: 'erase me' },
        })
      ).status,
    ).toBe(200)
    for (const word of [
      MINE.name,
      MINE.name.toLowerCase(),
      MINE.email,
      MINE.mail,
      MINE.draft,
      MINE.post,
      MINE.second,
      MINE.late,
      MINE.prediction,
      MINE.written,
      MINE.lateWritten,
      MINE.contested,
      MINE.gradeContested,
      MINE.graded,
      MINE.box,
      MINE.lateBox,
      MINE.reply,
      MINE.report,
      MINE.hiding,
      MINE.note,
      MINE.ownTag,
      MINE.rival,
      MINE.review,
      MINE.reviewed,
      MINE.cable,
      MINE.subject,
    ])
      expect(await rowsNaming(word), word).toEqual({})
    // These words stand in the question that was frozen, too, which names nobody.
    expect(Object.keys(await rowsNaming(QUOTE))).toEqual(['content_revisions'])
    expect(await counts()).toEqual(before)
    for (const table of [db.t.inbox, db.t.mailSettings, db.t.outbox])
      expect(await db.select().from(table).where(eq(table.userId, anna.userId))).toEqual([])
    expect(await digests()).toBe(before.answers)
    expect(await rowsNaming('Ben stays.')).toEqual({ posts: 1, post_versions: 1 })
    const annas = await db.select().from(db.t.answers).where(eq(db.t.answers.userId, anna.userId))
    expect(annas.every((row) => row.body === null && row.confidence === null && row.erasedAt !== null)).toBe(true)
    const boxes = await db.select().from(db.t.exerciseAnswers).where(eq(db.t.exerciseAnswers.userId, anna.userId))
    expect(boxes.map(({ body, erasedAt }) => [body, erasedAt !== null])).toEqual([
      [null, true],
      [null, true],
    ])
    // Neither what she found in Ben’s cable nor what he found in hers.
    const cables = await db.select().from(db.t.cableReviews)
    expect(cables.map(({ points, erasedAt }) => [points, erasedAt !== null])).toEqual([
      [null, true],
      [null, true],
    ])
    const annasAttempts = await db.select().from(db.t.attempts).where(eq(db.t.attempts.userId, anna.userId))
    expect(annasAttempts.find(({ state }) => state === 'submitted')).toMatchObject({ earned: 1, total: 8 })
  })

  test('and the way in is shut: session, address, name', async () => {
    expect((await call('GET', '/api/me', { cookie: anna.cookie })).code).toBe('sign-in-needed')
    const sessions = await db.select().from(db.t.sessions).where(eq(db.t.sessions.userId, anna.userId))
    expect(sessions.length > 0 && sessions.every((row) => row.endedAt !== null)).toBe(true)
    const [user] = await db.select().from(db.t.users).where(eq(db.t.users.id, anna.userId))
    expect(user).toMatchObject({ name: 'Erased', email: null, passphraseHash: null, mayTeach: false })
    // The name is free for somebody else, and classmates see nothing that was hers.
    expect(
      (await call('POST', '/api/join', { json: { code: klass.code, name: MINE.name, passphrase: PASSPHRASE } })).status,
    ).toBe(200)
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    for (const word of Object.values(MINE).filter((one) => one !== MINE.name && one !== MINE.renamed))
      expect(csv).not.toContain(word)
  })
})
