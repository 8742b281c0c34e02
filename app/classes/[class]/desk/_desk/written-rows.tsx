/** Components: `WrittenRows` (a written item row by row: what the graded answers lack, drawn, and behind it as a table). */
import type { AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { Table } from '../../../../_ui/parts.tsx'
import { Share } from './marks.tsx'
import { capital, countWord, listed, plural } from './words.ts'

type Written = AnalysisView['written'][number]
const FEW = 10
const percent = (share: number): number => Math.round(share * 100)

/** Computed: the row that is missing from most answers, or the rows where several are missing alike. */
export function missingMost({ n, rows }: Pick<Written, 'n' | 'rows'>): string {
  if (n === 0) return 'Nothing is graded yet'
  const most = Math.max(...rows.map(({ missing }) => missing))
  if (most === 0)
    return `Every row is met, at least in part, in ${n === 1 ? 'the one graded answer' : `all ${plural(n, 'graded answer')}`}`
  const those = rows.filter(({ missing }) => missing === most).map(({ title }) => `“${title}”`)
  return `Missing most often, from ${most} of ${plural(n, 'graded answer')}${those.length > 1 ? ' each' : ''}: ${listed(those)}`
}

export function WrittenRows({ written }: { written: Written }) {
  const { id, number, stem, n, rows } = written
  return (
    <section className="block" aria-labelledby={`${id}-rows`} id={id}>
      <p className="label">Item {number}, in the students’ own words</p>
      <h2 className="title" id={`${id}-rows`}>
        {missingMost(written)}
      </h2>
      <p className="body mut">{stem}</p>
      {n === 0 ? (
        <p className="small mut">
          When answers are graded, it stands here what they have and what they lack, row by row.
        </p>
      ) : (
        <>
          <p className="small mut">
            Counted is each student’s grade that counts, held or released. A row is missing where it was given level 0.
            {n < FEW &&
              ` ${capital(countWord(n))} ${n === 1 ? 'answer is' : 'answers are'} too few to say more than what happened in them.`}
          </p>
          <ol className="losses">
            {rows.map((row) => (
              <li key={row.id}>
                <p>
                  <b>{row.title}</b> <span className="small mut">{row.asks}</span>
                </p>
                <p className="share">
                  <Share count={row.missing} of={row.n} />{' '}
                  <span>
                    missing from{' '}
                    <b className="num">
                      {row.missing} of {row.n}
                    </b>
                  </span>
                </p>
              </li>
            ))}
          </ol>
          <details>
            <summary>As a table, with intervals</summary>
            <Table
              caption={`Levels given to ${plural(n, 'answer')}; the interval is Wilson’s, 95 %, of what is missing.`}
              columns={[
                { title: 'Row' },
                { title: 'Missing, level 0', figure: true },
                { title: '1', figure: true },
                { title: '2', figure: true },
                { title: '3', figure: true },
                { title: 'Interval', figure: true },
              ]}
              rows={rows.map((row) => ({
                key: row.id,
                cells: [
                  row.title,
                  ...row.levels,
                  row.share && `${percent(row.share.low)} to ${percent(row.share.high)} %`,
                ],
              }))}
            />
          </details>
        </>
      )}
    </section>
  )
}
