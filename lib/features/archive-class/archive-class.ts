import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { canonicalJson } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { readArchive } from './read-archive.ts'
import { readmeOf, SHEETS, type SheetName } from './sheets.ts'

/**
 * Everything of a class as files: JSON, a CSV a table, and a README of their fields. Cells that a spreadsheet would run
 * as a formula are made inert by a leading apostrophe; the JSON has them as they were typed. Leaves an audit row.
 */
export const archiveClass = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const klass = await findClass(ctx.db, input.class)
    if (!klass) throw new Refusal('not-found')
    const { sheets, ...about } = await readArchive(ctx, input.class)
    await ctx.db.atomically((tx) =>
      record(ctx.db, tx, {
        classId: input.class,
        actorId: ctx.viewer.userId,
        action: 'class.export',
        object: `classes/${input.class}`,
        now: ctx.now(),
      }),
    )
    const madeAt = ctx.now().toISOString()
    const { id, title, zone, seats } = klass
    const csv = (name: SheetName): string =>
      stringify([...sheets[name]], {
        header: true,
        columns: Object.keys(SHEETS[name].fields),
        bom: true,
        escape_formulas: true,
        cast: { boolean: (value) => (value ? 'yes' : 'no') },
      })
    const files: Record<string, string> = {
      'README.txt': readmeOf(title, zone, madeAt),
      // The same class gives the same bytes, whatever order a database keeps the keys of its JSON in.
      'class.json': canonicalJson({
        madeAt,
        class: { id, title, zone, seats, createdAt: klass.createdAt.toISOString() },
        ...about,
        sheets,
      }),
    }
    for (const name of Object.keys(SHEETS) as SheetName[]) files[`${SHEETS[name].name}.csv`] = csv(name)
    return { name: `xihua-hall-${madeAt.slice(0, 10)}-class.zip`, files }
  },
})
