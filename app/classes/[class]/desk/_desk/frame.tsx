import Link from 'next/link'
import type { ReactNode } from 'react'
import { Shell } from '../../../../_ui/shell.tsx'
import { ClosedNotice } from '../../../_work/closed-notice.tsx'
import { account, inboxLink } from '../../../_work/frame.tsx'
import { SignedInHint } from '../../../_work/hint.tsx'
import { addresses } from './addresses.ts'
import './desk.css'

export type DeskClass = { id: string; title: string; zone: string }

/** The frame of every desk page. Assistants see what they may open, and nothing else is named to them. */
export async function Frame({
  klass,
  mayManage,
  current,
  hidden = false,
  plain,
  children,
}: {
  klass: DeskClass
  mayManage: boolean
  current: '' | '/assign' | '/answers' | '/grading' | '/gradebook' | '/analysis' | '/roster' | '/settings' | '/notes'
  hidden?: boolean
  /** The layout of main for a page that shows a student's screen instead of the desk's own. */
  plain?: string
  children: ReactNode
}) {
  const at = addresses(klass.id, hidden)
  const me = await account(at())
  const here = me.classes.find((one) => one.id === klass.id)
  const links = [
    { href: at(), text: 'Desk' },
    ...(here ? [inboxLink(here)] : []),
    ...(mayManage ? [{ href: at('/assign'), text: 'Assign' }] : []),
    { href: at('/answers'), text: 'Answers' },
    { href: at('/grading'), text: 'Grading' },
    { href: at('/gradebook'), text: 'Gradebook' },
    { href: at('/analysis'), text: 'Items' },
    { href: at('/notes'), text: 'Notes' },
    ...(mayManage
      ? [
          { href: at('/roster'), text: 'Roster' },
          { href: at('/settings'), text: 'Settings' },
        ]
      : []),
    ...(mayManage ? [{ href: '/bank', text: 'Bank' }] : []),
    { href: '/transcript', text: 'Transcript' },
  ]
  return (
    <Shell
      current={at(current)}
      links={links}
      mainClass={plain}
      who={
        <>
          <SignedInHint />
          <Link className="spare" href="/classes" prefetch={false}>
            Classes
          </Link>
          <Link href="/me" prefetch={false}>
            {me.name}
          </Link>
        </>
      }
    >
      {plain ? (
        children
      ) : (
        <div className={hidden ? 'desk names-hidden' : 'desk'}>
          <ClosedNotice klass={here} />
          {children}
        </div>
      )}
    </Shell>
  )
}
