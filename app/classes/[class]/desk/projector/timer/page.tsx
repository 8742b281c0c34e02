import type { Metadata } from 'next'
import { viewPolls } from '#lib/features/ask-class/ask-class.ts'
import { page } from '#lib/web/page.ts'
import { LinkButton } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import type { Search } from '../../_desk/refused.ts'
import '../projector.css'
import { endIn, WallTimer } from '../_wall/wall-timer.tsx'

export const metadata: Metadata = { title: 'Timer' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

/** A count-down alone, to be read from the last row. */
export default async function TimerPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/projector/timer`
  const { class: klass } = await page(viewPolls, { class: id }, path)
  const at = addresses(id, true)
  return (
    <Frame klass={klass} mayManage current="" hidden>
      <div className="onepage">
        <header>
          <p className="label">{klass.title}</p>
          <h1 className="title">Timer</h1>
        </header>
        <WallTimer path={path} zone={klass.zone} end={endIn(search, path)} />
        <p className="acts screen-only below">
          <LinkButton kind="quiet" href={at('/projector/polls')}>
            Ask the class before and after
          </LinkButton>
        </p>
      </div>
    </Frame>
  )
}
