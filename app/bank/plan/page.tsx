import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { viewSharedPlan } from '#lib/features/assign-work/share-plan.ts'
import { page } from '#lib/web/page.ts'
import { Button, Empty, Notice, PageHead, SelectField, Table } from '../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../_ui/refusals.ts'
import { plural } from '../../_ui/say.ts'
import { account } from '../../classes/_work/frame.tsx'
import { BankFrame } from '../_bank/frame.tsx'

export const metadata: Metadata = { title: 'A colleague’s plan' }

const KIND = { reading: 'Reading', essay: 'Essay', quiz: 'Quiz', question: 'Question', exercise: 'Exercise' } as const

const dayWords = (at: readonly [number, string] | null): string =>
  at === null ? 'no date' : at[0] === 0 ? `the first day, ${at[1]}` : `${plural(at[0], 'day')} after it, ${at[1]}`

const sayIn =
  (zone: string) =>
  (iso: string | null | undefined): string =>
    iso
      ? new Intl.DateTimeFormat('en-US', {
          timeZone: zone,
          weekday: 'short',
          month: 'short',
          day: 'numeric',
          year: 'numeric',
          hour: 'numeric',
          minute: '2-digit',
        }).format(new Date(iso))
      : 'no date'

/** What a colleague's link gives: choose a class of one's own and its first day, look, and assign all of it. */
export default async function SharedPlanPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const link = valueIn(search, 'of') ?? ''
  const path = `/bank/plan?of=${encodeURIComponent(link)}`
  const given = valueIn(search, 'start') ?? ''
  const start = /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined
  const wanted = valueIn(search, 'class') || undefined
  const [me, view] = await Promise.all([
    account(path),
    page(viewSharedPlan, { plan: link, class: wanted, start }, path),
  ])
  const problem = problemIn(search)
  const impossible = view.steps.find((step) => step.when?.problem)
  const left = view.steps.filter(({ isHere }) => !isHere)
  const here = view.steps.filter(({ isHere }) => isHere)
  const isReady = view.into !== null && here.length > 0 && (!view.hasDates || (start !== undefined && !impossible))
  const say = sayIn(view.into?.zone ?? 'UTC')
  return (
    <BankFrame me={me}>
      <PageHead
        over="A colleague’s plan"
        title={view.title}
        lead="Choose a class of yours and its first day, look at the dates, and assign it."
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was assigned.</b> {problem.at === 'start' ? 'Choose the first day.' : problem.words}
        </Notice>
      )}
      {impossible && (
        <Notice kind="care">
          <b>One date does not exist.</b> The clocks go forward over the hour of “{impossible.title}” on that day.
          Choose another first day.
        </Notice>
      )}
      {left.length > 0 && (
        <Notice>
          <b>{plural(left.length, 'thing')} cannot be assigned here</b> and would be left out:{' '}
          {left.map(({ title }) => title).join(', ')}.
        </Notice>
      )}
      {view.classes.length === 0 ? (
        <Empty title="You teach no class yet">
          <Link href="/classes" prefetch={false}>
            Make one
          </Link>
          , then open this link again.
        </Empty>
      ) : (
        <form method="get" action="/bank/plan" className="bankadd">
          <input type="hidden" name="of" value={link} />
          <SelectField
            name="class"
            label="Into the class"
            defaultValue={view.into?.id ?? view.classes[0]!.id}
            options={view.classes.map(({ id, title }) => ({ value: id, text: title }))}
          />
          {view.hasDates && (
            <div className="field">
              <label htmlFor="start">The first day</label>
              <p className="hint" id="start-hint">
                Everything else counts from it, at its own hour in the zone of the class.
              </p>
              <input
                className="input"
                id="start"
                name="start"
                type="date"
                required
                defaultValue={start}
                aria-describedby="start-hint"
              />
            </div>
          )}
          <Button kind={isReady ? 'plain' : 'go'}>Show the dates</Button>
        </form>
      )}
      <section className="block" aria-labelledby="steps">
        <h2 className="title" id="steps">
          {plural(here.length, 'thing')} to do, about {here.reduce((sum, one) => sum + one.minutes, 0)} minutes in all
        </h2>
        <Table
          caption="What the plan assigns"
          hideCaption
          stacked
          columns={[
            { title: 'What' },
            { title: 'Kind' },
            { title: 'Takes', figure: true },
            { title: 'Opens' },
            { title: 'Due' },
          ]}
          rows={here.map((step, index) => ({
            key: String(index),
            cells: [
              step.title,
              KIND[step.kind],
              `${step.minutes} min`,
              step.opens === null ? 'at once' : step.when ? say(step.when.opensAt) : dayWords(step.opens),
              step.when ? say(step.when.dueAt) : dayWords(step.due),
            ],
          }))}
        />
      </section>
      {isReady && (
        <form method="post" action={`/api/classes/${view.into!.id}/shared-plans`}>
          <input type="hidden" name="once" value={randomUUID()} />
          <input type="hidden" name="plan" value={link} />
          {start && <input type="hidden" name="start" value={start} />}
          <p className="acts block">
            <Button kind="go">
              Assign these {here.length} in “{view.into!.title}”
            </Button>
          </p>
        </form>
      )}
    </BankFrame>
  )
}
