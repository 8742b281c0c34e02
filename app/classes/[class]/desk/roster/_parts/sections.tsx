import { Button, TextField } from '../../../../../_ui/parts.tsx'
import { sayRefusal } from '../../../../../_ui/refusals.ts'
import type { Returned } from '../../_desk/refused.ts'
import { plural } from '../../_desk/words.ts'
import type { Roster } from './member.ts'

/** The sections of the class: rename, take away, make another. Who is in which stands in the list above. */
export function Sections({ classId, view, refused }: { classId: string; view: Roster; refused: Returned }) {
  const action = `/api/classes/${classId}/sections`
  const isHere = refused.code.startsWith('section-')
  return (
    <section className="block" aria-labelledby="sections">
      <h2 className="title" id="sections">
        Sections
      </h2>
      <p className="body mut">
        A section can be given work and dates of its own, and an assistant who sees nobody else.
      </p>
      {view.sections.length > 0 && (
        <ul className="rows sections">
          {view.sections.map((section) => {
            const inIt = view.members.filter((member) => member.sectionId === section.id)
            const students = inIt.filter((member) => member.role === 'student').length
            const assistants = inIt.filter((member) => member.role === 'assistant').map((one) => one.displayName)
            return (
              <li key={section.id}>
                <form method="post" action={`${action}/${section.id}/save`} className="oneline">
                  <label className="vh" htmlFor={`name-${section.id}`}>
                    Name of {section.name}
                  </label>
                  <input
                    className="input"
                    id={`name-${section.id}`}
                    name="name"
                    defaultValue={section.name}
                    required
                    maxLength={60}
                  />
                  <Button kind="quiet">
                    Rename<span className="vh"> {section.name}</span>
                  </Button>
                </form>
                <span className="mut">
                  {[plural(students, 'student'), assistants.length > 0 && `assistant ${assistants.join(', ')}`]
                    .filter(Boolean)
                    .join(', ')}
                </span>
                <form className="aside" method="post" action={`${action}/${section.id}/delete`}>
                  <button type="submit" className="linkish">
                    Take away<span className="vh"> {section.name}</span>
                  </button>
                </form>
              </li>
            )
          })}
        </ul>
      )}
      <form method="post" action={action} className="oneline">
        <TextField
          name="name"
          id="new-section"
          label="Another section"
          hint="Such as Friday 10:00."
          defaultValue={isHere ? refused.typed('name') : ''}
          required
          maxLength={60}
          autoComplete="off"
          error={refused.code === 'section-taken' ? sayRefusal(refused.code) : undefined}
        />
        <Button>Make the section</Button>
      </form>
    </section>
  )
}
