/** Component: `StudentGrade` (on a student's page: what one assignment counts, and what was given for it, held or released). */
import Link from 'next/link'
import type { PartOfStudent, StudentGrades } from '#lib/features/grade-answers/student-grades.ts'
import type { addresses } from './addresses.ts'
import { capital, listed, sayTime } from './words.ts'

type Graded = StudentGrades['assignments'][string]
const figure = (points: number): string => points.toLocaleString('en-US', { maximumFractionDigits: 2 })

function countsLine({ points, of, excused, byHand, lateTakes }: NonNullable<Graded['counts']>): string {
  const why = [
    excused && 'excused',
    byHand !== null && 'set by hand',
    lateTakes > 0 && `${lateTakes}% taken for lateness`,
  ].filter((word) => word !== false)
  const said = points === null ? `of ${of} points none count` : `counts ${figure(points)} of ${of} points`
  return capital([said, ...why].join(', '))
}

/** Whether there is anything to say: points that count, or a word of the instructor's. */
const isSaid = ({ points, excused, byHand }: NonNullable<Graded['counts']>): boolean =>
  points !== null || excused || byHand !== null

const WAITS: Partial<Record<PartOfStudent['state'], string>> = {
  waiting: 'This waits for a grade.',
  begun: 'This is graded in part.',
  second: 'You have graded this. A second grader is awaited.',
  differ: 'Two graders differ on this.',
}

export function StudentGrade({
  graded,
  assignment,
  member,
  at,
  zone,
}: {
  graded: Graded | undefined
  assignment: { id: string; title: string }
  member: string
  at: ReturnType<typeof addresses>
  zone: string
}) {
  if (!graded) return null
  const counts = graded.counts && isSaid(graded.counts) ? graded.counts : null
  if (!counts && graded.parts.length === 0) return null
  return (
    <div className="theirgrade">
      {counts && (
        <p className="small">
          <Link href={at('/gradebook#cell', `cell=${assignment.id}.${member}`)} prefetch={false}>
            Gradebook<span className="vh"> entry for {assignment.title}</span>
          </Link>
          : {countsLine(counts)}.
        </p>
      )}
      {graded.parts.map(({ part, state, grade }) => (
        <div key={part} className="part">
          {WAITS[state] && <p className="small mut">{WAITS[state]}</p>}
          {grade && (
            <>
              <p>
                <b className="num">
                  {grade.points} of {grade.of}
                </b>
                , {graded.isReleased ? 'released' : 'held'}. {listed(grade.by)}, {sayTime(grade.at, zone)}
                {state === 'revised' ? `, for version ${grade.version}; revised since` : ''}.
              </p>
              <p className="small mut">{grade.rows.map((row) => `${row.title} ${row.level}`).join(', ')}.</p>
              {grade.comments.map((one) => (
                <p key={one.by + one.comment} className="body said">
                  {one.comment} <span className="small mut">{one.by}</span>
                </p>
              ))}
            </>
          )}
          <p className="small">
            <Link href={at(`/grading/${assignment.id}`, `part=${part}&at=${member}`)} prefetch={false}>
              {grade ? 'Change the grade' : 'Grade it'}
              <span className="vh">: {assignment.title}</span>
            </Link>
          </p>
        </div>
      ))}
    </div>
  )
}
