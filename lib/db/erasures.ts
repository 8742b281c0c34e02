/**
 * Who was erased, in a file beside the database and beside its backups: ids and instants, no names. A backup from before
 * an erasure brings the person back, and the database that knew of it may be lost; by this file they are erased again.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { q, type Db } from './atomically.ts'
import { openToRead } from './client.ts'
import { erasePerson } from './queries/erasure.ts'

/** Ids of users, each with the instant of its erasure. */
export type Erasures = ReadonlyMap<string, string>

const FILE = 'erased.jsonl'
const LINE = /^\{"user":"([0-9a-f-]{36})","at":"(\d{4}-[\d:.TZ-]+)"\}$/
/** As many ids as one query names. */
const MANY = 500

export function readErasures(folder: string): Erasures {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw error
  }
  return new Map(
    text.split('\n').flatMap((line) => [LINE.exec(line)].flatMap((found) => (found ? [[found[1]!, found[2]!]] : []))),
  )
}

/** Adds to the list of a folder what it lacks; whoever is on it stays. The file is whole at every instant. */
export function keepErasures(folder: string, erased: Erasures): void {
  const kept = readErasures(folder)
  if ([...erased.keys()].every((user) => kept.has(user))) return
  const lines = [...new Map([...erased, ...kept])].map(([user, at]) => `${JSON.stringify({ user, at })}\n`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `${FILE}.${process.pid}.part`)
  writeFileSync(draft, lines.join(''), { mode: 0o600 })
  const handle = openSync(draft, 'r')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, join(folder, FILE))
}

/** Whom a database itself knows as erased. */
export async function erasedIn(db: Db): Promise<Erasures> {
  const { users } = db.t
  const rows = await db.select({ id: users.id, at: users.erasedAt }).from(users).where(isNotNull(users.erasedAt))
  return new Map(rows.map(({ id, at }) => [id, at!.toISOString()]))
}

/** The same of a file that may be damaged, or hold something else: then of nobody. */
export async function erasedInFile(file: string): Promise<Erasures> {
  try {
    const opened = openToRead(file)
    return await erasedIn(opened).finally(() => opened.close())
  } catch {
    return new Map()
  }
}

/** Erases whoever is on the list and lives in the database, and says how many that were. */
export async function eraseAgain(db: Db, erased: Erasures, at: Date): Promise<number> {
  const { users, memberships } = db.t
  const ids = [...erased.keys()]
  const back: { id: string; email: string | null }[] = []
  for (let n = 0; n < ids.length; n += MANY)
    back.push(
      ...(await db
        .select({ id: users.id, email: users.email })
        .from(users)
        .where(and(inArray(users.id, ids.slice(n, n + MANY)), isNull(users.erasedAt)))),
    )
  for (const { id, email } of back)
    await db.atomically(function* (tx) {
      const classes = yield* q(
        tx.select({ id: memberships.classId }).from(memberships).where(eq(memberships.userId, id)),
      )
      yield* erasePerson(db, tx, { userId: id, email, classIds: classes.map((one) => one.id) }, at)
    })
  return back.length
}
