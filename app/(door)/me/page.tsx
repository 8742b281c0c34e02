import type { Metadata } from 'next'
import { howISignIn } from '#lib/features/manage-account/passphrase.ts'
import { viewMail } from '#lib/features/receive-mail/receive-mail.ts'
import { page, sendsMail } from '#lib/web/page.ts'
import { Block, Button, Notice, PageHead, TextField } from '../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../_ui/refusals.ts'
import { account, ClassFrame } from '../../classes/_work/frame.tsx'
import { FromSchool } from './from-school.tsx'
import { MailForm } from './mail-form.tsx'
import { SchoolLink } from './school-link.tsx'
import { NewPassphrase, Passphrase, PersonName } from '../fields.tsx'
import '../door.css'

export const metadata: Metadata = { title: 'My account' }

const DONE_AT_SCHOOL: Record<string, string> = {
  linked: 'Linked. From now on it opens this account too.',
  parted: 'The link is removed. Wherever else you were signed in, you are signed out.',
}
/** What comes back from the school's own sign-in, or from linking it and parting from it. */
const AT_SCHOOL: readonly string[] = ['school-refused', 'platform-failed', 'identity-taken', 'last-way-in']
const DONE: Record<string, string> = {
  name: 'Your name is changed, here and in your classes.',
  passphrase: 'Your passphrase is changed. Wherever else you were signed in, you are signed out.',
}

export default async function MePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, me, way, mail] = await Promise.all([
    searchParams,
    account('/me'),
    page(howISignIn, {}, '/me'),
    sendsMail ? page(viewMail, {}, '/me') : null,
  ])
  const problem = problemIn(search)
  const done = DONE[valueIn(search, 'done') ?? '']
  // Several forms share the page: a refusal belongs to the one whose field it names, or to the one whose code it is.
  const form = !problem
    ? null
    : problem.code === 'last-instructor' || problem.at === 'confirm' || typedIn(search, 'erasing')
      ? 'erase'
      : problem.at === 'name' || problem.code === 'name-taken'
        ? 'name'
        : typedIn(search, 'rhythm')
          ? 'mail'
          : AT_SCHOOL.includes(problem.code) && !problem.at
            ? 'school'
            : 'passphrase'
  const isWrong =
    problem?.code === 'wrong-passphrase' ||
    problem?.code === 'launch-needed' ||
    (problem?.code === 'slow-down' && form !== 'mail')
  return (
    <ClassFrame me={me} current="/me">
      <PageHead
        title={me.name}
        lead={
          !way.hasPassphrase
            ? way.school?.isLinked && way.platforms.length === 0
              ? `You sign in with ${way.school.title}.`
              : `You sign in by ${way.platforms.join(', ') || 'your school’s system'}, from your course there.`
            : me.email
              ? `You sign in with ${me.email} and your passphrase.`
              : me.classes[0]
                ? 'You sign in with a class code, your name and your passphrase.'
                : undefined
        }
      />
      {done && (
        <Notice kind="good">
          <b>{done}</b>
        </Notice>
      )}
      {isWrong && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {problem.words}
        </Notice>
      )}
      <Block id="name-head" title="Name" ruled>
        <form className="sheetform" method="post" action="/api/me/name">
          <PersonName
            label="Your name"
            defaultValue={form === 'name' ? (typedIn(search, 'name') ?? me.name) : me.name}
            error={form === 'name' ? problem?.words : undefined}
            sees="Your instructors and your classes see this name. Without an e-mail address it is also the name that you sign in with."
          />
          <p className="acts">
            <Button>Change my name</Button>
          </p>
        </form>
      </Block>
      <Block id="pass-head" title="Passphrase" ruled>
        <form className="sheetform" method="post" action="/api/me/passphrase">
          <input type="hidden" name="username" value={me.email ?? me.name} autoComplete="username" disabled />
          {way.hasPassphrase ? (
            <Passphrase
              name="current"
              label="Present passphrase"
              error={problem?.at === 'current' ? problem.words : undefined}
            />
          ) : (
            <FromSchool isFresh={way.isFresh} what="With one of your own you also sign in without your school." />
          )}
          <NewPassphrase
            id="new-passphrase"
            label="New passphrase"
            hint="At least 8 characters."
            error={form === 'passphrase' && problem?.at === 'passphrase' ? problem.words : undefined}
          />
          <p className="acts">
            <Button>{way.hasPassphrase ? 'Change my passphrase' : 'Set a passphrase'}</Button>
          </p>
        </form>
      </Block>
      {way.school && (
        <Block id="school-head" title={way.school.title} ruled>
          <SchoolLink
            school={way.school}
            hasPassphrase={way.hasPassphrase}
            done={DONE_AT_SCHOOL[valueIn(search, 'done') ?? '']}
            problem={form === 'school' ? problem : null}
          />
        </Block>
      )}
      {mail && (
        <Block id="mail-head" title="Mail" ruled>
          <MailForm
            mail={mail}
            isSaved={valueIn(search, 'done') === 'mail'}
            problem={form === 'mail' ? problem : null}
            typed={{ rhythm: typedIn(search, 'rhythm'), address: typedIn(search, 'address') }}
          />
        </Block>
      )}
      <Block id="data-head" title="Your data" ruled>
        <p className="body prose">
          Everything that is stored about you, in one file: account, classes, places, answers with their receipts, posts
          in every version.
        </p>
        <p className="acts block">
          <a className="btn" href="/api/me/data" download>
            Take my data
          </a>
        </p>
      </Block>
      <Block id="out-head" title="Sign out" ruled>
        <p className="body prose">On a device that others use too, sign out when you leave.</p>
        <form method="post" action="/api/sign-out" className="acts block">
          <Button>Sign out</Button>
        </form>
      </Block>
      <Block id="erase-head" title="Erase me" ruled>
        <p className="body prose">
          Your name, your passphrase and everything you wrote are removed at once and cannot be brought back. Counts
          without a name stay with the class. Take your data first if you may want it.
        </p>
        {form === 'erase' && problem?.code === 'last-instructor' && (
          <Notice kind="care" alert>
            <b>Not erased.</b> {problem.words}
          </Notice>
        )}
        <details open={form === 'erase'}>
          <summary className="open-erase">Erase my account</summary>
          <form className="sheetform" method="post" action="/api/me/erasure">
            <TextField
              name="confirm"
              label="Type: erase me"
              required
              pattern="erase me"
              title="erase me"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              error={problem?.at === 'confirm' ? problem.words : undefined}
            />
            {way.hasPassphrase ? (
              <Passphrase id="erase-passphrase" />
            ) : (
              <FromSchool isFresh={way.isFresh} what="Your school’s system keeps what it was told." />
            )}
            <p className="acts">
              <Button>Erase me now</Button>
            </p>
          </form>
        </details>
      </Block>
    </ClassFrame>
  )
}
