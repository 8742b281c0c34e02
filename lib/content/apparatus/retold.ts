import { z } from 'zod'
import { passageSchema, sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { faultsOf, twinsIn } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { readYaml } from '../reading/files.ts'
import { checkStatement, noteSchema } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'
import { idsInOrder, sentenceRange } from '../text/order.ts'

const FILE = 'retold.yaml'
const ids = z.array(sentenceIdSchema)

const partSchema = z.strictObject({
  at: ids.min(1).describe('sentences of the message'),
  from: ids.describe('earlier sentences of which they are the shorter telling; none where the thing is new'),
  change: z.enum(['kept', 'moved', 'added']).describe('added means new: nothing said earlier is retold'),
  note: noteSchema,
})
const pairSchema = z.strictObject({ at: ids.min(1), text: proseOf(200) })

export const retoldSchema = z.strictObject({
  message: passageSchema.describe('the points to carry home; every sentence of it is in one part of one point'),
  headings: z
    .array(z.strictObject({ paragraph: z.string(), title: proseOf(90) }))
    .min(1)
    .describe('the paragraphs in which the same was said at length'),
  points: z.array(z.strictObject({ id: slugSchema, title: proseOf(90), parts: z.array(partSchema).min(1) })).min(1),
  traced: z
    .array(
      z.strictObject({
        id: slugSchema,
        title: proseOf(90),
        from: ids.min(1).describe('where it stood'),
        to: ids.min(1).describe('where the message has it'),
        note: noteSchema,
      }),
    )
    .describe('things whose place changed, followed from the one telling to the other'),
  proofs: z
    .strictObject({
      before: z.array(pairSchema).length(2),
      after: z.array(pairSchema).length(2),
      note: noteSchema,
    })
    .describe('what is counted as the two proofs, in each telling'),
  dropped: z
    .array(z.strictObject({ id: slugSchema, title: proseOf(90), at: ids.min(1), note: noteSchema }))
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

export function readRetold(against: Against): Kind<Retold | null> {
  const { place, transcript, units } = against
  const entry = readYaml(place, FILE, retoldSchema)[0]
  if (!entry) return { value: null, ids: [], counts: { retoldPoints: 0, 'retold:dropped': 0 } }
  const { value, line } = entry
  /** Each thing in the file is reported by its own name. */
  const faultIn = (name: string): Listed<unknown>['fault'] => faultsOf(place, entry, name)

  const message = sentenceRange(units, value.message)
  if (!message) faultIn('message')('message')(`${value.message.from} to ${value.message.to} is no run of sentences`)
  const inMessage = new Set(message)
  const start = units.get(value.message.from)?.order ?? -1
  const paragraphs = new Map(
    transcript.turns.flatMap((turn) =>
      turn.paragraphs.map(({ id, sentences }) => [id, sentences.map((one) => one.id)] as const),
    ),
  )
  value.headings.forEach(({ paragraph }, which) => {
    if (!paragraphs.has(paragraph)) faultIn(paragraph)('headings', which)('is no paragraph of the transcript')
  })
  const headingOf = (id: string): number =>
    value.headings.findIndex(({ paragraph }) => paragraphs.get(paragraph)?.includes(id)) + 1

  const earlier = (ids: readonly string[], name: string, ...at: PropertyKey[]): void => {
    checkSentences(units, ids, (which) => faultIn(name)(...at, which))
    ids.forEach((id, which) => {
      const unit = units.get(id)
      if (unit && (unit.speaker !== 'zhou' || unit.order >= start))
        faultIn(name)(...at, which)(`${id} is not said by Zhou before the message`)
    })
  }
  const within = (ids: readonly string[], name: string, ...at: PropertyKey[]): void => {
    checkSentences(units, ids, (which) => faultIn(name)(...at, which))
    ids.forEach((id, which) => {
      if (units.has(id) && !inMessage.has(id)) faultIn(name)(...at, which)(`${id} does not stand in the message`)
    })
  }

  const told = new Map<string, number>()
  value.points.forEach(({ id, parts }, p) =>
    parts.forEach((part, q) => {
      const at = ['points', p, 'parts', q]
      within(part.at, id, ...at, 'at')
      earlier(part.from, id, ...at, 'from')
      for (const sentence of part.at) told.set(sentence, (told.get(sentence) ?? 0) + 1)
      if ((part.change === 'added') !== (part.from.length === 0))
        faultIn(id)(...at)(
          part.from.length === 0
            ? `called ${part.change}, and no earlier sentence is named`
            : 'called added, and an earlier sentence is named',
        )
      checkStatement(part.note, against, faultIn(id)(...at, 'note'))
    }),
  )
  for (const id of inMessage)
    if (told.get(id) !== 1)
      faultIn('message')('points')(`${id} is in ${told.get(id) ?? 0} parts of the points; it belongs in one`)
  value.traced.forEach(({ id, from, to, note }, which) => {
    earlier(from, id, 'traced', which, 'from')
    within(to, id, 'traced', which, 'to')
    checkStatement(note, against, faultIn(id)('traced', which, 'note'))
  })
  value.proofs.before.forEach(({ at }, which) => earlier(at, 'proofs', 'proofs', 'before', which, 'at'))
  value.proofs.after.forEach(({ at }, which) => within(at, 'proofs', 'proofs', 'after', which, 'at'))
  checkStatement(value.proofs.note, against, faultIn('proofs')('proofs', 'note'))
  const retoldAgain = new Set(value.points.flatMap(({ parts }) => parts.flatMap(({ from }) => from)))
  value.dropped.forEach(({ id: name, at, note }, which) => {
    checkSentences(units, at, (one) => faultIn(name)('dropped', which, 'at', one))
    for (const id of at) {
      if (units.has(id) && headingOf(id) === 0)
        faultIn(name)('dropped', which)(`${id} stands under none of the headings`)
      if (retoldAgain.has(id)) faultIn(name)('dropped', which)(`${id} is called dropped, and a point retells it`)
    }
    checkStatement(note, against, faultIn(name)('dropped', which, 'note'))
  })
  const named = [...value.points, ...value.traced, ...value.dropped]
  for (const twin of twinsIn(named)) faultIn(named[twin]!.id)()('the id is there twice')

  const retold: Retold = {
    ...value,
    points: value.points.map((point) => ({
      ...point,
      at: point.parts.flatMap(({ at }) => at),
      from: idsInOrder(
        units,
        point.parts.flatMap(({ from }) => from),
      ),
    })),
    dropped: value.dropped.map((one) => ({ ...one, heading: headingOf(one.at[0] ?? '') })),
  }
  const parts = value.points.flatMap((point) => point.parts)
  return {
    value: retold,
    ids: (['points', 'traced', 'dropped'] as const).flatMap((list) =>
      value[list].map(({ id }, which): LiveId => ({
        id: `retold:${id}`,
        hash: digest(id),
        file: FILE,
        line: line([list, which, 'id']),
      })),
    ),
    uses: [
      ...retold.points.map(({ id, title, at, from }) => ({
        at: [...at, ...from],
        kind: 'retold' as const,
        title: `Said again, shorter: ${title}`,
        href: `/retold#${id}`,
      })),
      ...retold.dropped.map(({ id, title, at }) => ({
        at,
        kind: 'retold' as const,
        title: `Left out of the message: ${title}`,
        href: `/retold#${id}`,
      })),
    ],
    statements: [value.proofs, ...parts, ...value.traced, ...value.dropped].map(({ note }) => note),
    counts: {
      retoldPoints: value.points.length,
      ...tally(
        'retold',
        parts.map(({ change }) => change),
      ),
      'retold:dropped': value.dropped.length,
    },
  }
}
