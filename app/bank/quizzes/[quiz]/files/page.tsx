import type { Metadata } from 'next'
import Link from 'next/link'
import { lookAtOwn } from '#lib/features/carry-quiz/carry-quiz.ts'
import { page } from '#lib/web/page.ts'
import { account } from '../../../../classes/_work/frame.tsx'
import { QuizFiles } from '../../../_bank/files.tsx'
import { BankFrame } from '../../../_bank/frame.tsx'

export const metadata: Metadata = { title: 'Take your quiz with you' }

export default async function OwnFilesPage({ params }: { params: Promise<{ quiz: string }> }) {
  const { quiz } = await params
  const path = `/bank/quizzes/${quiz}/files`
  const [me, view] = await Promise.all([account(path), page(lookAtOwn, { quiz }, path)])
  return (
    <BankFrame me={me}>
      <QuizFiles
        view={view}
        files={`/api/bank/quizzes/${quiz}/files`}
        over={
          <>
            <Link href="/bank" prefetch={false}>
              Bank
            </Link>
            ,{' '}
            <Link href={`/bank/quizzes/${quiz}`} prefetch={false}>
              {view.title}
            </Link>
          </>
        }
      />
    </BankFrame>
  )
}
