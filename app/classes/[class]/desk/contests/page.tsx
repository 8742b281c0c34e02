import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { judge } from '#lib/domain/judge.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { listContests } from '#lib/features/contest-score/contest-score.ts'
import { page } from '#lib/web/page.ts'
import '../../../../(edition)/quizzes/quiz.css'
import { AreaField, Block, Button, Check, Empty, Notice, PageHead } from '../../../../_ui/parts.tsx'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { countWord } from '../../../../_ui/say.ts'
import { sayRefusal } from '../../../../_ui/refusals.ts'
import { VerdictView } from '../../../../_ui/verdict.tsx'
import '../../../_work/quiz.css'
import { Frame } from '../_desk/frame.tsx'
import { Name, namesHidden } from '../_desk/names.tsx'
import { asked, returned, type Search } from '../_desk/refused.ts'

export const metadata: Metadata = { title: 'Second looks' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Contest = Awaited<ReturnType<typeof listContests>>['open'][number]

const OUTCOME = {
  upheld: 'The score stands.',
  accepted: 'The answer counts for this student.',
  'key-changed': 'The key was corrected for everybody.',
} as const

export default async function ContestsPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/contests`
  const view = await page(listContests, { class: id }, path)
  const hidden = await namesHidden(search)
  const refused = returned(search)
  const n = view.open.length
  return (
    <Frame klass={view.class} mayManage current="/answers" hidden={hidden}>
      <PageHead
        over={view.class.title}
        title={
          n === 0
            ? 'Nobody waits for a second look.'
            : `${countWord(n)} second ${n === 1 ? 'look is' : 'looks are'} asked for.`
        }
        lead="After a quiz has explained itself, a student may ask once for each question, with a passage."
      />
      {asked(search, 'done') && (
        <Notice kind="good">
          <b>Answered.</b> The student has a message.
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not answered.</b> {sayRefusal(refused.code, refused.at)}
        </Notice>
      )}
      {n === 0 && view.answered.length === 0 && (
        <Empty title="Nothing yet">
          A student’s words and passage will stand here beside the question and its key.
        </Empty>
      )}
      {view.open.map((contest) => (
        <Block key={contest.id} id={contest.id} title={contest.item.stem} ruled>
          <p className="small mut">
            <Name name={contest.name} number={contest.number} />, {contest.assignment.title},{' '}
            {sayInstant(new Date(contest.at), view.class.zone)}
          </p>
          <blockquote className="body pre">{contest.words}</blockquote>
          <Passage
            units={passageOf(edition().transcript, contest.passage.from, contest.passage.to)}
            lit={[]}
            heading="h3"
          />
          <VerdictView
            verdict={judge(contest.item, contest.chosen, contest.misreadings)}
            headingId={`v-${contest.id}`}
            speakerOf={(unit) => edition().transcript.units.get(unit)?.speaker ?? null}
          />
          <Answer classId={id} contest={contest} />
        </Block>
      ))}
      {view.answered.length > 0 && (
        <Block id="answered" title="Answered" ruled>
          <ul className="rows">
            {view.answered.map((contest) => (
              <li key={contest.id}>
                <span className="name">
                  <Name name={contest.name} number={contest.number} />: {contest.item.stem}
                </span>
                <span className="mut">
                  {contest.outcome && OUTCOME[contest.outcome]} {contest.reply}
                </span>
              </li>
            ))}
          </ul>
        </Block>
      )}
    </Frame>
  )
}

function Answer({ classId, contest }: { classId: string; contest: Contest }) {
  return (
    <form method="post" action={`/api/contests/${contest.id}`} className="block">
      <input type="hidden" name="in" value={classId} />
      <fieldset className="field">
        <legend>Your answer</legend>
        <Check type="radio" name="outcome" value="upheld" required label="The score stands" />
        <Check type="radio" name="outcome" value="accepted" required label="The answer counts, for this student" />
      </fieldset>
      <AreaField
        name="text"
        id={`text-${contest.id}`}
        label="Why"
        rows={3}
        required
        maxLength={1000}
        sees="The student reads this beside the question."
      />
      <p className="acts">
        <Button kind="go">Answer the student</Button>
      </p>
      <p className="small mut">
        Is the key itself wrong?{' '}
        <Link href={`/classes/${classId}/desk/assign/${contest.assignment.id}/version`} prefetch={false}>
          Correct it for everybody
        </Link>
        : that answers every second look at this question.
      </p>
    </form>
  )
}
