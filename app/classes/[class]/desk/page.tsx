import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewWaiting } from '#lib/features/grade-answers/waiting.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { viewDesk, type DeskView } from '#lib/features/review-class/desk.ts'
import type { StandingView } from '#lib/features/review-class/shown.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { page } from '#lib/web/page.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { Block, Empty, LinkButton, Notice } from '../../../_ui/parts.tsx'
import { StripLanes } from '../../../_ui/strip.tsx'
import { addresses } from './_desk/addresses.ts'
import { Frame } from './_desk/frame.tsx'
import { HideNames } from './_desk/hide-names.tsx'
import { JoinCard } from './_desk/join-card.tsx'
import { Between, Progress, Share } from './_desk/marks.tsx'
import { inOrder, namesHidden } from './_desk/names.tsx'
import { Pager, pageAsked } from './_desk/pager.tsx'
import { asked, type Search } from './_desk/refused.ts'
import { Students, type Cell } from './_desk/students.tsx'
import { WaitsForGrading } from './_desk/waiting.tsx'
import {
  capital,
  cellWords,
  countWord,
  doing,
  finding,
  kindWord,
  phaseOf,
  plural,
  sayDates,
  sayDay,
  sayTime,
  sayZone,
} from './_desk/words.ts'

export const metadata: Metadata = { title: 'Desk' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type At = ReturnType<typeof addresses>
type Column = DeskView['assignments'][number]

export default async function DeskPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk`
  const hidden = await namesHidden(search)
  const [desk, reports, waiting] = await Promise.all([
    page(
      viewDesk,
      {
        class: id,
        page: pageAsked(search),
        given: pageAsked(search, 'given'),
        order: hidden ? 'number' : 'name',
      },
      path,
    ),
    page(viewReports, { class: id }, path),
    page(viewWaiting, { class: id }, path),
  ])
  const at = addresses(id, hidden)
  const nobody = desk.of === 0
  const focus = focusOf(desk)
  return (
    <Frame klass={desk.class} mayManage={desk.mayManage} current="" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">
            {desk.class.title}, {nobody ? '' : `${plural(desk.of, 'student')}, `}
            {sayTime(desk.now, desk.class.zone)} ({sayZone(desk.class.zone)})
          </p>
          <h1 className="d2">{headline(desk, focus)}</h1>
          {focus && (
            <p className="lead">
              {sayDates(focus, focus.zone, desk.now)}.{restOf(focus)}
            </p>
          )}
        </div>
        <div className="acts">
          {desk.mayManage && (
            <LinkButton kind="go" href={at('/assign')}>
              Assign
            </LinkButton>
          )}
          {!nobody && desk.assignments.length > 0 && <LinkButton href={at('/projector')}>Class in one page</LinkButton>}
          {!nobody && <HideNames hidden={hidden} href={`/classes/${id}/desk?names=${hidden ? 'shown' : 'hidden'}`} />}
        </div>
      </header>
      {asked(search, 'done') === 'made' && nobody && (
        <Notice kind="good">
          <b>The class is made.</b> Put the code on the board; then assign something, so that there is something to do
          when students come in.
        </Notice>
      )}
      {asked(search, 'done') === 'copied' && nobody && (
        <Notice kind="good">
          <b>The new class is made.</b> Its work is assigned with the new dates; its code is below. The prompts that you
          pinned to passages can be copied under{' '}
          <Link href={at('/notes')} prefetch={false}>
            Notes
          </Link>
          .
        </Notice>
      )}
      {reports.waiting.length > 0 && (
        <Notice>
          <b>
            {capital(countWord(reports.waiting.length))} {reports.waiting.length === 1 ? 'remark was' : 'remarks were'}{' '}
            reported.
          </b>{' '}
          <Link href={at('/reports')} prefetch={false}>
            Look at {reports.waiting.length === 1 ? 'it' : 'them'}
          </Link>
        </Notice>
      )}
      {nobody && desk.code && (
        <section className="block" aria-label="How students join">
          <JoinCard code={desk.code} title={desk.class.title} big />
          <p className="below">
            <Link href={`/classes/${id}/desk/roster/slip`} prefetch={false}>
              Slips to print and hand out
            </Link>
          </p>
        </section>
      )}
      {nobody && !desk.code && (
        <Empty title="No students of yours yet">
          Students of your section appear here as soon as they have joined.
        </Empty>
      )}
      {desk.assignments.length > 0 && <Assigned desk={desk} at={at} />}
      {desk.assignments.length === 0 && (
        <Block id="assigned" title="Nothing is assigned yet" ruled>
          <p className="body mut">
            {desk.mayManage ? (
              <>
                Assign the transcript, an essay, a quiz or a question, and this page tells you who has done it.{' '}
                <Link href={at('/assign')} prefetch={false}>
                  Choose the first one
                </Link>
                .
              </>
            ) : (
              'When the instructor assigns something, this page tells you who has done it.'
            )}
          </p>
        </Block>
      )}
      <WaitsForGrading waiting={waiting} at={at} />
      {!nobody && desk.assignments.length > 0 && <Misread desk={desk} at={at} />}
      {!nobody && desk.assignments.length > 0 && (
        <Block id="strip" title="What the class has touched">
          <StripLanes
            strip={await page(viewStrip, { class: id }, `/classes/${id}/desk`)}
            transcript={edition().transcript}
            whose="class"
          />
          <p className="below">
            <Link href={at('/notes')} prefetch={false}>
              Notes, lost places and prompts
            </Link>
          </p>
        </Block>
      )}
      {!nobody && desk.assignments.length > 0 && <StudentByStudent desk={desk} at={at} hidden={hidden} />}
      {desk.assignments.some((one) => one.opensAt ?? one.dueAt ?? one.closesAt) && (
        <p className="below">
          <a href={`/api/classes/${id}/calendar.ics`} download>
            Every date for your calendar
          </a>{' '}
          <span className="mut small">.ics; a newer file moves what has moved</span>
        </p>
      )}
      {desk.mayManage && !nobody && (
        <p className="below">
          <a href={`/api/classes/${id}/export.csv`} download>
            Download every answer as CSV
          </a>{' '}
          <span className="mut small">with names, one row an answer</span>
        </p>
      )}
    </Frame>
  )
}

/** The assignment whose due date is nearest: what a class is about on the day. */
function focusOf(desk: DeskView): Column | null {
  const open = desk.assignments.filter((one) => phaseOf(one, desk.now) !== 'later' && one.of > 0)
  const away = (one: Column) =>
    one.dueAt ? Math.abs(Date.parse(one.dueAt) - Date.parse(desk.now)) : Number.MAX_SAFE_INTEGER
  return open.toSorted((a, b) => away(a) - away(b))[0] ?? null
}

function headline(desk: DeskView, focus: Column | null): string {
  const n = desk.of
  if (n === 0) return 'Nobody has joined yet.'
  if (desk.assignments.length === 0)
    return `${capital(countWord(n))} ${n === 1 ? 'student is' : 'students are'} in. Nothing is assigned yet.`
  if (!focus) return 'Nothing is open yet.'
  return finding(focus.done, focus.of, doing(focus.kind, focus.title))
}

/** Those who are not done, in a sentence of counts. */
function restOf(one: Column): string {
  const parts = [
    one.underWay > 0 && `${countWord(one.underWay)} ${one.underWay === 1 ? 'is' : 'are'} under way`,
    one.quiet > 0 && `${countWord(one.quiet)} ${one.quiet === 1 ? 'has' : 'have'} been quiet for five days`,
    one.notBegun > 0 && `${countWord(one.notBegun)} ${one.notBegun === 1 ? 'has' : 'have'} not begun`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? '' : ` ${capital(parts.join(', '))}.`
}

/** The assignments of this page, in its order. */
const onPage = (desk: DeskView): Column[] => desk.given.ids.map((id) => desk.assignments.find((one) => one.id === id)!)

const GROUPS = [
  { name: 'Open now', phases: ['open', 'after-due'] },
  { name: 'Opens later', phases: ['later'] },
  { name: 'Closed', phases: ['closed'] },
] as const

function Assigned({ desk, at }: { desk: DeskView; at: At }) {
  const rows = onPage(desk)
  const groups = GROUPS.map(({ name, phases }) => ({
    name,
    rows: rows.filter((one) => (phases as readonly string[]).includes(phaseOf(one, desk.now))),
  })).filter((group) => group.rows.length > 0)
  return (
    <section className="block" aria-labelledby="assigned">
      <h2 className="title" id="assigned">
        Who has done what
      </h2>
      {groups.map((group) => (
        <div key={group.name} className="given">
          {groups.length > 1 && <h3 className="label">{group.name}</h3>}
          <ul>
            {group.rows.map((one) => (
              <li key={one.id}>
                <div className="what">
                  <p className="label">
                    {kindWord[one.kind]}
                    {one.minutes ? `, about ${one.minutes} min` : ''}
                  </p>
                  <p className="name">
                    <Link href={at(`/answers/${one.id}`)} prefetch={false}>
                      {one.title}
                    </Link>
                  </p>
                  <p className="small mut">{sayDates(one, one.zone, desk.now)}</p>
                </div>
                {one.of === 0 ? (
                  <p className="small mut still">Nobody is asked to do this yet.</p>
                ) : phaseOf(one, desk.now) === 'later' ? (
                  <p className="small mut still">
                    {plural(one.of, 'student')} will see it then. Until then they see title and date.
                  </p>
                ) : (
                  <Progress counts={one} />
                )}
                <p className="to small">
                  {phaseOf(one, desk.now) !== 'later' && (
                    <span className="num">
                      {one.done} of {one.of}
                    </span>
                  )}
                  <Link href={at(`/answers/${one.id}`)} prefetch={false}>
                    {one.kind === 'reading' || one.kind === 'essay' ? 'Who is where' : 'Answers'}
                    <span className="vh">: {one.title}</span>
                  </Link>
                  {desk.mayManage && (
                    <Link href={at(`/assign/${one.id}`)} prefetch={false}>
                      Change<span className="vh"> {one.title}</span>
                    </Link>
                  )}
                </p>
                {one.late > 0 && (
                  <p className="late small">
                    <Link href={at(`/answers/${one.id}#late`)} prefetch={false}>
                      {plural(one.late, 'save')} came after closing
                    </Link>
                    . Kept for you to look at.
                  </p>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
      <Pager part={desk.given.part} what="assignments" href={(n) => at('#assigned', `given=${n}`)} />
    </section>
  )
}

const SHOWN = 6

function Misread({ desk, at }: { desk: DeskView; at: At }) {
  const quizzes = desk.assignments.filter((one) => one.kind === 'quiz')
  if (quizzes.length === 0) return null
  return (
    <section className="block" aria-labelledby="misread">
      <h2 className="title" id="misread">
        What they misread
      </h2>
      {desk.misreadings.length === 0 ? (
        <p className="body mut">
          {quizzes.some((one) => one.done > 0)
            ? 'No wrong reading has been chosen so far.'
            : 'When the first quiz is handed in, the readings that students share appear here.'}
        </p>
      ) : (
        <>
          <p className="small mut">
            Students who chose an option with this reading at least once, of those who answered an item that offers it.
            Behind each count stands Wilson’s 95 % interval. Read the counts, not the order.
          </p>
          <ol className="misread">
            {desk.misreadings.slice(0, SHOWN).map((one) => (
              <li key={one.id}>
                <h3>{capital(one.reading)}</h3>
                <p className="share">
                  <Share count={one.students} of={one.of} />{' '}
                  <b className="num">
                    {one.students} of {one.of}
                  </b>{' '}
                  <Between count={one.students} of={one.of} />
                </p>
                <WhereMisread items={one.items} at={at} />
              </li>
            ))}
          </ol>
          {desk.misreadings.length > SHOWN && (
            <p className="small mut below">
              {capital(countWord(desk.misreadings.length - SHOWN))} more, each shared by{' '}
              {desk.misreadings[SHOWN]!.students === 1
                ? 'one student'
                : `at most ${desk.misreadings[SHOWN]!.students} students`}
              , stand with their items under Answers.
            </p>
          )}
          {desk.mayManage && (
            <p className="acts below">
              <LinkButton href={at('/warm-up')}>Warm up with what was missed</LinkButton>
            </p>
          )}
        </>
      )}
    </section>
  )
}

/** So many quizzes are named under a misreading; in a long term the same one comes back in many. */
const NAMED = 3

function WhereMisread({ items, at }: { items: DeskView['misreadings'][number]['items']; at: At }) {
  const { transcript } = edition()
  const byQuiz = [...Map.groupBy(items, (item) => item.assignment)]
  const more = byQuiz.length - NAMED
  return (
    <>
      {byQuiz.slice(0, NAMED).map(([assignment, those]) => (
        <div key={assignment} className="where">
          <p className="mut">{those[0]!.quiz}</p>
          <ul>
            {those.map((item) => (
              <li key={item.item}>
                <Link href={at(`/answers/${item.assignment}#${item.item}`)} prefetch={false}>
                  Item {item.number}
                </Link>{' '}
                <Cite
                  at={item.passage.from}
                  to={item.passage.to}
                  speaker={transcript.units.get(item.passage.from)?.speaker}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {more > 0 && (
        <p className="small mut">
          And in {countWord(more)} more {more === 1 ? 'quiz' : 'quizzes'}.
        </p>
      )}
    </>
  )
}

function StudentByStudent({ desk, at, hidden }: { desk: DeskView; at: At; hidden: boolean }) {
  const columns = onPage(desk)
  const { part: given } = desk.given
  const which =
    given.pages === 1
      ? 'Every student and every assignment.'
      : `Assignments ${given.from} to ${given.to} of ${given.of}, as above.`
  return (
    <Students
      classId={desk.class.id}
      hidden={hidden}
      caption={`${which} Times are ${sayZone(desk.class.zone)}.`}
      columns={columns.map(({ id, title, kind, done, of }) => ({
        id,
        title,
        note: `${kindWord[kind]}, ${done} of ${of} done`,
      }))}
      rows={inOrder(desk.students, hidden).map(({ cells, ...student }) => ({
        ...student,
        cells: cells.map((cell, i) => sayCell(cell, columns[i]!, desk)),
      }))}
    >
      <Pager
        part={desk.part}
        what="students"
        href={(n) => at('#class', given.page > 1 ? `page=${n}&given=${given.page}` : `page=${n}`)}
      />
      <p className="sees">
        Reading shows the last place saved. Nobody’s time is measured. Students cannot see this table.
      </p>
    </Students>
  )
}

/** What a cell looks like, and what it says. */
function sayCell(cell: StandingView | null, column: Column, desk: DeskView): Cell {
  if (!cell) return ['mut3', 'not given']
  return phaseOf(column, desk.now) === 'later' && cell.state === 'not-begun'
    ? ['mut3', `opens ${sayDay(column.opensAt!, column.zone)}`]
    : [cell.state, cellWords(cell, column.kind, desk.class.zone)]
}
