/** What one student and one class cost: bytes in the database, and time of one core for a saved answer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { makeClass } from '../factories/people.ts'
import { saveInProcess } from '../reliability/in-process.ts'
import { seatIn } from '../reliability/ledger.ts'

const STUDENTS = 400
const CLASSES = 500
const SAVES = 20

const bytesOf = (db: Db): number => {
  const raw = (db as unknown as { $client: Database.Database }).$client
  return (
    ((raw.pragma('page_count', { simple: true }) as number) -
      (raw.pragma('freelist_count', { simple: true }) as number)) *
    (raw.pragma('page_size', { simple: true }) as number)
  )
}

export async function benchCost(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-cost-'))
  const db = openSqlite(join(dir, 'cost.db'), { migrate: true })
  try {
    const empty = bytesOf(db)
    for (let n = 0; n < CLASSES; n += 1) await makeClass(db)
    const withClasses = bytesOf(db)
    const seated = await seatIn(db, STUDENTS, { mark: 'cost' })
    const withStudents = bytesOf(db)
    const cpu = process.cpuUsage()
    await saveInProcess(db, seated, STUDENTS * SAVES, () => undefined)
    const { user, system } = process.cpuUsage(cpu)
    const withAnswers = bytesOf(db)
    const each = (bytes: number, of: number) => `${Math.round(bytes / of)} bytes`
    return `## What it costs

${CLASSES} classes, ${STUDENTS} students with one attempt each, ${SAVES} saves a student; SQLite, rows with their indexes.

| what | |
| --- | ---: |
| a class with nobody in it | ${each(withClasses - empty, CLASSES)} |
| a student: account, membership, session, a begun attempt | ${each(withStudents - withClasses, STUDENTS)} |
| a saved answer, every version of which is kept | ${each(withAnswers - withStudents, STUDENTS * SAVES)} |
| one core’s time for a saved answer, in the process | ${((user + system) / 1000 / (STUDENTS * SAVES)).toFixed(2)} ms |
`
  } finally {
    await db.close()
    rmSync(dir, { recursive: true, force: true })
  }
}
