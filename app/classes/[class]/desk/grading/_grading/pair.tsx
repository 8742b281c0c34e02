/** Component: `Pair` (what two graders gave the same answer, row by row, and how it was settled). */
import type { GradingRow } from '#lib/domain/grading.ts'
import type { AnswerToGrade } from '#lib/features/grade-answers/queue.ts'

export function Pair({
  pair,
  rubric,
  decided,
}: {
  pair: NonNullable<AnswerToGrade['pair']>
  rubric: readonly GradingRow[]
  decided: AnswerToGrade['grade']
}) {
  const [first, second] = [pair[0]!, pair[1]!]
  const differ = rubric.filter((row) => first.levels[row.id] !== second.levels[row.id])
  return (
    <div className="pair">
      <p className="small">
        {differ.length === 0
          ? 'Both graders gave the same.'
          : `The two differ in ${differ.length} of ${rubric.length} rows.`}
        {decided?.how === 'decided' && decided.isOfThis && ' It is decided; both stay here.'}
      </p>
      <table className="tbl">
        <caption className="vh">What each of the two graders gave</caption>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col" className="fig">
              {first.by}
            </th>
            <th scope="col" className="fig">
              {second.by}
            </th>
            {decided?.how === 'decided' && (
              <th scope="col" className="fig">
                Decided
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rubric.map((row) => (
            <tr key={row.id} className={differ.includes(row) ? 'differs' : undefined}>
              <th scope="row">
                {row.title}
                {differ.includes(row) && <span className="mut"> differ</span>}
              </th>
              <td className="fig">{first.levels[row.id]}</td>
              <td className="fig">{second.levels[row.id]}</td>
              {decided?.how === 'decided' && <td className="fig">{decided.levels[row.id]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {[first, second].map(
        (sheet) => sheet.comment && <p key={sheet.by} className="small">{`${sheet.by}: ${sheet.comment}`}</p>,
      )}
    </div>
  )
}
