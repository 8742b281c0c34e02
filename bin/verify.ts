/**
 * Says whether a database, or a backup of one, is whole: `npm run verify [-- FILE]`. It reads and changes nothing, so that
 * it may look at the database of a running server. Exit code 1 with a line for each thing that is wrong.
 */
import '../lib/server/node-version.mjs'
import { isPostgresUrl, openPostgres, openToRead } from '#lib/db/client.ts'
import { countRows } from '#lib/db/move.ts'
import { findProblems } from '#lib/db/verify.ts'
import { env } from '#lib/env.ts'

const named = process.argv[2] ?? env.databaseUrl
try {
  const db = isPostgresUrl(named)
    ? await openPostgres(named, { migrate: false })
    : openToRead(named.replace(/^file:/, ''))
  const problems = await findProblems(db)
  if (problems.length === 0)
    for (const { table, rows } of await countRows(db)) if (rows > 0) console.log(`${table.padEnd(20)} ${rows}`)
  await db.close()
  for (const problem of problems) console.error(problem)
  if (problems.length === 0) console.log('It is whole.')
  process.exitCode = problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(`It cannot be read: ${(error as Error).message}`)
  process.exitCode = 1
}
