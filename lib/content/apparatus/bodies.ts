import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { slugSchema } from '../schemas.ts'
import {
  checkSentences,
  checkStatements,
  faultsOf,
  inOrder,
  statementSchema,
  unitsWith,
} from '../reading/entry-parts.ts'
import type { Known } from '../reading/entry-parts.ts'
import { bodiesNamed } from '../text/transcript.ts'
import type { Transcript } from '../types.ts'

export const BODY_KINDS = ['party', 'state-body', 'alliance', 'meeting', 'treaty'] as const

export const bodySchema = z.strictObject({
  id: slugSchema,
  kind: z.enum(BODY_KINDS),
  name: z.string().trim().min(1).max(120).describe('The edition’s own name for it'),
  forms: z
    .array(z.string().trim().min(1).max(120))
    .default([])
    .describe('How the transcript calls it, letter for letter'),
  dates: z.string().trim().min(1).max(80).optional().describe('As printed'),
  line: z.string().trim().min(1).max(200).describe('What it is in this affair, in one line'),
  about: z.array(statementSchema).min(1).max(6),
  meant: z
    .array(sentenceIdSchema)
    .default([])
    .describe('Sentences that mean it without a tagged name; tagged names are computed from the transcript'),
  background: z.literal(true).optional().describe('The transcript neither names nor means it'),
})
export type BodySource = z.infer<typeof bodySchema>

/** A party, an institution, an alliance, a meeting or a treaty. */
export type Body = Omit<BodySource, 'meant' | 'background'> & {
  /** Computed: whether the text has words for it, only means it, or does neither. */
  presence: 'named' | 'meant' | 'background'
  /** Where the text names it, computed from the TEI, and where it means it, as authored. */
  mentions: string[]
}

const mentionsOf = ({ id, meant }: BodySource, transcript: Transcript): string[] =>
  inOrder(
    [...[...bodiesNamed(transcript)].flatMap(([unit, refs]) => (refs.includes(id) ? [unit] : [])), ...meant],
    transcript.units,
  )

export function readBodies(
  place: Place,
  known: Known,
  transcript: Transcript,
  lines: ReadonlyMap<string, number>,
): Entry<BodySource>[] {
  const entries = readYaml(place, 'bodies.yaml', bodySchema)
  const ids = new Set(entries.map(({ value }) => value.id))
  for (const [unit, refs] of bodiesNamed(transcript))
    for (const ref of refs)
      if (!ids.has(ref))
        place.report('transcript.xml', lines.get(unit) ?? 1, `${unit} names #${ref}, which is not in bodies.yaml`)
  for (const entry of entries) {
    const { value } = entry
    const fault = faultsOf(place, entry)
    checkSentences(value.meant, known, (index) => fault(['meant', index]))
    checkStatements(value.about, known, (index) => fault(['about', index]))
    const mentions = mentionsOf(value, transcript)
    value.forms.forEach((form, index) => {
      if (!unitsWith(form, known.units).some((unit) => mentions.includes(unit)))
        fault(['forms', index])(`"${form}" stands in none of its sentences`)
    })
    if ((mentions.length === 0) !== (value.background === true))
      fault(['background'])(
        mentions.length === 0
          ? 'neither named nor meant in the text, and not called background'
          : 'called background, and the text names or means it',
      )
  }
  return entries
}

/** By kind, in the order of the file. */
export const asBodies = (entries: readonly Entry<BodySource>[], transcript: Transcript): Body[] =>
  BODY_KINDS.flatMap((kind) =>
    entries.flatMap(({ value }) => {
      if (value.kind !== kind) return []
      const { meant: _meant, background, ...body } = value
      return [
        {
          ...body,
          presence: background
            ? ('background' as const)
            : body.forms.length > 0
              ? ('named' as const)
              : ('meant' as const),
          mentions: mentionsOf(value, transcript),
        },
      ]
    }),
  )
