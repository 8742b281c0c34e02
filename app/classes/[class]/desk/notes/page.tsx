import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewDeskNotes } from '#lib/features/annotate/desk-notes.ts'
import { viewNoteRules } from '#lib/features/annotate/guide-notes.ts'
import { viewStrip } from '#lib/features/see-strip/see-strip.ts'
import { page } from '#lib/web/page.ts'
import { citeName } from '../../../../_ui/citation.ts'
import { sentencesOf } from '../../../../_ui/figures.ts'
import { Block, Empty, Notice } from '../../../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn } from '../../../../_ui/refusals.ts'
import { capital, plural } from '../../../../_ui/say.ts'
import { StripLanes } from '../../../../_ui/strip.tsx'
import { tagWords } from '../../../_notes/words.ts'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { HideNames } from '../_desk/hide-names.tsx'
import { inOrder, Name, namesHidden } from '../_desk/names.tsx'
import { DeskNote, Hypothesis, PinPrompt, Prompts, Rules } from '../_desk/notes.tsx'
import type { Search } from '../_desk/refused.ts'
import { countWord } from '../_desk/words.ts'
import './notes.css'

export const metadata: Metadata = { title: 'Notes' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }

const DONE: Record<string, string> = {
  noted: 'Posted.',
  changed: 'Changed.',
  'taken-back': 'Taken back.',
  rules: 'The rule is set.',
  hypothesis: 'Set.',
  hidden: 'Hidden from classmates. Its author reads the reason.',
  shown: 'Shown again.',
}

export default async function DeskNotesPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/notes`
  const asked = {
    at: valueIn(search, 'at') ?? '',
    student: valueIn(search, 'student') ?? '',
    tag: valueIn(search, 'tag') ?? '',
  }
  const [desk, rules, strip] = await Promise.all([
    page(viewDeskNotes, { class: id, ...asked, after: valueIn(search, 'after') ?? '' } as never, path),
    page(viewNoteRules, { class: id }, path),
    page(viewStrip, { class: id }, path),
  ])
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const { transcript } = edition()
  const total = sentencesOf(transcript).length
  const refused = problemIn(search)
  const done = valueIn(search, 'done')
  const writers = desk.students.filter((one) => one.notes + one.questions > 0).length
  const people = new Map(desk.students.map((one) => [one.id, one]))
  const filtered = Boolean(asked.at || asked.student || asked.tag)
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()
  return (
    <Frame klass={desk.class} mayManage={desk.mayManage} current="/notes" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">{desk.class.title}</p>
          <h1 className="d2">
            {writers === 0
              ? 'Nobody has written beside the text yet.'
              : `${capital(countWord(writers))} of ${desk.students.length} ${writers === 1 ? 'has' : 'have'} written beside the text.`}
          </h1>
          <p className="lead">
            {total - strip.untouched.length} of {total} sentences have something on them. Private notes are in no list
            and no count.
          </p>
        </div>
        <div className="acts">
          <HideNames hidden={hidden} href={`${path}?names=${hidden ? 'shown' : 'hidden'}`} />
        </div>
      </header>
      {done && (DONE[done] || done === 'copied') && (
        <Notice kind="good">
          <b>{DONE[done] ?? `Copied ${plural(Number(valueIn(search, 'n')) || 0, 'prompt')}.`}</b>
        </Notice>
      )}
      {refused && (
        <Notice kind="care" alert>
          <b>Not saved.</b> {refused.words}
        </Notice>
      )}
      <Block id="strip" title="What the class has touched">
        <StripLanes strip={strip} transcript={transcript} whose="class" />
      </Block>
      <Block id="lost" title="Where students are lost">
        {desk.lost.length === 0 ? (
          <p className="body mut">Nobody has said so. It takes one press beside a sentence.</p>
        ) : (
          <ol className="rows lostlist">
            {desk.lost.map((one) => (
              <li key={one.at}>
                <span className="name">
                  <Link href={at('/notes', `at=${one.at}`) + '#notes'} prefetch={false}>
                    {capital(citeName(one.at))}
                  </Link>
                </span>
                <span className="mut">{transcript.units.get(one.at)?.text}</span>
                <span className="aside">
                  {plural(one.who.length, 'student')}
                  <span className="vh">: </span>
                  <ul className="who">
                    {one.who.map((who) => {
                      const person = people.get(who)
                      return (
                        person && (
                          <li key={who}>
                            <Name name={person.name} number={person.number} />
                          </li>
                        )
                      )
                    })}
                  </ul>
                </span>
              </li>
            ))}
          </ol>
        )}
      </Block>
      <Block id="claims" title="Rival readings">
        <p className="body prose">
          Where you or your students read a claim otherwise than this edition, the reading stands beside it and is
          answered, never taken away.{' '}
          <Link href={`/classes/${id}/claims`} prefetch={false}>
            All claims and their rival readings
          </Link>
        </p>
      </Block>
      <Block id="notes" title="Notes">
        <form className="notefilter" method="get" action={`${path}#notes`}>
          <div>
            <label className="label" htmlFor="f-at">
              Sentence
            </label>
            <input className="input" id="f-at" name="at" type="text" defaultValue={asked.at} size={6} />
          </div>
          <div>
            <label className="label" htmlFor="f-student">
              Student
            </label>
            <select className="input" id="f-student" name="student" defaultValue={asked.student}>
              <option value="">everybody</option>
              {inOrder(desk.students, hidden).map((one) => (
                <option key={one.id} value={one.id}>
                  {hidden ? `Student ${one.number}` : one.name} ({one.notes + one.questions})
                </option>
              ))}
            </select>
          </div>
          <div>
            <label className="label" htmlFor="f-tag">
              Tag
            </label>
            <select className="input" id="f-tag" name="tag" defaultValue={asked.tag}>
              <option value="">any or none</option>
              {desk.tags.map(({ tag, notes }) => (
                <option key={tag} value={tag}>
                  {tagWords[tag]} ({notes})
                </option>
              ))}
            </select>
          </div>
          <button className="btn" type="submit">
            Show these
          </button>
          {filtered && (
            <Link href={`${at('/notes')}#notes`} prefetch={false}>
              All notes
            </Link>
          )}
        </form>
        {desk.notes.length === 0 ? (
          <Empty title={filtered ? 'No note answers to this' : 'No notes yet'}>
            Highlights, notes and questions that students share with you or with the class appear here, in the order of
            the text.
          </Empty>
        ) : (
          <ol className="desknotes">
            {desk.notes.map(({ note, author }) => (
              <li key={note.id}>
                <DeskNote
                  note={note}
                  person={people.get(author) ?? null}
                  classId={id}
                  zone={desk.class.zone}
                  words={transcript.units.get(note.from)?.text ?? ''}
                />
              </li>
            ))}
          </ol>
        )}
        {desk.next && (
          <p className="below">
            <Link href={`${at('/notes', `${query}${query && '&'}after=${desk.next}`)}#notes`} prefetch={false}>
              The next notes
            </Link>
          </p>
        )}
      </Block>
      <Block id="prompts" title="Prompts pinned to the text">
        <Prompts prompts={desk.prompts} classId={id} mayManage={desk.mayManage} transcript={transcript} />
        {desk.mayManage && (
          <PinPrompt
            classId={id}
            taught={rules.taught}
            problem={refused}
            typed={{ from: typedIn(search, 'from'), to: typedIn(search, 'to') }}
          />
        )}
      </Block>
      {desk.mayManage && (
        <Block id="rules" title="Own notes first">
          <Rules rules={rules} classId={id} />
        </Block>
      )}
      {desk.mayManage && (
        <Block id="hypothesis" title="Hypothesis beside the text">
          <Hypothesis rules={rules} classId={id} />
        </Block>
      )}
      <Block id="take" title="Take the notes with you">
        <p className="acts">
          <a className="btn" href={`/api/classes/${id}/notes.csv`} download>
            Download CSV
          </a>
          <a className="btn" href={`/api/classes/${id}/notes.jsonld`} download>
            Download W3C annotations
          </a>
        </p>
        <p className="sees">The files hold names. The download is noted in the class’s log.</p>
      </Block>
    </Frame>
  )
}
