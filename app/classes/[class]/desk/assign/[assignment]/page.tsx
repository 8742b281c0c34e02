import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getAssignment, listAssignable } from '#lib/features/assign-work/assign-work.ts'
import { page } from '#lib/web/page.ts'
import { Button, LinkButton, Notice, PageHead, TextField } from '../../../../../_ui/parts.tsx'
import { CitationsField, DateFields, FeedbackFields, NamesFields, ReviewsField } from '../../_desk/dates.tsx'
import { addresses } from '../../_desk/addresses.ts'
import { Frame } from '../../_desk/frame.tsx'
import { Name, namesHidden } from '../../_desk/names.tsx'
import { asked, returned, sayProblem, type Returned, type Search } from '../../_desk/refused.ts'
import { TakingFields } from '../../_desk/taking.tsx'
import { kindWord, sayDates } from '../../_desk/words.ts'

export const metadata: Metadata = { title: 'Change an assignment' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }
const NOTHING: Returned = returned({})
const wallWords = (wall: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(new Date(`${wall}Z`))

export default async function ChangePage({ params, searchParams }: Props) {
  const [{ class: id, assignment: aid }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${id}/desk/assign/${aid}`
  const [one, view] = await Promise.all([
    page(getAssignment, { assignment: aid }, path),
    page(listAssignable, { class: id }, path),
  ])
  if (one.classId !== id) notFound()
  const hidden = await namesHidden(search)
  const at = addresses(id, hidden)
  const all = returned(search)
  // A refused exception names its student in `next`; everything else refused here is about the assignment itself.
  const student = asked(search, 'student') || all.typed('next')
  const refused = all.has('next') ? NOTHING : all
  const refusedOwn = all.has('next') ? all : NOTHING
  const done = asked(search, 'done')
  const overrides = view.assigned.find((row) => row.id === aid)?.overrides ?? []
  const person = view.students.find((row) => row.id === student)
  const section = view.sections.find((row) => row.id === student)
  const own = overrides.find((row) => row.who === student)
  const error = (field: string) => (refused.at === field ? sayProblem(refused.code, field, one.zone) : undefined)
  const value = (field: string, saved: string | number | null) =>
    refused.code ? refused.typed(field) : String(saved ?? '')
  const hints = {
    opens: 'Empty: open since it was assigned.',
    due: 'Work that comes later is taken and says so.',
    closes: 'After this nothing is taken; what comes is kept for you.',
  }
  return (
    <Frame klass={view.class} mayManage current="/assign" hidden={hidden}>
      <PageHead
        over={
          <>
            <Link href={at('/assign')} prefetch={false}>
              Assign
            </Link>
            , {kindWord[one.kind].toLowerCase()}
          </>
        }
        title={one.title}
        lead={`${sayDates(one, one.zone, view.now)}.`}
        acts={
          <>
            <LinkButton href={at(`/assign/${aid}/preview`)}>See as a student</LinkButton>
            <LinkButton kind="quiet" href={at(`/answers/${aid}`)}>
              Answers
            </LinkButton>
            {one.kind === 'quiz' && (
              <LinkButton kind="quiet" href={`/classes/${id}/desk/assign/${aid}/version`}>
                Versions and keys
              </LinkButton>
            )}
          </>
        }
      />
      {done === 'saved' && (
        <Notice kind="good">
          <b>Saved.</b> The new dates and rules hold from now on.
        </Notice>
      )}
      {done === 'override' && (
        <Notice kind="good">
          <b>Saved.</b> The exception holds from now on.
        </Notice>
      )}
      {refused.code && (
        <Notice kind="care" alert>
          <b>{refused.code === 'work-exists' ? 'Not taken back.' : 'Not saved yet.'}</b>{' '}
          {sayProblem(refused.code, refused.at, one.zone)}
        </Notice>
      )}
      <div className="change">
        <form method="post" action={`/api/assignments/${aid}/save`}>
          <h2 className="title">Dates and rules</h2>
          <input type="hidden" name="in" value={id} />
          <DateFields zone={one.zone} refused={refused} saved={one} hints={hints} />
          {one.kind === 'quiz' ? (
            <>
              <FeedbackFields value={refused.typed('feedback') || one.feedback} />
              <div className="pair">
                <TextField
                  name="attempts"
                  label="Attempts"
                  hint="Empty: as many as they like."
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={20}
                  defaultValue={value('attempts', one.attempts)}
                  error={error('attempts')}
                />
                <TextField
                  name="timeLimit"
                  label="Time limit"
                  hint="Minutes. Empty: none."
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={600}
                  defaultValue={value('timeLimit', one.timeLimit)}
                  error={error('timeLimit')}
                />
              </div>
              <TakingFields
                value={{
                  order: refused.typed('order') || one.order,
                  pages: refused.typed('pages') || one.pages,
                  confidence: refused.typed('confidence') || one.confidence,
                }}
              />
            </>
          ) : (
            <input type="hidden" name="feedback" value={one.feedback} />
          )}
          {one.kind === 'question' && (
            <>
              <CitationsField
                value={value('citations', one.citations)}
                hint="At least so many different ones before it can be posted. What is posted already stays."
                error={error('citations')}
              />
              <ReviewsField value={value('reviews', one.reviews)} error={error('reviews')} />
              <NamesFields value={refused.typed('names') || one.names} />
            </>
          )}
          <TextField
            name="title"
            label="Title on the list"
            maxLength={120}
            defaultValue={value('title', one.title)}
            error={error('title')}
          />
          <TextField
            name="points"
            label="Points it counts for"
            hint={
              one.kind === 'quiz'
                ? '0: it does not count. Nor does a quiz that is explained after each item, whatever stands here.'
                : '0: it does not count.'
            }
            type="number"
            inputMode="numeric"
            min={0}
            max={1000}
            defaultValue={value('points', one.points)}
            error={error('points')}
          />
          <p className="acts">
            <Button kind="go">Save dates and rules</Button>
          </p>
        </form>
        <div>
          <section aria-labelledby="own" id="student">
            <h2 className="title" id="own">
              Dates of their own
            </h2>
            {view.students.length === 0 ? (
              <p className="mut">
                When students have joined, you can give one of them, or a section, other dates, more attempts or more
                time.
              </p>
            ) : (
              <form method="get" action={`${path}#student`} className="choose">
                {hidden && <input type="hidden" name="names" value="hidden" />}
                <div className="field">
                  <label htmlFor="who">{view.sections.length > 0 ? 'Student or section' : 'Student'}</label>
                  <select className="input" id="who" name="student" defaultValue={student}>
                    {view.sections.map((row) => (
                      <option key={row.id} value={row.id}>
                        Everybody in {row.name}
                      </option>
                    ))}
                    {view.students.map((row) => (
                      <option key={row.id} value={row.id}>
                        {hidden ? `Student ${row.number}` : row.name}
                      </option>
                    ))}
                  </select>
                </div>
                <Button>Set their dates</Button>
              </form>
            )}
            {(person ?? section) && (
              <form
                className="own-dates"
                method="post"
                action={`/api/assignments/${aid}/${person ? 'overrides' : 'section-overrides'}/${student}/save`}
              >
                <input type="hidden" name="in" value={id} />
                <input type="hidden" name="next" value={student} />
                <h3 className="h3">
                  {person ? (
                    <>
                      For <Name name={person.name} number={person.number} /> alone
                    </>
                  ) : (
                    `For everybody in ${section?.name}`
                  )}
                </h3>
                {refusedOwn.code && (
                  <p className="wrong" role="alert">
                    {sayProblem(refusedOwn.code, refusedOwn.at, one.zone)}
                  </p>
                )}
                <OwnFields zone={one.zone} own={own} refused={refusedOwn} isQuiz={one.kind === 'quiz'} />
                <p className="acts">
                  <Button>{person ? 'Save for this student' : 'Save for this section'}</Button>
                </p>
                <p className="small mut">
                  Boxes left empty follow the class. All empty takes the exception back.
                  {section && ' What one student has of their own stands above their section’s.'}
                  {person && person.extraTimePercent > 0
                    ? ` ${person.extraTimePercent}% extra time from the roster is added to any time limit.`
                    : ''}
                </p>
              </form>
            )}
            {overrides.length > 0 && (
              <ul className="rows compact exceptions" aria-label="Who has dates of their own">
                {overrides.map((row) => {
                  const who = view.students.find((candidate) => candidate.id === row.who)
                  const inIt = view.sections.find((candidate) => candidate.id === row.who)
                  const href = `${at(`/assign/${aid}`, `student=${row.who}`)}#student`
                  return (
                    (who ?? inIt) && (
                      <li key={row.who}>
                        <span>
                          {who ? (
                            <Name name={who.name} number={who.number} href={href} />
                          ) : (
                            <Link href={href} prefetch={false}>
                              {inIt?.name}
                            </Link>
                          )}
                        </span>
                        <span className="mut">
                          {[
                            row.opens && `opens ${wallWords(row.opens)}`,
                            row.due && `due ${wallWords(row.due)}`,
                            row.closes && `closes ${wallWords(row.closes)}`,
                            row.attempts && `${row.attempts} attempts`,
                            row.timeLimit && `${row.timeLimit} min`,
                          ]
                            .filter(Boolean)
                            .join(', ')}
                        </span>
                      </li>
                    )
                  )
                })}
              </ul>
            )}
          </section>
          <section className="block" aria-labelledby="back">
            <h2 className="title" id="back">
              Take it back
            </h2>
            <p className="body">
              It disappears from every list. This works until the first student begins; after that their work would go
              with it, and you close it instead.
            </p>
            <form method="post" action={`/api/assignments/${aid}/delete`}>
              <input type="hidden" name="in" value={id} />
              <label className="check">
                <input type="checkbox" required />
                <span>Take “{one.title}” off every list</span>
              </label>
              <p className="acts">
                <Button>Take it back</Button>
              </p>
            </form>
          </section>
        </div>
      </div>
    </Frame>
  )
}

type Own = {
  opens: string | null
  due: string | null
  closes: string | null
  opensAt?: string | null
  dueAt?: string | null
  closesAt?: string | null
  attempts: number | null
  timeLimit: number | null
}

/** The same boxes for one student, under names of their own on the page: two date boxes may not share an id. */
function OwnFields({
  zone,
  own,
  refused,
  isQuiz,
}: {
  zone: string
  own: Own | undefined
  refused: Returned
  isQuiz: boolean
}) {
  const value = (field: string, saved: number | null | undefined) =>
    refused.code ? refused.typed(field) : String(saved ?? '')
  return (
    <>
      <DateFields
        prefix="own-"
        zone={zone}
        refused={refused}
        saved={own ?? {}}
        hints={{ opens: '', due: '', closes: '' }}
      />
      {isQuiz && (
        <div className="pair">
          {(
            [
              ['attempts', 'Attempts', 20],
              ['timeLimit', 'Time limit, minutes', 600],
            ] as const
          ).map(([name, label, most]) => (
            <div className="field" key={name}>
              <label htmlFor={`own-${name}`}>{label}</label>
              <input
                className="input"
                id={`own-${name}`}
                name={name}
                type="number"
                inputMode="numeric"
                min={1}
                max={most}
                defaultValue={value(name, own?.[name])}
                aria-invalid={refused.at === name || undefined}
              />
            </div>
          ))}
        </div>
      )}
    </>
  )
}
