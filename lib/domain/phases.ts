/**
 * An exercise in parts that hold: each opens when the one before it is in, and what is in stays. Which parts are in, and
 * the side that was given, stand in the body beside the boxes, under names with a dot, which no box can have.
 */
import type { ExerciseAnswers, ExerciseField, ShownExercise, ShownOf } from './exercise.ts'

const PART = 'in.'
const SIDE = 'given.side'
/** The box in which a side's case is posted. */
export const CASE = 'case'
export type Phase = ShownOf<'controversy'>['phases'][number]

/** The boxes alone, without what the exercise itself noted. */
export const boxesOf = (body: ExerciseAnswers): ExerciseAnswers =>
  Object.fromEntries(Object.entries(body).filter(([id]) => !id.includes('.')))
const notesOf = (body: ExerciseAnswers): ExerciseAnswers =>
  Object.fromEntries(Object.entries(body).filter(([id]) => id.includes('.')))
export const partInAt = (body: ExerciseAnswers, phase: string): string | null => body[PART + phase] ?? null
export const sideOf = (body: ExerciseAnswers): string | null => body[SIDE] ?? null

/** The part that is to be filled in now; null where there are no parts or all are in. */
export function phaseNow(shown: ShownExercise, body: ExerciseAnswers): Phase | null {
  if (shown.form !== 'controversy') return null
  return shown.phases.find(({ id }) => partInAt(body, id) === null) ?? null
}
export const phasesIn = (shown: ShownExercise, body: ExerciseAnswers): Phase[] =>
  shown.form === 'controversy' ? shown.phases.filter(({ id }) => partInAt(body, id) !== null) : []

/** The boxes that may be filled in now: those of the part, or all where there are no parts. */
export function fieldsNow(shown: ShownExercise, body: ExerciseAnswers): ExerciseField[] {
  if (shown.form !== 'controversy') return shown.fields
  const boxes = phaseNow(shown, body)?.boxes ?? []
  return shown.fields.filter(({ id }) => boxes.includes(id))
}

/** What stands in boxes of the parts that are in. */
export function standing(shown: ShownExercise, body: ExerciseAnswers): ExerciseAnswers {
  const boxes = phasesIn(shown, body).flatMap((phase) => phase.boxes)
  return Object.fromEntries(boxes.flatMap((id) => (body[id] === undefined ? [] : [[id, body[id]]])))
}

/** What was sent, sorted: whether it says anything else of parts that are in, and what of it belongs to the part now. */
export function sortSent(shown: ShownExercise, body: ExerciseAnswers, sent: ExerciseAnswers) {
  const held = standing(shown, body)
  const now = new Set(fieldsNow(shown, body).map(({ id }) => id))
  const entries = Object.entries(sent)
  return {
    contradicts: entries.some(([id, text]) => id in held && held[id] !== text),
    repeats: entries.length > 0 && entries.every(([id, text]) => held[id] === text),
    early: entries.find(([id]) => !(id in held) && !now.has(id))?.[0] ?? null,
    now: Object.fromEntries(entries.filter(([id]) => now.has(id))),
  }
}

/** The body with the boxes of the part as they were sent; `close` says that the part is in with that. */
export function withPart(
  shown: ShownExercise,
  body: ExerciseAnswers,
  now: ExerciseAnswers,
  close?: { at: Date; side: string | null },
): ExerciseAnswers {
  const phase = phaseNow(shown, body)
  return {
    ...notesOf(body),
    ...standing(shown, body),
    ...now,
    ...(close && phase ? { [PART + phase.id]: close.at.toISOString() } : {}),
    ...(close?.side ? { [SIDE]: close.side } : {}),
  }
}

/** The side that fewer have, so that neither stays without an answer. */
export function nextSide(sides: readonly { id: string }[], given: readonly ExerciseAnswers[]): string {
  const n = (id: string): number => given.filter((body) => sideOf(body) === id).length
  return sides.reduce((fewest, side) => (n(side.id) < n(fewest.id) ? side : fewest)).id
}

/** Whose case one answers: of the other side the one that came in in the same place as one’s own, or the last there is. */
export function opposite<R extends { body: ExerciseAnswers }>(rows: readonly R[], own: R, phase: string): R | null {
  const came = rows
    .filter(({ body }) => partInAt(body, phase) !== null)
    .toSorted((a, b) => (partInAt(a.body, phase)! < partInAt(b.body, phase)! ? -1 : 1))
  const mine = came.filter(({ body }) => sideOf(body) === sideOf(own.body))
  const theirs = came.filter(({ body }) => sideOf(body) !== sideOf(own.body))
  return theirs[mine.indexOf(own)] ?? theirs.at(-1) ?? null
}
