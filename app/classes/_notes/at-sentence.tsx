'use client'
/**
 * Everything on one sentence, asked for by its address: the boxes that write beside it, and all its notes, a page at a
 * time. It is what a numeral opens where no script runs, and where more notes stand than a margin holds.
 */
import type { Layer } from '#lib/features/annotate/read-notes.ts'
import { NOTE_MAX, RUN_MAX } from '#lib/domain/note.ts'
import { citeName } from '../../_ui/citation.ts'
import { capital, countWord } from '../../_ui/say.ts'
import { AudienceField, NoteArticle, TagFields } from './note-article.tsx'
import { useNotes } from './note-store.tsx'
import { LOST_SEES } from './words.ts'

type At = NonNullable<Layer['at']>

export function AtSentence({
  at,
  ends,
  path,
  problem,
  typed,
}: {
  at: At
  /** Sentences where a passage from here can end. */
  ends: readonly string[]
  path: string
  problem: { at: string | null; words: string } | null
  typed: { to?: string; kind?: string }
}) {
  const { place } = useNotes()
  const name = citeName(at.id)
  const action = `/api/classes/${place.classId}/notes`
  const hidden = (
    <>
      <input type="hidden" name="assignment" value={place.assignment} />
      <input type="hidden" name="work" value={place.assignment} />
      <input type="hidden" name="from" value={at.id} />
    </>
  )
  return (
    <section className="atsentence" id="write" aria-labelledby="write-head">
      <h2 className="title" id="write-head">
        {at.total === 0
          ? `No notes on ${name} yet`
          : `${capital(countWord(at.total))} ${at.total === 1 ? 'note' : 'notes'} on ${name}`}
      </h2>
      <form method="post" action={action} className="writenote">
        {hidden}
        <fieldset className="kinds">
          <legend className="label">What to do with {name}</legend>
          {(
            [
              ['note', 'Write a note'],
              ['question', 'Ask a question'],
              ['highlight', 'Highlight only'],
            ] as const
          ).map(([kind, label]) => (
            <label className="check" key={kind}>
              <input type="radio" name="kind" value={kind} defaultChecked={(typed.kind ?? 'note') === kind} />
              <span>{label}</span>
            </label>
          ))}
        </fieldset>
        <p className="runfield">
          <label className="label" htmlFor="write-to">
            From {name} to
          </label>
          <select className="input" id="write-to" name="to" defaultValue={typed.to ?? at.id}>
            {ends.slice(0, RUN_MAX).map((id) => (
              <option key={id} value={id}>
                {id === at.id ? 'the same' : citeName(id)}
              </option>
            ))}
          </select>
        </p>
        <label className="label" htmlFor="write-text">
          Your words
        </label>
        <textarea
          className="input"
          id="write-text"
          name="text"
          rows={4}
          maxLength={NOTE_MAX}
          aria-describedby="write-hint"
          aria-invalid={problem?.at === 'text' || undefined}
        />
        <p className="hint" id="write-hint">
          Write s114 to cite sentence 114.
        </p>
        {problem && <p className="wrong">{problem.words}</p>}
        <TagFields />
        <AudienceField chosen="class" />
        <p className="acts">
          <button className="btn go" type="submit">
            Save
          </button>
          <a className="btn quiet" href={`${path}#${at.id}`}>
            Back to the text
          </a>
        </p>
      </form>
      <form method="post" action={action} className="lostform">
        {hidden}
        <input type="hidden" name="kind" value="lost" />
        <button className="btn" type="submit">
          I am lost here
        </button>
        <p className="sees">{LOST_SEES}</p>
      </form>
      {at.notes.map((note) => (
        <NoteArticle key={note.id} note={note} />
      ))}
      {at.next && (
        <p className="more">
          <a href={`${path}?at=${at.id}&after=${at.next}#write`}>The next notes on {name}</a>
        </p>
      )}
    </section>
  )
}
