import { z } from 'zod'
import { citationSchema, sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation, checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkQuoted, checkQuoting } from '../reading/quoted.ts'
import { noteSchema } from '../reading/statements.ts'

export const puzzleSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(90),
  prompt: proseOf(600),
  minutes: z.int().min(1).max(60),
  at: z.array(sentenceIdSchema).min(2).max(12).describe('the sentences that do not fit together'),
  beside: z.array(noteSchema).max(4).default([]).describe('what students are told from other sources'),
  levels: z
    .array(z.strictObject({ id: slugSchema, title: proseOf(40), does: proseOf(240) }))
    .length(3)
    .describe('what an answer does, best first'),
  notes: z.array(noteSchema).min(2).max(10).describe('for the instructor'),
  samples: z
    .array(
      z.strictObject({
        level: slugSchema,
        text: proseOf(1200),
        cites: z.array(citationSchema).min(1).max(8),
        why: proseOf(400),
      }),
    )
    .length(6)
    .describe('two answers of each level'),
})
/** A place that does not fit, to be explained in a few sentences. `notes` and `samples` wait until one's own answer is in. */
export type Puzzle = z.infer<typeof puzzleSchema>

export function readPuzzles(against: Against): Kind<Puzzle[]> {
  const entries = readEntries(against.place, 'puzzles.yaml', puzzleSchema, (id) => `the puzzle "${id}" is there twice`)
  for (const entry of entries) check(against, entry)
  const puzzles = valuesOf(entries)
  return {
    value: puzzles,
    ids: idsOfEntries('puzzle', entries, ({ prompt, at }) => ({ prompt, at })),
    statements: puzzles.flatMap(({ beside, notes }) => [...beside, ...notes]),
    counts: { puzzles: puzzles.length, puzzleSamples: puzzles.flatMap(({ samples }) => samples).length },
  }
}

function check(against: Against, { value, fault }: Listed<Puzzle>): void {
  const { units } = against
  checkSentences(units, value.at, (which) => fault('at', which))
  checkQuoted(units, value.prompt, value.at, fault('prompt'))
  for (const part of ['beside', 'notes'] as const) checkQuoting(value[part], against, (which) => fault(part, which))
  for (const { id } of value.levels) {
    const n = value.samples.filter(({ level }) => level === id).length
    if (n !== 2) fault('samples')(`the level "${id}" has ${n} samples; it needs two`)
  }
  value.samples.forEach(({ text, cites }, which) => {
    cites.forEach((cite, n) => checkCitation(units, cite, fault('samples', which, 'cites', n)))
    checkQuoted(
      units,
      text,
      cites.map(({ at }) => at),
      fault('samples', which, 'text'),
    )
  })
}
