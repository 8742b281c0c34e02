import type { Metadata } from 'next'
import Link from 'next/link'
import { Button, Notice, PageHead, TextField } from '../../_ui/parts.tsx'
import { problemIn, typedIn, type Search } from '../../_ui/refusals.ts'
import { Shell } from '../../_ui/shell.tsx'
import { ClassCode, NewPassphrase, PersonName } from '../fields.tsx'
import '../door.css'

export const metadata: Metadata = { title: 'A new passphrase', robots: { index: false } }

export default async function ResetPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const problem = problemIn(search)
  const at = (field: string) => (problem?.at === field ? problem.words : undefined)
  return (
    <Shell>
      <PageHead
        title="A new passphrase"
        lead="Ask your instructor for a one-time code. It works once, within 24 hours, and ends what is signed in elsewhere."
      />
      {problem && !problem.at && (
        <Notice kind="care" alert>
          <b>The passphrase was not changed.</b>{' '}
          {problem.code === 'link-used-or-expired'
            ? 'The class code, the name and the one-time code do not belong together, or the one-time code was used already or is older than 24 hours. Check all three, or ask your instructor for a new one.'
            : problem.words}
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/reset">
        <ClassCode defaultValue={typedIn(search, 'class')} error={at('class')} />
        <PersonName label="Your name in the class" defaultValue={typedIn(search, 'name')} error={at('name')} />
        <TextField
          name="code"
          label="One-time code"
          hint="From your instructor. Capitals and spaces do not matter."
          error={at('code')}
          required
          maxLength={40}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <NewPassphrase label="New passphrase" hint="At least 8 characters." error={at('passphrase')} />
        <p className="acts">
          <Button kind="go">Set it and sign in</Button>
        </p>
      </form>
      <p className="aside-links">
        <span>
          Remembered it?{' '}
          <Link href="/sign-in" prefetch={false}>
            Sign in
          </Link>
        </span>
      </p>
    </Shell>
  )
}
