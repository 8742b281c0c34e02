import Link from 'next/link'
import type { Proven } from '#lib/domain/school.ts'
import { howISignIn } from '#lib/features/manage-account/passphrase.ts'
import { page } from '#lib/web/page.ts'
import { Button, Notice, PageHead } from '../../../_ui/parts.tsx'
import type { FormProblem } from '../../../_ui/refusals.ts'
import { account, ClassFrame } from '../../../classes/_work/frame.tsx'
import { FromSchool } from '../../me/from-school.tsx'
import { Passphrase } from '../../fields.tsx'

/** The account that is open and the person whom the school has shown: linked by a press, and by the passphrase where there is one. */
export async function LinkOpenAccount({
  school,
  proven,
  problem,
}: {
  school: string
  proven: Proven
  problem: FormProblem | null
}) {
  const [me, way] = await Promise.all([account('/me'), page(howISignIn, {}, '/me')])
  return (
    <ClassFrame me={me} current="/me">
      <PageHead
        title={`Link ${school} with this account?`}
        lead={`${school} has told us who you are${proven.name ? `: ${proven.name}` : ''}. This account is ${me.name}’s. Linked, ${school} opens it.`}
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not linked.</b> {problem.words}
        </Notice>
      )}
      <form className="sheetform" id="link" method="post" action="/api/school/link">
        <input type="hidden" name="next" value="/me" />
        <input type="hidden" name="username" value={me.email ?? me.name} autoComplete="username" disabled />
        {way.hasPassphrase ? (
          <Passphrase label="Passphrase of this account" />
        ) : (
          <FromSchool isFresh={way.isFresh} what="" />
        )}
        <p className="acts">
          <Button kind="go">Link {school}</Button>
        </p>
      </form>
      <p className="aside-links">
        <span>
          Two different people?{' '}
          <Link href="/me" prefetch={false}>
            Back to my account, and nothing is linked
          </Link>
        </span>
      </p>
    </ClassFrame>
  )
}
