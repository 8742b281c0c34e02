import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { sayInstant } from '#lib/domain/zone.ts'
import type { ExerciseAnswers, ShownExercise } from '#lib/domain/exercise.ts'
import { viewExercise, type ExerciseView } from '#lib/features/do-exercise/do-exercise.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import { LinkButton, Notice } from '../../../../_ui/parts.tsx'
import { problemIn, valueIn, type Search } from '../../../../_ui/refusals.ts'
import { countsWord, plural } from '../../../../_ui/say.ts'
import { ControversyParts } from '../../../_work/controversy.tsx'
import { ExerciseBoxes } from '../../../_work/exercise-boxes.tsx'
import { HIDDEN, SEES } from '../../../_work/exercise-words.ts'
import { ExerciseResult } from '../../../_work/exercise-result.tsx'
import { account, ClassFrame } from '../../../_work/frame.tsx'
import { KeepExercise } from '../../../_work/keep-exercise.tsx'
import { NotOpenYet } from '../../../_work/not-open.tsx'
import { TextClosed } from '../../../_work/text-closed.tsx'
import { dateLine, WorkHead } from '../../../_work/work-head.tsx'
import '../../../_work/task.css'

export const metadata: Metadata = { title: 'Exercise' }

type Props = { params: Promise<{ class: string; assignment: string }>; searchParams: Promise<Search> }

/** Of an exercise in parts what may still change; the rest is in and not a form’s any more. */
function withoutIn(answers: ExerciseAnswers, shown: ShownExercise, parts: ExerciseView['parts']): ExerciseAnswers {
  if (!parts || shown.form !== 'controversy') return answers
  const boxes = shown.phases.find(({ id }) => id === parts.now)?.boxes ?? []
  return Object.fromEntries(Object.entries(answers).filter(([id]) => boxes.includes(id)))
}

export default async function ExercisePage({ params, searchParams }: Props) {
  const [{ class: classId, assignment }, search] = await Promise.all([params, searchParams])
  const path = `/classes/${classId}/exercises/${assignment}`
  const [me, view] = await Promise.all([account(path), page(viewExercise, { assignment }, path)])
  if (view.classId !== classId) notFound()
  const shut = await page(findClosedText, { class: classId }, path)
  if (shut && shut.assignment !== assignment)
    return <TextClosed me={me} classId={classId} title={view.title} by={shut} />
  if (view.availability === 'not-open-yet')
    return (
      <NotOpenYet
        me={me}
        classId={classId}
        title={view.title}
        opensAt={view.opensAt}
        dueAt={view.dueAt}
        zone={view.zone}
      />
    )
  const { shown, own, opened } = view
  const say = (iso: string) => sayInstant(new Date(iso), view.zone)
  const handedInAt = own?.handedInAt ?? null
  const takes = !handedInAt && !opened && view.availability !== 'closed'
  const refused = problemIn(search)
  const at = valueIn(search, 'at')
  const box = at?.startsWith('answers.') ? at.slice('answers.'.length) : null
  const newest = view.parts?.parts.at(-1)
  const given = own?.answers ?? {}
  const part = view.parts?.now ?? undefined
  const keep = takes && (
    <KeepExercise
      key={part}
      assignment={assignment}
      classId={classId}
      page={path}
      own={own && { ...own, answers: withoutIn(given, shown, view.parts) }}
      labels={Object.fromEntries(shown.fields.map(({ id, label }) => [id, label]))}
      sees={SEES[shown.form]}
      zone={view.zone}
      problem={refused?.words ?? null}
      part={part}
    >
      <ExerciseBoxes
        shown={shown}
        answers={given}
        problem={box && refused ? { box, words: refused.words } : null}
        part={part}
      />
    </KeepExercise>
  )
  const head = (
    <WorkHead
      classId={classId}
      me={me}
      title={view.title}
      facts={[
        shown.form === 'controversy' ? `${shown.phases.length} parts` : plural(shown.fields.length, 'box', 'boxes'),
        handedInAt ? null : `about ${plural(view.minutes, 'minute')}`,
        handedInAt ? `handed in ${say(handedInAt)}` : dateLine(view),
        countsWord(view.points),
      ]}
    >
      {valueIn(search, 'done') === 'handed-in' && handedInAt && (
        <Notice kind="good">
          <b>Handed in.</b> What was hidden is open below.
        </Notice>
      )}
      {valueIn(search, 'done') === 'handed-in' && !handedInAt && newest && (
        <Notice kind="good">
          <b>That part is in.</b> The next is open below.
        </Notice>
      )}
      {valueIn(search, 'done') === 'saved' && !handedInAt && own && (
        <Notice kind="good">
          <b>Kept as a draft.</b> Saved {say(own.savedAt)}.
        </Notice>
      )}
      {refused && (
        <Notice kind="care" alert>
          <b>Not handed in.</b> {refused.words} What you gave is below.
        </Notice>
      )}
      {!handedInAt && view.availability === 'closed' && (
        <Notice>
          <b>This is closed.</b>{' '}
          {opened
            ? 'Nothing is left to commit to, so what it hid is open below.'
            : 'What it hides opens when it has closed for everybody.'}
        </Notice>
      )}
    </WorkHead>
  )
  return (
    <ClassFrame me={me} classId={classId}>
      {head}
      {takes && (
        <>
          <p className="body asktext">{shown.ask}</p>
          <p className="small mut asktext">{HIDDEN[shown.form]}</p>
          {!view.parts && keep}
        </>
      )}
      {view.parts && shown.form === 'controversy' && (
        <ControversyParts shown={shown} parts={view.parts} answers={given} say={say}>
          {keep}
        </ControversyParts>
      )}
      {opened && (
        <>
          <ExerciseResult
            shown={shown}
            kept={opened}
            answers={handedInAt ? own!.answers : null}
            figures={view.class?.figures ?? null}
          >
            {!view.class && (
              <p className="small mut exnote">
                {view.classOpensAt
                  ? `How the class did, without names, opens here when this has closed for everybody, ${say(view.classOpensAt)}.`
                  : view.closesAt
                    ? 'Too few handed in to show the class’s figures without showing whose they are.'
                    : 'How the class did stands on your instructor’s desk; here it would open after a closing time, and this has none.'}
              </p>
            )}
          </ExerciseResult>
          <p className="acts exnote">
            <LinkButton kind="go" href={`/classes/${classId}`}>
              Back to my work
            </LinkButton>
          </p>
        </>
      )}
    </ClassFrame>
  )
}
