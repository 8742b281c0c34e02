import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import type { KeptQuestion } from '#lib/domain/question.ts'
import { readNotes } from '#lib/features/assign-work/assign-work.ts'
import { viewAnswers, type AnswersView } from '#lib/features/review-class/review-class.ts'
import { viewTalk, type TalkView } from '#lib/features/review-class/view-talk.ts'
import { attempt, page } from '#lib/web/page.ts'
import {
  ItemResult,
  LateSaves,
  Places,
  PostInFull,
  PredictionsInFull,
  type People,
  type Person,
} from '../../_desk/answers.tsx'
import { Arrivals } from '../../_desk/arrivals.tsx'
import { ExerciseOfClass } from '../../_desk/exercise.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { HideNames } from '../../_desk/hide-names.tsx'
import { Between, Progress } from '../../_desk/marks.tsx'
import { inOrder, Name, namesHidden } from '../../_desk/names.tsx'
import { Pager, pageAsked } from '../../_desk/pager.tsx'
import { Remind } from '../../_desk/remind.tsx'
import { QuestionGuide } from '../../_desk/question-guide.tsx'
import { asked, returned, sayProblem, type Search } from '../../_desk/refused.ts'
import { DeskThread } from '../../_desk/talk.tsx'
import { Notice } from '../../../../../_ui/parts.tsx'
import {
  capital,
  cellWords,
  countWord,
  doing,
  finding,
  kindWord,
  plural,
  sayDates,
  sayZone,
  type Kind,
} from '../../_desk/words.ts'

export const metadata: Metadata = { title: 'Answers to one assignment' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

const DONE: Record<string, string> = {
  replied: 'Your reply is posted.',
  hidden: 'Hidden from classmates. Its author reads the reason.',
  shown: 'Shown again.',
  picked: 'On the page for the class, without a name.',
  counted: 'The answer counts now. Its student is told.',
  unpicked: 'Taken off the page for the class.',
}

const ARRIVED: Record<Kind, string> = {
  quiz: 'handed in',
  exercise: 'handed in',
  question: 'posted',
  reading: 'read to the end',
  essay: 'read to the end',
}

const sayReminded = (n: number): string =>
  n > 0 ? `A reminder is in ${plural(n, 'student’s inbox', 'inboxes')}.` : 'Nobody was left to remind.'

export default async function AssignmentAnswersPage({ params, searchParams }: Props) {
  const [{ class: id, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/answers/${assignment}`
  const hidden = await namesHidden(search)
  const [showing, late] = [pageAsked(search), pageAsked(search, 'late')]
  const view = await page(viewAnswers, { assignment, page: showing, late, order: hidden ? 'number' : 'name' }, path)
  if (view.class.id !== id) notFound()
  const at = addresses(view.class.id, hidden)
  const { kind, title, zone } = view.assignment
  const person = (studentId: string, name: string, number: number): [string, Person] => [
    studentId,
    { name, number, href: at(`/answers/students/${studentId}`) },
  ]
  const people: People = new Map([
    ...view.late.map((one) => person(one.student, one.name, one.number)),
    ...view.students.map((student) => person(student.id, student.name, student.number)),
  ])
  const { counts } = view
  const pager = (fragment: string) => (
    <Pager part={view.part} what="students" href={(n) => at(`/answers/${assignment}${fragment}`, `page=${n}`)} />
  )
  const notes = kind === 'question' && view.mayManage ? await attempt(readNotes, { assignment }) : null
  const talk =
    kind === 'question' ? await page(viewTalk, { assignment, posts: view.posts.map(({ post }) => post) }, path) : null
  const refused = returned(search)
  const done =
    asked(search, 'done') === 'reminded' ? sayReminded(Number(asked(search, 'n'))) : DONE[asked(search, 'done')]
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/answers" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">
            {kindWord[kind]}: {title}. {sayDates(view.assignment, zone, view.now)}
          </p>
          <h1 className="d2">{finding(counts.done, counts.of, doing(kind, title))}</h1>
        </div>
        <div className="acts">
          {counts.of > 0 && <HideNames hidden={hidden} href={`${path}?names=${hidden ? 'shown' : 'hidden'}`} />}
          {kind === 'question' && counts.done > 0 && (
            <Link className="btn" href={at('/projector')} prefetch={false}>
              Class in one page
            </Link>
          )}
          {view.assignment.reviews > 0 && (
            <Link className="btn" href={at(`/answers/${assignment}/reviews`)} prefetch={false}>
              Reviews by classmates
            </Link>
          )}
          {view.mayManage && (
            <Link className="btn" href={at(`/assign/${assignment}`)} prefetch={false}>
              Change dates and rules
            </Link>
          )}
        </div>
      </header>
      {done && (
        <Notice kind="good">
          <b>{done}</b>
        </Notice>
      )}
      {refused.code && refused.code !== 'reminded-today' && (
        <Notice kind="care" alert>
          <b>Not done yet.</b> {sayProblem(refused.code, refused.at, zone)}
        </Notice>
      )}
      {counts.of > 0 && (
        <div className="block tight">
          <Progress counts={counts} />
          {view.mayCome && counts.done < counts.of && (
            <Arrivals
              assignment={assignment}
              since={view.now}
              done={ARRIVED[kind]}
              here={at(`/answers/${assignment}`, `page=${view.part.page}`)}
            />
          )}
        </div>
      )}
      {counts.of === 0 && <p className="body mut below">Answers appear here when students have joined and begun.</p>}
      {kind === 'quiz' && counts.of > 0 && (
        <QuizAnswers view={view} people={people} hidden={hidden} pager={pager('#items')} />
      )}
      {kind === 'question' && counts.of > 0 && (
        <Posts
          view={view}
          talk={talk?.posts ?? []}
          people={people}
          hidden={hidden}
          pager={pager('#posts')}
          kept={notes && 'ok' in notes ? notes.ok : null}
        />
      )}
      {view.exercise && counts.of > 0 && (
        <ExerciseOfClass
          exercise={view.exercise}
          of={counts.of}
          people={people}
          hidden={hidden}
          zone={zone}
          pager={pager('#handed-in')}
        />
      )}
      {(kind === 'reading' || kind === 'essay') && counts.of > 0 && (
        <section className="block" aria-labelledby="where">
          <h2 className="title" id="where">
            Who is where
          </h2>
          <Places
            students={view.students}
            counts={counts}
            kind={kind}
            zone={zone}
            at={at}
            hidden={hidden}
            range={view.assignment}
          />
          {pager('#where')}
        </section>
      )}
      {view.predictions && counts.of > 0 && (
        <Predictions view={view} people={people} hidden={hidden} pager={pager('#predictions')} />
      )}
      <LateSaves
        late={view.late}
        of={view.latePart.of}
        people={people}
        zone={zone}
        items={view.items}
        back={view.mayManage ? { class: id, work: assignment } : null}
      >
        <Pager
          part={view.latePart}
          what="saves"
          href={(n) => at(`/answers/${assignment}#late`, `page=${view.part.page}&late=${n}`)}
        />
      </LateSaves>
      {(kind === 'quiz' || kind === 'question' || kind === 'exercise') && counts.done < counts.of && (
        <Others view={view} hidden={hidden} at={at} pager={pager('#others')} />
      )}
      <Remind view={view} refused={refused.code === 'reminded-today'} />
    </Frame>
  )
}

type Shown = { view: AnswersView; people: People; hidden: boolean; pager: ReactNode }

function QuizAnswers({ view, people, hidden, pager }: Shown) {
  const handedIn = view.counts.done
  const rows = inOrder(
    view.students.map(({ id }) => ({ id, ...people.get(id)! })),
    hidden,
  )
  const placeOf = new Map(rows.map(({ id }, i) => [id, i]))
  const named = rows.map(({ name, number, href }) => ({ name, number, href: href! }))
  return (
    <section className="block" aria-labelledby="items">
      <h2 className="title" id="items">
        Item by item
      </h2>
      <p className="small mut">
        {handedIn === 0
          ? 'Nothing is handed in yet. Answers show here as soon as a student hands in; until then they stay the student’s.'
          : `Of each student the newest quiz handed in, ${handedIn} in all. Answers of open attempts stay the student’s until they are handed in. Intervals are Wilson’s, 95 %.`}
      </p>
      {view.misreadings.length > 0 && (
        <ol className="shared" aria-label="Most shared readings in this quiz">
          {view.misreadings.slice(0, 3).map((one) => (
            <li key={one.id}>
              <b>
                {one.students} of {one.of}
              </b>{' '}
              (<Between count={one.students} of={one.of} />) {one.reading}{' '}
              <span className="mut">
                (
                {one.items.map((item, i) => (
                  <span key={item.item}>
                    {i > 0 && ', '}
                    <a href={`#${item.item}`}>item {item.number}</a>
                  </span>
                ))}
                )
              </span>
            </li>
          ))}
        </ol>
      )}
      {pager}
      <div className="results">
        {view.items.map((item) => (
          <ItemResult key={item.id} item={item} people={named} placeOf={placeOf} isPart={view.part.pages > 1} />
        ))}
      </div>
      {pager}
    </section>
  )
}

function Posts({
  view,
  talk,
  people,
  hidden,
  pager,
  kept,
}: Shown & {
  talk: TalkView['posts']
  kept: KeptQuestion | null
}) {
  const posts = inOrder(
    view.posts.map((post) => ({ post, number: people.get(post.student)?.number ?? 0 })),
    hidden,
  )
  return (
    <>
      <section className="block prompt" aria-labelledby="prompt">
        <h2 className="label" id="prompt">
          The question
        </h2>
        <p className="ask">{view.prompt}</p>
        {kept && <QuestionGuide kept={kept} />}
      </section>
      <section className="block" aria-labelledby="posts">
        <h2 className="title" id="posts">
          {view.counts.done === 0
            ? 'No answers yet'
            : `${capital(countWord(view.counts.done))} ${view.counts.done === 1 ? 'answer' : 'answers'}`}
        </h2>
        <p className="small mut">Everything posted, in full, the newest version first. Drafts stay the student’s.</p>
        <div className="posts">
          {posts.map(({ post, number }) => {
            const under = talk.find((one) => one.post === post.post)
            return (
              <div key={post.post} className="talked">
                <PostInFull
                  post={post}
                  person={people.get(post.student) ?? { name: post.name, number: 0 }}
                  zone={view.assignment.zone}
                />
                {under && (
                  <DeskThread
                    talk={under}
                    whose={hidden ? `Student ${number}` : post.name}
                    place={{
                      classId: view.class.id,
                      assignment: view.assignment.id,
                      zone: view.assignment.zone,
                      hidden,
                    }}
                  />
                )}
              </div>
            )
          })}
        </div>
        {pager}
      </section>
    </>
  )
}

function Predictions({ view, people, hidden, pager }: Shown) {
  const { prompts, posted } = view.predictions!
  const rows = inOrder(
    posted.map((one) => ({ one, number: people.get(one.student)?.number ?? 0 })),
    hidden,
  )
  return (
    <section className="block" aria-labelledby="predictions">
      <h2 className="title" id="predictions">
        {view.predicted === 0
          ? 'No predictions yet'
          : `${capital(countWord(view.predicted))} of ${view.counts.of} predicted before reading`}
      </h2>
      <p className="small mut">
        Written with the document’s header alone, all four at once, and unchanged since. The text opened for each
        student when they posted.
      </p>
      <div className="posts">
        {rows.map(({ one }) => (
          <PredictionsInFull
            key={one.student}
            prompts={prompts}
            one={one}
            person={people.get(one.student) ?? { name: one.name, number: 0 }}
            zone={view.assignment.zone}
          />
        ))}
      </div>
      {pager}
    </section>
  )
}

function Others({ view, hidden, at, pager }: Omit<Shown, 'people'> & { at: ReturnType<typeof addresses> }) {
  const rest = inOrder(
    view.students.filter((student) => student.state !== 'done'),
    hidden,
  )
  return (
    <section className="block" aria-labelledby="others">
      <h2 className="title" id="others">
        Not yet {view.assignment.kind === 'question' ? 'posted' : 'handed in'}
      </h2>
      {rest.length === 0 && <p className="small mut">They stand on the pages after those who have.</p>}
      <ul className="rows compact">
        {rest.map((student) => (
          <li key={student.id}>
            <span>
              <Name name={student.name} number={student.number} href={at(`/answers/students/${student.id}`)} />
            </span>
            <span className="mut">{cellWords(student, view.assignment.kind, view.assignment.zone)}</span>
          </li>
        ))}
      </ul>
      {rest.length > 0 && <p className="small mut below">Times are {sayZone(view.assignment.zone)}.</p>}
      {pager}
    </section>
  )
}
