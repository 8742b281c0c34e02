import type { SpeakerId, Transcript } from '#lib/content/types.ts'
import { citeAddress, citeLabel } from './citation.ts'

/** A sentence or header line outside its page: enough to print it beside something that cites it. */
export type PassageUnit = { id: string; text: string; turn: string | null; speaker: SpeakerId | null }

/** The units from one id to another in document order, with `around` more at each side. */
export function passageOf(transcript: Transcript, from: string, to: string, around = 0): PassageUnit[] {
  const all = [...transcript.units.values()]
  const first = all.findIndex(({ id }) => id === from)
  const last = all.findIndex(({ id }) => id === to)
  if (first < 0 || last < first) return []
  return all
    .slice(Math.max(0, first - around), last + 1 + around)
    .map(({ id, text, turn, speaker }) => ({ id, text, turn, speaker }))
}

const names: Record<SpeakerId, string> = { zhou: 'Zhou', khiem: 'Khiem' }
const turnName = (unit: PassageUnit) =>
  unit.turn && unit.speaker ? `Turn ${unit.turn.slice(1)}, ${names[unit.speaker]}` : 'Before the talk'

/** A piece of the transcript opened elsewhere. `lit` are the ids that are cited; the rest is context. */
export function Passage({
  units,
  lit,
  heading = 'h3',
}: {
  units: readonly PassageUnit[]
  lit: readonly string[]
  heading?: 'h2' | 'h3'
}) {
  const first = units[0]
  const last = units.at(-1)
  if (!first || !last) return null
  const runs: PassageUnit[][] = []
  for (const unit of units) {
    const run = runs.at(-1)
    if (run && run[0]?.turn === unit.turn) run.push(unit)
    else runs.push([unit])
  }
  const Heading = heading
  const at = lit.find((id) => units.some((unit) => unit.id === id)) ?? first.id
  return (
    <div className="pass">
      <header>
        <Heading>{turnName(first)}</Heading>
        <span className="num">{citeLabel(first.id, last.id)}</span>
      </header>
      {runs.map((run, i) => (
        <div key={run[0]?.id} className={run[0]?.speaker === 'khiem' ? 'turn u' : 'turn'}>
          {i > 0 && run[0] && <p className="sp">{turnName(run[0])}</p>}
          <p className="rec">
            {run.map((unit) => (
              <span key={unit.id}>
                <span className={Number(unit.id.slice(1)) % 5 === 0 ? 'n f' : 'n'}>{unit.id.replace(/^s/, '')}</span>
                <span className={lit.includes(unit.id) ? 'lit hs' : lit.length > 0 ? 'dim' : undefined}>
                  {unit.text}
                </span>{' '}
              </span>
            ))}
          </p>
        </div>
      ))}
      <footer>
        <a href={citeAddress(at)}>Open in the transcript</a>
      </footer>
    </div>
  )
}
