import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { cableIn } from '#lib/domain/cable.ts'
import { itemsAsked } from '#lib/domain/draw.ts'
import { findEssay } from '#lib/content/essays/essay-forms.ts'
import { isWithin } from '#lib/domain/judge.ts'
import type { Prompt } from '#lib/domain/prediction.ts'
import { previewAssignment } from '#lib/features/assign-work/assign-work.ts'
import { page } from '#lib/web/page.ts'
import { BesideEssay } from '../../../../../../(edition)/essays/[essay]/beside-essay.tsx'
import '../../../../../../(edition)/essays/[essay]/essay.css'
import '../../../../../../(edition)/quizzes/quiz.css'
import { Reader } from '../../../../../../(edition)/transcript/reader.tsx'
import { ReadingBar } from '../../../../../../(edition)/transcript/reading-bar.tsx'
import '../../../../../../(edition)/transcript/transcript.css'
import { citeLabel, citeName } from '../../../../../../_ui/citation.ts'
import { ClosingMark, DocumentHead, TurnView } from '../../../../../../_ui/document.tsx'
import { EssayBody } from '../../../../../../_ui/essay-body.tsx'
import { sentencesOf, speakerName as SPEAKER } from '../../../../../../_ui/figures.ts'
import { Button } from '../../../../../../_ui/parts.tsx'
import { passageOf } from '../../../../../../_ui/passage.tsx'
import { ItemFigure } from '../../../../../../_ui/item-figure.tsx'
import { countsWord } from '../../../../../../_ui/say.ts'
import { postButton } from '../../../../../_work/cited-words.ts'
import { PASTES_COUNTED } from '../../../../../_work/pasted-words.ts'
import { ExerciseBoxes } from '../../../../../_work/exercise-boxes.tsx'
import { HIDDEN } from '../../../../../_work/exercise-words.ts'
import { account, type Account } from '../../../../../_work/frame.tsx'
import '../../../../../_work/question.css'
import { QuestionHead } from '../../../../../_work/question-parts.tsx'
import { QuizItem } from '../../../../../_work/quiz-item.tsx'
import { QuizIntro, rangesOf } from '../../../../../_work/quiz-parts.tsx'
import '../../../../../_work/quiz.css'
import '../../../../../_work/task.css'
import { Predict } from '../../../../../_work/predict.tsx'
import { dateLine, WorkHead } from '../../../../../_work/work-head.tsx'
import { Frame } from '../../../_desk/frame.tsx'
import { asked, type Search } from '../../../_desk/refused.ts'
import { phaseOf, plural, sayWhen } from '../../../_desk/words.ts'

export const metadata: Metadata = { title: 'As a student sees it' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }
type Preview = Awaited<ReturnType<typeof previewAssignment>>
type Shown<K extends Preview['shown']['kind']> = Extract<Preview['shown'], { kind: K }>

/** What a student's screen gets before any work, by the same components. No form here goes anywhere: nothing is stored. */
export default async function PreviewPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/assign/${assignment}/preview`
  const [me, view] = await Promise.all([account(path), page(previewAssignment, { assignment }, path)])
  if (view.classId !== id) notFound()
  const { shown } = view
  const phase = phaseOf(view, view.now)
  const prompts = shown.kind === 'reading' ? (shown.predict ?? null) : null
  const isOpened = asked(search, 'after') === 'predictions'
  return (
    <Frame klass={view.class} mayManage current="/assign" plain={shown.kind === 'reading' ? 'reading' : 'wrap page'}>
      <div className={shown.kind === 'reading' ? 'wrap' : undefined}>
        <p className="previewbar" role="note">
          <b>This is what a student sees.</b> Nothing you do here is stored.
          {phase === 'later' && ` Until ${sayWhen(view.opensAt!, view.zone)} they see title and date only.`}
          {phase === 'closed' && ' It is closed; this is how it looked while it was open.'}{' '}
          {prompts && (
            <>
              <Link href={isOpened ? path : `${path}?after=predictions`} prefetch={false}>
                {isOpened ? 'The first screen' : 'What opens when they have posted'}
              </Link>{' '}
            </>
          )}
          <Link href={`/classes/${id}/desk/assign/${assignment}`} prefetch={false}>
            Change dates and rules
          </Link>
        </p>
      </div>
      {shown.kind === 'quiz' && <QuizPreview me={me} view={view} shown={shown} />}
      {shown.kind === 'question' && <QuestionPreview me={me} view={view} shown={shown} />}
      {shown.kind === 'exercise' && <ExercisePreview me={me} view={view} shown={shown} />}
      {shown.kind === 'essay' && <EssayPreview me={me} view={view} shown={shown} />}
      {prompts && !isOpened && <GatePreview me={me} view={view} prompts={prompts} />}
      {shown.kind === 'reading' && (!prompts || isOpened) && (
        <ReadingPreview me={me} view={view} shown={shown} path={path} />
      )}
    </Frame>
  )
}

type PartProps<K extends Preview['shown']['kind']> = { me: Account; view: Preview; shown: Shown<K> }

const datesOf = (view: Preview): string | null =>
  dateLine({ ...view, availability: phaseOf(view, view.now) === 'after-due' ? 'after-due' : 'open' })
const minutesOf = (view: Preview): string | null => (view.minutes ? `about ${plural(view.minutes, 'minute')}` : null)
const readingFacts = (view: Preview, length: string): (string | null)[] => [length, minutesOf(view), datesOf(view)]

/** One order among many, the same at every look. */
const PREVIEWED = { seed: 'preview', ordinal: 1 }

function QuizPreview({ me, view, shown }: PartProps<'quiz'>) {
  const isShuffled = view.order === 'shuffled'
  const items = itemsAsked(shown.items, PREVIEWED, isShuffled)
  const ranges = rangesOf(items)
  return (
    <>
      <WorkHead classId={view.classId} me={me} title={view.title} facts={[datesOf(view)]} />
      <QuizIntro
        view={{
          summary: shown.summary,
          items: items.length,
          minutes: shown.minutes,
          timeLimitMinutes: view.timeLimit,
          extraTimePercent: 0,
          attemptsLeft: view.attempts,
          handedIn: 0,
          feedback: view.feedback,
          closesAt: view.closesAt,
          points: view.points,
          cable: view.reviews > 0 ? cableIn(shown) : null,
          zone: view.zone,
        }}
      >
        <p className="acts">
          <a className="btn go" href="#questions">
            Begin
          </a>
        </p>
      </QuizIntro>
      <section className="block" id="questions" aria-label="The questions">
        {(isShuffled || view.pages === 'one') && (
          <p className="small mut">
            {[
              isShuffled && 'Each student has the questions and their options in an order of their own; this is one.',
              view.pages === 'one' && 'They see one question at a time.',
            ]
              .filter(Boolean)
              .join(' ')}
          </p>
        )}
        <ol className="items">
          {items.map((item, i) => (
            <li key={item.id} id={item.id}>
              {/* A form of its own keeps one question's radio buttons from another's; it has no way to send. */}
              <form action={`#${item.id}`}>
                <QuizItem
                  item={item}
                  n={i + 1}
                  of={items.length}
                  range={ranges[item.id] ?? []}
                  figure={item.kind === 'place' && <ItemFigure item={item} />}
                  answer={[]}
                  confidence={null}
                  asksConfidence={view.confidence === 'asked'}
                  action={null}
                />
              </form>
            </li>
          ))}
        </ol>
      </section>
      <section className="handin" aria-labelledby="hand-in">
        <h2 className="title" id="hand-in">
          Hand in
        </h2>
        <p className="acts">
          <Button type="button" kind="go" disabled>
            Hand in
          </Button>
        </p>
        <p className="sees">When you hand in, your instructors see your answers and their score. Classmates do not.</p>
      </section>
    </>
  )
}

function QuestionPreview({ me, view, shown }: PartProps<'question'>) {
  const { transcript } = edition()
  const passages = shown.passages.map(({ from, to }) => passageOf(transcript, from, to))
  return (
    <>
      <WorkHead
        classId={view.classId}
        me={me}
        title={view.title}
        facts={[minutesOf(view), datesOf(view), countsWord(view.points)]}
      />
      <QuestionHead question={shown} citations={view.citations} />
      <div className="writing">
        <div className="passages">
          <h2 className="title">The passages</h2>
          <p className="small mut">
            Tick a sentence to cite it. Any other sentence of the transcript can be cited below.
          </p>
          {passages.map(
            (units) =>
              units[0] && (
                <div className="pass citing" key={units[0].id}>
                  <header>
                    <h3>
                      {units[0].turn && units[0].speaker
                        ? `Turn ${units[0].turn.slice(1)}, ${SPEAKER[units[0].speaker]}`
                        : 'Before the talk'}
                    </h3>
                    <span className="num">{citeLabel(units[0].id, units.at(-1)?.id)}</span>
                  </header>
                  <ol className="pick">
                    {units.map((unit, i) => (
                      <li key={unit.id}>
                        {i > 0 && unit.turn !== units[i - 1]?.turn && unit.speaker && (
                          <p className={unit.speaker === 'khiem' ? 'sp u' : 'sp'}>{SPEAKER[unit.speaker]}</p>
                        )}
                        <label>
                          <span className={Number(unit.id.slice(1)) % 5 === 0 ? 'n f' : 'n'}>
                            {unit.id.replace(/^s/, '')}
                          </span>
                          <span>{unit.text}</span>
                          <input type="checkbox" aria-label={`Cite ${citeName(unit.id)}: ${unit.text}`} />
                        </label>
                      </li>
                    ))}
                  </ol>
                </div>
              ),
          )}
        </div>
        <div className="writer">
          <h2 className="title">
            <label htmlFor="text">Your answer</label>
          </h2>
          <textarea className="input" id="text" rows={11} aria-describedby="text-sees" />
          <p className="underbox">
            <span>Saved as you type.</span>
          </p>
          <div className="citedline">
            <p className="label">Cited</p>
            <p className="small mut">0 of {view.citations} cited</p>
            <div className="freecite">
              <label htmlFor="free">Another sentence</label>
              <input
                className="input"
                id="free"
                type="text"
                placeholder="143"
                autoComplete="off"
                aria-describedby="free-hint"
              />
              <Button type="button" disabled>
                Cite it
              </Button>
              <p className="small mut" id="free-hint">
                Its number in the transcript. For some of its words only: 143 | the exact words.
              </p>
            </div>
          </div>
          <p className="acts">
            <Button type="button" kind="go" disabled>
              {postButton(0, view.citations)}
            </Button>
          </p>
          <p className="sees" id="text-sees">
            When you post, {view.section ? 'your section' : 'your class'}{' '}
            {view.names === 'shown'
              ? 'and your instructors see this with your name.'
              : view.names === 'hidden'
                ? 'sees this without your name, as by Classmate and a number; your instructors see your name.'
                : 'sees this with your name or without, as you choose; your instructors see your name.'}{' '}
            Until then, only you can read it; your instructors see that a draft exists.
            {view.pastes === 'counted' && ` ${PASTES_COUNTED}`}
          </p>
        </div>
      </div>
      <section className="block locked" aria-labelledby="posts-head">
        <h2 className="title" id="posts-head">
          Classmates’ answers open when yours is in
        </h2>
        <p className="body mut">
          Their posts have not been sent to this page, so there is nothing to uncover. You can change your answer after
          you post; the first version is kept and shown beside the new one.
        </p>
      </section>
    </>
  )
}

function ExercisePreview({ me, view, shown }: PartProps<'exercise'>) {
  return (
    <>
      <WorkHead
        classId={view.classId}
        me={me}
        title={view.title}
        facts={[plural(shown.fields.length, 'box', 'boxes'), minutesOf(view), datesOf(view)]}
      />
      <p className="body asktext">{shown.ask}</p>
      <p className="small mut asktext">{HIDDEN[shown.form]}</p>
      <form className="boxes" action="#boxes" id="boxes">
        <ExerciseBoxes shown={shown} answers={{}} />
        <section className="exend" aria-labelledby="hand-in">
          <h2 className="title" id="hand-in">
            Hand in
          </h2>
          <p className="acts">
            <Button type="button" kind="go" disabled>
              Hand in and see what opens
            </Button>
          </p>
          <p className="sees" id="boxes-sees">
            When a student hands in, you see this with the name. Classmates never see whose it is.
          </p>
        </section>
      </form>
    </>
  )
}

function EssayPreview({ me, view, shown }: PartProps<'essay'>) {
  const found = findEssay(shown.slug)
  if (!found) notFound()
  return (
    <>
      <WorkHead
        classId={view.classId}
        me={me}
        title={view.title}
        facts={readingFacts(view, plural(shown.paragraphs.length, 'paragraph'))}
      />
      <EssayBody essay={found.essay} form={found.form} beside={<BesideEssay />} />
      <Finish />
    </>
  )
}

function GatePreview({ me, view, prompts }: { me: Account; view: Preview; prompts: readonly Prompt[] }) {
  return (
    <>
      <div className="wrap taskhead">
        <WorkHead
          classId={view.classId}
          me={me}
          title={view.title}
          facts={['Four predictions', view.minutes ? `then about ${view.minutes} minutes` : null, datesOf(view)]}
        />
      </div>
      <Predict
        header={edition().transcript.header}
        prompts={prompts}
        action={null}
        classId={view.classId}
        keepAs={null}
      />
    </>
  )
}

function ReadingPreview({ me, view, shown, path }: PartProps<'reading'> & { path: string }) {
  const { transcript } = edition()
  const inRange = ({ id }: { id: string }) => isWithin(id, shown)
  const all = sentencesOf(transcript)
  const [before, inside] = [all.findIndex(inRange), all.filter(inRange).length]
  const after = all.length - before - inside
  const lines = transcript.header.filter(inRange)
  return (
    <>
      <div className="wrap taskhead">
        <WorkHead
          classId={view.classId}
          me={me}
          title={view.title}
          facts={readingFacts(view, plural(inside, 'sentence'))}
        />
      </div>
      <ReadingBar place={view.title} about={plural(inside, 'sentence')} leaves={false} />
      <div className="rd lone">
        <article className="col" id="document" data-total={all.length}>
          {lines.length > 0 ? (
            <DocumentHead lines={lines} heading="h2" />
          ) : (
            before > 0 && (
              <p className="leftout">
                {plural(before, 'sentence')} before this are left out.{' '}
                <Link href="/transcript" prefetch={false}>
                  The whole transcript
                </Link>
              </p>
            )
          )}
          {transcript.turns.map((turn) => (
            <TurnView key={turn.id} turn={turn} within={inRange} />
          ))}
          {isWithin('end', shown) ? (
            <ClosingMark line={transcript.end} />
          ) : (
            after > 0 && <p className="leftout">{plural(after, 'sentence')} after this are left out.</p>
          )}
          <Finish />
          <Reader address={path} />
        </article>
        <div className="beside" id="beside" />
      </div>
    </>
  )
}

function Finish() {
  return (
    <section className="finish" aria-labelledby="finish">
      <h2 className="title" id="finish">
        At the end
      </h2>
      <p className="acts">
        <Button type="button" kind="go" disabled>
          I have read this
        </Button>
      </p>
      <p className="sees">
        Your instructors see how far your saved place is and whether you are done. How long you read is not measured.
      </p>
    </section>
  )
}
