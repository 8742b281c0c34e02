import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import Link from 'next/link'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { DEFAULT_SEATS, SEATS_MOST } from '#lib/domain/names.ts'
import { sayDay, sayInstant, sayZone } from '#lib/domain/zone.ts'
import { publicUrl } from '#lib/web/page.ts'
import { Button, Empty, LinkButton, Notice, PageHead, Row, Rows, SelectField, TextField } from '../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../_ui/refusals.ts'
import { countWord } from '../_ui/say.ts'
import { zoneOptions } from '../_ui/zones.ts'
import { account, ClassFrame } from './_work/frame.tsx'
import { OwnZone } from './_work/own-zone.tsx'
import '../(door)/door.css'

export const metadata: Metadata = { title: 'Classes' }

/** Where a class opens: a student’s list, or the desk. */
const home = (one: { id: string; role: string }): string =>
  one.role === 'student' ? `/classes/${one.id}` : `/classes/${one.id}/desk`

const ROLE = { instructor: 'You teach it', assistant: 'You assist', student: 'You study in it' }

/** The one-time link that an invitation left for this page alone; the cookie dies by itself after 90 seconds. */
function flashOf(value: string | undefined): { secret: string; expiresAt: string } | null {
  try {
    const flash = JSON.parse(decodeURIComponent(value ?? '')) as { secret?: unknown; expiresAt?: unknown } | null
    return typeof flash?.secret === 'string' &&
      /^[\w-]{1,80}$/.test(flash.secret) &&
      typeof flash.expiresAt === 'string' &&
      !Number.isNaN(Date.parse(flash.expiresAt))
      ? { secret: flash.secret, expiresAt: flash.expiresAt }
      : null
  } catch {
    return null
  }
}

function Invitation({ flash }: { flash: { secret: string; expiresAt: string } }) {
  return (
    <div className="once" role="status">
      <p>
        <b>The link is ready. It is shown this once.</b> Send it to your colleague yourself; it works once, until{' '}
        {sayInstant(new Date(flash.expiresAt), 'UTC')}.
      </p>
      <code>
        {publicUrl}/welcome/{flash.secret}
      </code>
    </div>
  )
}

export default async function ClassesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, me, jar] = await Promise.all([searchParams, account('/classes'), cookies()])
  const only = me.classes.length === 1 ? me.classes[0] : undefined
  if (valueIn(search, 'only') !== undefined && only) redirect(`/classes/${only.id}`)
  const problem = problemIn(search)
  const isInvite = problem && (problem.at === 'email' || typedIn(search, 'email') !== undefined)
  const flash = valueIn(search, 'done') === 'invited' ? flashOf(jar.get('xh-flash')?.value) : null
  const [open, closed] = [me.classes.filter((one) => !one.closedAt), me.classes.filter((one) => one.closedAt)]
  const zone = typedIn(search, 'zone') ?? me.classes[0]?.zone ?? 'UTC'
  return (
    <ClassFrame me={me} current="/classes">
      <PageHead
        title={
          open.length === 0
            ? closed.length === 0
              ? 'No class yet'
              : 'No open class'
            : open.length === 1
              ? 'Your class'
              : `${countWord(open.length)} classes`
        }
      />
      {valueIn(search, 'done') === 'erased' && (
        <Notice kind="good">
          <b>The class is erased.</b> Nothing that anybody wrote in it is kept; counts without names are.
        </Notice>
      )}
      {open.length > 0 && (
        <Rows label="Classes">
          {open.map((one) => (
            <Row key={one.id} href={home(one)} name={one.title} line={ROLE[one.role]} aside={sayZone(one.zone)} />
          ))}
        </Rows>
      )}
      {me.classes.length === 0 && (
        <Empty title="What will be here">
          {me.mayTeach
            ? 'Each class that you make, with its desk. Make the first one below; it takes a minute.'
            : 'Each class that you join, with its list of what to do and by when. You need its code, which your instructor has.'}
        </Empty>
      )}
      {closed.length > 0 && (
        <section className="block" aria-labelledby="closed">
          <h2 className="title" id="closed">
            Closed
          </h2>
          <Rows label="Closed classes">
            {closed.map((one) => (
              <Row
                key={one.id}
                href={home(one)}
                name={one.title}
                line={ROLE[one.role]}
                aside={`closed since ${sayDay(new Date(one.closedAt!), one.zone)}`}
              />
            ))}
          </Rows>
        </section>
      )}
      <p className="acts block">
        <LinkButton href="/join">Join a class with a code</LinkButton>
      </p>
      {me.mayTeach && (
        <div className="ways block">
          <form className="way" method="post" action="/api/classes" aria-labelledby="make">
            <input type="hidden" name="once" value={randomUUID()} />
            <h2 className="title" id="make">
              Make a class
            </h2>
            <p className="mut">You get a join code, a link and a QR code at once.</p>
            {problem && !isInvite && !problem.at && (
              <Notice kind="care" alert>
                <b>Not made.</b> {problem.words}
              </Notice>
            )}
            <TextField
              name="title"
              label="Title"
              hint="Such as HIST 214: The Sino-Soviet split, fall."
              sees="Students see this before they join."
              defaultValue={typedIn(search, 'title')}
              required
              maxLength={120}
              error={problem?.at === 'title' ? problem.words : undefined}
            />
            <SelectField
              name="zone"
              label="Time zone"
              hint="Dates are typed and shown in it, with its name."
              defaultValue={zone}
              options={zoneOptions(zone)}
              error={problem?.at === 'zone' ? problem.words : undefined}
            />
            {typedIn(search, 'zone') === undefined && me.classes.length === 0 && <OwnZone />}
            <TextField
              name="seats"
              type="number"
              label="Seats"
              hint="How many students may join. A code that travels too far stops there; you can change it later."
              defaultValue={typedIn(search, 'seats') ?? DEFAULT_SEATS}
              required
              min={1}
              max={SEATS_MOST}
              inputMode="numeric"
              error={problem?.at === 'seats' ? problem.words : undefined}
            />
            <p className="acts">
              <Button kind="go">Make the class</Button>
            </p>
          </form>
          <form className="way" method="post" action="/api/invitations" aria-labelledby="invite">
            <h2 className="title" id="invite">
              Invite a colleague to teach
            </h2>
            <p className="mut">
              They get their own account and make their own classes. Nothing is sent by us: you pass the link on.
            </p>
            {flash && <Invitation flash={flash} />}
            {!flash && valueIn(search, 'done') === 'invited' && (
              <Notice>
                <b>The link was shown once and is gone from this page.</b> If you did not copy it, make another.
              </Notice>
            )}
            <TextField
              name="email"
              type="email"
              label="Their e-mail address"
              hint="They will sign in with it."
              defaultValue={isInvite ? typedIn(search, 'email') : undefined}
              required
              maxLength={254}
              autoComplete="off"
              error={isInvite ? problem?.words : undefined}
            />
            <p className="acts">
              <Button>Make a one-time link</Button>
            </p>
          </form>
        </div>
      )}
      {!me.mayTeach && (
        <p className="aside-links">
          <span>
            Do you teach?{' '}
            <Link href="/for-instructors" prefetch={false}>
              How instructors begin
            </Link>
          </span>
        </p>
      )}
    </ClassFrame>
  )
}
