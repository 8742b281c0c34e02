import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import { showItem } from '#lib/domain/item.ts'
import { admitAnswer, judge, type Verdict } from '#lib/domain/judge.ts'
import { litIn } from '../../../../_ui/lit.ts'
import { Passage, passageOf } from '../../../../_ui/passage.tsx'
import { LinkButton, Notice, PageHead } from '../../../../_ui/parts.tsx'
import { Shell } from '../../../../_ui/shell.tsx'
import { VerdictView } from '../../../../_ui/verdict.tsx'
import '../../quiz.css'

export const metadata: Metadata = { title: 'Your answer', robots: { index: false } }

type Props = { params: Promise<{ quiz: string; item: string }>; searchParams: Promise<{ answer?: string | string[] }> }

/** Where a self-check form lands without script: the verdict from the address alone, no cookie, nothing stored. */
export default async function AnswerPage({ params, searchParams }: Props) {
  const [{ quiz: quizId, item: itemId }, { answer = [] }] = await Promise.all([params, searchParams])
  const { quizzes, misreadings, transcript } = edition()
  const quiz = quizzes.find((one) => one.id === quizId && one.audience === 'public')
  const place = quiz?.items.findIndex((one) => one.id === itemId) ?? -1
  const item = quiz?.items[place]
  if (!quiz || !item) notFound()

  let verdict: Verdict | null = null
  try {
    verdict = judge(item, admitAnswer(showItem(item), [answer].flat().slice(0, 40)), misreadings)
  } catch {
    // An address that somebody edited, or a form sent empty: the page says what to do instead.
  }
  const next = quiz.items[place + 1]
  return (
    <Shell current="/quizzes">
      <PageHead
        over={
          <>
            {quiz.title}, question {place + 1} of {quiz.items.length}
          </>
        }
        title={<span className="ask">{item.stem}</span>}
      />
      {verdict ? (
        <div className="split">
          <section aria-labelledby="verdict">
            <VerdictView
              verdict={verdict}
              headingId="verdict"
              heading="h2"
              speakerOf={(id) => transcript.units.get(id)?.speaker ?? null}
            />
            <p className="acts">
              {next ? (
                <LinkButton kind="go" href={`/quizzes/${quiz.id}#${next.id}`}>
                  Next question
                </LinkButton>
              ) : (
                <LinkButton kind="go" href="/quizzes">
                  All quizzes
                </LinkButton>
              )}
              <LinkButton href={`/quizzes/${quiz.id}#${item.id}`}>Try this one again</LinkButton>
            </p>
          </section>
          <aside aria-label="The passage">
            <Passage
              heading="h2"
              units={passageOf(transcript, verdict.passage.from, verdict.passage.to)}
              lit={litIn(verdict)}
            />
          </aside>
        </div>
      ) : (
        <>
          <Notice kind="care">
            <b>No answer was chosen.</b> Go back to the question and choose one.
          </Notice>
          <p className="acts block">
            <LinkButton kind="go" href={`/quizzes/${quiz.id}#${item.id}`}>
              Back to the question
            </LinkButton>
          </p>
        </>
      )}
    </Shell>
  )
}
