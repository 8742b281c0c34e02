/**
 * Components: `ClassFrame` (the frame of every signed-in page), `Account` (what it needs; load it with `account`).
 * Links lead with "My work"; the right-hand side names the class and the person.
 */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { getMe } from '#lib/features/manage-account/my-account.ts'
import { page } from '#lib/web/page.ts'
import { publicLinks, type NavLink } from '../../_ui/nav-links.ts'
import { Shell } from '../../_ui/shell.tsx'
import { ClosedNotice } from './closed-notice.tsx'
import { SignedInHint } from './hint.tsx'

export type Account = Awaited<ReturnType<typeof getMe>>

/** Who is signed in, or the way to sign in and come back to `path`. */
export const account = (path: string): Promise<Account> => page(getMe, {}, path)

/** The way to a class's inbox, with how much of it is new. */
export const inboxLink = (here: { id: string; unread: number }): NavLink => ({
  href: `/classes/${here.id}/inbox`,
  text: 'Inbox',
  fresh: here.unread,
})

export function ClassFrame({
  me,
  classId,
  current,
  children,
  mainClass,
}: {
  me: Account
  classId?: string
  current?: string
  children: ReactNode
  mainClass?: string
}) {
  const here = me.classes.find((one) => one.id === classId) ?? (me.classes.length === 1 ? me.classes[0] : undefined)
  const first = here
    ? {
        href: here.role === 'student' ? `/classes/${here.id}` : `/classes/${here.id}/desk`,
        text: here.role === 'student' ? 'My work' : 'Desk',
      }
    : { href: '/classes', text: 'My classes' }
  return (
    <Shell
      current={current}
      mainClass={mainClass}
      links={[
        first,
        ...(here?.role === 'student' ? [{ href: `/classes/${here.id}/grades`, text: 'Grades' }] : []),
        ...(here ? [inboxLink(here)] : []),
        ...(me.mayTeach || me.classes.some(({ role }) => role === 'instructor')
          ? [{ href: '/bank', text: 'Bank' }]
          : []),
        ...publicLinks.filter(({ href }) => href !== '/about' && href !== '/quizzes' && href !== '/claims'),
        { href: '/classes', text: 'Classes' },
      ].filter((link, i, all) => all.findIndex((one) => one.href === link.href) === i)}
      who={
        <>
          <SignedInHint />
          {here && <span className="spare">{here.title}</span>}
          <Link href="/me" prefetch={false} aria-current={current === '/me' ? 'page' : undefined}>
            {me.name}
          </Link>
        </>
      }
    >
      {classId && !mainClass && <ClosedNotice klass={here} />}
      {children}
    </Shell>
  )
}
