/** Carry the message (N12): which of its points the class lost on the way, with n and an interval. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { edition } from '#lib/content/edition.ts'
import { freezeQuiz } from '#lib/features/assign-work/freeze.ts'
import { readAnswer } from '#lib/features/grade-answers/queue.ts'
import { saveGrade } from '#lib/features/grade-answers/save.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { missingMost } from '../../app/classes/[class]/desk/_desk/written-rows.tsx'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  type Person,
} from '../factories/people.ts'
import { assign } from '../factories/work.ts'

const ITEM = 'cable-to-le-duan'
const quiz = edition().quizzes.find(({ id }) => id === 'carry-the-message')!

let db: Db
beforeAll(() => {
  db = openSqlite(':memory:', { migrate: true })
})
afterAll(() => db.close())

describe('what a class lost of the message', () => {
  test('counted row by row from the grades that count; held or not, by those who may see them', async () => {
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
    const given = await assign(db, klass.id, 'quiz', { frozen: freezeQuiz(quiz) })
    const look = (person: Person) => analyseQuiz(asViewer(db, person), { assignment: given.id })
    const cable = async (sectionId: string): Promise<Person> => {
      const person = await makeStudent(db, klass.id, { sectionId })
      const { id } = await startAttempt(asViewer(db, person), { assignment: given.id })
      const answer = ['Zhou says that it is difficult.']
      await saveAnswer(asViewer(db, person), { attempt: id, item: ITEM, answer, seq: 1 })
      await submitAttempt(asViewer(db, person), { attempt: id })
      return person
    }
    const people = [await cable(friday), await cable(friday), await cable(monday), await cable(monday)]

    const [before] = (await look(teacher)).written
    expect(before).toMatchObject({ id: ITEM, number: 6, n: 0 })
    expect(before!.rows.map(({ n, share }) => [n, share])).toEqual(before!.rows.map(() => [0, null]))
    expect(missingMost(before!)).toBe('Nothing is graded yet')

    const rows = before!.rows.map(({ id }) => id)
    expect(rows).toHaveLength(8)
    const grade = async (person: Person, levels: readonly number[]) => {
      const at = { assignment: given.id, part: ITEM, member: person.userId }
      const { source, version } = await readAnswer(asViewer(db, teacher), at)
      const fields = Object.fromEntries(rows.map((row, i) => [`level:${row}`, levels[i]]))
      await saveGrade(asViewer(db, teacher), { ...at, source, version, text: '', ...fields } as never)
    }
    await grade(people[0]!, [3, 2, 1, 0, 0, 3, 3, 3])
    await grade(people[1]!, [3, 2, 1, 0, 3, 3, 3, 3])
    await grade(people[2]!, [3, 0, 1, 0, 3, 3, 3, 3])

    const [after] = (await look(teacher)).written
    expect(after!.n).toBe(3)
    expect(after!.rows.map(({ missing, levels }) => [missing, levels])).toEqual([
      [0, [0, 0, 0, 3]],
      [1, [1, 0, 2, 0]],
      [0, [0, 3, 0, 0]],
      [3, [3, 0, 0, 0]],
      [1, [1, 0, 0, 2]],
      [0, [0, 0, 0, 3]],
      [0, [0, 0, 0, 3]],
      [0, [0, 0, 0, 3]],
    ])
    // Wilson’s 95 % interval, by hand: 3 / (3 + 1.96²), and (1 + 1.96² / 2 ± 1.96 · root(2/3 + 1.96² / 4)) / (3 + 1.96²).
    const share = (row: number) => [after!.rows[row]!.share!.low, after!.rows[row]!.share!.high]
    expect(share(3)[0]).toBeCloseTo(0.4385, 3)
    expect(share(1)[0]).toBeCloseTo(0.0615, 3)
    expect(share(1)[1]).toBeCloseTo(0.7923, 3)
    expect(missingMost(after!)).toBe('Missing most often, from 3 of 3 graded answers: “Fourth: harm to unity”')

    const assistant = await makeAssistant(db, klass.id, { sectionId: monday })
    expect((await look(assistant)).written[0]!.n).toBe(1)
  })
})
