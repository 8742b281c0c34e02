import { and, count, eq, inArray, isNull, max, or } from 'drizzle-orm'
import type { LaneMarks } from '#lib/domain/strip.ts'
import type { Db } from '../atomically.ts'
import { isReadable, type NoteReader } from './notes.ts'
import { listRivalsIn } from './rivals.ts'

type Place = { from: string; to: string }
const lane = (marks: readonly Place[], rows = marks.length): LaneMarks => ({ rows, marks })

/**
 * The questions whose posts a reader may see: staff all of them (narrowed to their students below), a student those in
 * which their own post stands.
 */
async function openQuestions(db: Db, classId: string, reader: NoteReader): Promise<string[] | 'all'> {
  if (reader.is !== 'student') return 'all'
  const { posts } = db.t
  const rows = await db
    .select({ assignmentId: posts.assignmentId })
    .from(posts)
    .where(and(eq(posts.classId, classId), eq(posts.userId, reader.userId), eq(posts.state, 'posted')))
  return rows.map((row) => row.assignmentId)
}

/** Sentences cited in what is posted, each post by its newest version alone. */
async function citedInPosts(db: Db, classId: string, reader: NoteReader): Promise<Place[]> {
  const { citations: c, posts, postVersions, memberships: m, assignments: a } = db.t
  const open = await openQuestions(db, classId, reader)
  if (open !== 'all' && open.length === 0) return []
  const reach =
    reader.is === 'assistant'
      ? reader.sectionId === null
        ? inArray(m.userId, [])
        : eq(m.sectionId, reader.sectionId)
      : reader.is === 'student'
        ? and(
            inArray(c.assignmentId, open === 'all' ? [] : open),
            or(
              isNull(a.sectionId),
              reader.sectionId === null ? inArray(m.userId, []) : eq(m.sectionId, reader.sectionId),
            ),
          )
        : undefined
  const [rows, newest] = await Promise.all([
    db
      .select({ at: c.at, sourceId: c.sourceId, ordinal: c.ordinal })
      .from(c)
      .innerJoin(m, and(eq(m.classId, c.classId), eq(m.userId, c.userId)))
      .innerJoin(a, eq(a.id, c.assignmentId))
      .innerJoin(posts, eq(posts.id, c.sourceId))
      .where(
        and(
          eq(c.classId, classId),
          eq(c.source, 'post'),
          eq(m.role, 'student'),
          eq(m.state, 'active'),
          eq(posts.state, 'posted'),
          reach,
        ),
      ),
    db
      .select({ postId: postVersions.postId, ordinal: max(postVersions.ordinal) })
      .from(posts)
      .innerJoin(postVersions, eq(postVersions.postId, posts.id))
      .where(eq(posts.classId, classId))
      .groupBy(postVersions.postId),
  ])
  const last = new Map(newest.map((row) => [row.postId, row.ordinal]))
  return rows.filter((row) => last.get(row.sourceId) === row.ordinal).map(({ at }) => ({ from: at, to: at }))
}

/**
 * Sentences that students' rival readings stand on; an answer disputes a reading, not the text. A class reads them all,
 * hidden ones their authors and staff alone.
 */
async function disputedByRivals(db: Db, classId: string, reader: NoteReader): Promise<Place[][]> {
  const rows = await listRivalsIn(db, classId)
  return rows
    .filter(
      ({ row, role, sectionId, hiding }) =>
        role === 'student' &&
        row.answers === null &&
        (hiding === null || reader.is !== 'student' || row.userId === reader.userId) &&
        (reader.is !== 'assistant' || (reader.sectionId !== null && sectionId === reader.sectionId)),
    )
    .map(({ row }) =>
      [...new Set((row.body?.citations ?? []).map((one) => one.at))].map((at) => ({ from: at, to: at })),
    )
    .filter((places) => places.length > 0)
}

/** Everything that the strip of one class is drawn from, as this reader may see it. */
export async function listMarks(
  db: Db,
  classId: string,
  reader: NoteReader,
): Promise<{ cited: LaneMarks; noted: LaneMarks; disputed: LaneMarks; lost: LaneMarks }> {
  const { citations: c, notes: n, noteLinks: l, memberships: m } = db.t
  const standing = and(eq(n.classId, classId), isReadable(db, reader), isNull(n.deletedAt), eq(m.role, 'student'))
  const author = and(eq(m.classId, n.classId), eq(m.userId, n.userId))
  const [inPosts, inNotes, rows, links, rivals] = await Promise.all([
    citedInPosts(db, classId, reader),
    db
      .select({ at: c.at })
      .from(c)
      .innerJoin(n, eq(n.id, c.sourceId))
      .innerJoin(m, author)
      .where(and(eq(c.source, 'note'), standing)),
    db
      .select({ id: n.id, kind: n.kind, threadId: n.threadId, from: n.rangeFrom, to: n.rangeTo })
      .from(n)
      .innerJoin(m, author)
      .where(standing),
    db
      .select({ noteId: l.noteId, otherId: l.otherId })
      .from(l)
      .where(and(eq(l.classId, classId), eq(l.kind, 'contradicts'))),
    disputedByRivals(db, classId, reader),
  ])
  const place = new Map(rows.map((row) => [row.id, row]))
  const disputes = links.flatMap(({ noteId, otherId }) => {
    const [one, other] = [place.get(noteId), place.get(otherId)]
    return one && other ? [[one, other] as const] : []
  })
  return {
    cited: lane([...inPosts, ...inNotes.map(({ at }) => ({ from: at, to: at }))]),
    noted: lane(rows.filter((row) => row.kind === 'highlight' || row.kind === 'note' || row.kind === 'question')),
    disputed: lane([...disputes.flat(), ...rivals.flat()], disputes.length + rivals.length),
    lost: lane(
      reader.is === 'student' ? await lostPlaces(db, classId, reader) : rows.filter((row) => row.kind === 'lost'),
    ),
  }
}

/** For classmates a lost place is a count without a name, and only where classmates' notes are open to them. */
async function lostPlaces(db: Db, classId: string, reader: NoteReader & { is: 'student' }): Promise<Place[]> {
  const { notes: n, memberships: m } = db.t
  const rows = await db
    .select({ from: n.rangeFrom, to: n.rangeTo, n: count() })
    .from(n)
    .innerJoin(m, and(eq(m.classId, n.classId), eq(m.userId, n.userId)))
    .where(
      and(
        eq(n.classId, classId),
        eq(n.kind, 'lost'),
        isNull(n.deletedAt),
        eq(m.state, 'active'),
        or(eq(n.userId, reader.userId), inArray(n.assignmentId, reader.open)),
      ),
    )
    .groupBy(n.rangeFrom, n.rangeTo)
  return rows.flatMap((row) => Array.from({ length: row.n }, () => ({ from: row.from, to: row.to })))
}
