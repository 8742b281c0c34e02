import { Button, Check, Notice, TextField } from '../../_ui/parts.tsx'
import type { FormProblem } from '../../_ui/refusals.ts'

type Mail = {
  proposed: string | null
  setting: { address: string; rhythm: 'daily' | 'at-once'; isConfirmed: boolean } | null
}

const CHOICES = [
  ['off', 'No mail'],
  ['daily', 'Once a day, at seven in the morning'],
  ['at-once', 'As it happens, gathered over ten minutes'],
] as const

/** How word of the inbox comes by mail. Shown only where the site sends any. */
export function MailForm({
  mail: { proposed, setting },
  isSaved,
  problem,
  typed,
}: {
  mail: Mail
  isSaved: boolean
  problem: FormProblem | null
  typed: { rhythm: string | undefined; address: string | undefined }
}) {
  const rhythm = (problem && typed.rhythm) || setting?.rhythm || 'off'
  const isTooMany = problem?.code === 'slow-down'
  return (
    <>
      <p className="body prose">
        Everything new stands in the inbox of its class. If you like, a message tells you that something is there: what
        kind of thing, in which class, and a link. It holds no grade, no title of a work, and nobody’s words or name.
      </p>
      {isTooMany && (
        <Notice kind="care" alert>
          <b>Not sent.</b> Enough messages have asked for a yes today. Look for the last one, also among unwanted mail,
          or try again tomorrow.
        </Notice>
      )}
      {setting && !setting.isConfirmed && !isTooMany && (
        <Notice>
          <b>Waiting for your yes.</b> A message is on its way to {setting.address}. Open the link in it, and mail
          begins.
        </Notice>
      )}
      {isSaved && setting?.isConfirmed !== false && (
        <Notice kind="good">
          <b>{setting ? 'Saved.' : 'No mail comes any more. The address is forgotten.'}</b>
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/me/mail/save">
        <fieldset className="field">
          <legend>How often</legend>
          <div>
            {CHOICES.map(([value, label]) => (
              <Check
                key={value}
                type="radio"
                name="rhythm"
                value={value}
                label={label}
                defaultChecked={rhythm === value}
                required
              />
            ))}
          </div>
        </fieldset>
        <TextField
          name="address"
          id="mail-address"
          type="email"
          label="Where to"
          defaultValue={(problem && typed.address) ?? setting?.address ?? proposed ?? undefined}
          maxLength={254}
          autoComplete="email"
          spellCheck={false}
          error={problem?.at === 'address' ? problem.words : undefined}
          sees="Nobody in your classes sees this address. A new one is asked first: a message comes, and its link says yes."
        />
        <p className="acts">
          <Button>{setting && !setting.isConfirmed ? 'Save, and ask again' : 'Save how mail comes'}</Button>
        </p>
      </form>
    </>
  )
}
