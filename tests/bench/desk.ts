/** What the desk costs in a large class: 300 students and 30 assignments, all of it done and half of it graded. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { plansIn } from '#lib/db/queries/grades.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { rowsThatCount } from '#lib/domain/grading.ts'
import { rightAnswer, wrongAnswer } from '../factories/answers.ts'
import { makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { makePost } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { startServer } from '../server/harness.ts'
import { time, timings, type Timing } from './series.ts'

const TIMES = 5
const STUDENTS = 300
const OF_EACH = 10
const WORDS = 'Zhou has it from the Albanian party, and Khiem was there. Both can be true of two moments. '.repeat(8)
const quiz = edition().quizzes.find(({ id }) => id === 'comprehension')!

/** One student's work in everything, written straight into the tables; every second post has a grade. */
async function work(
  db: Db,
  given: readonly Assignment[],
  student: Person,
  n: number,
  graderId: string,
  criteria: readonly string[],
): Promise<void> {
  const at = new Date()
  const base = { classId: given[0]!.classId, userId: student.userId }
  const answer = async (one: Assignment): Promise<void> => {
    const post = await makePost(db, one, student, `${WORDS}${n}`)
    if (n % 2 === 0) return
    await db.atomically((tx) =>
      q(
        tx.insert(db.t.grades).values(
          criteria.map((criterion, index) => ({
            ...base,
            assignmentId: one.id,
            part: '',
            n: index + 1,
            source: 'post' as const,
            sourceId: post,
            version: 1,
            criterion,
            level: (n + index) % 4,
            comment: null,
            graderId,
            kind: 'given' as const,
            save: post,
            undoes: null,
            savedAt: at,
            erasedAt: null,
          })),
        ),
      ),
    )
  }
  await Promise.all(given.filter(({ kind }) => kind === 'question').map(answer))
  await db.atomically(function* (tx) {
    for (const one of given.filter(({ kind }) => kind === 'reading'))
      yield* q(
        tx
          .insert(db.t.readingPlaces)
          .values({ ...base, assignmentId: one.id, at: 'end', startedAt: at, savedAt: at, finishedAt: at }),
      )
    for (const one of given.filter(({ kind }) => kind === 'quiz')) {
      const attemptId = v7()
      const right = quiz.items.map((_item, i) => (n * 7919 + i * 104_729) % 100 < 60)
      yield* q(
        tx.insert(db.t.attempts).values({
          ...base,
          id: attemptId,
          assignmentId: one.id,
          ordinal: 1,
          state: 'submitted',
          seed: 'x',
          startedAt: at,
          submittedAt: at,
          earned: right.filter(Boolean).length,
          total: quiz.items.length,
        }),
      )
      yield* q(
        tx.insert(db.t.answers).values(
          quiz.items.map((item, i) => ({
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

export async function benchDesk(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const file = join(dir, 'desk.db')
  const db = openSqlite(file, { migrate: true })
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const given: Assignment[] = []
  for (const kind of ['reading', 'quiz', 'question'] as const)
    for (let n = 0; n < OF_EACH; n += 1)
      given.push(await assign(db, klass.id, kind, { title: `${kind} ${n + 1}`, points: kind === 'reading' ? 0 : 10 }))
  const question = given.find(({ kind }) => kind === 'question')!
  const plan = (await plansIn(db, klass.id, [question], edition().rubrics[0]!)).get(question.id)!
  const criteria = rowsThatCount(plan.rubrics['']!).map(({ id }) => id)
  // Side by side, so that writes share their commits.
  const students = await Promise.all(
    Array.from({ length: STUDENTS }, async (_one, n) => {
      const student = await makeStudent(db, klass.id)
      await work(db, given, student, n, teacher.userId, criteria)
      return student
    }),
  )
  const last = students.at(-1)!.userId
  await db.close()
  const server = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
  const rows: Timing[] = []
  try {
    const desk = `/classes/${klass.id}/desk`
    const quizzes = given.find(({ kind }) => kind === 'quiz')!
    const pages: readonly (readonly [name: string, path: string])[] = [
      ['the desk', desk],
      ['assign', `${desk}/assign`],
      ['all answers to one quiz', `${desk}/answers/${quizzes.id}`],
      ['all answers to one question', `${desk}/answers/${question.id}`],
      ['one student', `${desk}/answers/students/${last}`],
      ['what waits for grading', `${desk}/grading`],
      ['grading one question', `${desk}/grading/${question.id}`],
      ['the next answer to grade', `/api/assignments/${question.id}/grading/post/${last}`],
      ['gradebook', `${desk}/gradebook`],
      ['roster', `${desk}/roster`],
      ['item statistics of one quiz', `${desk}/analysis/${quizzes.id}`],
      ['class in one page', `${desk}/projector`],
      ['copy to a new term, looked at', `${desk}/settings/copy?title=Again&start=2027-02-01`],
      ['the archive', `/api/classes/${klass.id}/archive.zip`],
    ]
    for (const [name, path] of pages)
      rows.push(
        await time(name, TIMES, async () => {
          const headers = { cookie: teacher.cookie, 'accept-encoding': 'identity' }
          const reply = await fetch(server.base + path, { headers })
          const { byteLength } = await reply.arrayBuffer()
          if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`)
          return byteLength
        }),
      )
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return `## The desk of a large class

${STUDENTS} students, ${given.length} assignments, ${STUDENTS * OF_EACH} attempts and as many posts, half of them graded.

${timings(rows)}
`
}
