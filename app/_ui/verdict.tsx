import type { Verdict } from '#lib/domain/judge.ts'
import type { SpeakerId } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { citeLabel } from './citation.ts'
import { letterOf } from './letter.ts'

const list = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Right or wrong first, in one sentence. */
export function verdictSentence(verdict: Verdict): string {
  const isEmpty = verdict.chosen.length === 0
  switch (verdict.kind) {
    case 'written':
      return isEmpty ? 'Not answered.' : 'Kept. People read this answer; no program scores it.'
    case 'select': {
      const where = verdict.accepted.map((id) => citeLabel(id)).join(' or ')
      if (isEmpty) return `Not answered. The passage says it in ${where}.`
      return verdict.correct
        ? `Yes, ${list(verdict.chosen.map((id) => citeLabel(id)))}.`
        : `Not this sentence. The passage says it in ${where}.`
    }
    case 'order':
    case 'match':
    case 'who-said': {
      const right = verdict.rows.filter((row) => row.correct).length
      if (isEmpty) return 'Not answered. What belongs where stands below.'
      if (verdict.correct) return verdict.kind === 'order' ? 'Yes, in this order.' : 'Yes, each as you have it.'
      return `Not quite: ${right} of ${verdict.rows.length} as the passage has it.`
    }
    default: {
      const letters = list(
        verdict.options.flatMap((option) => (option.correct ? [letterOf(verdict.options, option.id)] : [])),
      )
      if (isEmpty) return `Not answered. The passage says ${letters}.`
      if (verdict.correct) return `Yes. The passage says ${letters}.`
      return verdict.kind === 'several'
        ? `Not these. The passage says ${letters}.`
        : `Not this one. The passage says ${letters}.`
    }
  }
}

/**
 * What a person learns about one answer: right or wrong, then the named reading, then every option with its reason.
 * `speakerOf` gives the chips their mark. Used by the self-check here and by the feedback of class quizzes.
 */
export function VerdictView({
  verdict,
  headingId,
  speakerOf = () => null,
  heading = 'h3',
}: {
  verdict: Verdict
  headingId: string
  speakerOf?: (id: string) => SpeakerId | null
  heading?: 'h2' | 'h3'
}) {
  const Heading = heading
  const chosen = verdict.options.flatMap((option) =>
    option.chosen && option.misreading ? [{ ...option.misreading, why: option.why }] : [],
  )
  const readings = [
    ...verdict.near.flatMap((near) => (near.misreading ? [{ ...near.misreading, why: near.why }] : [])),
    ...chosen,
  ]
  return (
    <div className="verdict">
      <Heading className="title" id={headingId} tabIndex={-1}>
        {verdictSentence(verdict)}
      </Heading>
      {readings.map((reading) => (
        <p className="body" key={reading.id + reading.why}>
          <b>This reading {reading.reading}.</b> {reading.advice}
        </p>
      ))}
      {verdict.near.map((near) => (
        <p className="body" key={near.why}>
          {near.why}
        </p>
      ))}
      {verdict.explanation && (
        <p className="body">
          {verdict.explanation.why} <Chips cites={verdict.explanation.cites} speakerOf={speakerOf} />
        </p>
      )}
      {verdict.rows.length > 0 && <RowsExplained verdict={verdict} speakerOf={speakerOf} />}
      {verdict.samples.length > 0 && <WrittenExplained verdict={verdict} />}
      {verdict.options.length > 0 && (
        <ol className="opts" aria-label="Every option, explained">
          {verdict.options.map((option) => (
            <li
              key={option.id}
              className={
                option.chosen ? (option.correct ? 'opt mine key' : 'opt mine') : option.correct ? 'opt key' : 'opt'
              }
            >
              <span className="k">{letterOf(verdict.options, option.id)}</span>
              <div>
                <p className="tx">{option.text}</p>
                <p className="why">
                  {option.why} <Chips cites={option.cites} speakerOf={speakerOf} />
                </p>
              </div>
              <span className="st">
                {[option.chosen && 'Your answer', option.correct && 'The passage says this'].filter(Boolean).join('. ')}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

function RowsExplained({ verdict, speakerOf }: { verdict: Verdict; speakerOf: (id: string) => SpeakerId | null }) {
  return (
    <ol className="opts" aria-label="Every row, explained">
      {verdict.rows.map((row) => (
        <li key={row.id} className={row.correct ? 'opt mine key' : 'opt'}>
          <div>
            <p className="tx">{row.text}</p>
            <p className="tx">
              <b>{row.key}</b>
              {!row.correct && <span className="mut">{row.chosen ? `, not ${row.chosen}` : ', left open'}</span>}
            </p>
            <p className="why">
              {row.why} <Chips cites={row.cites} speakerOf={speakerOf} />
            </p>
          </div>
          <span className="st">{row.correct ? 'As you have it' : 'The passage says this'}</span>
        </li>
      ))}
    </ol>
  )
}

const levelWords = { strong: 'A strong answer', partial: 'An answer halfway', weak: 'A weak answer' } as const

/** What was written, what a good answer does, and samples to hold it against. */
function WrittenExplained({ verdict }: { verdict: Verdict }) {
  return (
    <>
      {verdict.chosen[0] && (
        <div className="opt mine own">
          <div>
            <p className="tx pre">{verdict.chosen[0]}</p>
          </div>
          <span className="st">Your answer</span>
        </div>
      )}
      <ul className="rubric" aria-label="What a good answer does">
        {verdict.rubric.map((one) => (
          <li key={one.row}>
            <b>{one.row}.</b> {one.full}
          </li>
        ))}
      </ul>
      {verdict.samples.map((sample) => (
        <details className="sample" key={sample.text}>
          <summary>{levelWords[sample.level]}</summary>
          <p className="body">{sample.text}</p>
          <p className="why">{sample.why}</p>
        </details>
      ))}
    </>
  )
}

function Chips({
  cites,
  speakerOf,
}: {
  cites: readonly { at: string }[]
  speakerOf: (id: string) => SpeakerId | null
}) {
  return cites.map(({ at }, i) => (
    <span key={at + String(i)}>
      {i > 0 && ' '}
      <Cite at={at} speaker={speakerOf(at)} />
    </span>
  ))
}
