/** What the desk costs in a large class: 300 students and 30 assignments, all of it done and half of it graded. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '#lib/db/client.ts'
import { makeTerm } from '../factories/term.ts'
import { startServer } from '../server/harness.ts'
import { time, timings, type Timing } from './series.ts'

const TIMES = 5
const STUDENTS = 300
const OF_EACH = 10

export async function benchDesk(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const file = join(dir, 'desk.db')
  const db = openSqlite(file, { migrate: true })
  const { klass, teacher, given, quiz, question, last } = await makeTerm(db, STUDENTS, OF_EACH)
  await db.close()
  const server = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
  const rows: Timing[] = []
  try {
    const desk = `/classes/${klass.id}/desk`
    const pages: readonly (readonly [name: string, path: string])[] = [
      ['the desk', desk],
      ['assign', `${desk}/assign`],
      ['a plan, looked at', `${desk}/assign/plans/one-week?start=2027-02-01T09:00`],
      ['an assignment as a student sees it', `${desk}/assign/${quiz.id}/preview`],
      ['dates and exceptions of an assignment', `${desk}/assign/${quiz.id}`],
      ['the packet to print', `${desk}/packet?of=${quiz.id}&of=${question.id}`],
      ['a warm-up, proposed', `${desk}/warm-up`],
      ['all work', `${desk}/answers`],
      ['all answers to one quiz', `${desk}/answers/${quiz.id}`],
      ['all answers to one question', `${desk}/answers/${question.id}`],
      ['one student', `${desk}/answers/students/${last}`],
      ['what waits for grading', `${desk}/grading`],
      ['grading one question', `${desk}/grading/${question.id}`],
      ['its rubric', `${desk}/grading/${question.id}/rubric`],
      ['second looks', `${desk}/contests`],
      ['the next answer to grade', `/api/assignments/${question.id}/grading/post/${last}`],
      ['gradebook', `${desk}/gradebook`],
      ['roster', `${desk}/roster`],
      ['slips of first codes', `${desk}/roster/slip`],
      ['notes', `${desk}/notes`],
      ['reports', `${desk}/reports`],
      ['item statistics of one quiz', `${desk}/analysis/${quiz.id}`],
      ['item statistics, all quizzes', `${desk}/analysis`],
      ['class in one page', `${desk}/projector`],
      ['polls', `${desk}/projector/polls`],
      ['settings', `${desk}/settings`],
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
