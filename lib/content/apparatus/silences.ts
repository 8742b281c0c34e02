import { z } from 'zod'
import { foldSpace, sentenceIdSchema } from '#lib/domain/citation.ts'
import { checkCitation } from '../reading/citations.ts'
import { isHedged } from '../reading/grounds.ts'
import { readList } from '../reading/read-list.ts'
import type { Against, Listed } from '../reading/read-list.ts'
import { slugSchema } from '../schemas.ts'
import { checkStatements, proseOf, restOnWork, statementSchema } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'

export const silenceSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80),
  at: z.array(sentenceIdSchema).max(6).default([]).describe('where the record comes nearest to it, if anywhere'),
  happened: z.array(statementSchema).min(1).max(6).describe('that it was so, from a work outside the transcript'),
  absent: z.array(proseOf(40)).min(1).max(12).describe('words that stand nowhere in the text'),
  question: proseOf(400).describe('what the silence may or may not mean, asked'),
})
type SilenceSource = z.infer<typeof silenceSchema>

/** Something true at the time that the record never names. */
export type Silence = {
  id: string
  title: string
  at: string[]
  happened: Statement[]
  /** Words looked for, and how often the whole text has them. */
  absent: { words: string; times: number }[]
  question: string
}

/** How often whole words stand in a text, whatever their case. */
export const timesIn = (text: string, words: string): number =>
  [
    ...text.matchAll(
      new RegExp(
        `(?<![\\p{L}\\p{N}])${foldSpace(words).replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?![\\p{L}\\p{N}])`,
        'giu',
      ),
    ),
  ].length

export function readSilences(against: Against): Listed<SilenceSource>[] {
  const { units, exactText } = against.transcript
  const silences = readList(against, 'silences.yaml', 'silence', silenceSchema)
  for (const { value, fault } of silences) {
    value.at.forEach((id, which) => checkCitation(units, { at: id }, fault('at', which)))
    checkStatements(against, value.happened, (which) => fault('happened', which))
    if (!restOnWork(value.happened)) fault('happened')('no work shows that it was so (V:work or K:work)')
    value.absent.forEach((words, which) => {
      const times = timesIn(exactText, words)
      if (times > 0) fault('absent', which)(`"${words}" stands in the text ${times === 1 ? 'once' : `${times} times`}`)
    })
    if (!value.question.endsWith('?') || !isHedged(value.question))
      fault('question')('what a silence means is asked and hedged: "may", "could", "perhaps", with a question mark')
  }
  return silences
}

export const asSilence = (
  { absent, ...source }: SilenceSource,
  { exactText }: Pick<Against['transcript'], 'exactText'>,
): Silence => ({ ...source, absent: absent.map((words) => ({ words, times: timesIn(exactText, words) })) })
