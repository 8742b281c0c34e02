/** What notes are made of. The browser needs this, so nothing that parses is in it. */

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
export const OWN_TAG_MAX = 24
/** As many as an answer may choose from: a run longer than this is no passage. */
export const RUN_MAX = 40
/** Own notes that come before classmates', where the instructor has said nothing. */
export const OWN_FIRST = 1
export const OWN_FIRST_MAX = 20

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
