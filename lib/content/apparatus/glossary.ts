import { z } from 'zod'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStatements, runningSchema } from '../reading/statements.ts'
import { idsInOrder } from '../text/order.ts'
import { unitsWith } from '../text/whole-words.ts'

export const termSchema = z.strictObject({
  id: slugSchema,
  term: proseOf(80).describe('The term as the glossary lists it'),
  forms: z
    .array(proseOf(80))
    .default([])
    .describe('How it stands in the transcript, letter for letter; none if only the essays use it'),
  absent: z
    .array(proseOf(80))
    .default([])
    .describe('Words that a reader may look for and that the transcript never uses'),
  gloss: z.array(runningSchema).min(1).max(4),
})
type TermSource = z.infer<typeof termSchema>

export type Term = TermSource & {
  /** Computed: the sentences and header lines in which one of its forms stands. */
  mentions: string[]
}

/** In the order of the alphabet. */
export function readGlossary(against: Against): Kind<Term[]> {
  const { place, units } = against
  const entries = readEntries(place, 'glossary.yaml', termSchema, (id) => `the term "${id}" is there twice`)
  for (const { value, fault } of entries) {
    value.forms.forEach((form, which) => {
      if (unitsWith(form, units).length === 0) fault('forms', which)(`"${form}" stands nowhere in the transcript`)
    })
    value.absent.forEach((form, which) => {
      const [found] = unitsWith(form, units)
      if (found) fault('absent', which)(`"${form}" is called absent and stands in ${found}`)
    })
    checkStatements(value.gloss, against, (which) => fault('gloss', which))
  }
  const terms = valuesOf(entries).map((one) => ({
    ...one,
    mentions: idsInOrder(
      units,
      one.forms.flatMap((form) => unitsWith(form, units)),
    ),
  }))
  return {
    value: terms.toSorted((a, b) => a.term.localeCompare(b.term, 'en')),
    ids: idsOfEntries('term', entries),
    statements: terms.flatMap(({ gloss }) => gloss),
    counts: { glossary: terms.length },
  }
}
