import { z } from 'zod'
import { readYaml } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { checkGrounds } from '../reading/grounds.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import { slugSchema } from '../schemas.ts'
import { faultsOf, proseSchema, refuseTwins, statementSchema } from '../reading/statement.ts'
import type { Knows, Statement } from '../reading/statement.ts'
import { sentencesOf } from '../text/transcript.ts'
import type { SpeakerId, Transcript } from '../types.ts'

const FILE = 'doubt.yaml'

export const doubtSchema = z.strictObject({
  id: slugSchema,
  title: proseSchema.max(60).describe('the list by its leading words'),
  words: z
    .array(proseSchema.regex(/^[A-Za-z' ]{2,60}$/u, 'a phrase of letters and blanks'))
    .min(1)
    .describe('phrases as the text has them, found as whole words'),
  coding: z
    .enum(['certain', 'probable', 'possible', 'unknown'])
    .describe('how sure the words make what follows, in this edition’s own coding'),
  note: statementSchema,
})

/** Where a phrase stands: its sentence, and the offset of its first letter there. */
export type Occurrence = { at: string; offset: number; words: string; speaker: SpeakerId }
export type DoubtList = {
  id: string
  title: string
  words: string[]
  coding: 'certain' | 'probable' | 'possible' | 'unknown'
  note: Statement
  /** Computed from the transcript, in its order. */
  occurrences: Occurrence[]
}

/** Every place of the talk where one of the phrases stands as whole words, whatever its first letter’s case. */
export function occurrencesOf(phrases: readonly string[], transcript: Transcript): Occurrence[] {
  const pattern = new RegExp(`\\b(?:${phrases.join('|')})\\b`, 'giu')
  return sentencesOf(transcript.turns).flatMap(({ id, text, speaker }) =>
    [...text.matchAll(pattern)].map((match) => ({ at: id, offset: match.index, words: match[0], speaker })),
  )
}

export function readDoubt(place: Place, transcript: Transcript, knows: Knows): { doubt: DoubtList[]; ids: LiveId[] } {
  const entries = readYaml(place, FILE, doubtSchema)
  const doubt = entries.map(({ value }) => ({ ...value, occurrences: occurrencesOf(value.words, transcript) }))
  refuseTwins(
    doubt,
    'list',
    (which, name) => (message) => place.report(FILE, entries[which]?.line(['id']) ?? 1, `${name}: ${message}`),
  )
  const taken = new Map<string, string>()
  doubt.forEach((list, which) => {
    const entry = entries[which]
    if (!entry) return
    const fault = faultsOf(place, entry)
    checkGrounds(list.note, knows, fault(['note'], list.id))
    list.words.forEach((phrase, i) => {
      if (occurrencesOf([phrase], transcript).length === 0)
        fault(['words', i], list.id)(`"${phrase}" stands nowhere in the talk`)
    })
    for (const { at, offset, words } of list.occurrences)
      for (let letter = offset; letter < offset + words.length; letter += 1) {
        const other = taken.get(`${at} ${letter}`)
        if (other !== undefined && other !== list.id) {
          fault(['words'], list.id)(`"${words}" in ${at} is also counted by "${other}"`)
          break
        }
        taken.set(`${at} ${letter}`, list.id)
      }
  })
  return {
    doubt,
    ids: entries.map(({ value, line }): LiveId => ({
      id: `doubt:${value.id}`,
      hash: digest(value.id),
      file: FILE,
      line: line(['id']),
    })),
  }
}
