import type { Metadata } from 'next'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { hasCourse } from '#lib/features/connect-platform/view-connection.ts'
import { viewClosing } from '#lib/features/keep-class/close-class.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { JoinCard } from '../_desk/join-card.tsx'
import { namesHidden } from '../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../_desk/refused.ts'
import { plural, sayDay, sayZone } from '../_desk/words.ts'
import { ClassForm } from './_parts/class-form.tsx'
import { CloseIt, EraseIt, OpenAgain } from './_parts/closing.tsx'

export const metadata: Metadata = { title: 'Settings' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

export default async function SettingsPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/settings`
  const [view, { isCourse }, closing] = await Promise.all([
    page(listRoster, { class: id }, path),
    page(hasCourse, { class: id }, path),
    page(viewClosing, { class: id }, path),
  ])
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const done = asked(search, 'done')
  const refused = returned(search)
  const students = view.members.filter((member) => member.role === 'student')
  const open = view.code?.joins ?? false
  const isClosed = closing.closedAt !== null
  return (
    <Frame klass={view.class} mayManage current="/settings" hidden={hidden}>
      <PageHead over={view.class.title} title="Settings" />
      {done === 'code' && (
        <Notice kind="good">
          <b>The new code is below.</b> The old one no longer joins. Members still sign in with any code the class has
          had.
        </Notice>
      )}
      {done === 'joining' && (
        <Notice kind="good">
          {open ? (
            <>
              <b>Joining is open.</b> Whoever has the code can join.
            </>
          ) : (
            <>
              <b>Joining is closed.</b> Members still sign in; nobody new can join.
            </>
          )}
        </Notice>
      )}
      {done === 'changed' && (
        <Notice kind="good">
          <b>Saved.</b> Members see it from their next page on. Dates are shown in {sayZone(view.class.zone)}.
        </Notice>
      )}
      {done === 'opened' && (
        <Notice kind="good">
          <b>The class is open again.</b> Everything in it is as it was.
        </Notice>
      )}
      {done === 'parted' && (
        <Notice kind="good">
          <b>The course is parted from the class.</b> Members, work and grades stayed.
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not changed.</b> {sayProblem(refused.code, refused.at, view.class.zone)}
        </Notice>
      )}
      {isClosed ? (
        <OpenAgain klass={view.class} />
      ) : (
        <>
          <section aria-labelledby="joining">
            <h2 className="title" id="joining">
              Joining
            </h2>
            {view.code && <JoinCard code={view.code} title={view.class.title} />}
            <div className="settingforms">
              <form method="post" action={`/api/classes/${id}/joining/save`}>
                <input type="hidden" name="open" value={open ? 'false' : 'true'} />
                <Button>{open ? 'Close joining' : 'Open joining'}</Button>
                <p className="small mut">
                  {open ? 'When everybody is in. Members still sign in.' : 'The code above joins again.'}
                </p>
              </form>
              <form method="post" action={`/api/classes/${id}/codes`}>
                <Button>Make a new code</Button>
                <p className="small mut">
                  When the code has travelled too far. The old one stops joining at once; slips and links with it no
                  longer work.
                </p>
              </form>
            </div>
          </section>
          <section className="block" aria-labelledby="facts">
            <h2 className="title" id="facts">
              The class
            </h2>
            <ClassForm klass={view.class} taken={students.length} refused={refused} />
            <dl className="classfacts">
              <div>
                <dt>Students</dt>
                <dd>
                  {students.length} of {plural(view.class.seats, 'seat')}
                </dd>
              </div>
              <div>
                <dt>Made</dt>
                <dd>{sayDay(view.class.createdAt, view.class.zone)}</dd>
              </div>
              {view.sections.length > 0 && (
                <div>
                  <dt>Sections</dt>
                  <dd>
                    {view.sections
                      .map(
                        (section) =>
                          `${section.name} (${students.filter((student) => student.sectionId === section.id).length})`,
                      )
                      .join(', ')}
                  </dd>
                </div>
              )}
            </dl>
          </section>
          {isCourse && (
            <section className="block" aria-labelledby="course">
              <h2 className="title" id="course">
                The course that it is
              </h2>
              <p className="body">
                The class opens from a course of your school’s system. Who is in it, and what its gradebook was told,
                with every answer.
              </p>
              <p className="acts below">
                <LinkButton href={at('/platform')}>Course and grades</LinkButton>
              </p>
            </section>
          )}
        </>
      )}
      <section className="block" aria-labelledby="term">
        <h2 className="title" id="term">
          A new term
        </h2>
        <p className="body">
          The same work on new days, in a class of its own: every date is shown before anything is made. No student and
          nothing that students did comes along.
        </p>
        <p className="acts below">
          <LinkButton href={at('/settings/copy')}>Copy to a new term</LinkButton>
        </p>
      </section>
      <section className="block" aria-labelledby="take">
        <h2 className="title" id="take">
          Take everything with you
        </h2>
        <p className="body">
          One row an answer: who, which assignment, what was chosen or written, what it shows, and when. Opens in any
          spreadsheet. The archive is one ZIP with everything: what was asked, members, answers, notes, grades and the
          gradebook, each as a CSV and all of it as JSON, with a README of every field.
        </p>
        <p className="acts below">
          <a className="btn" href={`/api/classes/${id}/export.csv`} download>
            Download CSV
          </a>
          <a className="btn" href={`/api/classes/${id}/archive.zip`} download>
            Download archive
          </a>
          <a className="btn quiet" href={`/api/classes/${id}/changes.csv`} download>
            Who changed what
          </a>
          <LinkButton kind="quiet" href={at('/roster')}>
            Roster
          </LinkButton>
        </p>
        <p className="sees">
          All of them hold names; the record of changes holds no grade and no word of anybody’s. Each download is noted
          in that record, and students see it among their grades.
        </p>
      </section>
      {isClosed ? (
        <EraseIt klass={view.class} view={closing} refused={refused} />
      ) : (
        <CloseIt klass={view.class} view={closing} refused={refused} />
      )}
    </Frame>
  )
}
