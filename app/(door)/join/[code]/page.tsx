import type { Metadata } from 'next'
import Link from 'next/link'
import type { ErrorCode } from '#lib/domain/errors.ts'
import { lookUpCode } from '#lib/features/join-class/join-class.ts'
import { attempt, currentViewer, schoolTitle } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead } from '../../../_ui/parts.tsx'
import { problemIn, sayRefusal, typedIn, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { NewPassphrase, PersonName } from '../../fields.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'Join a class', robots: { index: false } }

/** Where the title has said the first half already. */
const UNKNOWN =
  'A class code has eight letters and digits. Check it against what your instructor gave you; I, L, O, 0 and 1 never stand in one.'
const LEAD: Partial<Record<ErrorCode, string>> = {
  'code-unknown': UNKNOWN,
  invalid: UNKNOWN,
  'code-closed':
    'It does not let anybody join any more. Ask your instructor for the new one. If you joined earlier, it still signs you in.',
}

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Search> }

function WhoSees() {
  return (
    <div className="who-sees">
      <h2 className="h3">Who sees what</h2>
      <ul>
        <li>Your instructors see your name, what you have done, and the answers that you hand in.</li>
        <li>Classmates see your name, and what you post on a question once their own post is in.</li>
        <li>Quiz answers and scores stay between you and your instructors. Reading time is not measured.</li>
        <li>No e-mail address is asked for. You can take your data with you, or erase it, at any time.</li>
      </ul>
    </div>
  )
}

export default async function JoinClassPage({ params, searchParams }: Props) {
  const [{ code: raw }, search, viewer] = await Promise.all([params, searchParams, currentViewer()])
  const code = decodeURIComponent(raw)
  const found = await attempt(lookUpCode, { code })
  if ('refused' in found) {
    const words = { 'code-closed': 'This code is closed', 'slow-down': 'Too many codes tried' } as Partial<
      Record<typeof found.refused, string>
    >
    return (
      <Shell>
        <PageHead
          title={words[found.refused] ?? 'No class has this code'}
          lead={LEAD[found.refused] ?? sayRefusal(found.refused)}
          acts={
            <>
              <LinkButton kind="go" href={found.refused === 'code-closed' ? `/sign-in` : '/join'}>
                {found.refused === 'code-closed' ? 'Sign in' : 'Type the code again'}
              </LinkButton>
              <LinkButton href="/transcript">Read the transcript</LinkButton>
            </>
          }
        />
      </Shell>
    )
  }
  const { classId, title } = found.ok
  const problem = problemIn(search)
  const name = typedIn(search, 'name') ?? ''
  const taken = problem?.code === 'name-taken'
  // The code rides along in the address to come back to, so that nobody types it twice.
  const signIn = `/sign-in?callbackUrl=${encodeURIComponent(`/classes/${classId}?code=${encodeURIComponent(code)}`)}`

  if (viewer) {
    const isIn = viewer.memberships.some((one) => one.classId === classId)
    return (
      <Shell>
        <PageHead
          over="Join a class"
          title={title}
          lead={
            isIn
              ? `You are in this class already, as ${viewer.name}.`
              : `You are signed in as ${viewer.name}. Joining adds this class to yours.`
          }
          acts={
            isIn ? (
              <LinkButton kind="go" href={`/classes/${classId}`}>
                Go to my work
              </LinkButton>
            ) : (
              <form method="post" action="/api/join">
                <input type="hidden" name="code" value={code} />
                <Button kind="go">Join as {viewer.name}</Button>
              </form>
            )
          }
        />
        {problem && (
          <Notice kind="care" alert>
            <b>Not joined.</b>{' '}
            {problem.code === 'not-found'
              ? 'You were in this class before and were taken out of it. Only your instructor can put you back.'
              : taken
                ? `Somebody in this class is called ${viewer.name} already. Change your name a little, with an initial or a second name, and join again: `
                : problem.words}
            {taken && <Link href="/me">change my name</Link>}
          </Notice>
        )}
        {!isIn && (
          <>
            <WhoSees />
            <p className="aside-links">
              <span>
                Not {viewer.name}?{' '}
                <Link href="/me" prefetch={false}>
                  Sign out first
                </Link>
              </span>
            </p>
          </>
        )}
      </Shell>
    )
  }
  return (
    <Shell>
      <PageHead
        over="Join a class"
        title={title}
        lead="A name and a passphrase, and you are in. No e-mail address is needed."
      />
      {taken && (
        <Notice kind="care" alert>
          <p>
            <b>{name ? `There is already a ${name} in this class.` : 'That name is taken in this class.'}</b> If that is
            somebody else, add an initial or a second name, such as “{name || 'Anna Lee'} K.”
          </p>
          <p>
            If that is you, <a href={signIn}>sign in</a> with this code and your passphrase.
          </p>
        </Notice>
      )}
      {problem && !taken && !problem.at && (
        <Notice kind="care" alert>
          <b>Not joined.</b> {problem.words}
        </Notice>
      )}
      <form className="sheetform" method="post" action="/api/join">
        <input type="hidden" name="code" value={code} />
        <PersonName
          label="Your name"
          hint="As your instructor knows you."
          sees="Your instructors and your class see this name."
          defaultValue={name}
          error={taken ? 'Add an initial or a second name.' : problem?.at === 'name' ? problem.words : undefined}
        />
        <NewPassphrase
          label="Choose a passphrase"
          hint="At least 8 characters; three or four words are easy to remember. With the code and your name it signs you in again."
          error={problem?.at === 'passphrase' ? problem.words : undefined}
          sees="Nobody can read it. If you forget it, your instructor gives you a code for a new one."
        />
        <p className="acts">
          <Button kind="go">Join {title}</Button>
          {schoolTitle && (
            <LinkButton href={`/sign-in/school?callbackUrl=${encodeURIComponent(`/join/${encodeURIComponent(code)}`)}`}>
              Join with {schoolTitle}
            </LinkButton>
          )}
        </p>
      </form>
      <WhoSees />
      <p className="aside-links">
        <span>
          Joined already, or have an account? <a href={signIn}>Sign in</a>
        </span>
      </p>
    </Shell>
  )
}
