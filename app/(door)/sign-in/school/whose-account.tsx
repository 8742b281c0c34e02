import Link from 'next/link'
import type { Proven } from '#lib/domain/school.ts'
import { Button, Notice, PageHead } from '../../../_ui/parts.tsx'
import { typedIn, type FormProblem, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'
import { ClassCode, Email, Passphrase, PersonName } from '../../fields.tsx'

/** A class that somebody was on the way to: its code stands in the address, so that nobody types it twice. */
function codeIn(goTo: string): string | undefined {
  const [, fromJoin] = /^\/join\/([^/?#]+)$/.exec(goTo) ?? []
  return fromJoin === undefined
    ? (new URLSearchParams(goTo.split('?')[1]).get('code') ?? undefined)
    : decodeURIComponent(fromJoin)
}

/** The school has said who somebody is, and no account is theirs yet: a new student joins, and an account that stands is shown. */
export function WhoseAccount({
  school,
  proven,
  goTo,
  problem,
  search,
}: {
  school: string
  proven: Proven
  goTo: string
  problem: FormProblem | null
  search: Search
}) {
  const code = typedIn(search, 'code') ?? typedIn(search, 'class') ?? codeIn(goTo)
  const isJoining = typedIn(search, 'code') !== undefined
  const words =
    problem?.code === 'wrong-passphrase'
      ? 'These do not belong together. Check the spelling; in a passphrase, capital letters count.'
      : problem?.words
  return (
    <Shell current="/sign-in">
      <PageHead
        title="Are you new here?"
        lead={`${school} has told us who you are${proven.name ? `, ${proven.name}` : ''}. No account here belongs to that yet, and none is made before you choose.`}
      />
      {problem && (
        <Notice kind="care" alert>
          <b>{isJoining ? 'Not joined.' : 'Not signed in.'}</b> {words}
        </Notice>
      )}
      <div className="ways block">
        <form className="way" id="join" method="post" action="/api/school/join" aria-labelledby="new-head">
          <h2 className="title" id="new-head">
            I am new: join a class
          </h2>
          <p className="mut">From then on {school} signs you in. No passphrase is needed.</p>
          <input type="hidden" name="next" value={goTo} />
          <ClassCode
            name="code"
            id="new-code"
            hint="Eight letters and digits, from your instructor."
            defaultValue={code}
          />
          <PersonName
            id="new-name"
            label="Your name"
            hint="As your instructor knows you."
            sees="Your instructors and your class see this name."
            defaultValue={isJoining ? typedIn(search, 'name') : (proven.name ?? undefined)}
          />
          <p className="acts">
            <Button kind="go">Join the class</Button>
          </p>
        </form>
        <form className="way" id="link" method="post" action="/api/school/link" aria-labelledby="code-head">
          <h2 className="title" id="code-head">
            I joined with a class code
          </h2>
          <p className="mut">Sign in with it once more; after that {school} opens this account too.</p>
          <input type="hidden" name="next" value={goTo} />
          <ClassCode id="code-class" hint="An older code of the class works too." defaultValue={code} />
          <PersonName
            id="code-name"
            label="Your name in the class"
            defaultValue={isJoining ? undefined : typedIn(search, 'name')}
          />
          <Passphrase id="code-passphrase" />
          <p className="acts">
            <Button>Sign in and link {school}</Button>
          </p>
        </form>
        <form className="way" method="post" action="/api/school/link" aria-labelledby="mail-head">
          <h2 className="title" id="mail-head">
            I have an e-mail address here
          </h2>
          <p className="mut">Instructors, and students whose account has one. It need not be the one at {school}.</p>
          <input type="hidden" name="next" value={goTo} />
          <Email id="mail-email" defaultValue={typedIn(search, 'email')} />
          <Passphrase id="mail-passphrase" />
          <p className="acts">
            <Button>Sign in with e-mail and link {school}</Button>
          </p>
        </form>
      </div>
      <p className="aside-links">
        <span>
          {proven.name ? `Not ${proven.name}?` : 'Not you?'}{' '}
          <Link href="/sign-in" prefetch={false}>
            Sign in another way
          </Link>
        </span>
      </p>
    </Shell>
  )
}
