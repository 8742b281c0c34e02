/** Annotations of others' making, read: W3C Web Annotation as JSON-LD, and what Hypothesis exports. */
import { z } from 'zod'
import type { Quote } from './find-quote.ts'
import { isWellFormed } from './names.ts'
import { NOTE_MAX, NOTE_TAGS, OWN_TAG_MAX, type NoteTag } from './note.ts'
import { wordsOf } from './plain-words.ts'
import { tidyWords } from './tidy-words.ts'

/** Why one of them cannot be a note here. */
type AnnotationProblem = 'unreadable' | 'reply' | 'other-page' | 'no-quote' | 'too-long'
export type ReadAnnotation = {
  /** Its own name, by which it is known when it comes again. */
  id: string
  kind: 'highlight' | 'note' | 'question'
  text: string | null
  tag: NoteTag | null
  ownTag: string | null
  /** Tags for which there is no place. */
  leftOut: string[]
  quote: Quote
}
type AnnotationIn = { quote: string; problem: AnnotationProblem } | (ReadAnnotation & { problem: null })

const short = z.string().max(2000).refine(isWellFormed)
const words = z.string().max(40_000).refine(isWellFormed)
/** One or several: JSON-LD leaves the brackets out around one. */
const many = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (value === undefined || value === null ? [] : [value].flat()), z.array(one).max(50))

const selectorSchema = z.union([
  z.object({
    type: z.literal('TextQuoteSelector'),
    exact: words,
    prefix: words.default(''),
    suffix: words.default(''),
  }),
  z.object({ type: z.literal('TextPositionSelector'), start: z.int().min(0), end: z.int().min(0) }),
  z.object({ type: short }).transform(() => null),
])
const bodySchema = z.union([
  z.object({
    type: z.literal('TextualBody').optional(),
    value: words,
    format: short.default('text/plain'),
    purpose: many(short).optional(),
  }),
  z.object({}).transform(() => null),
  z.string().transform(() => null),
])
const targetSchema = z.union([
  z.object({
    source: z.union([short, z.object({ id: short }).transform(({ id }) => id)]),
    selector: many(selectorSchema),
  }),
  short,
])
const annotationSchema = z.object({
  id: short.optional(),
  motivation: many(short),
  bodyValue: words.optional(),
  body: many(bodySchema),
  target: many(targetSchema),
})
/** As the client and the API of Hypothesis write it: words and tags beside the target. */
const hypothesisSchema = z.object({
  id: short,
  text: words.default(''),
  tags: z.array(short).max(50).default([]),
  references: z.array(short).default([]),
  target: many(targetSchema),
})

type Target = z.infer<typeof targetSchema>
type Said = { id: string; isReply: boolean; isAsked: boolean; texts: string[]; tags: string[]; targets: Target[] }

function saidByHypothesis(value: unknown): Said | null {
  const { data } = hypothesisSchema.safeParse(value)
  return data
    ? {
        id: data.id,
        isReply: data.references.length > 0,
        isAsked: false,
        texts: [data.text],
        tags: data.tags,
        targets: data.target,
      }
    : null
}

function saidInJsonLd(value: unknown): Said | null {
  const { data } = annotationSchema.safeParse(value)
  if (!data) return null
  const bodies = data.body.flatMap((one) => one ?? [])
  const isTag = ({ purpose = [] }: (typeof bodies)[number]): boolean => purpose.includes('tagging')
  const textOf = ({ value: text, format }: (typeof bodies)[number]): string =>
    format === 'text/html' ? wordsOf(text) : text
  return {
    // Without a name of its own it is known by what it says.
    id: data.id ?? JSON.stringify(value),
    isReply: data.motivation.includes('replying'),
    isAsked: data.motivation.includes('questioning'),
    texts: [...(data.bodyValue ? [data.bodyValue] : []), ...bodies.filter((one) => !isTag(one)).map(textOf)],
    tags: bodies.filter(isTag).map(textOf),
    targets: data.target,
  }
}

/** Whether an address is that of the transcript, here or at another place where this edition stands. */
const isTranscript = (source: string): boolean =>
  /^\/(?:transcript(?:\.\w+)?|classes\/[\w-]+\/reading\/[\w-]+|api\/assignments\/[\w-]+\/for-hypothesis)\/?$/u.test(
    URL.canParse(source, 'https://origin.invalid') ? new URL(source, 'https://origin.invalid').pathname : '',
  )

const cut = (text: string): string => (text.length > 160 ? `${text.slice(0, 160).replace(/\s+\S*$/u, '')} …` : text)

function read(value: unknown): AnnotationIn {
  const isHypothesis = typeof value === 'object' && value !== null && ('text' in value || 'tags' in value)
  const said = isHypothesis ? saidByHypothesis(value) : saidInJsonLd(value)
  if (!said) return { quote: '', problem: 'unreadable' }
  const [target] = said.targets
  const selectors = typeof target === 'object' ? target.selector.flatMap((one) => one ?? []) : []
  const quote = selectors.find((one) => one.type === 'TextQuoteSelector')
  const position = selectors.find((one) => one.type === 'TextPositionSelector')
  const text = tidyWords(said.texts.join('\n\n'))
  const shown = cut(quote?.exact ?? text)
  if (said.isReply) return { quote: shown, problem: 'reply' }
  if (!target || typeof target === 'string' || !isTranscript(target.source)) return { quote: shown, problem: 'other-page' } // prettier-ignore
  if (!quote?.exact.trim()) return { quote: shown, problem: 'no-quote' }
  if (text.length > NOTE_MAX) return { quote: shown, problem: 'too-long' }
  const tags = [...new Set(said.tags.map((one) => one.normalize('NFC').replace(/\s+/gu, ' ').trim()).filter(Boolean))]
  const tag = NOTE_TAGS.find((one) => tags.includes(one)) ?? null
  const others = tags.filter((one) => one !== tag)
  const ownTag = others.find((one) => one.length <= OWN_TAG_MAX) ?? null
  return {
    problem: null,
    id: said.id,
    kind: text === '' ? 'highlight' : said.isAsked ? 'question' : 'note',
    text: text === '' ? null : text,
    tag,
    ownTag,
    leftOut: others.filter((one) => one !== ownTag),
    quote: { exact: quote.exact, prefix: quote.prefix, suffix: quote.suffix, start: position?.start ?? null },
  }
}

/** The annotations in a file: a list, a page or collection of them, one, or what Hypothesis exports. Null where it is none. */
export function readAnnotations(file: string): AnnotationIn[] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(file.replace(/^\uFEFF/u, ''))
  } catch {
    return null
  }
  const listed = listIn(parsed)
  return listed && listed.map(read)
}

function listIn(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  const one = value as Record<string, unknown>
  // A page has items, a collection its first page, an export of Hypothesis annotations or rows.
  for (const list of [one.items, one.annotations, one.rows]) if (Array.isArray(list)) return list
  if (typeof one.first === 'object') return listIn(one.first)
  return one.target === undefined ? null : [one]
}
