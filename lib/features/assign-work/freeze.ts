import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { findEssay } from '#lib/content/essays/essay-forms.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { KeptExercise, ShownExercise } from '#lib/domain/exercise.ts'
import { showQuiz, type Item, type Quiz, type ShownQuiz } from '#lib/domain/item.ts'
import { isWithin, unitOrder, type NamedMisreading } from '#lib/domain/judge.ts'
import { PROMPTS, type Prompt } from '#lib/domain/prediction.ts'
import { keepQuestion, showQuestion, type KeptQuestion, type ShownQuestion } from '#lib/domain/question.ts'
import { exerciseHalves } from './freeze-exercise.ts'

export const kindSchema = z.enum(['reading', 'essay', 'quiz', 'question', 'exercise'])
export type Kind = z.infer<typeof kindSchema>

/** The student's side of what is assigned. */
export type ShownWork =
  | {
      kind: 'reading'
      title: string
      from: string
      to: string
      units: { id: string; text: string }[]
      /** Put before the body opens, where the reading begins with its header only. */
      predict?: Prompt[]
    }
  /** The slug ends in `/short` where the short form is given. */
  | { kind: 'essay'; title: string; slug: string; paragraphs: string[] }
  | ({ kind: 'quiz' } & ShownQuiz)
  | ({ kind: 'question' } & ShownQuestion)
  | ({ kind: 'exercise' } & ShownExercise)
/** What stays behind until feedback is due, or for good. */
export type KeptWork = { items: Item[]; misreadings: NamedMisreading[] } | KeptQuestion | KeptExercise | null

export type Frozen = {
  hash: string
  kind: Kind
  targetId: string
  title: string
  minutes: number
  shown: ShownWork
  kept: KeptWork
  from: string | null
  to: string | null
}

const WORDS_A_MINUTE = 130

const sealed = (
  kind: Kind,
  targetId: string,
  title: string,
  minutes: number,
  shown: ShownWork,
  kept: KeptWork,
  range?: { from: string; to: string },
): Frozen => ({
  hash: digest('revision', kind, canonicalJson({ shown, kept })),
  kind,
  targetId,
  title,
  minutes,
  shown,
  kept,
  from: range?.from ?? null,
  to: range?.to ?? null,
})

type Unit = { id: string; turn: string | null }
const beginsTurn = (unit: Unit): boolean =>
  edition().transcript.turns.find((turn) => turn.id === unit.turn)?.paragraphs[0]?.sentences[0]?.id === unit.id
const endsTurn = (unit: Unit): boolean =>
  edition()
    .transcript.turns.find((turn) => turn.id === unit.turn)
    ?.paragraphs.at(-1)
    ?.sentences.at(-1)?.id === unit.id

/** A range in words: by turns where it is made of whole ones, else by sentences. */
function nameRange(first: Unit, last: Unit, end: string): string {
  const turn = (unit: Unit) => unit.turn!.slice(1)
  if (first.id === edition().transcript.header[0]!.id && endsTurn(last))
    return `from the beginning to turn ${turn(last)}`
  if (beginsTurn(first) && (endsTurn(last) || end === 'end')) {
    if (end === 'end') return `from turn ${turn(first)} to the end`
    return first.turn === last.turn ? `turn ${turn(first)}` : `turns ${turn(first)} to ${turn(last)}`
  }
  const number = (id: string) => (id.startsWith('h') ? `header line ${id.slice(1)}` : id.slice(1))
  if (end === 'end') return `from ${first.id.startsWith('h') ? '' : 'sentence '}${number(first.id)} to the end`
  return first.id === last.id
    ? `sentence ${number(first.id)}`
    : first.id.startsWith('h')
      ? `from ${number(first.id)} to ${end.startsWith('h') ? end.slice(1) : `sentence ${number(end)}`}`
      : `sentences ${number(first.id)} to ${number(end)}`
}

function freezeReading(from: string, to: string, gate: boolean): Frozen {
  const { units } = edition().transcript
  if (!units.has(from) || !units.has(to) || unitOrder(from) > unitOrder(to))
    throw new Refusal('invalid', { issues: [{ path: 'from', code: 'range', message: 'range' }] })
  const picked = [...units.values()]
    .filter((unit) => isWithin(unit.id, { from, to }))
    .map(({ id, text }) => ({ id, text }))
  const words = picked.reduce((sum, unit) => sum + unit.text.split(' ').length, 0)
  const isWhole = picked.length === units.size
  const [first, last] = [units.get(from)!, units.get(to)!]
  const what = isWhole ? 'the transcript' : nameRange(first, last, picked.at(-1)!.id)
  const title = gate ? `Predict, then read ${what}` : `Read ${what}`
  return sealed(
    'reading',
    'transcript',
    title,
    Math.max(1, Math.round(words / WORDS_A_MINUTE)),
    {
      kind: 'reading',
      title,
      from,
      to,
      units: picked,
      ...(gate ? { predict: PROMPTS.map((one) => ({ ...one, look: [...one.look] })) } : {}),
    },
    null,
    { from, to },
  )
}

/** A quiz of the edition or of an instructor's own: what students get apart from what waits for feedback. */
export const freezeQuiz = (quiz: Quiz): Frozen =>
  sealed(
    'quiz',
    quiz.id,
    quiz.title,
    quiz.minutes,
    { kind: 'quiz', ...showQuiz(quiz) },
    {
      items: quiz.items,
      misreadings: edition().misreadings.map(({ id, reading, advice }) => ({ id, reading, advice })),
    },
  )

/**
 * Freezes what the edition says today under a hash: an upgrade of the content never changes an assignment already
 * given. Unknown targets and public self-checks are refused as `invalid`.
 */
export function freeze(
  kind: Kind,
  targetId: string,
  range: { from: string; to: string },
  /** The header and four predictions stand before the body; other kinds than a reading have no body to keep back. */
  gate = false,
): Frozen {
  const { quizzes, questions, exercises, rubrics } = edition()
  const unknown = (): never => {
    throw new Refusal('invalid', { issues: [{ path: 'target', code: 'unknown', message: 'unknown' }] })
  }
  if (kind === 'reading') return freezeReading(range.from, range.to, gate)
  if (kind === 'essay') {
    const { text, title } = findEssay(targetId) ?? unknown()
    return sealed(
      kind,
      targetId,
      title,
      text.minutes,
      { kind, title, slug: targetId, paragraphs: [...text.paragraphs] },
      null,
    )
  }
  if (kind === 'quiz')
    return freezeQuiz(quizzes.find((one) => one.id === targetId && one.audience === 'class') ?? unknown())
  if (kind === 'exercise') {
    const exercise = exercises.find((one) => one.id === targetId) ?? unknown()
    const { shown, kept } = exerciseHalves(exercise)
    return sealed(kind, exercise.id, exercise.title, exercise.minutes, { kind, ...shown }, kept)
  }
  const question = questions.find((one) => one.id === targetId) ?? unknown()
  return sealed(
    kind,
    question.id,
    question.title,
    question.minutes,
    {
      kind,
      ...showQuestion(
        question,
        rubrics.find(({ id }) => id === question.rubric)!,
      ),
    },
    keepQuestion(question),
  )
}
