/** What an instructor opens: results and item statistics of 200, of 2,000 and of a million answers; a class among 10 and 10,000. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { count, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { q } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, makeUser, type Person } from '../factories/people.ts'
import { seatSitters } from '../factories/sitters.ts'
import { assign } from '../factories/work.ts'
import { startServer } from '../server/harness.ts'
import { markdown, median, time, timings } from './series.ts'

const TIMES = 7
const SIZES = [200, 2000] as const
const CLASSES = [10, 10_000] as const
/** As many as a class can hold, and as often as makes a million answers of eleven questions. */
const [FULL, OFTEN] = [2000, 46] as const

const fetchAll = async (base: string, path: string, cookie: string): Promise<number> => {
  const reply = await fetch(base + path, { headers: { cookie, 'accept-encoding': 'identity' } })
  const { byteLength } = await reply.arrayBuffer()
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`)
  return byteLength
}

async function results(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const file = join(dir, 'review.db')
  const db = openSqlite(file, { migrate: true })
  const classes: { size: number; id: string; quiz: string; teacher: Person }[] = []
  for (const size of SIZES) {
    const klass = await makeClass(db, { seats: 5000 })
    const given = await assign(db, klass.id, 'quiz')
    await seatSitters(db, klass.id, given, size)
    classes.push({ size, id: klass.id, quiz: given.id, teacher: await makeInstructor(db, klass.id) })
  }
  const rows = []
  for (const { size, quiz, teacher } of classes)
    rows.push(
      await time(`item statistics of ${size} attempts, in the process`, TIMES, async () => {
        await analyseQuiz(asViewer(db, teacher), { assignment: quiz })
      }),
    )
  await db.close()
  const server = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
  try {
    for (const { size, id, quiz, teacher } of classes) {
      const page = (name: string, path: string) =>
        time(`${name}, ${size} attempts`, TIMES, () => fetchAll(server.base, path, teacher.cookie))
      rows.push(
        await page('item statistics, the page', `/classes/${id}/desk/analysis/${quiz}`),
        await page('results, the page', `/classes/${id}/desk/answers/${quiz}`),
        await page('the matrix as CSV', `/api/assignments/${quiz}/matrix.csv`),
        await page('the desk', `/classes/${id}/desk`),
      )
    }
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return timings(rows)
}

async function manyClasses(): Promise<string> {
  const rows: string[][] = []
  const medians: number[][] = []
  for (const stored of CLASSES) {
    const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
    const file = join(dir, 'classes.db')
    const db = openSqlite(file, { migrate: true })
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    const student = await makeStudent(db, klass.id)
    const stranger = await makeUser(db)
    const given = await assign(db, klass.id, 'quiz')
    await seatSitters(db, klass.id, given, 20)
    for (let from = 1; from < stored; from += 250)
      await db.atomically(function* (tx) {
        for (let n = from; n < Math.min(stored, from + 250); n += 1) {
          const id = v7()
          yield* q(
            tx.insert(db.t.classes).values({
              id,
              title: `Class ${n}`,
              zone: 'UTC',
              seats: 30,
              createdAt: new Date(),
              archivedAt: null,
            }),
          )
          yield* q(
            tx.insert(db.t.memberships).values({
              classId: id,
              userId: stranger.userId,
              role: 'student',
              sectionId: null,
              loginName: 'stranger',
              displayName: 'Stranger',
              extraTimePercent: 0,
              state: 'active',
              joinedAt: new Date(),
            }),
          )
          yield* q(tx.insert(db.t.assignments).values({ ...given, id: v7(), classId: id }))
        }
      })
    await db.close()
    const server = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
    try {
      const found = [
        await time('a student’s list', 3 * TIMES, () =>
          fetchAll(server.base, `/api/classes/${klass.id}/assignments`, student.cookie),
        ),
        await time('the desk', 3 * TIMES, () => fetchAll(server.base, `/classes/${klass.id}/desk`, teacher.cookie)),
      ]
      medians.push(found.map(({ millis }) => median(millis)))
      rows.push(
        ...found.map(({ name, millis }) => [
          name,
          stored.toLocaleString('en-US'),
          `${median(millis).toFixed(1)} ms`,
          `${Math.min(...millis).toFixed(1)} ms`,
          `${Math.max(...millis).toFixed(1)} ms`,
        ]),
      )
    } finally {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  }
  const [few, many] = medians as [number[], number[]]
  return `${markdown(['opening one class', 'classes stored', 'median', 'min', 'max'], rows)}

Among 10,000 classes a list takes ${(many[0]! / few[0]!).toFixed(2)} × and a desk ${(many[1]! / few[1]!).toFixed(2)} × of what they take among 10.`
}

async function aMillion(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const db = openSqlite(join(dir, 'million.db'), { migrate: true })
  try {
    const rows = []
    for (const times of [1, OFTEN]) {
      const klass = await makeClass(db, { seats: FULL })
      const given = await assign(db, klass.id, 'quiz', { attemptsAllowed: null })
      await seatSitters(db, klass.id, given, FULL, times)
      const teacher = asViewer(db, await makeInstructor(db, klass.id))
      const { answers: saved } = db.t
      const [row] = await db.select({ n: count() }).from(saved).where(eq(saved.classId, klass.id))
      const named = (what: string) => `${what}, ${row!.n.toLocaleString('en-US')} answers`
      rows.push(
        await time(named('item statistics'), TIMES, async () => {
          await analyseQuiz(teacher, { assignment: given.id })
        }),
        await time(named('the desk'), TIMES, async () => {
          await viewDesk(teacher, { class: klass.id })
        }),
      )
    }
    return timings(rows)
  } finally {
    await db.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

export const benchReviewing = async (): Promise<string> => `## Results and item statistics

A class of 200 and one of 2,000, each student with one attempt handed in. One request after the other, bytes before compression.

${await results()}

## A million answers in one class

A class of ${FULL.toLocaleString('en-US')}, the most that one can hold, sits one quiz: everybody once, and everybody ${OFTEN} times. In the process. Item statistics are made of first attempts, the desk’s misreadings of the newest.

${await aMillion()}

## One class among many

${await manyClasses()}
`
