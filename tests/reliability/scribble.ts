/**
 * The file is scribbled over: copies of a database of saved answers, each with 64 random bytes at a random place, a page of
 * zeros, or an end that is missing. Either `verify` finds it, or every answer still reads as it was saved.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openSqlite, openToRead } from '#lib/db/client.ts'
import { findProblems } from '#lib/db/verify.ts'
import { saveInProcess } from './in-process.ts'
import { randomFrom, seatClass } from './ledger.ts'
import type { Outcome } from './outcome.ts'

const PAGE = 4096
const SCRIBBLED = 64

function harm(whole: Buffer, kind: number, random: () => number): Buffer {
  const at = Math.floor(random() * (whole.length - SCRIBBLED))
  if (kind === 0) return whole.subarray(0, at)
  const copy = Buffer.from(whole)
  if (kind === 1) copy.fill(0, at - (at % PAGE), at - (at % PAGE) + PAGE)
  else for (let n = 0; n < SCRIBBLED; n += 1) copy[at + n] = Math.floor(random() * 256)
  return copy
}

/** Of each table its rows, as text. */
const rowsIn = (file: string): Map<string, string> => {
  const db = new Database(file, { readonly: true })
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
  const rows = tables.map((table): [string, string] => [
    table,
    JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).raw().all()),
  ])
  db.close()
  return new Map(rows)
}

const problemsIn = async (file: string): Promise<number> => {
  try {
    const db = openToRead(file)
    const problems = await findProblems(db)
    await db.close()
    return problems.length
  } catch {
    return 1
  }
}

/** So many copies; one in ten loses its end, one in ten a page. */
export async function scribble(seed: number, copies: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-scribble-'))
  const file = join(dir, 'whole.db')
  const seated = await seatClass(file, 20, { mark: 'scribble' })
  const db = openSqlite(file, { migrate: false })
  await saveInProcess(db, seated, 2000, () => undefined)
  await db.close()
  const [bytes, rows] = [readFileSync(file), rowsIn(file)]
  const isWhole = (await problemsIn(file)) === 0
  const sum = { found: 0, harmless: 0, elsewhere: 0, silent: 0 }
  const copy = join(dir, 'copy.db')
  for (let n = 0; n < copies; n += 1) {
    writeFileSync(copy, harm(bytes, n % 10, random))
    if ((await problemsIn(copy)) > 0) {
      sum.found += 1
      continue
    }
    const now = rowsIn(copy)
    if (now.get('answers') !== rows.get('answers')) sum.silent += 1
    else if ([...rows].some(([table, text]) => now.get(table) !== text)) sum.elsewhere += 1
    else sum.harmless += 1
  }
  rmSync(dir, { recursive: true, force: true })
  return {
    held: isWhole && sum.silent === 0 && sum.found > 0,
    trials: `${copies} harmed copies of a file of ${Math.round(bytes.length / 1024)} KiB with 2000 answers`,
    figures: {
      'answers changed and not found': sum.silent,
      'found by verify': sum.found,
      'not found, and no row changed': sum.harmless,
      'not found, a row of another table changed': sum.elsewhere,
    },
  }
}
