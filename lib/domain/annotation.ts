/** Notes in the W3C Web Annotation model, so that another tool can take them up where they stand. */
import type { NoteKind } from './note.ts'
import { wordsLeftOut } from './quoted.ts'

export type NoteOut = {
  id: string
  kind: NoteKind
  from: string
  to: string
  /**
   * The words of the passage as they stand today, with what stands around them; null while the text is closed to whoever
   * takes the notes. And where in the exact text.
   */
  quoted: { exact: string; prefix: string; suffix: string } | null
  start: number
  end: number
  changed: boolean
  text: string | null
  tag: string | null
  ownTag: string | null
  audience: string
  name: string
  thread: string | null
  createdAt: string
  editedAt: string | null
}

const MOTIVATION: Record<NoteKind, string> = {
  highlight: 'highlighting',
  note: 'commenting',
  question: 'questioning',
  lost: 'assessing',
  prompt: 'questioning',
  reply: 'replying',
}

const urn = (id: string): string => `urn:uuid:${id}`

function bodiesOf(note: NoteOut) {
  const tags = [...(note.kind === 'lost' ? ['lost here'] : []), note.tag, note.ownTag].filter((tag) => tag !== null)
  return [
    ...(note.text === null
      ? []
      : [
          {
            type: 'TextualBody',
            purpose: note.kind === 'reply' ? 'replying' : 'commenting',
            format: 'text/plain',
            value: note.text,
          },
        ]),
    ...tags.map((value) => ({ type: 'TextualBody', purpose: 'tagging', format: 'text/plain', value })),
  ]
}

/** Positions count characters of the exact text, as in /transcript.targets.json. */
export function annotationPage(notes: readonly NoteOut[], origin: string, page: string, closedBy: string | null) {
  const source = `${origin}/transcript`
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: `${origin}${page}`,
    type: 'AnnotationPage',
    partOf: {
      id: `${origin}${page}#all`,
      type: 'AnnotationCollection',
      label: `Notes on the transcript${closedBy === null ? '' : `. ${wordsLeftOut(closedBy)}`}`,
      total: notes.length,
      first: `${origin}${page}`,
    },
    startIndex: 0,
    items: notes.map((note) => ({
      id: urn(note.id),
      type: 'Annotation',
      motivation: MOTIVATION[note.kind],
      created: note.createdAt,
      ...(note.editedAt && { modified: note.editedAt }),
      creator: { type: 'Person', name: note.name },
      ...(bodiesOf(note).length > 0 && { body: bodiesOf(note) }),
      target: note.thread
        ? urn(note.thread)
        : {
            type: 'SpecificResource',
            source,
            selector: [
              { type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3236', value: note.from },
              ...(note.quoted ? [{ type: 'TextQuoteSelector', ...note.quoted }] : []),
              { type: 'TextPositionSelector', start: note.start, end: note.end },
            ],
          },
    })),
  }
}
