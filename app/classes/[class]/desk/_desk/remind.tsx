/** Components: `Remind` (one press that reminds those who have not begun, with whom it reaches and what it says). */
import type { AnswersView } from '#lib/features/review-class/review-class.ts'
import { Button, Notice, Sees } from '../../../../_ui/parts.tsx'
import { sayRefusal } from '../../../../_ui/refusals.ts'
import { reminderLine } from '../../../_work/tidings.ts'
import { capital, countWord, plural, sayTime } from './words.ts'

export function Remind({ view, refused = false }: { view: AnswersView; refused?: boolean }) {
  const { reminder, assignment } = view
  // What nobody has begun because nobody is left to begin it needs no button.
  if (!reminder || (reminder.reaches === 0 && !reminder.today)) return null
  const { reaches, lastAt, today } = reminder
  const last = lastAt && sayTime(lastAt, assignment.zone, view.now)
  return (
    <section className="block remind screen-only" aria-labelledby="remind">
      <h2 className="title" id="remind">
        {reaches === 0 ? 'Everybody who could begin has begun' : `${capital(countWord(reaches))} could still begin`}
      </h2>
      {refused && (
        <Notice kind="care" alert>
          <b>Nobody was reminded.</b> {sayRefusal('reminded-today')}
        </Notice>
      )}
      {today ? (
        <p className="body mut">A reminder went out {last}. The next can go out tomorrow.</p>
      ) : (
        <form method="post" action={`/api/assignments/${assignment.id}/reminders`}>
          <input type="hidden" name="in" value={view.class.id} />
          <p className="body">
            {reaches === 1 ? 'The student gets' : 'Each gets'} this line in their inbox, with a link to the work: “
            {reminderLine(assignment.kind, assignment.minutes)}”
          </p>
          <Button>Remind {plural(reaches, 'student')}</Button>
          <Sees>
            Nobody sees who else was reminded. It can be sent once a day
            {last ? `; the last one went out ${last}` : ''}.
          </Sees>
        </form>
      )}
    </section>
  )
}
