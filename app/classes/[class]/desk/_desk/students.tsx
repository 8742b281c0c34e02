'use client'
/**
 * Component: `Students` (where each student stands with each assignment, as a table). Of the browser, so that a class of
 * hundreds is sent as its states and words, and not once more as the elements that show them.
 */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { addresses } from './addresses.ts'
import { Name } from './names-shown.tsx'

/** From so many rows on the table scrolls in a frame of its own height. */
const LONG = 30

/** The state of one assignment for one student, and its words. */
export type Cell = readonly [state: string, words: string]

export function Students({
  classId,
  hidden,
  caption,
  columns,
  rows,
  children,
}: {
  classId: string
  hidden: boolean
  caption: string
  columns: readonly { id: string; title: string; note: string }[]
  rows: readonly { id: string; name: string; number: number; section: string | null; cells: readonly Cell[] }[]
  /** What stands below the table. */
  children: ReactNode
}) {
  const at = addresses(classId, hidden)
  return (
    <section className="block" aria-labelledby="class">
      <h2 className="title" id="class">
        Student by student
      </h2>
      {/* A wide or long table scrolls in its own frame, which the keyboard must be able to reach. */}
      <div
        className={rows.length > LONG ? 'gridbox long' : 'gridbox'}
        role="region"
        aria-label="Table of students and assignments"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <table className="grid marked">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">Student</th>
              {columns.map((one) => (
                <th scope="col" key={one.id}>
                  <Link href={at(`/answers/${one.id}`)} prefetch={false}>
                    {one.title}
                  </Link>
                  <small>{one.note}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((student) => (
              <tr key={student.id}>
                <th scope="row">
                  <Link href={at(`/answers/students/${student.id}`)} prefetch={false}>
                    <Name name={student.name} number={student.number} />
                  </Link>
                  {student.section && <small>{student.section}</small>}
                </th>
                {/* A class of hundreds has thousands of cells: each is one element, its shape drawn by its class. */}
                {student.cells.map(([state, words], i) => (
                  <td key={columns[i]!.id} className={state}>
                    {words}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {children}
    </section>
  )
}
