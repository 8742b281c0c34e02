import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { listTrail, record } from '#lib/db/queries/audit.ts'
import { namesOf } from '#lib/db/queries/grades.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'

/** One row a change; `whom` is the person it was done to, where it was done to one. Instants are UTC, ISO 8601. */
export const TRAIL_COLUMNS = ['n', 'at', 'by', 'action', 'object', 'whom', 'before', 'after', 'digest'] as const

const userIn = (object: string): string | null => /^(?:users|memberships)\/(.+)$/.exec(object)?.[1] ?? null

/**
 * The record of who changed what in a class, with the digests that chain its rows: of states before and after there are
 * digests alone, so that it holds no grade and no word. That it was taken is its own last row.
 */
export const exportTrail = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, viewer, now }, input) => {
    await db.atomically((tx) =>
      record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'class.export',
        object: `classes/${input.class}`,
        now: now(),
      }),
    )
    const rows = await listTrail(db, input.class)
    const people = rows.flatMap(({ actorId, object }) => [actorId ?? [], userIn(object) ?? []].flat())
    const names = await namesOf(db, input.class, people)
    const nameOf = (id: string | null): string => (id === null ? '' : (names.get(id) ?? 'somebody outside the class'))
    const lines = rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      by: nameOf(row.actorId),
      whom: nameOf(userIn(row.object)),
    }))
    return {
      name: `xihua-hall-${now().toISOString().slice(0, 10)}-changes.csv`,
      text: stringify(lines, { header: true, columns: [...TRAIL_COLUMNS], bom: true, escape_formulas: true }),
    }
  },
})
