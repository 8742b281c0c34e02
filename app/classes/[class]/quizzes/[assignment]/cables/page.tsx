import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { viewMyCables, type CablesView } from '#lib/features/review-peers/cables.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead, Sees } from '../../../../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../../../../_ui/refusals.ts'
import { countWord, inWords, plural } from '../../../../../_ui/say.ts'
import { Fates, PointFields } from '../../../../_work/cable-parts.tsx'
import { account, ClassFrame } from '../../../../_work/frame.tsx'
import { HiddenNote } from '../../../../_work/hidden-note.tsx'
import { ReportForm } from '../../../../_work/report-form.tsx'
import '../../../../_work/review.css'
import { TextClosed } from '../../../../_work/text-closed.tsx'

export const metadata: Metadata = { title: 'Cables' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

const LOCKED = {
  'not-handed-in': 'Cables open when your own is handed in.',
  'no-cable': 'Your first try has no cable, so there is none to compare.',
  'not-explained': 'Cables open when the quiz explains itself.',
  'text-closed': 'Cables open again when you hand in.',
} as const

export default async function CablesPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const quiz = `/classes/${classId}/quizzes/${assignment}`
  const path = `${quiz}/cables`
  const [me, view, shut] = await Promise.all([
    account(path),
    page(viewMyCables, { assignment }, path),
    page(findClosedText, { class: classId }, path),
  ])
  if (view.classId !== classId) notFound()
  if (shut) return <TextClosed me={me} classId={classId} title={view.title} by={shut} />
  const problem = problemIn(search)
  const done = valueIn(search, 'done')
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over={
          <Link href={quiz} prefetch={false}>
            {view.title}
          </Link>
        }
        title={headline(view)}
        lead="A message changes on the way. You read classmates’ cables beside the text and say of each point whether it was carried; they do so with yours. Nobody learns a name, and no score, grade or gradebook reads it."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not saved.</b> {problem.words}
        </Notice>
      )}
      {done === 'reviewed' && (
        <Notice kind="good">
          <b>Your review is with the author of the cable.</b> It stands as you gave it.
        </Notice>
      )}
      {done === 'reported' && (
        <Notice kind="good">
          <b>Your instructors will look at it.</b> Whoever wrote it does not learn of the report.
        </Notice>
      )}
      {view.own === null ? (
        <p className="acts">
          <LinkButton kind="go" href={quiz}>
            Go to the quiz
          </LinkButton>
        </p>
      ) : (
        <div className="review">
          <Next view={view} chosen={(point) => typedIn(search, `fates.${point}`)} />
          <Received view={view} own={view.own} />
          <Written view={view} />
        </div>
      )}
    </ClassFrame>
  )
}

function headline(view: CablesView): string {
  if (view.locked) return LOCKED[view.locked]
  const n = view.written.length
  if (n >= view.wanted)
    return `You have read ${n === 1 ? 'the cable' : `the ${inWords(n)} cables`} that you were asked to read.`
  return n === 0
    ? `${countWord(view.wanted)} ${view.wanted === 1 ? 'cable' : 'cables'} of classmates to read.`
    : `You have read ${inWords(n)} of ${inWords(view.wanted)} cables.`
}

function Next({ view, chosen }: { view: CablesView; chosen: (point: string) => string | undefined }) {
  const { open } = view
  return (
    <section className="block" id="next" aria-labelledby="next-head">
      <h2 className="title" id="next-head">
        {open ? 'A classmate’s cable' : 'The next cable'}
      </h2>
      {open ? (
        <>
          <CableText text={open.text} />
          <form method="post" action={`/api/cable-reviews/${open.review}/save`}>
            <input type="hidden" name="in" value={view.classId} />
            <input type="hidden" name="work" value={view.assignment} />
            <p className="small mut">
              Carried: it arrives at its own strength. Changed: it arrives as something else, harder, softer or
              another’s. Left out: it does not arrive.
            </p>
            <PointFields points={view.points} chosen={chosen} />
            <Sees>
              The author sees this without your name. Your instructors see both names. It cannot be changed once it is
              sent, and it never counts.
            </Sees>
            <p className="acts">
              <Button kind="go">Send the review</Button>
            </p>
          </form>
        </>
      ) : view.written.length >= view.wanted ? (
        <p className="body mut">You have read all that was asked of you.</p>
      ) : view.left === 0 ? (
        <p className="body mut">
          {view.written.length === 0 ? 'No classmate’s cable is' : 'No other classmate’s cable is'} there to read yet.
          Cables are given out as they are handed in; come back later. You miss nothing by it, since reviews never
          count.
        </p>
      ) : (
        <form method="post" action={`/api/assignments/${view.assignment}/cables`}>
          <input type="hidden" name="in" value={view.classId} />
          <p className="body mut">You are given one that few have read, without its author’s name. It stays yours.</p>
          <p className="acts">
            <Button kind="go">Give me a cable to read</Button>
          </p>
        </form>
      )}
    </section>
  )
}

const CableText = ({ text }: { text: string }) => (
  <p className="body pre cabletext" dir="auto">
    {text}
  </p>
)

function Received({ view, own }: { view: CablesView; own: NonNullable<CablesView['own']> }) {
  const n = own.received.length
  const named = own.received.map((one, index) => ({ ...one, name: `Classmate ${index + 1}` }))
  const read = named.flatMap((one) => (one.marks ? [{ ...one, marks: one.marks }] : []))
  return (
    <section className="block" id="received" aria-labelledby="received-head">
      <h2 className="title" id="received-head">
        {n === 0
          ? 'Nobody has read your cable yet'
          : `${countWord(n)} ${n === 1 ? 'classmate has' : 'classmates have'} read your cable`}
      </h2>
      <p className="small mut">
        Your cable, as it stood in your first try. Only you and your instructors see what readers say of it; who they
        are is told to your instructors alone.
      </p>
      <CableText text={own.text} />
      {read.length > 0 && <Fates points={view.points} caption="What arrived" readers={read} />}
      {named.map(({ id, name, isHidden, marks }) => (
        <div key={id} id={id}>
          {isHidden ? (
            <>
              <p className="label">{name}</p>
              <HiddenNote reason={null} own={false} />
            </>
          ) : marks === null ? (
            <p className="small mut">{name}: what was found here was erased.</p>
          ) : (
            <details className="sayit">
              <summary>Report the review of {name}</summary>
              <ReportForm
                kind="cable"
                id={id}
                classId={view.classId}
                work={view.assignment}
                sees="Your instructors see this with your name. Whoever wrote the review does not learn of the report."
              />
            </details>
          )}
        </div>
      ))}
    </section>
  )
}

function Written({ view }: { view: CablesView }) {
  if (view.written.length === 0) return null
  return (
    <section className="block" aria-labelledby="written-head">
      <h2 className="title" id="written-head">
        {plural(view.written.length, 'cable')} that you have read
      </h2>
      {view.written.map((one, index) => (
        <article className="tolda" key={one.id} id={one.id} aria-label={`Cable ${index + 1}`}>
          <h3>Cable {index + 1}</h3>
          {one.hidden && <HiddenNote reason={one.hidden.reason} own from="the author of the cable" />}
          {one.text === null ? <p className="body mut">The cable is no longer here.</p> : <CableText text={one.text} />}
          <Fates
            points={view.points}
            caption="What you found"
            readers={[{ id: one.id, name: 'You', marks: one.marks }]}
          />
        </article>
      ))}
    </section>
  )
}
