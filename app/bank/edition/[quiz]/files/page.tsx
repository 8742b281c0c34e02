import type { Metadata } from 'next'
import Link from 'next/link'
import { lookAtEdition } from '#lib/features/carry-quiz/carry-quiz.ts'
import { page } from '#lib/web/page.ts'
import { account } from '../../../../classes/_work/frame.tsx'
import { QuizFiles } from '../../../_bank/files.tsx'
import { BankFrame } from '../../../_bank/frame.tsx'

export const metadata: Metadata = { title: 'Take a quiz of the edition with you' }

export default async function EditionFilesPage({ params }: { params: Promise<{ quiz: string }> }) {
  const { quiz } = await params
  const path = `/bank/edition/${quiz}/files`
  const [me, view] = await Promise.all([account(path), page(lookAtEdition, { quiz }, path)])
  return (
    <BankFrame me={me}>
      <QuizFiles
        view={view}
        files={`/api/bank/edition/${quiz}/files`}
        over={
          <>
            <Link href="/bank" prefetch={false}>
              Bank
            </Link>
            , {view.title}
          </>
        }
      />
    </BankFrame>
  )
}
