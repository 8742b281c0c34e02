/** Component: `GradeView` (a released grade with its reasons: what each row says, comments, and the words they are about). */
import type { MyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { GradeLook } from './second-look.tsx'
import { Words } from './words.tsx'
import './grade.css'

export type Graded = Omit<MyGrades['grades'][number], 'assignment' | 'kind' | 'title'>

export function GradeView({
  grade,
  classId,
  assignment,
  problem = null,
  text,
  newest,
}: {
  grade: Graded
  classId: string
  assignment: string
  /** Why a second look that was asked for came back. */ problem?: string | null
  /** The version that was graded. */ text?: string
  newest?: number
}) {
  return (
    <div className="mygrade">
      <p className="points">
        <b>{grade.points}</b> of {grade.of}
        {newest !== undefined && newest > grade.version && (
          <span className="small mut"> for version {grade.version}; you have revised it since</span>
        )}
      </p>
      <ul className="gradedrows" aria-label="What each row says">
        {grade.rows.map((row) => (
          <li key={row.id}>
            <p className="rowtitle">
              {row.title}
              <span className="num">
                {' '}
                {row.level} of 3{row.weight > 1 ? `, counts ${row.weight} times` : ''}
              </span>
            </p>
            <p>{row.cell}</p>
          </li>
        ))}
      </ul>
      {text !== undefined && grade.words.length > 0 && <Words text={text} comments={grade.words} />}
      {grade.words.length > 0 && (
        <ol className="onmywords" aria-label="Comments on your words">
          {grade.words.map((one) => (
            <li key={one.id}>
              <q>{one.words}</q> {one.comment} <span className="small mut">{one.by}</span>
            </li>
          ))}
        </ol>
      )}
      {grade.comments.map((one) => (
        <p key={one.by + one.comment} className="body said">
          {one.comment} <span className="small mut">{one.by}</span>
        </p>
      ))}
      <p className="sees">Only you and those who teach this class see your grade.</p>
      <GradeLook grade={grade} classId={classId} assignment={assignment} problem={problem} />
    </div>
  )
}
