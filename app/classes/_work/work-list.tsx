/**
 * Components: `WorkList` (a student's whole list with its headline; plain props, also for "see as a student"),
 * `sentenceBars` (what its drawing of the talk needs). `preview` leaves out the links that only a student may follow.
 */
import Link from 'next/link'
import type { MyWork, WorkRow } from '#lib/features/see-my-work/see-my-work.ts'
import { edition } from '#lib/content/edition.ts'
import { sayInstant, sayZone } from '#lib/domain/zone.ts'
import { citeName } from '../../_ui/citation.ts'
import { sentencesOf } from '../../_ui/figures.ts'
import { Empty, LinkButton } from '../../_ui/parts.tsx'
import { capital, countsWord, countWord, inWords, plural } from '../../_ui/say.ts'
import { TalkStrip, type TalkSentence } from '../../_ui/talk.tsx'

export const sentenceBars = (): TalkSentence[] =>
  sentencesOf(edition().transcript).map(({ n, words, speaker }) => ({ n, words, speaker }))

const WEEK_MS = 7 * 86_400_000
const PATH = {
  reading: 'reading',
  essay: 'reading',
  quiz: 'quizzes',
  question: 'questions',
  exercise: 'exercises',
} as const
const KIND = { reading: 'Reading', essay: 'Essay', quiz: 'Quiz', question: 'Question', exercise: 'Exercise' } as const

type Group = 'week' | 'later' | 'done' | 'closed'

function groupOf(row: WorkRow, now: number): Group {
  if (row.state === 'done') return 'done'
  if (row.availability === 'closed') return 'closed'
  if (row.availability === 'not-open-yet') return 'later'
  return row.dueAt && Date.parse(row.dueAt) - now <= WEEK_MS ? 'week' : 'later'
}

/** Minutes still ahead: of a text, the part not yet read; of everything else, all of it. */
const minutesLeft = (row: WorkRow): number | null =>
  row.minutes !== null && row.progress && (row.kind === 'reading' || row.kind === 'essay') && row.progress.of > 0
    ? Math.max(1, Math.round(row.minutes * (1 - row.progress.done / row.progress.of)))
    : row.minutes

function headline(rows: readonly WorkRow[], now: number): string {
  if (rows.length === 0) return 'Nothing is assigned yet.'
  const week = rows.filter((row) => groupOf(row, now) === 'week')
  const later = rows.filter((row) => groupOf(row, now) === 'later')
  if (week.length > 0) {
    const minutes = week.reduce((sum, row) => sum + (minutesLeft(row) ?? 0), 0)
    return `${countWord(week.length)} ${week.length === 1 ? 'thing' : 'things'} left this week, about ${plural(minutes, 'minute')}.`
  }
  const open = later.filter((row) => row.availability !== 'not-open-yet')
  if (open.length > 0)
    return `Nothing due this week. ${countWord(open.length)} ${open.length === 1 ? 'thing' : 'things'} later.`
  if (later.length > 0) return 'Nothing to do now. More opens later.'
  return 'All done.'
}

const dayOf = (iso: string, zone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, month: 'short', day: 'numeric' }).format(new Date(iso))

function stands(row: WorkRow, zone: string): string {
  const late = row.afterDue ? ', after the due date' : ''
  if (row.state === 'done') {
    const when = row.doneAt ? ` ${dayOf(row.doneAt, zone)}` : ''
    if (row.grade)
      return `${row.kind === 'quiz' && row.score ? `${row.score.earned} of ${row.score.total} right; words ` : 'Graded: '}${row.grade.points} of ${row.grade.of}${late}`
    if (row.kind === 'question') return `Posted${when}${late}`
    if (row.kind === 'quiz')
      return row.score ? `${row.score.earned} of ${row.score.total} right${late}` : `Handed in${when}${late}`
    if (row.kind === 'exercise') return `Handed in${when}${late}`
    return `Read${when}${late}`
  }
  if (row.availability === 'not-open-yet') return row.opensAt ? `Opens ${dayOf(row.opensAt, zone)}` : 'Not open yet'
  if (row.availability === 'closed') return row.state === 'not-begun' ? 'Closed, not begun' : 'Closed'
  if (row.kind === 'question') return row.draft ? 'Draft saved, not posted' : 'Not begun'
  if (row.state === 'not-begun' || !row.progress) return 'Not begun'
  if (row.predicted && row.place === null) return 'Predicted; the text is open'
  if (row.kind === 'quiz' || row.kind === 'exercise') return `${row.progress.done} of ${row.progress.of} answered`
  return row.kind === 'essay'
    ? `Paragraph ${row.progress.done} of ${row.progress.of}`
    : `${row.progress.done} of ${plural(row.progress.of, 'sentence')}`
}

function line(row: WorkRow): string | null {
  if (row.availability === 'not-open-yet') return null
  const points = capital(countsWord(row.points))
  if (row.kind === 'quiz')
    return `${points}.${row.attemptsLeft === null ? ' Try as often as you like.' : row.state === 'done' && row.attemptsLeft > 0 ? ` ${plural(row.attemptsLeft, 'try', 'tries')} left.` : ''}`
  if (row.kind === 'question')
    return row.citations
      ? `${points}. At least ${inWords(row.citations)} cited ${row.citations === 1 ? 'sentence' : 'sentences'}.`
      : `${points}.`
  if (row.kind === 'exercise') return `${points}. Something opens when you hand in.`
  if (row.predicted === false && row.state !== 'done' && row.availability !== 'closed')
    return 'Begins with the header and four predictions.'
  if (row.place && row.state !== 'done')
    return `You stopped at ${row.place.startsWith('p') ? `paragraph ${row.place.slice(1)}` : citeName(row.place)}.`
  return row.points ? `${points}.` : null
}

function action(row: WorkRow): string | null {
  const begun = row.state !== 'not-begun'
  if (row.state === 'done')
    return row.kind === 'quiz'
      ? row.feedbackDue
        ? 'See it explained'
        : null
      : row.kind === 'question'
        ? row.grade
          ? 'See the grade'
          : 'Read the posts'
        : row.kind === 'exercise'
          ? 'See what opened'
          : null
  if (row.availability === 'not-open-yet' || row.availability === 'closed') return null
  if (row.kind === 'quiz') return begun ? 'Go on' : 'Open the quiz'
  if (row.kind === 'question') return begun ? 'Open draft' : 'Answer'
  if (row.kind === 'exercise') return begun ? 'Go on' : 'Begin'
  if (row.predicted === false) return 'Predict'
  return begun ? 'Go on reading' : 'Begin reading'
}

function Due({ row, zone, now }: { row: WorkRow; zone: string; now: number }) {
  if (!row.dueAt)
    return row.closesAt ? (
      <>
        Closes <When iso={row.closesAt} zone={zone} />
      </>
    ) : (
      <>No date</>
    )
  const past = Date.parse(row.dueAt) < now && row.state !== 'done'
  if (past && row.availability === 'after-due')
    return (
      <>
        Was due <When iso={row.dueAt} zone={zone} />
        <span className="stillopen">
          <span className="dot">. </span>
          {row.closesAt ? (
            <>
              Still open until <When iso={row.closesAt} zone={zone} bare />
            </>
          ) : (
            'Still open'
          )}
        </span>
      </>
    )
  return <When iso={row.dueAt} zone={zone} />
}

/** A date with its zone's name, the zone small. */
function When({ iso, zone, bare = false }: { iso: string; zone: string; bare?: boolean }) {
  const [when] = sayInstant(new Date(iso), zone).split(' (')
  return (
    <time dateTime={iso}>
      {when}
      {!bare && <span className="zone"> {sayZone(zone)}</span>}
    </time>
  )
}

function WorkRows({
  id,
  title,
  rows,
  work,
  now,
  primary,
  preview,
}: {
  id: string
  title: string
  rows: WorkRow[]
  work: MyWork
  now: number
  primary: string | null
  preview: boolean
}) {
  if (rows.length === 0) return null
  const { zone } = work.class
  const done = id === 'done'
  return (
    <section className="todo" aria-labelledby={id}>
      <div className="todohead">
        <h2 className="title" id={id}>
          {title}
        </h2>
        {!done && (
          <p aria-hidden="true">
            <span>Where it stands</span>
            <span>Time left</span>
            <span>Due</span>
            <span />
          </p>
        )}
      </div>
      <ul>
        {rows.map((row) => {
          const href = `/classes/${work.class.id}/${PATH[row.kind]}/${row.id}`
          const does = action(row)
          const minutes = minutesLeft(row)
          const about = line(row)
          return (
            <li key={row.id} className={done ? 'did' : undefined}>
              <div className="what">
                <h3>
                  {preview || row.availability === 'not-open-yet' ? (
                    row.title
                  ) : (
                    <Link href={href} prefetch={false}>
                      {row.title}
                    </Link>
                  )}
                </h3>
                <p>
                  <span className="kind">{KIND[row.kind]}</span>
                  {about && <> {about}</>}
                </p>
              </div>
              <p className="stand">
                <span className="vh">Where it stands: </span>
                {stands(row, zone)}
              </p>
              {!done && (
                <p className="min num">
                  {minutes !== null && (
                    <>
                      <span className="vh">Time left: about </span>
                      {minutes} min
                    </>
                  )}
                </p>
              )}
              {!done && (
                <p className="due">
                  <span className="vh">Due: </span>
                  <Due row={row} zone={zone} now={now} />
                </p>
              )}
              <p className="do">
                {does && !preview && (
                  <LinkButton kind={row.id === primary ? 'go' : done ? 'quiet' : 'plain'} href={href}>
                    {does}
                    <span className="vh">: {row.title}</span>
                  </LinkButton>
                )}
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

export function WorkList({ work, bars, preview = false }: { work: MyWork; bars: TalkSentence[]; preview?: boolean }) {
  const now = Date.parse(work.now)
  const byDue = [...work.assignments].sort((a, b) =>
    (a.dueAt ?? a.opensAt ?? '9').localeCompare(b.dueAt ?? b.opensAt ?? '9'),
  )
  const inGroup = (group: Group) => byDue.filter((row) => groupOf(row, now) === group)
  const [week, later, done, closed] = [inGroup('week'), inGroup('later'), inGroup('done'), inGroup('closed')]
  const primary = [...week, ...later].find((row) => action(row) !== null)?.id ?? null
  const reading = work.assignments.find((row) => row.kind === 'reading' && row.place?.startsWith('s'))
  const read = reading?.place ? Number(reading.place.slice(1)) : null
  const groups = { work, now, primary, preview }
  return (
    <>
      <header className="pagehead">
        <p className="label">{work.class.title}</p>
        <h1 className="d2">{headline(byDue, now)}</h1>
      </header>
      {byDue.length === 0 ? (
        <Empty title="What will be here">
          Readings, quizzes and questions, each with its date and about how long it takes, as soon as your instructor
          assigns the first. Until then, the{' '}
          <Link href="/transcript" prefetch={false}>
            transcript
          </Link>{' '}
          is open.
        </Empty>
      ) : (
        <div className="worktwo">
          <div>
            <WorkRows id="week" title="This week" rows={week} {...groups} />
            <WorkRows id="later" title={week.length > 0 ? 'Later' : 'Coming'} rows={later} {...groups} />
            <WorkRows id="closed" title="Closed" rows={closed} {...groups} />
            <WorkRows id="done" title="Done" rows={done} {...groups} />
          </div>
          <aside className="beside-work">
            {reading && read !== null && (
              <section aria-labelledby="place">
                <h2 className="label" id="place">
                  Your place in the transcript
                </h2>
                <TalkStrip
                  sentences={bars}
                  read={read}
                  width={620}
                  height={110}
                  label={`Read as far as sentence ${read} of ${bars.length}.`}
                />
                <p className="small mut">
                  Sentence {read} of {bars.length}. Saved when you move on; nobody times you.
                </p>
              </section>
            )}
            <section aria-labelledby="sees">
              <h2 className="label" id="sees">
                Who sees what here
              </h2>
              <p className="small mut">
                Your instructors see what is begun and done, and what you hand in or post. Drafts are yours alone.
                Classmates see your posts once their own are in, and nothing else.
              </p>
            </section>
          </aside>
        </div>
      )}
    </>
  )
}
