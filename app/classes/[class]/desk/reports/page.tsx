import type { Metadata } from 'next'
import Link from 'next/link'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, Empty, Notice, PageHead } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { namesHidden } from '../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../_desk/refused.ts'
import { HereFields, Hiding, Said } from '../_desk/talk.tsx'
import { capital, countWord, plural, sayTime } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Reports' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
const KIND = {
  post: 'An answer',
  reply: 'A reply',
  note: 'A note',
  rival: 'A rival reading',
  review: 'A review',
} as const
const UNDER = { post: 'under', reply: 'under', note: 'in', rival: 'of', review: 'under' } as const
const DONE: Record<string, string> = {
  hidden: 'Hidden. Its author reads the reason.',
  shown: 'Shown again.',
  left: 'Left as it is. The report is off this list.',
}

export default async function ReportsPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(viewReports, { class: id }, `/classes/${id}/desk/reports`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const { zone } = view.class
  const refused = returned(search)
  const done = DONE[asked(search, 'done') ?? '']
  const n = view.waiting.length
  const whereOf = (one: (typeof view.waiting)[number]): string =>
    one.kind === 'rival'
      ? `/classes/${id}/claims/${one.claim}?holding=${one.id}#${one.id}`
      : one.kind === 'note'
        ? `${at('/notes', `at=${one.at}`)}#n-${one.id}`
        : at(`/answers/${one.assignment}${one.kind === 'review' ? '/reviews' : ''}#${one.id}`)
  const who = (name: string) => (hidden ? 'A student' : name)
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/answers" hidden={hidden}>
      <PageHead
        over="Reports"
        title={
          n === 0
            ? 'Nothing waits to be looked at.'
            : `${capital(countWord(n))} ${n === 1 ? 'remark was' : 'remarks were'} reported and ${n === 1 ? 'waits' : 'wait'}.`
        }
        lead="Anybody in the class can report what they read there. Hiding keeps the words: the author reads your reason, classmates see only that something is hidden."
      />
      {done && (
        <Notice kind="good">
          <b>{done}</b>
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {sayProblem(refused.code, refused.at, zone)}
        </Notice>
      )}
      {n === 0 && view.hidden.length === 0 && (
        <Empty title="No reports">What students report appears here, with who reported it and why.</Empty>
      )}
      {n > 0 && (
        <ol className="queue" aria-label="Reported">
          {view.waiting.map((one) => (
            <li key={one.id} id={one.id}>
              <p className="label">
                {KIND[one.kind]} of {one.student ? who(one.name) : one.name} {UNDER[one.kind]}{' '}
                <Link href={whereOf(one)} prefetch={false}>
                  {one.title}
                </Link>
                , {sayTime(one.createdAt, zone)}
              </p>
              <Said text={one.text} citations={one.citations} />
              <ul className="why" aria-label="Reported by">
                {one.reports.map((report) => (
                  <li key={report.at + report.by} className="small">
                    <b>{who(report.by)}</b>, {sayTime(report.at, zone)}
                    {report.reason ? `: ${report.reason}` : ', without a reason'}
                  </li>
                ))}
              </ul>
              <div className="acts">
                <Hiding kind={one.kind} id={one.id} what={`${KIND[one.kind]}`} hidden={null} classId={id} />
                <form method="post" action={`/api/remarks/${one.kind}/${one.id}/reports/delete`}>
                  <HereFields classId={id} />
                  <Button>Leave it as it is</Button>
                </form>
              </div>
            </li>
          ))}
        </ol>
      )}
      {view.hidden.length > 0 && (
        <Block id="hidden" title={`${plural(view.hidden.length, 'remark is', 'remarks are')} hidden`}>
          <ol className="queue">
            {view.hidden.map((one) => (
              <li key={one.id} id={one.id}>
                <p className="label">
                  {KIND[one.kind]} of {one.student ? who(one.name) : one.name} {UNDER[one.kind]} {one.title}
                </p>
                <Said text={one.text} citations={one.citations} />
                <Hiding kind={one.kind} id={one.id} what={KIND[one.kind]} hidden={one} classId={id} />
              </li>
            ))}
          </ol>
        </Block>
      )}
    </Frame>
  )
}
