/** Component: `WaitsForGrading` (how many answers wait for whoever looks, where, and what is graded and still held). */
import Link from 'next/link'
import type { Waiting } from '#lib/features/grade-answers/waiting.ts'
import { Row, Rows } from '../../../../_ui/parts.tsx'
import type { addresses } from './addresses.ts'
import { capital, countWord, plural } from './words.ts'

const finding = ({ answers }: Waiting): string =>
  answers === 0
    ? 'Everything that came in is graded'
    : `${capital(countWord(answers))} ${answers === 1 ? 'answer waits' : 'answers wait'} for a grade`

export function WaitsForGrading({ waiting, at }: { waiting: Waiting; at: ReturnType<typeof addresses> }) {
  if (waiting.of === 0) return null
  return (
    <section className="block" aria-labelledby="waiting">
      <h2 className="title" id="waiting">
        {finding(waiting)}
      </h2>
      {waiting.assignments.length > 0 && (
        <Rows label="What waits for a grade">
          {waiting.assignments.map((one) => (
            <Row
              key={one.id}
              href={at(`/grading/${one.id}`)}
              name={one.title}
              line={`${one.answers} of ${plural(one.of, 'answer')} ${one.answers === 1 ? 'waits' : 'wait'}.`}
            />
          ))}
        </Rows>
      )}
      {waiting.held.map((one) => (
        <p key={one.id} className="small below">
          “{one.title}” is graded and held: students see nothing of it.{' '}
          <Link href={at(`/grading/${one.id}`)} prefetch={false}>
            Look, and release<span className="vh"> {one.title}</span>
          </Link>
        </p>
      ))}
    </section>
  )
}
