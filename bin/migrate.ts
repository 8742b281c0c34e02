/** Brings the database that DATABASE_URL names up to date. `npm run migrate`; safe to run again. */
import '../lib/server/node-version.mjs'
import { openDb } from '#lib/db/client.ts'

try {
  const opened = await openDb({ migrate: true })
  await opened.close()
  console.log('The database is up to date.')
} catch (error) {
  console.error(`The migration failed and nothing of it was kept: ${(error as Error).message}`)
  process.exit(1)
}
