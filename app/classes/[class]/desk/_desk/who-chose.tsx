'use client'
/** Who gave which answer to one item. A component of the browser’s, so that a page sends each name once and not with every row. */
import Link from 'next/link'
import type { SpeakerId } from '#lib/content/types.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { Name } from './names-shown.tsx'

/** Where the student stands in `people`, what they chose or wrote, whether it is right, how sure they were. */
export type Row = readonly [person: number, chosen: readonly string[], correct: boolean | null, sure: number | null]
export type Named = { name: string; number: number; href?: string }

export function WhoChose({
  number,
  kind,
  rows,
  people,
  speakers,
  isPart,
}: {
  number: number
  kind: 'sentences' | 'written' | 'letters'
  rows: readonly Row[]
  people: readonly Named[]
  /** Who says each sentence that was chosen. */
  speakers: Readonly<Record<string, SpeakerId | null>>
  /** Whether these are some of the class only, while the counts are of all. */
  isPart: boolean
}) {
  const isWritten = kind === 'written'
  const someSure = rows.some(([, , , sure]) => sure !== null)
  return (
    <details className="who-chose">
      <summary>
        {isWritten ? 'What each wrote' : 'Who chose what'}
        {isPart && ', of the students on this page'}
      </summary>
      <div className="tablebox">
        <table className="tbl">
          <caption className="vh">Item {number}: the answer of each student</caption>
          <thead>
            <tr>
              <th scope="col">Student</th>
              <th scope="col">{isWritten ? 'Wrote' : 'Chose'}</th>
              {!isWritten && <th scope="col">Right</th>}
              {someSure && <th scope="col">How sure</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(([person, chosen, correct, sure]) => (
              <tr key={person}>
                <th scope="row">
                  <Who {...people[person]!} />
                </th>
                <td>
                  {kind === 'letters'
                    ? chosen.map((id) => id.toUpperCase()).join(', ')
                    : chosen.map((one) =>
                        isWritten ? (
                          <span key={one} className="pre">
                            {one}
                          </span>
                        ) : (
                          <span key={one}>
                            <Cite at={one} speaker={speakers[one] ?? null} />{' '}
                          </span>
                        ),
                      )}
                </td>
                {!isWritten && <td>{correct ? <span className="isright">right</span> : 'another reading'}</td>}
                {someSure && <td>{sure === null ? '' : `${sure} of 3`}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}

function Who({ name, number, href }: Named) {
  return href ? (
    <Link href={href} prefetch={false}>
      <Name name={name} number={number} />
    </Link>
  ) : (
    <Name name={name} number={number} />
  )
}
