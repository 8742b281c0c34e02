'use client'
/**
 * What the class’s first tries say about the items of a quiz. A component of the browser’s, so that the figures are sent
 * once and not with every cell that shows them.
 */
import type { ReactNode } from 'react'
import { MIN_FOR_FIGURES, MIN_FOR_VERDICT, type ItemVerdict } from '#lib/domain/statistics.ts'
import type { AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { capital, countWord, inWords, plural } from '../../../../../_ui/say.ts'
import { decimals, ItemPlot } from '../../_desk/item-plot.tsx'
import { OneItem, type Sentences } from './one-item.tsx'
import { percent, reason } from './reasons.ts'

type Item = AnalysisView['items'][number]

const verdictWords: Record<ItemVerdict, string> = {
  'goes-with-the-rest': 'Goes with the rest in this class',
  'nothing-firm': 'The interval takes in zero: nothing firm',
  'pulls-against': 'Pulls against the rest: read its key and its words again',
}

export function Figures({
  view,
  sentences,
  children,
}: {
  view: AnalysisView
  sentences: Sentences
  /** What stands before the items one by one. */
  children: ReactNode
}) {
  const { items } = view
  /** A quiz of written answers alone has nobody’s score. */
  const n = items.length > 0 ? view.n : 0
  const hasFigures = n >= MIN_FOR_FIGURES
  return (
    <>
      {hasFigures && (
        <section className="block" aria-label="The drawing">
          <ItemPlot items={items} n={n} />
        </section>
      )}
      {n > 0 && <AllItems view={view} n={n} hasFigures={hasFigures} />}
      {n >= MIN_FOR_VERDICT && <ToRewrite items={items} n={n} />}
      <Sure items={items} />
      {n > 0 && view.readings.length > 0 && <Readings view={view} />}
      {children}
      {n > 0 && (
        <section className="block" aria-labelledby="each">
          <h2 className="title" id="each">
            Item by item
          </h2>
          <div className="results">
            {items.map((item) => (
              <OneItem
                key={item.id}
                item={item}
                n={n}
                rest={items.length - 1}
                hasFigures={hasFigures}
                sentences={sentences}
              />
            ))}
          </div>
        </section>
      )}
    </>
  )
}

/** One row an item, and what holds of the whole quiz. */
function AllItems({ view, n, hasFigures }: { view: AnalysisView; n: number; hasFigures: boolean }) {
  const { items } = view
  return (
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
                  <a href={`#${item.id}`}>{`${item.number}. ${item.stem}`}</a>
                </th>
                <td className="fig">{item.right}</td>
                <td className="fig">{item.share && `${percent(item.share.low)} to ${percent(item.share.high)} %`}</td>
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
          : `${countWord(told.length)} ${told.length === 1 ? 'item asks' : 'items ask'} to be looked at again`}
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
                <a href={`#${item.id}`}>{`${item.number}. ${item.stem}`}</a>
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
          : `In ${inWords(some)} of ${plural(told.length, 'item')} somebody was sure and wrong`}
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
                <td className="fig">{`${confident.wrong} of ${confident.n}`}</td>
                <td className="fig">{`${percent(confident.share.low)} to ${percent(confident.share.high)} %`}</td>
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
                <td className="fig">{`${one.students} of ${one.of}`}</td>
                <td className="fig">{`${percent(one.share.low)} to ${percent(one.share.high)} %`}</td>
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
