import type { Metadata } from 'next'
import Link from 'next/link'
import { listGrading, type GradingList } from '#lib/features/grade-answers/queue.ts'
import { page } from '#lib/web/page.ts'
import { Empty } from '../../../../_ui/parts.tsx'
import { Frame } from '../_desk/frame.tsx'
import { Share } from '../_desk/marks.tsx'
import { capital, countWord, kindWord, plural, sayDay } from '../_desk/words.ts'
import './grading.css'

export const metadata: Metadata = { title: 'Grading' }

type Part = GradingList['assignments'][number]['parts'][number]

export default async function GradingListPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: id } = await params
  const view = await page(listGrading, { class: id }, `/classes/${id}/desk/grading`)
  const parts = view.assignments.flatMap((one) => one.parts)
  const open = parts.reduce((sum, part) => sum + part.open, 0)
  const came = parts.reduce((sum, part) => sum + part.of, 0)
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/grading">
      <header className="deskhead">
        <div>
          <p className="label">{view.class.title}</p>
          <h1 className="d2">{headline(open, came)}</h1>
          <p className="lead">
            One question across the class, in an order drawn by lot, names hidden. Students see nothing of it until you
            release it.
          </p>
          {view.mayManage && (
            <p className="small">
              What students ask to have looked at again after that:{' '}
              <Link href={`/classes/${id}/desk/contests`} prefetch={false}>
                Second looks
              </Link>
            </p>
          )}
        </div>
      </header>
      {view.assignments.length === 0 ? (
        <Empty title="Nothing here is graded by people yet">
          Questions and quizzes with a written answer appear here as soon as they are assigned.{' '}
          {view.mayManage && (
            <Link href={`/classes/${id}/desk/assign`} prefetch={false}>
              Choose one
            </Link>
          )}
        </Empty>
      ) : (
        <section className="block" aria-labelledby="waits">
          <h2 className="title" id="waits">
            What is graded by people
          </h2>
          <ul className="rows waits">
            {view.assignments.flatMap((one) =>
              one.parts.map((part) => (
                <li key={one.id + part.id}>
                  <span className="name">
                    <Link href={`/classes/${id}/desk/grading/${one.id}?part=${part.id}`} prefetch={false}>
                      {one.title}
                      {part.number !== null && `, item ${part.number}`}
                    </Link>
                    <small>
                      {kindWord[one.kind]}
                      {one.graders > 1 ? ', two graders' : ''}.{' '}
                      {one.releasedAt ? `Released ${sayDay(one.releasedAt, one.zone)}` : 'Held'}
                    </small>
                  </span>
                  <span className="share">
                    {part.of > 0 ? (
                      <>
                        <Share count={part.graded} of={part.of} />{' '}
                        <b className="num">
                          {part.graded} of {part.of}
                        </b>
                      </>
                    ) : (
                      <span className="mut">Nothing has come in yet</span>
                    )}
                  </span>
                  <span className="aside">{restOf(part)}</span>
                </li>
              )),
            )}
          </ul>
        </section>
      )}
    </Frame>
  )
}

function headline(open: number, came: number): string {
  if (came === 0) return 'Nothing has come in to be graded yet.'
  if (open === 0) return 'Everything that came in is graded.'
  return `${capital(countWord(open))} of ${plural(came, 'answer')} ${open === 1 ? 'waits' : 'wait'} for a grade.`
}

const restOf = (part: Part): string =>
  [
    part.open > 0 && `${part.open} waiting`,
    part.differ > 0 && `${part.differ} to decide`,
    part.revised > 0 && `${part.revised} revised since`,
  ]
    .filter(Boolean)
    .join(', ')
