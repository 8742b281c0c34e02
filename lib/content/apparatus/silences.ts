import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { isHedged } from '../reading/grounds.ts'
import { checkStatements, restOnWork, sentencesUnder, statementOf } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'
import { timesIn } from '../text/whole-words.ts'

export const silenceSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80),
  at: z.array(sentenceIdSchema).max(6).default([]).describe('where the record comes nearest to it, if anywhere'),
  happened: z.array(statementOf(300)).min(1).max(6).describe('that it was so, from a work outside the transcript'),
  absent: z.array(proseOf(40)).min(1).max(12).describe('words that stand nowhere in the text'),
  question: proseOf(400).describe('what the silence may or may not mean, asked'),
})

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

export function readSilences(against: Against): Kind<Silence[]> {
  const { place, transcript, units } = against
  const entries = readEntries(place, 'silences.yaml', silenceSchema, (id) => `the silence "${id}" is there twice`)
  for (const { value, fault } of entries) {
    checkSentences(units, value.at, (which) => fault('at', which))
    checkStatements(value.happened, against, (which) => fault('happened', which))
    if (!restOnWork(value.happened)) fault('happened')('no work shows that it was so (V:work or K:work)')
    value.absent.forEach((words, which) => {
      const times = timesIn(transcript.exactText, words)
      if (times > 0) fault('absent', which)(`"${words}" stands in the text ${times === 1 ? 'once' : `${times} times`}`)
    })
    if (!value.question.endsWith('?') || !isHedged(value.question))
      fault('question')('what a silence means is asked and hedged: "may", "could", "perhaps", with a question mark')
  }
  const silences = valuesOf(entries).map((one): Silence => ({
    ...one,
    absent: one.absent.map((words) => ({ words, times: timesIn(transcript.exactText, words) })),
  }))
  return {
    value: silences,
    ids: idsOfEntries('silence', entries),
    uses: silences.map(({ id, title, at, happened }) => ({
      at: [...at, ...sentencesUnder(happened)],
      kind: 'silence',
      title: `Not named: ${title}`,
      href: `/silences#${id}`,
    })),
    statements: silences.flatMap(({ happened }) => happened),
    counts: { silences: silences.length, absentWords: silences.flatMap(({ absent }) => absent).length },
  }
}
