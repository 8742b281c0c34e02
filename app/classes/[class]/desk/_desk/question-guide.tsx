/** Components: `QuestionGuide`, the instructor's side of a guided question: notes with what they rest on, and sample answers. */
import { edition } from '#lib/content/edition.ts'
import type { KeptQuestion, QuestionSample } from '#lib/domain/question.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { GroundedList } from '../../../../_ui/grounds.tsx'

const LEVEL: Record<QuestionSample['level'], string> = {
  strong: 'A strong answer',
  partial: 'A partial answer',
  weak: 'A weak answer',
}

export function QuestionGuide({ kept }: { kept: KeptQuestion }) {
  return (
    <details className="notes">
      <summary>
        For you: what a strong answer uses{'samples' in kept && ', what goes wrong, and sample answers'}
      </summary>
      {'guide' in kept ? <Guide {...kept} /> : <p className="body">{kept.notes}</p>}
      <p className="sees">Only instructors of this class see this.</p>
    </details>
  )
}

function Guide({ guide, samples }: Extract<KeptQuestion, { guide: unknown }>) {
  const { transcript, works, misreadings, rubrics } = edition()
  const list = (statements: readonly { text: string; by: string }[]) => (
    <GroundedList statements={statements} works={works} transcript={transcript} />
  )
  const rowTitle = (row: string) => rubrics.flatMap(({ rows }) => rows).find(({ id }) => id === row)?.title ?? row
  return (
    <>
      <h3 className="label">What a strong answer uses</h3>
      {list(guide.strong)}
      <h3 className="label">What goes wrong</h3>
      {list(guide.wrong)}
      <h3 className="label">Misreadings to expect</h3>
      <ul>
        {guide.misreadings.map(({ id, ...statement }) => (
          <li key={id}>
            <p className="small mut">One {misreadings.find((one) => one.id === id)?.reading ?? 'misreads the text'}:</p>
            {list([statement])}
          </li>
        ))}
      </ul>
      {guide.aside.length > 0 && (
        <>
          <h3 className="label">For you alone</h3>
          {list(guide.aside)}
        </>
      )}
      <h3 className="label">Sample answers, written for this edition</h3>
      {samples.map((sample) => (
        <article key={sample.text} className="samplepost" aria-label={LEVEL[sample.level]}>
          <h4>{LEVEL[sample.level]}</h4>
          <p className="body">{sample.text}</p>
          <p className="where">
            {[...new Set(sample.cites.map(({ at }) => at))].map((at) => (
              <Cite key={at} at={at} speaker={transcript.units.get(at)?.speaker} />
            ))}
          </p>
          <p className="small">
            {Object.entries(sample.scores).map(([row, level], i) => (
              <span key={row}>
                {i > 0 && ', '}
                {rowTitle(row)} <b className="num">{level}</b>
              </span>
            ))}
            . {sample.why}
          </p>
        </article>
      ))}
    </>
  )
}
