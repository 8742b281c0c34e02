import { z } from 'zod'
import {
  countNotes,
  listNoteHeads,
  listNotes,
  listNotesById,
  type NoteFilter,
  type NoteHead,
  type NoteReader,
} from '#lib/db/queries/notes.ts'
import { findAssignment } from '#lib/db/queries/assignments.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { placeNote, placeOrder, runOf, standingAt } from '#lib/domain/anchor.ts'
import { NOTE_KINDS, NOTE_TAGS } from '#lib/domain/note.ts'
import { typedSentenceSchema } from '#lib/domain/note-input.ts'
import { cursorSchema, noteSchema, readerIn, textNow, viewsOf, type NoteView } from './note-view.ts'

/** As many as one answer holds. */
const PAGE = 25
/** What the reading page shows of itself; the rest is a press away, sentence by sentence. */
const SHOWN = { own: 100, prompts: 40, others: 60, aSentence: 4 }

const ownFirstOf = (reader: NoteReader, assignment: string | undefined) => {
  const place = reader.is === 'student' && assignment ? reader.ownFirst.get(assignment) : undefined
  return place ? { ...place, locked: place.shared < place.needed } : null
}

/** Notes that the viewer may see, in document order, a page at a time, with their answers and links. */
export const readNotes = feature({
  input: z.strictObject({
    class: idSchema,
    assignment: idSchema.optional(),
    /** Those that reach over this sentence. */
    at: typedSentenceSchema.optional(),
    by: z.union([z.literal('me'), idSchema]).optional(),
    tag: z.enum(NOTE_TAGS).optional(),
    kind: z.enum(NOTE_KINDS).optional(),
    after: cursorSchema.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(PAGE),
  }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({
    notes: z.array(noteSchema),
    next: z.string().nullable(),
    total: z.int(),
    /** Own notes asked for before classmates' in this reading; null for staff and without a reading. */
    ownFirst: z.strictObject({ shared: z.int(), needed: z.int(), locked: z.boolean() }).nullable(),
  }),
  run: async (ctx, input) => {
    const reader = await readerIn(ctx, input.class)
    const filter: NoteFilter = {
      ...(input.at && { over: standingAt(textNow(), input.at).map(placeOrder) }),
      ...(input.assignment && { assignmentId: input.assignment }),
      ...(input.by && { userId: input.by === 'me' ? ctx.viewer.userId : input.by }),
      ...(input.tag && { tag: input.tag }),
      ...(input.kind && { kinds: [input.kind] }),
    }
    const [rows, total] = await Promise.all([
      listNotes(ctx.db, input.class, reader, filter, {
        ...(input.after && { after: input.after }),
        limit: input.limit + 1,
      }),
      countNotes(ctx.db, input.class, reader, filter),
    ])
    const page = rows.slice(0, input.limit)
    const last = page.at(-1)?.note
    const views = await viewsOf(ctx, input.class, reader, page)
    const closed = await findOpenClosedText(ctx.db, {
      classId: input.class,
      userId: ctx.viewer.userId,
      now: ctx.now(),
    })
    return {
      notes: closed ? views.map((one) => ({ ...one, words: null })) : views,
      next: rows.length > page.length && last ? `${last.orderFrom}.${last.id}` : null,
      total,
      ownFirst: ownFirstOf(reader, input.assignment),
    }
  },
})

/** How many notes stand over each sentence, of those that the reader may see. */
export type SentenceCount = { id: string; own: number; others: number }

/** Which of the notes a reading page shows at once: one's own, the prompts, and the first few at each sentence. */
function chosen(heads: readonly NoteHead[], me: string): string[] {
  const own = heads.filter((one) => one.userId === me && one.kind !== 'prompt').slice(0, SHOWN.own)
  const prompts = heads.filter((one) => one.kind === 'prompt').slice(0, SHOWN.prompts)
  const at = new Map<string, number>()
  const others = heads.filter((one) => {
    if (one.userId === me || (one.kind !== 'note' && one.kind !== 'question')) return false
    const n = (at.get(one.rangeFrom) ?? 0) + 1
    at.set(one.rangeFrom, n)
    return n <= SHOWN.aSentence
  })
  return [...own, ...prompts, ...others.slice(0, SHOWN.others)].map((one) => one.id)
}

const inReading = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment && ctx.viewer && assignment.kind === 'reading'
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

/** A note as the reading page holds it. `count` says how many more of the same sentence there are. */
export type Layer = {
  notes: NoteView[]
  counts: SentenceCount[]
  ownFirst: { shared: number; needed: number; locked: boolean }
  hasSection: boolean
  allowsHypothesis: boolean
  /** All notes on one sentence, a page of them; asked for by its address. */
  at: { id: string; notes: NoteView[]; next: string | null; total: number } | null
}

/** The class's own layer over one reading, as this student may see it. */
export const viewLayer = feature({
  input: z.strictObject({
    assignment: idSchema,
    at: typedSentenceSchema.optional(),
    after: cursorSchema.optional(),
  }),
  permission: 'work.do',
  subject: inReading,
  run: async (ctx: SignedIn, input, { classId, assignment }): Promise<Layer> => {
    const reader = await readerIn(ctx, classId)
    if (reader.is !== 'student') throw new Refusal('not-found')
    const text = textNow()
    const range = { from: assignment.rangeFrom ?? 'h1', to: assignment.rangeTo ?? 'end' }
    const within: [number, number] = [placeOrder(range.from), placeOrder(range.to)]
    const heads = await listNoteHeads(ctx.db, classId, reader, { within })
    const counts = new Map<string, SentenceCount>()
    for (const head of heads) {
      if (head.kind === 'lost' || head.kind === 'prompt') continue
      for (const id of runOf(text.units, placeNote(text, { from: head.rangeFrom, to: head.rangeTo, words: null }))) {
        const known = counts.get(id) ?? { id, own: 0, others: 0 }
        known[head.userId === ctx.viewer.userId ? 'own' : 'others'] += 1
        counts.set(id, known)
      }
    }
    const [rows, klass] = await Promise.all([
      listNotesById(ctx.db, classId, reader, chosen(heads, ctx.viewer.userId)),
      findClass(ctx.db, classId),
    ])
    // What was taken back and still holds answers is not among the heads; it comes with its sentence.
    const page = input.at
      ? await listNotes(
          ctx.db,
          classId,
          reader,
          { over: standingAt(text, input.at).map(placeOrder) },
          { ...(input.after && { after: input.after }), limit: PAGE + 1 },
        )
      : []
    const shown = page.slice(0, PAGE)
    const last = shown.at(-1)?.note
    return {
      notes: await viewsOf(ctx, classId, reader, rows),
      counts: [...counts.values()],
      ownFirst: ownFirstOf(reader, assignment.id) ?? { shared: 0, needed: 0, locked: false },
      hasSection: reader.sectionId !== null,
      allowsHypothesis: Boolean(klass?.hypothesisAt),
      at: input.at
        ? {
            id: input.at,
            notes: await viewsOf(ctx, classId, reader, shown),
            next: page.length > shown.length && last ? `${last.orderFrom}.${last.id}` : null,
            total: await countNotes(ctx.db, classId, reader, { over: standingAt(text, input.at).map(placeOrder) }),
          }
        : null,
    }
  },
})
