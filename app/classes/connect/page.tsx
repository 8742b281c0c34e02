import type { Metadata } from 'next'
import { lookAtLaunch } from '#lib/features/connect-platform/choose-class.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, Notice, PageHead, SelectField, TextField } from '../../_ui/parts.tsx'
import { problemIn, typedIn, valueIn, type Search } from '../../_ui/refusals.ts'
import { account, ClassFrame } from '../_work/frame.tsx'
import { zoneOptions } from '../../_ui/zones.ts'
import { OwnZone } from '../_work/own-zone.tsx'
import '../../(door)/door.css'

export const metadata: Metadata = { title: 'Connect a course' }

/** Where a launch leads whose course is no class yet: a new one, one that there is, or first the account of one’s own. */
export default async function ConnectPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  const launch = valueIn(search, 'launch') ?? ''
  const here = `/classes/connect?launch=${encodeURIComponent(launch)}`
  const [view, me] = await Promise.all([page(lookAtLaunch, { launch }, here), account(here)])
  const problem = problemIn(search)
  const course = view.title || 'this course'
  return (
    <ClassFrame me={me} current="/classes">
      <PageHead
        over={view.platform}
        title={view.isMine ? `Which class is “${course}”?` : `Is this you in ${view.platform}?`}
        lead={
          view.isMine
            ? 'From then on the course opens it: you the desk, your students their work. Asked once.'
            : view.mayTake
              ? `${view.platform} has just sent somebody here who teaches “${course}”, in this browser. You are signed in as ${view.name}.`
              : `${view.platform} sent somebody else here, who has an account already. Sign out and open the course again.`
        }
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not connected.</b> {problem.words}
        </Notice>
      )}
      {view.mayTake && (
        <form method="post" action="/api/me/identities" className="block">
          <input type="hidden" name="launch" value={launch} />
          <Button kind="go">Yes: let the course open this account</Button>
          <p className="hint">If it is somebody else, sign out first; nothing is connected until you press.</p>
        </form>
      )}
      {view.isMine && (
        <div className="ways block">
          <form className="way" method="post" action="/api/courses" aria-labelledby="make">
            <input type="hidden" name="launch" value={launch} />
            <h2 className="title" id="make">
              A new class
            </h2>
            <TextField
              name="title"
              label="Title"
              sees="Students see this."
              defaultValue={typedIn(search, 'title') ?? view.title}
              required
              maxLength={120}
              error={problem?.at === 'title' ? problem.words : undefined}
            />
            <SelectField
              name="zone"
              label="Time zone"
              hint="Dates are typed and shown in it, with its name."
              defaultValue={typedIn(search, 'zone') ?? me.classes[0]?.zone ?? 'UTC'}
              options={zoneOptions(typedIn(search, 'zone') ?? me.classes[0]?.zone)}
            />
            {!typedIn(search, 'zone') && <OwnZone />}
            <p className="acts">
              <Button kind="go">Make the class</Button>
            </p>
          </form>
          {view.classes.length > 0 && (
            <section className="way" aria-labelledby="link">
              <h2 className="title" id="link">
                One that you teach
              </h2>
              <p className="mut">
                Its members stay. Students whom the course sends come in as themselves, beside them.
              </p>
              {view.classes.map((one) => (
                <form key={one.id} method="post" action={`/api/classes/${one.id}/courses`} className="acts">
                  <input type="hidden" name="launch" value={launch} />
                  <Button>{one.title}</Button>
                </form>
              ))}
            </section>
          )}
        </div>
      )}
      {view.isMine && view.isFresh && (
        <Block id="own" title="You have an account here already?" ruled>
          <p className="body prose">
            Sign out here, sign in with it, and come back to this page: it then offers to let the course open that
            account instead of the one that was just made.
          </p>
          <form method="post" action="/api/sign-out" className="acts block">
            <input type="hidden" name="next" value={here} />
            <Button>Sign out and use my account</Button>
          </form>
        </Block>
      )}
    </ClassFrame>
  )
}
