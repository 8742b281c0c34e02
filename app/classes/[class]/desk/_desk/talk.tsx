/** The talk under an answer, as staff read it: replies with names, a box to reply, and hiding with a reason. */
import { randomUUID } from 'node:crypto'
import type { TalkView } from '#lib/features/review-class/view-talk.ts'
import type { RemarkKind } from '#lib/domain/remark.ts'
import { REPLY_MAX } from '#lib/features/answer-question/reply.ts'
import { Button, Sees, TextField } from '../../../../_ui/parts.tsx'
import { Cite } from '../../../../_ui/cite.tsx'
import { edition } from '#lib/content/edition.ts'
import { plural, sayTime } from './words.ts'
import { Name } from './names.tsx'

type Talk = TalkView['posts'][number]
type Reply = Talk['replies'][number]
export type TalkPlace = { classId: string; assignment: string; zone: string; hidden: boolean }

/** Where a form about a remark comes back to: the answers to a question, the page of notes (empty), or the reports. */
export function HereFields({ classId, assignment }: { classId: string; assignment?: string | undefined }) {
  return (
    <>
      <input type="hidden" name="in" value={classId} />
      {assignment !== undefined && (
        <>
          {assignment && <input type="hidden" name="work" value={assignment} />}
          <input type="hidden" name="next" value="desk" />
        </>
      )}
    </>
  )
}

/** Hides with a reason, or shows again what is hidden. */
export function Hiding({
  kind,
  id,
  what,
  hidden,
  classId,
  assignment,
}: {
  kind: RemarkKind
  id: string
  what: string
  hidden: { reason: string | null } | null
  classId: string
  assignment?: string
}) {
  const action = `/api/remarks/${kind}/${id}/hiding`
  const isReview = kind === 'review' || kind === 'cable'
  const from = isReview ? `the classmate whose ${kind === 'cable' ? 'cable' : 'answer'} it is about` : 'classmates'
  if (hidden)
    return (
      <form className="hiding" method="post" action={`${action}/delete`}>
        <HereFields classId={classId} assignment={assignment} />
        <p className="note care">
          <b>Hidden from {from}.</b> {hidden.reason ? `The reason its author reads: ${hidden.reason}` : ''}
        </p>
        <Button>
          Show it again<span className="vh">: {what}</span>
        </Button>
      </form>
    )
  return (
    <details className="hiding">
      <summary>
        Hide from {from}
        <span className="vh">: {what}</span>
      </summary>
      <form method="post" action={`${action}/save`}>
        <HereFields classId={classId} assignment={assignment} />
        <TextField
          name="reason"
          id={`hide-${id}`}
          label="The reason"
          required
          maxLength={300}
          wide
          sees={`Its author reads the reason. ${isReview ? 'That classmate sees' : 'Classmates see'} that it is hidden, and nothing of it. Nothing is erased.`}
        />
        <p className="acts">
          <Button>Hide it</Button>
        </p>
      </form>
    </details>
  )
}

/** A remark’s own words and what they cite. */
export function Said({
  text,
  citations,
}: {
  text: string | null
  citations: readonly { at: string; quote?: string }[]
}) {
  const { units } = edition().transcript
  return (
    <>
      {text === null ? (
        <p className="body mut">Erased at the author’s wish.</p>
      ) : (
        <p className="body pre" dir="auto">
          {text}
        </p>
      )}
      {citations.length > 0 && (
        <ul className="cites" aria-label="Sentences cited">
          {citations.map((one, n) => (
            <li key={n}>
              <Cite at={one.at} speaker={units.get(one.at)?.speaker} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const nameOf = (reply: Reply, hidden: boolean): string =>
  hidden && reply.student ? `Student ${reply.student.number}` : reply.name

export function DeskThread({ talk, whose, place }: { talk: Talk; whose: string; place: TalkPlace }) {
  const { classId, assignment, zone } = place
  return (
    <div className="talk-under" id={talk.post}>
      {talk.alias !== null && <p className="small mut">Classmates read this as by Classmate {talk.alias}.</p>}
      {talk.replies.length > 0 && (
        <details open={talk.replies.length <= 6 || undefined}>
          <summary>{plural(talk.replies.length, 'reply', 'replies')}</summary>
          <ol className="deskreplies">
            {talk.replies.map((one) => {
              const answered = one.to && talk.replies.find((other) => other.reply === one.to)
              return (
                <li key={one.reply} id={one.reply}>
                  <p className="small">
                    <b>{one.student ? <Name name={one.name} number={one.student.number} /> : one.name}</b>
                    {!one.student && ', instructor'}
                    <span className="mut">
                      {answered ? ` to ${nameOf(answered, place.hidden)}` : ''}, {sayTime(one.createdAt, zone)}
                    </span>
                  </p>
                  <Said text={one.text} citations={one.citations} />
                  {one.student && (
                    <Hiding
                      kind="reply"
                      id={one.reply}
                      what={`the reply of ${nameOf(one, place.hidden)}`}
                      hidden={one.hidden}
                      classId={classId}
                      assignment={assignment}
                    />
                  )}
                </li>
              )
            })}
          </ol>
        </details>
      )}
      {!talk.hidden && (
        <form
          className="pickit"
          method="post"
          action={`/api/posts/${talk.post}/pick/${talk.isPicked ? 'delete' : 'save'}`}
        >
          <HereFields classId={classId} assignment={assignment} />
          {talk.isPicked && <span className="small mut">On the page for the class, without a name.</span>}
          <Button kind={talk.isPicked ? 'quiet' : 'plain'}>
            {talk.isPicked ? 'Take it off' : 'Show to the class'}
            <span className="vh">: the answer of {whose}</span>
          </Button>
        </form>
      )}
      <Hiding
        kind="post"
        id={talk.post}
        what={`the answer of ${whose}`}
        hidden={talk.hidden}
        classId={classId}
        assignment={assignment}
      />
      {!talk.hidden && (
        <details className="hiding">
          <summary>
            Reply<span className="vh"> to {whose}</span>
          </summary>
          <form method="post" action={`/api/posts/${talk.post}/replies`}>
            <HereFields classId={classId} assignment={assignment} />
            <input type="hidden" name="once" value={randomUUID()} />
            <div className="field wide">
              <label htmlFor={`text-${talk.post}`}>Your reply</label>
              <textarea
                className="input"
                id={`text-${talk.post}`}
                name="text"
                rows={4}
                required
                maxLength={REPLY_MAX}
                aria-describedby={`sees-${talk.post}`}
              />
              <Sees id={`sees-${talk.post}`}>
                Everybody who has posted under this question sees this with your name. It cannot be changed once it is
                posted.
              </Sees>
            </div>
            <p className="acts">
              <Button>Post reply</Button>
            </p>
          </form>
        </details>
      )}
    </div>
  )
}
