import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { viewQueue, type QueueView } from '#lib/features/grade-answers/queue.ts'
import { page } from '#lib/web/page.ts'
import { Button, Notice } from '../../../../../_ui/parts.tsx'
import { passageOf } from '../../../../../_ui/passage.tsx'
import { problemIn } from '../../../../../_ui/refusals.ts'
import { Frame } from '../../_desk/frame.tsx'
import { asked, type Search } from '../../_desk/refused.ts'
import { capital, countWord, plural, sayTime } from '../../_desk/words.ts'
import { GradeDesk } from '../_grading/grade-desk.tsx'
import '../grading.css'

export const metadata: Metadata = { title: 'Grading' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

export default async function GradingPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const shown = asked(search, 'names') === 'shown'
  const view = await page(
    viewQueue,
    {
      assignment,
      names: shown,
      ...(asked(search, 'part') ? { part: asked(search, 'part') } : {}),
      ...(asked(search, 'at') ? { at: asked(search, 'at') } : {}),
    },
    `/classes/${id}/desk/grading/${assignment}`,
  )
  if (view.class.id !== id) notFound()
  const { transcript } = edition()
  const path = `/classes/${id}/desk/grading/${assignment}`
  const query = (names: boolean, part = view.part) => `${path}?part=${part}${names ? '&names=shown' : ''}`
  const problem = problemIn(search)
  const at = view.answer ? `&at=${view.answer.member}` : ''
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/grading" plain="grading">
      <header className="gradehead">
        <div>
          <p className="label">
            <Link href={`/classes/${id}/desk/grading`} prefetch={false}>
              Grading
            </Link>
            : {view.assignment.title}
            {view.number !== null && `, item ${view.number}`}
          </p>
          <h1 className="title">{finding(view)}</h1>
        </div>
        <Hold view={view} classId={id} shown={shown} />
        <p className="heads">
          <Link className="btn" href={query(!shown) + at} prefetch={false} replace>
            {shown ? 'Hide names' : 'Show names'}
          </Link>
          {view.mayManage && (
            <Link className="btn" href={`${path}/rubric?part=${view.part}`} prefetch={false}>
              Rubric and graders
            </Link>
          )}
        </p>
      </header>
      {view.parts.length > 1 && (
        <nav className="gradeparts" aria-label="Written items of this quiz">
          {view.parts.map((part) => (
            <Link
              key={part.id}
              href={query(shown, part.id)}
              prefetch={false}
              aria-current={part.id === view.part ? 'page' : undefined}
            >
              Item {part.number}
            </Link>
          ))}
        </nav>
      )}
      {(problem ?? asked(search, 'done')) && (
        <div className="gradenote">
          {problem && (
            <Notice kind="care" alert>
              {problem.words}
            </Notice>
          )}
          {!problem && asked(search, 'done') === 'all' && (
            <Notice kind="good">
              <b>Saved.</b> Nothing else waits here.
            </Notice>
          )}
          {!problem && asked(search, 'done') === 'undone' && (
            <Notice kind="good">Your last save is taken back. The history keeps it.</Notice>
          )}
        </div>
      )}
      <GradeDesk
        // Another part or a list with names is another queue.
        key={`${view.part}-${shown}`}
        view={view}
        passages={view.passages.map(({ from, to }) => passageOf(transcript, from, to))}
        classId={id}
        hrefBase={query(shown)}
        shown={shown}
        zone={view.assignment.zone}
      />
    </Frame>
  )
}

function finding({ counts, graders }: QueueView): string {
  if (counts.of === 0) return 'Nothing has come in yet.'
  const rest = [
    counts.differ > 0 && `${countWord(counts.differ)} to decide`,
    counts.revised > 0 && `${countWord(counts.revised)} revised since`,
  ].filter((part) => part !== false)
  const graded = `${capital(countWord(counts.graded))} of ${plural(counts.of, 'answer')} ${counts.graded === 1 ? 'is' : 'are'} graded${graders > 1 ? ', two graders each' : ''}`
  return `${[graded, ...rest].join(', ')}.`
}

/** Held or released, and the one press that changes it. */
function Hold({ view, classId, shown }: { view: QueueView; classId: string; shown: boolean }) {
  const { release, agreement } = view
  return (
    <div className="hold">
      <p className="small">
        {release
          ? `Released ${sayTime(release.at, view.class.zone)} by ${release.by}.`
          : 'Held: students see no level and no comment.'}
        {agreement && agreement.n > 0 && ` Two graders gave the same in ${agreement.all} of ${agreement.n} answers.`}
      </p>
      {view.mayManage && (
        <form method="post" action={`/api/assignments/${view.assignment.id}/release/save`}>
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="whichPart" value={view.part} />
          <input type="hidden" name="whose" value={view.answer?.member ?? ''} />
          {shown && <input type="hidden" name="as" value="shown" />}
          <input type="hidden" name="released" value={release ? 'false' : 'true'} />
          <Button>{release ? 'Hold again' : 'Release grades'}</Button>
        </form>
      )}
    </div>
  )
}
