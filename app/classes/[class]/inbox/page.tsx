import type { Metadata } from 'next'
import Link from 'next/link'
import { sayInstant } from '#lib/domain/zone.ts'
import { readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { page } from '#lib/web/page.ts'
import { Button, Empty, PageHead } from '../../../_ui/parts.tsx'
import { countWord, inWords as count, plural } from '../../../_ui/say.ts'
import { account, ClassFrame } from '../../_work/frame.tsx'
import { inWords } from '../../_work/tidings.ts'
import '../../_work/inbox.css'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: classId } = await params
  const path = `/classes/${classId}/inbox`
  const [me, inbox] = await Promise.all([account(path), page(readInbox, { class: classId }, path)])
  const teaches = me.classes.some((one) => one.id === classId && one.role !== 'student')
  const { notes, unread } = inbox
  return (
    <ClassFrame me={me} classId={classId} current={path}>
      <PageHead
        over={inbox.class.title}
        title={
          notes.length === 0
            ? 'Nothing has happened yet.'
            : unread === 0
              ? 'You have read everything.'
              : unread === notes.length
                ? `${countWord(unread)} new ${unread === 1 ? 'message' : 'messages'}.`
                : `${countWord(unread)} of ${count(notes.length)} ${notes.length === 1 ? 'message is' : 'messages are'} new.`
        }
      />
      {notes.length === 0 ? (
        <Empty title="Nothing yet">
          {teaches
            ? 'What students ask you and what colleagues do in this class will stand here.'
            : 'New work, replies and changed scores will stand here.'}
        </Empty>
      ) : (
        <ol className="inbox" aria-label={plural(notes.length, 'message')}>
          {notes.map((note) => {
            const words = inWords(note, classId)
            return (
              <li key={note.id} className={note.isRead ? undefined : 'new'}>
                <p className="t">
                  {!note.isRead && <span className="k">New</span>}{' '}
                  <Link href={words.href} prefetch={false}>
                    {words.title}
                  </Link>
                </p>
                <p>{words.line}</p>
                <p className="small mut">{sayInstant(new Date(note.at), inbox.class.zone)}</p>
              </li>
            )
          })}
        </ol>
      )}
      {unread > 0 && (
        <form method="post" action={`/api/classes/${classId}/inbox/read`} className="acts">
          <input type="hidden" name="until" value={notes[0]!.at} />
          <Button>Mark all as read</Button>
        </form>
      )}
      <p className="sees">Only you see this page.</p>
    </ClassFrame>
  )
}
