import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { viewTogether, type Together } from '#lib/features/manage-roster/second-entry.ts'
import { page } from '#lib/web/page.ts'
import { shownStanding } from '#lib/features/review-class/shown.ts'
import { Block, Button, Empty, LinkButton, Notice, SelectField, Table } from '../../../../../_ui/parts.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { StateMark } from '../../_desk/marks.tsx'
import { Name, namesHidden } from '../../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../../_desk/refused.ts'
import { capital, cellWords, countWord, listed, plural, sayDay } from '../../_desk/words.ts'
import './together.css'

export const metadata: Metadata = { title: 'Joined twice' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

/** A student who joined twice: which of two entries goes on, and what that does, said before it is done. */
export default async function TogetherPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const [member, other] = [asked(search, 'member'), asked(search, 'other')]
  const path = `/classes/${id}/desk/roster/together?member=${encodeURIComponent(member)}`
  const hidden = await namesHidden(search)
  const roster = await page(listRoster, { class: id }, path)
  const students = roster.members
    .filter((one) => one.role === 'student')
    .toSorted((a, b) => (hidden ? a.number! - b.number! : 0))
  const first = students.find((one) => one.userId === member)
  if (!first) notFound()
  const chosen = students.find((one) => one.userId === other && other !== member)
  const called = (one: { displayName: string; number: number | null }) =>
    hidden ? `student ${one.number}` : one.displayName
  const at = addresses(id, hidden)
  const refused = returned(search)
  const view = chosen ? await page(viewTogether, { class: id, member, other }, `${path}&other=${other}`) : null
  return (
    <Frame klass={roster.class} mayManage current="/roster" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">{roster.class.title}: joined twice</p>
          <h1 className="d2">
            {view ? (
              headline(view)
            ) : (
              <>
                Which other entry is <Name name={first.displayName} number={first.number!} /> too?
              </>
            )}
          </h1>
        </div>
      </header>
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not put together.</b> {sayProblem(refused.code, refused.at, roster.class.zone)}
        </Notice>
      )}
      <form className="together" action={`/classes/${id}/desk/roster/together`}>
        <input type="hidden" name="member" value={member} />
        <SelectField
          name="other"
          label="The other entry"
          hint={`It will count for ${called(first)}, who goes on. To keep the other one instead, begin at that entry.`}
          defaultValue={chosen?.userId ?? ''}
          options={[
            { value: '', text: 'Choose' },
            ...students
              .filter((one) => one.userId !== member)
              .map((one) => ({
                value: one.userId,
                text: `${called(one)}, joined ${sayDay(one.joinedAt, roster.class.zone)}`,
              })),
          ]}
        />
        <Button kind={view ? 'plain' : 'go'}>See what would happen</Button>
      </form>
      {view && <Preview view={view} action={`/api/classes/${id}/roster/${member}/together/save`} />}
      <p className="below">
        <LinkButton kind="quiet" href={`${at('/roster', `member=${member}`)}#change`}>
          Leave them as they are
        </LinkButton>
      </p>
    </Frame>
  )
}

/** Computed: how much the other entry adds. */
function headline({ rows }: Together): string {
  const added = rows.filter((row) => row.counts.state === 'done' && row.own.state !== 'done').length
  return added === 0
    ? 'The other entry adds nothing that is done.'
    : `The other entry adds ${plural(added, 'assignment')} that ${added === 1 ? 'is' : 'are'} done.`
}

const KINDS: Record<keyof Together['ends']['written'], [one: string, many: string]> = {
  attempts: ['attempt at a quiz', 'attempts at quizzes'],
  posts: ['answer to a question', 'answers to questions'],
  exercises: ['exercise', 'exercises'],
  predictions: ['set of predictions', 'sets of predictions'],
  replies: ['reply', 'replies'],
  notes: ['note', 'notes'],
  readings: ['rival reading', 'rival readings'],
  reviews: ['review', 'reviews'],
  grades: ['entry of a grade', 'entries of grades'],
}

const written = ({ written: of }: Together['ends']): string =>
  listed(
    Object.entries(KINDS).flatMap(([kind, [one, many]]) => {
      const n = of[kind as keyof typeof KINDS]
      return n > 0 ? plural(n, one, many) : []
    }),
  ) || 'nothing'

function Preview({ view, action }: { view: Together; action: string }) {
  const { goesOn, ends, rows } = view
  const [first, second] = [goesOn, ends].map((one) => <Name key={one.id} name={one.name} number={one.number} />)
  const cell = (row: Together['rows'][number], standing: Together['rows'][number]['own']) => (
    <>
      <StateMark state={standing.state} /> {cellWords(shownStanding(standing), row.kind, view.class.zone)}
    </>
  )
  const both = rows.filter((row) => row.both)
  return (
    <>
      <Block id="counts" title="What will count">
        {rows.length === 0 ? (
          <Empty title="Nothing is assigned yet">Each entry is empty, and so will be the one that goes on.</Empty>
        ) : (
          <Table
            caption="What each entry has done, and what will count"
            hideCaption
            stacked
            columns={[{ title: 'Assignment' }, { title: first }, { title: second }, { title: 'Will count' }]}
            rows={rows.map((row) => ({
              key: row.id,
              cells: [
                row.title,
                cell(row, row.own),
                cell(row, row.second),
                row.isGiven ? cell(row, row.counts) : 'not given to the section of the entry that goes on',
              ],
            }))}
          />
        )}
        {both.length > 0 && (
          <p className="body told">
            {capital(countWord(both.length))} {both.length === 1 ? 'was' : 'were'} begun under both. Of attempts the
            best score counts. Of two answers, exercises or readings what is done counts, and where both are, that of{' '}
            {first}; of two grades the one given under {first}.
          </p>
        )}
      </Block>
      <Block id="stays" title="What stays as it is">
        <ul className="body told">
          <li>
            No row is moved. Under {second} stand {written(ends)}; all of it stays there, under the name it was written
            with, for you and for classmates. So do the statistics.
          </li>
          <li>What either account does in other classes.</li>
          <li>Each account takes its own data away, and erases its own.</li>
        </ul>
      </Block>
      <Block id="changes" title="What changes">
        <ul className="body told">
          <li>
            {second} opens this class no more, from the next page on. Nothing is under way any longer there: what was
            saved and not handed in can be handed in no more, except that a quiz with a time limit or a closing date
            counts as it stands when that comes.
          </li>
          <li>
            The desk, the gradebook and its files list {first} alone, with what either did. {first} sees on their list
            what is done, and their released grades with the reasons; what was written under {second} they cannot open
            here.
          </li>
          <li>One seat of the class is free again. If they do not know their passphrase, press Reset on the roster.</li>
        </ul>
        <form method="post" action={action}>
          <input type="hidden" name="other" value={ends.id} />
          <p className="acts">
            <Button kind="go">Count both for one student</Button>
          </p>
        </form>
        <p className="sees">
          You can take them apart again at any time, on the roster. Both steps stand in the class’s record of changes.
        </p>
      </Block>
    </>
  )
}
