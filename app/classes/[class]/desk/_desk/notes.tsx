/**
 * Components of the desk's page of notes: `DeskNote` (one note with its answers and a box for the instructor's),
 * `Prompts`, `PinPrompt` (with copying from another class) and `Rules` (own notes first).
 */
import type { Transcript } from '#lib/content/types.ts'
import type { NoteView } from '#lib/features/annotate/note-view.ts'
import type { viewNoteRules } from '#lib/features/annotate/guide-notes.ts'
import { NOTE_MAX, OWN_FIRST_MAX, piecesOf } from '#lib/domain/note.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { citeAddress, citeLabel, citeName } from '../../../../_ui/citation.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { Button, Sees } from '../../../../_ui/parts.tsx'
import { capital, plural } from '../../../../_ui/say.ts'
import { kindWords, linkWords, tagWords } from '../../../_notes/words.ts'
import { Name } from './names.tsx'
import { Hiding } from './talk.tsx'

type Person = { name: string; number: number }

/** Plain text; sentences it names lead to the transcript. */
function Said({ text }: { text: string }) {
  return (
    <p className="body pre">
      {piecesOf(text, () => true).map((piece, i) =>
        piece.at ? (
          <a key={i} className="cite" href={citeAddress(piece.at)}>
            {citeLabel(piece.at)}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  )
}

const heard: Record<NoteView['audience'], string> = {
  class: 'to the class',
  group: 'to the section',
  instructor: 'to instructors alone',
  private: 'private',
}

/** A highlight and a lost place say nothing that could be hidden. */
const isWords = (kind: NoteView['kind']): boolean => kind === 'note' || kind === 'question' || kind === 'reply'

export function DeskNote({
  note,
  person,
  classId,
  zone,
  words,
}: {
  note: NoteView
  person: Person | null
  classId: string
  zone: string
  /** The sentence that it begins on. */
  words: string
}) {
  const where = citeName(note.from, note.to)
  return (
    <article className="desknote" id={`n-${note.id}`} aria-label={`${capital(kindWords[note.kind])} on ${where}`}>
      <p className="on">
        <Cite at={note.from} to={note.to === note.from ? undefined : note.to} /> <span className="mut">{words}</span>
      </p>
      <p>
        <b>
          {note.name === null ? 'Taken back' : person ? <Name name={person.name} number={person.number} /> : note.name}
        </b>{' '}
        <span className="mut">
          {note.kind === 'highlight'
            ? 'highlighted this'
            : note.kind === 'lost'
              ? 'is lost here'
              : note.kind === 'question'
                ? 'asks'
                : 'notes'}
          , {heard[note.audience]}, {sayInstant(new Date(note.createdAt), zone)}
        </span>
        {[note.tag && tagWords[note.tag], note.ownTag].map(
          (tag) =>
            tag && (
              <span className="tag" key={tag}>
                {tag}
              </span>
            ),
        )}
      </p>
      {note.text !== null && <Said text={note.text} />}
      {isWords(note.kind) && note.name !== null && !note.isStaff && (
        <Hiding
          kind="note"
          id={note.id}
          what={`the ${kindWords[note.kind]} on ${where}`}
          hidden={note.hidden}
          classId={classId}
          assignment=""
        />
      )}
      {note.changed && (
        <p className="mut small">
          Text changed since.{' '}
          {note.words !== null && (
            <>
              It was written on: <q>{note.words}</q>
            </>
          )}
        </p>
      )}
      {note.links.map((link) => (
        <p className="small" key={link.id}>
          {linkWords[link.kind][link.says ? 'says' : 'said']}{' '}
          <a href={`#n-${link.other}`}>a note on {citeName(link.from, link.to)}</a>
        </p>
      ))}
      {note.replies.length > 0 && (
        <ol className="deskanswers">
          {note.replies.map((reply) => (
            <li key={reply.id} id={`n-${reply.id}`}>
              <p className="small">
                <b className={reply.isStaff ? undefined : 'nm'}>{reply.isOwn ? 'You' : reply.name}</b>
                {!reply.isStaff && <b className="nr">A student</b>}{' '}
                <span className="mut">{sayInstant(new Date(reply.createdAt), zone)}</span>
              </p>
              <Said text={reply.text} />
              {!reply.isStaff && (
                <Hiding
                  kind="note"
                  id={reply.id}
                  what={`the answer to the ${kindWords[note.kind]} on ${where}`}
                  hidden={reply.hidden}
                  classId={classId}
                  assignment=""
                />
              )}
              {reply.isOwn && (
                <form method="post" action={`/api/notes/${reply.id}/delete`}>
                  <input type="hidden" name="in" value={classId} />
                  <Button kind="quiet">Take back</Button>
                </form>
              )}
            </li>
          ))}
        </ol>
      )}
      {note.name !== null && note.kind !== 'highlight' && (
        <details className="deskanswer">
          <summary>
            Answer
            <span className="vh">
              {' '}
              the {kindWords[note.kind]} on {where}
            </span>
          </summary>
          <form method="post" action={`/api/classes/${classId}/notes`}>
            <input type="hidden" name="in" value={classId} />
            <input type="hidden" name="thread" value={note.id} />
            <label className="label" htmlFor={`a-${note.id}`}>
              Your answer
            </label>
            <textarea className="input" id={`a-${note.id}`} name="text" rows={3} maxLength={NOTE_MAX} required />
            <Sees>Whoever sees the note sees this, with your name.</Sees>
            <p className="acts below">
              <Button>Post answer</Button>
            </p>
          </form>
        </details>
      )}
    </article>
  )
}

export function Prompts({
  prompts,
  classId,
  mayManage,
  transcript,
}: {
  prompts: readonly NoteView[]
  classId: string
  mayManage: boolean
  transcript: Transcript
}) {
  if (prompts.length === 0)
    return <p className="body mut">None yet. A prompt stands in the margin of every reading that holds its sentence.</p>
  return (
    <ol className="desknotes">
      {prompts.map((one) => (
        <li key={one.id} className="desknote" id={`n-${one.id}`}>
          <p className="on">
            <Cite at={one.from} to={one.to === one.from ? undefined : one.to} />{' '}
            <span className="mut">{transcript.units.get(one.from)?.text}</span>
          </p>
          <Said text={one.text ?? ''} />
          <p className="small mut">{plural(one.replies.length, 'answer')}</p>
          {mayManage && (
            <form method="post" action={`/api/notes/${one.id}/delete`}>
              <input type="hidden" name="in" value={classId} />
              <button className="linkbtn" type="submit">
                Unpin<span className="vh"> the prompt on {citeName(one.from, one.to)}</span>
              </button>
            </form>
          )}
        </li>
      ))}
    </ol>
  )
}

type RulesView = Awaited<ReturnType<typeof viewNoteRules>>

export function PinPrompt({
  classId,
  taught,
  problem,
  typed,
}: {
  classId: string
  taught: RulesView['taught']
  problem: { at: string | null; words: string } | null
  typed: { from?: string; to?: string }
}) {
  return (
    <div className="twoforms">
      <form method="post" action={`/api/classes/${classId}/notes`} id="write">
        <h3 className="h3">Pin a prompt</h3>
        <input type="hidden" name="in" value={classId} />
        <input type="hidden" name="kind" value="prompt" />
        <div className="runinputs">
          <div>
            <label className="label" htmlFor="p-from">
              From sentence
            </label>
            <input
              className="input"
              id="p-from"
              name="from"
              type="text"
              size={6}
              required
              defaultValue={typed.from}
              aria-invalid={problem?.at === 'from' || undefined}
            />
          </div>
          <div>
            <label className="label" htmlFor="p-to">
              to (or leave empty)
            </label>
            <input className="input" id="p-to" name="to" type="text" size={6} defaultValue={typed.to} />
          </div>
        </div>
        <label className="label" htmlFor="p-text">
          What you ask there
        </label>
        <textarea className="input" id="p-text" name="text" rows={3} maxLength={NOTE_MAX} required />
        <Sees>Every student sees it in the margin, with your name, before notes of their own.</Sees>
        <p className="acts below">
          <Button kind="go">Pin the prompt</Button>
        </p>
      </form>
      {taught.length > 0 && (
        <form method="post" action={`/api/classes/${classId}/notes/copies`}>
          <h3 className="h3">Copy a set from another class</h3>
          <input type="hidden" name="in" value={classId} />
          <label className="label" htmlFor="c-from">
            Class
          </label>
          <select className="input" id="c-from" name="from">
            {taught.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
          <p className="small mut">All its prompts. What students wrote stays in their class.</p>
          <p className="acts below">
            <Button>Copy the prompts</Button>
          </p>
        </form>
      )}
    </div>
  )
}

export function Rules({ rules, classId }: { rules: RulesView; classId: string }) {
  const scopes = [{ id: '', title: 'The class', ownFirst: rules.inClass as number | null }, ...rules.readings]
  return (
    <>
      <p className="body prose">
        How many notes or questions of their own students share before classmates’ notes are sent to them. 0 shows them
        at once. A reading without a number follows the class.
      </p>
      <ul className="rulelist">
        {scopes.map((scope) => (
          <li key={scope.id || 'class'}>
            <form method="post" action={`/api/classes/${classId}/notes/rules/save`}>
              <input type="hidden" name="in" value={classId} />
              {scope.id && <input type="hidden" name="assignment" value={scope.id} />}
              <label htmlFor={`own-${scope.id || 'class'}`}>{scope.title}</label>
              <input
                className="input"
                id={`own-${scope.id || 'class'}`}
                name="ownFirst"
                type="number"
                min={0}
                max={OWN_FIRST_MAX}
                defaultValue={scope.ownFirst ?? ''}
                placeholder={scope.id ? String(rules.inClass) : undefined}
                required={scope.id === ''}
              />
              <button className="btn" type="submit">
                Set<span className="vh"> for {scope.title}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Whether students may bring a program of somebody else's, what that means, and how one looks at it. */
export function Hypothesis({ rules, classId }: { rules: RulesView; classId: string }) {
  const { allowsHypothesis: isOn, readings } = rules
  return (
    <>
      <p className="body prose">
        {isOn
          ? 'Hypothesis is allowed. Each reading of the transcript has a page on which its extension or bookmarklet works; students find it at the head of the reading.'
          : 'Hypothesis is not allowed. If your school uses it, each reading of the transcript can have a page on which its extension or bookmarklet works.'}{' '}
        Notes made there live with Hypothesis and not here: they are in no list, count or grade of this class, and
        whoever uses it needs an account there. Xihua Hall itself loads nothing from it.
      </p>
      {isOn && readings.length > 0 && (
        <ul className="rulelist">
          {readings.map(({ id, title }) => (
            <li key={id}>
              <a href={`/api/assignments/${id}/for-hypothesis`}>{title}</a>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`/api/classes/${classId}/notes/hypothesis/save`} className="acts below">
        <input type="hidden" name="allowed" value={String(!isOn)} />
        <button className="btn" type="submit">
          {isOn ? 'No longer allow Hypothesis' : 'Allow Hypothesis'}
        </button>
      </form>
    </>
  )
}
