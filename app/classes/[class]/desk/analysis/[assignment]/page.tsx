import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { MIN_FOR_FIGURES, MIN_FOR_VERDICT } from '#lib/domain/statistics.ts'
import { analyseQuiz, type AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'
import { page } from '#lib/web/page.ts'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { namesHidden } from '../../_desk/names.tsx'
import type { Search } from '../../_desk/refused.ts'
import { capital, countWord, plural } from '../../_desk/words.ts'
import { WrittenRows } from '../../_desk/written-rows.tsx'
import { Figures } from './figures.tsx'
import type { Sentences } from './one-item.tsx'

export const metadata: Metadata = { title: 'Item statistics of one quiz' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

function finding({ n, of, items }: AnalysisView): string {
  if (items.length === 0) return 'People read these answers, and there is nothing to compute'
  const head = `${capital(countWord(items.length))} ${items.length === 1 ? 'item' : 'items'}, ${plural(n, 'student')}`
  if (n === 0) return `Nothing is handed in yet, of ${of}`
  if (n < MIN_FOR_FIGURES) return `${head}: answers, and too few for statistics`
  return n < MIN_FOR_VERDICT ? `${head}: enough to look, too few to judge` : head
}

export default async function QuizAnalysisPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const view = await page(analyseQuiz, { assignment }, `/classes/${id}/desk/analysis/${assignment}`)
  if (view.class.id !== id) notFound()
  const at = addresses(id, await namesHidden(search))
  const { items } = view
  /** A quiz of written answers alone has nobody’s score. */
  const n = items.length > 0 ? view.n : 0
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/analysis">
      <header className="deskhead">
        <div>
          <p className="label">
            Quiz: {view.assignment.title}, version {view.assignment.revision}
          </p>
          <h1 className="d2">{finding(view)}</h1>
          {items.length > 0 && (
            <p className="lead">
              Counted is each student’s first try, once it is handed in: {n} of {view.of} so far
              {view.uncounted > 0
                ? ` (${view.uncounted} more were given another version of the quiz and are not counted with these)`
                : ''}
              . Items left open count as not right. Later tries have seen the reasons and are left out; other versions
              of the quiz are never pooled with this one.
            </p>
          )}
        </div>
        <div className="acts">
          <Link className="btn" href={at(`/answers/${assignment}`)} prefetch={false}>
            Answers by student
          </Link>
          {view.mayManage && n > 0 && (
            <a className="btn" href={`/api/assignments/${assignment}/matrix.csv`}>
              The numbers as CSV
            </a>
          )}
        </div>
      </header>
      <Figures view={view} sentences={sentencesOf(items)}>
        {view.written.map((one) => (
          <WrittenRows key={one.id} written={one} />
        ))}
      </Figures>
    </Frame>
  )
}

function sentencesOf(items: AnalysisView['items']): Sentences {
  const { units } = edition().transcript
  const cited = items.map(({ passage }) => passage.from)
  const chosen = items.flatMap(({ choices }) => choices.flatMap(({ id, text }) => (text === null ? id : [])))
  const speaker = (id: string) => units.get(id)?.speaker ?? null
  return Object.fromEntries([
    ...cited.map((id) => [id, { speaker: speaker(id) }] as const),
    ...chosen.map((id) => [id, { speaker: speaker(id), text: units.get(id)?.text }] as const),
  ])
}
