import {
  and,
  asc,
  count,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  notExists,
  or,
  sql,
  type SQL,
} from 'drizzle-orm'
import { availabilityAt } from '#lib/domain/availability.ts'
import { OWN_FIRST, type NoteKind, type NoteTag } from '#lib/domain/note.ts'
import type { Membership } from '#lib/domain/viewer.ts'
import type { Db } from '../atomically.ts'
import type { Tables } from '../tables.ts'
import { listAssignments, listOverrides, listShown, rulesOf } from './assignments.ts'
import { findMember } from './classes.ts'

export type NoteRow = Tables['notes']['$inferSelect']
export type NoteLinkRow = Tables['noteLinks']['$inferSelect']

/** How many own notes come before classmates' in one place, and how many there are. */
export type OwnFirst = { shared: number; needed: number }
/** Who reads, and for a student which readings are theirs and where classmates' notes are open to them. */
export type NoteReader =
  | { is: 'instructor'; userId: string }
  | { is: 'assistant'; userId: string; sectionId: string | null }
  | {
      is: 'student'
      userId: string
      sectionId: string | null
      given: string[]
      open: string[]
      isClassOpen: boolean
      ownFirst: ReadonlyMap<string, OwnFirst>
    }

/** Kinds that count as an own note: words, not a stroke of the pen. */
const OWN_WORDS: NoteKind[] = ['note', 'question']

export async function listNoteRules(db: Db, classId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ scope: db.t.noteRules.scope, ownFirst: db.t.noteRules.ownFirst })
    .from(db.t.noteRules)
    .where(eq(db.t.noteRules.classId, classId))
  return new Map(rows.map((row) => [row.scope, row.ownFirst]))
}

/**
 * What a student may read is decided here, before any note is looked at: the readings given to them, open and past their
 * predictions, and of these the ones in which enough of their own stands where classmates can see it.
 */
export async function noteReader(db: Db, userId: string, membership: Membership, now: Date): Promise<NoteReader> {
  const { classId, role, sectionId } = membership
  if (role !== 'student') return role === 'instructor' ? { is: role, userId } : { is: role, userId, sectionId }
  const { notes, predictions } = db.t
  const [assignments, overrides, member, rules, counts, predicted] = await Promise.all([
    listAssignments(db, classId),
    listOverrides(db, classId),
    findMember(db, classId, userId),
    listNoteRules(db, classId),
    db
      .select({ assignmentId: notes.assignmentId, n: count() })
      .from(notes)
      .where(
        and(
          eq(notes.userId, userId),
          eq(notes.classId, classId),
          inArray(notes.kind, OWN_WORDS),
          inArray(notes.audience, ['group', 'class']),
          isNull(notes.deletedAt),
        ),
      )
      .groupBy(notes.assignmentId),
    db
      .select({ assignmentId: predictions.assignmentId })
      .from(predictions)
      .where(and(eq(predictions.userId, userId), eq(predictions.classId, classId))),
  ])
  const begun = assignments.flatMap((one) => {
    if (one.kind !== 'reading' || (one.sectionId !== null && one.sectionId !== sectionId)) return []
    const person = { userId, sectionId, extraTimePercent: member?.extraTimePercent ?? 0 }
    const availability = availabilityAt(rulesOf(one, overrides, person), now)
    return availability === 'not-open-yet' ? [] : [{ ...one, availability }]
  })
  const shown = await listShown(db, [...new Set(begun.map((one) => one.revisionHash))])
  const given = begun.filter(
    (one) =>
      one.availability === 'closed' ||
      !(shown.get(one.revisionHash) as { predict?: unknown } | undefined)?.predict ||
      predicted.some((row) => row.assignmentId === one.id),
  )
  const inClass = rules.get(classId) ?? OWN_FIRST
  const ownFirst = new Map<string, OwnFirst>(
    given.map((one) => [
      one.id,
      {
        shared: counts.find((row) => row.assignmentId === one.id)?.n ?? 0,
        needed: rules.get(one.id) ?? inClass,
      },
    ]),
  )
  return {
    is: 'student',
    userId,
    sectionId,
    given: given.map((one) => one.id),
    open: [...ownFirst].filter(([, { shared, needed }]) => shared >= needed).map(([id]) => id),
    isClassOpen: counts.reduce((sum, row) => sum + row.n, 0) >= inClass,
    ownFirst,
  }
}

/**
 * The notes that a reader may see, as a condition on rows: every list, count, export and strip asks with it. What is
 * taken back, or was written by somebody who has left, keeps its place only while an answer stands under it.
 */
export function isReadable(db: Db, reader: NoteReader): SQL {
  const { notes: n, memberships: m } = db.t
  const mine = eq(n.userId, reader.userId)
  const stands = or(
    and(isNull(n.deletedAt), or(eq(m.state, 'active'), eq(n.kind, 'prompt'))),
    and(isNull(n.threadId), gt(n.replies, 0)),
  )
  const others = (): SQL | undefined => {
    if (reader.is === 'instructor') return inArray(n.audience, ['instructor', 'group', 'class'])
    if (reader.is === 'assistant')
      return and(
        inArray(n.audience, ['instructor', 'group', 'class']),
        or(
          inArray(m.role, ['instructor', 'assistant']),
          reader.sectionId === null ? undefined : eq(m.sectionId, reader.sectionId),
        ),
      )
    const inGiven = or(isNull(n.assignmentId), inArray(n.assignmentId, reader.given))
    const inOpen = reader.isClassOpen
      ? or(isNull(n.assignmentId), inArray(n.assignmentId, reader.open))
      : inArray(n.assignmentId, reader.open)
    return or(
      and(eq(n.kind, 'prompt'), inGiven),
      // What staff answer to somebody's own note is for them at once; under classmates' notes it waits like the rest.
      and(eq(n.ownerId, reader.userId), inArray(m.role, ['instructor', 'assistant']), inGiven),
      and(
        inArray(n.kind, ['highlight', 'note', 'question', 'reply']),
        reader.sectionId === null
          ? eq(n.audience, 'class')
          : or(eq(n.audience, 'class'), and(eq(n.audience, 'group'), eq(n.sectionId, reader.sectionId))),
        inOpen,
        // What staff have hidden is its author's and theirs, and keeps its place for classmates while answers stand under it.
        or(notHidden(db), and(isNull(n.threadId), gt(n.replies, 0))),
      ),
    )
  }
  return and(stands, or(mine, others()))!
}

export type NoteWithAuthor = {
  note: NoteRow
  name: string
  isStaff: boolean
  isHere: boolean
  /** Hidden by staff, for this reason. */
  hidden: { reason: string | null } | null
  /** Hidden from this very reader: the row has neither words nor name nor reason. */
  isWithheld: boolean
}

const isHiding = (db: Db): SQL => {
  const { hidings: h, notes: n } = db.t
  return and(eq(h.kind, 'note'), eq(h.remarkId, n.id), isNull(h.shownAt))!
}
const notHidden = (db: Db): SQL =>
  notExists(
    db
      .select({ one: sql`1` })
      .from(db.t.hidings)
      .where(isHiding(db)),
  )

const authored = (db: Db) => {
  const { hidings: h, notes: n, memberships: m } = db.t
  return db
    .select({ note: n, name: m.displayName, role: m.role, state: m.state, hiding: h.id, reason: h.reason })
    .from(n)
    .innerJoin(m, and(eq(m.classId, n.classId), eq(m.userId, n.userId)))
    .leftJoin(h, isHiding(db))
}
type Authored = {
  note: NoteRow
  name: string
  role: string
  state: string
  hiding: string | null
  reason: string | null
}
const shownTo =
  (reader: NoteReader) =>
  (row: Authored): NoteWithAuthor => {
    const isWithheld = row.hiding !== null && reader.is === 'student' && row.note.userId !== reader.userId
    return {
      note: isWithheld ? { ...row.note, body: null, tag: null, ownTag: null, words: null } : row.note,
      name: isWithheld ? '' : row.name,
      isStaff: row.role !== 'student',
      isHere: row.state === 'active',
      hidden: row.hiding === null ? null : { reason: isWithheld ? null : row.reason },
      isWithheld,
    }
  }

export type NoteFilter = {
  /** Places in the document: those that reach over one of these. */
  over?: readonly number[]
  /** Those that touch this run. */
  within?: readonly [number, number]
  assignmentId?: string
  userId?: string
  tag?: NoteTag
  kinds?: readonly NoteKind[]
}

const matches = (db: Db, classId: string, reader: NoteReader, filter: NoteFilter): SQL => {
  const { notes: n } = db.t
  return and(
    eq(n.classId, classId),
    isReadable(db, reader),
    isNull(n.threadId),
    filter.over && or(...filter.over.map((order) => and(lte(n.orderFrom, order), gte(n.orderTo, order)))),
    filter.within && and(lte(n.orderFrom, filter.within[1]), gte(n.orderTo, filter.within[0])),
    filter.assignmentId === undefined ? undefined : eq(n.assignmentId, filter.assignmentId),
    filter.userId === undefined ? undefined : eq(n.userId, filter.userId),
    filter.tag && eq(n.tag, filter.tag),
    filter.kinds && inArray(n.kind, [...filter.kinds]),
  )!
}

/** Notes of their own, in document order; `after` is the last of the page before. */
export async function listNotes(
  db: Db,
  classId: string,
  reader: NoteReader,
  filter: NoteFilter,
  page: { after?: { order: number; id: string }; limit: number },
): Promise<NoteWithAuthor[]> {
  const { notes: n } = db.t
  const { after } = page
  const rows = await authored(db)
    .where(
      and(
        matches(db, classId, reader, filter),
        after && or(gt(n.orderFrom, after.order), and(eq(n.orderFrom, after.order), gt(n.id, after.id))),
      ),
    )
    .orderBy(asc(n.orderFrom), asc(n.id))
    .limit(page.limit)
  return rows.map(shownTo(reader))
}

export async function countNotes(db: Db, classId: string, reader: NoteReader, filter: NoteFilter): Promise<number> {
  const { notes: n, memberships: m } = db.t
  const [row] = await db
    .select({ n: count() })
    .from(n)
    .innerJoin(m, and(eq(m.classId, n.classId), eq(m.userId, n.userId)))
    .where(matches(db, classId, reader, filter))
  return row?.n ?? 0
}

/** What stands where: enough to count by sentence and to choose what a page shows, a few columns a row. */
export type NoteHead = Pick<NoteRow, 'id' | 'rangeFrom' | 'rangeTo' | 'kind' | 'userId' | 'tag'>
export function listNoteHeads(
  db: Db,
  classId: string,
  reader: NoteReader,
  filter: NoteFilter,
): PromiseLike<NoteHead[]> {
  const { notes: n, memberships: m } = db.t
  return db
    .select({
      id: n.id,
      rangeFrom: n.rangeFrom,
      rangeTo: n.rangeTo,
      kind: n.kind,
      userId: n.userId,
      tag: n.tag,
    })
    .from(n)
    .innerJoin(m, and(eq(m.classId, n.classId), eq(m.userId, n.userId)))
    .where(and(matches(db, classId, reader, filter), isNull(n.deletedAt)))
    .orderBy(asc(n.orderFrom), asc(n.id))
}

export async function listNotesById(
  db: Db,
  classId: string,
  reader: NoteReader,
  ids: readonly string[],
): Promise<NoteWithAuthor[]> {
  if (ids.length === 0) return []
  const { notes: n } = db.t
  const rows = await authored(db)
    .where(and(eq(n.classId, classId), isReadable(db, reader), inArray(n.id, [...ids])))
    .orderBy(asc(n.orderFrom), asc(n.id))
  return rows.map(shownTo(reader))
}

/** The answers under these notes, oldest first. */
export async function listReplies(
  db: Db,
  classId: string,
  reader: NoteReader,
  threads: readonly string[],
): Promise<NoteWithAuthor[]> {
  if (threads.length === 0) return []
  const { notes: n } = db.t
  const rows = await authored(db)
    .where(
      and(eq(n.classId, classId), isReadable(db, reader), isNotNull(n.threadId), inArray(n.threadId, [...threads])),
    )
    .orderBy(asc(n.id))
  return rows.map(shownTo(reader))
}

/** Everything written that a reader may see, answers included, in document order; with `userId` what that person wrote. */
export async function listWritten(
  db: Db,
  classId: string,
  reader: NoteReader,
  userId?: string,
): Promise<NoteWithAuthor[]> {
  const { notes: n } = db.t
  const rows = await authored(db)
    .where(
      and(
        eq(n.classId, classId),
        isReadable(db, reader),
        isNull(n.deletedAt),
        userId === undefined ? undefined : eq(n.userId, userId),
      ),
    )
    .orderBy(asc(n.orderFrom), asc(n.id))
  return rows.map(shownTo(reader))
}

/** Links that touch these notes; whether the other end may be seen is the caller's next question. */
export function listNoteLinks(db: Db, classId: string, ids: readonly string[]): PromiseLike<NoteLinkRow[]> {
  const { noteLinks: l } = db.t
  return db
    .select()
    .from(l)
    .where(and(eq(l.classId, classId), or(inArray(l.noteId, [...ids]), inArray(l.otherId, [...ids]))))
    .orderBy(asc(l.id))
}

/** One note, whoever wrote it, if this reader may see it. */
export async function findNote(
  db: Db,
  classId: string,
  reader: NoteReader,
  id: string,
): Promise<NoteWithAuthor | null> {
  const [row] = await listNotesById(db, classId, reader, [id])
  return row ?? null
}

/** The row itself, for whoever owns it. */
export async function findNoteRow(db: Db, id: string): Promise<NoteRow | null> {
  const [row] = await db.select().from(db.t.notes).where(eq(db.t.notes.id, id))
  return row ?? null
}
