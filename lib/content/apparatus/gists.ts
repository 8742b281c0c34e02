import { z } from 'zod'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { checkGrounds } from '../reading/grounds.ts'
import { splitSentences } from '../text/split.ts'
import type { Gist, Transcript } from '../types.ts'

const FILE = 'gists.yaml'
const MOST_WORDS = 30
const SPEAKER_NAMES = { zhou: 'Zhou', khiem: 'Khiem' } as const

export const gistSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^t\d+\.p\d+$/u, 'a paragraph of the talk, such as t11.p3')
      .describe('The paragraph'),
    gist: z.string().trim().min(1).max(300).describe('What it says, in one sentence that begins with the speaker'),
    by: z.string().trim().min(1).max(200).describe('Sentences of that paragraph: T:s65 T:s66'),
  })
  .describe('What a paragraph of the talk says, in the edition’s own words')

export const readGists = (place: Place): Entry<Gist>[] => readYaml(place, FILE, gistSchema)

/**
 * Every paragraph has one gist. It begins with the speaker’s name, so that nothing is said in the edition’s own voice
 * that only he says, and it rests on sentences of that paragraph and on nothing else.
 */
export function checkGists(place: Place, gists: readonly Entry<Gist>[], { turns, units }: Transcript): void {
  const paragraphs = turns.flatMap((turn) => turn.paragraphs.map((one) => ({ ...one, speaker: turn.speaker })))
  const seen = new Set<string>()
  for (const { value, file, line } of gists) {
    const fault =
      (at: string) =>
      (message: string): void =>
        place.report(file, line([at]), `${value.id}: ${message}`)
    if (seen.has(value.id)) fault('id')('the paragraph has two gists')
    seen.add(value.id)
    const words = value.gist.split(/\s+/u).length
    if (words > MOST_WORDS) fault('gist')(`the gist has ${words} words; ${MOST_WORDS} is the most`)
    if (splitSentences(value.gist).length > 1) fault('gist')('a gist is one sentence')
    const nothing = { unit: (id: string) => units.has(id), work: () => true }
    const grounds = checkGrounds({ by: value.by, text: value.gist }, nothing, fault('by'))
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
  for (const { id } of paragraphs) if (!seen.has(id)) place.report(FILE, 1, `${id} has no gist`)
}

/** In the order of the talk, however the file has them. */
export function inTextOrder(gists: readonly Entry<Gist>[], { turns }: Transcript): Gist[] {
  const order = turns.flatMap(({ paragraphs }) => paragraphs.map(({ id }) => id))
  return gists.map(({ value }) => value).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
