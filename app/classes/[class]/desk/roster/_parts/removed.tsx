import { Name } from '../../_desk/names.tsx'
import { sayDay } from '../../_desk/words.ts'
import type { Roster } from './member.ts'

/** Whoever was taken out of the class, apart from those who are in it, each with the way back. */
export function Removed({
  classId,
  removed,
  zone,
  hidden,
}: {
  classId: string
  removed: Roster['removed']
  zone: string
  hidden: boolean
}) {
  return (
    <section className="block" aria-labelledby="removed">
      <h2 className="title" id="removed">
        Removed
      </h2>
      <p className="body mut">
        They see nothing of the class. Let back in, they find everything as they left it: name, section, extra time, and
        what they wrote.
      </p>
      <ul className="rows removed">
        {removed.map((one) => (
          <li key={one.userId}>
            <span>
              {one.number === null ? one.displayName : <Name name={one.displayName} number={one.number} />}
              <small className="mut">
                {one.role === 'student' ? '' : `${one.role}, `}joined {sayDay(one.joinedAt, zone)}
              </small>
            </span>
            <form className="aside" method="post" action={`/api/classes/${classId}/roster/${one.userId}/return`}>
              <button type="submit" className="linkish">
                Let back in
                <span className="vh"> {hidden && one.number !== null ? `student ${one.number}` : one.displayName}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}
