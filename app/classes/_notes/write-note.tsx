'use client'
/** The box for a note on a run of sentences, in the card of a sentence. What is typed is kept on the device until it is saved. */
import { useEffect, useId, useRef, useState } from 'react'
import { NOTE_MAX, RUN_MAX, type Audience, type NoteKind, type NoteTag } from '#lib/domain/note.ts'
import { citeName } from '../../_ui/citation.ts'
import { idOf, order, units } from '../../(edition)/transcript/text-on-page.ts'
import { AudienceField, fieldOf, TagFields } from './note-article.tsx'
import { useNotes } from './note-store.tsx'

export type Draft = {
  kind: NoteKind
  from: string
  to: string
  text: string
  tag: NoteTag | ''
  ownTag: string
}
const draftKey = (me: string, assignment: string): string => `xh:note-draft/${me}/${assignment}`
export function keptDraft(me: string, assignment: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(draftKey(me, assignment)) ?? 'null') as Draft | null
    return draft && draft.text.trim() !== '' ? draft : null
  } catch {
    return null
  }
}
export function keepDraft(me: string, assignment: string, draft: Draft | null): boolean {
  try {
    if (draft) localStorage.setItem(draftKey(me, assignment), JSON.stringify(draft))
    else localStorage.removeItem(draftKey(me, assignment))
    return true
  } catch {
    return false
  }
}
const audienceKey = 'xh:note-audience'
/** Whom one chose last, on this device. */
export function keptAudience(hasSection: boolean): Audience {
  try {
    const kept = localStorage.getItem(audienceKey)
    if (kept === 'private' || kept === 'instructor' || (kept === 'group' && hasSection)) return kept
  } catch {
    // A browser that keeps nothing starts from the class each time, and says so under the box.
  }
  return 'class'
}
export function keepAudience(audience: Audience): void {
  try {
    localStorage.setItem(audienceKey, audience)
  } catch {
    // See above.
  }
}

export function WriteNote({
  kind,
  at,
  to,
  audience,
  changeRun,
  changeAudience,
  done,
}: {
  kind: 'note' | 'question'
  at: string
  to: string
  audience: Audience
  changeRun: (at: string, to: string) => void
  changeAudience: (audience: Audience) => void
  done: (saved: boolean) => void
}) {
  const { place, write } = useNotes()
  const { me, assignment } = place
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [kept] = useState(() => keptDraft(me, assignment))
  const [text, setText] = useState(kept?.text ?? '')
  const [missing, setMissing] = useState(false)
  const [onDevice, setOnDevice] = useState(true)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const element = box.current
    element?.focus({ preventScroll: true })
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])
  const field = (name: string): string => fieldOf(new FormData(form.current!), name)
  const keep = (now: string) => {
    const draft = { kind, from: at, to, text: now, tag: field('tag') as NoteTag | '', ownTag: field('ownTag') }
    setOnDevice(keepDraft(me, assignment, now.trim() === '' ? null : draft))
  }
  const ends = units()
    .slice(order(at), order(at) + RUN_MAX)
    .map(idOf)
  return (
    <form
      className="writenote"
      ref={form}
      aria-label={`${kind === 'note' ? 'Note' : 'Question'} on ${citeName(at, to)}`}
      onChange={() => keep(box.current?.value ?? '')}
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') {
          setMissing(true)
          box.current?.focus()
          return
        }
        write({
          kind,
          from: at,
          to,
          text,
          tag: field('tag') as NoteTag | '',
          ownTag: field('ownTag'),
          audience,
        })
        keepDraft(me, assignment, null)
        done(true)
      }}
    >
      <p className="runfield">
        <label className="label" htmlFor={`${id}-to`}>
          From {citeName(at)} to
        </label>
        <select className="input" id={`${id}-to`} value={to} onChange={(event) => changeRun(at, event.target.value)}>
          {ends.map((one) => (
            <option key={one} value={one}>
              {one === at ? 'the same' : citeName(one)}
            </option>
          ))}
        </select>
      </p>
      <label className="label" htmlFor={`${id}-text`}>
        {kind === 'note' ? 'Your note' : 'Your question'}
      </label>
      <textarea
        className="input"
        id={`${id}-text`}
        name="text"
        ref={box}
        rows={4}
        maxLength={NOTE_MAX}
        value={text}
        aria-describedby={`${id}-hint ${id}-state`}
        aria-invalid={missing || undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
        }}
        onChange={(event) => {
          setText(event.target.value)
          setMissing(false)
        }}
      />
      <p className="hint" id={`${id}-hint`}>
        Write s114 to cite sentence 114.
      </p>
      <p className={missing || !onDevice ? 'noteline care' : 'noteline'} id={`${id}-state`} role="status">
        {missing
          ? 'There are no words yet. Write something first.'
          : text.trim() === ''
            ? ''
            : onDevice
              ? 'A draft, kept on this device. Not saved yet.'
              : 'This browser keeps no draft, so stay on this page until you save.'}
      </p>
      <TagFields tag={kept?.tag || null} ownTag={kept?.ownTag ?? ''} />
      <AudienceField chosen={audience} onChoose={changeAudience} />
      <p className="acts">
        <button className="btn go" type="submit">
          {kind === 'note' ? 'Save note' : 'Post question'}
        </button>
        <button className="btn quiet" type="button" onClick={() => done(false)}>
          Not now
        </button>
      </p>
    </form>
  )
}
