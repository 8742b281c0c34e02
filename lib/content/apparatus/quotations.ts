import { z } from 'zod'
import { foldSpace, sentenceIdSchema } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { checkGrounds } from '../reading/grounds.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import { slugSchema } from '../schemas.ts'
import { faultsOf, proseSchema, refuseTwins, statementSchema } from '../reading/statement.ts'
import type { Knows } from '../reading/statement.ts'
import { sentencesOf } from '../text/transcript.ts'
import type { Transcript } from '../types.ts'

const FILE = 'quotations.yaml'
const tongue = z.enum(['Russian', 'Chinese', 'Vietnamese', 'Mongolian', 'English', 'not stated'])

const stepSchema = z.strictObject({
  tongue: tongue.describe('the language of this step'),
  what: proseSchema.max(160).describe('who says, hears, recalls, writes or translates'),
  sure: z.boolean().describe('false where the record does not show the step'),
  by: proseSchema.max(200),
})

export const quotationsSchema = z.strictObject({
  quotations: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: proseSchema.max(90),
        at: z.array(sentenceIdSchema).min(1).max(4),
        words: z.array(proseSchema).min(1).describe('the words in question, letter for letter, without their marks'),
        said: statementSchema.describe('who is said to have said it, and to whom'),
        heard: statementSchema.describe('who heard it, as far as the record says'),
        chain: z
          .array(stepSchema)
          .min(1)
          .describe('the tongues that the words crossed until they were said in the room'),
        note: statementSchema.optional(),
      }),
    )
    .min(1),
  other: z
    .array(z.strictObject({ at: sentenceIdSchema, words: proseSchema, why: statementSchema }))
    .describe('quotation marks in the text that enclose nobody’s reported speech, with the reason'),
})
/** After the room, every word of the record has gone the same way. */
const SINCE_THE_ROOM: z.infer<typeof stepSchema>[] = [
  { tongue: 'Chinese', what: 'Ni Liyu writes it down; Zhou has not reviewed the record', sure: true, by: 'T:h10 T:h5' },
  { tongue: 'English', what: 'Stephen Mercado translates the record', sure: true, by: 'V:this-record' },
]

type QuotationsSource = z.infer<typeof quotationsSchema>

export type Quotation = QuotationsSource['quotations'][number] & {
  /** The record itself sets the words in quotation marks. */
  marked: boolean
}
/** In the order of the talk. */
export type Quotations = { quotations: Quotation[]; other: QuotationsSource['other'] }

/** Words between a pair of quotation marks, without the comma or period that American usage puts inside. */
type Quoted = { words: string; at: string[] }

const bare = (words: string): string => foldSpace(words).replace(/[.,]$/u, '')

/** Every pair of quotation marks in the talk, in order. A pair may open in one sentence and close in the next. */
export function quotedIn(transcript: Transcript): Quoted[] {
  const found: Quoted[] = []
  let open: Quoted | null = null
  for (const { id, text } of sentencesOf(transcript.turns))
    for (const [index, run] of text.split('"').entries()) {
      if (index > 0) {
        if (open) found.push({ ...open, words: bare(open.words) })
        open = open ? null : { words: '', at: [] }
      }
      if (open) open = { words: `${open.words} ${run}`, at: [...open.at, id] }
    }
  return found
}

export function readQuotations(
  place: Place,
  transcript: Transcript,
  knows: Knows,
): { quotations: Quotations; ids: LiveId[] } {
  const entry = readYaml(place, FILE, quotationsSchema)[0]
  if (!entry) return { quotations: { quotations: [], other: [] }, ids: [] }
  const { value, line } = entry
  const { units } = transcript
  const fault = faultsOf(place, entry)
  const pairs = quotedIn(transcript)
  const textOf = (at: readonly string[]): string => at.map((id) => units.get(id)?.text ?? '').join(' ')
  const orderOf = ([first = '']: readonly string[]): number => units.get(first)?.order ?? 0
  const isPair = (words: string, at: readonly string[]): boolean =>
    pairs.some((pair) => pair.words === bare(words) && pair.at.every((id) => at.includes(id)))

  value.quotations.forEach((one, which) => {
    const base = ['quotations', which]
    one.at.forEach((id, i) => {
      if (!units.has(id)) fault([...base, 'at', i], one.id)(`${id} names no sentence of the transcript`)
    })
    one.words.forEach((words, i) => {
      if (!textOf(one.at).includes(foldSpace(words)))
        fault([...base, 'words', i], one.id)(`the words "${words.slice(0, 60)}" do not stand in ${one.at.join(' ')}`)
    })
    const known = one.words.map((words) => isPair(words, one.at))
    if (known.some(Boolean) !== known.every(Boolean))
      fault([...base, 'words'], one.id)('some of the words stand in quotation marks and some do not')
    for (const key of ['said', 'heard', 'note'] as const)
      if (one[key]) checkGrounds(one[key], knows, fault([...base, key], one.id))
    one.chain.forEach((step, i) => {
      const here = fault([...base, 'chain', i], one.id)
      checkGrounds({ by: step.by, text: step.what }, knows, here)
      if (!step.sure !== step.by.split(/\s+/u).includes('U')) here('a step rests on U exactly where it is not sure')
    })
  })
  value.other.forEach((one, which) => {
    if (!isPair(one.words, [one.at]))
      fault(['other', which], one.at)(`"${one.words.slice(0, 60)}" stands in no quotation marks there`)
    checkGrounds(one.why, knows, fault(['other', which, 'why'], one.at))
  })
  refuseTwins(value.quotations, 'quotation', (which, name) => fault(['quotations', which, 'id'], name))
  const covered = [
    ...value.quotations.flatMap(({ words, at }) => words.map((each) => ({ words: bare(each), at }))),
    ...value.other.map(({ words, at }) => ({ words: bare(words), at: [at] })),
  ]
  for (const pair of pairs)
    if (!covered.some(({ words, at }) => words === pair.words && pair.at.every((id) => at.includes(id))))
      place.report(
        FILE,
        1,
        `"${pair.words.slice(0, 60)}" in ${pair.at.join(' ')} is neither a quotation nor listed as other`,
      )

  return {
    quotations: {
      ...value,
      quotations: value.quotations
        .map((one) => ({
          ...one,
          chain: [...one.chain, ...SINCE_THE_ROOM],
          marked: one.words.every((words) => isPair(words, one.at)),
        }))
        .toSorted((a, b) => orderOf(a.at) - orderOf(b.at)),
    },
    // Its wording may be cut otherwise; what it is a quotation from stays.
    ids: value.quotations.map(({ id, at }, which) => ({
      id: `quotation:${id}`,
      hash: digest(at),
      file: FILE,
      line: line(['quotations', which, 'id']),
    })),
  }
}
