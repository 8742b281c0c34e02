/**
 * Components: `ControversyParts` (its parts in order: what is in with one's own words, what that opened, the part to fill
 * in now, and the names of those to come), `SideGiven` (a side with its sentences), `OpinionTable` (a class’s opinions before and after).
 */
import type { ReactNode } from 'react'
import type { BoxFigures } from '#lib/domain/exercise-figures.ts'
import type { ExerciseAnswers, KeptControversy, ShownOf } from '#lib/domain/exercise.ts'
import { InFull } from './exercise-cards.tsx'
import { boxWords } from './exercise-words.ts'
import './exercise.css'

type Side = KeptControversy['sides'][number]
export type PartsView = {
  parts: readonly { id: string; inAt: string }[]
  now: string | null
  side: Side | null
  theirCase: string | null
  otherSide: Side | null
}

export function SideGiven({ head, side }: { head: string; side: Side }) {
  return (
    <div className="opens">
      <p className="label">{head}</p>
      <p className="title">{side.claim}</p>
      <InFull said={side.evidence} />
    </div>
  )
}

/** What the parts before this one opened. */
function Opens({ phase, parts: { side, theirCase, otherSide } }: { phase: string; parts: PartsView }) {
  if (phase === 'prepare' && side) return <SideGiven head="Your side" side={side} />
  if (phase === 'answer')
    return (
      <div className="opens">
        <p className="label">The other side’s case</p>
        {theirCase ? (
          <p className="body theirs">{theirCase}</p>
        ) : (
          <p className="body">
            Nobody of the other side has posted a case yet. Answer the sentence of the text that speaks best for them,
            or come back later.
          </p>
        )}
      </div>
    )
  if (phase === 'swap' && otherSide) return <SideGiven head="The side that is yours now" side={otherSide} />
  return null
}

export function ControversyParts({
  shown,
  parts,
  answers,
  say,
  children,
}: {
  shown: ShownOf<'controversy'>
  parts: PartsView
  answers: ExerciseAnswers
  say: (iso: string) => string
  /** The form of the part that is open now. */
  children: ReactNode
}) {
  const fieldOf = (id: string) => shown.fields.find((field) => field.id === id)!
  const [before, after] = ['before-stand', 'after-stand'].map((id) => boxWords(fieldOf(id), answers[id]))
  return (
    <>
      {parts.now === null && before && after && (
        <section className="block" aria-labelledby="result">
          <h2 className="title" id="result">
            {before === after
              ? `You began and ended with “${before}”`
              : `You began with “${before}” and ended with “${after}”`}
          </h2>
          <div className="columns">
            {['before-why', 'after-why'].map((id) => (
              <div key={id}>
                <p className="label">{fieldOf(id).label}</p>
                <p className="body">{answers[id]}</p>
              </div>
            ))}
          </div>
        </section>
      )}
      <p className="d3 disputed">{shown.question}</p>
      <ol className="phases">
        {shown.phases.map((phase, i) => {
          const isIn = parts.parts.find(({ id }) => id === phase.id)
          const isNow = parts.now === phase.id
          return (
            <li key={phase.id} id={`part-${phase.id}`} className={isNow ? 'now' : undefined}>
              <h2 className="title">
                <span className="num">{i + 1}.</span> {phase.title}
              </h2>
              {isIn && <p className="small mut">In, {say(isIn.inAt)}</p>}
              {!isIn && !isNow && <p className="small mut">Opens when part {i} is in.</p>}
              {(isIn || isNow) && <Opens phase={phase.id} parts={parts} />}
              {isIn && (
                <dl className="inwords">
                  {phase.boxes.map(fieldOf).map((field) => (
                    <div key={field.id}>
                      <dt>{field.label}</dt>
                      <dd>{boxWords(field, answers[field.id])}</dd>
                    </div>
                  ))}
                </dl>
              )}
              {isNow && (
                <>
                  <p className="body asktext">{phase.ask}</p>
                  {children}
                </>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}

/** How many were of which opinion before they were given a side, and after they had dropped it. */
export function OpinionTable({ shown, figures }: { shown: ShownOf<'controversy'>; figures: BoxFigures }) {
  const rows = figures.choices.map((one) => ({ ...one, field: shown.fields.find(({ id }) => id === one.id)! }))
  const options = rows.flatMap(({ field }) => (field.kind === 'choice' ? [field.options] : []))[0] ?? []
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="tablebox" role="region" aria-label="Opinions before and after" tabIndex={0}>
      <table className="tbl choicetable">
        <caption className="vh">How many were of which opinion, before and after</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">When</span>
            </th>
            {options.map(({ id, text }) => (
              <th key={id} scope="col">
                {text}
              </th>
            ))}
            <th scope="col" className="fig">
              n
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.id}>
              <th scope="row">{i === 0 ? 'Before a side was given' : 'After it was dropped'}</th>
              {options.map(({ id }) => (
                <td key={id}>
                  <span className="count">{row.counts[id]}</span>
                </td>
              ))}
              <td className="fig">{row.n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
