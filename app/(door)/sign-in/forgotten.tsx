import Link from 'next/link'
import { FORGOTTEN_MINUTES } from '#lib/domain/mail.ts'
import { Button, Notice } from '../../_ui/parts.tsx'
import type { FormProblem } from '../../_ui/refusals.ts'
import { Email } from '../fields.tsx'

type Props = {
  sendsMail: boolean
  /** Where to go after signing in, which asking for a link does not forget. */
  goTo: string
  isAsked: boolean
  problem: FormProblem | null
  typed: string | undefined
}

/** Whom to ask for a new passphrase; or, where the site sends mail, a link to one for accounts with an address. */
export function Forgotten({ sendsMail, goTo, isAsked, problem, typed }: Props) {
  return (
    <section className="forgot block" id="forgotten" aria-labelledby="forgot-head">
      <h2 className="title" id="forgot-head">
        Forgot the passphrase?
      </h2>
      <p className="body">
        With a class code: ask your instructor for a one-time code, and{' '}
        <Link href="/reset" prefetch={false}>
          use it here
        </Link>
        .
      </p>
      {!sendsMail && (
        <p className="body">With an e-mail address: ask whoever runs this site, who can make you a one-time link.</p>
      )}
      {sendsMail && isAsked && (
        <Notice kind="good">
          <b>Noted.</b> If that address opens an account here, a message with a link is on its way, and the link works
          for {FORGOTTEN_MINUTES} minutes. Nothing after some minutes, also among unwanted mail? Then check the address,
          or ask your instructor; instructors ask whoever runs this site.
        </Notice>
      )}
      {problem && problem.at !== 'email' && (
        <Notice kind="care" alert>
          <b>Nothing was sent.</b>{' '}
          {problem.code === 'slow-down'
            ? 'Links were asked for often enough just now. Look for the last message, also among unwanted mail, or ask again in an hour.'
            : problem.words}
        </Notice>
      )}
      {sendsMail && (
        <form className="sheetform" method="post" action="/api/forgotten" aria-labelledby="forgot-head">
          <input type="hidden" name="next" value={goTo} />
          <Email
            id="forgot-email"
            label="With an e-mail address: the one you sign in with"
            defaultValue={typed}
            error={problem?.at === 'email' ? problem.words : undefined}
            sees="Whether somebody has an account with it is said to nobody but whoever reads mail there."
          />
          <p className="acts">
            <Button>Send me a link</Button>
          </p>
        </form>
      )}
    </section>
  )
}
