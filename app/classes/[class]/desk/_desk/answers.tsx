/** Answers in full: items with who chose what, posts with every version, places in a reading, what came after closing. */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { PROMPTS } from '#lib/domain/prediction.ts'
import type { AnswersView, StudentView } from '#lib/features/review-class/review-class.ts'
import { Cite } from '../../../../_ui/cite.tsx'
import { Button } from '../../../../_ui/parts.tsx'
import { citeLabel } from '../../../../_ui/citation.ts'
import type { addresses } from './addresses.ts'
import { Between, countOf, Share, StateMark, type Counts } from './marks.tsx'
import { inOrder, Name } from './names.tsx'
import { PlaceStrip } from './place-strip.tsx'
import { WhoChose, type Named, type Row } from './who-chose.tsx'
import { capital, plural, sayTime, STATES, type Kind, type State } from './words.ts'

export type At = ReturnType<typeof addresses>
type ItemAnswers = AnswersView['items'][number]
type Post = AnswersView['posts'][number]
type Late = AnswersView['late'][number]
export type Person = { name: string; number: number; href?: string }
export type People = ReadonlyMap<string, Person>

const sentence = (id: string) => edition().transcript.units.get(id)
const speakerOf = (id: string) => sentence(id)?.speaker ?? null

/** The words of a sentence that somebody chose, after its chip. */
function Chosen({ id }: { id: string }) {
  return (
    <>
      <Cite at={id} speaker={speakerOf(id)} />{' '}
      <span className="said">{sentence(id)?.text ?? 'This sentence is no longer in the edition.'}</span>
    </>
  )
}

const kindNote: Record<ItemAnswers['kind'], string> = {
  single: '',
  several: ', several may be right',
  select: ', choose a sentence',
  place: ', choose a place',
  order: ', put in order',
  match: ', match',
  'who-said': ', who said it about whom',
  written: ', written',
}
const rightWord = 'The passage says this'

/** One item: each option with its count, what is right, the reading behind the rest, and who chose what. */
export function ItemResult({
  item,
  people,
  placeOf,
  isPart,
}: {
  item: ItemAnswers
  /** The students of this page in the order of its rows, and where each of them stands. */
  people: readonly Named[]
  placeOf: ReadonlyMap<string, number>
  /** Whether who chose what is of some of the class only, while the counts are of all. */
  isPart: boolean
}) {
  const options =
    item.kind === 'select'
      ? item.options.toSorted((a, b) => Number(b.correct) - Number(a.correct) || b.count - a.count)
      : item.options
  return (
    <article className="result" id={item.id} aria-labelledby={`${item.id}-stem`}>
      <header>
        <p className="label">
          Item {item.number}
          {kindNote[item.kind]}
        </p>
        <h3 className="ask" id={`${item.id}-stem`}>
          {item.stem}
        </h3>
        <p className="share">
          {item.right === null ? (
            <span>
              <b className="num">{item.answered}</b> written, for people to read
            </span>
          ) : (
            <>
              <Share count={item.right} of={item.answered} kind="key" />{' '}
              <span>
                <b className="num">
                  {item.right} of {item.answered}
                </b>{' '}
                right{item.answered > 0 && ', '}
                {item.answered > 0 && <Between count={item.right} of={item.answered} />}
              </span>
            </>
          )}{' '}
          <Cite at={item.passage.from} to={item.passage.to} speaker={speakerOf(item.passage.from)} />
        </p>
      </header>
      {item.answered === 0 && <p className="small mut">Nobody has answered this item in a quiz that is handed in.</p>}
      {options.length > 0 && (
        <div className="tablebox">
          <table className="tbl options">
            <caption className="vh">
              Item {item.number}: how often each {item.kind === 'select' ? 'sentence' : 'option'} was chosen
            </caption>
            <thead className="vh">
              <tr>
                <th scope="col">{item.kind === 'select' ? 'Sentence' : 'Option'}, and the reading behind it</th>
                <th scope="col">Chosen by</th>
              </tr>
            </thead>
            <tbody>
              {options.map((option) => (
                <tr key={option.id} className={option.correct ? 'key' : undefined}>
                  <th scope="row">
                    <span className="opt-line">
                      {option.text === null ? (
                        <Chosen id={option.id} />
                      ) : (
                        <>
                          <span className="k">{option.id.toUpperCase()}</span>{' '}
                          <span className="said">{option.text}</span>
                        </>
                      )}
                    </span>
                    {option.correct ? (
                      <span className="misname isright">{rightWord}</span>
                    ) : (
                      option.misreading && <span className="misname">This reading {option.misreading}</span>
                    )}
                  </th>
                  <td>
                    <span className="chose">
                      <Share count={option.count} of={item.answered} kind={option.correct ? 'key' : ''} />{' '}
                      <b className="num">
                        {option.count} of {item.answered}
                      </b>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {item.answers.length > 0 && (
        <WhoChose number={item.number} {...rowsOf(item, placeOf)} people={people} isPart={isPart} />
      )}
    </article>
  )
}

/** The rows of one item’s table, by the places of the students on the page, and who says the sentences in it. */
function rowsOf(item: ItemAnswers, placeOf: ReadonlyMap<string, number>) {
  const rows = item.answers.map(({ student, chosen, correct, confidence }): Row => [
    placeOf.get(student)!,
    chosen,
    correct,
    confidence,
  ])
  const said = item.kind === 'select' ? [...new Set(item.answers.flatMap(({ chosen }) => chosen))] : []
  return {
    rows: rows.toSorted(([a], [b]) => a - b),
    speakers: Object.fromEntries(said.map((id) => [id, speakerOf(id)])),
    kind:
      item.kind === 'select'
        ? ('sentences' as const)
        : item.kind === 'written'
          ? ('written' as const)
          : ('letters' as const),
  }
}

const personOf = (people: People, id: string, name: string): Person => people.get(id) ?? { name, number: 0 }

const paragraphs = (text: string): string[] => text.split(/\n\s*\n/).filter((part) => part.trim() !== '')

/** What one student posted: the newest version first, then every earlier one, all in full. */
export function PostInFull({
  post,
  person,
  zone,
  heading = true,
}: {
  post: Post
  person: Person
  zone: string
  heading?: boolean
}) {
  const newestFirst = post.versions.toReversed()
  return (
    <article className="answer" id={`post-${post.post}`}>
      {newestFirst.map((version, i) => (
        <div key={version.version} className={i === 0 ? 'version' : 'version earlier'}>
          <header>
            {i === 0 && heading && (
              <h3>
                <Name {...person} />
              </h3>
            )}
            <p className="small mut">
              {i > 0
                ? version.version === 1
                  ? 'First version'
                  : `Version ${version.version}`
                : post.versions.length > 1
                  ? `Revised, version ${version.version}`
                  : 'Posted'}
              , {sayTime(version.createdAt, zone)}
            </p>
          </header>
          {version.text === null ? (
            <p className="body mut">Erased at the student’s wish.</p>
          ) : (
            <div className="body prose">
              {paragraphs(version.text).map((text, n) => (
                <p key={n}>{text}</p>
              ))}
            </div>
          )}
          {version.citations.length > 0 && (
            <ul className="citelist" aria-label="Sentences cited">
              {version.citations.map((one, n) => (
                <li key={n}>
                  <Cite at={one.at} speaker={speakerOf(one.at)} />{' '}
                  <q className="said">{one.quote ?? sentence(one.at)?.text}</q>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </article>
  )
}

type Predicted = NonNullable<AnswersView['predictions']>

/** What one student predicted before the text opened: prompt by prompt, as posted. */
export function PredictionsInFull({
  prompts,
  one,
  person,
  zone,
}: {
  prompts: Predicted['prompts']
  one: Predicted['posted'][number]
  /** Left out where the whole page is this student’s. */
  person: Person | null
  zone: string
}) {
  return (
    <article className="answer">
      <header>
        {person && (
          <h3>
            <Name {...person} />
          </h3>
        )}
        <p className="small mut">Predicted {sayTime(one.postedAt, zone)}, before the text was open</p>
      </header>
      {one.body === null ? (
        <p className="body mut">Erased at the student’s wish.</p>
      ) : (
        <dl className="predicted">
          {prompts.map(({ id, prompt }) => (
            <div key={id}>
              <dt>{prompt}</dt>
              <dd>{one.body![id]}</dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  )
}

type Standing = AnswersView['students'][number]

const HEADING: Record<State, string> = {
  done: 'Done',
  'under-way': 'Under way',
  quiet: 'Quiet for five days',
  'not-begun': 'Not begun',
}

/** Who is where in a reading, by state: the last place saved, drawn on the talk. */
export function Places({
  students,
  counts,
  kind,
  zone,
  at,
  hidden,
  range,
}: {
  /** Those on this page; `counts` is of everybody. */
  students: readonly Standing[]
  counts: Counts
  kind: Kind
  zone: string
  at: At
  hidden: boolean
  range: { from: string | null; to: string | null }
}) {
  const isReading = kind === 'reading'
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="gridbox" role="region" aria-label="Table of students and places" tabIndex={0}>
      <table className="grid whoiswhere">
        <caption>The last place saved. Nobody’s time is measured.</caption>
        <thead>
          <tr>
            <th scope="col">Student</th>
            {isReading && <th scope="col">On the talk, to scale</th>}
            <th scope="col">Read to</th>
            <th scope="col">Last saved</th>
          </tr>
        </thead>
        {STATES.filter((state) => students.some((student) => student.state === state)).map((state) => {
          const rows = inOrder(
            students.filter((student) => student.state === state),
            hidden,
          )
          return (
            <tbody key={state} id={state}>
              <tr className="group">
                <th scope="rowgroup" colSpan={isReading ? 4 : 3}>
                  <StateMark state={state} /> {HEADING[state]} <span>{countOf(counts, state)}</span>
                </th>
              </tr>
              {rows.map((student) => (
                <tr key={student.id}>
                  <th scope="row">
                    <Name name={student.name} number={student.number} href={at(`/answers/students/${student.id}`)} />
                  </th>
                  {isReading && (
                    <td>
                      <PlaceStrip
                        at={student.state === 'done' ? 'end' : student.place}
                        from={range.from}
                        to={range.to}
                      />
                    </td>
                  )}
                  <td>{placeWords(student, isReading)}</td>
                  <td>
                    {student.lastSavedAt ? sayTime(student.lastSavedAt, zone) : ''}
                    {student.afterDue ? ', after due' : ''}
                  </td>
                </tr>
              ))}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}

function placeWords(student: Standing, isReading: boolean) {
  if (student.state === 'done') return 'the end'
  if (!student.place) return student.predictedAt ? 'predicted' : 'not yet'
  return isReading ? (
    <Cite at={student.place} speaker={speakerOf(student.place)} />
  ) : (
    `paragraph ${student.place.slice(1)}`
  )
}

/** Saves that came after closing. They count for nothing until an instructor says so; of a quiz each can be counted. */
export function LateSaves({
  late,
  people,
  zone,
  items,
  id = 'late',
  of = late.length,
  back = null,
  children,
}: {
  id?: string
  /** Where the page is, for whoever may count an answer: the class, the work, and the student whose page it is. */
  back?: { class: string; work: string; whose?: string } | null
  late: readonly Late[]
  /** How many there are in all; `children` leads to those that are not here. */
  of?: number
  children?: ReactNode
  people: People
  zone: string
  items: readonly Pick<ItemAnswers, 'id' | 'number' | 'kind'>[]
}) {
  if (late.length === 0) return null
  const itemOf = (id: string | null) => items.find((item) => item.id === id)
  return (
    <section className="block" aria-labelledby={id}>
      <h2 className="title" id={id}>
        After closing
      </h2>
      <p className="small mut">
        {capital(plural(of, 'save'))} came after this had closed. They were kept as they came{' '}
        {late.some(({ counts }) => counts !== 'no')
          ? 'and count only where an instructor says so.'
          : 'and are not counted.'}
      </p>
      <ul className="latelist">
        {late.map((one, i) => (
          <li key={i}>
            <p>
              <b>
                <Name {...personOf(people, one.student, one.name)} />
              </b>
              , {sayTime(one.receivedAt, zone)}
              {one.item ? `, item ${itemOf(one.item)?.number ?? one.item}` : ''}
            </p>
            {one.body?.answer &&
              (itemOf(one.item)?.kind === 'written' ? (
                <p className="pre">{one.body.answer.join('')}</p>
              ) : (
                <p>{one.body.answer.map((id) => (/^[sh]\d/.test(id) ? citeLabel(id) : id.toUpperCase())).join(', ')}</p>
              ))}
            {one.body?.post && (
              <div className="body prose">
                {paragraphs(one.body.post.text).map((text, n) => (
                  <p key={n}>{text}</p>
                ))}
              </div>
            )}
            {one.body?.post && one.body.post.citations.length > 0 && (
              <p className="cites">
                {one.body.post.citations.map((cite, n) => (
                  <Cite key={n} at={cite.at} speaker={speakerOf(cite.at)} />
                ))}
              </p>
            )}
            {one.body?.predictions && (
              <dl className="predicted">
                {PROMPTS.map(({ id, prompt }) => (
                  <div key={id}>
                    <dt>{prompt}</dt>
                    <dd>{one.body!.predictions![id]}</dd>
                  </div>
                ))}
              </dl>
            )}
            {one.body?.exercise && (
              <dl className="predicted">
                {Object.entries(one.body.exercise).map(([box, text]) => (
                  <div key={box}>
                    <dt>{box}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            )}
            {!one.body && <p className="mut">Erased at the student’s wish.</p>}
            {one.counts === 'counted' && (
              <p className="small mut">Counted: it stands for their answer, and the first score is kept beside it.</p>
            )}
            {back && one.counts === 'can-be' && (
              <form method="post" action={`/api/late-saves/${one.id}/count`}>
                <input type="hidden" name="in" value={back.class} />
                <input type="hidden" name="work" value={back.work} />
                {back.whose && <input type="hidden" name="whose" value={back.whose} />}
                <Button kind="quiet">
                  Count this answer
                  <span className="vh"> to item {itemOf(one.item)?.number ?? one.item}</span>
                </Button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

/** One student's quiz: every item with what they chose, and what the passage says. */
export function OwnItems({ items }: { items: StudentView['work'][number]['items'] }) {
  const answered = items.filter((item) => item.answers.length > 0)
  if (answered.length === 0) return null
  return (
    <ol className="ownitems">
      {items.map((item) => {
        const answer = item.answers[0]
        const right = item.options.filter((option) => option.correct)
        const words = (id: string) =>
          item.kind === 'select' ? (
            <Chosen id={id} />
          ) : item.kind === 'written' ? (
            <span className="said pre">{id}</span>
          ) : (
            <>
              <span className="k">{id.toUpperCase()}</span>{' '}
              <span className="said">{item.options.find((option) => option.id === id)?.text}</span>
            </>
          )
        return (
          <li key={item.id}>
            <p className="stem">
              {item.number}. {item.stem}
            </p>
            {answer ? (
              <>
                <p className={answer.correct ? 'ownline isright' : 'ownline'}>
                  <span className="tag">{answer.correct ? 'Right' : answer.correct === null ? 'Wrote' : 'Chose'}</span>{' '}
                  <span>
                    {answer.chosen.map((id) => (
                      <span key={id} className="one">
                        {words(id)}
                      </span>
                    ))}
                  </span>
                </p>
                {answer.misreadings.map((reading) => (
                  <p key={reading} className="ownline">
                    <span />
                    <span className="small mut">This reading {reading}.</span>
                  </p>
                ))}
                {answer.correct === false && (
                  <p className="ownline isright">
                    <span className="tag">The passage</span>{' '}
                    <span>
                      {right.map((option) => (
                        <span key={option.id} className="one">
                          {words(option.id)}
                        </span>
                      ))}
                    </span>
                  </p>
                )}
              </>
            ) : (
              <p className="small mut">Not answered.</p>
            )}
          </li>
        )
      })}
    </ol>
  )
}
