/** What is said to a class, found, reported and hidden, on every engine. */
import { v7 } from 'uuid'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { listNotes, noteReader } from '#lib/db/queries/notes.ts'
import * as remarks from '#lib/db/queries/remarks.ts'
import { makeClass, makeInstructor, makeSection, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { makePost, makeReply } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const T0 = new Date('2026-09-01T12:00:00.000Z')
const later = (ms: number): Date => new Date(T0.getTime() + ms)

describe.each(engines)('remarks on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let ben: Person
  let friday: string
  let question: Assignment
  let post: string
  let reply: string

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    friday = await makeSection(db, klass.id, 'Friday')
    teacher = await makeInstructor(db, klass.id, { name: 'Dr. Lind' })
    anna = await makeStudent(db, klass.id, { name: 'Anna Lee', sectionId: friday })
    ben = await makeStudent(db, klass.id, { name: 'Bến Hồ' })
    question = await assign(db, klass.id, 'question')
    post = await makePost(db, question, anna, 'Anna’s words.', { at: T0 })
    reply = await makeReply(db, question, post, ben, 'Bến answers.')
  })
  afterAll(() => opened.close())
  const act = (now: Date) => ({ by: teacher.userId, now, newId: () => v7() })

  test('are found with their author and their place, or not at all', async () => {
    expect(await remarks.findRemark(db, 'post', post)).toEqual({
      kind: 'post',
      id: post,
      classId: klass.id,
      userId: anna.userId,
      role: 'student',
      name: 'Anna Lee',
      studentSectionId: friday,
      assignmentId: question.id,
      sectionId: null,
      title: question.title,
      postId: post,
      body: { text: 'Anna’s words.', citations: [{ at: 's114' }] },
      createdAt: T0,
      at: null,
      claim: null,
    })
    expect(await remarks.findRemark(db, 'reply', reply)).toMatchObject({
      userId: ben.userId,
      studentSectionId: null,
      postId: post,
      body: { text: 'Bến answers.', citations: [] },
    })
    // A post’s id is no reply’s, a draft says nothing yet, and whoever left says nothing any more.
    expect(await remarks.findRemark(db, 'reply', post)).toBeNull()
    const drafted = await makePost(db, await assign(db, klass.id, 'question'), ben, 'x')
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.posts).set({ state: 'draft' }).where(eq(db.t.posts.id, drafted)))
    })
    expect(await remarks.findRemark(db, 'post', drafted)).toBeNull()
    const gone = await makeStudent(db, klass.id)
    const left = await makePost(db, question, gone, 'Gone.')
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, gone.userId)))
    })
    expect(await remarks.findRemark(db, 'post', left)).toBeNull()
    // Under work of one section stand its students and the staff, nobody who moved away.
    const fridays = await assign(db, klass.id, 'question', { sectionId: friday })
    const inside = await makePost(db, fridays, anna, 'Inside.')
    const outside = await makePost(db, fridays, ben, 'Outside.')
    const staff = await makeReply(db, fridays, inside, teacher, 'Think of the envoy.')
    expect(await remarks.findRemark(db, 'post', inside)).not.toBeNull()
    expect(await remarks.findRemark(db, 'post', outside)).toBeNull()
    expect(await remarks.findRemark(db, 'reply', staff)).not.toBeNull()
  })

  test('a note is one where it says something to others, and hidden it is read by its author and staff', async () => {
    const reading = await assign(db, klass.id, 'reading')
    const base = { classId: klass.id, userId: anna.userId, assignmentId: reading.id }
    const rows = [
      noteRow({ ...base, body: 'Said.' }),
      noteRow({ ...base, audience: 'private' }),
      noteRow({ ...base, kind: 'highlight', body: null }),
      noteRow({ ...base, kind: 'prompt' }),
      noteRow({ ...base, deletedAt: T0 }),
    ]
    await insertNotes(db, rows)
    const found = await Promise.all(rows.map(({ id }) => remarks.findRemark(db, 'note', id)))
    expect(found[0]).toMatchObject({
      kind: 'note',
      userId: anna.userId,
      studentSectionId: friday,
      assignmentId: reading.id,
      title: reading.title,
      postId: null,
      at: 's80',
      claim: null,
      body: { text: 'Said.', citations: [{ at: 's80' }] },
    })
    expect(found.slice(1)).toEqual([null, null, null, null])

    await db.insert(db.t.noteRules).values({ scope: klass.id, classId: klass.id, ownFirst: 0, changedAt: T0 })
    const read = async (who: Person) => {
      const reader = await noteReader(db, who.userId, who.viewer.memberships[0]!, T0)
      return (await listNotes(db, klass.id, reader, { kinds: ['note'] }, { limit: 9 })).map(({ note, hidden }) => [
        note.body,
        hidden?.reason,
      ])
    }
    await db.atomically((tx) => remarks.hideRemark(db, tx, found[0]!, 'Why', act(T0)))
    expect([await read(ben), await read(anna), await read(teacher)]).toMatchObject([
      [],
      [['Said.', 'Why'], {}],
      [['Said.', 'Why']],
    ])
    await db.atomically((tx) => remarks.showRemark(db, tx, found[0]!, act(later(1))))
    expect(await read(ben)).toEqual([['Said.', undefined]])
  })

  test('own post first: a draft is not one', async () => {
    expect(await remarks.hasPosted(db, question.id, anna.userId)).toBe(true)
    expect(await remarks.hasPosted(db, question.id, ben.userId)).toBe(false)
    expect(await remarks.hasPosted(db, v7(), anna.userId)).toBe(false)
  })

  test('a report is one a person, waits, and is settled by hiding', async () => {
    const remark = (await remarks.findRemark(db, 'post', post))!
    const report = (by: Person, reason: string | null, now: Date) =>
      db.atomically((tx) => remarks.reportRemark(db, tx, remark, reason, { by: by.userId, now, newId: () => v7() }))
    await report(ben, 'Rude', later(1000))
    await report(ben, 'Rude, and wrong', later(2000))
    await report(teacher, null, later(3000))
    expect(await remarks.listOpenReports(db, klass.id)).toEqual([
      { kind: 'post', remarkId: post, reason: 'Rude, and wrong', createdAt: later(2000), reporter: 'Bến Hồ' },
      { kind: 'post', remarkId: post, reason: null, createdAt: later(3000), reporter: 'Dr. Lind' },
    ])
    expect(await remarks.listOpenReports(db, v7())).toEqual([])

    const hidden = () => db.atomically((tx) => remarks.hidingsOf(db, tx, 'post', [post, reply]))
    expect((await hidden()).size).toBe(0)
    await db.atomically((tx) => remarks.hideRemark(db, tx, remark, 'It names a person', act(later(4000))))
    expect([...(await hidden()).keys()]).toEqual([post])
    expect((await hidden()).get(post)).toMatchObject({ reason: 'It names a person', userId: anna.userId })
    expect(await remarks.listOpenReports(db, klass.id)).toEqual([])
    expect((await db.atomically((tx) => remarks.hidingsOf(db, tx, 'reply', [post]))).size).toBe(0)

    // Another reason stands beside the first, which is kept.
    await db.atomically((tx) => remarks.hideRemark(db, tx, remark, 'It names a person', act(later(5000))))
    await db.atomically((tx) => remarks.hideRemark(db, tx, remark, 'It names two', act(later(6000))))
    expect((await remarks.listHidden(db, klass.id)).map((row) => row.reason)).toEqual(['It names two'])
    expect(await db.select().from(db.t.hidings).where(eq(db.t.hidings.kind, 'post'))).toHaveLength(2)

    await db.atomically((tx) => remarks.showRemark(db, tx, remark, act(later(7000))))
    await db.atomically((tx) => remarks.showRemark(db, tx, remark, act(later(8000))))
    expect((await hidden()).size).toBe(0)
    expect(await remarks.listHidden(db, klass.id)).toEqual([])
    expect(await db.select().from(db.t.hidings).where(eq(db.t.hidings.kind, 'post'))).toHaveLength(2)
  })

  test('a report that is settled without hiding leaves the list and the remark alone', async () => {
    const remark = (await remarks.findRemark(db, 'reply', reply))!
    await db.atomically((tx) => remarks.reportRemark(db, tx, remark, null, act(later(9000))))
    await db.atomically((tx) => remarks.settleReports(db, tx, remark, act(later(10_000))))
    expect(await remarks.listOpenReports(db, klass.id)).toEqual([])
    expect((await db.atomically((tx) => remarks.hidingsOf(db, tx, 'reply', [reply]))).size).toBe(0)
  })
})
