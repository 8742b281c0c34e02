import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { notFound, redirect } from 'next/navigation'
import type { Proven } from '#lib/domain/school.ts'
import { currentViewer, provenHere, schoolTitle, signInCookies } from '#lib/web/page.ts'
import { Notice, PageHead } from '../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { forToken, pathOf, SCHOOL_PAGE, ToSchool } from '../to-school.tsx'
import { LinkOpenAccount } from './link-open-account.tsx'
import { WhoseAccount } from './whose-account.tsx'
import '../../door.css'

export const metadata: Metadata = { title: 'Sign in with your school', robots: { index: false } }

/** Stands in the address once next-auth was asked for its token, so that nobody is sent around in a ring. */
const ASKED = 'asked'

export default async function SchoolPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, jar, viewer, proven] = await Promise.all([searchParams, cookies(), currentViewer(), provenHere()])
  // After the request is read: the build knows of no provider, and would keep its "not here" for good.
  if (!schoolTitle) notFound()
  const asked = pathOf(valueIn(search, 'callbackUrl')) ?? pathOf(jar.get(signInCookies.callbackUrl)?.value)
  const goTo = !asked || asked === '/' || asked.startsWith('/sign-in') ? (viewer ? '/me' : '/classes?only') : asked
  const problem = problemIn(search)
  if (proven) {
    const given = { school: schoolTitle, proven: proven satisfies Proven, goTo, problem, search }
    return viewer ? <LinkOpenAccount {...given} /> : <WhoseAccount {...given} />
  }

  const token = jar.get(signInCookies.csrf)?.value.split('|')[0]
  const again = `${SCHOOL_PAGE}?${new URLSearchParams({ callbackUrl: goTo, [ASKED]: '1' }).toString()}`
  if (!token && !valueIn(search, ASKED)) redirect(forToken(again))
  return (
    <Shell current="/sign-in">
      <PageHead title={`On to ${schoolTitle}`} lead="You sign in there and come back here." />
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {problem.words}
        </Notice>
      )}
      {!token && (
        <Notice kind="care" alert>
          <b>This browser keeps no cookies for this site.</b> Signing in needs one. Allow cookies, then{' '}
          <a href={`${SCHOOL_PAGE}?callbackUrl=${encodeURIComponent(goTo)}`}>open this page again</a>.
        </Notice>
      )}
      <ToSchool token={token} goTo={goTo}>
        Go on to {schoolTitle}
      </ToSchool>
      <p className="aside-links">
        <span>
          <Link href={viewer ? '/me' : '/sign-in'} prefetch={false}>
            {viewer ? 'Back to my account' : 'Sign in another way'}
          </Link>
        </span>
      </p>
    </Shell>
  )
}
