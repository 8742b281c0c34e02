import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { sentenceBars, WorkList } from '../_work/work-list.tsx'
import { sayDay } from '#lib/domain/zone.ts'
import { listAsked } from '#lib/features/ask-class/ask-class.ts'
import { viewComeback } from '#lib/features/come-back/come-back.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { page } from '#lib/web/page.ts'
import { Notice } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { account, ClassFrame } from '../_work/frame.tsx'
import '../_work/work.css'

export const metadata: Metadata = { title: 'My work' }

export default async function MyWorkPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: classId } = await params
  const path = `/classes/${classId}`
  const [me, work] = await Promise.all([account(path), page(seeMyWork, { class: classId }, path)])
  if (work.role !== 'student') redirect(`${path}/desk`)
  const [back, asked] = await Promise.all([
    page(viewComeback, { class: classId }, path),
    page(listAsked, { class: classId }, path),
  ])
  const open = asked.filter(({ state }) => state === 'before' || state === 'again')
  const shown = asked.find((one) => one.isShown && one.isAnswered)
  return (
    <ClassFrame me={me} classId={classId} current={path}>
      {open.map((one) => (
        <Notice key={one.id} kind={one.isAnswered ? 'good' : 'care'}>
          <b>{one.state === 'again' ? 'Asked again, after the discussion:' : 'Asked of the class now:'}</b>{' '}
          <Link href={`${path}/polls/${one.id}`} prefetch={false}>
            {one.ask}
          </Link>{' '}
          {one.isAnswered ? 'Your answer is in.' : 'Not answered yet.'}
        </Notice>
      ))}
      <WorkList work={work} bars={sentenceBars()} />
      {(back.open > 0 || back.later.items > 0) && (
        <section className="block" aria-labelledby="coming-back">
          <h2 className="title" id="coming-back">
            Coming back
          </h2>
          <p className="body">
            {back.open > 0
              ? `${countWord(back.open)} ${back.open === 1 ? 'question' : 'questions'} of your quizzes ${back.open === 1 ? 'is' : 'are'} back today.`
              : `Nothing today. The next is back on ${sayDay(back.later.next!)}.`}{' '}
            It never counts, and only you see it.{' '}
            <Link href={`${path}/coming-back`} prefetch={false}>
              {back.open > 0 ? 'Answer again' : 'See what comes back'}
            </Link>
          </p>
        </section>
      )}
      {shown && (
        <section className="block" aria-labelledby="asked">
          <h2 className="title" id="asked">
            Asked before you talked, and after
          </h2>
          <p className="body">
            <Link href={`${path}/polls/${shown.id}`} prefetch={false}>
              How the class answered “{shown.ask}”
            </Link>
          </p>
        </section>
      )}
      <section className="block" aria-labelledby="claims">
        <h2 className="title" id="claims">
          Do you read it otherwise?
        </h2>
        <p className="body">
          This edition says who told whom for each claim of the two men. Where you read one differently, put your
          reading beside it, and answer those of others.{' '}
          <Link href={`${path}/claims`} prefetch={false}>
            Rival readings
          </Link>
        </p>
      </section>
      {work.assignments.some((one) => one.opensAt ?? one.dueAt ?? one.closesAt) && (
        <p className="small mut block">
          <a href={`/api/classes/${classId}/calendar.ics`} download>
            These dates for your calendar
          </a>{' '}
          (.ics). A newer file moves what has moved.
        </p>
      )}
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
