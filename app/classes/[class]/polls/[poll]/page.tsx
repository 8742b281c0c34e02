import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { viewMyPoll } from '#lib/features/ask-class/ask-class.ts'
import { page } from '#lib/web/page.ts'
import { Button, Check, LinkButton, Notice, PageHead, Sees } from '../../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { problemIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { TwoRounds } from '../../../../_ui/two-rounds.tsx'
import '../../../../_ui/two-rounds.css'
import { account, ClassFrame } from '../../../_work/frame.tsx'

export const metadata: Metadata = { title: 'Asked of the class' }

type Props = { params: Promise<{ class: string; poll: string }>; searchParams: Promise<Search> }

const OVER = {
  before: 'Asked before the discussion',
  talk: 'Asked before the discussion',
  again: 'Asked again, after the discussion',
  over: 'Asked in class',
} as const

/** One question as a student has it: answered alone, and counts only once they are shown and one’s own answer is in. */
export default async function MyPollPage({ params, searchParams }: Props) {
  const [{ class: classId, poll }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/polls/${poll}`
  const [me, view] = await Promise.all([account(path), page(viewMyPoll, { poll }, path)])
  if (view.classId !== classId) notFound()
  const { round, own, counts } = view
  const refused = problemIn(search)
  const chosen = round && own[round]
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead over={OVER[view.state]} title={view.poll.ask} />
      {refused && (
        <Notice kind="care" alert>
          <b>Not saved.</b> {refused.code === 'invalid' ? 'Choose one of the options.' : refused.words}
        </Notice>
      )}
      {valueIn(search, 'done') === 'answered' && chosen && (
        <Notice kind="good">
          <b>Your answer is in.</b> Until it closes you can change it.
        </Notice>
      )}
      {view.poll.at.length > 0 && <h2 className="vh">The sentences in question</h2>}
      {view.poll.at.map((cited) => (
        <Passage key={cited} units={passageOf(edition().transcript, cited, cited)} lit={[]} />
      ))}
      {round ? (
        <form className="block" method="post" action={`/api/polls/${poll}/answer/save`}>
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="round" value={round} />
          <fieldset className="whole pollchoice">
            <legend className="vh">{view.poll.ask}</legend>
            {view.poll.options.map((option) => (
              <Check
                key={option.id}
                type="radio"
                name="choice"
                value={option.id}
                required
                defaultChecked={chosen === option.id}
                label={option.text}
              />
            ))}
          </fieldset>
          <Button kind="go">{chosen ? 'Change my answer' : 'Give my answer'}</Button>
          <Sees>
            Your instructor and the class see how many chose each option, once it is shown. Nobody sees who chose what.
            It stands under “take my data”.
          </Sees>
        </form>
      ) : (
        <p className="lead block">
          {view.state === 'talk'
            ? 'Closed, while it is talked over. It may be asked again.'
            : 'This is over. Nothing can be answered any more.'}
        </p>
      )}
      {counts ? (
        <section className="block" aria-label="How the class answered">
          <TwoRounds options={view.poll.options} counts={counts} own={own} />
        </section>
      ) : (
        <p className="small mut block">
          How the class answered opens here once your own answer is in and your instructor shows it.
        </p>
      )}
      <p className="below">
        <LinkButton kind="quiet" href={`/classes/${classId}`}>
          My work
        </LinkButton>
      </p>
    </ClassFrame>
  )
}
