import ical from 'ical-generator'
import { z } from 'zod'
import { listAssignments, listOverrides, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { findClass, findMember, listSections } from '#lib/db/queries/classes.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt, rulesFor, type Rules } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { sayInstant } from '#lib/domain/zone.ts'

const MOMENTS = [
  { key: 'opens', at: 'opensAt', word: 'Opens' },
  { key: 'due', at: 'dueAt', word: 'Due' },
  { key: 'closes', at: 'closesAt', word: 'Closes' },
] as const

/** One instant of an assignment, for the whole class or for those whom `whom` names. */
type Entry = { id: string; assignment: Assignment; word: string; at: Date; whom: string | null; more: string }

const PAGES = { reading: 'reading', essay: 'reading', quiz: 'quizzes', question: 'questions', exercise: 'exercises' }

/** Its three instants, as far as they are set; beside others, those alone that differ from them. */
function entriesOf(
  assignment: Assignment,
  rules: Rules,
  { id, whom = null, more = '', beside }: { id: string; whom?: string | null; more?: string; beside?: Rules },
): Entry[] {
  return MOMENTS.flatMap(({ key, at, word }) => {
    const instant = rules[at]
    const isShown = instant && instant.getTime() !== beside?.[at]?.getTime()
    return isShown ? [{ id: `${id}.${key}`, assignment, word, at: instant, whom, more }] : []
  })
}

/** A student's own dates. What is not open yet says its title and dates alone. */
function forStudent(assignment: Assignment, rules: Rules, now: Date): Entry[] {
  const limit = rules.timeLimitMinutes
  const minutes = limit === null ? 0 : Math.round(limit * (1 + rules.extraTimePercent / 100))
  const isShown = limit !== null && availabilityAt(rules, now) !== 'not-open-yet'
  const extra = rules.extraTimePercent > 0 ? ', your extra time included' : ''
  const more = isShown ? `\nTime limit: ${minutes} minutes from when you begin${extra}.` : ''
  return entriesOf(assignment, rules, { id: assignment.id, more })
}

/**
 * When the work of the class opens, is due and closes, as a file for any calendar. A student gets their own dates, with
 * what was moved for them; who teaches gets the class's, and a section's beside them where they differ. Instants are in
 * UTC, which every calendar shows in its reader's own zone; the class's hour and zone stand in words. An entry keeps its
 * id, so that a newer file moves it instead of making another.
 */
export const takeCalendar = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, viewer, now, site }, input) => {
    const [klass, member, assignments, overrides, sections] = await Promise.all([
      findClass(db, input.class),
      findMember(db, input.class, viewer.userId),
      listAssignments(db, input.class),
      listOverrides(db, input.class),
      listSections(db, input.class),
    ])
    if (!klass || !member) throw new Refusal('not-found')
    const sectionName = new Map(sections.map(({ id, name }) => [id, name]))
    const isInReach = ({ sectionId }: Pick<Assignment, 'sectionId'>): boolean =>
      sectionId === null || member.role === 'instructor' || sectionId === member.sectionId

    /** The class's dates, and each section's that are others. */
    const forStaff = (assignment: Assignment): Entry[] => {
      const plain = rulesFor(assignment, [], 0)
      const nameOf = (sectionId: string | null) => (sectionId && sectionName.get(sectionId)) || null
      const moved = overrides.filter((one) => one.assignmentId === assignment.id && one.sectionId && isInReach(one))
      return [
        ...entriesOf(assignment, plain, { id: assignment.id, whom: nameOf(assignment.sectionId) }),
        ...moved.flatMap((one) =>
          entriesOf(assignment, rulesFor(assignment, [one], 0), {
            id: `${assignment.id}.${one.sectionId}`,
            whom: nameOf(one.sectionId),
            beside: plain,
          }),
        ),
      ]
    }
    const own = (assignment: Assignment): Entry[] =>
      forStudent(assignment, rulesOf(assignment, overrides, member), now())
    const entries = assignments.filter(isInReach).flatMap(member.role === 'student' ? own : forStaff)

    const host = URL.canParse(site) ? new URL(site).hostname : 'xihua-hall'
    const pageOf = ({ id, kind }: Assignment): string =>
      member.role === 'student'
        ? `/classes/${klass.id}/${PAGES[kind]}/${id}`
        : `/classes/${klass.id}/desk/answers/${id}`
    const calendar = ical({ name: klass.title, prodId: '//Xihua Hall//Class calendar//EN' })
    for (const { id, assignment, word, at, whom, more } of entries)
      calendar.createEvent({
        id: `${id}@${host}`,
        // Counts up with every file, so that no calendar takes a newer one for an older.
        sequence: Math.floor((now().getTime() - assignment.createdAt.getTime()) / 60_000),
        stamp: now(),
        start: at,
        summary: `${word}${whom ? ` (${whom})` : ''}: ${assignment.title}`,
        description: `${word} ${sayInstant(at, klass.zone)}.${more}`,
        url: `${site}${pageOf(assignment)}`,
      })
    return { name: 'xihua-hall-calendar.ics', text: calendar.toString() }
  },
})
