import { z } from 'zod'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { readEntries } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, proseSchema, slugSchema } from '../reading/fields.ts'
import { checkStatement, noteSchema } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'
import { sentencesOf } from '../text/transcript.ts'
import type { SpeakerId, Transcript } from '../text/types.ts'

export const doubtSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(60).describe('the list by its leading words'),
  words: z
    .array(proseSchema.regex(/^[A-Za-z' ]{2,60}$/u, 'a phrase of letters and blanks'))
    .min(1)
    .describe('phrases as the text has them, found as whole words'),
  coding: z
    .enum(['certain', 'probable', 'possible', 'unknown'])
    .describe('how sure the words make what follows, in this edition’s own coding'),
  note: noteSchema,
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

export function readDoubt(against: Against): Kind<DoubtList[]> {
  const { place, transcript } = against
  const entries = readEntries(place, 'doubt.yaml', doubtSchema, (id) => `${id}: the list is there twice`)
  /** Sentence and letter → the list that counts it. */
  const taken = new Map<string, string>()
  const doubt = entries.map(({ value, fault }): DoubtList => {
    checkStatement(value.note, against, fault('note'))
    value.words.forEach((phrase, which) => {
      if (occurrencesOf([phrase], transcript).length === 0)
        fault('words', which)(`"${phrase}" stands nowhere in the talk`)
    })
    const occurrences = occurrencesOf(value.words, transcript)
    for (const { at, offset, words } of occurrences)
      for (let letter = offset; letter < offset + words.length; letter += 1) {
        const other = taken.get(`${at} ${letter}`)
        if (other !== undefined && other !== value.id) {
          fault('words')(`"${words}" in ${at} is also counted by "${other}"`)
          break
        }
        taken.set(`${at} ${letter}`, value.id)
      }
    return { ...value, occurrences }
  })
  return {
    value: doubt,
    ids: idsOfEntries('doubt', entries),
    statements: doubt.map(({ note }) => note),
    counts: {
      doubtLists: doubt.length,
      ...tally(
        'doubt',
        doubt.flatMap(({ coding, occurrences }) => occurrences.map(() => coding)),
      ),
    },
  }
}
