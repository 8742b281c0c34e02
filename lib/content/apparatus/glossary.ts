import { z } from 'zod'
import type { EssayTextSource } from '../essays/essay-source.ts'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { slugSchema } from '../schemas.ts'
import { checkStatements, faultsOf, inOrder, statementSchema, unitsWith } from '../reading/entry-parts.ts'
import type { Known } from '../reading/entry-parts.ts'

export const termSchema = z.strictObject({
  id: slugSchema,
  term: z.string().trim().min(1).max(80).describe('The term as the glossary lists it'),
  forms: z
    .array(z.string().trim().min(1).max(80))
    .default([])
    .describe('How it stands in the transcript, letter for letter; none if only the essays use it'),
  absent: z
    .array(z.string().trim().min(1).max(80))
    .default([])
    .describe('Words that a reader may look for and that the transcript never uses'),
  gloss: z.array(statementSchema).min(1).max(4),
})
export type TermSource = z.infer<typeof termSchema>

export type Term = TermSource & {
  /** Computed: the sentences and header lines in which one of its forms stands. */
  mentions: string[]
}

export function readGlossary(place: Place, known: Known): Entry<TermSource>[] {
  const entries = readYaml(place, 'glossary.yaml', termSchema)
  for (const entry of entries) {
    const fault = faultsOf(place, entry)
    entry.value.forms.forEach((form, index) => {
      if (unitsWith(form, known.units).length === 0)
        fault(['forms', index])(`"${form}" stands nowhere in the transcript`)
    })
    entry.value.absent.forEach((form, index) => {
      const [found] = unitsWith(form, known.units)
      if (found) fault(['absent', index])(`"${form}" is called absent and stands in ${found}`)
    })
    checkStatements(entry.value.gloss, known, (index) => fault(['gloss', index]))
  }
  return entries
}

/** In the order of the alphabet. */
export const asGlossary = (entries: readonly Entry<TermSource>[], { units }: Pick<Known, 'units'>): Term[] =>
  entries
    .map(({ value }): Term => ({
      ...value,
      mentions: inOrder(
        value.forms.flatMap((form) => unitsWith(form, units)),
        units,
      ),
    }))
    .toSorted((a, b) => a.term.localeCompare(b.term, 'en'))

/** Whether the terms that the essays explain are in the glossary. */
export function checkTerms(
  place: Place,
  essays: readonly EssayTextSource[],
  glossary: readonly Entry<TermSource>[],
): void {
  const ids = new Set(glossary.map(({ value }) => value.id))
  for (const { file, terms } of essays)
    for (const { term, line } of terms)
      if (term !== '' && !ids.has(term)) place.report(file, line, `<Term id="${term}"> names no term of glossary.yaml`)
}
