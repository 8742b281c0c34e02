/** What has come in since an instant, on every engine. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { listArrivals } from '#lib/db/queries/arrivals.ts'
import { makeClass, makeSection, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { assign } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const AT = new Date('2026-09-01T12:00:00.000Z')
const after = (ms: number): Date => new Date(AT.getTime() + ms)

describe.each(engines)('arrivals on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let friday: string
  let anna: Person
  let ben: Person
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    friday = await makeSection(db, klass.id, 'Friday')
    anna = await makeStudent(db, klass.id, { sectionId: friday })
    ben = await makeStudent(db, klass.id)
  })
  afterAll(() => opened.close())

  test('a reading that was finished after the instant, in the section that is asked', async () => {
    const reading = await assign(db, klass.id, 'reading')
    await db.atomically(function* (tx) {
      for (const [person, finishedAt] of [
        [anna, after(1000)],
        [ben, after(2000)],
      ] as const)
        yield* q(
          tx.insert(db.t.readingPlaces).values({
            classId: klass.id,
            userId: person.userId,
            assignmentId: reading.id,
            at: 's80',
            startedAt: AT,
            savedAt: finishedAt,
            finishedAt,
          }),
        )
    })
    const who = async (since: Date, section: string | null = null) =>
      (await listArrivals(db, reading, since, section)).map((one) => one.userId).toSorted()
    expect(await who(AT)).toEqual([anna.userId, ben.userId].toSorted())
    expect(await who(after(1000))).toEqual([ben.userId])
    expect(await who(AT, friday)).toEqual([anna.userId])
  })

  test('of a quiz the first attempts, open ones among them; of work that nobody did nothing', async () => {
    const quiz = await assign(db, klass.id, 'quiz')
    const attempt = { classId: klass.id, assignmentId: quiz.id, seed: 'x', startedAt: AT, earned: null, total: null }
    await db.atomically(function* (tx) {
      const { attempts } = db.t
      const [handedIn, open] = [{ state: 'submitted' as const }, { state: 'open' as const, submittedAt: null }]
      for (const one of [
        { userId: anna.userId, ordinal: 1, ...handedIn, submittedAt: after(1000) },
        { userId: anna.userId, ordinal: 2, ...open },
        { userId: ben.userId, ordinal: 1, ...open },
      ])
        yield* q(tx.insert(attempts).values({ ...attempt, id: v7(), ...one }))
    })
    expect(new Map((await listArrivals(db, quiz, AT, null)).map((one) => [one.userId, one.at]))).toEqual(
      new Map<string, Date | null>([
        [anna.userId, after(1000)],
        [ben.userId, null],
      ]),
    )
    expect(await listArrivals(db, quiz, after(1000), friday)).toEqual([])
    for (const kind of ['question', 'exercise', 'essay'] as const)
      expect(await listArrivals(db, await assign(db, klass.id, kind), AT, null)).toEqual([])
  })
})
