/** What one note is to another, chosen from those that stand on the page. */
import type { NoteView } from '#lib/features/annotate/note-view.ts'
import { LINK_KINDS } from '#lib/domain/note.ts'
import { citeLabel, citeName } from '../../_ui/citation.ts'
import { Button } from '../../_ui/parts.tsx'
import { linkWords } from './words.ts'

const short = (text: string | null): string => (text === null ? '' : text.length > 60 ? `${text.slice(0, 57)}…` : text)
const said = (note: NoteView): string =>
  `${citeLabel(note.from, note.to)}, ${note.isOwn ? 'you' : note.name}: ${short(note.text)}`

export function LinkNotes({
  note,
  others,
  classId,
  assignment,
}: {
  note: NoteView
  others: readonly NoteView[]
  classId: string
  assignment: string
}) {
  return (
    <section className="linknotes" id="link" aria-labelledby="link-head">
      <h2 className="title" id="link-head">
        Link {note.isOwn ? 'your note' : `${note.name}’s note`} on {citeName(note.from, note.to)}
      </h2>
      <p className="body">{note.text}</p>
      {others.length === 0 ? (
        <p className="mut">There is no other note on this page yet to link it to.</p>
      ) : (
        <form method="post" action={`/api/notes/${note.id}/links`}>
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="work" value={assignment} />
          <fieldset className="kinds">
            <legend className="label">This note</legend>
            {LINK_KINDS.map((kind, i) => (
              <label className="check" key={kind}>
                <input type="radio" name="kind" value={kind} defaultChecked={i === 0} />
                <span>{linkWords[kind].says.toLowerCase()}</span>
              </label>
            ))}
          </fieldset>
          <label className="label" htmlFor="link-other">
            the note
          </label>
          <select className="input" id="link-other" name="other">
            {others.map((one) => (
              <option key={one.id} value={one.id}>
                {said(one)}
              </option>
            ))}
          </select>
          <p className="acts below">
            <Button kind="go">Link the two</Button>
            <a className="btn quiet" href={`?#n-${note.id}`}>
              Not now
            </a>
          </p>
          <p className="sees">Whoever sees both notes sees the link, not who made it.</p>
        </form>
      )}
    </section>
  )
}
