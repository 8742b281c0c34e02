import type { Metadata } from 'next'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { previewImport } from '#lib/features/import-roster/import-roster.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../_desk/refused.ts'
import { ChooseClasses } from './choose-classes.tsx'
import { NamesIntoBox } from './names-into-box.tsx'
import { Preview } from './preview.tsx'
import { SetFaults, SetForm } from './set-form.tsx'

export const metadata: Metadata = { title: 'Add from a list' }

const REFUSED: Record<string, string> = {
  text: 'Paste at least one name, and at most 500 lines.',
  file: 'No student could be taken from that file. It has to be a OneRoster 1.2 set, whole, of up to one megabyte, with students in its classes.',
  classes: 'The class of that set has more than 500 students.',
}

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

/** Step one: paste a list. Step two, at the same address with `list=`: look at it, then add. */
export default async function ImportPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const list = asked(search, 'list')
  const refused = returned(search)
  if (list) {
    const view = await page(previewImport, { class: id, list }, `/classes/${id}/desk/roster/import`)
    return (
      <Frame klass={view.class} mayManage current="/roster" hidden={hidden}>
        {view.choose ? (
          <ChooseClasses klass={view.class} list={view.list} choose={view.choose} refused={refused} />
        ) : (
          <Preview view={view} refused={refused} />
        )}
      </Frame>
    )
  }
  const view = await page(listRoster, { class: id }, `/classes/${id}/desk/roster/import`)
  return (
    <Frame klass={view.class} mayManage current="/roster" hidden={hidden}>
      <PageHead
        over={view.class.title}
        title="Add students from a list"
        lead="Paste names, one on a line, or rows from a spreadsheet or another system’s roster. You see what would be added before anybody is."
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nothing was added.</b>{' '}
          {search.fault
            ? 'A set is taken as the standard has it, or not at all. What stands in the way is below.'
            : (REFUSED[refused.at] ?? sayProblem(refused.code, refused.at))}
        </Notice>
      )}
      <SetFaults search={search} />
      <form className="pastebox" method="post" action={`/api/classes/${id}/imports`}>
        <div className="field wide">
          <label htmlFor="text">The list</label>
          <p className="hint" id="text-hint">
            Columns are recognized by their heading: name, or first and last name, and section. Everything else, such as
            numbers and e-mail addresses, is left out.
          </p>
          <textarea
            className="input"
            id="text"
            name="text"
            rows={12}
            required
            maxLength={60_000}
            spellCheck={false}
            autoComplete="off"
            aria-describedby="text-hint text-sees"
          />
          <NamesIntoBox box="text" />
          <p className="sees" id="text-sees">
            Only the instructors of this class see the list. It is kept for a day at most, until you add it or throw it
            away.
          </p>
        </div>
        <p className="acts">
          <Button kind="go">Look at it first</Button>
          <LinkButton kind="quiet" href={at('/roster')}>
            Back to the roster
          </LinkButton>
        </p>
      </form>
      <SetForm classId={id} />
    </Frame>
  )
}
