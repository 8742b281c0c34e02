import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { GROUPS, type Group } from '#lib/domain/gradebook.ts'
import { viewEntry, viewGradebook, type BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { page } from '#lib/web/page.ts'
import { Button, Check, Empty, Notice, SelectField, TextField } from '../../../../_ui/parts.tsx'
import { problemIn } from '../../../../_ui/refusals.ts'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { HideNames } from '../_desk/hide-names.tsx'
import { inOrder, Name, namesHidden } from '../_desk/names.tsx'
import { asked, type Search } from '../_desk/refused.ts'
import { capital, countWord, plural } from '../_desk/words.ts'
import { Grid } from './grid.tsx'
import { sorted, type Sorting } from './sorting.ts'
import { figure } from './words.ts'
import './gradebook.css'

export const metadata: Metadata = { title: 'Gradebook' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
/** Rows a page without script. */
const ROWS = 30
const GROUP_NAME: Record<Group, string> = {
  reading: 'Readings and essays',
  quiz: 'Quizzes',
  question: 'Questions',
  exercise: 'Exercises',
}

function sortingIn(search: Search, columns: number): Sorting {
  const by = asked(search, 'sort')
  const place = Number(by)
  const isColumn = by !== '' && Number.isInteger(place) && place >= 0 && place < columns
  return { by: by === 'total' ? 'total' : isColumn ? place : 'name', down: asked(search, 'down') === '1' }
}

export default async function GradebookPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/gradebook`
  const [book, hidden] = await Promise.all([page(viewGradebook, { class: id }, path), namesHidden(search)])
  const at = addresses(id, hidden)
  const sorting = sortingIn(search, book.columns.length)
  const rows = sorted(sorting.by === 'name' ? inOrder(book.rows, hidden) : book.rows, sorting)
  const pages = Math.max(1, Math.ceil(rows.length / ROWS))
  const n = Math.min(pages, Math.max(1, Number(asked(search, 'page')) || 1))
  const cell = asked(search, 'cell')
  const problem = problemIn(search)
  const held = book.rows.flatMap((row) => row.cells).filter((one) => one?.[1].includes('h')).length
  return (
    <Frame klass={book.class} mayManage={book.mayManage} current="/gradebook" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">
            {book.class.title}, {plural(book.rows.length, 'student')}
          </p>
          <h1 className="d2">{headline(book)}</h1>
          <p className="lead">
            Nothing is taken off and nothing counts as zero unless you have said so.
            {held > 0 && ` ${capital(countWord(held))} ${held === 1 ? 'figure is' : 'figures are'} held.`}
          </p>
        </div>
        <div className="acts">
          {book.rows.length > 0 && <HideNames hidden={hidden} href={`${path}?names=${hidden ? 'shown' : 'hidden'}`} />}
        </div>
      </header>
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {sayAt(problem.at) ?? problem.words}
        </Notice>
      )}
      {!problem && asked(search, 'done') !== '' && <Notice kind="good">Saved.</Notice>}
      {book.mayManage && cell !== '' && <CellPanel classId={id} cell={cell} search={search} book={book} />}
      {book.columns.length === 0 || book.rows.length === 0 ? (
        <Empty title="Nothing counts yet">
          Assignments with points stand here, one a column, as soon as there are students to do them. Practice never
          counts.
        </Empty>
      ) : (
        <div className="block">
          <Grid
            key={`${hidden}-${sorting.by}-${sorting.down}-${n}`}
            columns={book.columns}
            rows={rows.slice((n - 1) * ROWS, n * ROWS)}
            of={rows.length}
            classId={id}
            sorting={sorting}
            keep={hidden ? 'names=hidden&' : ''}
            mayManage={book.mayManage}
            cell={cell || null}
            hidden={hidden}
          />
          {pages > 1 && (
            <noscript>
              <nav className="pages" aria-label="Pages of the gradebook">
                {Array.from({ length: pages }, (_, i) => (
                  <a
                    key={i}
                    href={`${path}?page=${i + 1}&sort=${sorting.by}${sorting.down ? '&down=1' : ''}`}
                    aria-current={i + 1 === n ? 'page' : undefined}
                  >
                    {i * ROWS + 1} to {Math.min(rows.length, (i + 1) * ROWS)}
                  </a>
                ))}
              </nav>
            </noscript>
          )}
        </div>
      )}
      {book.mayManage && <RulesForm book={book} open={asked(search, 'rules') === 'open'} />}
      {book.mayManage && book.rows.length > 0 && (
        <section className="block" aria-labelledby="out">
          <h2 className="title" id="out">
            For another gradebook
          </h2>
          <ul className="rows out">
            <li>
              <span className="name">
                <a href={`/api/classes/${id}/gradebook/canvas.csv`} download>
                  For Canvas
                </a>
              </span>
              <span className="mut">
                Import under Grades. Titles that Canvas does not know are offered as new assignments.
              </span>
            </li>
            <li>
              <span className="name">
                <a href={`/api/classes/${id}/gradebook/moodle.csv`} download>
                  For Moodle
                </a>
              </span>
              <span className="mut">
                Import under Grades, CSV file; map by user name or e-mail address. Feedback included.
              </span>
            </li>
            <li>
              <span className="name">
                <a href={`/api/classes/${id}/gradebook/brightspace.csv`} download>
                  For Brightspace
                </a>
              </span>
              <span className="mut">
                Import under Grades, Enter Grades. Columns that it does not know are made as numeric items.
              </span>
            </li>
            <li>
              <span className="name">
                <a href={`/api/classes/${id}/one-roster.zip`} download>
                  OneRoster 1.2
                </a>
              </span>
              <span className="mut">
                For a student information system: roster, assignments and points, without comments.
              </span>
            </li>
            <li>
              <span className="name">
                <a href={`/api/classes/${id}/export.csv`} download>
                  Everything
                </a>
              </span>
              <span className="mut">Every answer with its grade and comments, one row an answer.</span>
            </li>
          </ul>
          <p className="sees">What rests on held grades stays blank in all but the last until it is released.</p>
        </section>
      )}
      <p className="small mut below">
        Students see their own figures only, and who looked at or changed them.{' '}
        <Link href={at('/grading')} prefetch={false}>
          What waits for grading
        </Link>
      </p>
    </Frame>
  )
}

function headline({ columns, rows }: BookView): string {
  if (columns.length === 0) return 'No assignment has points yet.'
  const cells = rows.flatMap((row) => row.cells).filter((one) => one !== null)
  const waiting = cells.filter(([, notes]) => notes.includes('w')).length
  const filled = cells.filter(([points]) => points !== null).length
  if (waiting > 0)
    return `${capital(countWord(waiting))} ${waiting === 1 ? 'answer waits' : 'answers wait'} for a grade.`
  return `${filled} of ${plural(cells.length, 'cell')} ${cells.length === 1 ? 'holds' : 'hold'} points.`
}

function sayAt(at: string | null): string | null {
  if (at === 'points') return 'Points: a figure from 0 to 10,000, or empty for what is computed.'
  if (at === 'lateTakes') return 'For lateness: a whole number of percent from 0 to 100.'
  if (at?.startsWith('weight')) return 'Weights are whole numbers of percent from 0 to 100.'
  if (at?.startsWith('drop')) return 'Drop a whole number from 0 to 20.'
  return null
}

/** One cell: what is computed, and what the instructor says about it. */
async function CellPanel({
  classId,
  cell,
  search,
  book,
}: {
  classId: string
  cell: string
  search: Search
  book: BookView
}) {
  const [assignment = '', member = ''] = cell.split('.')
  const view = await page(viewEntry, { assignment, member }, `/classes/${classId}/desk/gradebook`)
  const row = book.rows.find(({ id }) => id === member)
  if (!view.cell || !row) notFound()
  const { entry, points, of, afterDue, leftOpen } = view.cell
  const isReleased = book.columns.find((one) => one.id === assignment)?.isReleased ?? false
  const path = { question: 'grading', quiz: 'answers', reading: 'answers', essay: 'answers', exercise: 'answers' }[
    view.assignment.kind
  ]
  return (
    <section className="block ruled cellpanel" aria-labelledby="cell">
      <h2 className="title" id="cell">
        <Name name={view.student.name} number={row.number} />: {view.assignment.title}
      </h2>
      <p className="body">
        {points === null ? 'Counts for nothing so far.' : `Counts ${figure(points)} of ${of}.`}
        {afterDue && ' Done after the due date.'}
        {leftOpen > 0 &&
          ` ${capital(countWord(leftOpen))} written ${leftOpen === 1 ? 'item was left open and earns' : 'items were left open and earn'} nothing.`}{' '}
        <Link
          href={`/classes/${classId}/desk/${path}/${assignment}${path === 'grading' ? `?at=${member}` : ''}`}
          prefetch={false}
        >
          {path === 'grading' ? 'Open the grade' : 'Open the answers'}
        </Link>
      </p>
      <form method="post" action={`/api/assignments/${assignment}/entries/${member}/save`}>
        <input type="hidden" name="in" value={classId} />
        <Check name="excused" defaultChecked={entry.excused} label="Excused: counts for nothing" />
        <div className="pair">
          <TextField
            name="points"
            label="Points by hand"
            hint="Empty: as computed"
            inputMode="decimal"
            defaultValue={
              search['v.points'] ? asked(search, 'v.points') : entry.byHand === null ? '' : String(entry.byHand / 100)
            }
          />
          <TextField
            name="lateTakes"
            label="Take for lateness, percent"
            hint="Only if you say so"
            inputMode="numeric"
            defaultValue={search['v.lateTakes'] ? asked(search, 'v.lateTakes') : entry.lateTakes || ''}
          />
        </div>
        <p className="sees">
          {isReleased
            ? 'The student sees this at once, and that you changed it.'
            : 'The student sees figures that you set when this assignment is released, and that you set them.'}
        </p>
        <div className="acts">
          <Button kind="go">Save</Button>
          <Link className="btn" href={`/classes/${classId}/desk/gradebook`} prefetch={false}>
            Close
          </Link>
        </div>
      </form>
      <form method="post" action={`/api/assignments/${assignment}/release/save`} className="releaseone">
        <input type="hidden" name="in" value={classId} />
        <input type="hidden" name="book" value="1" />
        <input type="hidden" name="released" value={isReleased ? 'false' : 'true'} />
        <Button kind="quiet">
          {isReleased ? `Hold “${view.assignment.title}” again` : `Release “${view.assignment.title}” to the class`}
        </Button>
      </form>
    </section>
  )
}

function RulesForm({ book, open }: { book: BookView; open: boolean }) {
  const { rules } = book
  return (
    <details className="block rules" open={open || undefined}>
      <summary>How the total is made</summary>
      <form method="post" action={`/api/classes/${book.class.id}/gradebook/rules/save`}>
        <div className="ruletable">
          {GROUPS.map((group) => (
            <fieldset key={group}>
              <legend>{GROUP_NAME[group]}</legend>
              <TextField
                name={`weight_${group}`}
                label="Weight, percent"
                inputMode="numeric"
                defaultValue={rules.weights ? String(rules.weights[group] ?? 0) : ''}
              />
              <TextField
                name={`drop_${group}`}
                label="Drop the lowest"
                inputMode="numeric"
                defaultValue={String(rules.drops[group] ?? 0)}
              />
            </fieldset>
          ))}
        </div>
        <p className="small mut">
          Without weights every point counts the same. A group in which nothing counts yet leaves its weight to the
          others.
        </p>
        <SelectField
          name="unfinished"
          label="What was never handed in when it closed"
          options={[
            { value: 'left-out', text: 'Is left out' },
            { value: 'zero', text: 'Counts zero' },
          ]}
          defaultValue={rules.unfinished}
        />
        <p className="sees">Students see the rules, and try figures of their own against them.</p>
        <Button>Save the rules</Button>
      </form>
    </details>
  )
}
