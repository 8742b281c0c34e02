import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import type { Item, ShownItem } from '#lib/domain/item.ts'
import { viewPacket, type PacketView } from '#lib/features/assign-work/packet.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { citeLabel } from '../../../../_ui/citation.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { Button, Check, Empty, LinkButton } from '../../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { QuestionGuide } from '../_desk/question-guide.tsx'
import { asked, type Search } from '../_desk/refused.ts'
import { kindWord, plural, sayDates } from '../_desk/words.ts'
import './packet.css'

export const metadata: Metadata = { title: 'Packet to print' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Work = PacketView['work'][number]

export default async function PacketPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const isKey = asked(search, 'key') === '1'
  const hasText = asked(search, 'text') === '1'
  const of = [search.of ?? []].flat()
  const view = await page(viewPacket, { class: id, of, key: isKey }, `/classes/${id}/desk/packet`)
  const at = addresses(id, false)
  const chosen = view.work.map((one) => `of=${one.id}`).join('&')
  return (
    <Frame klass={view.class} mayManage current="/assign">
      <header className="deskhead">
        <div>
          <p className="label">
            <span className="screen-only">
              <Link href={at('/assign')} prefetch={false}>
                Assign
              </Link>
              ,{' '}
            </span>
            {view.class.title}
          </p>
          <h1 className="d2">{isKey ? 'Answer key' : `Packet: ${plural(view.work.length, 'assignment')}`}</h1>
          <p className="lead">
            {isKey
              ? 'For whoever teaches, apart from the packet. Students cannot open this page.'
              : 'Everything below is what students get, with room to write.'}
          </p>
        </div>
        <div className="acts">
          <LinkButton href={at('/packet', isKey ? chosen : `${chosen}&key=1`)}>
            {isKey ? 'The packet' : 'The answer key'}
          </LinkButton>
        </div>
      </header>
      {view.all.length === 0 ? (
        <Empty title="Nothing is assigned yet">What you assign can be printed here.</Empty>
      ) : (
        <details className="block screen-only">
          <summary>What is printed</summary>
          <form action={at('/packet')}>
            <fieldset className="packetof">
              <legend className="vh">Assignments</legend>
              {view.all.map((one) => (
                <Check
                  key={one.id}
                  name="of"
                  id={`of-${one.id}`}
                  value={one.id}
                  defaultChecked={view.work.some((other) => other.id === one.id)}
                  label={
                    <>
                      {one.title} <span className="mut">{kindWord[one.kind]}</span>
                    </>
                  }
                />
              ))}
            </fieldset>
            <Check
              name="text"
              id="text"
              value="1"
              defaultChecked={hasText}
              label="With the words of the transcript, not only where to look"
            />
            {isKey && <input type="hidden" name="key" value="1" />}
            <p className="acts">
              <Button>Show these</Button>
            </p>
          </form>
        </details>
      )}
      {!isKey && <p className="packetname">Name</p>}
      {view.work.map((one) => (
        <section key={one.id} className="block ruled packet" aria-labelledby={`p-${one.id}`}>
          <p className="label">
            {kindWord[one.kind]}. {sayDates(one, one.zone, view.now)}
          </p>
          <h2 className="title" id={`p-${one.id}`}>
            {one.title}
          </h2>
          {isKey ? <Key one={one} /> : <Task one={one} hasText={hasText} />}
        </section>
      ))}
    </Frame>
  )
}

const speakerOf = (id: string) => edition().transcript.units.get(id)?.speaker

/** Where in the transcript, and its words where they are to be printed. */
function Where({ from, to, look, hasText }: { from: string; to: string; look?: string; hasText: boolean }) {
  if (hasText) return <Passage units={passageOf(edition().transcript, from, to)} lit={[]} />
  return (
    <p>
      <Cite at={from} to={to} speaker={speakerOf(from)} /> {look && <span className="small">{look}</span>}
    </p>
  )
}

function Task({ one: { shown }, hasText }: { one: Work; hasText: boolean }) {
  const site = publicUrl.replace(/^https?:\/\//, '')
  switch (shown.kind) {
    case 'reading':
      return (
        <>
          {shown.predict?.map(({ id, prompt }) => (
            <div key={id}>
              <p className="body">{prompt}</p>
              <Lines n={3} />
            </div>
          ))}
          <Where from={shown.from} to={shown.to} hasText={hasText} />
          {!hasText && <p className="small mut">The transcript, with these numbers, stands at {site}/transcript.</p>}
        </>
      )
    case 'essay':
      return (
        <p className="body">
          The essay stands at {site}/essays/{shown.slug}.
        </p>
      )
    case 'question':
      return (
        <>
          <p className="ask">{shown.prompt}</p>
          <p className="body">{shown.setting}</p>
          {shown.passages.map((passage) => (
            <Where key={passage.from} {...passage} hasText={hasText} />
          ))}
          <Lines n={14} />
        </>
      )
    case 'quiz':
      return (
        <ol className="packetitems">
          {shown.items.map((item, i) => (
            <li key={item.id}>
              <p className="ask">
                {i + 1}. {item.stem}
              </p>
              <Boxes item={item} hasText={hasText} />
            </li>
          ))}
        </ol>
      )
    case 'exercise':
      return <p className="body">This one is done on the site: it opens step by step.</p>
  }
}

/** What one item asks, with boxes to tick and lines to write on. */
function Boxes({ item, hasText }: { item: ShownItem; hasText: boolean }) {
  if ('options' in item)
    return (
      <>
        {item.kind === 'several' && <p className="small">Several may be right.</p>}
        <ul className="boxes">
          {item.options.map((option) => (
            <li key={option.id}>
              <i className="tick" aria-hidden="true" />
              <b>{option.id.toUpperCase()}</b> {option.text}
            </li>
          ))}
        </ul>
      </>
    )
  if ('rows' in item)
    return (
      <>
        <ul className="boxes">
          {item.rows.map((row) => (
            <li key={row.id}>
              <i className="blank" aria-hidden="true" />
              <span>
                {row.text}{' '}
                {item.kind !== 'order' && (
                  <span className="small mut">({row.choices.map(({ id, text }) => `${id} ${text}`).join('; ')})</span>
                )}
              </span>
            </li>
          ))}
        </ul>
        {item.kind === 'order' && <p className="small">Number them in their order.</p>}
      </>
    )
  if (item.kind === 'select')
    return (
      <>
        <Where {...item.range} hasText={hasText} />
        <p className="small">
          Sentence number: <i className="blank" aria-hidden="true" />
        </p>
      </>
    )
  return <Lines n={6} />
}

/** Room to write, by lines. */
function Lines({ n }: { n: 3 | 6 | 14 }) {
  return <div className={`writelines of${n}`} aria-hidden="true" />
}

function Key({ one: { key } }: { one: Work }) {
  if (!key) return <p className="body mut">Nothing here has a right answer.</p>
  if ('question' in key) return <QuestionGuide kept={key.question} />
  return (
    <ol className="packetitems">
      {key.items.map((item, i) => (
        <li key={item.id}>
          <p className="ask">
            {i + 1}. {item.stem}
          </p>
          <ItemKey item={item} />
          <p>
            <Cite at={item.passage.from} to={item.passage.to} speaker={speakerOf(item.passage.from)} />
          </p>
        </li>
      ))}
    </ol>
  )
}

function ItemKey({ item }: { item: Item }) {
  if ('options' in item)
    return (
      <ul className="boxes">
        {item.options
          .filter((option) => option.correct)
          .map((option) => (
            <li key={option.id}>
              <b>{option.id.toUpperCase()}</b>
              <span>
                {option.text} <span className="mut">{option.why}</span>
              </span>
            </li>
          ))}
      </ul>
    )
  if ('rows' in item)
    return (
      <ul className="boxes">
        {item.rows.map((row) => (
          <li key={row.id}>
            <b>{row.key}</b>
            <span>
              {row.text} <span className="mut">{row.why}</span>
            </span>
          </li>
        ))}
      </ul>
    )
  return (
    <p className="body">
      {item.kind === 'select' && <b>{item.accept.map((id) => citeLabel(id, id)).join(' or ')}. </b>}
      {item.why}
    </p>
  )
}
