import type { Transcript, Work } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'

/**
 * What each sentence of our own rests on. Sentences that rest on the same things share a note; those that only carry
 * the argument have none. The numerals stay out of sight until the reader asks for them (the switch is plain CSS).
 */
export function numberGrounds(grounds: readonly { by: string }[]): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const { by } of grounds) if (by !== 'frame' && !numbers.has(by)) numbers.set(by, numbers.size + 1)
  return numbers
}

export function GroundSwitch() {
  return (
    <label className="check small">
      <input type="checkbox" id="show-grounds" />
      <span>Show what each sentence rests on</span>
    </label>
  )
}

/** The numeral after a sentence, a link to its note. */
export function GroundMark({ n }: { n: number | undefined }) {
  return n === undefined ? null : (
    <a className="gm" href={`#note-${n}`} aria-label={`Note ${n}`}>
      {n}
    </a>
  )
}

/** How far a work was read, after its reference. */
const seen: Record<Work['seen'], string> = {
  whole: '',
  opening: ' (its opening was read)',
  abstract: ' (its abstract was read)',
  summary: ' (a summary was read)',
  named: ' (well known; not read again for this edition)',
}

export function GroundList({
  numbers,
  works,
  transcript,
}: {
  numbers: Map<string, number>
  works: readonly Work[]
  transcript: Transcript
}) {
  if (numbers.size === 0) return null
  return (
    <section className="grounds" aria-labelledby="grounds">
      <h2 className="title" id="grounds">
        What each sentence rests on
      </h2>
      <ol>
        {[...numbers].map(([by, n]) => (
          <li key={by} id={`note-${n}`}>
            <span className="num" aria-hidden="true">
              {n}
            </span>
            <span>
              {by.split(/\s+/).map((ground) => (
                <span className="g" key={ground}>
                  {words(ground)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )

  function words(ground: string) {
    const [kind, target = ''] = ground.split(':')
    if (kind === 'T')
      return (
        <>
          Transcript, <Cite at={target} speaker={transcript.units.get(target)?.speaker} />
        </>
      )
    if (kind === 'U') return 'Uncertain, and said so'
    if (kind === 'K' && target === 'general') return 'Well established'
    const work = works.find(({ id }) => id === target)
    if (!work) return kind === 'frame' ? 'Argument' : target
    return <Reference work={work} />
  }
}

function Reference({ work }: { work: Work }) {
  return (
    <>
      {work.url ? (
        <a href={work.url} rel="noreferrer">
          {work.reference}
        </a>
      ) : (
        work.reference
      )}
      {seen[work.seen]}
    </>
  )
}

/**
 * Sentences of ours, each with its chips and, in sight, the works it rests on: for lists whose point is the proof, and
 * which also stand beside the text, where no notes are at the foot.
 */
export function GroundedList({
  statements,
  works,
  transcript,
}: {
  statements: readonly { text: string; by: string }[]
  works: readonly Work[]
  transcript: Transcript
}) {
  return (
    <ul className="grounded body">
      {statements.map(({ text, by }) => {
        const grounds = by.split(/\s+/u).map((word) => word.split(':'))
        const named = grounds.flatMap(([, target]) => works.find(({ id }) => id === target) ?? [])
        return (
          <li key={text}>
            {text}{' '}
            {grounds.map(
              ([kind, at = '']) =>
                kind === 'T' && (
                  <span key={at}>
                    <Cite at={at} speaker={transcript.units.get(at)?.speaker} />{' '}
                  </span>
                ),
            )}
            {named.map((work) => (
              <span className="src" key={work.id}>
                <Reference work={work} />
              </span>
            ))}
            {by.includes('K:general') && <span className="src">Well established</span>}
          </li>
        )
      })}
    </ul>
  )
}
