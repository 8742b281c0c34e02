import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { sayDay } from '#lib/domain/zone.ts'
import { viewComeback, type ComebackView } from '#lib/features/come-back/come-back.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import '../../../(edition)/quizzes/quiz.css'
import { figuresOf } from '../../../_ui/item-figure.tsx'
import { litIn } from '../../../_ui/lit.ts'
import { Button } from '../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../_ui/passage.tsx'
import { problemIn, type Search } from '../../../_ui/refusals.ts'
import { capital, countsWord, countWord, inWords, plural } from '../../../_ui/say.ts'
import { VerdictView } from '../../../_ui/verdict.tsx'
import { account, ClassFrame } from '../../_work/frame.tsx'
import { QuizItem } from '../../_work/quiz-item.tsx'
import { rangesOf } from '../../_work/quiz-parts.tsx'
import { TextClosed } from '../../_work/text-closed.tsx'
import { WorkHead } from '../../_work/work-head.tsx'
import '../../_work/task.css'
import '../../_work/quiz.css'

export const metadata: Metadata = { title: 'Coming back' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Asked = ComebackView['asked'][number]

const list = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Why it is here, in one or two sentences. */
function why(one: Asked, criterion: number, zone: string): string {
  const missed = sayDay(new Date(one.missedAt), zone)
  const first = one.missedAgain
    ? `First missed in “${one.quiz}”, and here again on ${missed}.`
    : one.leftOpen
      ? `In “${one.quiz}”, ${missed}, this was left open.`
      : `In “${one.quiz}”, ${missed}, the passage said something else than the answer.`
  return one.rightOn.length === 0
    ? `${first} Right on ${inWords(criterion)} later days, and it stays away.`
    : `${first} Right since on ${list(one.rightOn.map((day) => sayDay(day)))}.`
}

/** What becomes of it after today's answer. */
function next(one: Asked): string {
  if (one.dueOn === null) return 'It stays away from here on.'
  return `It is back on ${sayDay(one.dueOn)}.`
}

export default async function ComingBackPage({ params, searchParams }: Props) {
  const [{ class: classId }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/coming-back`
  const [me, view] = await Promise.all([account(path), page(viewComeback, { class: classId }, path)])
  const shut = await page(findClosedText, { class: classId }, path)
  if (shut) return <TextClosed me={me} classId={classId} title="Coming back" by={shut} />
  const { transcript } = edition()
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker ?? null
  const items = view.asked.map(({ item }) => item)
  const [ranges, drawings] = [rangesOf(items), figuresOf(items)]
  const problem = problemIn(search)
  return (
    <ClassFrame me={me} classId={classId}>
      <WorkHead
        classId={classId}
        me={me}
        title={
          view.open > 0
            ? `${countWord(view.open)} ${view.open === 1 ? 'question is' : 'questions are'} back`
            : view.asked.length > 0
              ? 'All answered for today'
              : 'Nothing is back today'
        }
        facts={[countsWord(0)]}
      >
        <p className="lead">
          What a quiz has explained to you and you had otherwise comes back on a later day, until you have had it right
          on {inWords(view.criterion)} days. It never counts.
        </p>
        {view.later.next && (
          <p className="body">
            {capital(plural(view.later.items, 'more question'))} later, the next on {sayDay(view.later.next)}.
          </p>
        )}
        {view.gone > 0 && (
          <p className="body">
            {countWord(view.gone)} {view.gone === 1 ? 'has' : 'have'} been right on {inWords(view.criterion)} days and{' '}
            {view.gone === 1 ? 'stays' : 'stay'} away.
          </p>
        )}
        {view.asked.length === 0 && !view.later.next && view.gone === 0 && (
          <p className="body">Questions of a quiz stand here from the day after it has been explained to you.</p>
        )}
      </WorkHead>
      <ol className="items taking">
        {view.asked.map((one, i) => (
          <li key={one.item.id} id={one.item.id}>
            {one.verdict ? (
              <div className="split">
                <section aria-labelledby={`${one.item.id}-n ${one.item.id}-verdict`}>
                  <p className="label" id={`${one.item.id}-n`}>
                    Question {i + 1} of {view.asked.length}
                  </p>
                  <h2 className="ask">{one.item.stem}</h2>
                  {drawings[one.item.id]}
                  <VerdictView verdict={one.verdict} headingId={`${one.item.id}-verdict`} speakerOf={speakerOf} />
                  <p className="body">{next(one)}</p>
                </section>
                <aside aria-label={`The passage of question ${i + 1}`}>
                  <Passage
                    units={passageOf(transcript, one.verdict.passage.from, one.verdict.passage.to)}
                    lit={litIn(one.verdict)}
                  />
                </aside>
              </div>
            ) : (
              <QuizItem
                item={one.item}
                n={i + 1}
                of={view.asked.length}
                range={ranges[one.item.id] ?? []}
                figure={drawings[one.item.id]}
                answer={[]}
                confidence={null}
                asksConfidence={false}
                action={`/api/classes/${classId}/coming-back/${one.item.id}`}
                problem={problem?.item === one.item.id ? problem.words : null}
              >
                <p className="small mut">{why(one, view.criterion, view.class.zone)}</p>
                <p className="acts">
                  <Button>Check answer</Button>
                </p>
                <p className="sees">Only you see what comes back to you and what you answer here.</p>
              </QuizItem>
            )}
          </li>
        ))}
      </ol>
    </ClassFrame>
  )
}
