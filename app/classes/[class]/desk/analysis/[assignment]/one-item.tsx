import type { SpeakerId } from '#lib/content/types.ts'
import type { AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { Cite } from '../../../../../_ui/cite.tsx'

/** Who says the sentences that items rest on, and the words of those that can be chosen. */
export type Sentences = Readonly<Record<string, { speaker: SpeakerId | null; text?: string }>>

export function OneItem({
  item,
  n,
  rest,
  hasFigures,
  sentences,
}: {
  item: AnalysisView['items'][number]
  n: number
  rest: number
  hasFigures: boolean
  sentences: Sentences
}) {
  const { sums } = item
  const speakerOf = (id: string) => sentences[id]?.speaker ?? null
  return (
    <article className="result" id={item.id} aria-labelledby={`${item.id}-stem`}>
      <header>
        <p className="label">{`Item ${item.number}, revision ${item.revision}`}</p>
        <h3 className="ask" id={`${item.id}-stem`}>
          {item.stem}
        </h3>
        <p className="small">
          <b className="num">{`${item.right} of ${n}`}</b> got it
          {item.unanswered > 0 && `; ${item.unanswered} left it open`}{' '}
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
          <caption className="vh">{`Item ${item.number}: who chose what`}</caption>
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
                        <span className="said">{sentences[choice.id]?.text}</span>
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
                    choice.misreading && <span className="misname">{`This reading ${choice.misreading}`}</span>
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
