import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Button, PageHead } from '../../_ui/parts.tsx'
import { valueIn, type Search } from '../../_ui/refusals.ts'
import { Shell } from '../../_ui/shell.tsx'
import { ClassCode } from '../fields.tsx'
import '../door.css'

export const metadata: Metadata = { title: 'Join a class' }

/** A plain GET form: its own address carries the code to the class's page. */
export default async function JoinPage({ searchParams }: { searchParams: Promise<Search> }) {
  const typed = valueIn(await searchParams, 'code')
  const code = typed?.normalize('NFKC').replace(/[\s-]/gu, '').slice(0, 40)
  if (code) redirect(`/join/${encodeURIComponent(code)}`)
  return (
    <Shell>
      <PageHead
        title="Join a class"
        lead="Your instructor has its code: on the board, in a message, or in a link that brings you straight to the next step."
      />
      <form className="sheetform" method="get" action="/join">
        <ClassCode
          name="code"
          hint="Eight letters and digits. Capitals and spaces do not matter."
          error={typed !== undefined ? 'Type the code first.' : undefined}
        />
        <p className="acts">
          <Button kind="go">Find the class</Button>
        </p>
      </form>
      <p className="aside-links">
        <span>
          Joined already?{' '}
          <Link href="/sign-in" prefetch={false}>
            Sign in
          </Link>
        </span>
        <span>
          No class?{' '}
          <Link href="/transcript" prefetch={false}>
            Read the transcript
          </Link>
          , which needs no account.
        </span>
      </p>
    </Shell>
  )
}
