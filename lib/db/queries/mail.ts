import { and, asc, eq, exists, gt, inArray, isNotNull, isNull, lt, lte, not, or } from 'drizzle-orm'
import type { Tiding } from '#lib/domain/inbox.ts'
import { nextNews, UNCONFIRMED_DAYS, type ClassNews, type LetterKind, type Rhythm } from '#lib/domain/mail.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'
import { accountAt, makeForgottenLink, reachedAt } from './forgotten.ts'

export type MailSetting = Tables['mailSettings']['$inferSelect']

/** So many people a round: the rest are due in the next. */
const AT_ONCE = 200
/** Longer than any server is waited for. A letter whose process has died is taken up again after it. */
const LEASE_MS = 5 * 60_000
/** What is being written at this moment may bear an earlier instant than a round that does not see it yet. */
const SETTLED_MS = 10_000
const DAY = 86_400_000

/** What somebody asked for; null for whoever wants no mail. */
export const findMailSetting = async (db: Db, userId: string): Promise<MailSetting | null> =>
  (await db.select().from(db.t.mailSettings).where(eq(db.t.mailSettings.userId, userId)))[0] ?? null

/** By the key in a letter's links. */
export const findMailByKey = async (db: Db, key: string): Promise<MailSetting | null> =>
  (await db.select().from(db.t.mailSettings).where(eq(db.t.mailSettings.key, key)))[0] ?? null

/** Wants no mail any more: what was asked for is forgotten, and what is on its way does not go. */
export function* endMail(db: Db, tx: Executor, userId: string): Steps<void> {
  const { outbox } = db.t
  // What is about the passphrase goes all the same: whoever changed it is not to silence the word of it.
  yield* q(tx.delete(outbox).where(and(eq(outbox.userId, userId), inArray(outbox.kind, ['confirm', 'news']))))
  yield* q(tx.delete(db.t.mailSettings).where(eq(db.t.mailSettings.userId, userId)))
}

/** The zone by which mornings are reckoned: that of the class joined first. */
export function* zoneOf(db: Db, tx: Executor, userId: string): Steps<string> {
  const { memberships: m, classes } = db.t
  const [row] = yield* q(
    tx
      .select({ zone: classes.zone })
      .from(m)
      .innerJoin(classes, eq(classes.id, m.classId))
      .where(and(eq(m.userId, userId), eq(m.state, 'active')))
      .orderBy(asc(m.joinedAt), asc(m.classId))
      .limit(1),
  )
  return row?.zone ?? 'UTC'
}

/** Puts a letter into the outbox, unless one of its kind waits there already. */
export function* putIntoOutbox(
  db: Db,
  tx: Executor,
  letter: { id: string; userId: string; kind: LetterKind; through: Date; now: Date },
): Steps<void> {
  const { now, ...row } = letter
  yield* q(
    tx
      .insert(db.t.outbox)
      .values({ ...row, dueAt: now, tries: 0, leasedUntil: null })
      .onConflictDoNothing(),
  )
}

/** Who is due for news gets a letter into the outbox, if any has come; addresses that nobody said yes at are forgotten. */
export function* gatherNews(db: Db, tx: Executor, { now, newId }: { now: Date; newId: () => string }): Steps<void> {
  const { mailSettings: s, inbox, outbox } = db.t
  const stale = yield* q(
    tx
      .select({ userId: s.userId })
      .from(s)
      .where(and(isNull(s.confirmedAt), lt(s.changedAt, new Date(now.getTime() - UNCONFIRMED_DAYS * DAY))))
      .limit(AT_ONCE),
  )
  for (const { userId } of stale) yield* endMail(db, tx, userId)
  const through = new Date(now.getTime() - SETTLED_MS)
  const unread = exists(
    tx
      .select({ id: inbox.id })
      .from(inbox)
      .where(
        and(
          eq(inbox.userId, s.userId),
          isNull(inbox.readAt),
          gt(inbox.createdAt, s.toldThrough),
          lte(inbox.createdAt, through),
        ),
      ),
  )
  const waiting = exists(
    tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.userId, s.userId), eq(outbox.kind, 'news'))),
  )
  // A morning without news passes all the same: what comes later in the day waits for the next.
  const due = yield* q(
    tx
      .select({ userId: s.userId, rhythm: s.rhythm })
      .from(s)
      .where(and(isNotNull(s.confirmedAt), lte(s.nextAt, now), not(waiting), or(eq(s.rhythm, 'daily'), unread)))
      .orderBy(asc(s.nextAt), asc(s.userId))
      .limit(AT_ONCE),
  )
  for (const { userId, rhythm } of due) {
    const nextAt = nextNews(rhythm, { letter: true, now, zone: yield* zoneOf(db, tx, userId) })
    yield* q(tx.update(s).set({ nextAt }).where(eq(s.userId, userId)))
    yield* putIntoOutbox(db, tx, { id: newId(), userId, kind: 'news', through, now })
  }
}

/** Who asked for a link gets a letter into the outbox where the address opens an account; what was asked is forgotten. */
export function* gatherAsked(db: Db, tx: Executor, { now, newId }: { now: Date; newId: () => string }): Steps<void> {
  const { links, outbox } = db.t
  const asked = yield* q(
    tx
      .select()
      .from(links)
      .where(eq(links.purpose, 'asked'))
      .orderBy(asc(links.createdAt), asc(links.id))
      .limit(AT_ONCE),
  )
  for (const { id, email, createdAt, expiresAt } of asked) {
    yield* q(tx.delete(links).where(eq(links.id, id)))
    // Asked while no round went, as where mail was switched off meanwhile: nobody waits for it any more.
    if (expiresAt <= now) continue
    const userId = yield* accountAt(db, tx, email!)
    if (userId === null) continue
    // A letter that was to be tried again in some hours is overtaken.
    yield* q(tx.delete(outbox).where(and(eq(outbox.userId, userId), eq(outbox.kind, 'forgotten'))))
    yield* putIntoOutbox(db, tx, { id: newId(), userId, kind: 'forgotten', through: createdAt, now })
  }
}

/** What a letter is made of when it goes. */
type Contents =
  | { kind: 'confirm'; address: string; key: string }
  | { kind: 'news'; address: string; key: string; rhythm: Rhythm; classes: ClassNews[] }
  | { kind: 'forgotten'; address: string; secret: string }
  | { kind: 'changed'; address: string; at: Date }

export type HeldLetter = Contents & {
  id: string
  userId: string
  /** With this one included. */
  tries: number
  /** What the row says while this process has it in hand. */
  leasedUntil: Date
}

/**
 * Takes the next letter in hand: no other process has it until the lease runs out. One that has nothing to say any more
 * (read meanwhile, taken back, its reader removed) is dropped on the way. Null when nothing is due.
 */
export function* takeLetter(
  db: Db,
  tx: Executor,
  { now, newSecret }: { now: Date; newSecret: () => string },
): Steps<HeldLetter | null> {
  const { outbox, users, mailSettings: s } = db.t
  for (;;) {
    const [row] = yield* q(
      tx
        .select({ letter: outbox, user: users, setting: s })
        .from(outbox)
        .innerJoin(users, eq(users.id, outbox.userId))
        .leftJoin(s, eq(s.userId, outbox.userId))
        .where(and(lte(outbox.dueAt, now), or(isNull(outbox.leasedUntil), lte(outbox.leasedUntil, now))))
        .orderBy(asc(outbox.dueAt), asc(outbox.id))
        .limit(1),
    )
    if (!row) return null
    const { letter } = row
    const contents = yield* contentsOf(db, tx, row, { now, newSecret })
    if (!contents) {
      yield* drop(db, tx, letter)
      continue
    }
    const leasedUntil = new Date(now.getTime() + LEASE_MS)
    const tries = letter.tries + 1
    yield* q(tx.update(outbox).set({ leasedUntil, tries }).where(eq(outbox.id, letter.id)))
    return { ...contents, id: letter.id, userId: letter.userId, tries, leasedUntil }
  }
}

type Row = {
  letter: Tables['outbox']['$inferSelect']
  user: Tables['users']['$inferSelect']
  setting: MailSetting | null
}

/** Null where there is nothing to say any more, or nobody to say it to. */
function* contentsOf(
  db: Db,
  tx: Executor,
  { letter, user, setting }: Row,
  { now, newSecret }: { now: Date; newSecret: () => string },
): Steps<Contents | null> {
  switch (letter.kind) {
    case 'confirm':
      return setting?.confirmedAt === null ? { kind: 'confirm', address: setting.address, key: setting.key } : null
    case 'news': {
      if (!setting) return null
      const { address, key, rhythm } = setting
      const classes = yield* newsOf(db, tx, setting, letter.through)
      return classes.length > 0 ? { kind: 'news', address, key, rhythm, classes } : null
    }
    case 'forgotten': {
      const address = reachedAt(user, setting)
      if (address === null) return null
      const secret = newSecret()
      yield* makeForgottenLink(db, tx, { secret, userId: user.id, email: address, askedAt: letter.through, now })
      return { kind: 'forgotten', address, secret }
    }
    case 'changed':
      return user.email === null ? null : { kind: 'changed', address: user.email, at: letter.through }
  }
}

/** What came since the last letter and is still unread, of the classes that its reader is in. */
function* newsOf(db: Db, tx: Executor, to: MailSetting, through: Date): Steps<ClassNews[]> {
  const { inbox, memberships: m, classes } = db.t
  const rows = yield* q(
    tx
      .select({ id: classes.id, title: classes.title, kind: inbox.kind, facts: inbox.body })
      .from(inbox)
      .innerJoin(m, and(eq(m.classId, inbox.classId), eq(m.userId, inbox.userId), eq(m.state, 'active')))
      .innerJoin(classes, eq(classes.id, inbox.classId))
      .where(
        and(
          eq(inbox.userId, to.userId),
          isNull(inbox.readAt),
          gt(inbox.createdAt, to.toldThrough),
          lte(inbox.createdAt, through),
        ),
      )
      .orderBy(asc(inbox.createdAt), asc(inbox.id)),
  )
  const found = new Map<string, { id: string; title: string; news: Tiding[] }>()
  for (const { id, title, kind, facts } of rows) {
    const klass = found.get(id) ?? { id, title, news: [] }
    klass.news.push({ kind, facts } as Tiding)
    found.set(id, klass)
  }
  return [...found.values()]
}

/** Takes a letter off the list; of what it told, or would have, no other tells again. */
function* drop(db: Db, tx: Executor, letter: Tables['outbox']['$inferSelect']): Steps<void> {
  const { outbox, mailSettings: s } = db.t
  if (letter.kind === 'news')
    yield* q(tx.update(s).set({ toldThrough: letter.through }).where(eq(s.userId, letter.userId)))
  yield* q(tx.delete(outbox).where(eq(outbox.id, letter.id)))
}

/** What came of a letter: it left or was given up, or goes again at an instant. Only whoever has it in hand may say so. */
export function* putDown(
  db: Db,
  tx: Executor,
  held: HeldLetter,
  end: { again: Date | null; refused?: boolean; now: Date },
): Steps<void> {
  const { outbox, mailSettings: s } = db.t
  const [letter] = yield* q(
    tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.id, held.id), eq(outbox.leasedUntil, held.leasedUntil))),
  )
  if (!letter) return
  if (end.again)
    yield* q(tx.update(outbox).set({ dueAt: end.again, leasedUntil: null }).where(eq(outbox.id, letter.id)))
  else yield* drop(db, tx, letter)
  // Its server knows no such address: nothing goes there until somebody says yes at it once more.
  if (end.refused)
    yield* q(
      tx
        .update(s)
        .set({ confirmedAt: null, changedAt: end.now })
        .where(and(eq(s.userId, letter.userId), eq(s.address, held.address))),
    )
}
