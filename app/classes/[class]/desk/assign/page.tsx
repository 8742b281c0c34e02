import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { listAssignable } from '#lib/features/assign-work/assign-work.ts'
import { page } from '#lib/web/page.ts'
import { Button, Check, Empty, Notice, PageHead, Row, Rows, SelectField, TextField } from '../../../../_ui/parts.tsx'
import { CitationsField, DateFields, FeedbackFields, NamesFields, ReviewsField } from '../_desk/dates.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { namesHidden } from '../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../_desk/refused.ts'
import { TAKEN_AS, TakingFields } from '../_desk/taking.tsx'
import { kindWord, plural, sayDates, trains } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Assign' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
const BOX: Record<string, string> = {
  target: 'What to do',
  from: 'The range',
  to: 'The range',
  opens: 'The opening time',
  due: 'The due date',
  closes: 'The closing time',
  attempts: 'The number of attempts',
  timeLimit: 'The time limit',
  points: 'The points',
  title: 'The title',
}
const SPEAKER = { zhou: 'Zhou', khiem: 'Khiem' } as const

export default async function AssignPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(listAssignable, { class: id }, `/classes/${id}/desk/assign`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const done = asked(search, 'done')
  const { zone } = view.class
  const { offered } = view
  const picked = refused.typed('target')
  const newest = view.assigned.at(-1)
  const beside = new Set(['target', 'from', 'to', 'opens', 'due', 'closes', 'attempts', 'timeLimit', 'points', 'title'])
  const error = (field: string) => (refused.at === field ? sayProblem(refused.code, field, zone) : undefined)
  const given = new Map(view.assigned.map((one) => [`${one.kind}/${one.target}`, one]))
  const turns = offered.turns.map((turn) => ({ ...turn, text: `Turn ${turn.n}, ${SPEAKER[turn.speaker]}` }))
  const pick = (value: string, title: string, line: string, about: string) => (
    <li key={value}>
      <label>
        <input type="radio" name="target" value={value} defaultChecked={picked === value} required />
        <span className="t">{title}</span>
        <span className="l">
          {line}
          {given.has(value) && (
            <>
              {' '}
              <i>Assigned already.</i>
            </>
          )}
        </span>
        <span className="m">{about}</span>
      </label>
    </li>
  )
  return (
    <Frame klass={view.class} mayManage current="/assign" hidden={hidden}>
      <PageHead
        over={view.class.title}
        title="Assign"
        lead="Choose what to do, set the dates, and it stands on every student’s list."
      />
      {done === 'assigned' && newest && (
        <Notice kind="good">
          <b>Assigned: {newest.title}.</b> {sayDates(newest, newest.zone, view.now)}.{' '}
          <Link href={at(`/assign/${newest.id}/preview`)} prefetch={false}>
            See it as a student
          </Link>
        </Notice>
      )}
      {done === 'planned' && (
        <Notice kind="good">
          <b>{plural(Number(asked(search, 'n')) || 0, 'thing')} assigned.</b> They stand on every student’s list, with
          the dates of the plan. Change any of them below.
        </Notice>
      )}
      {done === 'removed' && (
        <Notice kind="good">
          <b>Taken back.</b> It is no longer on anybody’s list. Nobody had begun.
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not assigned yet.</b>{' '}
          {beside.has(refused.at) ? (
            <>
              {BOX[refused.at] ?? 'One box'}{' '}
              <a href={`#${refused.at === 'target' ? 'what' : refused.at}`}>needs another look</a>. What you had chosen
              is kept.
            </>
          ) : (
            sayProblem(refused.code, refused.at, zone)
          )}
        </Notice>
      )}
      <section className="block" aria-labelledby="plans">
        <h2 className="title" id="plans">
          A whole plan
        </h2>
        <Rows label="Plans">
          {offered.plans.map((plan) => (
            <Row
              key={plan.id}
              href={at(`/assign/plans/${plan.id}`)}
              name={plan.title}
              line={plan.summary}
              aside={`${plan.steps} things`}
            />
          ))}
        </Rows>
      </section>
      <h2 className="title block">One thing at a time</h2>
      <form className="assign" method="post" action={`/api/classes/${id}/assignments`}>
        <input type="hidden" name="once" value={randomUUID()} />
        <div className="what-to">
          <fieldset aria-describedby={error('target') ? 'target-error' : undefined}>
            <legend>
              <h2 className="title" id="what">
                What to do
              </h2>
            </legend>
            {error('target') && (
              <p className="wrong" id="target-error">
                {error('target')}
              </p>
            )}
            <h3 className="label">Read</h3>
            <ul className="picks">
              {pick(
                'reading/transcript',
                'The transcript',
                'The whole conversation, or some of its turns.',
                `${offered.reading.minutes} min in all`,
              )}
            </ul>
            <div className="range">
              <SelectField
                name="from"
                label="From"
                defaultValue={refused.typed('from')}
                error={error('from')}
                options={[
                  { value: '', text: 'The beginning' },
                  ...turns.map((turn) => ({ value: turn.from, text: turn.text })),
                ]}
              />
              <SelectField
                name="to"
                label="To"
                defaultValue={refused.typed('to')}
                error={error('to')}
                options={[
                  { value: '', text: 'The end' },
                  ...turns.map((turn) => ({ value: turn.to, text: `${turn.text}, its end` })),
                ]}
              />
              <div className="gate">
                <Check
                  name="gate"
                  value="predictions"
                  defaultChecked={refused.typed('gate') === 'predictions'}
                  label="Begin with the header only: four predictions first"
                  aria-describedby="gate-hint"
                />
                <p className="small mut" id="gate-hint">
                  Who wrote this, for whom, what will each man want, what can we not learn here. The text opens in the
                  class when a student has posted all four, and the four come back at its end. Anybody can read it at
                  /transcript all the same, and the page says so.
                </p>
              </div>
            </div>
            {offered.essays.length > 0 && (
              <ul className="picks">
                {offered.essays.flatMap((one) => [
                  pick(`essay/${one.id}`, one.title, `Essay. ${one.summary}`, `${one.minutes} min`),
                  pick(
                    `essay/${one.id}/short`,
                    `${one.title} (short)`,
                    'The same essay, written short.',
                    `${one.shortMinutes} min`,
                  ),
                ])}
              </ul>
            )}
            {offered.quizzes.length > 0 && (
              <>
                <h3 className="label">Take a quiz</h3>
                <ul className="picks">
                  {offered.quizzes.map((one) =>
                    pick(
                      `quiz/${one.id}`,
                      one.title,
                      `${one.summary} Trains ${trains(one.trains).toLowerCase()}.`,
                      `${one.items} items, ${one.minutes} min`,
                    ),
                  )}
                </ul>
              </>
            )}
            {offered.ownQuizzes.length > 0 && (
              <>
                <h3 className="label">Take a quiz of your own</h3>
                <ul className="picks">
                  {offered.ownQuizzes.map((one) =>
                    pick(
                      `quiz/${one.id}`,
                      one.title,
                      `${one.summary} Version ${one.version}, trains ${trains(one.trains).toLowerCase()}.`,
                      `${plural(one.items, 'item')}, ${one.minutes} min`,
                    ),
                  )}
                </ul>
              </>
            )}
            <p className="small mut">
              <Link href="/bank" prefetch={false}>
                Your bank of quizzes
              </Link>
              : search all items, copy and change them, write your own.
            </p>
            {offered.questions.length > 0 && (
              <>
                <h3 className="label">Answer a question</h3>
                <ul className="picks">
                  {offered.questions.map((one) =>
                    pick(
                      `question/${one.id}`,
                      one.title,
                      `${one.prompt} Trains ${trains(one.trains).toLowerCase()}.`,
                      `${one.minutes} min`,
                    ),
                  )}
                </ul>
              </>
            )}
            {offered.exercises.length > 0 && (
              <>
                <h3 className="label">Do an exercise</h3>
                <ul className="picks">
                  {offered.exercises.map((one) =>
                    pick(
                      `exercise/${one.id}`,
                      one.title,
                      `${one.summary} Trains ${trains(one.trains).toLowerCase()}.`,
                      `${one.minutes} min`,
                    ),
                  )}
                </ul>
              </>
            )}
          </fieldset>
        </div>
        <div className="when">
          <h2 className="title">When</h2>
          <DateFields
            zone={zone}
            refused={refused}
            hints={{
              opens: 'Empty: at once. Before it opens students see title and date.',
              due: 'Work that comes later is taken and says so.',
              closes: 'After this nothing is taken; what comes is kept for you.',
            }}
          />
          {view.sections.length > 0 && (
            <SelectField
              name="section"
              label="For"
              defaultValue={refused.typed('section')}
              options={[
                { value: '', text: 'The whole class' },
                ...view.sections.map((section) => ({ value: section.id, text: section.name })),
              ]}
            />
          )}
          <div className="for-quiz">
            <FeedbackFields value={refused.typed('feedback') || 'hand-in'} />
            <div className="pair">
              <TextField
                name="attempts"
                label="Attempts"
                hint="1 if left empty. The best counts."
                type="number"
                inputMode="numeric"
                min={1}
                max={20}
                defaultValue={refused.typed('attempts')}
                error={error('attempts')}
              />
              <TextField
                name="timeLimit"
                label="Time limit"
                hint="Minutes. Empty: none."
                type="number"
                inputMode="numeric"
                min={1}
                max={600}
                defaultValue={refused.typed('timeLimit')}
                error={error('timeLimit')}
              />
            </div>
            <details className="more" open={refused.code !== '' || undefined}>
              <summary>Order, page, how sure</summary>
              <TakingFields
                value={{
                  order: refused.typed('order') || TAKEN_AS.order,
                  pages: refused.typed('pages') || TAKEN_AS.pages,
                  confidence: refused.typed('confidence') || TAKEN_AS.confidence,
                }}
              />
            </details>
          </div>
          <div className="for-question">
            <CitationsField
              value={refused.typed('citations')}
              hint="Empty: as many as the question itself asks for."
              error={error('citations')}
            />
            <ReviewsField value={refused.typed('reviews')} error={error('reviews')} />
            <NamesFields value={refused.typed('names') || 'shown'} />
          </div>
          <details className="more" open={refused.typed('title') !== '' || refused.typed('points') !== '' || undefined}>
            <summary>Title and points</summary>
            <TextField
              name="title"
              label="Title on the list"
              hint="Empty: as it is called here."
              maxLength={120}
              defaultValue={refused.typed('title')}
              error={error('title')}
            />
            <TextField
              name="points"
              label="Points it counts for"
              hint="Empty: none. A quiz that is explained after each item is practice and never counts."
              type="number"
              inputMode="numeric"
              min={0}
              max={1000}
              defaultValue={refused.typed('points')}
              error={error('points')}
            />
          </details>
          <p className="acts">
            <Button kind="go">Assign</Button>
          </p>
          <p className="sees">
            {view.students.length === 0
              ? 'Everybody who joins will see this on their list.'
              : `${plural(view.students.length, 'student')} will see this on their list.`}{' '}
            You can see it as a student right after, and take it back until somebody begins.
          </p>
        </div>
      </form>
      <section className="block" aria-labelledby="assigned">
        <h2 className="title" id="assigned">
          Assigned so far
        </h2>
        {view.assigned.length === 0 ? (
          <Empty title="Nothing yet">What you assign stands here, with its dates.</Empty>
        ) : (
          <ul className="rows answerlist">
            {view.assigned.map((one) => (
              <li key={one.id}>
                <span className="name">
                  <Link href={at(`/assign/${one.id}`)} prefetch={false}>
                    {one.title}
                  </Link>
                </span>
                <span className="mut">
                  {kindWord[one.kind]}. {sayDates(one, one.zone, view.now)}
                  {one.overrides.length > 0 ? `. Own dates for ${plural(one.overrides.length, 'student')}` : ''}
                </span>
                <span className="aside">
                  <Link href={at(`/assign/${one.id}`)} prefetch={false}>
                    Change<span className="vh"> {one.title}</span>
                  </Link>{' '}
                  <Link href={at(`/assign/${one.id}/preview`)} prefetch={false}>
                    See as a student<span className="vh">: {one.title}</span>
                  </Link>
                </span>
              </li>
            ))}
          </ul>
        )}
        {view.assigned.length > 0 && (
          <p className="below">
            <Link href={at('/assign/share')} prefetch={false}>
              Share these with a colleague as a plan
            </Link>
            <span className="mut small"> by a link that holds nothing of any student</span>
            <br />
            <Link href={at('/packet')} prefetch={false}>
              Print a packet to hand out, or its answer key
            </Link>
          </p>
        )}
      </section>
    </Frame>
  )
}
