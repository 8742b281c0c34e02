import { z } from 'zod'
import { passageSchema, sentenceIdSchema } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { checkGrounds } from '../reading/grounds.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import { sentenceRange } from '../text/passages.ts'
import { slugSchema } from '../schemas.ts'
import { faultsOf, proseSchema, refuseTwins, statementSchema } from '../reading/statement.ts'
import type { Knows, Statement } from '../reading/statement.ts'
import type { Transcript } from '../types.ts'

const FILE = 'retold.yaml'
const ids = z.array(sentenceIdSchema)

const partSchema = z.strictObject({
  at: ids.min(1).describe('sentences of the message'),
  from: ids.describe('earlier sentences of which they are the shorter telling; none where the thing is new'),
  change: z.enum(['kept', 'moved', 'added']).describe('added means new: nothing said earlier is retold'),
  note: statementSchema,
})
const pairSchema = z.strictObject({ at: ids.min(1), text: proseSchema.max(200) })

export const retoldSchema = z.strictObject({
  message: passageSchema.describe('the points to carry home; every sentence of it is in one part of one point'),
  headings: z
    .array(z.strictObject({ paragraph: z.string(), title: proseSchema.max(90) }))
    .min(1)
    .describe('the paragraphs in which the same was said at length'),
  points: z
    .array(z.strictObject({ id: slugSchema, title: proseSchema.max(90), parts: z.array(partSchema).min(1) }))
    .min(1),
  traced: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: proseSchema.max(90),
        from: ids.min(1).describe('where it stood'),
        to: ids.min(1).describe('where the message has it'),
        note: statementSchema,
      }),
    )
    .describe('things whose place changed, followed from the one telling to the other'),
  proofs: z
    .strictObject({
      before: z.array(pairSchema).length(2),
      after: z.array(pairSchema).length(2),
      note: statementSchema,
    })
    .describe('what is counted as the two proofs, in each telling'),
  dropped: z
    .array(z.strictObject({ id: slugSchema, title: proseSchema.max(90), at: ids.min(1), note: statementSchema }))
    .describe('what the headings say and the message leaves out'),
})

type RetoldSource = z.infer<typeof retoldSchema>

export type RetoldPart = z.infer<typeof partSchema>
/** Zhou’s case in the shorter telling, point by point, with what each point was at first. */
export type Retold = Omit<RetoldSource, 'points' | 'dropped'> & {
  points: { id: string; title: string; parts: RetoldPart[]; at: string[]; from: string[] }[]
  /** `heading` is the 1-based number of the heading under which it was said. */
  dropped: { id: string; title: string; at: string[]; heading: number; note: Statement }[]
}

export function readRetold(
  place: Place,
  transcript: Transcript,
  knows: Knows,
): { retold: Retold | null; ids: LiveId[] } {
  const entry = readYaml(place, FILE, retoldSchema)[0]
  if (!entry) return { retold: null, ids: [] }
  const { units } = transcript
  const { value, line } = entry
  const fault = faultsOf(place, entry)
  const order = (id: string): number => units.get(id)?.order ?? -1
  const known = (list: readonly string[], at: readonly PropertyKey[], name: string): void =>
    list.forEach((id, which) => {
      if (!units.has(id)) fault([...at, which], name)(`${id} names no sentence of the transcript`)
    })

  const message = sentenceRange(units, value.message)
  if (!message) fault(['message'], 'message')(`${value.message.from} to ${value.message.to} is no run of sentences`)
  const inMessage = new Set(message)
  const start = order(value.message.from)
  const paragraphs = new Map(
    transcript.turns.flatMap((turn) =>
      turn.paragraphs.map(({ id, sentences }) => [id, sentences.map((one) => one.id)] as const),
    ),
  )
  value.headings.forEach(({ paragraph }, which) => {
    if (!paragraphs.has(paragraph)) fault(['headings', which], paragraph)('is no paragraph of the transcript')
  })
  const headingOf = (id: string): number =>
    value.headings.findIndex(({ paragraph }) => paragraphs.get(paragraph)?.includes(id)) + 1

  const earlier = (list: readonly string[], at: readonly PropertyKey[], name: string): void => {
    known(list, at, name)
    list.forEach((id, which) => {
      const unit = units.get(id)
      if (unit && (unit.speaker !== 'zhou' || unit.order >= start))
        fault([...at, which], name)(`${id} is not said by Zhou before the message`)
    })
  }
  const within = (list: readonly string[], at: readonly PropertyKey[], name: string): void => {
    known(list, at, name)
    list.forEach((id, which) => {
      if (units.has(id) && !inMessage.has(id)) fault([...at, which], name)(`${id} does not stand in the message`)
    })
  }
  const grounded = (statement: Statement, at: readonly PropertyKey[], name: string): void => {
    checkGrounds(statement, knows, fault(at, name))
  }

  const told = new Map<string, number>()
  value.points.forEach((point, p) =>
    point.parts.forEach((part, q) => {
      const at = ['points', p, 'parts', q]
      within(part.at, [...at, 'at'], point.id)
      earlier(part.from, [...at, 'from'], point.id)
      for (const id of part.at) told.set(id, (told.get(id) ?? 0) + 1)
      if ((part.change === 'added') !== (part.from.length === 0))
        fault(
          at,
          point.id,
        )(
          part.from.length === 0
            ? `called ${part.change}, and no earlier sentence is named`
            : 'called added, and an earlier sentence is named',
        )
      grounded(part.note, [...at, 'note'], point.id)
    }),
  )
  for (const id of inMessage)
    if (told.get(id) !== 1)
      fault(['points'], 'message')(`${id} is in ${told.get(id) ?? 0} parts of the points; it belongs in one`)
  value.traced.forEach((one, which) => {
    earlier(one.from, ['traced', which, 'from'], one.id)
    within(one.to, ['traced', which, 'to'], one.id)
    grounded(one.note, ['traced', which, 'note'], one.id)
  })
  value.proofs.before.forEach(({ at }, which) => earlier(at, ['proofs', 'before', which, 'at'], 'proofs'))
  value.proofs.after.forEach(({ at }, which) => within(at, ['proofs', 'after', which, 'at'], 'proofs'))
  grounded(value.proofs.note, ['proofs', 'note'], 'proofs')
  const retoldAgain = new Set(value.points.flatMap(({ parts }) => parts.flatMap(({ from }) => from)))
  value.dropped.forEach((one, which) => {
    known(one.at, ['dropped', which, 'at'], one.id)
    for (const id of one.at) {
      if (units.has(id) && headingOf(id) === 0)
        fault(['dropped', which], one.id)(`${id} stands under none of the headings`)
      if (retoldAgain.has(id)) fault(['dropped', which], one.id)(`${id} is called dropped, and a point retells it`)
    }
    grounded(one.note, ['dropped', which, 'note'], one.id)
  })
  const named = [...value.points, ...value.traced, ...value.dropped]
  refuseTwins(named, 'id', (_, name) => fault([], name))

  const live = (list: 'points' | 'traced' | 'dropped'): LiveId[] =>
    value[list].map(({ id }, which) => ({
      id: `retold:${id}`,
      hash: digest(id),
      file: FILE,
      line: line([list, which, 'id']),
    }))
  return {
    retold: {
      ...value,
      points: value.points.map((point) => ({
        ...point,
        at: point.parts.flatMap(({ at }) => at),
        from: [...new Set(point.parts.flatMap(({ from }) => from))].toSorted((a, b) => order(a) - order(b)),
      })),
      dropped: value.dropped.map((one) => ({ ...one, heading: headingOf(one.at[0] ?? '') })),
    },
    ids: [...live('points'), ...live('traced'), ...live('dropped')],
  }
}
