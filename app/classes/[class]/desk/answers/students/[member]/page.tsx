import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { viewStudentGrades } from '#lib/features/grade-answers/student-grades.ts'
import { viewStudent } from '#lib/features/review-class/review-class.ts'
import { page } from '#lib/web/page.ts'
import { Empty, Notice } from '../../../../../../_ui/parts.tsx'
import { problemIn } from '../../../../../../_ui/refusals.ts'
import { Cite } from '../../../../../../_ui/cite.tsx'
import { LateSaves, OwnItems, PostInFull, PredictionsInFull, type People } from '../../../_desk/answers.tsx'
import { BoxesInFull } from '../../../_desk/boxes-in-full.tsx'
import { addresses } from '../../../_desk/addresses.ts'
import { Frame } from '../../../_desk/frame.tsx'
import { HideNames } from '../../../_desk/hide-names.tsx'
import { StateMark } from '../../../_desk/marks.tsx'
import { Name, namesHidden } from '../../../_desk/names.tsx'
import { Pager, pageAsked } from '../../../_desk/pager.tsx'
import { PlaceStrip } from '../../../_desk/place-strip.tsx'
import { StudentGrade } from '../../../_desk/student-grade.tsx'
import type { Search } from '../../../_desk/refused.ts'
import { cellWords, kindWord, plural, sayDates, sayDay, sayTime, sayZone } from '../../../_desk/words.ts'

// A title would show the name on a projector; the heading hides it with the rest.
export const metadata: Metadata = { title: 'One student’s work' }

type Props = { params: Promise<{ class: string; member: string }>; searchParams: Promise<Search> }

export default async function StudentPage({ params, searchParams }: Props) {
  const [{ class: id, member }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/answers/students/${member}`
  const [view, grades] = await Promise.all([
    page(viewStudent, { class: id, member, page: pageAsked(search) }, path),
    page(viewStudentGrades, { class: id, member }, path),
  ])
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const { student } = view
  const problem = problemIn(search)
  const people: People = new Map([[student.id, { name: student.name, number: student.number }]])
  const zone = view.class.zone
  return (
    <Frame klass={view.class} mayManage={view.mayManage} current="/answers" hidden={hidden}>
      <header className="deskhead">
        <div>
          <p className="label">
            {view.class.title}, joined {sayDay(student.joinedAt, zone)}
            {student.extraTimePercent > 0 ? `, ${student.extraTimePercent}% extra time` : ''}
          </p>
          <h1 className="d2">
            <Name name={student.name} number={student.number} />
          </h1>
          <p className="lead">
            {view.of === 0
              ? 'Nothing is assigned to this student.'
              : `${view.done} of ${plural(view.of, 'assignment')} done.`}
            {grades.total !== null && ` ${Math.round(grades.total * 1000) / 10}% of what counts so far.`}
          </p>
          {view.countsFor.map((one) => (
            <p key={one.id} className="body">
              A second entry: what was done here counts for{' '}
              <Name name={one.name} number={one.number} href={at(`/answers/students/${one.id}`)} />.
            </p>
          ))}
          {view.alsoAs.map((one) => (
            <p key={one.id} className="body">
              They joined twice. What they did as{' '}
              <Name name={one.name} number={one.number} href={at(`/answers/students/${one.id}`)} /> counts here and
              stands there.
            </p>
          ))}
        </div>
        <div className="acts">
          <HideNames hidden={hidden} href={`${path}?names=${hidden ? 'shown' : 'hidden'}`} />
          {view.mayManage && view.countsFor.length === 0 && (
            <Link className="btn" href={at('/roster', `member=${member}`)} prefetch={false}>
              Roster entry
            </Link>
          )}
        </div>
      </header>
      {problem && (
        <Notice kind="care" alert>
          <b>Nothing was changed.</b> {problem.words}
        </Notice>
      )}
      {view.work.length === 0 && (
        <Empty title="Nothing here yet">What this student reads, answers and posts appears here.</Empty>
      )}
      {view.work.map((one) => (
        <section key={one.assignment.id} className="block ruled ownwork" aria-labelledby={`a-${one.assignment.id}`}>
          <header>
            <p className="label">
              {kindWord[one.assignment.kind]}. {sayDates(one.assignment, one.assignment.zone, view.now)}
            </p>
            <h2 className="title" id={`a-${one.assignment.id}`}>
              <Link href={at(`/answers/${one.assignment.id}`)} prefetch={false}>
                {one.assignment.title}
              </Link>
            </h2>
            <p className="state">
              <StateMark state={one.state} /> {cellWords(one, one.assignment.kind, zone)}
              {one.doneAt ? `, ${sayTime(one.doneAt, zone)}` : ''}
              {one.attempts > 1 ? `. ${one.attempts} attempts, the best counts` : ''}
            </p>
          </header>
          {one.assignment.kind === 'reading' && (
            <p className="placeline">
              <PlaceStrip at={one.state === 'done' ? 'end' : one.place} />
              {one.place && one.place !== 'end' && (
                <Cite at={one.place} speaker={edition().transcript.units.get(one.place)?.speaker} />
              )}
            </p>
          )}
          {one.assignment.kind === 'essay' && one.place && one.state !== 'done' && (
            <p className="small mut">Read to paragraph {one.place.slice(1)}.</p>
          )}
          {one.predictions?.posted.map((row) => (
            <PredictionsInFull
              key={row.student}
              prompts={one.predictions!.prompts}
              one={row}
              person={null}
              zone={zone}
            />
          ))}
          {one.exercise?.handedIn.map((row) => (
            <BoxesInFull key={row.student} shown={one.exercise!.shown} one={row} person={null} zone={zone} />
          ))}
          <OwnItems items={one.items} />
          {one.posts.map((post) => (
            <PostInFull
              key={post.post}
              post={post}
              person={{ name: student.name, number: student.number }}
              zone={zone}
              heading={false}
            />
          ))}
          <StudentGrade
            graded={grades.assignments[one.assignment.id]}
            assignment={one.assignment}
            member={member}
            at={at}
            zone={zone}
          />
          <LateSaves
            id={`late-${one.assignment.id}`}
            late={one.late}
            people={people}
            zone={zone}
            items={one.items}
            back={view.mayManage ? { class: id, work: one.assignment.id, whose: member } : null}
          />
        </section>
      ))}
      <Pager part={view.part} what="assignments" href={(n) => at(`/answers/students/${member}`, `page=${n}`)} />
      <p className="small mut below">
        Times are {sayZone(zone)}. While a quiz or a draft is open, its words stay the student’s. That you looked at
        this page stands among the student’s grades, by the day.
      </p>
    </Frame>
  )
}
