import Link from 'next/link'
import { Button, LinkButton, SelectField, TextField } from '../../../../../_ui/parts.tsx'
import { sayRefusal } from '../../../../../_ui/refusals.ts'
import { Name } from '../../_desk/names.tsx'
import type { Returned } from '../../_desk/refused.ts'
import type { Member, Roster } from './member.ts'

/** One member's entry: name, section, role, extra time, and leaving the class, each a small form of its own. */
export function Change({
  classId,
  member,
  sections,
  refused,
  back,
  together,
  hidden,
}: {
  classId: string
  member: Member
  sections: Roster['sections']
  refused: Returned
  back: string
  /** Where two entries of one student are put together. */
  together: string
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
        {!hidden && (
          <form method="post" action={`${action}/name/save`}>
            <TextField
              name="name"
              label="Name in this class"
              hint="They sign in with it, too. Capitals do not matter."
              defaultValue={refused.typed('name') || member.displayName}
              required
              maxLength={80}
              autoComplete="off"
              error={refused.at === 'name' ? sayRefusal(refused.code, 'name') : undefined}
            />
            <Button>Change name</Button>
          </form>
        )}
        {sections.length > 0 && member.role !== 'instructor' && (
          <form method="post" action={`${action}/section/save`}>
            <SelectField
              name="section"
              label="Section"
              hint={
                member.role === 'assistant'
                  ? 'An assistant sees this section and no other.'
                  : 'Work given to one section stands on its students’ lists only.'
              }
              defaultValue={member.sectionId ?? ''}
              options={[{ value: '', text: 'None' }, ...sections.map((one) => ({ value: one.id, text: one.name }))]}
            />
            <Button>Change section</Button>
          </form>
        )}
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
        {member.role === 'student' && (
          <div>
            <h3 className="label">Joined twice</h3>
            {member.alsoAs.map((one) => (
              <form key={one.id} method="post" action={`/api/classes/${classId}/roster/${one.id}/together/delete`}>
                <p>
                  Also joined as <Name name={one.name} number={one.number} />, which counts here.
                </p>
                <Button>
                  Take apart<span className="vh"> {hidden ? `student ${one.number}` : one.name}</span>
                </Button>
              </form>
            ))}
            <p className="hint">
              Two entries of one student can count as one. You see what that does before you do it.
            </p>
            <LinkButton href={together}>Put together with another entry</LinkButton>
          </div>
        )}
        <form method="post" action={`${action}/delete`}>
          <fieldset className="field">
            <legend>Remove from the class</legend>
            <p className="hint">
              They see nothing of the class any more. What they wrote stays, and you can let them back in.
            </p>
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
