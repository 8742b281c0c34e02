import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { sentenceBars, WorkList } from '../_work/work-list.tsx'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { page } from '#lib/web/page.ts'
import { account, ClassFrame } from '../_work/frame.tsx'
import '../_work/work.css'

export const metadata: Metadata = { title: 'My work' }

export default async function MyWorkPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: classId } = await params
  const path = `/classes/${classId}`
  const [me, work] = await Promise.all([account(path), page(seeMyWork, { class: classId }, path)])
  if (work.role !== 'student') redirect(`${path}/desk`)
  return (
    <ClassFrame me={me} classId={classId} current={path}>
      <WorkList work={work} bars={sentenceBars()} />
      <p className="small mut block">
        Anything wrong with your name?{' '}
        <Link href="/me" prefetch={false}>
          Change it in your account
        </Link>
        .
      </p>
    </ClassFrame>
  )
}
