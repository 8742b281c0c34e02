import type { Metadata } from 'next'
import { lookAtRoster } from '#lib/features/connect-platform/roster.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, LinkButton, Notice, PageHead, Table } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../_desk/refused.ts'
import { listed, plural } from '../../_desk/words.ts'

export const metadata: Metadata = { title: 'Who is in the course' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

const ROLE = { student: 'Student', assistant: 'Assistant', instructor: 'Instructor' }
const STANDING = {
  new: 'would be added',
  here: 'is in the class',
  left: 'was removed here, and stays so until let back in on the roster',
}

/** The platform’s list, looked at before anybody is added. */
export default async function PlatformRosterPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const list = asked(search, 'list')
  const view = await page(lookAtRoster, { class: id, list }, `/classes/${id}/desk/platform`)
  const hidden = await namesHidden(search)
  const refused = returned(search)
  const fresh = view.people.filter((one) => one.standing === 'new')
  const students = fresh.filter((one) => one.role === 'student').length
  return (
    <Frame klass={view.class} mayManage current="/settings" hidden={hidden}>
      <PageHead
        over={`${view.platform}, ${view.course}`}
        title={
          fresh.length === 0
            ? 'Everybody of the course is here.'
            : `${plural(fresh.length, 'person', 'people')} of ${view.people.length} would be added.`
        }
        lead="Nobody is added yet. Nobody is ever taken out by this list."
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nobody was added.</b> {sayProblem(refused.code, refused.at)}
        </Notice>
      )}
      {students > view.seatsLeft && (
        <Notice kind="care">
          <b>The class has {plural(view.seatsLeft, 'seat')} left.</b> Make room in the class first.
        </Notice>
      )}
      <div className="acts block">
        {fresh.length > 0 && (
          <form method="post" action={`/api/classes/${id}/platform-rosters/${view.list}`}>
            <Button kind="go">Add {plural(fresh.length, 'person', 'people')}</Button>
          </form>
        )}
        <form method="post" action={`/api/classes/${id}/platform-rosters/${view.list}/delete`}>
          <Button>Throw the list away</Button>
        </form>
        <LinkButton kind="quiet" href={addresses(id, hidden)('/platform')}>
          Back
        </LinkButton>
      </div>
      <Table
        caption="Who the platform says is in the course"
        hideCaption
        columns={[{ title: 'Name' }, { title: 'Role' }, { title: 'Here' }]}
        rows={view.people.map((one, i) => ({
          key: String(i),
          cells: [hidden ? `Person ${i + 1}` : (one.name ?? 'no name given'), ROLE[one.role], STANDING[one.standing]],
        }))}
      />
      {view.notListed.length > 0 && (
        <Block id="others" title="In the class, and not on the list" ruled>
          <p className="body">
            {hidden ? plural(view.notListed.length, 'student') : listed(view.notListed)}. Nothing is done with them:
            they may have joined by the code.
          </p>
        </Block>
      )}
      <p className="sees">Only the instructors of this class see the list. It is kept for a day at most.</p>
    </Frame>
  )
}
