import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewWarmUp } from '#lib/features/assign-work/warm-up.ts'
import { page } from '#lib/web/page.ts'
import '../../../../(edition)/quizzes/quiz.css'
import { Cite } from '../../../../_ui/cite.tsx'
import { ItemFigure } from '../../../../_ui/item-figure.tsx'
import { Button, Check, Empty, LinkButton, Notice } from '../../../../_ui/parts.tsx'
import { QuizItem } from '../../../_work/quiz-item.tsx'
import { rangesOf } from '../../../_work/quiz-parts.tsx'
import '../../../_work/quiz.css'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { Share } from '../_desk/marks.tsx'
import { asked, returned, type Search } from '../_desk/refused.ts'
import { capital, countWord, plural } from '../_desk/words.ts'
import '../projector/projector.css'
import './warm-up.css'

export const metadata: Metadata = { title: 'Warm-up' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type View = Awaited<ReturnType<typeof viewWarmUp>>
type Item = View['items'][number]

/** What the class missed, to be asked again: chosen here, then given as a short quiz or shown on the wall. */
export default async function WarmUpPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/warm-up`
  const view = await page(viewWarmUp, { class: id }, path)
  const wanted = [search.item ?? []].flat()
  const onWall = view.items.filter((one) => wanted.includes(one.id))
  return (
    <Frame klass={view.class} mayManage current="">
      {onWall.length > 0 ? (
        <Wall view={view} items={onWall} path={path} />
      ) : (
        <Choose view={view} classId={id} path={path} search={search} />
      )}
    </Frame>
  )
}

function headline({ all, half }: View): string {
  if (all === 0) return 'Nothing was missed by two students or more.'
  const n = half || all
  const were = `${capital(countWord(n))} ${n === 1 ? 'question was' : 'questions were'} missed by`
  return half > 0 ? `${were} half of those asked.` : `${were} two students or more.`
}

const FEW = 10
const percent = (share: number): number => Math.round(share * 100)

function Choose({ view, classId, path, search }: { view: View; classId: string; path: string; search: Search }) {
  const at = addresses(classId, false)
  const given = asked(search, 'given')
  return (
    <>
      <header className="deskhead">
        <div>
          <p className="label">{view.class.title}: warm-up</p>
          <h1 className="d2">{headline(view)}</h1>
          {view.items.length > 0 && (
            <p className="lead">
              Take some of them into a warm-up of {countWord(view.minutes)} minutes, or show them on the wall. No
              student is named here, and what one student alone missed is not on the list.
            </p>
          )}
        </div>
      </header>
      {given && (
        <Notice kind="good">
          <b>The warm-up is open.</b> It stands on every student’s list, with {countWord(view.minutes)} minutes from the
          moment they begin.{' '}
          <Link href={at(`/answers/${given}`)} prefetch={false}>
            See answers come in
          </Link>{' '}
          or{' '}
          <Link href={at(`/assign/${given}`)} prefetch={false}>
            change its dates
          </Link>
          .
        </Notice>
      )}
      {returned(search).code && (
        <Notice kind="care" alert>
          <b>Nothing was given.</b> Tick one to {countWord(view.most)} questions of the list.
        </Notice>
      )}
      {view.items.length === 0 ? (
        <Empty title="Nothing to warm up with yet">
          When students have handed in a quiz, the questions that several of them missed stand here.
        </Empty>
      ) : (
        <form method="post" action={`/api/classes/${classId}/warm-up`} className="block">
          <fieldset className="warmlist">
            <legend className="small mut">
              Counted is each student’s newest try that is handed in; a question left open counts as missed. The order
              is that of the 95 % interval’s lower end (Wilson’s), so that a question asked of few does not come first
              by chance.
              {view.items.some(({ of }) => of < FEW) &&
                ` Where fewer than ${FEW} were asked, the interval is wide and the order says little.`}
            </legend>
            <ul>
              {view.items.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </ul>
          </fieldset>
          {view.all > view.items.length && (
            <p className="small mut">
              {capital(countWord(view.all - view.items.length))} more come after these and are left out.
            </p>
          )}
          <p className="acts">
            <Button kind="go">Open it to the class now</Button>
            <Button formAction={path} formMethod="get">
              Show on the wall
            </Button>
          </p>
          <p className="sees">
            Students see the questions at once, and after each answer its reasons; nothing of it counts. You see their
            answers when they hand in. Classmates never do. The quiz is kept in your bank.
          </p>
        </form>
      )}
    </>
  )
}

function Row({ one }: { one: Item }) {
  return (
    <li>
      <Check name="item" value={one.id} defaultChecked={one.isProposed} label={one.shown.stem} />
      <div>
        <p className="share">
          <Share count={one.missed} of={one.of} />{' '}
          <b className="num">
            {one.missed} of {one.of}
          </b>{' '}
          <span className="mut">
            missed, {percent(one.share.low)} to {percent(one.share.high)} %
          </span>
        </p>
        <p className="small mut">
          {one.quiz}{' '}
          <Cite
            at={one.passage.from}
            to={one.passage.to}
            speaker={edition().transcript.units.get(one.passage.from)?.speaker ?? null}
          />
        </p>
        {one.waiting > 0 && (
          <p className="small">
            {plural(one.waiting, 'student')} can still hand this quiz in and would read its reasons here first.
          </p>
        )}
      </div>
    </li>
  )
}

/** The questions alone, in the size of the class’s one page: no count, no key, no name. */
function Wall({ view, items, path }: { view: View; items: readonly Item[]; path: string }) {
  const shown = items.map((one) => one.shown)
  const ranges = rangesOf(shown)
  return (
    <div className="onepage wall">
      <header>
        <p className="label">{view.class.title}</p>
        <h1 className="d2">
          {capital(countWord(items.length))} {items.length === 1 ? 'question' : 'questions'} once more
        </h1>
        <p className="acts screen-only">
          <LinkButton href={path}>Choose others</LinkButton>
        </p>
      </header>
      <ol className="items">
        {shown.map((item, i) => (
          <li key={item.id}>
            <QuizItem
              item={item}
              n={i + 1}
              of={shown.length}
              range={ranges[item.id] ?? []}
              figure={item.kind === 'place' && <ItemFigure item={item} />}
              answer={[]}
              confidence={null}
              asksConfidence={false}
              action={null}
            />
          </li>
        ))}
      </ol>
    </div>
  )
}
