/** Annotations written elsewhere become notes of one's own in a reading: looked at first, then brought in. */
import { createHash } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import type { NoteRow } from '#lib/db/queries/notes.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { placeOrder, runOf, wordsOf } from '#lib/domain/anchor.ts'
import { readAnnotations, type ReadAnnotation } from '#lib/domain/annotation-in.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { findQuote } from '#lib/domain/find-quote.ts'
import { isWithin } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { RUN_MAX } from '#lib/domain/note.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import { positions } from './positions.ts'
import { cite, mustBeOpen, readingIn } from './write-note.ts'

const FILE_MAX = 400_000
const NOTES_MAX = 200

const PROBLEMS = [
  'unreadable',
  'reply',
  'other-page',
  'no-quote',
  'too-long',
  'not-found',
  'several-places',
  'too-wide',
  'outside',
  'here',
  'taken-back',
] as const
type Problem = (typeof PROBLEMS)[number]

type Brought = ReadAnnotation & { noteId: string; from: string; to: string; isCorrected: boolean }
type Looked = { quote: string; problem: Problem } | (Brought & { problem: null })

const bad = (path: string): Refusal => new Refusal('invalid', { path, issues: [{ path, code: path, message: path }] })

/** The same annotation of the same person in the same class has one id, whenever it is brought: twice is once. */
function noteIdOf(classId: string, userId: string, annotation: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([classId, userId, annotation]))
    .digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** The sentences on which the quoted words stand, or why it is no note of this reading. */
function placeIn(
  reading: Assignment,
  one: ReadAnnotation,
): { from: string; to: string; isCorrected: boolean } | Problem {
  const { exactText, units } = edition().transcript
  const found = findQuote(exactText, one.quote)
  if (typeof found === 'string') return found
  const under = [...positions()].filter(([, { start, end }]) => end > found.start && start < found.end)
  const [from, to] = [under[0]?.[0], under.at(-1)?.[0]]
  if (from === undefined || to === undefined) return 'not-found'
  if (runOf(units, { from, to }).length > RUN_MAX) return 'too-wide'
  const range = { from: reading.rangeFrom ?? 'h1', to: reading.rangeTo ?? 'end' }
  return isWithin(from, range) && isWithin(to, range) ? { from, to, isCorrected: found.isCorrected } : 'outside'
}

/** What of a file would become a note, and what would not. */
async function lookAt(ctx: SignedIn, reading: Assignment, file: string): Promise<Looked[]> {
  const read = readAnnotations(file)
  if (!read || read.length === 0) throw bad('file')
  if (read.length > NOTES_MAX) throw bad('number')
  const { db, viewer } = ctx
  const { classId } = reading
  const looked = read.map((one): Looked => {
    if (one.problem !== null) return one
    const placed = placeIn(reading, one)
    return typeof placed === 'string'
      ? { quote: one.quote.exact, problem: placed }
      : { ...one, ...placed, noteId: noteIdOf(classId, viewer.userId, one.id) }
  })
  const { notes } = db.t
  const ids = looked.flatMap((one) => (one.problem === null ? [one.noteId, one.id.replace(/^urn:uuid:/u, '')] : []))
  const [known, marks] = await Promise.all([
    ids.length === 0
      ? []
      : db
          .select({ id: notes.id, deletedAt: notes.deletedAt })
          .from(notes)
          .where(and(eq(notes.classId, classId), eq(notes.userId, viewer.userId), inArray(notes.id, ids))),
    db
      .select({ from: notes.rangeFrom, to: notes.rangeTo, deletedAt: notes.deletedAt })
      .from(notes)
      .where(and(eq(notes.classId, classId), eq(notes.userId, viewer.userId), eq(notes.kind, 'highlight'))),
  ])
  const seen = new Set<string>()
  return looked.map((one): Looked => {
    if (one.problem !== null) return one
    const out = (problem: Problem): Looked => ({ quote: one.quote.exact, problem })
    const before = known.find(({ id }) => id === one.noteId || id === one.id.replace(/^urn:uuid:/u, ''))
    if (before) return out(before.deletedAt === null ? 'here' : 'taken-back')
    const isMarked = marks.some(({ from, to, deletedAt }) => deletedAt === null && from === one.from && to === one.to)
    if (seen.has(one.noteId) || (one.kind === 'highlight' && isMarked)) return out('here')
    seen.add(one.noteId)
    return one
  })
}

const input = z.strictObject({ class: idSchema, assignment: idSchema, file: z.string().min(1).max(FILE_MAX) })
const subject = async (ctx: Context, asked: { class: string; assignment: string }) => {
  const reading = ctx.viewer && (await readingIn(ctx, asked.class, asked.assignment))
  return reading ? { classId: asked.class, sectionId: reading.sectionId, isPrompt: false, reading } : null
}

const lookedSchema = z.strictObject({
  title: z.string(),
  found: z.array(
    z.strictObject({
      quote: z.string(),
      problem: z.enum(PROBLEMS).nullable(),
      /** Where it would stand, and what it would be; null of what stays out. */
      note: z
        .strictObject({
          from: z.string(),
          to: z.string(),
          kind: z.enum(['highlight', 'note', 'question']),
          text: z.string().nullable(),
          tags: z.array(z.string()),
          leftOut: z.array(z.string()),
          isCorrected: z.boolean(),
        })
        .nullable(),
    }),
  ),
})
export type NotesLookedAt = z.infer<typeof lookedSchema>

/** What would come in of a file of annotations, each with its place, and what would not, with the reason. Writes nothing. */
export const lookAtNotes = feature({
  input,
  permission: 'note.write',
  subject,
  output: lookedSchema,
  run: async (ctx, { file }, { reading }): Promise<NotesLookedAt> => ({
    title: reading.title,
    found: (await lookAt(ctx, reading, file)).map((one) => ({
      quote: one.problem === null ? one.quote.exact : one.quote,
      problem: one.problem,
      note:
        one.problem === null
          ? {
              from: one.from,
              to: one.to,
              kind: one.kind,
              text: one.text,
              tags: [one.tag, one.ownTag].filter((tag) => tag !== null),
              leftOut: one.leftOut,
              isCorrected: one.isCorrected,
            }
          : null,
    })),
  }),
})

/** Brings in what can be, as private notes of one's own. Sent again, it adds nothing. */
export const bringNotes = feature({
  input,
  permission: 'note.write',
  subject,
  output: z.strictObject({ brought: z.int() }),
  run: async (ctx, { file }, { reading }) => {
    const { db, viewer, now } = ctx
    const { classId } = reading
    const isStudent = membershipIn(viewer, classId)!.role === 'student'
    const { units } = edition().transcript
    const begins = ((await findShown(db, reading.revisionHash)) as { predict?: unknown }).predict
    const fresh = (await lookAt(ctx, reading, file)).flatMap((one) => (one.problem === null ? [one] : []))
    await db.atomically(function* (tx) {
      const { notes } = db.t
      if (isStudent) yield* mustBeOpen(ctx, tx, reading, Boolean(begins))
      for (const one of fresh) {
        const row: NoteRow = {
          id: one.noteId,
          classId,
          userId: viewer.userId,
          assignmentId: reading.id,
          rangeFrom: one.from,
          rangeTo: one.to,
          orderFrom: placeOrder(one.from),
          orderTo: placeOrder(one.to),
          words: wordsOf(units, one),
          kind: one.kind,
          tag: one.tag,
          ownTag: one.ownTag,
          body: one.text,
          // Whoever wrote for others elsewhere did not write for this class: each is shared from here, or not.
          audience: 'private',
          sectionId: null,
          threadId: null,
          ownerId: viewer.userId,
          replies: 0,
          seq: 1,
          createdAt: now(),
          editedAt: null,
          deletedAt: null,
          erasedAt: null,
        }
        const made = yield* q(tx.insert(notes).values(row).onConflictDoNothing().returning({ id: notes.id }))
        if (made.length > 0) yield* cite(ctx, tx, row)
      }
    })
    return { brought: fresh.length }
  },
})
