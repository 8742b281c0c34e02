import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { REVIEW_MAX } from '#lib/domain/peer-review.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { viewMyReviews, type ReviewsView } from '#lib/features/review-peers/review-peers.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead, Sees } from '../../../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../../../_ui/refusals.ts'
import { countWord, inWords, plural } from '../../../../../_ui/say.ts'
import { account, ClassFrame } from '../../../../_work/frame.tsx'
import { HiddenNote } from '../../../../_work/hidden-note.tsx'
import { ForgetWords, KeepWords } from '../../../../_work/keep-words.tsx'
import { PostText } from '../../../../_work/question-parts.tsx'
import '../../../../_work/question.css'
import { ReportForm } from '../../../../_work/report-form.tsx'
import { LevelFields, Levels } from '../../../../_work/review-parts.tsx'
import '../../../../_work/review.css'
import { TextClosed } from '../../../../_work/text-closed.tsx'

export const metadata: Metadata = { title: 'Reviews' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function ReviewsPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const question = `/classes/${classId}/questions/${assignment}`
  const path = `${question}/reviews`
  const [me, view, shut] = await Promise.all([
    account(path),
    page(viewMyReviews, { assignment }, path),
    page(findClosedText, { class: classId }, path),
  ])
  if (view.classId !== classId) notFound()
  if (shut) return <TextClosed me={me} classId={classId} title={view.title} by={shut} />
  const problem = problemIn(search)
  const done = valueIn(search, 'done')
  const { rubric } = view
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over={
          <Link href={question} prefetch={false}>
            {view.title}
          </Link>
        }
        title={headline(view)}
        lead="You read classmates’ answers by the rubric, after three samples. Neither of you learns who the other is. It is for the writing alone: no grade and no gradebook reads it."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not saved.</b> {problem.words}
        </Notice>
      )}
      {done === 'reviewed' && (
        <Notice kind="good">
          <b>Your review is with its author.</b> It stands as you wrote it.
        </Notice>
      )}
      {done === 'reported' && (
        <Notice kind="good">
          <b>Your instructors will look at it.</b> Its author does not learn who reported it.
        </Notice>
      )}
      {rubric === null ? (
        <p className="acts">
          <LinkButton kind="go" href={question}>
            Write your answer
          </LinkButton>
        </p>
      ) : (
        <div className="review">
          <Samples view={view} rubric={rubric} />
          <Next view={view} rubric={rubric} isReviewed={done === 'reviewed'} />
          <Received view={view} rubric={rubric} />
        </div>
      )}
    </ClassFrame>
  )
}

const unscored = (view: ReviewsView): number => view.samples.filter((one) => one.own === null).length

function headline(view: ReviewsView): string {
  if (view.locked) return 'Reviews open when your own answer is in.'
  const left = unscored(view)
  if (left > 0)
    return `${countWord(left)} ${left === 1 ? 'sample' : 'samples'} to score, then ${plural(view.wanted, 'answer')} to review.`
  return view.written.length >= view.wanted
    ? 'You have reviewed what was asked.'
    : `You have reviewed ${inWords(view.written.length)} of ${inWords(view.wanted)}.`
}

function Samples({ view, rubric }: { view: ReviewsView; rubric: Rubric }) {
  const next = view.samples.find((one) => one.own === null)?.sample
  return (
    <section className="block" aria-labelledby="samples">
      <h2 className="title" id="samples">
        Three samples
      </h2>
      {view.samples.map((one, index) => {
        const name = `Sample ${index + 1}`
        const isNext = one.sample === next
        return (
          <article className="sampled" key={one.sample} id={`sample-${one.sample}`} aria-label={name}>
            <h3>{name}</h3>
            {(isNext || one.own) && <PostText version={{ text: one.text, citations: one.citations }} />}
            {one.own && one.theirs ? (
              <>
                <Levels
                  rows={rubric.rows}
                  caption={`${name}: your levels beside this edition’s`}
                  given={{ label: 'You', levels: one.own }}
                  edition={one.theirs}
                />
                <p className="small mut">Why: {one.why}</p>
              </>
            ) : isNext && !view.closed ? (
              <form method="post" action={`/api/assignments/${view.assignment}/samples/${one.sample}/save`}>
                <input type="hidden" name="in" value={view.classId} />
                <LevelFields rubric={rubric} of={`sample-${one.sample}`} />
                <Sees>You and your instructors see your levels. This edition’s own open when yours are saved.</Sees>
                <p className="acts">
                  <Button kind="go">
                    Save my levels<span className="vh"> for {name}</span>
                  </Button>
                </p>
              </form>
            ) : (
              <p className="small mut">{view.closed ? 'The question has closed.' : 'Comes after the one before it.'}</p>
            )}
          </article>
        )
      })}
    </section>
  )
}

function Next({ view, rubric, isReviewed }: { view: ReviewsView; rubric: Rubric; isReviewed: boolean }) {
  const { open } = view
  const isAll = view.written.length >= view.wanted
  return (
    <section className="block" id="review" aria-labelledby="review-head">
      <h2 className="title" id="review-head">
        {open ? 'A classmate’s answer' : 'The next answer'}
      </h2>
      {isReviewed && <ForgetWords of={`review/${view.assignment}`} />}
      {unscored(view) > 0 ? (
        <p className="body mut">It is given to you when the three samples are scored.</p>
      ) : view.closed ? (
        <p className="body mut">The question has closed, so no more answers are given out.</p>
      ) : open ? (
        <article className="sampled" aria-label="A classmate’s answer">
          <PostText version={open} />
          <form id="give" method="post" action={`/api/reviews/${open.review}/save`}>
            <input type="hidden" name="in" value={view.classId} />
            <input type="hidden" name="work" value={view.assignment} />
            <input type="hidden" name="version" value={open.version} />
            <LevelFields rubric={rubric} of="review" />
            <label htmlFor="review-text">What is good, and what its author could do next</label>
            <textarea
              className="input"
              id="review-text"
              name="text"
              rows={5}
              required
              maxLength={REVIEW_MAX}
              aria-describedby="review-sees"
            />
            <KeepWords form="give" of={`review/${view.assignment}`} />
            <Sees id="review-sees">
              The author sees this without your name. Your instructors see both names. It cannot be changed once it is
              sent, and it never counts.
            </Sees>
            <p className="acts">
              <Button kind="go">Send the review</Button>
            </p>
          </form>
        </article>
      ) : isAll ? (
        <p className="body mut">You have reviewed all that was asked of you.</p>
      ) : view.left === 0 ? (
        <p className="body mut">
          No classmate’s answer is there to review yet. Answers are given out as they are posted; come back later. You
          miss nothing by it, since reviews never count.
        </p>
      ) : (
        <form method="post" action={`/api/assignments/${view.assignment}/reviews`}>
          <input type="hidden" name="in" value={view.classId} />
          <p className="body mut">You are given one that few have read, without its author’s name. It stays yours.</p>
          <p className="acts">
            <Button kind="go">Give me an answer to review</Button>
          </p>
        </form>
      )}
      {view.written.length > 0 && (
        <details className="earlier">
          <summary>{plural(view.written.length, 'review')} that you wrote</summary>
          {view.written.map((one, index) => (
            <Told key={one.id} name={`Review ${index + 1}`} one={one} isOwn rubric={rubric} zone={view.zone} />
          ))}
        </details>
      )}
    </section>
  )
}

function Received({ view, rubric }: { view: ReviewsView; rubric: Rubric }) {
  const n = view.received.length
  return (
    <section className="block" id="received" aria-labelledby="received-head">
      <h2 className="title" id="received-head">
        {n === 0
          ? 'Nobody has reviewed your answer yet'
          : `${countWord(n)} ${n === 1 ? 'classmate has' : 'classmates have'} reviewed your answer`}
      </h2>
      <p className="small mut">
        Only you and your instructors see these. Who wrote them is told to your instructors alone.
      </p>
      {view.received.map((one, index) => (
        <Told key={one.id} name={`From a classmate, ${index + 1}`} one={one} rubric={rubric} zone={view.zone}>
          <Report one={one} view={view} what={`the review from a classmate, ${index + 1}`} />
        </Told>
      ))}
    </section>
  )
}

function Report({ one, view, what }: { one: ReviewsView['received'][number]; view: ReviewsView; what: string }) {
  if (one.hidden || one.comment === null) return null
  return (
    <details className="sayit">
      <summary>
        Report<span className="vh"> {what}</span>
      </summary>
      <ReportForm
        kind="review"
        id={one.id}
        classId={view.classId}
        work={view.assignment}
        sees="Your instructors see this with your name. Whoever wrote the review does not learn of the report."
      />
    </details>
  )
}

function Told({
  name,
  one,
  isOwn = false,
  rubric,
  zone,
  children,
}: {
  name: string
  one: ReviewsView['received'][number]
  /** Its reader wrote it. */
  isOwn?: boolean
  children?: ReactNode
  rubric: Rubric
  zone: string
}) {
  return (
    <article className="tolda" id={one.id} aria-label={name}>
      <h3>
        {name}{' '}
        <time className="small mut" dateTime={one.at}>
          {sayInstant(new Date(one.at), zone)}
        </time>
      </h3>
      {one.hidden && <HiddenNote reason={one.hidden.reason} own={isOwn} from="the author of the answer" />}
      {(isOwn || !one.hidden) && (
        <>
          {one.comment === null ? (
            <p className="body mut">The comment was erased.</p>
          ) : (
            <p className="body pre" dir="auto">
              {one.comment}
            </p>
          )}
          <Levels
            rows={rubric.rows}
            caption={one.version > 1 ? `Levels, of version ${one.version}` : 'Levels'}
            given={{ label: 'Level', levels: one.levels }}
          />
        </>
      )}
      {children}
    </article>
  )
}
