import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { viewRubric, type RubricView } from '#lib/features/grade-answers/plan.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, Check, Notice, Table } from '../../../../../../_ui/parts.tsx'
import { problemIn } from '../../../../../../_ui/refusals.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { asked, returned, type Search } from '../../../_desk/refused.ts'
import { capital, countWord } from '../../../_desk/words.ts'
import '../../grading.css'

export const metadata: Metadata = { title: 'Rubric and graders' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }
const LEVELS = [0, 1, 2, 3]

export default async function RubricPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/grading/${assignment}/rubric`
  const part = asked(search, 'part')
  const view = await page(viewRubric, { assignment, ...(part ? { part } : {}) }, path)
  if (view.class.id !== id) notFound()
  const problem = problemIn(search)
  return (
    <Frame klass={view.class} mayManage current="/grading">
      <header className="deskhead">
        <div>
          <p className="label">
            <Link href={`/classes/${id}/desk/grading/${assignment}?part=${view.part}`} prefetch={false}>
              Grading: {view.assignment.title}
            </Link>
          </p>
          <h1 className="d2">Rubric and graders</h1>
          <p className="lead">
            A change is shown before it counts. Grades keep the levels that were given; what changes is how they are
            reckoned.
          </p>
        </div>
      </header>
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {sayAt(problem.at?.split(':')[0] ?? null) ?? problem.words}
        </Notice>
      )}
      {asked(search, 'done') === 'used' && (
        <Notice kind="good">
          <b>The rubric is changed.</b> {view.isReleased ? 'Whoever’s grade changed is told.' : 'The grades are held.'}
        </Notice>
      )}
      {view.proposal && <Preview view={view} proposal={view.proposal} classId={id} />}
      <Block id="rows" title="The rows">
        <RowsForm view={view} classId={id} search={search} />
      </Block>
      <Block id="graders" title="Graders" ruled>
        <form method="post" action={`/api/assignments/${assignment}/graders/save`} className="graders">
          <input type="hidden" name="in" value={id} />
          <input type="hidden" name="whichPart" value={view.part} />
          <fieldset>
            <legend className="vh">How many grade each answer</legend>
            <Check
              type="radio"
              name="graders"
              value="1"
              defaultChecked={view.graders === 1}
              label="One grader an answer"
            />
            <Check
              type="radio"
              name="graders"
              value="2"
              defaultChecked={view.graders === 2}
              label="Two, who do not see each other’s levels before their own are given. Where they differ, an instructor decides; both stay."
            />
          </fieldset>
          <Button>Save</Button>
        </form>
      </Block>
    </Frame>
  )
}

/** Fields of this form are named `cell:evidence:2`; the words say which box that is. */
function sayAt(at: string | null): string | null {
  switch (at) {
    case 'title':
    case 'asks':
    case 'cell':
      return 'Every row needs a title and words for each level, up to 300 letters.'
    case 'weight':
      return 'At least one row has to count, each from 0 to 5 times.'
    default:
      return null
  }
}

function RowsForm({ view, classId, search }: { view: RubricView; classId: string; search: Search }) {
  const back = returned(search)
  const shown = view.proposal?.rubric ?? view.rubric
  const value = (field: string, stored: string): string => (back.has(field) ? back.typed(field) : stored)
  return (
    <form
      method="post"
      action={`/api/assignments/${view.assignment.id}/rubric/${view.part}/save`}
      className="rubricform"
    >
      <input type="hidden" name="in" value={classId} />
      {shown.map((row) => (
        <fieldset key={row.id}>
          <legend>{row.title}</legend>
          <div className="rowhead">
            <label className="field">
              <span>Title</span>
              <input
                className="input"
                name={`title:${row.id}`}
                defaultValue={value(`title:${row.id}`, row.title)}
                maxLength={60}
              />
            </label>
            <label className="field">
              <span>Counts, 0 to 5 times</span>
              <input
                className="input num"
                type="number"
                min={0}
                max={5}
                name={`weight:${row.id}`}
                defaultValue={value(`weight:${row.id}`, String(row.weight))}
              />
            </label>
          </div>
          <details>
            <summary>What each level says</summary>
            {LEVELS.map((level) => (
              <label className="field wide" key={level}>
                <span>Level {level}</span>
                <input
                  className="input"
                  name={`cell:${row.id}:${level}`}
                  defaultValue={value(`cell:${row.id}:${level}`, row.cells[level] ?? '')}
                  maxLength={300}
                />
              </label>
            ))}
          </details>
        </fieldset>
      ))}
      <details className="ownrow">
        <summary>Add a row of your own</summary>
        <label className="field">
          <span>Title</span>
          <input className="input" name="title:new" defaultValue={back.typed('title:new')} maxLength={60} />
        </label>
        {LEVELS.map((level) => (
          <label className="field wide" key={level}>
            <span>Level {level}</span>
            <input
              className="input"
              name={`cell:new:${level}`}
              defaultValue={back.typed(`cell:new:${level}`)}
              maxLength={300}
            />
          </label>
        ))}
      </details>
      <p className="sees">Students read the words of the level that they were given, once grades are released.</p>
      <Button kind={view.proposal ? 'plain' : 'go'}>See what it would change</Button>
    </form>
  )
}

function Preview({
  view,
  proposal,
  classId,
}: {
  view: RubricView
  proposal: NonNullable<RubricView['proposal']>
  classId: string
}) {
  const said = (points: { points: number; of: number } | null) =>
    points ? `${points.points} of ${points.of}` : 'needs a level'
  const changed = proposal.changes.filter((one) => said(one.before) !== said(one.after))
  return (
    <section className="block ruled" aria-labelledby="preview">
      <h2 className="title" id="preview">
        {proposal.changes.length === 0
          ? 'No grade has been given yet, so none changes'
          : `${capital(countWord(changed.length))} of ${proposal.changes.length} grades would change`}
      </h2>
      {changed.length > 0 && (
        <Table
          caption="Points before and after"
          hideCaption
          columns={[{ title: 'Answer' }, { title: 'Now', figure: true }, { title: 'By the new rubric', figure: true }]}
          rows={changed.map((one) => ({
            key: one.member,
            cells: [
              <Link
                key="answer"
                href={`/classes/${classId}/desk/grading/${view.assignment.id}?part=${view.part}&at=${one.member}`}
                prefetch={false}
              >
                Answer {one.number}
              </Link>,
              said(one.before),
              said(one.after),
            ],
          }))}
        />
      )}
      <p className="small mut">
        {view.isReleased
          ? 'These grades are released: whoever’s grade changes is told.'
          : 'These grades are held, so that nobody is told.'}{' '}
        The change is written into the class’s audit.
      </p>
      <div className="acts">
        {(['true', 'false'] as const).map((use) => (
          <form key={use} method="post" action={`/api/assignments/${view.assignment.id}/rubric/${view.part}`}>
            <input type="hidden" name="in" value={classId} />
            <input type="hidden" name="use" value={use} />
            <input type="hidden" name="expect" value={proposal.expect} />
            <Button kind={use === 'true' ? 'go' : 'plain'}>
              {use === 'true' ? 'Grade by this rubric' : 'Leave it as it was'}
            </Button>
          </form>
        ))}
      </div>
    </section>
  )
}
