/** The text's numbered notes, for forms in which nothing can be pressed: the print edition and the e-book. */
import { sentencesOf } from './transcript.ts'
import type { Part, Person, Transcript } from '../types.ts'

/** A run of a line of the text with the places of its notes; the words are those of the document, as they stand. */
export type Piece =
  { kind: 'text'; text: string } | { kind: 'person'; ref: string; pieces: Piece[] } | { kind: 'note'; n: number }

export type TextNote = { n: number; at: string } & (
  | { kind: 'bracket'; text: string; note: string }
  | { kind: 'slip'; sic: string; corr: string; note: string }
  | { kind: 'page-break' }
  | { kind: 'unnamed'; person: Person }
)
type NoteMatter = TextNote extends infer Note ? (Note extends TextNote ? Omit<Note, 'n' | 'at'> : never) : never

export type NotedText = {
  /** Unit id → its pieces. */
  lines: ReadonlyMap<string, Piece[]>
  notes: TextNote[]
}

export function notedText(transcript: Transcript, people: readonly Person[]): NotedText {
  const units = [...transcript.header, ...sentencesOf(transcript.turns), transcript.end]
  const ids = units.map(({ id }) => id)
  const unnamed = people.filter(({ presence }) => presence === 'unnamed')
  const notes: TextNote[] = []
  const note = (at: string, matter: NoteMatter): Piece => {
    const n = notes.length + 1
    notes.push({ ...matter, n, at })
    return { kind: 'note', n }
  }

  const piecesOf = (at: string, parts: readonly Part[]): Piece[] =>
    parts.flatMap((part): Piece[] => {
      switch (part.kind) {
        case 'text':
          return [part]
        case 'bracket': {
          const { text } = part
          return [{ kind: 'text', text }, note(at, { kind: 'bracket', text, note: part.note })]
        }
        case 'slip': {
          const { sic, corr } = part
          return [{ kind: 'text', text: sic }, note(at, { kind: 'slip', sic, corr, note: part.note })]
        }
        case 'page-break':
          return [note(at, { kind: 'page-break' })]
        case 'name': {
          const pieces = piecesOf(at, part.parts)
          return part.what === 'person' ? [{ kind: 'person', ref: part.ref, pieces }] : pieces
        }
      }
    })

  // Who is meant in several sentences on end gets one note, at the first of them.
  const begins = (person: Person, at: string): boolean =>
    person.mentions.includes(at) && !person.mentions.includes(ids[ids.indexOf(at) - 1] ?? '')

  const lines = new Map(
    units.map(({ id, parts }) => [
      id,
      [
        ...piecesOf(id, parts),
        ...unnamed.filter((person) => begins(person, id)).map((person) => note(id, { kind: 'unnamed', person })),
      ],
    ]),
  )
  return { lines, notes }
}

/** The words of pieces, which are the unit's own. */
export const textOfPieces = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'text':
          return piece.text
        case 'person':
          return textOfPieces(piece.pieces)
        case 'note':
          return ''
      }
    })
    .join('')
