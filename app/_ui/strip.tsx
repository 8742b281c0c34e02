/**
 * Components: `StripLanes` (what is cited, noted, disputed and found hard, a lane each, sentence by sentence from left to
 * right, with its table behind it) and `edgeHeat` (the same on its end, for the edge of a reading page).
 */
import type { Transcript } from '#lib/content/types.ts'
import { heatStep, LANES, type Lane, type Strip } from '#lib/domain/strip.ts'
import { citeAddress, citeName, runsOf } from './citation.ts'
import { sentencesOf } from './figures.ts'
import { capital, countWord, plural } from './say.ts'
import './strip.css'

export const laneWords: Record<Lane, string> = {
  cited: 'Cited',
  noted: 'Noted',
  disputed: 'Disputed',
  lost: 'Found hard',
}
/** What one row behind a lane is. */
const laneRows: Record<Lane, string> = {
  cited: 'citation',
  noted: 'highlight or note',
  disputed: 'contradiction or rival reading',
  lost: 'lost place',
}

const STEPS = [1, 2, 3, 4, 5]
const most = (strip: Strip, lane: Lane): number => Math.max(0, ...strip.rows.map((row) => row[lane]))

/** One path a step of the scale, so that a lane costs what is on it. */
function lanePaths(strip: Strip, lane: Lane, place: ReadonlyMap<string, number>): { step: number; d: string }[] {
  const top = most(strip, lane)
  return STEPS.map((step) => ({
    step,
    d: strip.rows
      .filter((row) => place.has(row.id) && heatStep(row[lane], top) === step)
      .map((row) => `M${place.get(row.id)} 0h.92v1h-.92z`)
      .join(''),
  })).filter(({ d }) => d !== '')
}

/** The longest run of sentences that nobody touched, if it is long enough to be one. */
export function longestGap(untouched: readonly string[]): { at: string; to: string; n: number } | null {
  const runs = runsOf(untouched).map(({ at, to = at }) => ({
    at,
    to,
    n: Number(to.slice(1)) - Number(at.slice(1)) + 1,
  }))
  const longest = runs.toSorted((a, b) => b.n - a.n)[0]
  return longest && longest.n > 1 ? longest : null
}

/** Whose strip it is: the class's, as staff see it; what is open of it to a student; or that student's own alone. */
export type Whose = 'class' | 'open' | 'own'

/** Computed, in counts: what the strip shows. */
export function stripFinding(strip: Strip, total: number, whose: Whose): string {
  const who = { class: 'The class has', open: 'You and what is open to you of the class have', own: 'You have' }[whose]
  const touched = total - strip.untouched.length
  return touched === 0 ? `${who} touched no sentence yet.` : `${who} touched ${touched} of ${total} sentences.`
}

export function StripLanes({ strip, transcript, whose }: { strip: Strip; transcript: Transcript; whose: Whose }) {
  const sentences = sentencesOf(transcript)
  const place = new Map(sentences.map((sentence, index) => [sentence.id, index]))
  const long = transcript.turns.filter((turn) => turn.paragraphs.reduce((sum, p) => sum + p.sentences.length, 0) >= 9)
  const gap = longestGap(strip.untouched)
  const finding = stripFinding(strip, sentences.length, whose)
  return (
    <figure className="lanes">
      <figcaption className="small mut">
        {sentences.length} sentences, left to right. Stronger means more, each lane by its own strongest.
      </figcaption>
      <div className="lanebox" role="img" aria-label={`${finding} The same counts stand in the table below.`}>
        {LANES.map((lane) => (
          <div className="lane" key={lane}>
            <span>{laneWords[lane]}</span>
            <svg viewBox={`0 0 ${sentences.length} 1`} preserveAspectRatio="none" aria-hidden="true">
              <rect className="h0" width={sentences.length} height="1" />
              {lanePaths(strip, lane, place).map(({ step, d }) => (
                <path key={step} className={`h${step}`} d={d} />
              ))}
            </svg>
            <span className="num">{strip.totals[lane]}</span>
          </div>
        ))}
        <div className="lane turns" aria-hidden="true">
          <span>Turn</span>
          <svg viewBox={`0 0 ${sentences.length * 3} 14`} preserveAspectRatio="xMinYMid meet">
            {long.map((turn) => (
              <text key={turn.id} x={(place.get(turn.paragraphs[0]!.sentences[0]!.id) ?? 0) * 3} y="11">
                {turn.n}
              </text>
            ))}
          </svg>
          <span />
        </div>
      </div>
      <p className="small">
        {strip.untouched.length === 0
          ? 'Every sentence has something on it.'
          : `${capital(countWord(strip.untouched.length))} ${strip.untouched.length === 1 ? 'sentence has' : 'sentences have'} nothing on ${strip.untouched.length === 1 ? 'it' : 'them'}${whose === 'class' ? ' from anybody' : whose === 'open' ? ' that is open to you' : ' of yours'}.`}{' '}
        {gap && (
          <>
            The longest run is <a href={citeAddress(gap.at, gap.to)}>{citeName(gap.at, gap.to)}</a>.
          </>
        )}
      </p>
      <details className="lanetable">
        <summary>The strip as a table</summary>
        {strip.rows.length === 0 ? (
          <p className="mut">Nothing stands on any sentence yet.</p>
        ) : (
          // A long table scrolls in its own frame, which the keyboard must be able to reach.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className="tablebox" tabIndex={0} role="region" aria-label="The strip as a table">
            <table className="tbl">
              <caption>
                Made of {LANES.map((lane) => plural(strip.totals[lane], laneRows[lane], many[lane])).join(', ')}. One
                that reaches over several sentences is counted at each.
              </caption>
              <thead>
                <tr>
                  <th scope="col">Sentence</th>
                  {LANES.map((lane) => (
                    <th scope="col" className="fig" key={lane}>
                      {laneWords[lane]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {strip.rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row">
                      <a href={citeAddress(row.id)}>{capital(citeName(row.id))}</a>
                    </th>
                    {LANES.map((lane) => (
                      <td className="fig" key={lane}>
                        {row[lane]}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <h3 className="h3">Paragraphs with nothing on them</h3>
        {strip.orphans.length === 0 ? (
          <p className="mut">None.</p>
        ) : (
          <ul className="orphans">
            {strip.orphans.map((id) => (
              <li key={id}>
                <a href={`/transcript#${id}`}>{paragraphName(id)}</a>
              </li>
            ))}
          </ul>
        )}
      </details>
    </figure>
  )
}
const many: Record<Lane, string> = {
  cited: 'citations',
  noted: 'highlights and notes',
  disputed: 'contradictions and rival readings',
  lost: 'lost places',
}

/** "t11.p3" as one says it. */
const paragraphName = (id: string): string => {
  const [turn, paragraph] = id.split('.')
  return `Turn ${turn!.slice(1)}, paragraph ${paragraph!.slice(1)}`
}

/** Lines of the talk stood on its end, by how much is on each sentence, for the edge of a reading page. */
export function edgeHeat(strip: Strip, transcript: Transcript, width: number, height: number) {
  const sentences = sentencesOf(transcript)
  const longest = Math.max(1, ...sentences.map((one) => one.words))
  const step = height / sentences.length
  const rows = new Map(strip.rows.map((row) => [row.id, row]))
  const count = (id: string): number => {
    const row = rows.get(id)
    return row ? row.cited + row.noted : 0
  }
  const top = Math.max(0, ...sentences.map((one) => count(one.id)))
  const bars = ['', '', '', '', '', '']
  let lost = ''
  let disputed = ''
  for (const [index, one] of sentences.entries()) {
    const y = (index * step).toFixed(2)
    bars[heatStep(count(one.id), top)] +=
      `M0 ${y}h${((one.words / longest) * width).toFixed(1)}v${(step * 0.7).toFixed(2)}h-${((one.words / longest) * width).toFixed(1)}z`
    const row = rows.get(one.id)
    if (row && row.lost > 0) lost += `M${width + 3} ${y}h5v${(step * 0.9).toFixed(2)}h-5z`
    if (row && row.disputed > 0) disputed += `M${width + 10} ${y}h5v${(step * 0.9).toFixed(2)}h-5z`
  }
  return { bars, lost, disputed }
}
