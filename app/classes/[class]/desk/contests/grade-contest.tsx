/** Component: `GradeContest`, a second look at a grade: what was asked, what was graded, row by row then and now, and the answer. */
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import type { ContestedGrade } from '#lib/features/contest-score/contest-grade.ts'
import { AreaField, Block, Button } from '../../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'

type Props = { contest: ContestedGrade; classId: string; zone: string; names: boolean }

export function GradeContest({ contest, classId, zone, names }: Props) {
  const { assignment, part, member, after } = contest
  const grading = `/classes/${classId}/desk/grading/${assignment.id}?part=${part}&at=${member}${names ? '&names=shown' : ''}`
  return (
    <Block id={contest.id} title={contest.prompt} ruled>
      <div className="contest">
        <p className="small mut">
          {contest.name ?? 'A student'} about the grade of {assignment.title}
          {contest.question !== null && `, item ${contest.question}`}, {sayInstant(new Date(contest.at), zone)}
        </p>
        <blockquote className="body pre">{contest.words}</blockquote>
        <Passage
          units={passageOf(edition().transcript, contest.passage.from, contest.passage.to)}
          lit={[]}
          heading="h3"
        />
        <h3 className="label">The answer that was graded</h3>
        <p className="body pre">{contest.text}</p>
        <p className="body">{finding(contest)}</p>
        <table className="tbl">
          <caption className="vh">Each row of the rubric, when the student asked and now</caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col" className="fig">
                When asked
              </th>
              <th scope="col" className="fig">
                Now
              </th>
            </tr>
          </thead>
          <tbody>
            {contest.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.title}
                  {row.cell && <span className="small mut">. {row.cell}</span>}
                </th>
                <td className="fig">{row.before ?? 'none'}</td>
                <td className="fig">{row.after ?? 'none'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {after?.comments.map((comment) => (
          <p key={comment} className="body pre mut">
            {comment}
          </p>
        ))}
        {contest.would === null ? (
          <p className="body">
            The student sees no grade at the moment: it is held, or two graders differ. Answer once it is released.{' '}
            <Link href={grading} prefetch={false}>
              Open it in grading
            </Link>
          </p>
        ) : (
          <form method="post" action={`/api/grade-contests/${contest.id}`} className="block">
            <input type="hidden" name="in" value={classId} />
            <input type="hidden" name="outcome" value={contest.would} />
            {names && <input type="hidden" name="as" value="shown" />}
            <p className="body">
              {contest.would === 'kept' ? 'To change the grade, ' : 'To change it further, '}
              <Link href={grading} prefetch={false}>
                grade the answer again
              </Link>{' '}
              and come back here to say why. The history keeps what was given before.
            </p>
            <AreaField
              name="text"
              id={`text-${contest.id}`}
              label={contest.would === 'kept' ? 'Why the grade stands' : 'Why it was changed'}
              rows={3}
              required
              maxLength={1000}
              sees="The student reads this beside the grade."
            />
            <p className="acts">
              <Button kind="go">
                {contest.would === 'kept' ? 'Answer: the grade stands' : 'Answer: the grade was changed'}
              </Button>
            </p>
          </form>
        )}
      </div>
    </Block>
  )
}

function finding({ before, after, would }: ContestedGrade): string {
  if (!after) return 'Two graders differ at the moment, so no grade counts.'
  return would === 'changed' && before
    ? `It was ${before.points} of ${before.of} when the student asked, and is ${after.points} of ${after.of} now.`
    : `It is ${after.points} of ${after.of}${would === 'kept' ? ', as when the student asked' : ''}.`
}
