import { MIN_FOR_FIGURES, wilson } from '#lib/domain/statistics.ts'
import { STATES, stateWord, type State } from './words.ts'

/** The shape of a state: full, half, barred, empty. The word stands beside it. */
export function StateMark({ state }: { state: State }) {
  return <i className={`sq ${state}`} aria-hidden="true" />
}

export type Counts = { done: number; underWay: number; quiet: number; notBegun: number; of: number }
export const countOf = (counts: Counts, state: State): number =>
  ({ done: counts.done, 'under-way': counts.underWay, quiet: counts.quiet, 'not-begun': counts.notBegun })[state]

/** One mark a person while there are few; a bar to the same scale of shapes beyond. */
const FEW = 40

/** Who has done it: marks in the order done, under way, quiet, not begun, and the same in words with their counts. */
export function Progress({ counts }: { counts: Counts }) {
  return (
    <div className="progress">
      {counts.of > 0 &&
        (counts.of <= FEW ? (
          <span className="people" aria-hidden="true">
            {STATES.flatMap((state) =>
              Array.from({ length: countOf(counts, state) }, (_, i) => (
                <i key={state + String(i)} className={`sq ${state}`} />
              )),
            )}
          </span>
        ) : (
          <Bar counts={counts} />
        ))}
      <ul className="counts">
        {STATES.map((state) => (
          <li key={state} className={countOf(counts, state) === 0 ? 'nil' : undefined}>
            <StateMark state={state} /> <b>{countOf(counts, state)}</b> {stateWord[state]}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Bar({ counts }: { counts: Counts }) {
  const widths = STATES.map((state) => countOf(counts, state))
  return (
    <svg className="statebar" viewBox={`0 0 ${counts.of} 10`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="not-begun" width={counts.of} height={10} />
      {STATES.map(
        (state, i) =>
          state !== 'not-begun' && (
            <rect
              key={state}
              className={state}
              x={widths.slice(0, i).reduce((sum, n) => sum + n, 0)}
              y={state === 'under-way' ? 5 : 0}
              width={widths[i]}
              height={state === 'under-way' ? 5 : 10}
            />
          ),
      )}
    </svg>
  )
}

/** So many of so many: squares while they are few, then a bar. The figures stand beside it. */
export function Share({ count, of, kind = '' }: { count: number; of: number; kind?: 'key' | '' }) {
  const label = `${count} of ${of}`
  return of <= FEW ? (
    <span className={`people ${kind}`} role="img" aria-label={label}>
      {Array.from({ length: of }, (_, i) => (
        <i key={i} className={i < count ? 'sq done' : 'sq not-begun'} />
      ))}
    </span>
  ) : (
    <svg
      className={`statebar share ${kind}`}
      viewBox={`0 0 ${of} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className="not-begun" width={of} height={10} />
      <rect className="done" width={count} height={10} />
    </svg>
  )
}

const percent = (share: number): number => Math.round(share * 100)

/** Wilson's 95 % interval of a share, in the words that stand behind its count; of a handful it says that it is one. */
export function Between({ count, of }: { count: number; of: number }) {
  const { low, high } = wilson(count, of)
  return (
    <span className="mut">
      {percent(low)} to {percent(high)} %{of < MIN_FOR_FIGURES && ', too few to say more'}
    </span>
  )
}
