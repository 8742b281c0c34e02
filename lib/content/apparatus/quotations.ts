import { z } from 'zod'
import { foldSpace, sentenceIdSchema } from '#lib/domain/citation.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { faultsOf, twinsIn } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, proseSchema, slugSchema } from '../reading/fields.ts'
import { readYaml } from '../reading/files.ts'
import { checkStatement, groundsSchema, noteSchema } from '../reading/statements.ts'
import { inTextOrder } from '../text/order.ts'
import { sentencesOf } from '../text/transcript.ts'
import type { Transcript } from '../text/types.ts'

const FILE = 'quotations.yaml'
const tongue = z.enum(['Russian', 'Chinese', 'Vietnamese', 'Mongolian', 'English', 'not stated'])

const stepSchema = z.strictObject({
  tongue: tongue.describe('the language of this step'),
  what: proseOf(160).describe('who says, hears, recalls, writes or translates'),
  sure: z.boolean().describe('false where the record does not show the step'),
  by: groundsSchema,
})

export const quotationsSchema = z.strictObject({
  quotations: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: proseOf(90),
        at: z.array(sentenceIdSchema).min(1).max(4),
        words: z.array(proseSchema).min(1).describe('the words in question, letter for letter, without their marks'),
        said: noteSchema.describe('who is said to have said it, and to whom'),
        heard: noteSchema.describe('who heard it, as far as the record says'),
        chain: z
          .array(stepSchema)
          .min(1)
          .describe('the tongues that the words crossed until they were said in the room'),
        note: noteSchema.optional(),
      }),
    )
    .min(1),
  other: z
    .array(z.strictObject({ at: sentenceIdSchema, words: proseSchema, why: noteSchema }))
    .describe('quotation marks in the text that enclose nobody’s reported speech, with the reason'),
})
type QuotationsSource = z.infer<typeof quotationsSchema>

/** After the room, every word of the record has gone the same way. */
const SINCE_THE_ROOM: z.infer<typeof stepSchema>[] = [
  { tongue: 'Chinese', what: 'Ni Liyu writes it down; Zhou has not reviewed the record', sure: true, by: 'T:h10 T:h5' },
  { tongue: 'English', what: 'Stephen Mercado translates the record', sure: true, by: 'V:this-record' },
]

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

export function readQuotations(against: Against): Kind<Quotations> {
  const { place, transcript, units } = against
  const entry = readYaml(place, FILE, quotationsSchema)[0]
  if (!entry)
    return {
      value: { quotations: [], other: [] },
      ids: [],
      counts: { quotations: 0, 'quotation:marked': 0, 'quotation:other': 0 },
    }
  const { value, line } = entry
  /** Each thing in the file is reported by its own name. */
  const faultIn = (name: string): Listed<unknown>['fault'] => faultsOf(place, entry, name)
  const pairs = quotedIn(transcript)
  const textOf = (at: readonly string[]): string => at.map((id) => units.get(id)?.text ?? '').join(' ')
  const isPair = (words: string, at: readonly string[]): boolean =>
    pairs.some((pair) => pair.words === bare(words) && pair.at.every((id) => at.includes(id)))

  value.quotations.forEach((one, which) => {
    const fault = (...at: PropertyKey[]) => faultIn(one.id)('quotations', which, ...at)
    checkSentences(units, one.at, (i) => fault('at', i))
    one.words.forEach((words, i) => {
      if (!textOf(one.at).includes(foldSpace(words)))
        fault('words', i)(`the words "${words.slice(0, 60)}" do not stand in ${one.at.join(' ')}`)
    })
    const known = one.words.map((words) => isPair(words, one.at))
    if (known.some(Boolean) !== known.every(Boolean))
      fault('words')('some of the words stand in quotation marks and some do not')
    for (const key of ['said', 'heard', 'note'] as const) if (one[key]) checkStatement(one[key], against, fault(key))
    one.chain.forEach(({ by, what, sure }, i) => {
      const grounds = checkStatement({ by, text: what }, against, fault('chain', i))
      if (!sure !== grounds.some(({ kind }) => kind === 'U'))
        fault('chain', i)('a step rests on U exactly where it is not sure')
    })
  })
  value.other.forEach(({ at, words, why }, which) => {
    if (!isPair(words, [at])) faultIn(at)('other', which)(`"${words.slice(0, 60)}" stands in no quotation marks there`)
    checkStatement(why, against, faultIn(at)('other', which, 'why'))
  })
  for (const twin of twinsIn(value.quotations))
    faultIn(value.quotations[twin]!.id)('quotations', twin, 'id')('the quotation is there twice')
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

  const quotations = inTextOrder(units, value.quotations).map((one) => ({
    ...one,
    chain: [...one.chain, ...SINCE_THE_ROOM],
    marked: one.words.every((words) => isPair(words, one.at)),
  }))
  return {
    value: { quotations, other: value.other },
    // Its wording may be cut otherwise; what it is a quotation from stays.
    ids: value.quotations.map(({ id, at }, which) => ({
      id: `quotation:${id}`,
      hash: digest(at),
      file: FILE,
      line: line(['quotations', which, 'id']),
    })),
    uses: quotations.map(({ id, title, at }) => ({
      at,
      kind: 'quotation',
      title: `Whose words: ${title}`,
      href: `/quotations#${id}`,
    })),
    statements: [
      ...quotations.flatMap(({ said, heard, note, chain }) => [said, heard, ...(note ? [note] : []), ...chain]),
      ...value.other.map(({ why }) => why),
    ],
    counts: {
      quotations: quotations.length,
      'quotation:marked': quotations.filter(({ marked }) => marked).length,
      'quotation:other': value.other.length,
    },
  }
}
