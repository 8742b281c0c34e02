import { z } from 'zod'
import { citationSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation } from '../reading/citations.ts'
import { readEntries, twinsIn, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkQuoting } from '../reading/quoted.ts'
import { noteSchema } from '../reading/statements.ts'

/** The order that keeps the shape of a controversy: one's own opinion at both ends, the change of sides in the middle. */
const PHASES = ['before', 'prepare', 'present', 'answer', 'swap', 'together', 'after'] as const

export const controversySchema = z.strictObject({
  id: slugSchema,
  title: proseOf(120),
  question: proseOf(200),
  minutes: z.int().min(10).max(180),
  opinion: proseOf(300).describe('what is asked before and after, in the same words'),
  sides: z
    .array(
      z.strictObject({
        id: slugSchema,
        claim: proseOf(160),
        evidence: z.array(citationSchema.required()).min(5).max(12),
      }),
    )
    .length(2),
  phases: z.array(z.strictObject({ id: z.enum(PHASES), title: proseOf(60), ask: proseOf(300) })).length(PHASES.length),
  notes: z.array(noteSchema).min(2).max(10).describe('for the instructor'),
})
/** Two sides that are given, changed and dropped. */
export type Controversy = z.infer<typeof controversySchema>

export function readControversies(against: Against): Kind<Controversy[]> {
  const entries = readEntries(
    against.place,
    'controversies.yaml',
    controversySchema,
    (id) => `the controversy "${id}" is there twice`,
  )
  for (const { value, fault } of entries) {
    if (!value.question.endsWith('?')) fault('question')('a controversy asks: its question ends on "?"')
    for (const twin of twinsIn(value.sides))
      fault('sides', twin, 'id')(`the side "${value.sides[twin]!.id}" is there twice`)
    value.sides.forEach(({ evidence }, side) =>
      evidence.forEach((cite, which) => checkCitation(against.units, cite, fault('sides', side, 'evidence', which))),
    )
    value.phases.forEach(({ id }, which) => {
      if (id !== PHASES[which]) fault('phases', which, 'id')(`"${id}" stands where "${PHASES[which]}" belongs`)
    })
    checkQuoting(value.notes, against, (which) => fault('notes', which))
  }
  const controversies = valuesOf(entries)
  return {
    value: controversies,
    ids: idsOfEntries('controversy', entries, ({ question, sides }) => ({
      question,
      sides: sides.map(({ claim }) => claim),
    })),
    statements: controversies.flatMap(({ notes }) => notes),
    counts: {
      controversies: controversies.length,
      controversyEvidence: controversies.flatMap(({ sides }) => sides.flatMap(({ evidence }) => evidence)).length,
    },
  }
}
