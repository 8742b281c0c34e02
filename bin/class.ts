/**
 * `npm run class`: classes that are closed, and from which day each may be erased.
 *
 *   npm run class -- close CODE
 *   npm run class -- open CODE
 *   npm run class -- erase CODE
 *
 * CODE is any join code that the class has had. For classes that nobody teaches any more; whoever teaches one does it on
 * its settings.
 */
import { isNotNull } from 'drizzle-orm'
import { openDb } from '#lib/db/client.ts'
import { findClassByCode, findNewestCode } from '#lib/db/queries/classes.ts'
import { asSystem } from '#lib/door/context.ts'
import { CLOSE_WORDS, ERASE_WORDS, erasableFrom } from '#lib/domain/closing.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { codeSchema } from '#lib/domain/names.ts'
import { closeClass, openAgain } from '#lib/features/keep-class/close-class.ts'
import { eraseClass } from '#lib/features/keep-class/erase-class.ts'

const USAGE = 'Usage: npm run class [-- close CODE | open CODE | erase CODE]'
const day = (at: Date): string => at.toISOString().slice(0, 10)

const [command, typed = ''] = process.argv.slice(2)
const db = await openDb()
const ctx = asSystem('operator', { db })

async function list(): Promise<void> {
  const { classes } = db.t
  const closed = await db.select().from(classes).where(isNotNull(classes.archivedAt))
  if (closed.length === 0) console.log('No class is closed.')
  for (const { id, title, archivedAt } of closed.toSorted(
    (a, b) => a.archivedAt!.getTime() - b.archivedAt!.getTime(),
  )) {
    const code = await findNewestCode(db, id)
    console.log(
      `${code?.code ?? id}  ${title}, closed ${day(archivedAt!)}, may be erased from ${day(erasableFrom(archivedAt!))}`,
    )
  }
}

async function run(): Promise<string> {
  const found = await findClassByCode(db, codeSchema.safeParse(typed).data ?? '')
  if (!found) throw new Error(`No class has had the code ${typed}.`)
  const { id, title } = found.klass
  switch (command) {
    case 'close':
      await closeClass(ctx, { class: id, confirm: CLOSE_WORDS })
      return `${title} is closed.`
    case 'open':
      await openAgain(ctx, { class: id })
      return `${title} is open.`
    case 'erase':
      await eraseClass(ctx, { class: id, confirm: ERASE_WORDS })
      return `${title} is erased.`
    default:
      throw new Error(USAGE)
  }
}

try {
  if (command === undefined) await list()
  else console.log(await run())
} catch (error) {
  console.error(
    codeOf(error) === 'not-closed-long'
      ? 'A class is erased once it has been closed for 30 days, and not before.'
      : (error as Error).message,
  )
  process.exitCode = 1
}
await db.close()
