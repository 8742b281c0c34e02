/** Components: `TwoRounds` (how a class chose before and after a discussion, side by side, and who went from what to what). */
import type { PollCounts } from '#lib/domain/poll.ts'
import { countWord } from './say.ts'

const ROUND = { before: 'Before', again: 'After' } as const

/** Computed: how many changed, of those who answered both times. */
export function changedFinding({ changed }: PollCounts): string | null {
  if (!changed || changed.n === 0) return null
  const moved = changed.n - changed.stayed
  return `${countWord(moved)} of ${changed.n} changed their mind.`
}

/** One mark a person while there are few. */
const FEW = 40

function Bar({ n, of }: { n: number; of: number }) {
  return of <= FEW ? (
    <span className="people" aria-hidden="true">
      {Array.from({ length: n }, (_, i) => (
        <i key={i} />
      ))}
    </span>
  ) : (
    <svg className="bar" viewBox={`0 0 ${of} 1`} preserveAspectRatio="none" aria-hidden="true">
      <rect width={n} height={1} />
    </svg>
  )
}

export function TwoRounds({
  options,
  counts,
  own = {},
}: {
  options: readonly { id: string; text: string }[]
  counts: PollCounts
  /** What the reader chose, on a student's own page. */
  own?: { before?: string | null; again?: string | null }
}) {
  const { rounds, changed } = counts
  return (
    <>
      <table className="tworounds">
        <caption className="vh">How many chose each option</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Option</span>
            </th>
            {rounds.map(({ round, n }) => (
              <th key={round} scope="col">
                {ROUND[round]}, {n} answered
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {options.map((option, i) => (
            <tr key={option.id}>
              <th scope="row">{option.text}</th>
              {rounds.map(({ round, n, counts: of }) => (
                <td key={round}>
                  <b className="num">{of[i]}</b> <Bar n={of[i]!} of={n} />
                  {own[round] === option.id && <span className="yours">your answer</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {changed && changed.n > 0 && (
        <section aria-labelledby="changed">
          <h2 className="title" id="changed">
            {changedFinding(counts)}
          </h2>
          <p className="body">
            Of {changed.n} who answered both times, {changed.stayed} stayed.
          </p>
          {changed.moves.length > 0 && (
            <ul className="moves">
              {changed.moves.map((move) => (
                <li key={`${move.from}/${move.to}`}>
                  <b className="num">{move.n}</b>{' '}
                  <span>
                    from “{move.from}” to “{move.to}”
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  )
}
