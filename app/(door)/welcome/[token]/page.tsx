import type { Metadata } from 'next'
import { readInvitation } from '#lib/features/claim-link/claim-link.ts'
import { attempt } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead } from '../../../_ui/parts.tsx'
import { problemIn, typedIn, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { NewPassphrase, PersonName } from '../../fields.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'Welcome', robots: { index: false } }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<Search> }

export default async function WelcomePage({ params, searchParams }: Props) {
  const [{ token }, search] = await Promise.all([params, searchParams])
  const found = await attempt(readInvitation, { token })
  if ('refused' in found) {
    return (
      <Shell>
        <PageHead
          title="This link has been used, or is too old"
          lead="An instructor’s link works once, within 24 hours. If you have used it, sign in with your e-mail address. If not, ask for a new one."
          acts={
            <>
              <LinkButton kind="go" href="/sign-in">
                Sign in
              </LinkButton>
              <LinkButton href="/for-instructors">For instructors</LinkButton>
            </>
          }
        />
      </Shell>
    )
  }
  const problem = problemIn(search)
  if (found.ok.kind === 'colleague')
    return <Colleague token={token} title={found.ok.title} reader={found.ok.reader} problem={problem} />
  return (
    <Shell>
      <PageHead
        title="Welcome to Xihua Hall"
        lead={`This link makes ${found.ok.email} an instructor here: you can make classes, assign, and read what students hand in.`}
      />
      {problem && !problem.at && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {problem.words}
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/welcome">
        <input type="hidden" name="token" value={token} />
        <PersonName
          label="Your name"
          hint="As students should see it, such as Dr. Lind."
          sees="Your classes see this name."
          defaultValue={typedIn(search, 'name')}
          error={problem?.at === 'name' ? problem.words : undefined}
        />
        <NewPassphrase
          label="Choose a passphrase"
          hint="At least 8 characters; four words are good. If you had an account with this address, this replaces its passphrase."
          error={problem?.at === 'passphrase' ? problem.words : undefined}
        />
        <p className="acts">
          <Button kind="go">Begin</Button>
        </p>
      </form>
    </Shell>
  )
}

/** A class to teach together: one press for whoever teaches here, and what to do first for everybody else. */
function Colleague({
  token,
  title,
  reader,
  problem,
}: {
  token: string
  title: string
  reader: 'may-teach' | 'may-not-teach' | 'signed-out'
  problem: ReturnType<typeof problemIn>
}) {
  return (
    <Shell>
      <PageHead
        title={`Teach ${title} together`}
        lead="With this link you become an instructor of the class: its roster, its assignments and every answer. It works once, within 24 hours."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {problem.words}
        </Notice>
      )}
      {reader === 'may-teach' && (
        <form className="sheetform" method="post" action="/api/colleagues">
          <input type="hidden" name="token" value={token} />
          <p className="acts">
            <Button kind="go">Teach this class</Button>
          </p>
        </form>
      )}
      {reader === 'signed-out' && (
        <p className="acts">
          <LinkButton kind="go" href={`/sign-in?callbackUrl=${encodeURIComponent(`/welcome/${token}`)}`}>
            Sign in, then come back here
          </LinkButton>
        </p>
      )}
      {reader !== 'may-teach' && (
        <p className="body block">
          {reader === 'signed-out'
            ? 'You need an account that may teach. If you have none, ask your colleague to invite you to teach first; the page with the list of classes has a form for it.'
            : 'You are signed in with an account that may not teach. Ask your colleague to invite you to teach first, sign in with that account, and open this link again.'}
        </p>
      )}
    </Shell>
  )
}
