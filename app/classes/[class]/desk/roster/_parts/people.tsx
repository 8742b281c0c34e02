import Link from 'next/link'
import type { addresses } from '../../_desk/addresses.ts'
import { Name } from '../../_desk/names.tsx'
import { sayDay } from '../../_desk/words.ts'
import type { Member } from './member.ts'

const ROLE = { instructor: 'Instructor', assistant: 'Assistant', student: 'Student' } as const

/** Members as a table; on narrow screens what can be done stays in sight. */
export function People({
  caption,
  members,
  classId,
  zone,
  section,
  at,
  here = '',
  hidden,
}: {
  caption: string
  members: readonly Member[]
  classId: string
  zone: string
  section: Map<string, string>
  at: ReturnType<typeof addresses>
  /** What an entry’s address keeps, so that one comes back to the same page of a long list. */
  here?: string
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
              {member.alsoAs.map((one) => (
                <small key={one.id}>
                  also joined as <Name name={one.name} number={one.number} href={at(`/answers/students/${one.id}`)} />
                </small>
              ))}
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
                <Link
                  href={`${at('/roster', [`member=${member.userId}`, here].filter(Boolean).join('&'))}#change`}
                  prefetch={false}
                >
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
