import type { Metadata } from 'next'
import Link from 'next/link'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { currentViewer, schoolTitle, sendsMail, signInCookies } from '#lib/web/page.ts'
import { Button, Notice, PageHead } from '../../_ui/parts.tsx'
import { problemIn, sayRefusal, typedIn, valueIn, type Search } from '../../_ui/refusals.ts'
import { Shell } from '../../_ui/shell.tsx'
import { CAME_BACK, forToken, pathOf, SCHOOL_PAGE, ToSchool } from './to-school.tsx'
import { ClassCode, Email, Passphrase, PersonName } from '../fields.tsx'
import { Forgotten } from './forgotten.tsx'
import '../door.css'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

const FIRST_STOP = '/classes?only'
/** Refusals that come without a form, by their codes. */
const SAID_BY_CODE: readonly string[] = ['slow-down', 'school-refused', 'platform-failed']
/** What is said of the two that are no refusals of ours, and of whatever else next-auth may name. */
const WHY: Readonly<Record<string, string>> = {
  CredentialsSignin: 'These do not belong together. Check the spelling; in a passphrase, capital letters count.',
  'stale-form': 'This page had stood open from before, and its form no longer counted. Fill it in once more.',
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, jar, viewer] = await Promise.all([searchParams, cookies(), currentViewer()])
  const error = valueIn(search, 'error')
  const isByCode = error !== undefined && SAID_BY_CODE.includes(error)
  const fromCookie = isByCode || error === 'stale-form' ? jar.get(signInCookies.callbackUrl)?.value : undefined
  const asked = pathOf(valueIn(search, 'callbackUrl')) ?? pathOf(fromCookie)
  if (error === CAME_BACK && asked?.startsWith(SCHOOL_PAGE)) redirect(asked)
  const goTo = !asked || asked === '/' || asked.startsWith('/sign-in') ? FIRST_STOP : asked
  if (viewer && !error) redirect(goTo)
  const token = jar.get(signInCookies.csrf)?.value.split('|')[0]
  const [problem, isAsked] = [problemIn(search), valueIn(search, 'done') === 'asked']
  // What became of asking for a link is shown at once: the way over the token's cookie would lose it.
  if (!token && !error && !problem && !isAsked) redirect(forToken(goTo))

  const code = new URLSearchParams(goTo.split('?')[1]).get('code') ?? undefined
  const mid = goTo.startsWith('/classes/') && !code
  return (
    <Shell current="/sign-in">
      <PageHead
        title={mid ? 'Sign in to go on' : 'Sign in'}
        lead={
          mid
            ? 'Then you are back where you were. Answers that could not be saved are still on the device on which you gave them.'
            : `${schoolTitle ? 'Three' : 'Two'} ways, the same rooms behind them.`
        }
      />
      {!token && (
        <Notice kind="care" alert>
          <b>This browser keeps no cookies for this site.</b> Signing in needs one. Allow cookies, then{' '}
          <a href={`/sign-in?callbackUrl=${encodeURIComponent(goTo)}`}>open this page again</a>.
        </Notice>
      )}
      {isByCode && (
        <Notice kind="care" alert>
          <b>Not signed in.</b> {sayRefusal(error)}{' '}
          {error === 'slow-down' && 'If you forgot the passphrase, your instructor can give you a code.'}
        </Notice>
      )}
      {error && !isByCode && error !== CAME_BACK && (
        <Notice kind="care" alert>
          <b>Not signed in.</b> {WHY[error] ?? 'It broke off on the way. Nothing is lost; try once more.'}
        </Notice>
      )}
      {schoolTitle && (
        <section className="way block by-school" aria-labelledby="by-school">
          <h2 className="title" id="by-school">
            With {schoolTitle}
          </h2>
          <p className="mut">You sign in there and come back. Whoever is new here then types the code of a class.</p>
          <ToSchool token={token} goTo={goTo}>
            Sign in with {schoolTitle}
          </ToSchool>
        </section>
      )}
      <div className="ways block">
        <form className="way" method="post" action="/api/auth/callback/credentials" aria-labelledby="by-code">
          <h2 className="title" id="by-code">
            With a class code
          </h2>
          <p className="mut">If you joined with your name and a code.</p>
          <input type="hidden" name="csrfToken" value={token ?? ''} />
          <input type="hidden" name="callbackUrl" value={goTo} />
          <ClassCode
            id="code-class"
            defaultValue={code}
            hint="Eight letters and digits. An older code of the class works too."
          />
          <PersonName id="code-name" label="Your name in the class" />
          <Passphrase name="password" id="code-password" />
          <p className="acts">
            <Button kind={schoolTitle ? undefined : 'go'}>Sign in to my class</Button>
          </p>
        </form>
        <form className="way" method="post" action="/api/auth/callback/credentials" aria-labelledby="by-mail">
          <h2 className="title" id="by-mail">
            With an e-mail address
          </h2>
          <p className="mut">Instructors, and students whose account has one.</p>
          <input type="hidden" name="csrfToken" value={token ?? ''} />
          <input type="hidden" name="callbackUrl" value={goTo} />
          <Email id="mail-email" />
          <Passphrase name="password" id="mail-password" />
          <p className="acts">
            <Button>Sign in with e-mail</Button>
          </p>
        </form>
      </div>
      <Forgotten
        sendsMail={sendsMail}
        goTo={goTo}
        isAsked={isAsked}
        problem={problem}
        typed={problem ? typedIn(search, 'email') : undefined}
      />
      <p className="aside-links">
        <span>
          New here?{' '}
          <Link href="/join" prefetch={false}>
            Join a class with its code
          </Link>
        </span>
        <span>
          Only want to read?{' '}
          <Link href="/transcript" prefetch={false}>
            The transcript needs no account
          </Link>
        </span>
      </p>
    </Shell>
  )
}
