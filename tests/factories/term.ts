/** A class at the end of a long term: readings, quizzes and questions, all of it done and half of the posts graded. */
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { plansIn } from '#lib/db/queries/grades.ts'
import { rowsThatCount } from '#lib/domain/grading.ts'
import { rightAnswer, wrongAnswer } from './answers.ts'
import { makeClass, makeInstructor, makeStudent, type Klass, type Person } from './people.ts'
import { makePost } from './talk.ts'
import { assign } from './work.ts'

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

export type Term = {
  klass: Klass
  teacher: Person
  given: Assignment[]
  quiz: Assignment
  question: Assignment
  last: string
}

/** `ofEach` readings, quizzes and questions, and so many students who have done all of them. */
export async function makeTerm(db: Db, students: number, ofEach: number): Promise<Term> {
  const klass = await makeClass(db, { seats: students })
  const teacher = await makeInstructor(db, klass.id)
  const given: Assignment[] = []
  for (const kind of ['reading', 'quiz', 'question'] as const)
    for (let n = 0; n < ofEach; n += 1)
      given.push(await assign(db, klass.id, kind, { title: `${kind} ${n + 1}`, points: kind === 'reading' ? 0 : 10 }))
  const first = (kind: Assignment['kind']) => given.find((one) => one.kind === kind)!
  const question = first('question')
  const plan = (await plansIn(db, klass.id, [question], edition().rubrics[0]!)).get(question.id)!
  const criteria = rowsThatCount(plan.rubrics['']!).map(({ id }) => id)
  // Side by side, so that writes share their commits.
  const people = await Promise.all(
    Array.from({ length: students }, async (_one, n) => {
      const student = await makeStudent(db, klass.id)
      await work(db, given, student, n, teacher.userId, criteria)
      return student
    }),
  )
  return { klass, teacher, given, quiz: first('quiz'), question, last: people.at(-1)!.userId }
}
