/** Gradebook files for Canvas, Moodle and Brightspace, with the columns that their importers look for. */
import { stringify } from 'csv-stringify/sync'
import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { record } from '#lib/db/queries/audit.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { BookCell } from '#lib/db/queries/gradebook.ts'
import { feedbackIn, listReleased } from '#lib/db/queries/released.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { book } from './keep-gradebook.ts'

/** Canvas leaves out every column whose title ends on one of these, since they are its own totals. */
const CANVAS_OWN = /\b(?:score|points|grade)$/iu
/** A number in brackets at the end would be read as the id of an assignment that Canvas knows. */
const CANVAS_ID = /\((\d+)\)$/u

/** Titles under which a gradebook makes new columns: never taken for its own, and no two alike. */
export function columnTitles(titles: readonly string[]): string[] {
  const used = new Set<string>()
  return titles.map((title) => {
    const plain = title.replace(CANVAS_ID, '– $1').replace(CANVAS_OWN, (own) => `${own}, Xihua Hall`)
    let name = plain
    for (let n = 2; used.has(name.toLowerCase()); n += 1) name = `${plain} – ${n}`
    used.add(name.toLowerCase())
    return name
  })
}

/** What leaves the house: nothing that rests on grades which are still held. */
export const leaves = (cell: BookCell | null): number | null => (cell && !cell.isHeld ? cell.points : null)

export async function gather(ctx: SignedIn, classId: string) {
  const read = await book(ctx, classId)
  const { users } = ctx.db.t
  const ids = read.rows.map(({ student }) => student.userId)
  const emails =
    ids.length === 0
      ? []
      : await ctx.db.select({ id: users.id, email: users.email }).from(users).where(inArray(users.id, ids))
  return { ...read, emailOf: new Map(emails.map((one) => [one.id, one.email ?? ''])) }
}

export const audited = (ctx: SignedIn, classId: string): Promise<void> =>
  ctx.db.atomically((tx) =>
    record(ctx.db, tx, {
      classId,
      actorId: ctx.viewer.userId,
      action: 'class.export',
      object: `classes/${classId}`,
      now: ctx.now(),
    }),
  )

const fileName = (ctx: SignedIn, what: string): string =>
  `xihua-hall-${ctx.now().toISOString().slice(0, 10)}-${what}.csv`
/** Cells that a spreadsheet would run as a formula are made inert by a leading apostrophe. */
const csv = (rows: readonly (readonly (string | number)[])[], bom = true): string =>
  stringify(rows as (string | number)[][], { bom, escape_formulas: true })

/**
 * For Canvas: its five columns, then one an assignment, and a second row with the points possible. `EX` is its word for
 * excused; blank is no score.
 */
export const exportCanvas = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { columns, rows, sectionName, emailOf } = await gather(ctx, input.class)
    await audited(ctx, input.class)
    const head = [
      'Student',
      'ID',
      'SIS User ID',
      'SIS Login ID',
      'Section',
      ...columnTitles(columns.map((one) => one.title)),
    ]
    const possible = ['    Points Possible', '', '', '', '', ...columns.map((one) => one.points)]
    const body = rows.map(({ student, cells }) => [
      student.displayName,
      '',
      '',
      emailOf.get(student.userId) || student.loginName,
      student.sectionId ? (sectionName.get(student.sectionId) ?? '') : '',
      ...cells.map((cell) => (cell?.entry.excused ? 'EX' : (leaves(cell) ?? ''))),
    ])
    return { name: fileName(ctx, 'canvas'), text: csv([head, possible, ...body]) }
  },
})

/** For Moodle: who, then each assignment with its feedback beside it. */
export const exportMoodle = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { columns, rows, emailOf } = await gather(ctx, input.class)
    await audited(ctx, input.class)
    const titles = columnTitles(columns.map((one) => one.title))
    const head = ['Username', 'Email address', 'ID number', ...titles.flatMap((title) => [title, `${title} feedback`])]
    const body = await Promise.all(
      rows.map(async ({ student, cells }) => {
        const email = emailOf.get(student.userId) ?? ''
        const released = await releasedTo(ctx, input.class, student.userId, columns)
        return [
          student.loginName,
          email,
          '',
          ...cells.flatMap((cell, index) => [
            cell?.entry.excused ? '' : (leaves(cell) ?? ''),
            cell?.entry.excused ? 'Excused.' : feedbackIn(released.get(columns[index]!.id) ?? []),
          ]),
        ]
      }),
    )
    return { name: fileName(ctx, 'moodle'), text: csv([head, ...body]) }
  },
})

/** Signs that Brightspace takes in no name of a grade item. */
const NOT_IN_BRIGHTSPACE = /["*/<>+=|,%]+/gu

/**
 * For Brightspace: who, then each assignment, whose heading says what to make where it is not there yet, and the mark
 * that it wants at the end of every line. Its importer knows no excuse and no feedback, so neither
 * is in it; and it compares the first heading to the letter, so no byte order mark stands before it.
 */
export const exportBrightspace = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { columns, rows, emailOf } = await gather(ctx, input.class)
    await audited(ctx, input.class)
    const plain = columns.map(({ title }) => title.replaceAll(NOT_IN_BRIGHTSPACE, ' ').replaceAll(/\s+/gu, ' ').trim())
    const titles = columnTitles(plain)
    const head = [
      'Username',
      ...titles.map((title, i) => `${title} Points Grade <Numeric MaxPoints:${columns[i]!.points}>`),
      'End-of-Line Indicator',
    ]
    const body = rows.map(({ student, cells }) => [
      emailOf.get(student.userId) || student.loginName,
      ...cells.map((cell) => leaves(cell) ?? ''),
      '#',
    ])
    return { name: fileName(ctx, 'brightspace'), text: csv([head, ...body], false) }
  },
})

const releasedTo = (ctx: SignedIn, classId: string, userId: string, assignments: readonly Assignment[]) =>
  listReleased(ctx.db, { classId, userId, assignments }, edition().rubrics[0]!)
