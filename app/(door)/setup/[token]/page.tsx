import type { Metadata } from 'next'
import { viewSetUp } from '#lib/features/set-up/set-up.ts'
import { page } from '#lib/web/page.ts'
import { Button, Notice, PageHead } from '../../../_ui/parts.tsx'
import { problemIn, typedIn, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { Email, NewPassphrase, PersonName } from '../../fields.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'The first account', robots: { index: false } }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Search> }

/** The first account of a site, for whoever reads its log; afterwards there is nothing here. */
export default async function SetUpPage({ params, searchParams }: Props) {
  const [{ token }, search] = await Promise.all([params, searchParams])
  await page(viewSetUp, { token }, `/setup/${token}`)
  const problem = problemIn(search)
  const at = (field: string) => (problem?.at === field ? problem.words : undefined)
  return (
    <Shell>
      <PageHead
        title="Make the first account"
        lead="Nobody has an account here yet. This one is an instructor’s: it makes classes, assigns, reads what students hand in, and invites colleagues. Once it is made, this page is gone."
      />
      {problem && !problem.at && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {problem.words}
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/setup">
        <input type="hidden" name="token" value={token} />
        <PersonName
          label="Your name"
          hint="As students should see it, such as Dr. Lind."
          sees="Your classes see this name."
          defaultValue={typedIn(search, 'name')}
          error={at('name')}
        />
        <Email
          hint="You sign in with it."
          sees="No student sees it."
          defaultValue={typedIn(search, 'email')}
          error={at('email')}
        />
        <NewPassphrase
          label="Choose a passphrase"
          hint="At least 8 characters; four words are good."
          error={at('passphrase')}
        />
        <p className="acts">
          <Button kind="go">Begin</Button>
        </p>
      </form>
    </Shell>
  )
}
