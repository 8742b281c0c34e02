import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import type { PollStep } from '#lib/domain/poll.ts'
import { viewPoll, type PollView } from '#lib/features/ask-class/ask-class.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { Button, LinkButton, Notice } from '../../../../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../../../../_ui/passage.tsx'
import { sayRefusal } from '../../../../../../_ui/refusals.ts'
import { TwoRounds } from '../../../../../../_ui/two-rounds.tsx'
import '../../../../../../_ui/two-rounds.css'
import { addresses } from '../../../_desk/addresses.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { QrCode } from '../../../_desk/join-card.tsx'
import { returned, type Search } from '../../../_desk/refused.ts'
import { Answered } from '../../_wall/answered.tsx'
import { endIn, WallTimer } from '../../_wall/wall-timer.tsx'
import '../../projector.css'

export const metadata: Metadata = { title: 'Before and after' }

type Props = { params: Promise<{ class: string; poll: string }>; searchParams: Promise<Search> }

const SAYS: Record<PollView['state'], string> = {
  before: 'Answer before you talk.',
  talk: 'Talk it over.',
  again: 'Answer once more.',
  over: 'Closed.',
}
const NEXT: Record<PollView['state'], { step: PollStep; does: string }[]> = {
  before: [{ step: 'close', does: 'Close it, and talk' }],
  talk: [
    { step: 'ask-again', does: 'Ask it again' },
    { step: 'end', does: 'End without asking again' },
  ],
  again: [{ step: 'end', does: 'Close it' }],
  over: [],
}

/** One question on the wall: how many have answered, the timer, and both counts side by side once they are shown. */
export default async function PollPage({ params, searchParams }: Props) {
  const [{ class: id, poll }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/projector/polls/${poll}`
  const view = await page(viewPoll, { poll }, path)
  if (view.class.id !== id) notFound()
  const end = endIn(search, path)
  const { state, counts, answered, isShown } = view
  const at = addresses(id, true)
  const refused = returned(search)
  const round = state === 'before' || state === 'again' ? state : null
  const address = `${publicUrl}/classes/${id}/polls/${poll}`
  const hasCounts = counts.rounds.length > 0
  return (
    <Frame klass={view.class} mayManage current="" hidden>
      <div className="onepage wallpoll">
        <header>
          <p className="label">{view.class.title}. Nobody’s name is on this page.</p>
          <h1 className="d2">{view.poll.ask}</h1>
        </header>
        {refused.code && (
          <Notice kind="care" alert>
            {sayRefusal(refused.code)}
          </Notice>
        )}
        {view.poll.at.length > 0 && <h2 className="vh">The sentences in question</h2>}
        {view.poll.at.map((cited) => (
          <Passage key={cited} units={passageOf(edition().transcript, cited, cited)} lit={[]} />
        ))}
        {hasCounts ? (
          <TwoRounds options={view.poll.options} counts={counts} />
        ) : (
          <ol className="pollopts" aria-label="Options">
            {view.poll.options.map((option) => (
              <li key={option.id}>{option.text}</li>
            ))}
          </ol>
        )}
        <section className="pollstand" aria-labelledby="stand">
          <div>
            <h2 className="title" id="stand">
              {SAYS[state]}
            </h2>
            {round ? (
              <Answered key={round} poll={poll} round={round} n={answered[round]} of={view.of} here={path} />
            ) : (
              <p className="answered">
                <b className="num">{answered.before}</b> answered before
                {state === 'over' && (
                  <>
                    , <b className="num">{answered.again}</b> after
                  </>
                )}
                .
              </p>
            )}
            <form className="acts screen-only" method="post" action={`/api/polls/${poll}/save`}>
              <input type="hidden" name="in" value={id} />
              {NEXT[state].map(({ step, does }, i) => (
                <Button key={step} kind={i === 0 ? 'go' : 'plain'} name="step" value={step}>
                  {does}
                </Button>
              ))}
              {state !== 'before' && (
                <Button
                  kind={state === 'over' && !isShown ? 'go' : 'plain'}
                  name="step"
                  value={isShown ? 'hide' : 'show'}
                >
                  {isShown ? 'Hide the counts' : 'Show the counts'}
                </Button>
              )}
            </form>
            {isShown && (
              <p className="small mut screen-only">
                Shown on this page, and to each student who has answered what was asked last.
              </p>
            )}
          </div>
          {round && (
            <div className="pollway">
              <p className="small">
                On your list, or at
                <br />
                <a href={address}>{address}</a>
              </p>
              <QrCode text={address} label="QR code of the address at which students answer" />
            </div>
          )}
        </section>
        <section aria-labelledby="timer">
          <h2 className="title screen-only" id="timer">
            Timer
          </h2>
          <WallTimer path={path} zone={view.class.zone} end={end} />
        </section>
        <p className="acts screen-only below">
          <LinkButton kind="quiet" href={at('/projector/polls')}>
            Other questions
          </LinkButton>
        </p>
      </div>
    </Frame>
  )
}
