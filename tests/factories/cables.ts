/** “Carry the message” for tests: given with reviews, handed in with a cable. */
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { pointsOf, type CableMarks, type Fate } from '#lib/domain/cable.ts'
import { freezeQuiz } from '#lib/features/assign-work/freeze.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { asViewer, type Person } from './people.ts'
import { assign, type Given } from './work.ts'

const quiz = edition().quizzes.find(({ id }) => id === 'carry-the-message')!
const cable = quiz.items.find((item) => item.kind === 'written')!
export const CABLE = cable.id
export const POINTS = pointsOf(cable)

/** The same fate for every point but those named. */
export const marks = (all: Fate, but: CableMarks = {}): CableMarks => ({
  ...Object.fromEntries(POINTS.map(({ id }) => [id, all])),
  ...but,
})

export const carryTheMessage = (db: Db, classId: string, given: Given = {}): Promise<Assignment> =>
  assign(db, classId, 'quiz', { frozen: freezeQuiz(quiz), reviews: 2, ...given })

/** A try begun, its cable saved and, unless `open`, handed in. Returns the attempt. */
export async function writeCable(
  db: Db,
  assignment: Assignment,
  person: Person,
  text: string,
  open = false,
): Promise<string> {
  const { id } = await startAttempt(asViewer(db, person), { assignment: assignment.id })
  if (text) await saveAnswer(asViewer(db, person), { attempt: id, item: CABLE, answer: [text], seq: 1 })
  if (!open) await submitAttempt(asViewer(db, person), { attempt: id })
  return id
}
