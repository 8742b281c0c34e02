import type { Verdict } from '#lib/domain/judge.ts'
import type { SpeakerId } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { citeLabel } from './citation.ts'

const list = (words: string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** Right or wrong first, in one sentence. */
export function verdictSentence(verdict: Verdict): string {
  const isEmpty = verdict.chosen.length === 0
  if (verdict.kind === 'select') {
    const where = verdict.accepted.map((id) => citeLabel(id)).join(' or ')
    if (isEmpty) return `Not answered. The passage says it in ${where}.`
    return verdict.correct
      ? `Yes, ${list(verdict.chosen.map((id) => citeLabel(id)))}.`
      : `Not this sentence. The passage says it in ${where}.`
  }
  const letters = list(verdict.accepted.map((id) => id.toUpperCase()))
  if (isEmpty) return `Not answered. The passage says ${letters}.`
  if (verdict.correct) return `Yes. The passage says ${letters}.`
  return verdict.kind === 'several'
    ? `Not these. The passage says ${letters}.`
    : `Not this one. The passage says ${letters}.`
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
  const readings =
    verdict.kind === 'select'
      ? verdict.near?.misreading
        ? [{ ...verdict.near.misreading, why: verdict.near.why }]
        : []
      : verdict.options.flatMap((option) =>
          option.chosen && option.misreading ? [{ ...option.misreading, why: option.why }] : [],
        )
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
      {verdict.near && <p className="body">{verdict.near.why}</p>}
      {verdict.explanation && (
        <p className="body">
          {verdict.explanation.why} <Chips cites={verdict.explanation.cites} speakerOf={speakerOf} />
        </p>
      )}
      {verdict.options.length > 0 && (
        <ol className="opts" aria-label="Every option, explained">
          {verdict.options.map((option) => (
            <li
              key={option.id}
              className={
                option.chosen ? (option.correct ? 'opt mine key' : 'opt mine') : option.correct ? 'opt key' : 'opt'
              }
            >
              <span className="k">{option.id.toUpperCase()}</span>
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
