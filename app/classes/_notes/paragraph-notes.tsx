'use client'
/** The notes of one paragraph: in the flow under it, or lifted into the margin beside their sentences where there is one. */
import { useState, useSyncExternalStore } from 'react'
import { citeLabel } from '../../_ui/citation.ts'
import { capital, plural } from '../../_ui/say.ts'
import { LetterState, NoteArticle } from './note-article.tsx'
import { useNotes } from './note-store.tsx'
import { kindWords } from './words.ts'

const WIDE = '(min-width: 74.01rem)'
const onWidth = (change: () => void): (() => void) => {
  const query = matchMedia(WIDE)
  query.addEventListener('change', change)
  return () => query.removeEventListener('change', change)
}
/** Whether there is a margin to stand in; not before the scripts are there. */
export const useMargin = (): boolean =>
  useSyncExternalStore(
    onWidth,
    () => matchMedia(WIDE).matches,
    () => false,
  )

export function ParagraphNotes({ sentences }: { sentences: readonly string[] }) {
  const { notes, letters, place } = useNotes()
  const hasMargin = useMargin()
  const [open, setOpen] = useState(false)
  const here = notes.filter((note) => sentences.includes(note.from))
  const prompts = here.filter((note) => note.kind === 'prompt')
  // A bare highlight is on the text itself; its words, if it has any, are a note.
  const others = here.filter((note) => note.kind !== 'prompt' && note.kind !== 'highlight')
  const waiting = letters.filter(
    ({ body, method }) => method === 'POST' && !body.thread && body.from !== undefined && sentences.includes(body.from),
  )
  if (prompts.length + others.length + waiting.length === 0) return null
  const own = others.filter((note) => note.isOwn).length
  const said = [own > 0 && `${own} of yours`, others.length - own > 0 && `${others.length - own} of others`].filter(
    Boolean,
  )
  return (
    <div className="pnotes">
      {prompts.map((note) => (
        <div className="lifts" data-at={note.from} key={note.id}>
          <NoteArticle note={note} />
        </div>
      ))}
      {waiting.map((letter) => (
        <div className="lifts" data-at={letter.body.from} key={letter.key}>
          <div className="mnote mine">
            <header>
              <span className="num">
                {citeLabel(letter.body.from!, letter.body.to || undefined).replace(/^s\. /u, '')}
              </span>
              <b>You</b>
              <span className="mut">{kindWords[letter.body.kind ?? 'note']}</span>
            </header>
            {letter.body.text && <p className="said pre">{letter.body.text}</p>}
            <LetterState letter={letter} />
          </div>
        </div>
      ))}
      {others.length > 0 && (
        <details open={open || (place.live && hasMargin)} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {capital(plural(others.length, 'note'))} on this paragraph
            {said.length > 1 ? `: ${said.join(', ')}` : own > 0 ? ', yours' : ''}
          </summary>
          {others.map((note) => (
            <div className="lifts" data-at={note.from} key={note.id}>
              <NoteArticle note={note} />
            </div>
          ))}
        </details>
      )}
    </div>
  )
}
