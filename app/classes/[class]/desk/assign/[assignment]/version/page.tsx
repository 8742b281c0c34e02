import type { Metadata } from 'next'
import Link from 'next/link'
import { viewNewVersion } from '#lib/features/assign-work/new-version.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, LinkButton, Notice, PageHead, Table, TextField } from '../../../../../../_ui/parts.tsx'
import { Frame } from '../../../_desk/frame.tsx'
import { Name, namesHidden } from '../../../_desk/names.tsx'
import { asked, returned, type Search } from '../../../_desk/refused.ts'
import { sayRefusal } from '../../../../../../_ui/refusals.ts'
import { countWord, plural } from '../../../../../../_ui/say.ts'

export const metadata: Metadata = { title: 'Versions and keys' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

const CHANGE = {
  withdrawn: 'Taken out: it counts as right for everybody who was asked it.',
  added: 'New: only those who have not begun are asked it.',
  wording: 'Asked otherwise: what was answered before keeps the key under which it was asked.',
  key: 'Another key.',
  reasons: 'The same key; reasons or passages were changed.',
} as const

const DONE: Record<string, string> = {
  keep: 'Whoever has not begun gets the new version. Nobody’s score was changed.',
  're-score': 'The new keys hold. Each student whose score changed has a message, and the first score stays readable.',
}

/** What a newer version of an assigned quiz changes, and for whom, before anything is changed. */
export default async function VersionPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/assign/${assignment}/version`
  const view = await page(viewNewVersion, { assignment }, path)
  const hidden = await namesHidden(search)
  const refused = returned(search)
  const done = DONE[asked(search, 'done')]
  const { changes, affected } = view
  // Also after a move that kept the scores: what was handed in before may still be judged by the newest keys.
  const keysChange = affected.length > 0 || changes.some(({ change }) => change === 'key' || change === 'withdrawn')
  const hiddenFields = (
    <>
      <input type="hidden" name="in" value={id} />
      <input type="hidden" name="expect" value={view.expect ?? ''} />
    </>
  )
  return (
    <Frame klass={view.class} mayManage current="/assign" hidden={hidden}>
      <PageHead
        over={
          <Link href={`/classes/${id}/desk/assign/${assignment}`} prefetch={false}>
            {view.assignment.title}
          </Link>
        }
        title={
          changes.length === 0
            ? 'This is the newest version.'
            : `${countWord(changes.length)} ${changes.length === 1 ? 'question differs' : 'questions differ'} in the newest version.`
        }
        lead={`${plural(view.handedIn, 'attempt')} handed in, ${view.underWay} under way. Whoever has begun keeps the version they began with.`}
      />
      {done && <Notice kind="good">{done}</Notice>}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b>{' '}
          {refused.code === 'conflict'
            ? 'Somebody handed in or the quiz was kept again since you looked. Here is how it stands now.'
            : refused.at === 'reason'
              ? 'Say in a sentence what was wrong: those whose score changes read it.'
              : sayRefusal(refused.code, refused.at)}
        </Notice>
      )}
      {changes.length > 0 && (
        <Block id="changes" title="What differs" ruled>
          <ul className="rows">
            {changes.map(({ id: item, stem, change }) => (
              <li key={item}>
                <span className="name">{stem}</span>
                <span className="mut">{CHANGE[change]}</span>
              </li>
            ))}
          </ul>
        </Block>
      )}
      {keysChange && (
        <Block
          id="scores"
          title={
            affected.length === 0
              ? 'No score would change'
              : `${countWord(affected.length)} ${affected.length === 1 ? 'score' : 'scores'} would change`
          }
          ruled
        >
          {affected.length > 0 && (
            <Table
              caption="Whose score would change, and how"
              hideCaption
              columns={[
                { title: 'Student' },
                { title: 'Attempt', figure: true },
                { title: 'Now', figure: true },
                { title: 'Then', figure: true },
              ]}
              rows={affected.map((one) => ({
                key: `${one.number}-${one.ordinal}`,
                cells: [
                  <Name key="name" name={one.name} number={one.number} />,
                  one.ordinal,
                  `${one.before.earned} of ${one.before.total}`,
                  `${one.after.earned} of ${one.after.total}`,
                ],
              }))}
            />
          )}
          <form method="post" action={`/api/assignments/${assignment}/version`}>
            {hiddenFields}
            <input type="hidden" name="scores" value="re-score" />
            <TextField
              name="reason"
              label="What was wrong"
              hint="One sentence, for those whose score changes."
              required
              maxLength={300}
              defaultValue={refused.typed('reason')}
              sees="Each student whose score changes reads this in their inbox, once the quiz shows scores."
            />
            <p className="acts">
              <Button kind="go">
                {affected.length === 0
                  ? 'Use the new keys for everybody'
                  : `Re-score ${plural(affected.length, 'attempt')}`}
              </Button>
            </p>
          </form>
        </Block>
      )}
      {changes.length > 0 && (
        <Block id="move" title="For those who have not begun" ruled>
          <p className="body">They get the newest version. No score is changed.</p>
          <form method="post" action={`/api/assignments/${assignment}/version`} className="acts">
            {hiddenFields}
            <input type="hidden" name="scores" value="keep" />
            <Button>Move them to the newest version</Button>
          </form>
        </Block>
      )}
      <Block id="correct" title="Correct a question" ruled>
        {view.own ? (
          <p className="acts">
            <LinkButton href={`/bank/quizzes/${view.own}`}>Open it in your bank</LinkButton>
          </p>
        ) : (
          <>
            <p className="body">
              This quiz is the edition’s or a colleague’s. Correcting it begins with a copy of exactly what was given,
              which is yours; the original and everybody’s work stay as they are.
            </p>
            <form method="post" action={`/api/assignments/${assignment}/correction`} className="acts">
              <input type="hidden" name="in" value={id} />
              <Button>Make it mine to correct</Button>
            </form>
          </>
        )}
        <p className="small mut">
          Change the key there, keep a version, and come back here: you see whose score would change before anything is.
        </p>
        {view.hasContests && (
          <p className="small">
            <Link href={`/classes/${id}/desk/contests`} prefetch={false}>
              Students have asked for a second look
            </Link>
          </p>
        )}
      </Block>
    </Frame>
  )
}
