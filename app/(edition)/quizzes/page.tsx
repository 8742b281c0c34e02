import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { SeeAlso } from '../../_ui/entries.tsx'
import { PageHead, Row, Rows } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Quizzes',
  description:
    'Check your own reading of the transcript. Every wrong answer has a name, and the passage that settles it opens beside it. Nothing is stored.',
}

export default function QuizzesPage() {
  const quizzes = edition().quizzes.filter((quiz) => quiz.audience === 'public')
  return (
    <Shell current="/quizzes">
      <PageHead
        title="Check your own reading"
        lead="Each answer is explained at once: right or wrong first, then what kind of reading it is, then the passage that settles it. No account, no score, nothing stored."
      />
      <SeeAlso links={[['/questions', 'questions that have no one right answer']]} />
      <Rows label="Quizzes">
        {quizzes.map((quiz) => (
          <Row
            key={quiz.id}
            href={`/quizzes/${quiz.id}`}
            name={quiz.title}
            line={quiz.summary}
            aside={`${quiz.items.length} questions, about ${quiz.minutes} min`}
          />
        ))}
      </Rows>
    </Shell>
  )
}
