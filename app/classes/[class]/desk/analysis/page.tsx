import type { Metadata } from 'next'
import Link from 'next/link'
import { listWorkDone } from '#lib/features/review-class/desk.ts'
import { page } from '#lib/web/page.ts'
import { Empty, LinkButton } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { namesHidden } from '../_desk/names.tsx'
import type { Search } from '../_desk/refused.ts'
import { sayDates } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Item statistics' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

export default async function AnalysisPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const desk = await page(listWorkDone, { class: id }, `/classes/${id}/desk/analysis`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const quizzes = desk.assignments.filter((one) => one.kind === 'quiz')
  return (
    <Frame klass={desk.class} mayManage={desk.mayManage} current="/analysis" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">{desk.class.title}</p>
          <h1 className="d2">Item statistics</h1>
          <p className="lead">
            How hard each item was, how it goes with the rest of its quiz, and which wrong options drew. No student is
            named here.
          </p>
        </div>
        {desk.mayManage && quizzes.some(({ done }) => done > 0) && (
          <div className="acts">
            <LinkButton href={at('/warm-up')}>Warm up with what was missed</LinkButton>
          </div>
        )}
      </header>
      <section className="block" aria-label="Quizzes">
        {quizzes.length === 0 ? (
          <Empty title="No quiz is assigned yet">
            Statistics appear here when students hand in a quiz.{' '}
            {desk.mayManage && (
              <Link href={at('/assign')} prefetch={false}>
                Choose one
              </Link>
            )}
          </Empty>
        ) : (
          <ul className="rows answerlist">
            {quizzes.map((one) => (
              <li key={one.id}>
                <span className="name">
                  <Link href={at(`/analysis/${one.id}`)} prefetch={false}>
                    {one.title}
                  </Link>
                </span>
                <span className="mut">{sayDates(one, one.zone, desk.now)}</span>
                <span className="aside">
                  {one.done} of {one.of} handed in
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Frame>
  )
}
