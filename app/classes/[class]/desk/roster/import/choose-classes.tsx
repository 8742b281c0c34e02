import type { OfferedClass } from '#lib/domain/roster-file.ts'
import { Button, Check, Notice, PageHead } from '../../../../../_ui/parts.tsx'
import { sayProblem, type Returned } from '../../_desk/refused.ts'
import { countWord, plural } from '../../_desk/words.ts'

type Props = { klass: { id: string; title: string }; list: string; choose: readonly OfferedClass[]; refused: Returned }

/** Of a set that holds several classes, those that this class is. */
export function ChooseClasses({ klass, list, choose, refused }: Props) {
  const action = `/api/classes/${klass.id}/imports/${list}`
  return (
    <>
      <PageHead
        over={klass.title}
        title={`The set holds ${countWord(choose.length)} classes with students.`}
        lead="Choose the one that this class is. Of several, each becomes a section here. Nobody is added yet."
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nothing was read yet.</b>{' '}
          {refused.at === 'classes'
            ? 'Choose at least one class; together they may have 500 students.'
            : sayProblem(refused.code, refused.at)}
        </Notice>
      )}
      <form method="post" action={`${action}/classes/save`}>
        <fieldset className="choices">
          <legend className="vh">Classes of the set</legend>
          {choose.map(({ id, title, students }) => (
            <Check
              key={id}
              name="chosen"
              value={id}
              label={
                <>
                  {title} <span className="mut">({plural(students, 'student')})</span>
                </>
              }
            />
          ))}
        </fieldset>
        <p className="acts">
          <Button kind="go">Look at their students</Button>
        </p>
      </form>
      <form method="post" action={`${action}/delete`}>
        <p className="acts">
          <Button kind="quiet">Throw the list away</Button>
        </p>
      </form>
    </>
  )
}
