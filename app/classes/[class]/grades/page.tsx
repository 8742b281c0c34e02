import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { GROUPS, type GradebookRules, type Group } from '#lib/domain/gradebook.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { seeMyGrades, type MyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { page } from '#lib/web/page.ts'
import { Block, Empty } from '../../../_ui/parts.tsx'
import { problemIn, type Search } from '../../../_ui/refusals.ts'
import { capital, inWords, plural } from '../../../_ui/say.ts'
import { account, ClassFrame } from '../../_work/frame.tsx'
import { GradeView } from '../../_work/grade-view.tsx'
import { WhatIf } from './what-if.tsx'
import '../../_work/work.css'

export const metadata: Metadata = { title: 'My grades' }

const PATH = {
  reading: 'reading',
  essay: 'reading',
  quiz: 'quizzes',
  question: 'questions',
  exercise: 'exercises',
} as const
const GROUP_NAME: Record<Group, string> = {
  reading: 'readings and essays',
  quiz: 'quizzes',
  question: 'questions',
  exercise: 'exercises',
}

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

export default async function MyGradesPage({ params, searchParams }: Props) {
  const [{ class: classId }, search] = await Promise.all([params, searchParams])
  const problem = problemIn(search)
  const path = `/classes/${classId}/grades`
  const [me, view] = await Promise.all([account(path), page(seeMyGrades, { class: classId }, path)])
  if (view.role !== 'student') redirect(`/classes/${classId}/desk/gradebook`)
  const counting = view.cells.filter((cell) => cell.points !== null).length
  const hrefOf = (kind: keyof typeof PATH, id: string) => `/classes/${classId}/${PATH[kind]}/${id}`
  return (
    <ClassFrame me={me} classId={classId} current={path}>
      <header className="pagehead">
        <p className="label">{view.class.title}</p>
        <h1 className="d2">
          {counting === 0
            ? 'Nothing counts yet.'
            : `${capital(inWords(counting))} of ${plural(view.cells.length, 'assignment')} ${counting === 1 ? 'counts' : 'count'} so far.`}
        </h1>
      </header>
      {view.cells.length === 0 ? (
        <Empty title="What will be here">Your points, as soon as something that has points is done or graded.</Empty>
      ) : (
        <section aria-label="Your points">
          <p className="small mut">{sayRules(view.rules)}</p>
          <WhatIf
            rules={view.rules}
            cells={view.cells.map((cell) => ({
              id: cell.id,
              title: cell.title,
              href: hrefOf(cell.kind, cell.id),
              group: cell.group,
              points: cell.points,
              of: cell.of,
              isExcused: cell.isExcused,
              notes: notesOf(cell),
            }))}
          />
        </section>
      )}
      {view.grades.length > 0 && (
        <Block id="reasons" title="Grades with their reasons">
          {view.grades.map((grade) => (
            <section
              key={grade.assignment + grade.part}
              className="block ruled"
              aria-labelledby={grade.assignment + grade.part}
            >
              <h3 className="title" id={grade.part ? grade.assignment + grade.part : grade.assignment}>
                <Link href={hrefOf(grade.kind, grade.assignment)} prefetch={false}>
                  {grade.title}
                </Link>
              </h3>
              <GradeView
                grade={grade}
                classId={classId}
                assignment={grade.assignment}
                problem={problem?.item === grade.assignment + grade.part ? problem.words : null}
              />
            </section>
          ))}
        </Block>
      )}
      <Block id="traces" title="Who looked at or changed your grades" ruled>
        {view.traces.length === 0 ? (
          <p className="body mut">Nobody has so far. Whoever opens or changes a grade of yours is written down here.</p>
        ) : (
          <ul className="traces">
            {view.traces.map((trace, index) => (
              <li key={index}>
                <span className="mut">
                  {trace.isDay ? sayDay(trace.at, view.class.zone) : sayInstant(new Date(trace.at), view.class.zone)}
                </span>
                <span>
                  {trace.by}{' '}
                  {sayTrace(trace, trace.assignment === null ? null : (view.titles[trace.assignment] ?? null))}
                </span>
              </li>
            ))}
          </ul>
        )}
        <p className="small mut">
          Looking is kept by the day. While grades are held, what was done with them is not listed; it is once they are
          released.
        </p>
      </Block>
    </ClassFrame>
  )
}

const sayDay = (iso: string, zone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, month: 'short', day: 'numeric' }).format(new Date(iso))

function sayTrace(trace: MyGrades['traces'][number], title: string | null): string {
  // A full stop stands inside a closing quotation mark.
  const of = title ? ` of “${title}.”` : '.'
  switch (trace.what) {
    case 'looked':
      return title ? `looked at your grade${of}` : 'looked at everything you did.'
    case 'looked-at-all':
      return 'looked at the gradebook of the class.'
    case 'graded':
      return `gave the grade${of}`
    case 'changed':
      return `changed the grade${of}`
    case 'decided':
      return `decided between two graders on the grade${of}`
    case 'released':
      return `released the grades${of}`
    case 'entered':
      return `changed your entry in the gradebook${title ? ` for “${title}.”` : '.'}`
    case 'exported':
      return 'downloaded the answers and grades of the class.'
  }
}

function notesOf(cell: MyGrades['cells'][number]): string {
  const notes = [
    cell.isExcused && 'excused',
    cell.isByHand && 'set by your instructor',
    cell.lateTakes > 0 && `${cell.lateTakes}% taken for lateness by your instructor`,
    cell.isZero && 'closed, not handed in',
    cell.points !== null &&
      !cell.isByHand &&
      cell.leftOpen > 0 &&
      `${plural(cell.leftOpen, 'written answer')} left open, which earn${cell.leftOpen === 1 ? 's' : ''} nothing`,
    !cell.isExcused &&
      cell.points === null &&
      (cell.state === 'done' ? 'not graded or not released yet' : 'not done yet'),
  ].filter((note) => note !== false)
  return notes.join(', ')
}

function sayRules(rules: GradebookRules): string {
  const dropped = GROUPS.filter((group) => rules.drops[group] > 0).map(
    (group) => `the lowest ${rules.drops[group] === 1 ? '' : `${inWords(rules.drops[group])} `}of ${GROUP_NAME[group]}`,
  )
  const weights = rules.weights
    ? `Weights: ${GROUPS.filter((group) => rules.weights![group] > 0)
        .map((group) => `${GROUP_NAME[group]} ${rules.weights![group]}%`)
        .join(', ')}.`
    : 'Every point counts the same.'
  return [
    weights,
    dropped.length > 0 && `Left out: ${dropped.join(', ')}.`,
    rules.unfinished === 'zero' && 'What was never handed in when it closed counts zero.',
  ]
    .filter(Boolean)
    .join(' ')
}
