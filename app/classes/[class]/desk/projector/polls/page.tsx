import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewPolls } from '#lib/features/ask-class/ask-class.ts'
import { page } from '#lib/web/page.ts'
import { AreaField, Block, Button, Empty, LinkButton, Notice, Row, Rows, TextField } from '../../../../../_ui/parts.tsx'
import { Cite } from '../../../../../_ui/cite.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { returned, type Search } from '../../_desk/refused.ts'
import { sayDay } from '../../_desk/words.ts'
import { STATE } from '../_wall/words.ts'
import '../projector.css'

export const metadata: Metadata = { title: 'Ask before and after' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

/** What can be asked of the class before a discussion and again after it, and what has been. */
export default async function PollsPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/projector/polls`
  const view = await page(viewPolls, { class: id }, path)
  const at = addresses(id, true)
  const refused = returned(search)
  const action = `/api/classes/${id}/polls`
  return (
    <Frame klass={view.class} mayManage current="" hidden>
      <header className="deskhead">
        <div>
          <p className="label">{view.class.title}: before and after</p>
          <h1 className="d2">Ask once before you talk, and once after.</h1>
          <p className="lead">
            Students answer on their phones. The wall shows how many have answered; how they answered it shows when you
            say so, and never who.
          </p>
        </div>
        <div className="acts">
          <LinkButton href={at('/projector/timer')}>Timer</LinkButton>
        </div>
      </header>
      <Block id="asked" title="Asked so far">
        {view.asked.length === 0 ? (
          <Empty title="Nothing yet">A question that you ask stands here, with both its counts.</Empty>
        ) : (
          <Rows label="Asked so far">
            {view.asked.map((one) => (
              <Row
                key={one.id}
                href={at(`/projector/polls/${one.id}`)}
                name={one.ask}
                line={STATE[one.state]}
                aside={sayDay(one.askedAt, view.class.zone)}
              />
            ))}
          </Rows>
        )}
      </Block>
      <Block id="suggested" title="What the edition leaves open">
        <p className="body">
          Its controversies and open cruxes, in their own words. The last option of each is that it cannot be said from
          this record.
        </p>
        <ul className="toask">
          {view.suggestions.map((one) => (
            <li key={one.from}>
              <details>
                <summary>{one.title}</summary>
                <p className="body">{one.ask}</p>
                <ol className="prose">
                  {one.options.map((option) => (
                    <li key={option}>{option}</li>
                  ))}
                </ol>
                {one.at.length > 0 && (
                  <p className="cites">
                    {one.at.map((cited) => (
                      <Cite key={cited} at={cited} speaker={edition().transcript.units.get(cited)?.speaker ?? null} />
                    ))}
                  </p>
                )}
                <form method="post" action={action}>
                  <input type="hidden" name="from" value={one.from} />
                  <Button>
                    Ask this now<span className="vh"> {one.title}</span>
                  </Button>
                </form>
              </details>
            </li>
          ))}
        </ul>
      </Block>
      <Block id="own" title="A question of your own">
        {refused.code && (
          <Notice kind="care" alert>
            <b>Not asked.</b>{' '}
            {refused.at === 'ask'
              ? 'Write the question, in 300 letters at most.'
              : 'Give two to six different options, a line each, of 200 letters at most.'}
          </Notice>
        )}
        <form method="post" action={action}>
          <TextField
            name="ask"
            label="Question"
            wide
            required
            maxLength={300}
            autoComplete="off"
            defaultValue={refused.typed('ask')}
          />
          <AreaField
            name="options"
            label="Options"
            hint="A line each, two to six."
            wide
            required
            rows={5}
            maxLength={1300}
            defaultValue={refused.typed('options')}
            sees="Students of this class see it at once, on their list and at the address that the wall shows."
          />
          <p className="acts below">
            <Button kind="go">Ask the class now</Button>
          </p>
        </form>
      </Block>
      <p className="below">
        <Link href={at('/projector')} prefetch={false}>
          Class in one page
        </Link>
      </p>
    </Frame>
  )
}
