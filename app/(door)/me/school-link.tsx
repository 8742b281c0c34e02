import { Button, LinkButton, Notice } from '../../_ui/parts.tsx'
import type { FormProblem } from '../../_ui/refusals.ts'

const TO_SCHOOL = '/sign-in/school?callbackUrl=%2Fme'

/** Whether the school's own sign-in opens this account, and the other way around. */
export function SchoolLink({
  school,
  hasPassphrase,
  done,
  problem,
}: {
  school: { title: string; isLinked: boolean }
  hasPassphrase: boolean
  done: string | undefined
  problem: FormProblem | null
}) {
  const { title, isLinked } = school
  return (
    <>
      {done && (
        <Notice kind="good">
          <b>{done}</b>
        </Notice>
      )}
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {problem.words}
        </Notice>
      )}
      {isLinked ? (
        <>
          <p className="body prose">
            {title} opens this account{hasPassphrase && ', and your passphrase does too'}. Signing out here does not
            sign you out there.
          </p>
          {hasPassphrase ? (
            <form method="post" action="/api/me/school/delete" className="acts block">
              <Button>Remove the link</Button>
            </form>
          ) : (
            <p className="hint">
              Nothing else would open it, so the link stays. With a passphrase of your own you can remove it.
            </p>
          )}
          {!hasPassphrase && (
            <p className="acts block">
              <LinkButton href={TO_SCHOOL}>Sign in there again</LinkButton>
            </p>
          )}
        </>
      ) : (
        <>
          <p className="body prose">
            Sign in with {title} as well. You go there and come back, and say with your passphrase that this account is
            yours. No e-mail address is asked for.
          </p>
          <p className="acts block">
            <LinkButton href={TO_SCHOOL}>Link {title}</LinkButton>
          </p>
        </>
      )}
    </>
  )
}
