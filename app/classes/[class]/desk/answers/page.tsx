import type { Metadata } from 'next'
import { listWorkDone } from '#lib/features/review-class/desk.ts'
import { page } from '#lib/web/page.ts'
import Link from 'next/link'
import { Empty } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { HideNames } from '../_desk/hide-names.tsx'
import { inOrder, Name, namesHidden } from '../_desk/names.tsx'
import { Pager, pageAsked } from '../_desk/pager.tsx'
import type { Search } from '../_desk/refused.ts'
import { kindWord, phaseOf, plural, sayDates } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Answers' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

export default async function AnswersPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const hidden = await namesHidden(search)
  const desk = await page(
    listWorkDone,
    { class: id, page: pageAsked(search), order: hidden ? 'number' : 'name' },
    `/classes/${id}/desk/answers`,
  )
  const at = addresses(id, hidden)
  return (
    <Frame klass={desk.class} mayManage={desk.mayManage} current="/answers" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">{desk.class.title}</p>
          <h1 className="d2">Answers</h1>
          <p className="lead">Every answer in full, by assignment and by student.</p>
        </div>
        <div className="acts">
          {desk.of > 0 && (
            <HideNames hidden={hidden} href={`/classes/${id}/desk/answers?names=${hidden ? 'shown' : 'hidden'}`} />
          )}
        </div>
      </header>
      <section className="block" aria-labelledby="by-assignment">
        <h2 className="title" id="by-assignment">
          By assignment
        </h2>
        {desk.assignments.length === 0 ? (
          <Empty title="Nothing is assigned yet">
            What students answer appears here, assignment by assignment.{' '}
            {desk.mayManage && (
              <Link href={at('/assign')} prefetch={false}>
                Choose the first one
              </Link>
            )}
          </Empty>
        ) : (
          <ul className="rows answerlist">
            {desk.assignments.map((one) => (
              <li key={one.id}>
                <span className="name">
                  <Link href={at(`/answers/${one.id}`)} prefetch={false}>
                    {one.title}
                  </Link>
                </span>
                <span className="mut">
                  {kindWord[one.kind]}. {sayDates(one, one.zone, desk.now)}
                  {one.late > 0 ? `. ${plural(one.late, 'save')} after closing` : ''}
                </span>
                <span className="aside">
                  {phaseOf(one, desk.now) === 'later'
                    ? ''
                    : `${one.done} of ${one.of} ${one.kind === 'quiz' || one.kind === 'exercise' ? 'handed in' : one.kind === 'question' ? 'posted' : 'read'}`}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {desk.of > 0 && (
        <section className="block" aria-labelledby="by-student">
          <h2 className="title" id="by-student">
            By student
          </h2>
          <ul className="people-list">
            {inOrder(desk.students, hidden).map((student) => (
              <li key={student.id}>
                <Name name={student.name} number={student.number} href={at(`/answers/students/${student.id}`)} />
              </li>
            ))}
          </ul>
          <Pager part={desk.part} what="students" href={(n) => at('/answers#by-student', `page=${n}`)} />
        </section>
      )}
    </Frame>
  )
}
