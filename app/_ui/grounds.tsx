import type { Transcript, Work } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { groundWords } from './ground-words.ts'

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

/** The numeral after a sentence, a link to its note. `prefix` tells several lists of one page apart. */
export function GroundMark({ n, prefix = 'note' }: { n: number | undefined; prefix?: string }) {
  return n === undefined ? null : (
    <a className="gm" href={`#${prefix}-${n}`} aria-label={`Note ${n}`}>
      {n}
    </a>
  )
}

export function GroundList({
  numbers,
  works,
  transcript,
  prefix = 'note',
  under,
}: {
  numbers: Map<string, number>
  works: readonly Work[]
  transcript: Transcript
  prefix?: string
  /** The heading that it stands under, where a page has several lists. */
  under?: string
}) {
  const Heading = under ? 'h3' : 'h2'
  const title = prefix === 'note' ? 'grounds' : `${prefix}s`
  if (numbers.size === 0) return null
  return (
    <section className="grounds" aria-labelledby={title}>
      <Heading className="title" id={title}>
        What each sentence rests on
        {under && <span className="vh">: {under}</span>}
      </Heading>
      <ol>
        {[...numbers].map(([by, n]) => (
          <li key={by} id={`${prefix}-${n}`}>
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
    const said = groundWords(ground, works)
    if ('at' in said)
      return (
        <>
          Transcript, <Cite at={said.at} speaker={transcript.units.get(said.at)?.speaker} />
        </>
      )
    return <Reference {...said} />
  }
}

/** A work with its link, and how far it was read. */
function Reference({ url, text, after }: { url?: string; text: string; after: string }) {
  return (
    <>
      {url ? (
        <a href={url} rel="noreferrer">
          {text}
        </a>
      ) : (
        text
      )}
      {after}
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
        const grounds = by.split(/\s+/u).map((ground) => ({ ground, said: groundWords(ground, works) }))
        return (
          <li key={text}>
            {text}{' '}
            {grounds.map(
              ({ ground, said }) =>
                'at' in said && (
                  <span key={ground}>
                    <Cite at={said.at} speaker={transcript.units.get(said.at)?.speaker} />{' '}
                  </span>
                ),
            )}
            {grounds.map(
              ({ ground, said }) =>
                /^[VK]:/u.test(ground) &&
                !('at' in said) && (
                  <span className="src" key={ground}>
                    <Reference {...said} />
                  </span>
                ),
            )}
          </li>
        )
      })}
    </ul>
  )
}
