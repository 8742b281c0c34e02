import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { viewWaiting } from '#lib/features/import-roster/import-roster.ts'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { partOf } from '#lib/domain/pages.ts'
import { Button, LinkButton, Notice, TextField } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { HideNames } from '../_desk/hide-names.tsx'
import { JoinCard, spaced } from '../_desk/join-card.tsx'
import { namesHidden } from '../_desk/names.tsx'
import { Pager, pageAsked } from '../_desk/pager.tsx'
import { asked, returned, sayProblem, type Search } from '../_desk/refused.ts'
import { plural, sayWhen, sayZone } from '../_desk/words.ts'

import { Change } from './_parts/change.tsx'
import { People } from './_parts/people.tsx'
import { Removed } from './_parts/removed.tsx'
import { Sections } from './_parts/sections.tsx'

export const metadata: Metadata = { title: 'Roster' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
const SAID: Record<string, string> = {
  role: 'The role is changed. It holds from their next page on.',
  'extra-time': 'The extra time is saved. It holds for every timed quiz of this class.',
  renamed: 'The name is changed. They sign in with the new one from now on.',
  section: 'The section is changed. It holds from their next page on.',
  sections: 'The sections are changed.',
  dropped: 'The list is thrown away. Nobody was added.',
  together: 'Put together. Both entries count for one student now.',
  apart: 'Taken apart. Each entry is a student of its own again.',
  removed:
    'Removed. They see nothing of this class any more; what they wrote stays. A slip? They stand under “Removed” below and can be let back in.',
  returned: 'Back in the class, with everything that was theirs.',
}

export default async function RosterPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(listRoster, { class: id }, `/classes/${id}/desk/roster`)
  const { waiting } = await page(viewWaiting, { class: id }, `/classes/${id}/desk/roster`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const done = asked(search, 'done')
  const students = view.members
    .filter((member) => member.role === 'student')
    .toSorted((a, b) => (hidden ? a.number! - b.number! : 0))
  const sought = hidden ? '' : asked(search, 'q').trim()
  const found = students.filter(({ displayName, loginName }) => isCalled(sought, displayName, loginName))
  const { shown, part } = partOf(found, ROWS, pageAsked(search))
  const here = [sought && `q=${encodeURIComponent(sought)}`, part.page > 1 && `page=${part.page}`]
    .filter(Boolean)
    .join('&')
  const staff = view.members.filter((member) => member.role !== 'student')
  const chosen = view.members.find((member) => member.userId === asked(search, 'member'))
  const section = new Map(view.sections.map((one) => [one.id, one.name]))
  const reset = done === 'reset' ? await flashed('name', 'code', 'expiresAt') : null
  const link = done === 'colleague' ? await flashed('secret', 'expiresAt') : null
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
          <LinkButton kind={students.length === 0 ? 'go' : 'plain'} href={at('/roster/import')}>
            Add from a list
          </LinkButton>
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
      {done === 'imported' && (
        <Notice kind="good">
          <b>{plural(Number(asked(search, 'added')) || 0, 'student')} added.</b> They have no passphrase yet: give each
          a one-time code, below.
        </Notice>
      )}
      {SAID[done] && <Notice kind="good">{SAID[done]}</Notice>}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not changed.</b> {sayProblem(refused.code, refused.at, view.class.zone)}
        </Notice>
      )}
      {chosen && (
        <Change
          classId={id}
          member={chosen}
          sections={view.sections}
          refused={refused}
          back={at('/roster', here)}
          together={at('/roster/together', `member=${chosen.userId}`)}
          hidden={hidden}
        />
      )}
      {waiting > 0 && (
        <section className="handout" aria-labelledby="waiting">
          <h2 className="title" id="waiting">
            {plural(waiting, 'student')} on the roster {waiting === 1 ? 'has' : 'have'} never signed in
          </h2>
          <p className="body">
            The file has a one-time code for each of them, good for two weeks. With it they choose a passphrase at{' '}
            <b>{publicUrl}/reset</b>. A new file replaces the codes of the one before.
          </p>
          <form className="acts" method="post" action={`/api/classes/${id}/first-codes`}>
            <Button>Make the codes (CSV)</Button>
          </form>
          <p className="sees">Only you get this file. Here only fingerprints of the codes are kept.</p>
        </section>
      )}
      <section className="block" aria-labelledby="students">
        <h2 className="title" id="students">
          Students
        </h2>
        {students.length === 0 ? (
          <p className="body mut">Put the code below on the board. Whoever joins stands here at once.</p>
        ) : (
          <>
            {students.length > ROWS && !hidden && <Find path={at('/roster')} sought={sought} />}
            {found.length === 0 ? (
              <p className="body mut">Nobody here is called “{sought}”.</p>
            ) : (
              <People
                caption={`Students, ${sayZone(view.class.zone)}`}
                members={shown}
                classId={id}
                zone={view.class.zone}
                section={section}
                at={at}
                here={here}
                hidden={hidden}
              />
            )}
            <Pager
              part={part}
              what="students"
              href={(n) =>
                at(
                  '/roster#students',
                  [sought && `q=${encodeURIComponent(sought)}`, `page=${n}`].filter(Boolean).join('&'),
                )
              }
            />
          </>
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
        {done === 'colleague' && link && (
          <div className="handout" role="status">
            <p className="body">
              <b>The link is ready. It is shown this once.</b> Send it to a colleague who teaches here; it works once,
              until {sayWhen(link.expiresAt, view.class.zone)}.
            </p>
            <p className="joinaddress">
              {publicUrl}/welcome/{link.secret}
            </p>
          </div>
        )}
        {done === 'colleague' && !link && (
          <Notice>
            <b>The link was shown once and is gone from this page.</b> If you did not copy it, make another.
          </Notice>
        )}
        <form className="acts" method="post" action={`/api/classes/${id}/colleagues`}>
          <Button>Teach with a colleague: make a one-time link</Button>
        </form>
      </section>
      {view.removed.length > 0 && (
        <Removed classId={id} removed={view.removed} zone={view.class.zone} hidden={hidden} />
      )}
      <Sections classId={id} view={view} refused={refused} />
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

/** So many students stand on one page of the roster. */
const ROWS = 60

/** Whether a part of a name is in theirs, capitals and accents aside. */
function isCalled(sought: string, ...names: readonly string[]): boolean {
  const plain = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return names.some((name) => plain(name).includes(plain(sought)))
}

/** A long roster is searched: whoever stands in the office is not leafed for. */
function Find({ path, sought }: { path: string; sought: string }) {
  return (
    <search>
      <form className="find" action={path}>
        <TextField
          name="q"
          type="search"
          label="Find by name"
          defaultValue={sought}
          maxLength={80}
          autoComplete="off"
        />
        <Button>Find</Button>
        {sought !== '' && (
          <LinkButton kind="quiet" href={path}>
            Everybody
          </LinkButton>
        )}
      </form>
    </search>
  )
}

/** What is shown once: it travels in a short-lived cookie that the address never holds. */
async function flashed<Field extends string>(...fields: Field[]): Promise<Record<Field, string> | null> {
  try {
    const value = (await cookies()).get('xh-flash')?.value
    const read = JSON.parse(value?.startsWith('%') ? decodeURIComponent(value) : (value ?? 'null')) as Record<
      string,
      unknown
    > | null
    return read && fields.every((field) => typeof read[field] === 'string') ? (read as Record<Field, string>) : null
  } catch {
    return null
  }
}
