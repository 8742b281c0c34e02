import type { ShownExercise } from '#lib/domain/exercise.ts'
import type { AnswersView } from '#lib/features/review-class/review-class.ts'
import { boxWords } from '../../../_work/exercise-words.ts'
import type { Person } from './answers.tsx'
import { Name } from './names.tsx'
import { sayTime } from './words.ts'

type HandedIn = NonNullable<AnswersView['exercise']>['handedIn'][number]

/** What one student put into each box, as handed in. */
export function BoxesInFull({
  shown,
  one,
  person,
  zone,
  side,
}: {
  shown: ShownExercise
  one: HandedIn
  /** Left out where the whole page is this student’s. */
  person: Person | null
  zone: string
  /** The side that was given, in a controversy. */
  side?: string
}) {
  return (
    <article className="answer">
      <header>
        {person && (
          <h3>
            <Name {...person} />
          </h3>
        )}
        <p className="small mut">
          {side && <>“{side}” </>}
          {shown.form === 'controversy'
            ? `Newest part in ${sayTime(one.handedInAt, zone)}`
            : `Handed in ${sayTime(one.handedInAt, zone)}, before anything opened`}
        </p>
      </header>
      {one.answers === null ? (
        <p className="body mut">Erased at the student’s wish.</p>
      ) : (
        <dl className="predicted">
          {shown.fields
            .filter(({ id }) => one.answers![id] !== undefined)
            .map((field) => (
              <div key={field.id}>
                <dt>{field.label}</dt>
                <dd>{boxWords(field, one.answers![field.id])}</dd>
              </div>
            ))}
        </dl>
      )}
    </article>
  )
}
