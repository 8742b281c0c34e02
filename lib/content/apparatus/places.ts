import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { certaintySchema, checkSure } from '../reading/certainty.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkNamed, mentionsOf } from '../reading/mentions.ts'
import { groundsSchema } from '../reading/statements.ts'
import { placesNamed } from '../text/transcript.ts'

export const placeSchema = z.strictObject({
  id: slugSchema,
  name: proseOf(80),
  /** An area is named but is no dot on the map. */
  kind: z.enum(['point', 'area']),
  /** Degrees, rounded. */
  lat: z.number().min(-90).max(90).optional(),
  long: z.number().min(-180).max(180).optional(),
  /** The place at whose dot it is drawn, where two would fall together. */
  with: slugSchema.optional(),
  role: proseOf(300),
  presence: z.enum(['named', 'implied', 'did-not-happen']),
  certainty: certaintySchema,
  by: groundsSchema,
  /** Sentences that mean the place without naming it; named mentions are computed from the transcript. */
  meant: z.array(sentenceIdSchema).default([]),
})
type PlaceSource = z.infer<typeof placeSchema>

export type MapPlace = Omit<PlaceSource, 'meant'> & {
  /** Where the text names the place, computed from the TEI, and where it means it, as authored. */
  mentions: string[]
}

export function readPlaces(against: Against): Kind<MapPlace[]> {
  const { place, transcript, units } = against
  const entries = readEntries(place, 'places.yaml', placeSchema, (id) => `the place "${id}" is there twice`)
  const sources = valuesOf(entries)
  const byId = new Map(sources.map((one) => [one.id, one]))
  const named = placesNamed(transcript)
  const inText = new Set([...named.values()].flat())
  checkNamed(against, named, byId, 'which is not in places.yaml')
  for (const { value, fault } of entries) {
    checkSentences(units, value.meant, (which) => fault('meant', which))
    checkSure({ ...value, text: value.role }, against, fault('by'))
    if ((value.presence === 'implied') === inText.has(value.id))
      fault('presence')(
        inText.has(value.id)
          ? 'called implied, and the text names it'
          : `called ${value.presence}, and the text never names it`,
      )
    if (value.presence === 'implied' && value.meant.length === 0) fault('presence')('implied by no sentence')
    const placed = value.lat !== undefined && value.long !== undefined
    if (placed !== (value.kind === 'point')) fault('kind')(placed ? 'an area has no dot' : 'a point needs lat and long')
    if (value.with !== undefined) {
      const dot = byId.get(value.with)
      if (dot?.kind !== 'point' || dot.with !== undefined) fault('with')(`"${value.with}" has no dot of its own`)
    }
  }
  return {
    value: sources.map(({ meant, ...one }) => ({
      ...one,
      mentions: mentionsOf(against, named, { id: one.id, meant }),
    })),
    // A name may be respelled; the address stays what it is.
    ids: idsOfEntries('place', entries),
    statements: sources,
    counts: { places: sources.length },
  }
}
