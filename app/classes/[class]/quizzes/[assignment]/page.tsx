import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import '../../../../(edition)/quizzes/quiz.css'
import { figuresOf } from '../../../../_ui/item-figure.tsx'
import { passageOf } from '../../../../_ui/passage.tsx'
import { Button, LinkButton, Notice } from '../../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { countsWord, countWord, plural } from '../../../../_ui/say.ts'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { NotOpenYet } from '../../../_work/not-open.tsx'
import { GradeView } from '../../../_work/grade-view.tsx'
import { feedbackWords, QuizIntro, QuizResult, rangesOf } from '../../../_work/quiz-parts.tsx'
import { SecondLook } from '../../../_work/second-look.tsx'
import { TakeQuiz } from '../../../_work/take-quiz.tsx'
import { TextClosed } from '../../../_work/text-closed.tsx'
import { dateLine, WorkHead } from '../../../_work/work-head.tsx'
import '../../../_work/task.css'
import '../../../_work/quiz.css'

export const metadata: Metadata = { title: 'Quiz' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function QuizPage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/quizzes/${assignment}`
  const [me, view] = await Promise.all([account(path), page(viewQuiz, { assignment }, path)])
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

  const problem = problemIn(search)
  const say = (iso: string) => sayInstant(new Date(iso), view.zone)
  const start = (words: string, primary = true) => (
    <form method="post" action={`/api/assignments/${assignment}/attempts`} className="acts">
      <input type="hidden" name="in" value={classId} />
      <Button kind={primary ? 'go' : 'plain'}>{words}</Button>
    </form>
  )

  if (view.open) {
    const { open } = view
    return (
      <ClassFrame me={me} classId={classId}>
        <WorkHead
          classId={classId}
          me={me}
          title={view.title}
          facts={[
            plural(view.items, 'question'),
            open.deadlineAt && view.timeLimitMinutes !== null && view.extraTimePercent > 0
              ? 'your extra time is in the time left'
              : null,
            dateLine(view),
            countsWord(view.points),
          ]}
        >
          {problem && !problem.item && (
            <Notice kind="care" alert>
              <b>Not done.</b> {problem.words}
            </Notice>
          )}
        </WorkHead>
        <TakeQuiz
          key={open.id}
          attempt={open.id}
          classId={classId}
          assignment={assignment}
          items={open.items}
          ranges={rangesOf(open.items)}
          figures={figuresOf(open.items)}
          answers={open.answers}
          deadlineAt={open.deadlineAt}
          serverNow={view.now}
          zone={view.zone}
          asksConfidence={view.asksConfidence}
          oneAtATime={view.oneAtATime}
          cable={view.cable}
          checksEach={view.feedback === 'each'}
          problem={problem}
          justSaved={valueIn(search, 'saved') ?? null}
          checked={view.checked.map((said) => {
            const passage = said.verdict?.passage ?? said.hint?.passage
            return { said, passage: passage ? passageOf(edition().transcript, passage.from, passage.to) : [] }
          })}
        />
      </ClassFrame>
    )
  }

  const { result } = view
  const score = result?.score
  const head = result
    ? score && score.total > 0
      ? score.earned === score.total
        ? `All ${countWord(score.total).toLowerCase()} right`
        : `${score.earned === 0 ? 'None' : countWord(score.earned)} of ${score.total} right`
      : 'Handed in'
    : view.title
  return (
    <ClassFrame me={me} classId={classId}>
      <WorkHead
        classId={classId}
        me={me}
        title={head}
        facts={
          result
            ? [
                view.title,
                `handed in ${say(result.handedInAt)}`,
                result.scoredFirst && score
                  ? `at hand-in the score was ${result.scoredFirst.earned} of ${result.scoredFirst.total}; it was changed since`
                  : null,
                view.best && score && view.best.earned > score.earned
                  ? `your best try has ${view.best.earned} of ${view.best.total}`
                  : null,
              ]
            : [dateLine(view)]
        }
      >
        {problem && !(result && problem.item) && (
          <Notice kind="care" alert>
            <b>{problem.code === 'attempt-closed' ? 'This came after the quiz had closed.' : 'Not begun.'}</b>{' '}
            {problem.words}
          </Notice>
        )}
        {result && !result.feedbackDue && (
          <Notice kind="good">
            <b>Your answers are in.</b> {feedbackWords(view.feedback, view.closesAt, view.zone)}
          </Notice>
        )}
        {!result && view.availability === 'closed' && (
          <Notice>
            <b>This quiz is closed{view.closesAt ? ` since ${say(view.closesAt)}` : ''}.</b> You had not begun it. If
            you need it opened, ask your instructor.
          </Notice>
        )}
        {result && (
          <div className="acts">
            <LinkButton kind={result.feedbackDue ? 'plain' : 'go'} href={`/classes/${classId}`}>
              Back to my work
            </LinkButton>
            {view.canStart &&
              start(view.attemptsLeft === null ? 'Try again' : `Try again (${view.attemptsLeft} left)`, false)}
          </div>
        )}
      </WorkHead>
      {result && view.cable && (
        <section className="block tocables" aria-labelledby="cables">
          <h2 className="title" id="cables">
            What arrived
          </h2>
          <p className="body">
            Classmates read your cable, you read theirs, and each says of every point whether it was carried. Nobody
            learns a name, and it never counts.
          </p>
          <p className="acts">
            <LinkButton kind="plain" href={`${path}/cables`}>
              Go to the cables
            </LinkButton>
          </p>
        </section>
      )}
      {view.grades.length > 0 && (
        <section className="block" aria-labelledby="grades">
          <h2 className="title" id="grades">
            What your written answers were given
          </h2>
          {view.grades.map((grade) => (
            <div key={grade.part} className="block">
              {view.asked && <p className="label">{view.asked.find((item) => item.id === grade.part)?.stem}</p>}
              <GradeView grade={grade} classId={classId} assignment={assignment} />
            </div>
          ))}
        </section>
      )}
      {result?.verdicts && view.asked ? (
        <QuizResult
          verdicts={result.verdicts}
          asked={view.asked}
          after={(verdict) => (
            <SecondLook
              verdict={verdict}
              attempt={result.attempt}
              classId={classId}
              assignment={assignment}
              isPractice={view.feedback === 'each'}
              problem={problem?.item === verdict.item ? problem.words : null}
            />
          )}
        />
      ) : (
        !result && <QuizIntro view={view}>{view.canStart && start('Begin')}</QuizIntro>
      )}
    </ClassFrame>
  )
}
