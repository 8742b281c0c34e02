import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { certaintySchema } from '../reading/certainty.ts'
import { checkSentences } from '../reading/citations.ts'
import { idsOf, readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkNamed, mentionsOf } from '../reading/mentions.ts'
import { checkStatements, groundsSchema, sentencesUnder } from '../reading/statements.ts'
import { personsNamed } from '../text/transcript.ts'

export const personSchema = z.strictObject({
  id: slugSchema,
  /** Our own spelling, with diacritics: Ung Văn Khiêm. */
  name: proseOf(80),
  /** Chinese characters where the edition may give them. */
  zh: proseOf(10).optional(),
  /** Office on 21 August 1961. */
  office: proseOf(240),
  born: proseOf(60).optional(),
  died: proseOf(60).optional(),
  /** One line: part in the affair. */
  line: proseOf(200),
  /** A paragraph for the person's page. Every sentence carries its ground. */
  about: z
    .array(z.strictObject({ text: proseOf(500), by: groundsSchema }))
    .min(1)
    .max(8),
  presence: z.enum(['in-the-room', 'named', 'unnamed', 'after']),
  certainty: certaintySchema,
  /** Sentences that mean the person without naming them; named mentions are computed from the transcript. */
  meant: z.array(sentenceIdSchema).default([]),
})
type PersonSource = z.infer<typeof personSchema>

export type Person = Omit<PersonSource, 'meant'> & {
  /** Sentence and header-line ids where the text names the person, computed from the TEI; for unnamed ones, as authored. */
  mentions: string[]
}

export function readPeople(against: Against): Kind<Person[]> {
  const { place, transcript, units } = against
  const entries = readEntries(place, 'people.yaml', personSchema, (id) => `the person "${id}" is there twice`)
  const named = personsNamed(transcript)
  checkNamed(against, named, idsOf(entries), 'who is not in people.yaml')
  for (const { value, fault } of entries) {
    checkSentences(units, value.meant, (which) => fault('meant', which))
    checkStatements(value.about, against, (which) => fault('about', which))
  }
  const sources = valuesOf(entries)
  return {
    value: sources.map(({ meant, ...person }) => ({
      ...person,
      mentions: mentionsOf(against, named, { id: person.id, meant }),
    })),
    ids: idsOfEntries('person', entries, ({ name }) => name, 'name'),
    uses: sources.map(({ id, name, about, meant }) => ({
      at: [...sentencesUnder(about), ...meant],
      kind: 'person',
      title: name,
      href: `/people/${id}`,
    })),
    statements: sources.flatMap(({ about }) => about),
    counts: { people: sources.length },
  }
}
