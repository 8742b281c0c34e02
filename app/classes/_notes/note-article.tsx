'use client'
/** One note with what it answers to: its words, its links, its thread, and the forms that change it. All of them work as plain forms. */
import { type FormEvent, useId, useState } from 'react'
import type { NoteView } from '#lib/features/annotate/note-view.ts'
import { NOTE_MAX, NOTE_TAGS, piecesOf, type Audience, type NoteTag } from '#lib/domain/note.ts'
import { Area } from '../../_ui/area.tsx'
import { citeLabel, citeName } from '../../_ui/citation.ts'
import { send } from '../../_ui/send.ts'
import { capital, clockTime } from '../../_ui/say.ts'
import { useNotes, type Place } from './note-store.tsx'
import { HiddenNote } from '../_work/hidden-note.tsx'
import { ReportForm } from '../_work/report-form.tsx'
import { audienceWords, kindWords, linkWords, seenBy, tagWords, whoSees } from './words.ts'

/** A sentence's address on this page where it is assigned; the transcript's own page has every one. */
const at = (id: string): string => `#${id}`

/** Plain text; a sentence that it names is a link to it. */
export function NoteText({ text, sentences }: { text: string; sentences: number }) {
  const isUnit = (id: string): boolean => id.startsWith('h') || Number(id.slice(1)) <= sentences
  return (
    <p className="said pre">
      {piecesOf(text, isUnit).map((piece, i) =>
        piece.at ? (
          <a key={i} className="cite" href={at(piece.at)}>
            {citeLabel(piece.at)}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  )
}

/** A box of the form as text. */
export const fieldOf = (fields: FormData, name: string): string => {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}

const when = (iso: string, place: Place): string => clockTime(iso, place.live ? undefined : place.zone)

/** A box with its button; `post` takes the words over where scripts run, and the form posts itself elsewhere. */
function WordsForm({
  action,
  hidden,
  label,
  button,
  sees,
  text = '',
  post,
  children,
}: {
  action: string
  hidden: Record<string, string>
  label: string
  button: string
  sees: string
  text?: string
  post: (fields: FormData) => void
  children?: React.ReactNode
}) {
  const id = useId()
  const { place } = useNotes()
  const [empty, setEmpty] = useState(false)
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    if (fieldOf(fields, 'text').trim() === '') {
      setEmpty(true)
      return
    }
    setEmpty(false)
    post(fields)
    event.currentTarget.reset()
    event.currentTarget.closest('details')?.removeAttribute('open')
  }
  return (
    <form method="post" action={action} className="wordsform" onSubmit={place.live ? onSubmit : undefined}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <Area
        className="input"
        id={id}
        name="text"
        rows={3}
        maxLength={NOTE_MAX}
        defaultValue={text}
        aria-describedby={`${id}-sees`}
        aria-invalid={empty || undefined}
      />
      {empty && (
        <p className="wrong" role="alert">
          There are no words yet. Write something first.
        </p>
      )}
      {children}
      <p className="sees" id={`${id}-sees`}>
        {sees}
      </p>
      <p className="acts">
        <button className="btn" type="submit">
          {button}
        </button>
      </p>
    </form>
  )
}

export function TagFields({ tag, ownTag }: { tag?: NoteTag | null; ownTag?: string | null }) {
  const id = useId()
  return (
    <div className="tagfields">
      <div>
        <label className="label" htmlFor={`${id}-tag`}>
          Tag
        </label>
        <select className="input" id={`${id}-tag`} name="tag" defaultValue={tag ?? ''}>
          <option value="">none</option>
          {NOTE_TAGS.map((one) => (
            <option key={one} value={one}>
              {tagWords[one]}
            </option>
          ))}
        </select>
      </div>
      <div>
        <label className="label" htmlFor={`${id}-own`}>
          A tag of your own
        </label>
        <input
          className="input"
          id={`${id}-own`}
          name="ownTag"
          type="text"
          maxLength={24}
          defaultValue={ownTag ?? ''}
        />
      </div>
    </div>
  )
}

const audiencesFor = (hasSection: boolean): Audience[] =>
  hasSection ? ['class', 'group', 'instructor', 'private'] : ['class', 'instructor', 'private']

/** Who sees it, and the sentence that says so; without scripts all the sentences stand there. */
export function AudienceField({ chosen, onChoose }: { chosen: Audience; onChoose?: (audience: Audience) => void }) {
  const id = useId()
  const { place } = useNotes()
  const [audience, setAudience] = useState(chosen)
  const all = audiencesFor(place.hasSection)
  return (
    <div className="whosees">
      <label className="label" htmlFor={id}>
        Who sees it
      </label>
      <select
        className="input"
        id={id}
        name="audience"
        defaultValue={chosen}
        aria-describedby={`${id}-sees`}
        onChange={(event) => {
          const next = event.target.value as Audience
          setAudience(next)
          onChoose?.(next)
        }}
      >
        {all.map((one) => (
          <option key={one} value={one}>
            {audienceWords[one]}
          </option>
        ))}
      </select>
      <div id={`${id}-sees`} aria-live="polite">
        {(place.live ? [audience] : all).map((one) => (
          <p className="sees" key={one}>
            {place.live ? '' : `${audienceWords[one]}: `}
            {whoSees(one, place.needed)}
          </p>
        ))}
      </div>
    </div>
  )
}

export function NoteArticle({ note }: { note: NoteView }) {
  const { place, change, write, takeBack, letters } = useNotes()
  const [said, setSaid] = useState('')
  const [answering, setAnswering] = useState(false)
  const { classId, assignment } = place
  const hidden = { in: classId, work: assignment }
  const name = note.isOwn ? 'You' : note.name
  const where = citeName(note.from, note.to)
  const waiting = letters.filter((letter) => letter.body.thread === note.id)
  const isLost = note.kind === 'lost'
  const remove = async (id: string) => setSaid((await takeBack(id)) ?? 'Taken back.')
  const whose =
    note.kind === 'prompt'
      ? `${note.name} asks`
      : note.name === null
        ? note.hidden
          ? 'Hidden'
          : 'Taken back'
        : isLost
          ? 'You are lost here'
          : `${name}${note.isStaff ? ', instructor' : ''}`
  return (
    <article
      className={`mnote${note.isOwn ? ' mine' : ''}${note.kind === 'prompt' ? ' prompt' : ''}`}
      id={`n-${note.id}`}
      tabIndex={-1}
      aria-label={`${capital(kindWords[note.kind])} on ${where}`}
    >
      <header>
        <a className="num" href={at(note.from)}>
          {note.from.startsWith('s') && <span className="vh">Sentence </span>}
          {citeLabel(note.from, note.to).replace(/^s\. |^line /u, '')}
        </a>
        <b>{whose}</b>
        {note.kind === 'question' && <span className="mut">asks</span>}
        {[note.tag && tagWords[note.tag], note.ownTag].map(
          (tag) =>
            tag && (
              <span className="tag" key={tag}>
                {tag}
              </span>
            ),
        )}
      </header>
      {note.hidden && <HiddenNote reason={note.hidden.reason} own={note.isOwn} />}
      {note.name === null
        ? !note.hidden && <p className="mut">Its author took this note back. The answers stay.</p>
        : note.text !== null && <NoteText text={note.text} sentences={place.sentences} />}
      {note.kind === 'highlight' && note.isOwn && note.text === null && <p className="mut">Your highlight.</p>}
      {note.changed && note.words !== null && (
        <p className="changed">
          Text changed since. It was written on: <q>{note.words}</q>
        </p>
      )}
      {note.links.length > 0 && (
        <ul className="links">
          {note.links.map((link) => (
            <li key={link.id}>
              {linkWords[link.kind][link.says ? 'says' : 'said']}{' '}
              <a href={`#n-${link.other}`}>
                {link.name} on {citeLabel(link.from, link.to)}
              </a>
              {link.isOwn && (
                <form method="post" action={`/api/note-links/${link.id}/delete`}>
                  <input type="hidden" name="in" value={classId} />
                  <input type="hidden" name="work" value={assignment} />
                  <button className="link" type="submit">
                    Take back<span className="vh"> this link</span>
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      {note.name !== null && note.kind !== 'prompt' && (
        <p className="noteline">
          {note.isOwn && !isLost && `${seenBy[note.audience]} `}
          {isLost && 'Your instructors see it. '}
          {note.editedAt ? `Changed ${when(note.editedAt, place)}` : when(note.createdAt, place)}
        </p>
      )}
      {(note.replies.length > 0 || waiting.length > 0) && (
        <ol className="answers">
          {note.replies.map((reply) => (
            <li key={reply.id} id={`n-${reply.id}`}>
              <p>
                <b>{reply.isOwn ? 'You' : reply.name}</b>
                {reply.isStaff && !reply.isOwn ? ', instructor' : ''}{' '}
                <span className="noteline">{when(reply.createdAt, place)}</span>
              </p>
              {reply.hidden && <HiddenNote reason={reply.hidden.reason} own={reply.isOwn} />}
              <NoteText text={reply.text} sentences={place.sentences} />
              {!reply.isOwn && !reply.hidden && (
                <div className="does">
                  <ReportNote id={reply.id} what={`the answer of ${reply.name} on ${where}`} />
                </div>
              )}
              {reply.isOwn && (
                <form
                  method="post"
                  action={`/api/notes/${reply.id}/delete`}
                  onSubmit={
                    place.live
                      ? (event) => {
                          event.preventDefault()
                          void remove(reply.id)
                        }
                      : undefined
                  }
                >
                  <input type="hidden" name="in" value={classId} />
                  <input type="hidden" name="work" value={assignment} />
                  <button className="link" type="submit">
                    Take back<span className="vh"> your answer</span>
                  </button>
                </form>
              )}
            </li>
          ))}
          {waiting.map((letter) => (
            <li key={letter.key}>
              <p className="said pre">{letter.body.text}</p>
              <LetterState letter={letter} />
            </li>
          ))}
        </ol>
      )}
      {note.name !== null && (
        <div className="does">
          {!isLost && note.kind !== 'highlight' && !note.hidden && (
            <details open={answering} onToggle={(event) => setAnswering(event.currentTarget.open)}>
              <summary>
                Answer
                <span className="vh">
                  {' '}
                  this {kindWords[note.kind]} on {where}
                </span>
              </summary>
              <WordsForm
                action={`/api/classes/${classId}/notes`}
                hidden={{ ...hidden, assignment, thread: note.id }}
                label="Your answer"
                button="Post answer"
                sees={
                  note.kind === 'prompt'
                    ? whoSees('class', place.needed)
                    : note.audience === 'private'
                      ? 'Only you see this, like the note.'
                      : 'Whoever sees the note sees this, with your name.'
                }
                post={(fields) => {
                  write({ thread: note.id, text: fieldOf(fields, 'text') })
                  setAnswering(false)
                }}
              />
            </details>
          )}
          {note.isOwn && !isLost && (
            <details>
              <summary>
                {note.kind === 'highlight' ? 'Add words' : 'Change'}
                <span className="vh">
                  {' '}
                  your {kindWords[note.kind]} on {where}
                </span>
              </summary>
              <WordsForm
                action={`/api/notes/${note.id}/save`}
                hidden={{ ...hidden, seq: String(note.seq + 1) }}
                label="Your words"
                button="Save the change"
                sees="What you save takes the place of what stands here."
                text={note.text ?? ''}
                post={(fields) =>
                  change(note.id, {
                    seq: note.seq + 1,
                    text: fieldOf(fields, 'text'),
                    tag: fieldOf(fields, 'tag') as NoteTag | '',
                    ownTag: fieldOf(fields, 'ownTag'),
                    ...(fields.has('audience') && { audience: fieldOf(fields, 'audience') as Audience }),
                  })
                }
              >
                <TagFields tag={note.tag} ownTag={note.ownTag} />
                {note.replies.length === 0 && <AudienceField chosen={note.audience} />}
              </WordsForm>
            </details>
          )}
          {note.kind !== 'highlight' && !isLost && note.kind !== 'prompt' && (
            <a href={`?link=${note.id}#link`}>
              Link<span className="vh"> this {kindWords[note.kind]} to another</span>
            </a>
          )}
          {!note.isOwn && !note.hidden && note.kind !== 'highlight' && note.kind !== 'prompt' && (
            <ReportNote id={note.id} what={`the ${kindWords[note.kind]} of ${note.name} on ${where}`} />
          )}
          {note.isOwn && (
            <form
              method="post"
              action={`/api/notes/${note.id}/delete`}
              onSubmit={
                place.live
                  ? (event) => {
                      event.preventDefault()
                      void remove(note.id)
                    }
                  : undefined
              }
            >
              <input type="hidden" name="in" value={classId} />
              <input type="hidden" name="work" value={assignment} />
              <button className="link" type="submit">
                {isLost ? 'Not any more' : 'Take back'}
                <span className="vh">
                  {' '}
                  your {kindWords[note.kind]} on {where}
                </span>
              </button>
            </form>
          )}
        </div>
      )}
      <p className="noteline" role="status">
        {said}
      </p>
    </article>
  )
}

/** Tells the instructors that a note should be looked at. */
function ReportNote({ id, what }: { id: string; what: string }) {
  const { place } = useNotes()
  const [said, setSaid] = useState('')
  const report = async (reason: string) => {
    const reply = await send('POST', `/api/remarks/note/${id}/reports`, { reason })
    setSaid(
      reply.kind === 'ok'
        ? 'Your instructors will look at it. The author does not learn who reported it.'
        : reply.kind === 'refused'
          ? reply.words
          : 'Not sent: no connection. Try again.',
    )
  }
  return (
    <details>
      <summary>
        Report<span className="vh"> {what}</span>
      </summary>
      <ReportForm
        kind="note"
        id={id}
        classId={place.classId}
        work={place.assignment}
        sees="Your instructors see this with your name. The author does not learn who reported."
        report={place.live ? (reason) => void report(reason) : undefined}
      />
      <p className="noteline" role="status">
        {said}
      </p>
    </details>
  )
}

/** What has not reached the server yet says so, and says what is safe. */
export function LetterState({ letter }: { letter: { key: string; state: string; words: string | null } }) {
  const { drop, keepsOnDevice } = useNotes()
  const kept = keepsOnDevice
    ? 'Your words are kept on this device.'
    : 'This browser keeps nothing, so stay on this page.'
  return (
    <p className={letter.state === 'sending' ? 'noteline' : 'noteline care'} role="status">
      {letter.state === 'sending' && 'Saving…'}
      {letter.state === 'waiting' && `Not saved yet: no connection. Trying again. ${kept}`}
      {letter.state === 'refused' && (
        <>
          Not saved. {letter.words} {kept}{' '}
          <button className="link" type="button" onClick={() => drop(letter.key)}>
            Throw it away
          </button>
        </>
      )}
    </p>
  )
}
