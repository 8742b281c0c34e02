/**
 * Components: `Thread` (replies under a post and the box for one more), `RemarkFoot` (what a reader can do with a
 * remark). Plain forms and links: nothing here needs scripts.
 */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { randomUUID } from 'node:crypto'
import { sayInstant } from '#lib/domain/zone.ts'
import { REPLY_MAX } from '#lib/features/answer-question/reply.ts'
import type { ReplyView } from '#lib/features/answer-question/read-posts.ts'
import { Button, Sees, TextField } from '../../_ui/parts.tsx'
import { plural } from '../../_ui/say.ts'
import { HiddenNote } from './hidden-note.tsx'
import { ForgetWords, KeepWords } from './keep-words.tsx'
import { PostText } from './question-parts.tsx'
import { ReportForm } from './report-form.tsx'

/** Where on the site a discussion stands, and what the address asks of it. */
export type Place = {
  classId: string
  assignment: string
  path: string
  zone: string
  /** Nothing is posted any more. */
  closed: boolean
  /** The reply that is being answered, and the remark that is being reported, as `kind/id`. */
  to: string | null
  report: string | null
  /** Under which post a reply has just been posted. */
  replied: string | null
  /** Under which post a reply came back refused. */
  refused: string | null
  sees: string
}

/** The author as this reader may know them. */
export function Byline({ by }: { by: ReplyView['by'] }) {
  return (
    <>
      {by.name}
      {by.own && <span className="mut"> (you)</span>}
      {by.role === 'staff' && <span className="mut">, instructor</span>}
    </>
  )
}

export function RemarkFoot({
  place,
  post,
  kind,
  id,
  by,
  answer,
}: {
  place: Place
  post: string
  kind: 'post' | 'reply'
  id: string
  /** Who wrote it, as this reader may know them. */
  by: string
  answer?: string
}) {
  const at = `${kind}/${id}`
  const reports = place.report === at
  return (
    <>
      <p className="remarkfoot">
        {answer && !place.closed && (
          <Link href={`${place.path}?post=${post}&to=${id}#say-${post}`} prefetch={false}>
            Answer<span className="vh"> {answer}</span>
          </Link>
        )}
        {!reports && (
          <Link href={`${place.path}?post=${post}&report=${at}#${id}`} prefetch={false}>
            Report
            <span className="vh">
              {' '}
              the {kind} by {by}
            </span>
          </Link>
        )}
      </p>
      {reports && (
        <ReportForm
          kind={kind}
          id={id}
          classId={place.classId}
          work={place.assignment}
          sees="Your instructors see this with your name. The author does not learn who reported."
        >
          <Link className="btn quiet" href={`${place.path}?post=${post}#${id}`} prefetch={false}>
            Leave it
          </Link>
        </ReportForm>
      )}
    </>
  )
}

function Reply({
  one,
  place,
  post,
  under,
}: {
  one: ReplyView
  place: Place
  post: string
  under: readonly ReplyView[]
}) {
  const answered = one.to ? under.find((other) => other.reply === one.to) : undefined
  return (
    <li id={one.reply} className={answered ? 'reply deeper' : 'reply'}>
      <p className="replyhead">
        <b>
          <Byline by={one.by} />
        </b>{' '}
        {answered && <span className="small mut">to {answered.by.name}, </span>}
        <time className="small mut" dateTime={one.createdAt}>
          {sayInstant(new Date(one.createdAt), place.zone)}
        </time>
      </p>
      {one.hidden && <HiddenNote reason={one.hidden.reason} own={one.by.own} />}
      {(!one.hidden || one.by.own) && <PostText version={one} />}
      {!one.hidden && !one.by.own && (
        <RemarkFoot place={place} post={post} kind="reply" id={one.reply} by={one.by.name} answer={one.by.name} />
      )}
    </li>
  )
}

/** Each reply under the one it answers, in the order in which they came. */
function inThreads(replies: readonly ReplyView[]): ReplyView[] {
  const known = new Set(replies.map((one) => one.reply))
  const after = Map.groupBy(replies, (one) => (one.to && known.has(one.to) ? one.to : ''))
  const walk = (of: string): ReplyView[] => (after.get(of) ?? []).flatMap((one) => [one, ...walk(one.reply)])
  return walk('')
}

export function Thread({
  post,
  replies,
  replyCount,
  place,
  whose,
  foot,
}: {
  post: string
  replies: readonly ReplyView[]
  replyCount: number
  place: Place
  whose: string
  /** What else can be done with the post, beside the way to reply. */
  foot?: ReactNode
}) {
  const left = replyCount - replies.length
  const to = place.to ? replies.find((one) => one.reply === place.to && !one.hidden) : undefined
  const kept = `reply/${post}`
  return (
    <div className="thread">
      {replies.length > 0 && (
        <ol aria-label={`Replies to ${whose}`}>
          {inThreads(replies).map((one) => (
            <Reply key={one.reply} one={one} place={place} post={post} under={replies} />
          ))}
        </ol>
      )}
      {left > 0 && (
        <p className="small">
          <Link href={`${place.path}?post=${post}#${post}`} prefetch={false}>
            {plural(left, 'more reply', 'more replies')}
          </Link>
        </p>
      )}
      {place.replied === post && <ForgetWords of={kept} />}
      <div className="talkrow">
        {!place.closed && (
          <details className="sayit" open={to !== undefined || place.refused === post || undefined} id={`say-${post}`}>
            <summary>
              {to ? `Answer ${to.by.name}` : 'Reply'}
              <span className="vh">{to ? '' : ` to ${whose}`}</span>
            </summary>
            <form className="say" id={`reply-${post}`} method="post" action={`/api/posts/${post}/replies`}>
              <input type="hidden" name="in" value={place.classId} />
              <input type="hidden" name="work" value={place.assignment} />
              <input type="hidden" name="once" value={randomUUID()} />
              {to && <input type="hidden" name="to" value={to.reply} />}
              <label htmlFor={`text-${post}`}>Your reply</label>
              <textarea
                className="input"
                id={`text-${post}`}
                name="text"
                rows={4}
                required
                maxLength={REPLY_MAX}
                aria-describedby={`sees-${post}`}
              />
              <KeepWords form={`reply-${post}`} of={kept} />
              <TextField
                name="citations"
                id={`cite-${post}`}
                label="A sentence that it stands on, if any"
                placeholder="143"
                autoComplete="off"
              />
              <Sees id={`sees-${post}`}>{place.sees}</Sees>
              <p className="acts">
                <Button>Post reply</Button>
              </p>
            </form>
          </details>
        )}
        {foot}
      </div>
    </div>
  )
}
