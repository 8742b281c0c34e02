/**
 * Components: `QuizIntro` (what a quiz is, before it begins), `QuizResult` (after hand-in: score and every answer
 * explained, or when that will be), `feedbackWords`, `rangesOf` (the sentences that select items offer).
 */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { pointsThatCount } from '#lib/domain/gradebook.ts'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Verdict } from '#lib/domain/judge.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { figuresOf } from '../../_ui/item-figure.tsx'
import { litIn } from '../../_ui/lit.ts'
import { Passage, passageOf, type PassageUnit } from '../../_ui/passage.tsx'
import { countWord, plural } from '../../_ui/say.ts'
import { VerdictView } from '../../_ui/verdict.tsx'

type Rule = 'each' | 'hand-in' | 'closed'

export function feedbackWords(rule: Rule, closesAt: string | null, zone: string): string {
  if (rule === 'each')
    return 'Each answer can be checked at once; every option is then explained. This is practice and does not count.'
  if (rule === 'hand-in')
    return 'When you hand in, you see your score, and every option is explained beside its passage.'
  return closesAt
    ? `Your score and the explanations open when the quiz closes for everybody, ${sayInstant(new Date(closesAt), zone)} or later.`
    : 'Your score and the explanations open when the quiz closes.'
}

export const rangesOf = (items: readonly ShownItem[]): Record<string, PassageUnit[]> =>
  Object.fromEntries(
    items.flatMap((item) =>
      item.kind === 'select' ? [[item.id, passageOf(edition().transcript, item.range.from, item.range.to)]] : [],
    ),
  )

export function QuizIntro({
  view,
  children,
}: {
  view: {
    summary: string
    items: number
    minutes: number
    timeLimitMinutes: number | null
    extraTimePercent: number
    attemptsLeft: number | null
    handedIn: number
    feedback: Rule
    closesAt: string | null
    points: number | null
    zone: string
    /** The item whose answer classmates read without a name, where they do. */
    cable: string | null
  }
  /** The button that starts it. */
  children?: ReactNode
}) {
  const points = pointsThatCount({ ...view, kind: 'quiz', points: view.points ?? 0 })
  const best = points > 0 ? '; the best one counts.' : '.'
  const limit =
    view.timeLimitMinutes === null ? null : Math.round(view.timeLimitMinutes * (1 + view.extraTimePercent / 100))
  return (
    <div className="intro">
      <p className="lead">{view.summary}</p>
      <dl className="terms">
        <div>
          <dt>Length</dt>
          <dd>
            {plural(view.items, 'question')}, about {plural(view.minutes, 'minute')}.{' '}
            {limit === null
              ? 'No time limit: stop and come back as you like.'
              : `You have ${plural(limit, 'minute')} from the moment you begin${view.extraTimePercent > 0 ? ', your extra time included' : ''}; it then counts as handed in with what was saved.`}
          </dd>
        </div>
        <div>
          <dt>Tries</dt>
          <dd>
            {view.attemptsLeft === null
              ? `As many as you like${best}`
              : view.handedIn === 0
                ? view.attemptsLeft === 1
                  ? 'One.'
                  : `${countWord(view.attemptsLeft)}${best}`
                : view.attemptsLeft === 0
                  ? 'All used.'
                  : `${countWord(view.attemptsLeft)} more${best}`}
          </dd>
        </div>
        <div>
          <dt>Answers explained</dt>
          <dd>{feedbackWords(view.feedback, view.closesAt, view.zone)}</dd>
        </div>
        <div>
          <dt>Counts</dt>
          <dd>{points > 0 ? plural(points, 'point') : 'It does not: this is practice.'}</dd>
        </div>
        <div>
          <dt>Saving</dt>
          <dd>
            Every answer is saved as you give it. If the connection drops, your answers wait on this device and are
            saved when it is back.
          </dd>
        </div>
      </dl>
      {children}
      <p className="sees">
        Until you hand in, your instructors see only how many questions you have answered. Then they see your answers
        and score. Classmates never do
        {view.cable
          ? ', but for the cable: some who have handed in theirs read that of your first try, without your name.'
          : '.'}
      </p>
    </div>
  )
}

/** Of how sure a student can be, the top: what was answered so and is not what the passage says is worth reading first. */
const CERTAIN = 3

export function QuizResult<V extends Verdict & { confidence: number | null }>({
  verdicts,
  asked,
  after,
}: {
  verdicts: readonly V[]
  asked: readonly ShownItem[]
  /** What stands under one explained answer. */
  after?: (verdict: V) => ReactNode
}) {
  const { transcript } = edition()
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker ?? null
  const askedOf = (verdict: Verdict) => asked.find((item) => item.id === verdict.item)
  const drawings = figuresOf(asked)
  const sure = verdicts.flatMap((verdict, i) =>
    verdict.correct === false && verdict.confidence === CERTAIN ? [{ verdict, n: i + 1 }] : [],
  )
  return (
    <>
      <nav className="tally" aria-label="The questions">
        <ol>
          {verdicts.map((verdict, i) => (
            <li key={verdict.item}>
              <a href={`#${verdict.item}`} className={verdict.correct ? 'right' : undefined}>
                <span className="num">{i + 1}</span>{' '}
                {verdict.correct
                  ? 'right'
                  : verdict.chosen.length === 0
                    ? 'not answered'
                    : verdict.correct === null
                      ? 'written'
                      : 'another reading'}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {sure.length > 0 && (
        <p className="lead surely">
          You were certain, and the passage says something else:{' '}
          {sure.map(({ verdict, n }, i) => (
            <span key={verdict.item}>
              {i > 0 && ', '}
              <a href={`#${verdict.item}`}>question {n}</a>
            </span>
          ))}
          . Begin with {sure.length === 1 ? 'it' : 'these'}.
        </p>
      )}
      <ol className="items">
        {verdicts.map((verdict, i) => (
          <li key={verdict.item} id={verdict.item}>
            <div className="split">
              <section aria-labelledby={`${verdict.item}-n ${verdict.item}-verdict`}>
                <p className="label" id={`${verdict.item}-n`}>
                  Question {i + 1} of {verdicts.length}
                </p>
                <h2 className="ask">{askedOf(verdict)?.stem}</h2>
                {drawings[verdict.item]}
                <VerdictView verdict={verdict} headingId={`${verdict.item}-verdict`} speakerOf={speakerOf} />
                {after?.(verdict)}
              </section>
              <aside aria-label={`The passage of question ${i + 1}`}>
                <Passage units={passageOf(transcript, verdict.passage.from, verdict.passage.to)} lit={litIn(verdict)} />
              </aside>
            </div>
          </li>
        ))}
      </ol>
    </>
  )
}
