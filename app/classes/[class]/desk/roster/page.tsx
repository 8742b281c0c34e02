import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { Button, LinkButton, Notice } from '../../../../_ui/parts.tsx'
import { addresses, Frame } from '../_desk/frame.tsx'
import { HideNames } from '../_desk/hide-names.tsx'
import { JoinCard, spaced } from '../_desk/join-card.tsx'
import { Name, namesHidden } from '../_desk/names.tsx'
import { asked, returned, sayProblem, type Returned, type Search } from '../_desk/refused.ts'
import { plural, sayDay, sayWhen, sayZone } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Roster' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Roster = Awaited<ReturnType<typeof listRoster>>
type Member = Roster['members'][number]

const ROLE = { instructor: 'Instructor', assistant: 'Assistant', student: 'Student' } as const
const SAID: Record<string, string> = {
  role: 'The role is changed. It holds from their next page on.',
  'extra-time': 'The extra time is saved. It holds for every timed quiz of this class.',
  removed: 'Removed. They see nothing of this class any more; what they wrote stays until it is erased.',
}

export default async function RosterPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(listRoster, { class: id }, `/classes/${id}/desk/roster`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const done = asked(search, 'done')
  const students = view.members
    .filter((member) => member.role === 'student')
    .toSorted((a, b) => (hidden ? a.number! - b.number! : 0))
  const staff = view.members.filter((member) => member.role !== 'student')
  const chosen = view.members.find((member) => member.userId === asked(search, 'member'))
  const section = new Map(view.sections.map((one) => [one.id, one.name]))
  const reset = done === 'reset' ? await flashed() : null
  return (
    <Frame klass={view.class} mayManage current="/roster" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">{view.class.title}</p>
          <h1 className="d2">
            {students.length === 0
              ? 'Nobody has joined yet.'
              : `${plural(students.length, 'student')}, ${view.class.seats} seats.`}
          </h1>
        </div>
        <div className="acts">
          {students.length > 0 && (
            <HideNames hidden={hidden} href={`/classes/${id}/desk/roster?names=${hidden ? 'shown' : 'hidden'}`} />
          )}
        </div>
      </header>
      {reset && (
        <section className="handout" aria-labelledby="reset">
          <h2 className="title" id="reset">
            One-time code for {hidden ? 'this student' : reset.name}
          </h2>
          <p className="joincode">{spaced(reset.code)}</p>
          <p className="body">
            Say or write to them: open <b>{publicUrl}/reset</b>, type this code, and choose a new passphrase. It works
            once, until {sayWhen(reset.expiresAt, view.class.zone)}.
          </p>
          <p className="sees">
            Only you see this code, and only now: it is gone when you leave this page. They have been signed out
            everywhere. Nothing they saved is lost.
          </p>
        </section>
      )}
      {done === 'reset' && !reset && (
        <Notice kind="care">
          <b>The code was shown once and is gone.</b> If it did not reach the student, press Reset again; the newest
          code works.
        </Notice>
      )}
      {SAID[done] && <Notice kind="good">{SAID[done]}</Notice>}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not changed.</b> {sayProblem(refused.code, refused.at, view.class.zone)}
        </Notice>
      )}
      {chosen && <Change classId={id} member={chosen} refused={refused} back={at('/roster')} hidden={hidden} />}
      <section className="block" aria-labelledby="students">
        <h2 className="title" id="students">
          Students
        </h2>
        {students.length === 0 ? (
          <p className="body mut">Put the code below on the board. Whoever joins stands here at once.</p>
        ) : (
          <People
            caption={`Students, ${sayZone(view.class.zone)}`}
            members={students}
            classId={id}
            zone={view.class.zone}
            section={section}
            at={at}
            hidden={hidden}
          />
        )}
      </section>
      <section className="block" aria-labelledby="staff">
        <h2 className="title" id="staff">
          Who teaches
        </h2>
        <People
          caption="Instructors and assistants"
          members={staff}
          classId={id}
          zone={view.class.zone}
          section={section}
          at={at}
          hidden={false}
        />
      </section>
      {view.code && (
        <section className="block" aria-labelledby="join">
          <h2 className="title" id="join">
            How students join
          </h2>
          <JoinCard code={view.code} title={view.class.title} />
          <p className="acts below">
            <LinkButton href={at('/roster/slip')}>Slips to print</LinkButton>
            <LinkButton kind="quiet" href={at('/settings')}>
              New code, or close joining
            </LinkButton>
          </p>
        </section>
      )}
    </Frame>
  )
}

/** What a reset shows once: it travels in a short-lived cookie that the address never holds. */
async function flashed(): Promise<{ name: string; code: string; expiresAt: string } | null> {
  try {
    const value = (await cookies()).get('xh-flash')?.value
    const read = JSON.parse(value?.startsWith('%') ? decodeURIComponent(value) : (value ?? 'null')) as {
      name?: unknown
      code?: unknown
      expiresAt?: unknown
    } | null
    return read && typeof read.name === 'string' && typeof read.code === 'string' && typeof read.expiresAt === 'string'
      ? { name: read.name, code: read.code, expiresAt: read.expiresAt }
      : null
  } catch {
    return null
  }
}

function People({
  caption,
  members,
  classId,
  zone,
  section,
  at,
  hidden,
}: {
  caption: string
  members: readonly Member[]
  classId: string
  zone: string
  section: Map<string, string>
  at: ReturnType<typeof addresses>
  hidden: boolean
}) {
  const isStaff = members.some((member) => member.role !== 'student')
  const hasSections = members.some((member) => member.sectionId)
  const hasExtra = members.some((member) => member.extraTimePercent > 0)
  const sectionOf = (member: Member) => (member.sectionId ? (section.get(member.sectionId) ?? '') : '')
  const extraOf = (member: Member) => (member.extraTimePercent > 0 ? `${member.extraTimePercent}% extra time` : '')
  return (
    <table className="grid roster">
      <caption className="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Name</th>
          {isStaff && (
            <th scope="col" className="roomy">
              Role
            </th>
          )}
          {hasSections && (
            <th scope="col" className="roomy">
              Section
            </th>
          )}
          {hasExtra && (
            <th scope="col" className="roomy">
              Extra time
            </th>
          )}
          <th scope="col" className="roomy">
            Joined
          </th>
          <th scope="col">
            <span className="vh">What you can do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.userId}>
            <th scope="row">
              {member.number === null ? (
                member.displayName
              ) : (
                <Name
                  name={member.displayName}
                  number={member.number}
                  href={at(`/answers/students/${member.userId}`)}
                />
              )}
              {member.loginName !== member.displayName.toLowerCase() && !hidden && (
                <small>signs in as {member.loginName}</small>
              )}
              {/* On narrow screens the columns stand here instead, so that what can be done stays in sight. */}
              <small className="tight-only">
                {[
                  isStaff && ROLE[member.role],
                  sectionOf(member),
                  extraOf(member),
                  `joined ${sayDay(member.joinedAt, zone)}`,
                ]
                  .filter(Boolean)
                  .join(', ')}
              </small>
            </th>
            {isStaff && <td className="roomy">{ROLE[member.role]}</td>}
            {hasSections && <td className="roomy">{sectionOf(member)}</td>}
            {hasExtra && <td className="roomy">{extraOf(member)}</td>}
            <td className="roomy">{sayDay(member.joinedAt, zone)}</td>
            <td>
              <div className="rowacts">
                {member.role === 'student' && (
                  <form method="post" action={`/api/classes/${classId}/roster/${member.userId}/reset`}>
                    <button type="submit" className="linkish">
                      Reset passphrase
                      <span className="vh"> of {hidden ? `student ${member.number}` : member.displayName}</span>
                    </button>
                  </form>
                )}
                <Link href={`${at('/roster', `member=${member.userId}`)}#change`} prefetch={false}>
                  Change<span className="vh"> {hidden ? `student ${member.number}` : member.displayName}</span>
                </Link>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One member's entry: role, extra time, and leaving the class, each a small form of its own. */
function Change({
  classId,
  member,
  refused,
  back,
  hidden,
}: {
  classId: string
  member: Member
  refused: Returned
  back: string
  hidden: boolean
}) {
  const action = `/api/classes/${classId}/roster/${member.userId}`
  const called = member.number === null ? member.displayName : hidden ? `student ${member.number}` : member.displayName
  return (
    <section className="block ruled entry" id="change" aria-labelledby="change-title">
      <h2 className="title" id="change-title">
        {member.number === null ? member.displayName : <Name name={member.displayName} number={member.number} />}
      </h2>
      <div className="entryforms">
        <form method="post" action={`${action}/role/save`}>
          <div className="field">
            <label htmlFor="role">Role</label>
            <select className="input" id="role" name="role" defaultValue={member.role} aria-describedby="role-hint">
              <option value="student">Student</option>
              <option value="assistant">Assistant</option>
              <option value="instructor">Instructor</option>
            </select>
            <p className="hint" id="role-hint">
              Assistants see their section’s answers. Instructors see and change everything in the class.
            </p>
          </div>
          <Button>Change role</Button>
        </form>
        {member.role === 'student' && (
          <form method="post" action={`${action}/extra-time/save`}>
            <div className="field">
              <label htmlFor="percent">Extra time, in percent</label>
              <input
                className="input"
                id="percent"
                name="percent"
                type="number"
                inputMode="numeric"
                min={0}
                max={300}
                required
                defaultValue={refused.typed('percent') || member.extraTimePercent}
                aria-describedby="percent-hint"
              />
              <p className="hint" id="percent-hint">
                Added to the time limit of every timed quiz. 50 makes 20 minutes 30.
              </p>
            </div>
            <Button>Save extra time</Button>
          </form>
        )}
        <form method="post" action={`${action}/delete`}>
          <fieldset className="field">
            <legend>Remove from the class</legend>
            <p className="hint">They see nothing of the class any more. What they wrote stays until it is erased.</p>
            <div>
              <label className="check">
                <input type="checkbox" required />
                <span>Yes, remove {called}</span>
              </label>
            </div>
          </fieldset>
          <Button>Remove</Button>
        </form>
      </div>
      <p className="below">
        <Link href={back} prefetch={false}>
          Close this entry
        </Link>
      </p>
    </section>
  )
}
