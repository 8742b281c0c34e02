import { SEATS_MOST } from '#lib/domain/names.ts'
import { Button, SelectField, TextField } from '../../../../../_ui/parts.tsx'
import { sayRefusal } from '../../../../../_ui/refusals.ts'
import { zoneOptions } from '../../../../../_ui/zones.ts'
import type { Returned } from '../../_desk/refused.ts'
import { plural } from '../../_desk/words.ts'

/** What the class is called, where its clocks stand, and how many may be in it. */
export function ClassForm({
  klass,
  taken,
  refused,
}: {
  klass: { id: string; title: string; zone: string; seats: number }
  /** Seats that are taken. */
  taken: number
  refused: Returned
}) {
  const error = (field: string) => (refused.at === field ? sayRefusal(refused.code, field) : undefined)
  return (
    <form className="classform" method="post" action={`/api/classes/${klass.id}/save`}>
      <TextField
        name="title"
        label="Title"
        sees="Its members see this, and whoever has the code before they join."
        defaultValue={refused.typed('title') || klass.title}
        required
        maxLength={120}
        autoComplete="off"
        error={error('title')}
      />
      <SelectField
        name="zone"
        label="Time zone"
        hint="Changing it moves no date: each stays the same moment and is shown by the clocks of the new zone. Something due at 5:00 PM in New York is then shown as due at 2:00 PM in Los Angeles."
        defaultValue={refused.typed('zone') || klass.zone}
        options={zoneOptions(klass.zone)}
        error={error('zone')}
      />
      <TextField
        name="seats"
        type="number"
        label="Seats"
        hint={`How many students may be in the class: up to 2,000, and not fewer than the ${plural(taken, 'student')} in it now.`}
        defaultValue={refused.typed('seats') || klass.seats}
        required
        min={Math.max(1, taken)}
        max={SEATS_MOST}
        inputMode="numeric"
        error={error('seats')}
      />
      <p className="acts">
        <Button>Save the changes</Button>
      </p>
    </form>
  )
}
