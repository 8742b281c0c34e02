import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { POST_MAX } from '#lib/features/answer-question/answer-question.ts'
import { viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import Link from 'next/link'
import { Cite } from '../../../../_ui/cite.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { Notice } from '../../../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { capital, countsWord, countWord, plural } from '../../../../_ui/say.ts'
import { sentencesCited, stillToCite } from '../../../_work/cited-words.ts'
import { Crossed } from '../../../_work/crossed.tsx'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { GradeView } from '../../../_work/grade-view.tsx'
import { HiddenNote } from '../../../_work/hidden-note.tsx'
import { NotOpenYet } from '../../../_work/not-open.tsx'
import { PostView, QuestionHead } from '../../../_work/question-parts.tsx'
import { Byline, RemarkFoot, Thread, type Place } from '../../../_work/talk.tsx'
import { TextClosed } from '../../../_work/text-closed.tsx'
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
  const only = valueIn(search, 'post') || undefined
  const [me, view] = await Promise.all([
    account(path),
    page(viewQuestion, { assignment, before: valueIn(search, 'before') || undefined, post: only }, path),
  ])
  if (view.classId !== classId) notFound()
  const shut = await page(findClosedText, { class: classId }, path)
  if (shut && shut.assignment !== assignment)
    return <TextClosed me={me} classId={classId} title={view.title} by={shut} />
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
  const of = valueIn(search, 'of') ?? null
  // A refused reply comes back with the post that it was under; whatever else is refused is one's own answer.
  const ofAnswer = of === null ? problem : null
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
      needed={view.citations}
      zone={view.zone}
      problem={ofAnswer && { at: ofAnswer.at, words: answerWords(ofAnswer, view) }}
      choice={view.names === 'choice' && posts.own === null}
      as={typedIn(search, 'as') === 'nameless' ? 'nameless' : 'named'}
      sees={seesWords(view, mates)}
      counting={view.countsPastes ? `${assignment}/${me.id}` : null}
    />
  )
  const place: Place = {
    classId,
    assignment,
    path,
    zone: view.zone,
    closed,
    to: valueIn(search, 'to') ?? null,
    report: valueIn(search, 'report') ?? null,
    replied: done === 'replied' ? of : null,
    refused: problem ? of : null,
    sees: posts.own?.alias
      ? `${capital(mates)} sees this as by ${posts.own.alias}, without your name; your instructors see your name. It cannot be changed once it is posted.`
      : `${capital(mates)} and your instructors see this with your name. It cannot be changed once it is posted.`,
  }
  return (
    <ClassFrame me={me} classId={classId}>
      <WorkHead
        classId={classId}
        me={me}
        title={view.title}
        facts={[
          view.minutes && !posts.own ? `about ${view.minutes} minutes` : null,
          posts.own && !closed ? 'open for revision' : dateLine(view),
          countsWord(view.points),
        ]}
      >
        {done === 'posted' && (
          <Notice kind="good">
            <b>Your answer is posted.</b>{' '}
            {posts.total > 0 ? 'Your classmates’ posts are below.' : 'Nobody else has posted yet.'} You can revise it;
            the first version stays beside the new one.
          </Notice>
        )}
        {done === 'draft' && view.draft && (
          <Notice kind="good">
            <b>Draft saved {sayInstant(new Date(view.draft.savedAt), view.zone)}.</b> It is not posted yet.
          </Notice>
        )}
        {done === 'replied' && (
          <Notice kind="good">
            <b>Your reply is posted.</b> It stands below.
          </Notice>
        )}
        {done === 'reported' && (
          <Notice kind="good">
            <b>Your instructors will look at it.</b> Its author does not learn who reported it.
          </Notice>
        )}
        {problem && (
          <Notice kind="care" alert>
            <b>{problem.code === 'closed' ? 'Not posted: this is closed.' : 'Not posted yet.'}</b>{' '}
            {ofAnswer ? answerWords(ofAnswer, view) : problem.words}
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
      <QuestionHead question={question} citations={view.citations} />
      {posts.own && (
        <section className="block" id="own" aria-labelledby="own-head">
          <h2 className="title" id="own-head">
            Your answer
          </h2>
          <PostView
            id={posts.own.post}
            name="you"
            heading={
              <>
                {view.name} <span className="mut">(you{posts.own.alias && `; to classmates, ${posts.own.alias}`})</span>
              </>
            }
            versions={posts.own.versions}
            zone={view.zone}
            own
          >
            {newest && <Crossed cited={newest.citations} quoted={quoted} />}
            {posts.own.hidden && <HiddenNote reason={posts.own.hidden.reason} own />}
            <Thread
              post={posts.own.post}
              replies={posts.own.replies}
              replyCount={posts.own.replyCount}
              place={posts.own.hidden ? { ...place, closed: true } : place}
              whose="your answer"
            />
          </PostView>
        </section>
      )}
      {posts.own && view.reviews > 0 && (
        <section className="block" aria-labelledby="reviews-head">
          <h2 className="title" id="reviews-head">
            Review classmates
          </h2>
          <p className="body">
            You review {plural(view.reviews, 'answer')} of classmates by the rubric, and classmates review yours.
            Neither of you learns who the other is, and it never counts.{' '}
            <Link href={`${path}/reviews`} prefetch={false}>
              Go to the reviews
            </Link>
          </p>
        </section>
      )}
      {view.grade && (
        <section className="block" id="grade" aria-labelledby="grade-head">
          <h2 className="title" id="grade-head">
            Your grade
          </h2>
          <GradeView
            grade={view.grade}
            classId={classId}
            assignment={assignment}
            text={posts.own?.versions.find((one) => one.version === view.grade!.version)?.text}
            newest={newest?.version}
          />
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
        <section className="block discussed" id="posts" aria-labelledby="posts-head">
          <div>
            <h2 className="title" id="posts-head">
              {posts.total === 0
                ? 'No other posts yet'
                : posts.total === 1
                  ? 'One classmate has posted'
                  : `${countWord(posts.total)} classmates have posted`}
            </h2>
            {posts.total === 0 ? (
              <p className="body mut">They appear here as they come in, each with its cited sentences.</p>
            ) : (
              <p className="small mut">
                {only ? 'One of them, with all its replies.' : 'The newest first.'} You see these because you have
                posted.
              </p>
            )}
            {posts.others.map((post) => (
              <PostView
                key={post.post}
                id={post.post}
                name={post.by.name}
                heading={<Byline by={post.by} />}
                versions={post.versions}
                zone={view.zone}
              >
                {post.hidden && <HiddenNote reason={null} own={false} />}
                <Thread
                  post={post.post}
                  replies={post.replies}
                  replyCount={post.replyCount}
                  place={post.hidden ? { ...place, closed: true } : place}
                  whose={post.by.name}
                  foot={
                    !post.hidden && (
                      <RemarkFoot place={place} post={post.post} kind="post" id={post.post} by={post.by.name} />
                    )
                  }
                />
              </PostView>
            ))}
            <p className="acts">
              {(only || valueIn(search, 'before')) && (
                <Link className="btn" href={`${path}#posts`} prefetch={false}>
                  {only ? 'All posts' : 'The newest posts'}
                </Link>
              )}
              {posts.before && (
                <Link className="btn" href={`${path}?before=${posts.before}#posts`} prefetch={false}>
                  Older posts
                </Link>
              )}
            </p>
          </div>
          {posts.cited.length > 0 && <Cited cited={posts.cited} of={posts.total + 1} />}
        </section>
      )}
      {posts.own && !closed && (
        <details className="revise block" open={Boolean(hasDraftBeyond) || Boolean(ofAnswer)}>
          <summary>Revise your answer</summary>
          {writer}
        </details>
      )}
    </ClassFrame>
  )
}

/** An answer with too few citations, or with one that does not stand, is kept as the draft; the draft says how many are missing. */
function answerWords(
  problem: { code: string; words: string },
  view: { citations: number; draft: { citations: readonly { at: string }[] } | null },
): string {
  const missing =
    problem.code === 'citation-needed' && stillToCite(sentencesCited(view.draft?.citations ?? []), view.citations)
  if (missing) return `${missing} Your text is kept as a draft.`
  return problem.code === 'quote-not-found' ? `${problem.words} Your text is kept as a draft.` : problem.words
}

function seesWords(view: { names: string; posts: { own: { alias: string | null } | null } }, mates: string): string {
  const { own } = view.posts
  if (own?.alias)
    return `When you post the revision, ${mates} sees both versions as by ${own.alias}, without your name; your instructors see your name. Until then, only you can read it.`
  if (own)
    return `When you post the revision, ${mates} and your instructors see both versions with your name. Until then, only you can read it.`
  const until = 'Until then, only you can read it; your instructors see that a draft exists.'
  if (view.names === 'hidden')
    return `When you post, ${mates} sees this without your name, as by Classmate and a number; your instructors see your name. ${until}`
  if (view.names === 'choice')
    return `When you post, ${mates} sees this with your name or without, as you choose; your instructors see your name. ${until}`
  return `When you post, ${mates} and your instructors see this with your name. ${until}`
}

/** What the answers stand on: a bar a sentence, with its count. */
function Cited({ cited, of }: { cited: readonly { at: string; posts: number }[]; of: number }) {
  const { units } = edition().transcript
  return (
    <aside className="mostcited" aria-labelledby="cited-most">
      <h3 className="label" id="cited-most">
        Sentences cited most
      </h3>
      <ol>
        {cited.map((one) => (
          <li key={one.at}>
            <Cite at={one.at} speaker={units.get(one.at)?.speaker} />
            <meter min={0} max={of} value={one.posts} aria-hidden="true" />
            <span className="num">{one.posts}</span>
          </li>
        ))}
      </ol>
      <p className="small mut">Answers that cite each sentence, of {of} with yours.</p>
    </aside>
  )
}
