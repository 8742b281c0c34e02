import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { MIN_FOR_FIGURES, MIN_FOR_VERDICT, type ItemVerdict } from '#lib/domain/statistics.ts'
import { analyseQuiz, type AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { page } from '#lib/web/page.ts'
import { Cite } from '../../../../../_ui/cite.tsx'
import { CarriedRows } from '../../_desk/carried-rows.tsx'
import { addresses, Frame } from '../../_desk/frame.tsx'
import { decimals, ItemPlot } from '../../_desk/item-plot.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import type { Search } from '../../_desk/refused.ts'
import { capital, countWord, plural } from '../../_desk/words.ts'
import { WrittenRows } from '../../_desk/written-rows.tsx'

export const metadata: Metadata = { title: 'Item statistics of one quiz' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }
type Item = AnalysisView['items'][number]
type Advice = Item['advice'][number]

const verdictWords: Record<ItemVerdict, string> = {
  'goes-with-the-rest': 'Goes with the rest in this class',
  'nothing-firm': 'The interval takes in zero: nothing firm',
  'pulls-against': 'Pulls against the rest: read its key and its words again',
}
const percent = (share: number): number => Math.round(share * 100)

const mean = (value: number): string => value.toFixed(1)
const letter = (option: string): string => option.toUpperCase()

/** Why an item asks to be written anew, with this class’s numbers. */
function reason(advice: Advice): string {
  switch (advice.code) {
    case 'pulls-against':
      return `those who got it did worse on the other items: the whole interval of the correlation, ${decimals(advice.low)} to ${decimals(advice.high)}, lies below zero. Look at its key first, then at its words`
    case 'better-readers-elsewhere':
      return `${advice.count} chose ${letter(advice.option)}, with a mean of ${mean(advice.restMean)} on the other items; ${advice.key} chose the key, with ${mean(advice.keyMean)}. Either ${letter(advice.option)} can be defended, or the stem misleads careful readers`
    case 'below-guessing':
      return `even the upper end of its interval, ${percent(advice.high)} %, lies below the ${percent(advice.guess)} % that guessing gives`
    case 'idle-option':
      return `${letter(advice.option)} drew ${advice.count} of ${advice.wrong} wrong answers, so it leads hardly anybody astray and can be replaced`
  }
}

function finding({ n, of, items }: AnalysisView): string {
  if (items.length === 0) return 'People read these answers, and there is nothing to compute'
  const head = `${capital(countWord(items.length))} ${items.length === 1 ? 'item' : 'items'}, ${plural(n, 'student')}`
  if (n === 0) return `Nothing is handed in yet, of ${of}`
  if (n < MIN_FOR_FIGURES) return `${head}: answers, and too few for statistics`
  return n < MIN_FOR_VERDICT ? `${head}: enough to look, too few to judge` : head
}

export default async function QuizAnalysisPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const view = await page(analyseQuiz, { assignment }, `/classes/${id}/desk/analysis/${assignment}`)
  if (view.class.id !== id) notFound()
  const at = addresses(id, await namesHidden(search))
  const { items } = view
  /** A quiz of written answers alone has nobody’s score. */
  const n = items.length > 0 ? view.n : 0
  const hasFigures = n >= MIN_FOR_FIGURES
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/analysis">
      <header className="deskhead">
        <div>
          <p className="label">
            Quiz: {view.assignment.title}, version {view.assignment.revision}
          </p>
          <h1 className="d2">{finding(view)}</h1>
          {items.length > 0 && (
            <p className="lead">
              Counted is each student’s first try, once it is handed in: {n} of {view.of} so far
              {view.uncounted > 0
                ? ` (${view.uncounted} more were given another version of the quiz and are not counted with these)`
                : ''}
              . Items left open count as not right. Later tries have seen the reasons and are left out; other versions
              of the quiz are never pooled with this one.
            </p>
          )}
        </div>
        <div className="acts">
          <Link className="btn" href={at(`/answers/${assignment}`)} prefetch={false}>
            Answers by student
          </Link>
          {view.carried && (
            <Link className="btn" href={at(`/answers/${assignment}/cables`)} prefetch={false}>
              Cable by cable
            </Link>
          )}
          {view.mayManage && n > 0 && (
            <a className="btn" href={`/api/assignments/${assignment}/matrix.csv`}>
              The numbers as CSV
            </a>
          )}
        </div>
      </header>
      {hasFigures && (
        <section className="block" aria-label="The drawing">
          <ItemPlot items={items} n={n} />
        </section>
      )}
      {n > 0 && (
        <section className="block" aria-labelledby="all">
          <h2 className="title" id="all">
            All items
          </h2>
          <div className="tablebox">
            <table className="tbl stats">
              <caption>
                Of {plural(n, 'first try', 'first tries')}. Intervals are 95 %:{' '}
                {view.by === 'bootstrap'
                  ? 'Wilson’s, and 2,000 resamples of whole students'
                  : 'Wilson’s, and the jackknife'}
                .
                {n < MIN_FOR_VERDICT &&
                  ` Below ${MIN_FOR_VERDICT} students there is no word of judgment, because one or two students would change it.`}
              </caption>
              <thead>
                <tr>
                  <th scope="col">Item</th>
                  <th scope="col" className="fig">
                    Got it, of {n}
                  </th>
                  <th scope="col" className="fig">
                    Interval
                  </th>
                  {hasFigures && (
                    <>
                      <th scope="col" className="fig">
                        Item–rest
                      </th>
                      <th scope="col" className="fig">
                        Interval
                      </th>
                    </>
                  )}
                  {n >= MIN_FOR_VERDICT && <th scope="col">What can be said</th>}
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <tr key={item.id}>
                    <th scope="row">
                      <a href={`#${item.id}`}>
                        {item.number}. {item.stem}
                      </a>
                    </th>
                    <td className="fig">{item.right}</td>
                    <td className="fig">
                      {item.share && `${percent(item.share.low)} to ${percent(item.share.high)} %`}
                    </td>
                    {hasFigures && (
                      <>
                        <td className="fig">{item.itemRest ? decimals(item.itemRest.value) : 'none'}</td>
                        <td className="fig">
                          {item.itemRest?.interval
                            ? `${decimals(item.itemRest.interval.low)} to ${decimals(item.itemRest.interval.high)}`
                            : item.itemRest
                              ? 'too few differ'
                              : 'none'}
                        </td>
                      </>
                    )}
                    {n >= MIN_FOR_VERDICT && (
                      <td>{item.verdict ? verdictWords[item.verdict] : 'Everybody or nobody got it'}</td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {hasFigures && <WholeQuiz view={view} />}
        </section>
      )}
      {n >= MIN_FOR_VERDICT && <ToRewrite items={items} n={n} />}
      <Sure items={items} />
      {n > 0 && view.readings.length > 0 && <Readings view={view} />}
      {view.written.map((one) => (
        <WrittenRows key={one.id} written={one} />
      ))}
      {view.carried && <CarriedRows carried={view.carried} />}
      {n > 0 && (
        <section className="block" aria-labelledby="each">
          <h2 className="title" id="each">
            Item by item
          </h2>
          <div className="results">
            {items.map((item) => (
              <OneItem key={item.id} item={item} n={n} rest={items.length - 1} hasFigures={hasFigures} />
            ))}
          </div>
        </section>
      )}
    </Frame>
  )
}

/** What asks to be written anew, and why; said only of a class large enough. */
function ToRewrite({ items, n }: { items: readonly Item[]; n: number }) {
  const told = items.filter(({ advice }) => advice.length > 0)
  return (
    <section className="block" aria-labelledby="rewrite">
      <h2 className="title" id="rewrite">
        {told.length === 0
          ? 'No item asks to be rewritten'
          : `${capital(countWord(told.length))} ${told.length === 1 ? 'item asks' : 'items ask'} to be looked at again`}
      </h2>
      <p className="small mut">
        From {n} first tries, by rules that are the same for every item. The numbers stand with each reason; whether it
        holds is for you to say.
      </p>
      {told.length > 0 && (
        <ul className="rewrite">
          {told.map((item) => (
            <li key={item.id}>
              <p>
                <a href={`#${item.id}`}>
                  {item.number}. {item.stem}
                </a>
              </p>
              {item.advice.map((advice) => (
                <p key={`${advice.code}-${'option' in advice ? advice.option : ''}`} className="small">
                  {capital(reason(advice))}.
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Where it was asked: what some were sure of and had wrong, since that is corrected best once it is talked over. */
function Sure({ items }: { items: readonly Item[] }) {
  const told = items.flatMap((item) => (item.confident ? [{ ...item, confident: item.confident }] : []))
  if (told.length === 0) return null
  const some = told.filter(({ confident }) => confident.wrong > 0).length
  return (
    <section className="block" aria-labelledby="sure">
      <h2 className="title" id="sure">
        {some === 0
          ? 'Nobody was sure and wrong'
          : `In ${countWord(some)} of ${plural(told.length, 'item')} somebody was sure and wrong`}
      </h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen scrolls in its own frame */}
      <div className="tablebox" role="region" aria-label="Sure and wrong, as a table" tabIndex={0}>
        <table className="tbl stats">
          <caption>
            How many said that they were sure and had it wrong, of those who said how sure they were; with Wilson’s 95 %
            interval.
            {told.length < items.length && ` An item of which fewer than ${MIN_FOR_FIGURES} said it is left out.`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" className="fig">
                Sure and wrong
              </th>
              <th scope="col" className="fig">
                Interval
              </th>
              <th scope="col" className="fig">
                Sure, right or wrong
              </th>
            </tr>
          </thead>
          <tbody>
            {told.map(({ id, number, stem, confident }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`#${id}`}>
                    {number}. {stem}
                  </a>
                </th>
                <td className="fig">
                  {confident.wrong} of {confident.n}
                </td>
                <td className="fig">
                  {percent(confident.share.low)} to {percent(confident.share.high)} %
                </td>
                <td className="fig">{confident.sure}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** The named readings, counted over all items that can show them. */
function Readings({ view }: { view: AnalysisView }) {
  return (
    <section className="block" aria-labelledby="readings">
      <h2 className="title" id="readings">
        Readings across the items
      </h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen scrolls in its own frame */}
      <div className="tablebox" role="region" aria-label="Readings, as a table" tabIndex={0}>
        <table className="tbl stats">
          <caption>
            How many students showed a reading at least once, of those who answered an item that can show it; with
            Wilson’s 95 % interval.
          </caption>
          <thead>
            <tr>
              <th scope="col">This reading …</th>
              <th scope="col" className="fig">
                Students
              </th>
              <th scope="col" className="fig">
                Interval
              </th>
              <th scope="col">In items</th>
            </tr>
          </thead>
          <tbody>
            {view.readings.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.reading}</th>
                <td className="fig">
                  {one.students} of {one.of}
                </td>
                <td className="fig">
                  {percent(one.share.low)} to {percent(one.share.high)} %
                </td>
                <td>{one.items.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function WholeQuiz({ view }: { view: AnalysisView }) {
  const { kr20, scores, items, n } = view
  return (
    <div className="whole-quiz">
      <p className="body">
        The whole quiz:{' '}
        {kr20 ? (
          <>
            KR-20 <b className="num">{decimals(kr20.value)}</b>
            {kr20.interval && (
              <>
                , interval {decimals(kr20.interval.low)} to {decimals(kr20.interval.high)}
              </>
            )}
            , {items.length} items, {n} students. For items scored 0 or 1 this is Cronbach’s alpha.
          </>
        ) : (
          'every student has the same score, so there is no reliability to compute.'
        )}{' '}
        A quiz meant to be mastered shows high counts and low correlations; that is no fault.
      </p>
      {kr20 && (
        <details>
          <summary>Show the sum</summary>
          <p className="sum num">
            k / (k – 1) · (1 – sum(pq) / variance) = {items.length} / {items.length - 1} · (1 – {scores.pq.toFixed(4)} /{' '}
            {scores.variance.toFixed(4)}) = {kr20.value.toFixed(4).replace('-', '–')}
          </p>
          <p className="small mut">
            p is the share that got an item, q the rest, pq summed over the items; the variance is that of the scores
            over {n}, their mean {scores.mean.toFixed(2)}. Kuder and Richardson, 1937.
          </p>
        </details>
      )}
    </div>
  )
}

function OneItem({ item, n, rest, hasFigures }: { item: Item; n: number; rest: number; hasFigures: boolean }) {
  const { sums } = item
  const speakerOf = (id: string) => edition().transcript.units.get(id)?.speaker ?? null
  return (
    <article className="result" id={item.id} aria-labelledby={`${item.id}-stem`}>
      <header>
        <p className="label">
          Item {item.number}, revision {item.revision}
        </p>
        <h3 className="ask" id={`${item.id}-stem`}>
          {item.stem}
        </h3>
        <p className="small">
          <b className="num">
            {item.right} of {n}
          </b>{' '}
          got it{item.unanswered > 0 && `; ${item.unanswered} left it open`}{' '}
          <Cite at={item.passage.from} to={item.passage.to} speaker={speakerOf(item.passage.from)} />
        </p>
        {item.elsewhere.map((one) => (
          <p key={one.assignment} className="small mut">
            In “{one.title}”, revision {one.revision}
            {one.revision === item.revision ? ', the same' : ', another version'}:{' '}
            <b className="num">
              {one.right} of {one.n}
            </b>
            . Counted apart.
          </p>
        ))}
      </header>
      <div className="tablebox">
        <table className="tbl options">
          <caption className="vh">Item {item.number}: who chose what</caption>
          <thead>
            <tr>
              <th scope="col">{item.kind === 'select' ? 'Sentence' : 'Option'}, and the reading behind it</th>
              <th scope="col" className="fig">
                Chosen by
              </th>
              <th scope="col" className="fig">
                Of the wrong answers
              </th>
              {hasFigures && (
                <th scope="col" className="fig">
                  Their mean on the other {rest}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {item.choices.map((choice) => (
              <tr key={choice.id} className={choice.correct ? 'key' : undefined}>
                <th scope="row">
                  <span className="opt-line">
                    {choice.text === null ? (
                      <>
                        <Cite at={choice.id} speaker={speakerOf(choice.id)} />{' '}
                        <span className="said">{edition().transcript.units.get(choice.id)?.text}</span>
                      </>
                    ) : (
                      <>
                        <span className="k">{choice.id.toUpperCase()}</span> <span className="said">{choice.text}</span>
                      </>
                    )}
                  </span>
                  {choice.correct ? (
                    <span className="misname isright">The passage says this</span>
                  ) : (
                    choice.misreading && <span className="misname">This reading {choice.misreading}</span>
                  )}
                </th>
                <td className="fig">{choice.count}</td>
                <td className="fig">
                  {choice.correct ? '' : item.wrong > 0 ? `${choice.count} of ${item.wrong}` : 'none wrong'}
                </td>
                {hasFigures && <td className="fig">{choice.restMean === null ? '' : choice.restMean.toFixed(1)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {item.itemRest && sums && (
        <details>
          <summary>Show the sum</summary>
          <p className="sum num">
            (n · sum(xy) – sum(x) · sum(y)) / root((n · sum(x²) – sum(x)²) · (n · sum(y²) – sum(y)²)) = ({n} · {sums.xy}{' '}
            – {sums.x} · {sums.y}) / root(({n} · {sums.x} – {sums.x}²) · ({n} · {sums.y2} – {sums.y}²)) ={' '}
            {item.itemRest.value.toFixed(4).replace('-', '–')}
          </p>
          <p className="small mut">
            x is 1 for who got the item and 0 for the rest, y the score on the other {rest} items.
          </p>
        </details>
      )}
    </article>
  )
}
