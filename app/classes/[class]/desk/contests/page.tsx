import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { judge } from '#lib/domain/judge.ts'
import { sayInstant } from '#lib/domain/zone.ts'
import { listContestedGrades } from '#lib/features/contest-score/contest-grade.ts'
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
import { GradeContest } from './grade-contest.tsx'
import './contests.css'

export const metadata: Metadata = { title: 'Second looks' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Contest = Awaited<ReturnType<typeof listContests>>['open'][number]

const OUTCOME = {
  upheld: 'The score stands.',
  accepted: 'The answer counts for this student.',
  'key-changed': 'The key was corrected for everybody.',
  kept: 'The grade stands.',
  changed: 'The grade was changed.',
} as const

export default async function ContestsPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/contests`
  // Of grades, as in grading: no name is sent unless it is asked for.
  const names = asked(search, 'names') === 'shown'
  const [view, grades] = await Promise.all([
    page(listContests, { class: id }, path),
    page(listContestedGrades, { class: id, names }, path),
  ])
  const hidden = await namesHidden(search)
  const refused = returned(search)
  const inTurn = <T extends { at: string }>(all: T[]): T[] => all.toSorted((a, b) => a.at.localeCompare(b.at))
  const open = inTurn([...view.open, ...grades.open])
  const answered = inTurn([...view.answered, ...grades.answered]).toReversed()
  const n = open.length
  return (
    <Frame klass={view.class} mayManage current="/answers" hidden={hidden}>
      <PageHead
        over={view.class.title}
        title={
          n === 0
            ? 'Nobody waits for a second look.'
            : `${countWord(n)} second ${n === 1 ? 'look is' : 'looks are'} asked for.`
        }
        lead="After a quiz has explained itself, and after grades are released, a student may ask once about each, with a passage."
      />
      {grades.open.length + grades.answered.length > 0 && (
        <p className="small">
          {names ? 'Names stand beside grades. ' : 'Beside grades names stay hidden, as in grading. '}
          <Link href={names ? path : `${path}?names=shown`} prefetch={false} replace>
            {names ? 'Hide names' : 'Show names'}
          </Link>
        </p>
      )}
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
      {n === 0 && answered.length === 0 && (
        <Empty title="Nothing yet">
          A student’s words and passage will stand here beside the question and its key, or beside the grade.
        </Empty>
      )}
      {open.map((contest) =>
        'item' in contest ? (
          <ScoreContest key={contest.id} contest={contest} classId={id} zone={view.class.zone} />
        ) : (
          <GradeContest key={contest.id} contest={contest} classId={id} zone={view.class.zone} names={names} />
        ),
      )}
      {answered.length > 0 && (
        <Block id="answered" title="Answered" ruled>
          <ul className="rows">
            {answered.map((contest) => (
              <li key={contest.id}>
                <span className="name">
                  {'item' in contest ? (
                    <>
                      <Name name={contest.name} number={contest.number} />: {contest.item.stem}
                    </>
                  ) : (
                    `${contest.name ?? 'A student'}: ${contest.prompt}`
                  )}
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

function ScoreContest({ contest, classId, zone }: { contest: Contest; classId: string; zone: string }) {
  return (
    <Block id={contest.id} title={contest.item.stem} ruled>
      <div className="contest">
        <p className="small mut">
          <Name name={contest.name} number={contest.number} />, {contest.assignment.title},{' '}
          {sayInstant(new Date(contest.at), zone)}
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
        <Answer classId={classId} contest={contest} />
      </div>
    </Block>
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
