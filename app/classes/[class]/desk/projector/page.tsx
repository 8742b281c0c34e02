import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewOnePage, type OnePage } from '#lib/features/review-class/one-page.ts'
import { page } from '#lib/web/page.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { Button, LinkButton } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { Between, Share } from '../_desk/marks.tsx'
import { asked, type Search } from '../_desk/refused.ts'
import { capital, countWord, sayDay } from '../_desk/words.ts'
import './projector.css'

export const metadata: Metadata = { title: 'Class in one page' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
/** More of a passage than this is read in the text itself. */
const SHOWN_SENTENCES = 4

export default async function ProjectorPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(viewOnePage, { class: id }, `/classes/${id}/desk/projector`)
  const at = addresses(id, true)
  const open = [...new Set(view.disputed.filter((one) => one.isOpen).map((one) => one.quiz))]
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="" hidden>
      <div className="onepage">
        <header>
          <p className="label">
            {view.class.title}, {sayDay(view.now, view.class.zone)}. No student’s name is on this page.
          </p>
          <h1 className="d2">{headline(view)}</h1>
          {asked(search, 'done') === 'unpicked' && <p className="small mut screen-only">Taken off the page.</p>}
          {view.mayManage && (
            <p className="acts screen-only below">
              <LinkButton href={at('/projector/polls')}>Ask before and after</LinkButton>
              <LinkButton href={at('/projector/timer')}>Timer</LinkButton>
            </p>
          )}
          {open.length > 0 && (
            <p className="small mut screen-only">
              {open.map((title) => `“${title}”`).join(' and ')} still takes answers: this page tells those who have not
              handed in how the class read it.
            </p>
          )}
        </header>
        {view.misreadings.length > 0 && (
          <section aria-labelledby="misread">
            <h2 className="title" id="misread">
              What was misread most
            </h2>
            <p className="small mut">
              Of those who answered an item that offers the reading; with Wilson’s 95 % interval.
            </p>
            <ol className="most">
              {view.misreadings.map((one) => (
                <li key={one.reading}>
                  <h3>{capital(one.reading)}</h3>
                  <p className="share">
                    <Share count={one.students} of={one.of} />{' '}
                    <b className="num">
                      {one.students} of {one.of}
                    </b>{' '}
                    <Between count={one.students} of={one.of} />
                  </p>
                  <p className="body">{one.advice}</p>
                  <Cite at={one.passage.from} to={one.passage.to} speaker={speakerOf(one.passage.from)} />
                </li>
              ))}
            </ol>
          </section>
        )}
        <section aria-labelledby="disputed">
          <h2 className="title" id="disputed">
            Where the class is of two minds
          </h2>
          {view.disputed.length === 0 ? (
            <p className="body mut">No passage has divided the class so far: it takes two students on each side.</p>
          ) : (
            <ol className="minds">
              {view.disputed.map((one) => (
                <DisputedPassage key={one.stem} one={one} />
              ))}
            </ol>
          )}
        </section>
        <section aria-labelledby="answers">
          <h2 className="title" id="answers">
            {view.answers.length === 0
              ? 'No answers are chosen yet'
              : `${capital(countWord(view.answers.length))} ${view.answers.length === 1 ? 'answer' : 'answers'} from the class`}
          </h2>
          {view.answers.length === 0 ? (
            <p className="body mut screen-only">
              Under{' '}
              <Link href={at('/answers')} prefetch={false}>
                Answers
              </Link>{' '}
              press “Show to the class” at up to four that do not agree. They stand here without names.
            </p>
          ) : (
            <ol className="chosen">
              {view.answers.map((one) => (
                <li key={one.post}>
                  <p className="body pre" dir="auto">
                    {one.text}
                  </p>
                  <ul className="cites" aria-label="Sentences cited">
                    {one.citations.map((cited, n) => (
                      <li key={n}>
                        <Cite at={cited.at} speaker={speakerOf(cited.at)} />
                      </li>
                    ))}
                  </ul>
                  <form className="screen-only" method="post" action={`/api/posts/${one.post}/pick/delete`}>
                    <input type="hidden" name="in" value={id} />
                    <Button kind="quiet">Take it off</Button>
                  </form>
                </li>
              ))}
            </ol>
          )}
        </section>
      </div>
    </Frame>
  )
}

const speakerOf = (id: string) => edition().transcript.units.get(id)?.speaker

/** Computed, and of what the page itself shows. */
function headline({ misreadings, disputed, answers }: OnePage): string {
  const [first] = misreadings
  if (first) return `${capital(countWord(first.students))} of ${first.of} share one misreading.`
  const [even] = disputed
  if (even)
    return `${capital(countWord(even.readings[0]!.students))} read a passage one way, ${countWord(even.readings[1]!.students)} another.`
  return answers.length > 0
    ? `${capital(countWord(answers.length))} ${answers.length === 1 ? 'answer' : 'answers'} to talk about.`
    : 'Nothing to show yet.'
}

function DisputedPassage({ one }: { one: OnePage['disputed'][number] }) {
  const units = passageOf(edition().transcript, one.passage.from, one.passage.to)
  return (
    <li>
      {units.length <= SHOWN_SENTENCES ? (
        <Passage units={units} lit={[]} />
      ) : (
        <p>
          <Cite at={one.passage.from} to={one.passage.to} speaker={speakerOf(one.passage.from)} />
        </p>
      )}
      <p className="ask">{one.stem}</p>
      <ul className="camps" aria-label={`The two answers given most, of ${one.of}`}>
        {one.readings.map((reading) => (
          <li key={reading.text}>
            <b className="num">{reading.students}</b>{' '}
            <span>
              {reading.at ? (
                <>
                  <Cite at={reading.at} speaker={speakerOf(reading.at)} />{' '}
                  {edition().transcript.units.get(reading.at)?.text}
                </>
              ) : (
                reading.text
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="small mut">Of {one.of} who answered.</p>
    </li>
  )
}
