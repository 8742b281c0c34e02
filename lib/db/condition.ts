/** How the database is, for whoever watches over the site. */
import type { Db } from './atomically.ts'
import { fileOf, LOG_LIMIT, logBytes } from './log.ts'
import { doesAnswer } from './queries/health.ts'
import { diskOf, isNearlyFull } from './room.ts'

/**
 * `checking`: its file is still being looked through. `disk-nearly-full`: soon nothing can be saved. `log-grows`: another
 * program reads it without end.
 */
export const CONDITIONS = ['ok', 'checking', 'disk-nearly-full', 'log-grows'] as const
type Condition = (typeof CONDITIONS)[number]

let isLookedThrough = false
export const isBeingChecked = (is: boolean): void => void (isLookedThrough = is)

/** Null where it does not answer a query at all. */
export async function conditionOf(db: Db): Promise<Condition | null> {
  if (!(await doesAnswer(db))) return null
  if (isLookedThrough) return 'checking'
  const file = fileOf(db)
  const disk = file === null ? null : diskOf(file)
  if (disk && isNearlyFull(disk)) return 'disk-nearly-full'
  return logBytes(db) > LOG_LIMIT ? 'log-grows' : 'ok'
}
