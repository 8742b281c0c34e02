import type { Metadata } from 'next'
import { viewConnection, type Connection } from '#lib/features/connect-platform/view-connection.ts'
import { page } from '#lib/web/page.ts'
import { Block, Button, Empty, LinkButton, Notice, PageHead, Table } from '../../../../_ui/parts.tsx'
import { addresses } from '../_desk/addresses.ts'
import { Frame } from '../_desk/frame.tsx'
import { namesHidden } from '../_desk/names.tsx'
import { asked, returned, sayProblem, type Search } from '../_desk/refused.ts'
import { listed, plural, sayTime, sayZone } from '../_desk/words.ts'

export const metadata: Metadata = { title: 'Course and grades' }

type Props = { params: Promise<{ class: string }>; searchParams: Promise<Search> }
type Score = Connection['scores'][number]

/** The course that the class is: who is in it, and what its gradebook was told. */
export default async function PlatformPage({ params, searchParams }: Props) {
  const [{ class: id }, search] = await Promise.all([params, searchParams])
  const view = await page(viewConnection, { class: id }, `/classes/${id}/desk/platform`)
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const refused = returned(search)
  const done = asked(search, 'done')
  return (
    <Frame klass={view.class} mayManage current="/settings" hidden={hidden}>
      <PageHead over={view.class.title} title={headline(view)} lead={`Times are in ${sayZone(view.class.zone)}.`} />
      {done === 'added' && (
        <Notice kind="good">
          <b>
            {Number(asked(search, 'n')) === 0
              ? 'Nobody was new.'
              : `${plural(Number(asked(search, 'n')), 'person', 'people')} added.`}
          </b>{' '}
          They come in from the course; a passphrase they need not have.
        </Notice>
      )}
      {done === 'again' && (
        <Notice kind="good">
          <b>It goes again,</b> within a minute.
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>Not done.</b> {sayProblem(refused.code, refused.at)}
        </Notice>
      )}
      <Block id="courses" title={view.courses.length === 1 ? 'The course' : 'The courses'}>
        {view.courses.map((course) => (
          <div key={course.id} className="block">
            <p className="body">
              <b>{course.title || 'A course'}</b> in {course.platform}, connected{' '}
              {course.boundBy ? `by ${course.boundBy} ` : ''}on {sayTime(course.boundAt, view.class.zone)}.
            </p>
            <div className="acts below">
              {course.listsMembers && (
                <form method="post" action={`/api/classes/${id}/courses/${course.id}/roster`}>
                  <Button>Look at who is in it</Button>
                </form>
              )}
              <details>
                <summary className="btn quiet">Part the course from the class</summary>
                <form method="post" action={`/api/classes/${id}/courses/${course.id}/delete`}>
                  <p className="hint">
                    Nobody comes in by it any more, and no grade is sent. Members, work and grades stay in the class.
                  </p>
                  <Button>Part them now</Button>
                </form>
              </details>
            </div>
          </div>
        ))}
      </Block>
      <Block id="columns" title="Columns in its gradebook" ruled>
        {view.columns.length === 0 ? (
          <Empty title="What will be here">
            Work that has a column of grades in the course. Add it there: choose Xihua Hall as the tool, and pick what
            goes into the course. What has points brings its column along, and stands here once somebody has opened it
            there.
          </Empty>
        ) : (
          <p className="body">
            {listed(view.columns.map((one) => `“${one.title}”`))}{' '}
            {view.columns.length === 1 ? 'has a column' : 'have columns'} there. Points go there once the student may
            see them here: scores with the feedback, grades with their release.
          </p>
        )}
      </Block>
      {view.scores.length > 0 && (
        <Block id="scores" title="What was sent" ruled>
          <Table
            caption="Scores sent to the platform, newest first"
            hideCaption
            stacked
            columns={[
              { title: 'Student' },
              { title: 'Work' },
              { title: 'Points', figure: true },
              { title: 'How it stands' },
              { title: 'What the platform said' },
            ]}
            rows={view.scores.map((score) => ({
              key: score.id,
              cells: [
                hidden ? 'Name hidden' : score.student,
                score.work,
                score.given === null ? 'none' : `${score.given} of ${score.of}`,
                <Standing key="standing" score={score} zone={view.class.zone} classId={id} />,
                said(score),
              ],
            }))}
          />
          <p className="sees">Only the instructors of this class see this list.</p>
        </Block>
      )}
      <p className="acts below">
        <LinkButton kind="quiet" href={at('/settings')}>
          Settings
        </LinkButton>
      </p>
    </Frame>
  )
}

function headline({ scores }: Connection): string {
  const waiting = scores.filter((one) => one.state === 'waiting').length
  const refused = scores.filter((one) => one.state === 'given-up').length
  if (refused > 0) return `The platform did not take ${plural(refused, 'score')} of ${scores.length}.`
  if (waiting > 0) return `${plural(waiting, 'score')} of ${scores.length} on the way.`
  return scores.length > 0
    ? `The platform has ${scores.length === 1 ? 'its one score' : `all ${scores.length} scores`}.`
    : 'The course is connected.'
}

function Standing({ score, zone, classId }: { score: Score; zone: string; classId: string }) {
  if (score.state === 'sent') return <>Sent {sayTime(score.answeredAt!, zone)}</>
  if (score.state === 'waiting')
    return (
      <>
        {score.tries === 0
          ? 'Goes out now'
          : `Tried ${plural(score.tries, 'time')}; next ${sayTime(score.nextAt, zone)}`}
      </>
    )
  return (
    <form method="post" action={`/api/classes/${classId}/platform-scores/${score.id}`}>
      Not taken, {sayTime(score.answeredAt!, zone)} <Button>Send again</Button>
    </form>
  )
}

/** The platform’s own words, as they came; a status where it had none. */
const said = ({ status, answer }: Score): string => {
  if (status === null) return 'not asked yet'
  const words = answer?.trim()
  if (status === 0) return `no answer${words ? `: ${words}` : ''}`
  return status < 300 ? `taken (${status})` : `${status}${words ? `: ${words}` : ''}`
}
