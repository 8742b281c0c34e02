import type { previewImport } from '#lib/features/import-roster/import-roster.ts'
import type { ColumnRole, RowProblem } from '#lib/domain/roster-file.ts'
import { Button, Check, Notice, PageHead } from '../../../../../_ui/parts.tsx'
import { sayProblem, type Returned } from '../../_desk/refused.ts'
import { plural } from '../../_desk/words.ts'

type View = Awaited<ReturnType<typeof previewImport>>

const ROLE: Record<ColumnRole, string> = {
  none: 'Leave out',
  name: 'Name',
  given: 'First name',
  family: 'Last name',
  section: 'Section',
}
const PROBLEM: Record<RowProblem, string> = {
  'no-name': 'no name on this line',
  'name-unusable': 'longer than 80 characters, or characters that cannot be stored',
  'twice-in-list': 'the same name stands above; give one of the two an initial',
  'in-class': 'in the class already',
  'left-class': 'was removed from the class, and comes back with what was theirs or not at all',
}

/** What would be added, line by line, with what was recognized and how to say otherwise. */
export function Preview({ view, refused }: { view: View; refused: Returned }) {
  const action = `/api/classes/${view.class.id}/imports/${view.list}`
  const left = view.rows.length - view.adds
  const room = view.adds <= view.seatsLeft
  const { roles, hasHeader, familyFirst } = view.reading
  return (
    <>
      <PageHead
        over={view.class.title}
        title={
          view.readable
            ? `${plural(view.adds, 'student')} would be added${left > 0 ? `, ${plural(left, 'line')} left out` : ''}.`
            : 'Which column is the name?'
        }
        lead={
          view.readable
            ? 'Nobody is added yet. Look the list over, then add them below.'
            : 'The list does not say which of its columns holds the names. Choose it, and look again.'
        }
      />
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nothing was added.</b>{' '}
          {refused.at === 'column'
            ? 'Each kind of column can be chosen once, and one of them must be the name.'
            : sayProblem(refused.code, refused.at)}
        </Notice>
      )}
      {!room && (
        <Notice kind="care">
          <b>
            The class has {view.seatsLeft} {view.seatsLeft === 1 ? 'seat' : 'seats'} left.
          </b>{' '}
          Leave lines out, or make the list shorter.
        </Notice>
      )}
      <section className="block" aria-labelledby="columns">
        <h2 className="title" id="columns">
          How the list is read
        </h2>
        <form method="post" action={`${action}/save`}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen scrolls in its own frame */}
          <div className="tablebox" role="region" aria-label="The first lines of the list" tabIndex={0}>
            <table className="tbl columns">
              <caption className="vh">The first lines of the list, and what each column is</caption>
              <thead>
                <tr>
                  {roles.map((role, i) => (
                    <th key={i} scope="col">
                      <label className="vh" htmlFor={`column-${i}`}>
                        Column {i + 1} is
                      </label>
                      <select className="input" id={`column-${i}`} name="column" defaultValue={role}>
                        {Object.entries(ROLE).map(([value, text]) => (
                          <option key={value} value={value}>
                            {text}
                          </option>
                        ))}
                      </select>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {view.sample.map((row, line) => (
                  <tr key={line}>
                    {roles.map((_, i) => (
                      <td key={i} className={line === 0 && hasHeader ? 'mut' : undefined}>
                        {row[i] ?? ''}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Check name="hasHeader" defaultChecked={hasHeader} label="The first line names the columns" />
          <Check
            name="familyFirst"
            defaultChecked={familyFirst}
            label="Names stand the other way round, with a comma: Lee, Anna"
          />
          <Check
            name="pseudonyms"
            defaultChecked={view.pseudonyms}
            label="Keep the names with me: here they are called Reader 1, Reader 2 and so on"
          />
          {view.pseudonyms && (
            <p className="hint">
              The list below says who is who. Print or copy it before you add: the names are not kept here afterwards.
            </p>
          )}
          <p className="acts">
            <Button>Read it again like this</Button>
          </p>
        </form>
      </section>
      {view.readable && (
        <form className="block" method="post" action={`${action}/confirm`} aria-labelledby="lines">
          <h2 className="title" id="lines">
            Line by line
          </h2>
          {view.newSections.length > 0 && (
            <p className="body">
              {view.newSections.length === 1 ? 'A section is made' : 'Sections are made'}: {view.newSections.join(', ')}
              .
            </p>
          )}
          <table className="tbl lines">
            <caption className="vh">Lines of the list</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                {view.pseudonyms && <th scope="col">Called here</th>}
                {roles.includes('section') && <th scope="col">Section</th>}
                <th scope="col">What happens</th>
              </tr>
            </thead>
            <tbody>
              {view.rows.map((row) => (
                <tr key={row.line}>
                  <th scope="row">{row.name || '(empty)'}</th>
                  {view.pseudonyms && <td>{row.alias}</td>}
                  {roles.includes('section') && <td>{row.section}</td>}
                  <td>
                    {row.problem ? (
                      <span className="mut">
                        Left out, line {row.line}: {PROBLEM[row.problem]}
                        {row.member && (
                          <>
                            {' '}
                            <button type="submit" className="linkish" form={`back-${row.member}`}>
                              Let back in<span className="vh"> {row.name}</span>
                            </button>
                          </>
                        )}
                      </span>
                    ) : (
                      <Check
                        name="leaveOut"
                        value={row.line}
                        label={
                          <>
                            Leave out<span className="vh"> {row.name}</span>
                          </>
                        }
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="acts">
            <Button kind="go">Add {plural(view.adds, 'student')}</Button>
          </p>
        </form>
      )}
      {view.rows.flatMap(({ member }) =>
        member ? (
          <form
            key={member}
            id={`back-${member}`}
            method="post"
            action={`/api/classes/${view.class.id}/roster/${member}/return`}
          >
            <input type="hidden" name="next" value={view.list} />
          </form>
        ) : (
          []
        ),
      )}
      <form method="post" action={`${action}/delete`}>
        <p className="acts">
          <Button kind="quiet">Throw the list away</Button>
        </p>
      </form>
    </>
  )
}
