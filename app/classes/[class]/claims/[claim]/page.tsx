import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { randomUUID } from 'node:crypto'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { RIVAL_MAX, viewReadings, type RivalView } from '#lib/features/read-otherwise/read-otherwise.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import '../../../../(edition)/claims/claims.css'
import { Ladder } from '../../../../(edition)/claims/ladder.tsx'
import { ladderOf } from '../../../../(edition)/claims/told.ts'
import { mouthsOf } from '../../../../(edition)/claims/words.ts'
import { Button, Notice, PageHead, Sees, TextField } from '../../../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { countWord } from '../../../../_ui/say.ts'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { HiddenNote } from '../../../_work/hidden-note.tsx'
import { ForgetWords, KeepWords } from '../../../_work/keep-words.tsx'
import { PostText } from '../../../_work/question-parts.tsx'
import { ReportForm } from '../../../_work/report-form.tsx'
import '../../../_work/question.css'
import { TextClosed } from '../../../_work/text-closed.tsx'
import '../claims.css'

export const metadata: Metadata = { title: 'Rival readings' }

type Props = { params: Promise<{ class: string; claim: string }>; searchParams: Promise<Search> }
type Said = Omit<RivalView, 'answers'>
type Place = { classId: string; claim: string; zone: string; isStaff: boolean }

const DONE: Record<string, string> = {
  posted: 'Your reading stands beside the edition’s.',
  answered: 'Your answer stands below.',
  reported: 'Your instructors will look at it. Its author does not learn who reported it.',
}

export default async function ClaimReadingsPage({ params, searchParams }: Props) {
  const [{ class: classId, claim: claimId }, search] = await Promise.all([params, searchParams])
  const whole = edition()
  const claim = whole.claims.find(({ id }) => id === claimId) ?? notFound()
  const path = `/classes/${classId}/claims/${claimId}`
  const [me, view, shut] = await Promise.all([
    account(path),
    page(
      viewReadings,
      {
        class: classId,
        claim: claimId,
        after: valueIn(search, 'after') || undefined,
        holding: valueIn(search, 'holding') || undefined,
      },
      path,
    ),
    page(findClosedText, { class: classId }, path),
  ])
  if (shut) return <TextClosed me={me} classId={classId} title="Rival readings" by={shut} />
  const place: Place = { classId, claim: claimId, zone: view.class.zone, isStaff: view.isStaff }
  const problem = problemIn(search)
  const answers = typedIn(search, 'answers')
  const done = DONE[valueIn(search, 'done') ?? '']
  const kept = `reading/${claimId}`
  const wrong = problem && !answers ? problem : null
  const needsSentence = problem?.code === 'citation-needed' || problem?.code === 'quote-not-found'
  const of = valueIn(search, 'of')
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over={
          <Link href={`/classes/${classId}/claims`} prefetch={false}>
            Rival readings
          </Link>
        }
        title={claim.title}
        lead={claim.claim}
      />
      {done && (
        <Notice kind="good">
          <b>{done}</b>
        </Notice>
      )}
      {problem && (
        <Notice kind="care" alert>
          <b>Not posted.</b> {needsSentence ? NEEDS_A_SENTENCE : problem.words}
        </Notice>
      )}
      <div className="rivals">
        <section aria-labelledby="ours">
          <h2 className="title" id="ours">
            As this edition reads it
          </h2>
          <p className="small mut">{mouthsOf(claim)}, behind the paper</p>
          <Ladder rungs={ladderOf(claim, whole)} />
          <p className="small">
            <Link href={`/claims/${claim.id}`} prefetch={false}>
              The claim with its sources
            </Link>
          </p>
        </section>
        <div>
          <section aria-labelledby="theirs">
            <h2 className="title" id="theirs">
              {view.total === 0
                ? 'Nobody here reads it otherwise yet'
                : `${countWord(view.total)} rival ${view.total === 1 ? 'reading' : 'readings'}`}
            </h2>
            {!view.isFirstPage && (
              <p className="acts">
                <Link className="btn" href={`${path}#theirs`} prefetch={false}>
                  The first readings
                </Link>
              </p>
            )}
            {view.readings.map((reading) => (
              <Reading
                key={reading.id}
                reading={reading}
                place={place}
                isAnswered={answers === reading.id}
                isDone={of === reading.id}
              />
            ))}
            {view.after && (
              <p className="acts">
                <Link className="btn" href={`${path}?after=${view.after}#theirs`} prefetch={false}>
                  Later readings
                </Link>
              </p>
            )}
          </section>
          <section className="block" id="read-otherwise" aria-labelledby="otherwise">
            <h2 className="title" id="otherwise">
              Read it otherwise
            </h2>
            {valueIn(search, 'done') === 'posted' && <ForgetWords of={kept} />}
            <form
              className="say"
              id="reading"
              method="post"
              action={`/api/classes/${classId}/claims/${claimId}/readings`}
            >
              <input type="hidden" name="once" value={randomUUID()} />
              <label htmlFor="reading-text">Your reading, and why</label>
              <textarea
                className="input"
                id="reading-text"
                name="text"
                rows={6}
                required
                maxLength={RIVAL_MAX}
                aria-describedby="reading-sees"
                aria-invalid={wrong?.at === 'text' || undefined}
              />
              <KeepWords form="reading" of={kept} />
              <TextField
                name="citations"
                id="reading-cite"
                label="The sentence that it stands on"
                placeholder="143"
                autoComplete="off"
                required
                error={wrong && needsSentence ? NEEDS_A_SENTENCE : undefined}
              />
              <Sees id="reading-sees">{SEES}</Sees>
              <p className="acts">
                <Button kind="go">Put it beside the edition’s</Button>
              </p>
            </form>
          </section>
        </div>
      </div>
    </ClassFrame>
  )
}

const SEES =
  'Everybody in the class and your instructors see this with your name. It is answered, and cannot be changed or taken away, by you or by them.'
const NEEDS_A_SENTENCE = 'Name a sentence of the transcript by its number, such as 143.'

function Head({ said, zone }: { said: Said; zone: string }) {
  return (
    <>
      {said.by.name}
      {said.by.own && <span className="mut"> (you)</span>}
      {said.by.role === 'staff' && <span className="mut">, instructor</span>}{' '}
      <time className="small mut" dateTime={said.createdAt}>
        {sayInstant(new Date(said.createdAt), zone)}
      </time>
    </>
  )
}

function Words({ said, isStaff }: { said: Said; isStaff: boolean }) {
  return (
    <>
      {said.hidden && <HiddenNote reason={said.hidden.reason} own={said.by.own || isStaff} />}
      {said.text !== null && <PostText version={{ text: said.text, citations: said.citations }} />}
      {said.text === null && !said.hidden && <p className="body mut">Erased at the author’s wish.</p>}
    </>
  )
}

function Report({ said, place, what }: { said: Said; place: Place; what: string }) {
  if (said.by.own || said.hidden || said.text === null) return null
  return (
    <details>
      <summary>
        Report<span className="vh"> {what}</span>
      </summary>
      <ReportForm
        kind="rival"
        id={said.id}
        classId={place.classId}
        work={place.claim}
        sees="Your instructors see this with your name. The author does not learn who reported. To disagree, answer instead."
      />
    </details>
  )
}

function Reading({
  reading,
  place,
  isAnswered,
  isDone,
}: {
  reading: RivalView
  place: Place
  /** An answer to it came back refused, or has just been posted. */
  isAnswered: boolean
  isDone: boolean
}) {
  const whose = `the reading of ${reading.by.name}`
  const form = `answer-${reading.id}`
  return (
    <article className="rival" id={reading.id} aria-label={`Rival reading by ${reading.by.name}`}>
      <h3>
        <Head said={reading} zone={place.zone} />
      </h3>
      <Words said={reading} isStaff={place.isStaff} />
      {reading.answers.length > 0 && (
        <ol className="answers" aria-label={`Answers to ${whose}`}>
          {reading.answers.map((one) => (
            <li key={one.id} id={one.id}>
              <p className="replyhead">
                <b>
                  <Head said={one} zone={place.zone} />
                </b>
              </p>
              <Words said={one} isStaff={place.isStaff} />
              <div className="rivalacts">
                <Report said={one} place={place} what={`the answer of ${one.by.name}`} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {isDone && <ForgetWords of={form} />}
      <div className="rivalacts">
        {!reading.hidden && (
          <details open={isAnswered || undefined}>
            <summary>
              Answer<span className="vh"> {whose}</span>
            </summary>
            <form
              className="say"
              id={form}
              method="post"
              action={`/api/classes/${place.classId}/claims/${place.claim}/readings`}
            >
              <input type="hidden" name="answers" value={reading.id} />
              <input type="hidden" name="once" value={randomUUID()} />
              <label htmlFor={`text-${reading.id}`}>Your answer</label>
              <textarea
                className="input"
                id={`text-${reading.id}`}
                name="text"
                rows={4}
                required
                maxLength={RIVAL_MAX}
                aria-describedby={`sees-${reading.id}`}
              />
              <KeepWords form={form} of={form} />
              <TextField
                name="citations"
                id={`cite-${reading.id}`}
                label="A sentence that it stands on, if any"
                placeholder="143"
                autoComplete="off"
              />
              <Sees id={`sees-${reading.id}`}>
                Everybody in the class and your instructors see this with your name. It cannot be changed once it is
                posted.
              </Sees>
              <p className="acts">
                <Button>Post answer</Button>
              </p>
            </form>
          </details>
        )}
        <Report said={reading} place={place} what={whose} />
      </div>
    </article>
  )
}
