/** What an instructor opens: the results and the item statistics of 200 and of 2,000 attempts; and a class among 10 and 10,000. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import type { ShownQuiz } from '#lib/domain/item.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { rightAnswer, wrongAnswer } from '../factories/answers.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, makeUser, type Person } from '../factories/people.ts'
import { assign } from '../factories/work.ts'
import { startServer } from '../server/harness.ts'
import { markdown, median, time, timings } from './series.ts'

const TIMES = 7
const SIZES = [200, 2000] as const
const CLASSES = [10, 10_000] as const

/** Members of a class who have all handed in, written straight into the tables. */
async function fill(db: Db, classId: string, given: Assignment, students: number): Promise<void> {
  const { id } = (await findShown(db, given.revisionHash)) as ShownQuiz
  const { items } = edition().quizzes.find((one) => one.id === id)!
  const at = new Date()
  for (let from = 0; from < students; from += 100)
    await db.atomically(function* (tx) {
      for (let n = from; n < Math.min(students, from + 100); n += 1) {
        const [userId, attemptId] = [v7(), v7()]
        const base = { classId, userId }
        const right = items.map((_item, i) => (n * 7919 + i * 104_729) % 100 < 35 + ((n * 31) % 50))
        yield* q(
          tx.insert(db.t.users).values({
            id: userId,
            name: `Reader ${classId.slice(-4)} ${n}`,
            email: null,
            passphraseHash: null,
            mayTeach: false,
            createdAt: at,
            erasedAt: null,
          }),
        )
        yield* q(
          tx.insert(db.t.memberships).values({
            ...base,
            role: 'student',
            sectionId: null,
            loginName: `sitter ${n}`,
            displayName: `Sitter ${n}`,
            extraTimePercent: 0,
            state: 'active',
            joinedAt: at,
          }),
        )
        yield* q(
          tx.insert(db.t.attempts).values({
            ...base,
            id: attemptId,
            assignmentId: given.id,
            ordinal: 1,
            state: 'submitted',
            seed: 'x',
            startedAt: at,
            submittedAt: at,
            earned: right.filter(Boolean).length,
            total: items.length,
          }),
        )
        yield* q(
          tx.insert(db.t.answers).values(
            items.map((item, i) => ({
              ...base,
              attemptId,
              item: item.id,
              seq: 1,
              body: right[i] ? rightAnswer(item) : wrongAnswer(item),
              confidence: null,
              savedAt: at,
              digest: 'd',
              erasedAt: null,
            })),
          ),
        )
      }
    })
}

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
    await fill(db, klass.id, given, size)
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
    await fill(db, klass.id, given, 20)
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

export const benchReviewing = async (): Promise<string> => `## Results and item statistics

A class of 200 and one of 2,000, each student with one attempt handed in. One request after the other, bytes before compression.

${await results()}

## One class among many

${await manyClasses()}
`
