import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { listAssignments, listOverrides, listShown, rulesOf, lastClosing } from '#lib/db/queries/assignments.ts'
import { findClass, findMember } from '#lib/db/queries/classes.ts'
import { listReleased, type ReleasedGrade } from '#lib/db/queries/released.ts'
import { listWork } from '#lib/db/queries/work.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt, feedbackIsDue } from '#lib/domain/availability.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { pointsThatCount } from '#lib/domain/gradebook.ts'
import { idSchema } from '#lib/domain/names.ts'
import { NO_WORK, standingOf } from '#lib/domain/standing.ts'
import { ROLES } from '#lib/domain/viewer.ts'

const instant = z.string().nullable()
const rowSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['reading', 'essay', 'quiz', 'question', 'exercise']),
  title: z.string(),
  minutes: z.int().nullable(),
  /** 0 where it does not count. */
  points: z.int().nullable(),
  /** How many sentences a post has to cite; null where nothing is posted. */
  citations: z.int().nullable(),
  availability: z.enum(['not-open-yet', 'open', 'after-due', 'closed']),
  opensAt: instant,
  dueAt: instant,
  closesAt: instant,
  /** Null for staff, who do no work here. */
  state: z.enum(['not-begun', 'under-way', 'quiet', 'done']).nullable(),
  doneAt: instant,
  afterDue: z.boolean(),
  /** How far: sentences read of the range, items of the quiz or boxes of the exercise; null where there is no count. */
  progress: z.strictObject({ done: z.int(), of: z.int() }).nullable(),
  place: z.string().nullable(),
  draft: z.boolean(),
  /** Whether the predictions before a reading are posted; null where there are none. */
  predicted: z.boolean().nullable(),
  attemptsLeft: z.int().nullable(),
  score: z.strictObject({ earned: z.int(), total: z.int() }).nullable(),
  feedbackDue: z.boolean(),
  /** What people gave, once released; null where nothing is. */
  grade: z.strictObject({ points: z.int(), of: z.int() }).nullable(),
})
export type WorkRow = z.infer<typeof rowSchema>

/** Sentences (or paragraphs of an essay) up to the saved place; header lines and the closing mark are read but not counted. */
function readSoFar(places: readonly string[], at: string | null): { done: number; of: number } {
  const counts = (ids: readonly string[]): number => ids.filter((id) => id.startsWith('s') || id.startsWith('p')).length
  return { done: at === null ? 0 : counts(places.slice(0, places.indexOf(at) + 1)), of: counts(places) }
}

/** Of a quiz the written items together. */
const gradeOf = (grades: readonly ReleasedGrade[]): WorkRow['grade'] =>
  grades.length === 0
    ? null
    : {
        points: grades.reduce((sum, grade) => sum + grade.points, 0),
        of: grades.reduce((sum, grade) => sum + grade.of, 0),
      }

/** The student's one list: what, by when, about how long, and where they stand. Before opening: title and date only. */
export const seeMyWork = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({
    class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
    role: z.enum(ROLES),
    name: z.string(),
    now: z.string(),
    assignments: z.array(rowSchema),
  }),
  run: async ({ db, viewer, now }, input) => {
    const at = now()
    const [klass, member, assignments, overrides] = await Promise.all([
      findClass(db, input.class),
      findMember(db, input.class, viewer.userId),
      listAssignments(db, input.class),
      listOverrides(db, input.class),
    ])
    if (!klass || !member) throw new Refusal('not-found')
    const byId = new Map(assignments.map((one) => [one.id, one]))
    const work = await listWork(
      db,
      input.class,
      { now: at, rules: (id) => (byId.has(id) ? rulesOf(byId.get(id)!, overrides, member) : null) },
      viewer.userId,
    )
    const given = assignments.filter(
      (one) => member.role === 'instructor' || one.sectionId === null || one.sectionId === member.sectionId,
    )
    const [shown, released] = await Promise.all([
      listShown(
        db,
        given.map((one) => one.revisionHash),
      ),
      member.role === 'student'
        ? listReleased(db, { classId: input.class, userId: viewer.userId, assignments: given }, edition().rubrics[0]!)
        : new Map<string, ReleasedGrade[]>(),
    ])
    const rows = given.map((one): WorkRow => {
      const rules = rulesOf(one, overrides, member)
      const availability = availabilityAt(rules, at)
      const dates = {
        opensAt: rules.opensAt?.toISOString() ?? null,
        dueAt: rules.dueAt?.toISOString() ?? null,
        closesAt: rules.closesAt?.toISOString() ?? null,
      }
      const own = work(one.id, viewer.userId) ?? NO_WORK
      const isStudent = member.role === 'student'
      if (isStudent && availability === 'not-open-yet') {
        return {
          id: one.id,
          kind: one.kind,
          title: one.title,
          minutes: null,
          points: null,
          citations: null,
          availability,
          ...dates,
          state: 'not-begun',
          doneAt: null,
          afterDue: false,
          progress: null,
          place: null,
          draft: false,
          predicted: null,
          attemptsLeft: null,
          score: null,
          feedbackDue: false,
          grade: null,
        }
      }
      const standing = standingOf(own, rules, at)
      const frozen = shown.get(one.revisionHash) as
        | { kind: 'reading'; units: { id: string }[]; predict?: unknown[] }
        | { kind: 'essay'; paragraphs: string[] }
        | { kind: 'quiz'; items: { id: string; family?: string }[] }
        | { kind: 'question' }
        | { kind: 'exercise'; fields: unknown[] }
      const places =
        frozen.kind === 'reading'
          ? frozen.units.map((unit) => unit.id)
          : frozen.kind === 'essay'
            ? frozen.paragraphs
            : null
      const progress = places
        ? readSoFar(places, own.place?.at ?? null)
        : frozen.kind === 'quiz'
          ? { done: standing.answered, of: firstDrawn(frozen.items).length }
          : frozen.kind === 'exercise'
            ? { done: standing.answered, of: frozen.fields.length }
            : null
      const feedbackDue =
        one.kind === 'quiz' && feedbackIsDue(one.feedback, standing.doneAt, lastClosing(one, overrides), at)
      return {
        id: one.id,
        kind: one.kind,
        title: one.title,
        minutes: one.minutes,
        points: pointsThatCount(one),
        citations: one.kind === 'question' ? one.citations : null,
        availability,
        ...dates,
        state: isStudent ? standing.state : null,
        doneAt: standing.doneAt?.toISOString() ?? null,
        afterDue: standing.afterDue,
        progress,
        place: own.place?.at ?? null,
        draft: own.post?.state === 'draft',
        predicted: frozen.kind === 'reading' && frozen.predict ? own.predictedAt !== null : null,
        attemptsLeft: rules.attemptsAllowed === null ? null : Math.max(0, rules.attemptsAllowed - standing.attempts),
        score: feedbackDue ? standing.score : null,
        feedbackDue,
        grade: gradeOf(released.get(one.id) ?? []),
      }
    })
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      role: member.role,
      name: member.displayName,
      now: at.toISOString(),
      assignments: rows,
    }
  },
})
export type MyWork = Awaited<ReturnType<typeof seeMyWork>>
