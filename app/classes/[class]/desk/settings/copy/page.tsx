import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { viewCopy } from '#lib/features/assign-work/copy-class.ts'
import { page } from '#lib/web/page.ts'
import { Button, Notice, PageHead, Table, TextField } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../_desk/refused.ts'
import { kindWord, listed, plural, sayTime, sayZone } from '../../_desk/words.ts'

export const metadata: Metadata = { title: 'Copy to a new term' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type When = { opensAt: string | null; dueAt: string | null; closesAt: string | null } | null

const dates = (when: When, zone: string): string =>
  [
    when?.opensAt && `opens ${sayTime(when.opensAt, zone)}`,
    when?.dueAt && `due ${sayTime(when.dueAt, zone)}`,
    when?.closesAt && `closes ${sayTime(when.closesAt, zone)}`,
  ]
    .filter(Boolean)
    .join(', ') || 'no date'

/** A class for the next term: choose its first day, look at every date, and make it in one press. */
export default async function CopyPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const refused = returned(search)
  const given = asked(search, 'start') || refused.typed('start')
  const start = /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined
  const title = asked(search, 'title') || refused.typed('title')
  const view = await page(viewCopy, { class: id, start }, `/classes/${id}/desk/settings/copy`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const { zone } = view.class
  const impossible = view.steps.find((step) => step.when?.problem)
  const isReady = title !== '' && (view.first === null || (start !== undefined && !impossible))
  return (
    <Frame klass={view.class} mayManage current="/settings" hidden={hidden}>
      <PageHead
        over={
          <>
            <Link href={at('/settings')} prefetch={false}>
              Settings
            </Link>
            , {view.class.title}
          </>
        }
        title="Copy to a new term"
        lead="A class of its own with the same work on new days, and nobody in it but you. This one stays as it is."
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not made.</b>{' '}
          {refused.at === 'start'
            ? 'Choose the first day.'
            : refused.at === 'title'
              ? 'Give the new class a title of at most 120 letters.'
              : sayProblem(refused.code, refused.at, zone)}
        </Notice>
      )}
      {impossible && (
        <Notice kind="care">
          <b>One date does not exist.</b> The clocks go forward over the hour of “{impossible.title}” on that day.
          Choose another first day, or change its hour in this class first.
        </Notice>
      )}
      <form method="get" className="choose" action={`/classes/${id}/desk/settings/copy`}>
        {hidden && <input type="hidden" name="names" value="hidden" />}
        <TextField
          name="title"
          label="Title of the new class"
          hint="Students see this before they join."
          defaultValue={title}
          maxLength={120}
          required
        />
        {view.first && (
          <div className="field">
            <label htmlFor="start">The first day</label>
            <p className="hint" id="start-hint">
              Here it is {sayTime(`${view.first}T12:00:00.000Z`, 'UTC').replace(/, 12:00.*/u, '')}. Every other date
              moves by as many days, at its own hour in {sayZone(zone)}.
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
        <Button kind={isReady ? 'plain' : 'go'}>{view.first ? 'Show the dates' : 'Show what it takes along'}</Button>
      </form>
      <section className="block" aria-labelledby="steps">
        <h2 className="title" id="steps">
          {view.steps.length === 0
            ? 'Nothing is assigned here'
            : `${plural(view.steps.length, 'assignment')} come along`}
        </h2>
        {view.steps.length > 0 && (
          <Table
            caption="Every assignment with its dates here and there"
            hideCaption
            stacked
            columns={[{ title: 'What' }, { title: 'Kind' }, { title: 'In this class' }, { title: 'In the new one' }]}
            rows={view.steps.map((step) => ({
              key: step.id,
              cells: [
                step.section ? `${step.title} (${step.section})` : step.title,
                kindWord[step.kind],
                dates(step.was, zone),
                view.first && !step.when ? 'choose the first day' : dates(step.when, zone),
              ],
            }))}
          />
        )}
        <p className="sees">
          {view.sections.length > 0 && `The sections ${listed(view.sections)} come along, empty. `}
          Rubrics, points, time limits and the rules of the gradebook come along. Students, what they did, and dates of
          single students or sections do not. Quizzes stay in the version given here; the new class offers the newer
          one.
        </p>
      </section>
      {isReady && (
        <form method="post" action={`/api/classes/${id}/copies`}>
          <input type="hidden" name="once" value={randomUUID()} />
          <input type="hidden" name="title" value={title} />
          {start && <input type="hidden" name="start" value={start} />}
          <p className="acts">
            <Button kind="go">Make “{title}”</Button>
          </p>
        </form>
      )}
    </Frame>
  )
}
