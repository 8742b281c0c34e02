/**
 * Components: `CardResult` (one's own boxes beside the edition's, over a class's figures where they may be shown),
 * `CardReadings` (how the edition reads each card, and why), `PuzzleResult` (levels with their samples).
 */
import { edition } from '#lib/content/edition.ts'
import { fitOf, type BoxFigures } from '#lib/domain/exercise-figures.ts'
import type { ExerciseAnswers, Grounded, KeptCards, KeptPuzzle, ShownExercise, ShownOf } from '#lib/domain/exercise.ts'
import { Cite } from '../../_ui/cite.tsx'
import { GroundedList } from '../../_ui/grounds.tsx'
import { countWord } from '../../_ui/say.ts'
import { AgreementLine, ChoiceTable, choicesIn } from './choice-table.tsx'
import { InFull, Told } from './exercise-cards.tsx'
import { boxWords } from './exercise-words.ts'

type CardForm = KeptCards['form']
const THINGS: Record<CardForm, string> = { certainty: 'claims', telegrams: 'boxes', drift: 'rows' }
const CAPTION: Record<CardForm, string> = {
  certainty: 'How sure each claim’s words are',
  telegrams: 'Whether the accounts fit together',
  drift: 'What became of each row on the way',
}
const ABOUT: Record<CardForm, string> = {
  certainty:
    'The edition’s coding is that of one reader and has had no second coder; the words on which it rests are marked below. Where you differ, ask which words you went by.',
  telegrams:
    'A cell counts as alike if it names at least one sentence that the edition names, or is silent where it is. The verdict is about the accounts, the ambassador’s report among them, and not about what happened.',
  drift:
    'Only the opening of the report was read, so what it lacks may stand in the rest. “Kept” and “sharpened” are readings: the reasons are below.',
}

export function CardResult({
  shown,
  kept,
  answers,
  figures,
}: {
  shown: ShownOf<'certainty' | 'telegrams' | 'drift' | 'puzzle'>
  kept: KeptCards
  answers: ExerciseAnswers | null
  figures: BoxFigures | null
}) {
  const own = answers && fitOf(shown, kept, answers)
  return (
    <>
      <section className="block" aria-labelledby="result">
        <h2 className="title" id="result">
          {own
            ? `On ${own.fit} of ${own.of} ${THINGS[kept.form]} you and the edition read alike`
            : `${countWord(kept.cards.length)} readings of the edition`}
        </h2>
        <p className="small mut resultnote">{ABOUT[kept.form]}</p>
        <ChoiceTable
          fields={choicesIn(shown.fields)}
          kept={kept}
          answers={answers}
          figures={figures}
          caption={CAPTION[kept.form]}
        />
        {figures && kept.form === 'certainty' && (
          <AgreementLine agreement={figures.agreement} people={figures.choices[0]?.n ?? 0} />
        )}
      </section>
      <CardReadings shown={shown} kept={kept} answers={answers} />
    </>
  )
}

/** Over each box what a student put there, and under it what the edition does. */
export function CardReadings({
  shown,
  kept,
  answers,
}: {
  shown: ShownExercise
  kept: KeptCards
  answers: ExerciseAnswers | null
}) {
  const { works, transcript } = edition()
  const fieldOf = (id: string) => shown.fields.find((field) => field.id === id)!
  return (
    <section className="block" aria-labelledby="readings">
      <h2 className="title" id="readings">
        {kept.form === 'telegrams' ? 'One table over the other' : 'What the reading rests on'}
      </h2>
      <ol className="readings">
        {kept.cards.map((card, i) => {
          const boxes = Object.keys(card.key).map(fieldOf)
          const cells = boxes.filter(({ kind }) => kind === 'sentences')
          const heads = new Set(cells.map(({ short }) => short))
          const shownCard = 'cards' in shown ? shown.cards.find(({ id }) => id === card.id) : undefined
          return (
            <li key={card.id} id={`read-${card.id}`}>
              <h3 className="h3">
                <span className="num">{i + 1}.</span> {shownCard?.title}
                {card.knot && <span className="chip">The affair turns on this</span>}
              </h3>
              {cells.length > 0 && (
                <div className="columns">
                  {cells.map((field) => (
                    <div key={field.id}>
                      <p className="label">{field.short}</p>
                      {answers && (
                        <p className="small">
                          You: <b className="own">{answers[field.id] ?? 'nothing'}</b>
                        </p>
                      )}
                      {card.key[field.id] === 'silent' ? (
                        <p className="body mut">Silent: he does not tell it.</p>
                      ) : (
                        <GroundedList
                          statements={card.told.filter(({ head }) => head === field.short)}
                          works={works}
                          transcript={transcript}
                        />
                      )}
                    </div>
                  ))}
                </div>
              )}
              {card.said.length > 0 && <InFull said={card.said} />}
              {boxes
                .filter(({ kind }) => kind === 'choice')
                .map((field) => (
                  <p className="reads" key={field.id}>
                    {answers && (
                      <>
                        You: <b className="own">{boxWords(field, answers[field.id]) || 'nothing'}</b>.{' '}
                      </>
                    )}
                    The edition: <b>{boxWords(field, card.key[field.id])}</b>.
                  </p>
                ))}
              {cells.length === 0 && shownCard && shownCard.told.length > 0 && <Told told={shownCard.told} />}
              {card.told.some(({ head }) => !heads.has(head)) && (
                <Told told={card.told.filter(({ head }) => !heads.has(head))} />
              )}
              {card.notes.length > 0 && (
                <div className="why">
                  <p className="label">Why</p>
                  <GroundedList statements={card.notes} works={works} transcript={transcript} />
                </div>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

export function PuzzleResult({
  shown,
  kept,
  answers,
  figures,
}: {
  shown: ShownExercise
  kept: KeptPuzzle
  answers: ExerciseAnswers | null
  figures: BoxFigures | null
}) {
  return (
    <>
      {answers && (
        <section className="block" aria-labelledby="own">
          <h2 className="title" id="own">
            What you wrote
          </h2>
          <dl className="inwords">
            {shown.fields.map((field) => (
              <div key={field.id}>
                <dt>{field.label}</dt>
                <dd>{answers[field.id]}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <PuzzleLevels kept={kept} />
      {figures && (
        <section className="block" aria-labelledby="class">
          <h2 className="title" id="class">
            What the class wrote, without names
          </h2>
          {shown.fields.map((field) => (
            <div key={field.id}>
              <h3 className="label">{field.label}</h3>
              <ul className="nameless">
                {figures.words
                  .find(({ id }) => id === field.id)
                  ?.texts.map((text, i) => (
                    <li key={i}>{text}</li>
                  ))}
              </ul>
            </div>
          ))}
        </section>
      )}
    </>
  )
}

export function PuzzleLevels({ kept }: { kept: KeptPuzzle }) {
  const { transcript } = edition()
  return (
    <>
      <section className="block" aria-labelledby="levels">
        <h2 className="title" id="levels">
          Three levels of answer, two of each
        </h2>
        <ol className="readings">
          {kept.levels.map((level) => (
            <li key={level.id}>
              <h3 className="h3">{level.title}</h3>
              <p className="small">{level.does}</p>
              {kept.samples
                .filter((sample) => sample.level === level.id)
                .map((sample) => (
                  <figure className="sample" key={sample.text}>
                    <blockquote className="body">{sample.text}</blockquote>
                    <figcaption className="small">
                      {sample.cites.map(({ at }, n) => (
                        <span key={n}>
                          <Cite at={at} speaker={transcript.units.get(at)?.speaker} />{' '}
                        </span>
                      ))}
                      {sample.why}
                    </figcaption>
                  </figure>
                ))}
            </li>
          ))}
        </ol>
      </section>
      <InstructorNotes notes={kept.forInstructors} />
    </>
  )
}

/** Empty on a student’s page, whose bytes have none. */
export function InstructorNotes({ notes }: { notes: readonly Grounded[] }) {
  const { works, transcript } = edition()
  if (notes.length === 0) return null
  return (
    <section className="block" aria-labelledby="guide">
      <h2 className="title" id="guide">
        Notes for you, which students do not get
      </h2>
      <GroundedList statements={notes} works={works} transcript={transcript} />
    </section>
  )
}
