import { z } from 'zod'
import { foldSpace, sentenceIdSchema, type Passage } from './citation.ts'
import { unitOrder } from './judge.ts'
import { isWellFormed, lineSchema } from './names.ts'

/** What a reader does to the text. A prompt is the instructor's, pinned; a reply answers a note. */
export const NOTE_KINDS = ['highlight', 'note', 'question', 'lost', 'prompt', 'reply'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]
/** The controlled set; beside it every note may carry one word of its author's own. */
export const NOTE_TAGS = ['sourcing', 'context', 'corroboration', 'hearsay', 'doubt', 'crux'] as const
export type NoteTag = (typeof NOTE_TAGS)[number]
export const AUDIENCES = ['private', 'instructor', 'group', 'class'] as const
export type Audience = (typeof AUDIENCES)[number]
export const LINK_KINDS = ['contradicts', 'supports', 'explains'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export const NOTE_MAX = 3000
/** As many as an answer may choose from: a run longer than this is no passage. */
export const RUN_MAX = 40
/** Own notes that come before classmates', where the instructor has said nothing. */
export const OWN_FIRST = 1
export const OWN_FIRST_MAX = 20

export const noteTextSchema = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
  .refine((text) => text.length <= NOTE_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })
/** A form sends an empty box as an empty string. */
export const ownTagSchema = z.union([z.literal('').transform(() => null), lineSchema(24)])
export const tagSchema = z.union([z.literal('').transform(() => null), z.enum(NOTE_TAGS)])

/** A sentence as people type it ("143", "S. 143", "h6") or as scripts send it. */
export const typedSentenceSchema = z
  .string()
  .max(12)
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/[\s.]/gu, '')
      .replace(/^(?=\d)/u, 's'),
  )
  .pipe(sentenceIdSchema)

/** A unit's place in the document as the tables keep it: ids are never renumbered, so it stays. */
export const placeOrder = (id: string): number => Math.min(unitOrder(id), 9999)

export type Units = ReadonlyMap<string, { id: string; text: string }>
export type TextNow = {
  units: Units
  /** Withdrawn ids, each with the id that took its place; null where nothing did. */
  successors: ReadonlyMap<string, string | null>
}

/** The ids from one end of a passage to the other; empty where an end is not in the text or they are the wrong way round. */
export function runOf(units: Units, { from, to }: Passage): string[] {
  const ids = [...units.keys()]
  const [first, last] = [ids.indexOf(from), ids.indexOf(to)]
  return first < 0 || last < first ? [] : ids.slice(first, last + 1)
}

export const wordsOf = (units: Units, passage: Passage): string =>
  foldSpace(
    runOf(units, passage)
      .map((id) => units.get(id)!.text)
      .join(' '),
  )

/** The id that stands today for one that was withdrawn; null where none does. */
function livingId({ units, successors }: TextNow, id: string): string | null {
  for (let at: string | null = id, steps = 0; at !== null && steps <= successors.size; steps++) {
    if (units.has(at)) return at
    at = successors.get(at) ?? null
  }
  return null
}

/** Where nothing took its place: the unit that stood before it, so that a note is never without a place. */
const nearest = (units: Units, id: string): string => {
  const ids = [...units.keys()]
  return ids.findLast((one) => unitOrder(one) <= unitOrder(id)) ?? ids[0]!
}

export type Placed = Passage & { changed: boolean }

/**
 * Where a note stands in the text as it is today. Its anchor is ids plus words: ids that were withdrawn lead to their
 * successors, and `changed` says that the words under it are not those which it was written on.
 */
export function placeNote(text: TextNow, anchor: Passage & { words: string | null }): Placed {
  const [first, last] = [livingId(text, anchor.from), livingId(text, anchor.to)]
  const from = first ?? last ?? nearest(text.units, anchor.from)
  const to = last ?? first ?? nearest(text.units, anchor.to)
  const placed = unitOrder(from) <= unitOrder(to) ? { from, to } : { from: to, to: from }
  return {
    ...placed,
    changed:
      placed.from !== anchor.from ||
      placed.to !== anchor.to ||
      (anchor.words !== null && anchor.words !== wordsOf(text.units, placed)),
  }
}

/** The stored ids that stand today at `at`: itself, and the withdrawn ones that it took the place of. */
export const standingAt = (text: TextNow, at: string): string[] => [
  at,
  ...[...text.successors.keys()].filter((id) => livingId(text, id) === at),
]

/** A note's words in pieces: plain text, and the sentences it names ("s143", "s. 143") as citations. */
export type NotePiece = { text: string; at?: string }
export function piecesOf(text: string, isUnit: (id: string) => boolean): NotePiece[] {
  const pieces: NotePiece[] = []
  let from = 0
  for (const match of text.matchAll(
    /(?<![\p{L}\p{N}])(?:s\.?[ \u00a0]?([1-9]\d{0,3})|(h(?:10|[1-9])))(?![\p{L}\p{N}])/giu,
  )) {
    const at = match[2]?.toLowerCase() ?? `s${match[1]}`
    if (!isUnit(at)) continue
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) })
    pieces.push({ text: match[0], at })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}

/** The sentences that a note names, each once. */
export const citedIn = (text: string, isUnit: (id: string) => boolean): string[] => [
  ...new Set(piecesOf(text, isUnit).flatMap(({ at }) => (at ? [at] : []))),
]
