import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { idsOf, readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkNamed, mentionsOf } from '../reading/mentions.ts'
import { checkStatements, runningSchema } from '../reading/statements.ts'
import { bodiesNamed } from '../text/transcript.ts'
import { unitsWith } from '../text/whole-words.ts'

export const BODY_KINDS = ['party', 'state-body', 'alliance', 'meeting', 'treaty'] as const

export const bodySchema = z.strictObject({
  id: slugSchema,
  kind: z.enum(BODY_KINDS),
  name: proseOf(120).describe('The edition’s own name for it'),
  forms: z.array(proseOf(120)).default([]).describe('How the transcript calls it, letter for letter'),
  dates: proseOf(80).optional().describe('As printed'),
  line: proseOf(200).describe('What it is in this affair, in one line'),
  about: z.array(runningSchema).min(1).max(6),
  meant: z
    .array(sentenceIdSchema)
    .default([])
    .describe('Sentences that mean it without a tagged name; tagged names are computed from the transcript'),
  background: z.literal(true).optional().describe('The transcript neither names nor means it'),
})
type BodySource = z.infer<typeof bodySchema>

/** A party, an institution, an alliance, a meeting or a treaty. */
export type Body = Omit<BodySource, 'meant' | 'background'> & {
  /** Computed: whether the text has words for it, only means it, or does neither. */
  presence: 'named' | 'meant' | 'background'
  /** Where the text names it, computed from the TEI, and where it means it, as authored. */
  mentions: string[]
}

/** By kind, in the order of the file. */
export function readBodies(against: Against): Kind<Body[]> {
  const { place, transcript, units } = against
  const entries = readEntries(place, 'bodies.yaml', bodySchema, (id) => `the body "${id}" is there twice`)
  const named = bodiesNamed(transcript)
  checkNamed(against, named, idsOf(entries), 'which is not in bodies.yaml')
  for (const { value, fault } of entries) {
    checkSentences(units, value.meant, (which) => fault('meant', which))
    checkStatements(value.about, against, (which) => fault('about', which))
    const mentions = mentionsOf(against, named, value)
    value.forms.forEach((form, which) => {
      if (!unitsWith(form, units).some((unit) => mentions.includes(unit)))
        fault('forms', which)(`"${form}" stands in none of its sentences`)
    })
    if ((mentions.length === 0) !== (value.background === true))
      fault('background')(
        mentions.length === 0
          ? 'neither named nor meant in the text, and not called background'
          : 'called background, and the text names or means it',
      )
  }
  const bodies = valuesOf(entries)
    .toSorted((a, b) => BODY_KINDS.indexOf(a.kind) - BODY_KINDS.indexOf(b.kind))
    .map(({ meant, background, ...body }): Body => ({
      ...body,
      presence: background ? 'background' : body.forms.length > 0 ? 'named' : 'meant',
      mentions: mentionsOf(against, named, { id: body.id, meant }),
    }))
  return {
    value: bodies,
    ids: idsOfEntries('body', entries),
    statements: bodies.flatMap(({ about }) => about),
    counts: {
      bodies: bodies.length,
      ...tally(
        'body',
        bodies.map(({ kind }) => kind),
      ),
    },
  }
}
