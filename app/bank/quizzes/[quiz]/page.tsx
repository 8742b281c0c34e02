import type { Metadata } from 'next'
import Link from 'next/link'
import { viewQuizDraft } from '#lib/features/keep-bank/own-quiz.ts'
import { page, publicUrl } from '#lib/web/page.ts'
import { AreaField, Block, Button, LinkButton, Notice, PageHead, SelectField, TextField } from '../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../_ui/refusals.ts'
import { countWord, plural } from '../../../_ui/say.ts'
import { account } from '../../../classes/_work/frame.tsx'
import { BankFrame } from '../../_bank/frame.tsx'
import { KINDS, kindWord, sayFaults } from '../../_bank/words.ts'

export const metadata: Metadata = { title: 'Your quiz' }

type Props = { params: Promise<{ quiz: string }>; searchParams: Promise<Search> }
type View = Awaited<ReturnType<typeof viewQuizDraft>>

const DONE: Record<string, string> = {
  saved: 'Saved.',
  brought:
    'The questions stand in the draft. What each still lacks before a class can have it, such as the misreading behind a wrong option, is said below.',
  removed: 'The item is out of the draft. Versions that have it keep it.',
  'rolled-back': 'The earlier version stands in the draft again. Keep it as a new version when it is as you want it.',
}

const sayDay = (iso: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(iso))

export default async function OwnQuizPage({ params, searchParams }: Props) {
  const [{ quiz: id }, search] = await Promise.all([params, searchParams])
  const path = `/bank/quizzes/${id}`
  const [me, view] = await Promise.all([account(path), page(viewQuizDraft, { quiz: id }, path)])
  const problem = problemIn(search)
  const done = valueIn(search, 'done') ?? ''
  const newest = view.versions[0]
  return (
    <BankFrame me={me}>
      <PageHead
        over={
          <Link href="/bank" prefetch={false}>
            Bank
          </Link>
        }
        title={view.draft.title || 'Without a title'}
        lead={standing(view)}
        acts={
          <>
            <LinkButton href={`${path}/preview`}>See as a student</LinkButton>
            <LinkButton href={`${path}/files`}>Take it with you</LinkButton>
          </>
        }
      />
      {problem && (
        <Notice kind="care" alert>
          <b>Not done.</b> {problem.words}
        </Notice>
      )}
      {DONE[done] && <Notice kind="good">{DONE[done]}</Notice>}
      {done === 'kept' && newest && (
        <Notice kind="good">
          <b>Version {newest.n} is kept.</b> It can be assigned now: it stands under “Take a quiz of your own”. Work
          already given stays as it was; its page under Assign offers to move it.
        </Notice>
      )}
      <Block id="questions" title="Questions" ruled>
        {view.draft.items.length === 0 ? (
          <p className="body mut">None yet. Add one below, or copy one from the bank.</p>
        ) : (
          <ol className="bankitems">
            {view.draft.items.map((item, i) => {
              const faults = sayFaults(view.items[i]?.faults ?? [])
              const name = item.stem || 'No words yet'
              const move = (to: 'up' | 'down') => (
                <form method="post" action={`/api/bank/quizzes/${id}/items/${item.id}/move`}>
                  <input type="hidden" name="seq" value={view.seq} />
                  <input type="hidden" name="to" value={to} />
                  <Button kind="quiet" disabled={to === 'up' ? i === 0 : i === view.draft.items.length - 1}>
                    {to === 'up' ? 'Move up' : 'Move down'}
                    <span className="vh">: {name}</span>
                  </Button>
                </form>
              )
              return (
                <li key={item.id} id={item.id}>
                  <p className="stem">
                    <Link href={`${path}/items/${item.id}`} prefetch={false}>
                      {name}
                    </Link>
                  </p>
                  <p className="small mut">
                    {kindWord[item.kind]}
                    {faults.length > 0 && `. ${plural(faults.length, 'thing')} missing`}
                  </p>
                  <div className="bankacts">
                    {move('up')}
                    {move('down')}
                    <form method="post" action={`/api/bank/quizzes/${id}/items/${item.id}/delete`}>
                      <input type="hidden" name="seq" value={view.seq} />
                      <Button kind="quiet">
                        Take out<span className="vh">: {name}</span>
                      </Button>
                    </form>
                  </div>
                </li>
              )
            })}
          </ol>
        )}
        <form method="post" action={`/api/bank/quizzes/${id}/items`} className="bankadd">
          <input type="hidden" name="seq" value={view.seq} />
          <SelectField
            name="kind"
            label="Add a question"
            options={KINDS.map((value) => ({ value, text: kindWord[value] }))}
          />
          <p className="acts">
            <Button>Add it</Button>
          </p>
        </form>
        <p className="small">
          <Link href={`/bank?into=${id}#items`} prefetch={false}>
            Copy one from the bank
          </Link>
        </p>
      </Block>
      <Block id="keep" title="Keep a version" ruled>
        <p className="body">
          A class gets a version, never the draft: what you change here later touches nobody’s work.
        </p>
        {missing(view).length > 0 && (
          <>
            <p className="body">
              <b>
                {countWord(missing(view).length)} {missing(view).length === 1 ? 'thing is' : 'things are'} missing.
              </b>
            </p>
            <ul className="missing">
              {missing(view).map(({ words, href }) => (
                <li key={href + words}>
                  <a href={href}>{words}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        <form method="post" action={`/api/bank/quizzes/${id}/versions`} className="acts">
          <input type="hidden" name="seq" value={view.seq} />
          <Button kind="go" disabled={!view.canKeep || view.isKept}>
            {view.isKept ? `Version ${newest!.n} stands as the draft does` : `Keep as version ${(newest?.n ?? 0) + 1}`}
          </Button>
        </form>
        {view.versions.length > 0 && (
          <ul className="rows" aria-label="Versions">
            {view.versions.map((one) => (
              <li key={one.n}>
                <span className="name">Version {one.n}</span>
                <span className="mut">
                  {one.title}, {plural(one.items, 'item')}, kept {sayDay(one.createdAt)} UTC
                </span>
                <span className="aside">
                  <form method="post" action={`/api/bank/quizzes/${id}/rollback`}>
                    <input type="hidden" name="seq" value={view.seq} />
                    <input type="hidden" name="version" value={one.n} />
                    <Button kind="quiet">
                      Put back into the draft<span className="vh">: version {one.n}</span>
                    </Button>
                  </form>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Block>
      <Block id="about" title="Title and line" ruled>
        <form method="post" action={`/api/bank/quizzes/${id}/save`} className="bankform">
          <input type="hidden" name="seq" value={view.seq} />
          <TextField name="title" label="Title" defaultValue={view.draft.title} maxLength={120} />
          <AreaField
            name="summary"
            label="What it is about"
            hint="One line that students read before they begin."
            rows={2}
            maxLength={300}
            defaultValue={view.draft.summary}
          />
          <TextField
            name="minutes"
            label="About how many minutes"
            type="number"
            inputMode="numeric"
            min={1}
            max={120}
            required
            defaultValue={view.draft.minutes}
          />
          <p className="acts">
            <Button>Save title and line</Button>
          </p>
        </form>
      </Block>
      <Block id="sharing" title="Share with a colleague" ruled>
        {view.shareCode ? (
          <>
            <p className="body">Whoever teaches here and has this link sees the newest version and can adopt a copy.</p>
            <p className="sharelink">
              <a href={`/bank/shared/${view.shareCode}`}>{`${publicUrl}/bank/shared/${view.shareCode}`}</a>
            </p>
          </>
        ) : (
          <p className="body">
            {newest
              ? 'A link shows the newest version to whoever teaches here. They adopt a copy; yours stays as it is.'
              : 'Keep a version first; the link will show that.'}
          </p>
        )}
        <form method="post" action={`/api/bank/quizzes/${id}/sharing/save`} className="acts">
          <input type="hidden" name="shared" value={view.shareCode ? 'no' : 'yes'} />
          <Button disabled={!newest}>{view.shareCode ? 'End sharing' : 'Share it by a link'}</Button>
        </form>
        <form method="post" action={`/api/bank/quizzes/${id}/place/save`} className="acts">
          <input type="hidden" name="away" value={view.isPutAway ? 'no' : 'yes'} />
          <Button kind="quiet">{view.isPutAway ? 'Put it back on your list' : 'Take it off your list'}</Button>
        </form>
      </Block>
    </BankFrame>
  )
}

function standing(view: View): string {
  const n = missing(view).length
  const newest = view.versions[0]
  const kept = newest ? `Version ${newest.n} can be assigned.` : 'Nothing can be assigned yet.'
  if (view.isKept) return kept
  if (n === 0) return newest ? `${kept} The draft differs from it and is complete.` : 'The draft is complete: keep it as a version, and it can be assigned.' // prettier-ignore
  return `${kept} In the draft ${plural(n, 'thing')} ${n === 1 ? 'is' : 'are'} missing.`
}

function missing(view: View): { words: string; href: string }[] {
  return [
    ...sayFaults(view.faults).map(({ words, id }) => ({ words, href: id === 'items' ? '#questions' : `#${id}` })),
    ...view.items.flatMap(({ id, faults }, i) =>
      sayFaults(faults).map((said) => ({
        words: `Question ${i + 1}. ${said.words}`,
        href: `/bank/quizzes/${view.id}/items/${id}#${said.id}`,
      })),
    ),
  ]
}
