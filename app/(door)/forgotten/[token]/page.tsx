import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { viewForgotten } from '#lib/features/claim-link/forgotten.ts'
import { FORGOTTEN_MINUTES } from '#lib/domain/mail.ts'
import { attempt } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead } from '../../../_ui/parts.tsx'
import { problemIn, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { NewPassphrase } from '../../fields.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'A new passphrase', robots: { index: false } }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Search> }

/** Where the link of a letter leads. Opening the page uses nothing up, since programs open links too. */
export default async function ForgottenPage({ params, searchParams }: Props) {
  const [{ token }, search] = await Promise.all([params, searchParams])
  const found = await attempt(viewForgotten, { token })
  if ('refused' in found) {
    if (found.refused === 'not-found') notFound()
    return (
      <Shell>
        <PageHead
          title="This link no longer works"
          lead={`It works once, within ${FORGOTTEN_MINUTES} minutes, and only while no newer one has come. The passphrase is as it was, unless you have already chosen a new one.`}
          acts={
            <>
              <LinkButton kind="go" href="/sign-in">
                Sign in
              </LinkButton>
              <LinkButton href="/sign-in#forgotten">Ask for a new link</LinkButton>
            </>
          }
        />
      </Shell>
    )
  }
  const problem = problemIn(search)
  return (
    <Shell>
      <PageHead
        title="Choose a new passphrase"
        lead={`For the account that signs in with ${found.ok.email}. The old passphrase ends, and whatever is signed in anywhere is signed out.`}
      />
      {problem && !problem.at && (
        <Notice kind="care" alert>
          <b>The passphrase was not changed.</b> {problem.words}
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/forgotten/passphrase">
        <input type="hidden" name="username" value={found.ok.email} autoComplete="username" disabled />
        <input type="hidden" name="token" value={token} />
        <NewPassphrase
          label="New passphrase"
          hint="At least 8 characters; four words are good."
          error={problem?.at === 'passphrase' ? problem.words : undefined}
        />
        <p className="acts">
          <Button kind="go">Set it and sign in</Button>
        </p>
      </form>
    </Shell>
  )
}
