import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { POST_MAX, viewQuestion } from '#lib/features/answer-question/answer-question.ts'
import { page } from '#lib/web/page.ts'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { Notice } from '../../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { countWord, plural } from '../../../../_ui/say.ts'
import { Crossed } from '../../../_work/crossed.tsx'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { NotOpenYet } from '../../../_work/not-open.tsx'
import { PostView, QuestionHead } from '../../../_work/question-parts.tsx'
import { dateLine, WorkHead } from '../../../_work/work-head.tsx'
import { WritePost } from '../../../_work/write-post.tsx'
import '../../../_work/task.css'
import '../../../_work/quiz.css'
import '../../../_work/question.css'

export const metadata: Metadata = { title: 'Question' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function QuestionPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/questions/${assignment}`
  const [me, view] = await Promise.all([account(path), page(viewQuestion, { assignment }, path)])
  if (view.classId !== classId) notFound()
  if (view.availability === 'not-open-yet')
    return (
      <NotOpenYet
        me={me}
        classId={classId}
        title={view.title}
        opensAt={view.opensAt}
        dueAt={view.dueAt}
        zone={view.zone}
      />
    )

  const { transcript, quotations } = edition()
  const { posts, question } = view
  const quoted = Object.fromEntries(quotations.quotations.flatMap(({ id, at }) => at.map((one) => [one, id] as const)))
  const problem = problemIn(search)
  const done = valueIn(search, 'done')
  const closed = view.availability === 'closed'
  const mates = view.bySection ? 'your section' : 'your class'
  const passages = question.passages.map(({ from, to }) => passageOf(transcript, from, to))
  const newest = posts.own?.versions.at(-1)
  const isSaid = newest?.citations.some(({ at }) => at in quoted) ?? false
  const hasDraftBeyond =
    newest &&
    view.draft &&
    (view.draft.text !== newest.text || JSON.stringify(view.draft.citations) !== JSON.stringify(newest.citations))
  const writer = (
    <WritePost
      key={view.draft?.seq ?? 0}
      assignment={assignment}
      classId={classId}
      page={path}
      passages={passages}
      quoted={isSaid ? {} : quoted}
      draft={view.draft}
      revising={posts.own !== null}
      max={POST_MAX}
      zone={view.zone}
      problem={problem && { at: problem.at, words: problem.words }}
      sees={
        posts.own
          ? `When you post the revision, ${mates} and your instructors see both versions with your name. Until then, only you can read it.`
          : `When you post, ${mates} and your instructors see this with your name. Until then, only you can read it; your instructors see that a draft exists.`
      }
    />
  )
  return (
    <ClassFrame me={me} classId={classId}>
      <WorkHead
        classId={classId}
        me={me}
        title={view.title}
        facts={[
          view.minutes && !posts.own ? `about ${view.minutes} minutes` : null,
          posts.own && !closed ? 'open for revision' : dateLine(view),
          view.points ? `counts ${plural(view.points, 'point')}` : 'practice, no points',
        ]}
      >
        {done === 'posted' && (
          <Notice kind="good">
            <b>Your answer is posted.</b>{' '}
            {posts.others.length > 0 ? 'Your classmates’ posts are below.' : 'Nobody else has posted yet.'} You can
            revise it; the first version stays beside the new one.
          </Notice>
        )}
        {done === 'draft' && view.draft && (
          <Notice kind="good">
            <b>Draft saved {sayInstant(new Date(view.draft.savedAt), view.zone)}.</b> It is not posted yet.
          </Notice>
        )}
        {problem && (
          <Notice kind="care" alert>
            <b>{problem.code === 'closed' ? 'Not posted: this is closed.' : 'Not posted yet.'}</b> {problem.words}
          </Notice>
        )}
        {closed && !problem && (
          <Notice>
            <b>
              This question is closed{view.closesAt ? ` since ${sayInstant(new Date(view.closesAt), view.zone)}` : ''}.
            </b>{' '}
            {posts.own
              ? 'Your post stands as it is.'
              : view.draft
                ? 'Your draft was not posted. Ask your instructor if it should still count.'
                : 'You had not posted.'}
          </Notice>
        )}
      </WorkHead>
      <QuestionHead question={question} />
      {posts.own && (
        <section className="block" id="own" aria-labelledby="own-head">
          <h2 className="title" id="own-head">
            Your answer
          </h2>
          <PostView name={view.name} versions={posts.own.versions} zone={view.zone} own />
          {newest && <Crossed cited={newest.citations} quoted={quoted} />}
        </section>
      )}
      {!closed && !posts.own && (
        <>
          {writer}
          <section className="block locked" id="posts" aria-labelledby="posts-head">
            <h2 className="title" id="posts-head">
              Classmates’ answers open when yours is in
            </h2>
            <p className="body mut">
              Their posts have not been sent to this page, so there is nothing to uncover. You can change your answer
              after you post; the first version is kept and shown beside the new one.
            </p>
          </section>
        </>
      )}
      {closed && !posts.own && (
        <div className="readpass block">
          {passages.map((units) => units[0] && <Passage key={units[0].id} units={units} lit={[]} />)}
          {view.draft?.text && (
            <section>
              <h2 className="title">Your draft</h2>
              <p className="body pre">{view.draft.text}</p>
            </section>
          )}
        </div>
      )}
      {posts.own && (
        <section className="block" id="posts" aria-labelledby="posts-head">
          <h2 className="title" id="posts-head">
            {posts.others.length === 0
              ? 'No other posts yet'
              : posts.others.length === 1
                ? 'One classmate has posted'
                : `${countWord(posts.others.length)} classmates have posted`}
          </h2>
          {posts.others.length === 0 && (
            <p className="body mut">They appear here as they come in, each with its cited sentences.</p>
          )}
          {posts.others.map((post) => (
            <PostView key={post.post} name={post.name} versions={post.versions} zone={view.zone} />
          ))}
        </section>
      )}
      {posts.own && !closed && (
        <details className="revise block" open={Boolean(hasDraftBeyond) || Boolean(problem)}>
          <summary>Revise your answer</summary>
          {writer}
        </details>
      )}
    </ClassFrame>
  )
}
