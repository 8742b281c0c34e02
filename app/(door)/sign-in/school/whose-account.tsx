import Link from 'next/link'
import type { Proven } from '#lib/domain/school.ts'
import { Button, Notice, PageHead, TextField } from '../../../_ui/parts.tsx'
import { typedIn, type FormProblem, type Search } from '../../../_ui/refusals.ts'
import { Shell } from '../../../_ui/shell.tsx'

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
          <TextField
            name="code"
            id="new-code"
            label="Class code"
            hint="Eight letters and digits, from your instructor."
            defaultValue={code}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={40}
          />
          <TextField
            name="name"
            id="new-name"
            label="Your name"
            hint="As your instructor knows you."
            sees="Your instructors and your class see this name."
            defaultValue={isJoining ? typedIn(search, 'name') : (proven.name ?? undefined)}
            autoComplete="name"
            spellCheck={false}
            required
            maxLength={80}
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
          <TextField
            name="class"
            id="code-class"
            label="Class code"
            hint="An older code of the class works too."
            defaultValue={code}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={40}
          />
          <TextField
            name="name"
            id="code-name"
            label="Your name in the class"
            defaultValue={isJoining ? undefined : typedIn(search, 'name')}
            autoComplete="name"
            spellCheck={false}
            required
            maxLength={80}
          />
          <TextField
            name="passphrase"
            id="code-passphrase"
            type="password"
            label="Passphrase"
            autoComplete="current-password"
            required
            maxLength={256}
          />
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
          <TextField
            name="email"
            id="mail-email"
            type="email"
            label="E-mail"
            defaultValue={typedIn(search, 'email')}
            autoComplete="username"
            required
            maxLength={254}
          />
          <TextField
            name="passphrase"
            id="mail-passphrase"
            type="password"
            label="Passphrase"
            autoComplete="current-password"
            required
            maxLength={256}
          />
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
