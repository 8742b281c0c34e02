import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { showQuiz, type ShownQuiz } from '#lib/domain/item.ts'
import { ItemFigure } from '../../../_ui/item-figure.tsx'
import { passageOf } from '../../../_ui/passage.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { SelfCheck } from './self-check.tsx'
import '../quiz.css'

export const dynamic = 'error'
export const dynamicParams = false
export const generateStaticParams = () =>
  edition()
    .quizzes.filter((quiz) => quiz.audience === 'public')
    .map(({ id }) => ({ quiz: id }))

type Props = { params: Promise<{ quiz: string }> }
/** Only what the screen may show leaves this function: no key, no reason, no misreading. */
const find = async ({ params }: Props): Promise<ShownQuiz> => {
  const { quiz } = await params
  const found = edition().quizzes.find((one) => one.id === quiz && one.audience === 'public')
  return found ? showQuiz(found) : notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const quiz = await find(props)
  return { title: quiz.title, description: quiz.summary }
}

export default async function QuizPage(props: Props) {
  const quiz = await find(props)
  const { transcript } = edition()
  return (
    <Shell current="/quizzes">
      <PageHead
        over={
          <Link href="/quizzes" prefetch={false}>
            Quizzes
          </Link>
        }
        title={quiz.title}
        lead={quiz.summary}
      />
      <ol className="items">
        {quiz.items.map((item, i) => (
          <li key={item.id} id={item.id}>
            <SelfCheck
              quiz={quiz.id}
              item={item}
              place={`Question ${i + 1} of ${quiz.items.length}`}
              range={item.kind === 'select' ? passageOf(transcript, item.range.from, item.range.to) : undefined}
              figure={item.kind === 'place' && <ItemFigure item={item} />}
            />
          </li>
        ))}
      </ol>
      <p className="body mut">
        That was the last one. The whole talk is in the{' '}
        <Link href="/transcript" prefetch={false}>
          transcript
        </Link>
        .
      </p>
    </Shell>
  )
}
