/** A class as a OneRoster 1.2 set: who is in it, what counts, and what each has been given. */
import { stringify } from 'csv-stringify/sync'
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { BookCell } from '#lib/db/queries/gradebook.ts'
import { releasesIn } from '#lib/db/queries/grades.ts'
import { listMembers, type Member } from '#lib/db/queries/classes.ts'
import { feature } from '#lib/door/feature.ts'
import { GROUPS, groupOf, type Group } from '#lib/domain/gradebook.ts'
import { idSchema } from '#lib/domain/names.ts'
import { halvesOf, tablesOf, type SetRow } from '#lib/domain/one-roster.ts'
import { isPseudonym } from '#lib/domain/roster-file.ts'
import { dayOf } from '#lib/domain/zone.ts'
import { audited, gather, leaves } from './gradebook-files.ts'

const CATEGORY: Record<Group, string> = {
  reading: 'Readings and essays',
  quiz: 'Quizzes',
  question: 'Questions',
  exercise: 'Exercises',
}
const SCHOOL = 'xihua-hall'

/** What a cell says of a student, in the words of the format; null where there is nothing to say yet. */
function resultOf(cell: BookCell): SetRow | null {
  if (cell.entry.excused) return { scoreStatus: 'exempt' }
  const points = leaves(cell)
  const late = cell.doneAt ? String(cell.afterDue) : ''
  if (points !== null)
    return { scoreStatus: 'fully graded', score: String(points), late, missing: cell.isZero ? 'true' : '' }
  return cell.doneAt ? { scoreStatus: 'submitted', late } : null
}

/** The school year is called after the year in which it ends. */
const schoolYearOf = (day: string): string => String(Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) > 6 ? 1 : 0))

/** The class's one term: from its first day to its last date. */
function termOf(zone: string, createdAt: Date, now: Date, assignments: readonly Assignment[]) {
  const dates = assignments.flatMap(({ opensAt, dueAt, closesAt }) => [opensAt, dueAt, closesAt])
  const days = [createdAt, now, ...dates].flatMap((date) => (date ? [dayOf(date, zone)] : [])).toSorted()
  return { startDate: days[0]!, endDate: days.at(-1)! }
}

/**
 * The set, file by file. Names are those of the class, so where the roster keeps real names with the instructor, no other
 * is in it, nor an e-mail address. Grades leave as in the other gradebook files: nothing that is still held. Comments
 * stay here: they were written to a student, not for a record.
 */
export const exportOneRoster = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { db, now, site } = ctx
    const { klass, assignments, columns, rows, rules, emailOf } = await gather(ctx, input.class)
    const [members, released] = await Promise.all([listMembers(db, klass.id), releasesIn(db, klass.id)])
    const teachers = members.filter((member) => member.role === 'instructor' && member.state === 'active')
    const { users } = db.t
    const addresses = await db
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(inArray(users.id, teachers.map(({ userId }) => userId))) // prettier-ignore
    for (const { id, email } of addresses) emailOf.set(id, email ?? '')
    const people: Member[] = [...teachers, ...rows.map(({ student }) => student)]
    const roleOf = ({ role }: Member): string => (role === 'student' ? 'student' : 'teacher')
    const term = termOf(klass.zone, klass.createdAt, now(), assignments)
    const ids = { course: `course.${klass.id}`, term: `term.${klass.id}` }
    const categoryOf = (group: Group): string => `${group}.${klass.id}`
    const day = (date: Date): string => dayOf(date, klass.zone)
    const given = new Map(columns.map(({ id }) => [id, 0]))
    const results = rows.flatMap(({ student, cells }) =>
      cells.flatMap((cell, i): SetRow[] => {
        const result = cell && resultOf(cell)
        if (!result) return []
        const { id } = columns[i]!
        given.set(id, Math.max(given.get(id)!, Number(result.score ?? 0)))
        return [
          {
            sourcedId: `${id}.${student.userId}`,
            lineItemSourcedId: id,
            studentSourcedId: student.userId,
            classSourcedId: klass.id,
            scoreDate: day(released.get(id)?.at ?? cell.doneAt ?? now()),
            ...result,
          },
        ]
      }),
    )
    const tables = tablesOf(
      {
        orgs: [{ sourcedId: SCHOOL, name: `Xihua Hall, ${URL.canParse(site) ? new URL(site).host : 'this site'}`, type: 'school' }], // prettier-ignore
        academicSessions: [
          { sourcedId: ids.term, title: klass.title, type: 'term', ...term, schoolYear: schoolYearOf(term.endDate) },
        ],
        courses: [{ sourcedId: ids.course, title: klass.title, orgSourcedId: SCHOOL }],
        classes: [
          {
            sourcedId: klass.id,
            title: klass.title,
            courseSourcedId: ids.course,
            classType: 'scheduled',
            schoolSourcedId: SCHOOL,
            termSourcedIds: ids.term,
          },
        ],
        users: people.map((member) => ({
          sourcedId: member.userId,
          enabledUser: 'true',
          username: member.loginName,
          ...halvesOf(member.displayName),
          email: isPseudonym(member.displayName) ? '' : (emailOf.get(member.userId) ?? ''),
          primaryOrgSourcedId: SCHOOL,
        })),
        roles: people.map((member) => ({
          sourcedId: `role.${member.userId}`,
          userSourcedId: member.userId,
          roleType: 'primary',
          role: roleOf(member),
          orgSourcedId: SCHOOL,
        })),
        enrollments: people.map((member) => ({
          sourcedId: `${klass.id}.${member.userId}`,
          classSourcedId: klass.id,
          schoolSourcedId: SCHOOL,
          userSourcedId: member.userId,
          role: roleOf(member),
          primary: member.role === 'student' ? '' : String(member === teachers[0]),
          beginDate: day(member.joinedAt),
        })),
        categories: GROUPS.filter((group) => columns.some(({ kind }) => groupOf(kind) === group)).map((group) => ({
          sourcedId: categoryOf(group),
          title: CATEGORY[group],
          weight: rules.weights ? String(rules.weights[group] ?? 0) : '',
        })),
        lineItems: columns.map((one) => ({
          sourcedId: one.id,
          title: one.title,
          description: `${one.points} points possible`,
          assignDate: day(one.opensAt ?? one.createdAt),
          dueDate: one.dueAt || one.closesAt ? day((one.dueAt ?? one.closesAt)!) : term.endDate,
          classSourcedId: klass.id,
          categorySourcedId: categoryOf(groupOf(one.kind)),
          academicSessionSourcedId: ids.term,
          resultValueMin: '0',
          // The format takes the most that can be given strictly: where somebody was given more, it is left unsaid.
          resultValueMax: given.get(one.id)! > one.points ? '' : String(one.points),
          schoolSourcedId: SCHOOL,
        })),
        results,
      },
      'Xihua Hall',
    )
    await audited(ctx, klass.id)
    return {
      name: `xihua-hall-${now().toISOString().slice(0, 10)}-oneroster.zip`,
      files: Object.fromEntries(
        Object.entries(tables).map(([name, table]) => [name, stringify(table, { escape_formulas: true })]),
      ),
    }
  },
})
