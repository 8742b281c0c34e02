import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { readPlan } from '#lib/features/assign-work/plans.ts'
import { page } from '#lib/web/page.ts'
import { Button, Notice, PageHead, Table } from '../../../../../../_ui/parts.tsx'
import { addresses } from '../../../_desk/addresses.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { namesHidden } from '../../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../../_desk/refused.ts'
import { kindWord, plural, sayTime, sayZone } from '../../../_desk/words.ts'

export const metadata: Metadata = { title: 'Assign a plan' }

type Props = { params: Promise<{ class: string; plan: string }>; searchParams: Promise<Search> }

const dayWords = (day: number): string =>
  day === 0 ? 'the first lesson' : day < 0 ? `${plural(-day, 'day')} before it` : `${plural(day, 'day')} after it`

/** A plan with its dates: choose the first lesson, look, and assign all of it in one press. */
export default async function PlanPage({ params, searchParams }: Props) {
  const [{ class: id, plan }, search] = await Promise.all([params, searchParams])
  const refused = returned(search)
  const given = asked(search, 'start') || refused.typed('start')
  const start = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(given) ? given : undefined
  const view = await page(readPlan, { class: id, plan, start }, `/classes/${id}/desk/assign/plans/${plan}`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const { zone } = view.class
  const impossible = view.steps.find((step) => step.when?.problem)
  const minutes = view.steps.reduce((sum, step) => sum + step.minutes, 0)
  return (
    <Frame klass={view.class} mayManage current="/assign" hidden={hidden}>
      <PageHead
        over={
          <>
            <Link href={at('/assign')} prefetch={false}>
              Assign
            </Link>
            , plan
          </>
        }
        title={view.plan.title}
        lead={view.plan.summary}
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nothing was assigned.</b>{' '}
          {refused.at === 'start'
            ? 'Choose the day and the hour of the first lesson.'
            : sayProblem(refused.code, refused.at, zone)}
        </Notice>
      )}
      {impossible && (
        <Notice kind="care">
          <b>One date does not exist.</b> The clocks go forward over the hour of “{impossible.title}”. Choose an earlier
          or a later hour.
        </Notice>
      )}
      <form method="get" className="choose" action={`/classes/${id}/desk/assign/plans/${plan}`}>
        {hidden && <input type="hidden" name="names" value="hidden" />}
        <div className="field">
          <label htmlFor="start">The first lesson</label>
          <p className="hint" id="start-hint">
            {sayZone(zone)}. Everything else counts from it, at the same hour.
          </p>
          <input
            className="input"
            id="start"
            name="start"
            type="datetime-local"
            required
            defaultValue={start}
            aria-describedby="start-hint"
          />
        </div>
        <Button kind={start ? 'plain' : 'go'}>Show the dates</Button>
      </form>
      <section className="block" aria-labelledby="steps">
        <h2 className="title" id="steps">
          {plural(view.steps.length, 'thing')} to do, about {minutes} minutes in all
        </h2>
        <Table
          caption="What the plan assigns"
          hideCaption
          columns={[
            { title: 'What' },
            { title: 'Kind' },
            { title: 'Takes', figure: true },
            { title: 'Opens' },
            { title: 'Due' },
          ]}
          rows={view.steps.map((step) => ({
            key: step.give,
            cells: [
              step.title,
              kindWord[step.kind],
              `${step.minutes} min`,
              step.when?.opensAt
                ? sayTime(step.when.opensAt, zone, view.now)
                : step.opensDay === null
                  ? 'at once'
                  : dayWords(step.opensDay),
              step.when?.dueAt ? sayTime(step.when.dueAt, zone, view.now) : dayWords(step.day),
            ],
          }))}
        />
        <p className="sees">
          Nothing closes by itself. Every date, and every single assignment, can be changed afterwards.
        </p>
      </section>
      {start && !impossible && (
        <form method="post" action={`/api/classes/${id}/plans/${plan}`}>
          <input type="hidden" name="once" value={randomUUID()} />
          <input type="hidden" name="start" value={start} />
          <p className="acts">
            <Button kind="go">Assign these {view.steps.length}</Button>
          </p>
        </form>
      )}
    </Frame>
  )
}
