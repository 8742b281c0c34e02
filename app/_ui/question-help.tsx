/**
 * Components: `WhereToLook`, `BesideIt` and `RubricRows`, what stands around a guided question on the public page and
 * in class: its passages and what is to be found in them, what other sources say, and what an answer is judged by.
 */
import { edition } from '#lib/content/edition.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { Cite } from './cite.tsx'
import { GroundedList } from './grounds.tsx'
import './question-help.css'

export function WhereToLook({ passages }: { passages: readonly { from: string; to: string; look?: string }[] }) {
  const { units } = edition().transcript
  return (
    <ul className="looks" aria-label="Where to look">
      {passages.map(({ from, to, look }) => (
        <li key={from}>
          <Cite at={from} to={to === from ? undefined : to} speaker={units.get(from)?.speaker} /> {look}
        </li>
      ))}
    </ul>
  )
}

export function BesideIt({ statements }: { statements: readonly { text: string; by: string }[] }) {
  const { transcript, works } = edition()
  return statements.length === 0 ? null : (
    <>
      <p className="label">What other sources say</p>
      <GroundedList statements={statements} works={works} transcript={transcript} />
    </>
  )
}

export function RubricRows({ rubric, heading: Heading = 'h3' }: { rubric: Rubric; heading?: 'h3' | 'h4' }) {
  return (
    <div className="rubricrows">
      {rubric.rows.map(({ id, title, asks, cells }) => (
        <div key={id} role="group" aria-label={title}>
          <Heading>{title}</Heading>
          <p className="mut">{asks}</p>
          <ol start={0}>
            {cells.map((cell, level) => (
              <li key={cell}>
                <b>
                  {level} {rubric.levels[level]}
                </b>{' '}
                {cell}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  )
}
