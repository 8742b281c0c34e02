import type { Metadata } from 'next'
import Link from 'next/link'
import { judge } from '#lib/domain/judge.ts'
import { previewQuiz } from '#lib/features/keep-bank/own-quiz.ts'
import { page } from '#lib/web/page.ts'
import '../../../../(edition)/quizzes/quiz.css'
import { ItemFigure } from '../../../../_ui/item-figure.tsx'
import { PageHead } from '../../../../_ui/parts.tsx'
import { valueIn, type Search } from '../../../../_ui/refusals.ts'
import { plural } from '../../../../_ui/say.ts'
import { account } from '../../../../classes/_work/frame.tsx'
import { QuizItem } from '../../../../classes/_work/quiz-item.tsx'
import { QuizResult, rangesOf } from '../../../../classes/_work/quiz-parts.tsx'
import '../../../../classes/_work/quiz.css'
import '../../../../classes/_work/task.css'
import { BankFrame } from '../../../_bank/frame.tsx'

export const metadata: Metadata = { title: 'As a student sees it' }

type Props = { params: Promise<{ quiz: string }>; searchParams: Promise<Search> }

/** The draft by the components that students get, before and after hand-in. No form here goes anywhere. */
export default async function PreviewPage({ params, searchParams }: Props) {
  const [{ quiz: id }, search] = await Promise.all([params, searchParams])
  const path = `/bank/quizzes/${id}/preview`
  const [me, view] = await Promise.all([account(path), page(previewQuiz, { quiz: id }, path)])
  const after = valueIn(search, 'after') === 'hand-in'
  const complete = view.shown.flatMap((item) => item ?? [])
  const ranges = rangesOf(complete)
  const verdicts = view.finished.map((item) => ({ ...judge(item, [], view.misreadings), confidence: null }))
  return (
    <BankFrame me={me}>
      <p className="previewbar" role="note">
        <b>This is what a student sees{after ? ' after handing in an empty quiz' : ''}.</b> Nothing you do here is
        stored.{' '}
        <Link href={after ? path : `${path}?after=hand-in`} prefetch={false}>
          {after ? 'Before handing in' : 'What is explained after handing in'}
        </Link>{' '}
        <Link href={`/bank/quizzes/${id}`} prefetch={false}>
          Back to your quiz
        </Link>
      </p>
      <PageHead
        title={view.title || 'Without a title'}
        lead={view.summary}
        over={`${plural(view.shown.length, 'question')}, about ${plural(view.minutes, 'minute')}`}
      />
      {after ? (
        <QuizResult verdicts={verdicts} asked={complete} />
      ) : (
        <ol className="items">
          {view.shown.map((item, i) =>
            item ? (
              <li key={item.id} id={item.id}>
                {/* A form of its own keeps one question's radio buttons from another's; it has no way to send. */}
                <form action={`#${item.id}`}>
                  <QuizItem
                    item={item}
                    n={i + 1}
                    of={view.shown.length}
                    range={ranges[item.id] ?? []}
                    figure={item.kind === 'place' && <ItemFigure item={item} />}
                    answer={[]}
                    confidence={null}
                    asksConfidence={false}
                    action={null}
                  />
                </form>
              </li>
            ) : (
              <li key={i}>
                <p className="label">
                  Question {i + 1} of {view.shown.length}
                </p>
                <p className="body mut">Not complete yet. The page of your quiz says what is missing.</p>
              </li>
            ),
          )}
        </ol>
      )}
    </BankFrame>
  )
}
