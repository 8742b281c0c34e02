import { z } from 'zod'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf } from '../reading/fields.ts'
import { checkStatement, groundsSchema } from '../reading/statements.ts'
import { SPEAKER_NAMES } from '../text/speakers.ts'
import { splitSentences } from '../text/split.ts'

const FILE = 'gists.yaml'
const MOST_WORDS = 30

export const gistSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^t\d+\.p\d+$/u, 'a paragraph of the talk, such as t11.p3')
      .describe('The paragraph'),
    gist: proseOf(300).describe('What it says, in one sentence that begins with the speaker'),
    by: groundsSchema.describe('Sentences of that paragraph: T:s65 T:s66'),
  })
  .describe('What a paragraph of the talk says, in the edition’s own words')

export type Gist = z.infer<typeof gistSchema>

/**
 * Every paragraph has one gist. It begins with the speaker’s name, so that nothing is said in the edition’s own voice
 * that only he says, and it rests on sentences of that paragraph and on nothing else. In the order of the talk, however
 * the file has them.
 */
export function readGists({ place, transcript, units }: Against): Kind<Gist[]> {
  const entries = readEntries(place, FILE, gistSchema, (id) => `${id}: the paragraph has two gists`)
  const paragraphs = transcript.turns.flatMap((turn) =>
    turn.paragraphs.map((one) => ({ ...one, speaker: turn.speaker })),
  )
  for (const { value, fault } of entries) {
    const words = value.gist.split(/\s+/u).length
    if (words > MOST_WORDS) fault('gist')(`the gist has ${words} words; ${MOST_WORDS} is the most`)
    if (splitSentences(value.gist).length > 1) fault('gist')('a gist is one sentence')
    // A work is refused below, known or not.
    const anyWork = { units, works: { has: () => true } }
    const grounds = checkStatement({ text: value.gist, by: value.by }, anyWork, fault('by'))
    const paragraph = paragraphs.find(({ id }) => id === value.id)
    if (!paragraph) {
      fault('id')('names no paragraph of the transcript')
      continue
    }
    const name = SPEAKER_NAMES[paragraph.speaker]
    if (!value.gist.startsWith(`${name} `)) fault('gist')(`the gist begins with "${name}", who speaks`)
    for (const { kind, target } of grounds) {
      if (kind !== 'T') fault('by')('a gist rests on the transcript alone')
      else if (units.has(target) && !paragraph.sentences.some(({ id }) => id === target))
        fault('by')(`${target} does not stand in ${value.id}`)
    }
  }
  const order = paragraphs.map(({ id }) => id)
  const gists = valuesOf(entries).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
  for (const id of order) if (!gists.some((gist) => gist.id === id)) place.report(FILE, 1, `${id} has no gist`)
  return { value: gists, ids: [], statements: gists, counts: { gists: gists.length } }
}
