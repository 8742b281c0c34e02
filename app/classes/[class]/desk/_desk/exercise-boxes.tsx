/**
 * An exercise of choices, sentences or words as a class did it: what was chosen how often beside the edition's reading,
 * and box by box who put in what, on one screen.
 */
import type { ReactNode } from 'react'
import { boxFits, type BoxFigures } from '#lib/domain/exercise-figures.ts'
import type { ExerciseField, KeptCards, KeptControversy, KeptPuzzle } from '#lib/domain/exercise.ts'
import { sideOf } from '#lib/domain/phases.ts'
import type { AnswersView } from '#lib/features/review-class/review-class.ts'
import { CardReadings, InstructorNotes, PuzzleLevels } from '../../../_work/card-result.tsx'
import { OpinionTable, SideGiven } from '../../../_work/controversy.tsx'
import { AgreementLine, ChoiceTable, choicesIn } from '../../../_work/choice-table.tsx'
import type { People } from './answers.tsx'
import { BoxesInFull } from './boxes-in-full.tsx'
import { inOrder, Name } from './names.tsx'
import { capital, countWord, plural } from './words.ts'

type Exercise = NonNullable<AnswersView['exercise']>
type HandedIn = Exercise['handedIn'][number]
type Row = { one: HandedIn; number: number }
type Props = {
  exercise: Exercise
  figures: BoxFigures
  of: number
  people: People
  hidden: boolean
  zone: string
  /** Leads to the hand-ins that are not on this page. */
  pager: ReactNode
}

/** The box in which the fewest went with the edition: where to begin in class. */
function finding({ shown, kept, of: n }: Exercise, figures: BoxFigures): string {
  if (n === 0) return 'Nothing is handed in yet'
  if (figures.opinions)
    return figures.opinions.n === 0
      ? `${capital(countWord(n))} ${n === 1 ? 'has' : 'have'} begun; nobody is through all parts yet`
      : `${figures.opinions.moved} of ${figures.opinions.n} ended with another opinion than they began with`
  if (!('cards' in kept)) return `${capital(countWord(n))} ${n === 1 ? 'answer' : 'answers'} in words`
  const keyOf = (id: string) => kept.cards.find(({ key }) => id in key)!.key[id]!
  const [apart] = figures.choices
    .filter((one) => one.n > 0)
    .map((one) => ({ ...one, like: one.counts[keyOf(one.id)] ?? 0 }))
    .toSorted((a, b) => a.like / a.n - b.like / b.n)
  if (!apart) return `${capital(countWord(n))} handed in`
  const { label } = shown.fields.find(({ id }) => id === apart.id)!
  return `${apart.like} of ${apart.n} read “${label.replace(/: the accounts$/u, '')}” as the edition does, fewer than any other`
}

export function BoxesOfClass({ exercise, figures, of, people, hidden, zone, pager }: Props) {
  const { shown, kept, handedIn } = exercise
  const rows = inOrder(
    handedIn.map((one) => ({ one, number: people.get(one.student)?.number ?? 0 })),
    hidden,
  )
  return (
    <>
      <section className="block" aria-labelledby="figures">
        <h2 className="title" id="figures">
          {finding(exercise, figures)}
        </h2>
        <p className="small mut resultnote">
          Of {plural(exercise.of, 'hand-in')}, of {of} students.
          {'sides' in kept && ' Every part that is in shows here at once. '}
          {'cards' in kept && ' The edition’s reading is one reader’s; it is marked and gives no score.'} Students see
          the class’s {kept.form === 'puzzle' ? 'answers' : 'figures'} without names once this has closed for everybody
          and five have handed in.
        </p>
        {shown.form === 'controversy' && rows.length > 0 && <OpinionTable shown={shown} figures={figures} />}
        {'cards' in kept && rows.length > 0 && <Figures fields={shown.fields} kept={kept} figures={figures} />}
      </section>
      {'forInstructors' in kept ? (
        <>
          <Words exercise={exercise} kept={kept} rows={rows} people={people} zone={zone} />
          {pager}
        </>
      ) : (
        'cards' in kept && (
          <>
            {rows.length > 0 && (
              <WhoPutWhat exercise={exercise} kept={kept} figures={figures} rows={rows} people={people} />
            )}
            {pager}
            <details className="block">
              <summary>The edition’s reading, with its reasons</summary>
              <CardReadings shown={shown} kept={kept} answers={null} />
            </details>
          </>
        )
      )}
    </>
  )
}

function Figures({
  fields,
  kept,
  figures,
}: {
  fields: readonly ExerciseField[]
  kept: KeptCards
  figures: BoxFigures
}) {
  return (
    <>
      <ChoiceTable
        fields={choicesIn(fields)}
        kept={kept}
        answers={null}
        figures={figures}
        caption="How many chose what; the edition’s reading is marked"
      />
      {kept.form === 'certainty' && <AgreementLine agreement={figures.agreement} people={figures.choices[0]?.n ?? 0} />}
    </>
  )
}

/** What was put into a box, with those who did; a choice in the order of the choices, other texts by how many share them. */
function groupsOf(field: ExerciseField, rows: readonly Row[]): { text: string; id: string; rows: Row[] }[] {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const given = row.one.answers?.[field.id]
    if (given !== undefined) found.set(given, [...(found.get(given) ?? []), row])
  }
  if (field.kind === 'choice')
    return field.options.flatMap(({ id, text }) => (found.has(id) ? [{ id, text, rows: found.get(id)! }] : []))
  return [...found]
    .map(([text, those]) => ({ id: text, text, rows: those }))
    .toSorted((a, b) => b.rows.length - a.rows.length)
}

function WhoPutWhat({
  exercise: { shown },
  kept,
  figures,
  rows,
  people,
}: {
  exercise: Exercise
  kept: KeptCards
  figures: BoxFigures
  rows: readonly Row[]
  people: People
}) {
  return (
    <section className="block" aria-labelledby="who">
      <h2 className="title" id="who">
        Who put what
      </h2>
      <p className="small mut">Box by box, as it was handed in. Drafts stay the student’s.</p>
      <ol className="whoput">
        {kept.cards.map((card, i) => (
          <li key={card.id}>
            <h3 className="h3">
              <span className="num">{i + 1}.</span>{' '}
              {'cards' in shown && shown.cards.find(({ id }) => id === card.id)?.title}
            </h3>
            {shown.fields
              .filter(({ id }) => id in card.key)
              .map((field) => (
                <div key={field.id} className="putin">
                  {Object.keys(card.key).length > 1 && (
                    <p className="label">
                      {field.short}
                      {figures.fits
                        .filter(({ id }) => id === field.id)
                        .map(({ id, fit, n }) => (
                          <span key={id}>
                            : {fit} of {n} as the edition
                          </span>
                        ))}
                    </p>
                  )}
                  <dl>
                    {groupsOf(field, rows).map((group) => (
                      <div key={group.id}>
                        <dt>
                          {group.text}{' '}
                          <span className="num mut">
                            {figures.choices.find(({ id }) => id === field.id)?.counts[group.id] ?? group.rows.length}
                          </span>
                          {boxFits(shown, kept, field.id, group.id) && <span className="ed">edition</span>}
                        </dt>
                        <dd>
                          {group.rows.map(({ one }, n) => (
                            <span key={one.student}>
                              {n > 0 && ', '}
                              <Name {...(people.get(one.student) ?? { name: one.name, number: 0 })} />
                            </span>
                          ))}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </div>
              ))}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Words({
  exercise: { shown },
  kept,
  rows,
  people,
  zone,
}: {
  exercise: Exercise
  kept: KeptPuzzle | KeptControversy
  rows: readonly Row[]
  people: People
  zone: string
}) {
  return (
    <>
      <details className="block">
        <summary>
          {kept.form === 'puzzle'
            ? 'What three levels of answers do, with samples, and notes for you'
            : 'Both sides with their sentences, and notes for you'}
        </summary>
        {kept.form === 'puzzle' ? <PuzzleLevels kept={kept} /> : <Sides kept={kept} />}
      </details>
      {rows.length > 0 && (
        <section className="block" aria-labelledby="handed-in">
          <h2 className="title" id="handed-in">
            {capital(plural(rows.length, 'answer'))}
          </h2>
          <p className="small mut">Everything handed in, in full. Drafts stay the student’s.</p>
          <div className="posts">
            {rows.map(({ one }) => (
              <BoxesInFull
                key={one.student}
                shown={shown}
                one={one}
                person={people.get(one.student) ?? { name: one.name, number: 0 }}
                zone={zone}
                side={
                  'sides' in kept ? kept.sides.find(({ id }) => id === sideOf(one.answers ?? {}))?.claim : undefined
                }
              />
            ))}
          </div>
        </section>
      )}
    </>
  )
}

function Sides({ kept }: { kept: KeptControversy }) {
  return (
    <>
      <div className="columns">
        {kept.sides.map((side, i) => (
          <SideGiven key={side.id} head={i === 0 ? 'One side' : 'The other'} side={side} />
        ))}
      </div>
      <InstructorNotes notes={kept.forInstructors} />
    </>
  )
}
