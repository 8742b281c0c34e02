/**
 * Components: `Predict` (the document's header and the four boxes that stand before its body; `action` null shows it
 * without a way to send) and `Replay` (what was predicted, beside the lines that it was about).
 */
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import type { HeaderLine } from '#lib/content/types.ts'
import { PREDICTION_MAX, type Prompt, type Predictions } from '#lib/domain/prediction.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { Cite } from '../../_ui/cite.tsx'
import { DocumentHead } from '../../_ui/document.tsx'
import { Button } from '../../_ui/parts.tsx'
import { KeepWords } from './keep-words.tsx'
import './predict.css'

const FORM = 'predictions'

export function Predict({
  header,
  prompts,
  action,
  classId,
  keepAs,
  problem = null,
}: {
  header: readonly HeaderLine[]
  prompts: readonly Prompt[]
  action: string | null
  classId: string
  /** Names the words in this tab: the reading and the reader. */
  keepAs: string | null
  problem?: { at: string | null; words: string } | null
}) {
  return (
    <div className="wrap predict">
      <article aria-label="The document’s header" className="paper">
        <DocumentHead lines={header} heading="h2">
          <p className="shutline">Here the talk begins. It opens when your four predictions are posted.</p>
        </DocumentHead>
        <p className="small mut">
          The text is public: anybody can read it in the{' '}
          <Link href="/transcript" prefetch={false}>
            transcript
          </Link>
          . This page has not been sent it. A prediction is worth making only before you look.
        </p>
      </article>
      <form id={FORM} className="predictions" method={action ? 'post' : undefined} action={action ?? `#${FORM}`}>
        {action && <input type="hidden" name="in" value={classId} />}
        <h2 className="title">Before you read</h2>
        <p className="body">
          Ten lines are all you have. Say what you expect, a sentence or two in each box. There is no right answer; at
          the end you see your words again, beside the text.
        </p>
        {prompts.map((one) => (
          <div className="field" key={one.id}>
            <label htmlFor={one.id}>{one.prompt}</label>
            <p className="hint" id={`${one.id}-hint`}>
              {one.hint}
            </p>
            <textarea
              className="input"
              id={one.id}
              name={one.id}
              rows={3}
              required
              maxLength={PREDICTION_MAX}
              aria-invalid={problem?.at === one.id ? true : undefined}
              aria-describedby={`${one.id}-hint ${problem?.at === one.id ? `${one.id}-error ` : ''}predictions-sees`}
            />
            {problem?.at === one.id && (
              <p className="wrong" id={`${one.id}-error`}>
                {problem.words}
              </p>
            )}
          </div>
        ))}
        <p className="acts">
          <Button kind="go" disabled={action === null} type={action ? 'submit' : 'button'}>
            Post and open the text
          </Button>
        </p>
        <p className="sees" id="predictions-sees">
          When you post, your instructors see these four with your name and the time. Classmates do not. They cannot be
          changed afterwards, because they show what you thought before you read.
        </p>
        {keepAs && <KeepWords form={FORM} of={keepAs} />}
      </form>
    </div>
  )
}

/** The predictions after the fact: one's own words, unchanged, and the lines to hold them against. */
export function Replay({
  prompts,
  body,
  postedAt,
  zone,
}: {
  prompts: readonly Prompt[]
  body: Predictions
  postedAt: string
  zone: string
}) {
  return (
    <section className="replay" aria-labelledby="predicted">
      <h2 className="title" id="predicted">
        Before you read, you wrote
      </h2>
      <p className="small mut">
        <time dateTime={postedAt}>{sayInstant(new Date(postedAt), zone)}</time>, with the header alone in front of you.
        Which of it would you now say differently, and which sentence made you?
      </p>
      <dl>
        {prompts.map(({ id, prompt, look }) => (
          <div key={id}>
            <dt>{prompt}</dt>
            <dd className="own">{body[id]}</dd>
            <dd>
              <span className="vh">The document: </span>
              <ul className="look">
                {look.map((unit) => (
                  <li key={unit}>
                    <Cite at={unit} speaker={edition().transcript.units.get(unit)?.speaker} />{' '}
                    <q>{edition().transcript.units.get(unit)?.text}</q>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
