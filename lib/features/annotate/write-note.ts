import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { findAssignment, findShown, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { findNote, findNoteRow, type NoteRow } from '#lib/db/queries/notes.ts'
import { predictionOf } from '#lib/db/queries/predictions.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { placeOrder, runOf, wordsOf } from '#lib/domain/anchor.ts'
import { AUDIENCES, citedIn, LINK_KINDS, RUN_MAX } from '#lib/domain/note.ts'
import { noteTextSchema, ownTagSchema, tagSchema, typedSentenceSchema } from '#lib/domain/note-input.ts'
import { isWithin } from '#lib/domain/judge.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import { noteSchema, readerIn, viewsOf, type NoteView } from './note-view.ts'

const isUnit = (id: string): boolean => edition().transcript.units.has(id)
const words = {
  text: noteTextSchema.optional(),
  tag: tagSchema.optional(),
  ownTag: ownTagSchema.optional(),
}

/** The reading that a note is written in, if it is one of this class and on the transcript. */
export const readingIn = async (ctx: Context, classId: string, id: string): Promise<Assignment | null> => {
  const assignment = await findAssignment(ctx.db, id)
  return assignment?.classId === classId && assignment.kind === 'reading' ? assignment : null
}

/** One view of a note just written, as its author sees it. */
async function viewOne(ctx: SignedIn, classId: string, id: string): Promise<NoteView> {
  const reader = await readerIn(ctx, classId)
  const row = await findNote(ctx.db, classId, reader, id)
  const [view] = row ? await viewsOf(ctx, classId, reader, [row]) : []
  if (!view) throw new Refusal('not-found')
  return view
}

/** A note's named sentences are citations like those of a post: the strip counts them. */
export function* cite(ctx: SignedIn, tx: Executor, note: NoteRow): Steps<void> {
  const { citations } = ctx.db.t
  yield* q(tx.delete(citations).where(and(eq(citations.source, 'note'), eq(citations.sourceId, note.id))))
  if (note.assignmentId === null || note.deletedAt !== null) return
  for (const at of citedIn(note.body ?? '', isUnit))
    yield* q(
      tx.insert(citations).values({
        id: ctx.newId(),
        classId: note.classId,
        userId: note.userId,
        assignmentId: note.assignmentId,
        source: 'note',
        sourceId: note.id,
        ordinal: note.seq,
        at,
        quote: null,
        erasedAt: null,
      }),
    )
}

function* countReplies(ctx: SignedIn, tx: Executor, threadId: string): Steps<void> {
  const { notes } = ctx.db.t
  const rows = yield* q(
    tx
      .select({ id: notes.id })
      .from(notes)
      .where(and(eq(notes.threadId, threadId), isNull(notes.deletedAt))),
  )
  yield* q(tx.update(notes).set({ replies: rows.length }).where(eq(notes.id, threadId)))
}

/** A reading takes notes from when it is open, and where it begins with predictions, from when they are posted. */
export function* mustBeOpen(ctx: SignedIn, tx: Executor, reading: Assignment, begins: boolean): Steps<void> {
  const rules = yield* rulesNow(ctx.db, tx, reading, ctx.viewer.userId)
  const availability = availabilityAt(rules, ctx.now())
  if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
  if (begins && availability !== 'closed' && !(yield* predictionOf(ctx.db, tx, reading.id, ctx.viewer.userId)))
    throw new Refusal('predictions-first')
}

/**
 * Writes beside the text: a highlight, a note, a question, "I am lost here", an instructor's prompt, or an answer to any
 * of them (`thread`). A highlight or a lost place that is there already is not made twice.
 */
export const writeNote = feature({
  input: z.strictObject({
    class: idSchema,
    assignment: idSchema.optional(),
    kind: z.enum(['highlight', 'note', 'question', 'lost', 'prompt']).default('note'),
    from: typedSentenceSchema.optional(),
    to: z.union([z.literal('').transform(() => undefined), typedSentenceSchema]).optional(),
    audience: z.enum(AUDIENCES).default('class'),
    thread: idSchema.optional(),
    ...words,
  }),
  permission: 'note.write',
  subject: async (ctx, input) => {
    if (!ctx.viewer) return null
    const membership = membershipIn(ctx.viewer, input.class)
    const reading = input.assignment ? await readingIn(ctx, input.class, input.assignment) : null
    if (!membership || (input.assignment && !reading)) return null
    // A student writes in a reading; what staff write to the whole class needs none.
    if (!reading && membership.role === 'student') return null
    const thread = input.thread
      ? await findNote(ctx.db, input.class, await readerIn(ctx as SignedIn, input.class), input.thread)
      : null
    if (input.thread && (!thread || thread.note.threadId !== null || thread.note.deletedAt !== null)) return null
    return {
      classId: input.class,
      sectionId: reading?.sectionId ?? null,
      isPrompt: input.kind === 'prompt',
      reading,
      thread: thread?.note ?? null,
      isHidden: Boolean(thread?.hidden),
    }
  },
  output: noteSchema,
  run: async (ctx, input, { reading, thread, isHidden }) => {
    const { db, viewer, now, newId } = ctx
    const membership = membershipIn(viewer, input.class)!
    const isStudent = membership.role === 'student'
    const { units } = edition().transcript
    const text = input.text ?? ''
    const isAnswer = thread !== null
    if (isHidden && isStudent) throw new Refusal('remark-hidden')
    const kind = isAnswer
      ? thread.kind === 'prompt' && isStudent
        ? ('note' as const)
        : ('reply' as const)
      : input.kind
    if (text === '' && kind !== 'highlight' && kind !== 'lost') throw new Refusal('note-empty', { path: 'text' })
    const passage = thread
      ? { from: thread.rangeFrom, to: thread.rangeTo }
      : { from: input.from ?? '', to: input.to ?? input.from ?? '' }
    const run = thread ? [passage.from] : runOf(units, passage)
    const isOutside = (id: string): boolean =>
      reading !== null && !isWithin(id, { from: reading.rangeFrom ?? 'h1', to: reading.rangeTo ?? 'end' })
    if (run.length === 0 || run.length > RUN_MAX || (!thread && (isOutside(passage.from) || isOutside(passage.to))))
      throw new Refusal('passage-unknown', { path: input.from && units.has(input.from) ? 'to' : 'from' })
    // Whoever answers a prompt chooses like for a note; any other answer is heard by whoever hears the thread.
    const isOwnChoice = !thread || (thread.kind === 'prompt' && isStudent)
    const audience = !isOwnChoice
      ? thread.audience
      : kind === 'prompt'
        ? ('class' as const)
        : kind === 'lost'
          ? ('instructor' as const)
          : input.audience
    if (audience === 'group' && isOwnChoice && membership.sectionId === null)
      throw new Refusal('no-section', { path: 'audience' })
    const begins =
      reading !== null && isStudent && ((await findShown(db, reading.revisionHash)) as { predict?: unknown }).predict
    const id = await db.atomically(function* (tx) {
      const { notes } = db.t
      if (reading && isStudent) yield* mustBeOpen(ctx, tx, reading, Boolean(begins))
      const asked = { userId: viewer.userId, route: 'notes', key: ctx.idempotencyKey, asked: input, now: now() }
      return yield* once<string>(db, tx, asked, function* () {
        if (kind === 'lost' || (kind === 'highlight' && text === '')) {
          const [before] = yield* q(
            tx
              .select({ id: notes.id })
              .from(notes)
              .where(
                and(
                  eq(notes.classId, input.class),
                  eq(notes.userId, viewer.userId),
                  eq(notes.kind, kind),
                  eq(notes.rangeFrom, passage.from),
                  eq(notes.rangeTo, passage.to),
                  isNull(notes.deletedAt),
                ),
              ),
          )
          if (before) return before.id
        }
        const row: NoteRow = {
          id: newId(),
          classId: input.class,
          userId: viewer.userId,
          // An answer to a prompt for the whole class stands in the reading in which it was written.
          assignmentId: thread?.assignmentId ?? reading?.id ?? null,
          rangeFrom: passage.from,
          rangeTo: passage.to,
          orderFrom: placeOrder(passage.from),
          orderTo: placeOrder(passage.to),
          words: thread ? thread.words : wordsOf(units, passage),
          kind,
          tag: input.tag ?? null,
          ownTag: input.ownTag ?? null,
          body: text === '' ? null : text,
          audience,
          sectionId: !isOwnChoice ? thread.sectionId : audience === 'group' ? membership.sectionId : null,
          threadId: thread?.id ?? null,
          ownerId: thread?.ownerId ?? viewer.userId,
          replies: 0,
          seq: 1,
          createdAt: now(),
          editedAt: null,
          deletedAt: null,
          erasedAt: null,
        }
        yield* q(tx.insert(notes).values(row))
        yield* cite(ctx, tx, row)
        if (thread) yield* countReplies(ctx, tx, thread.id)
        return row.id
      })
    })
    return viewOne(ctx, input.class, thread?.id ?? id)
  },
})

const ownNote = async (ctx: Context, input: { note: string }) => {
  const note = await findNoteRow(ctx.db, input.note)
  return note && note.deletedAt === null && note.erasedAt === null
    ? { classId: note.classId, userId: note.userId, isPrompt: note.kind === 'prompt', note }
    : null
}

/**
 * Changes words, tags or audience. `seq` must be the stored one plus 1; the same change sent again is answered as done.
 * Once somebody else has answered, who sees it stays as it is: they spoke to those who could hear.
 */
export const changeNote = feature({
  input: z.strictObject({
    note: idSchema,
    seq: z.coerce.number().int().min(2).max(1_000_000),
    audience: z.enum(AUDIENCES).optional(),
    ...words,
  }),
  permission: 'note.change',
  subject: ownNote,
  output: noteSchema,
  run: async (ctx, input, { note: before }) => {
    const { db, viewer, now } = ctx
    const membership = membershipIn(viewer, before.classId)!
    if (input.audience === 'group' && membership.sectionId === null)
      throw new Refusal('no-section', { path: 'audience' })
    await db.atomically(function* (tx) {
      const { notes } = db.t
      const [note] = yield* q(tx.select().from(notes).where(eq(notes.id, before.id)))
      if (!note || note.deletedAt !== null) throw new Refusal('not-found')
      const isFixed = note.threadId !== null || note.kind === 'prompt' || note.kind === 'lost'
      const audience = isFixed ? note.audience : (input.audience ?? note.audience)
      const body = input.text === undefined ? note.body : input.text === '' ? null : input.text
      const kind = note.kind === 'highlight' && body !== null ? ('note' as const) : note.kind
      if (body === null && kind !== 'highlight' && kind !== 'lost') throw new Refusal('note-empty', { path: 'text' })
      const changed = {
        kind,
        body,
        tag: input.tag === undefined ? note.tag : input.tag,
        ownTag: input.ownTag === undefined ? note.ownTag : input.ownTag,
        audience,
        sectionId:
          isFixed || audience === note.audience ? note.sectionId : audience === 'group' ? membership.sectionId : null,
      }
      const isSame = (Object.keys(changed) as (keyof typeof changed)[]).every((key) => changed[key] === note[key])
      if (isSame && (note.seq === input.seq || note.seq + 1 === input.seq)) return
      if (input.seq !== note.seq + 1)
        throw new Refusal('changed-elsewhere', { stored: { seq: note.seq, text: note.body ?? '' } })
      if (audience !== note.audience) {
        const others = yield* q(
          tx
            .select({ id: notes.id })
            .from(notes)
            .where(and(eq(notes.threadId, note.id), ne(notes.userId, viewer.userId), isNull(notes.deletedAt))),
        )
        if (others.length > 0) throw new Refusal('has-replies', { path: 'audience' })
        yield* q(tx.update(notes).set({ audience, sectionId: changed.sectionId }).where(eq(notes.threadId, note.id)))
      }
      const next = { ...note, ...changed, seq: input.seq, editedAt: now() }
      yield* q(
        tx
          .update(notes)
          .set({ ...changed, seq: next.seq, editedAt: next.editedAt })
          .where(eq(notes.id, note.id)),
      )
      yield* cite(ctx, tx, next)
    })
    return viewOne(ctx, before.classId, before.threadId ?? before.id)
  },
})

/** Takes a note back: its words are gone for good. Its place stays only while somebody's answer stands under it. */
export const removeNote = feature({
  input: z.strictObject({ note: idSchema }),
  permission: 'note.change',
  subject: ownNote,
  output: doneSchema,
  run: async (ctx, _input, { note }) => {
    const { db, now } = ctx
    await db.atomically(function* (tx) {
      const { notes, noteLinks } = db.t
      const gone = { body: null, tag: null, ownTag: null, deletedAt: now() }
      yield* q(tx.update(notes).set(gone).where(eq(notes.id, note.id)))
      yield* cite(ctx, tx, { ...note, ...gone })
      yield* q(tx.delete(noteLinks).where(eq(noteLinks.noteId, note.id)))
      yield* q(tx.delete(noteLinks).where(eq(noteLinks.otherId, note.id)))
      if (note.threadId) yield* countReplies(ctx, tx, note.threadId)
    })
    return DONE
  },
})

/** Says what one note is to another: it contradicts, supports or explains it. Both must be open to whoever says so. */
export const linkNotes = feature({
  input: z.strictObject({ note: idSchema, other: idSchema, kind: z.enum(LINK_KINDS) }),
  permission: 'class.enter',
  subject: async (ctx, input) => {
    const row = ctx.viewer ? await findNoteRow(ctx.db, input.note) : null
    if (!row || !membershipIn(ctx.viewer, row.classId)) return null
    const reader = await readerIn(ctx as SignedIn, row.classId)
    const [note, other] = [
      await findNote(ctx.db, row.classId, reader, input.note),
      await findNote(ctx.db, row.classId, reader, input.other),
    ]
    const both = [note, other].every(
      (one) => one && !one.isWithheld && one.note.threadId === null && one.note.deletedAt === null,
    )
    return both && input.note !== input.other ? { classId: row.classId } : null
  },
  output: noteSchema,
  run: async (ctx, input, { classId }) => {
    const { db, viewer, now, newId } = ctx
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .insert(db.t.noteLinks)
          .values({
            id: newId(),
            classId,
            userId: viewer.userId,
            noteId: input.note,
            otherId: input.other,
            kind: input.kind,
            createdAt: now(),
          })
          .onConflictDoNothing(),
      )
    })
    return viewOne(ctx, classId, input.note)
  },
})

/** Takes a link of one's own back. */
export const unlinkNotes = feature({
  input: z.strictObject({ link: idSchema }),
  permission: 'note.change',
  subject: async (ctx, input) => {
    const { noteLinks } = ctx.db.t
    const [link] = await ctx.db
      .select()
      .from(noteLinks)
      .where(inArray(noteLinks.id, [input.link]))
    return link ? { classId: link.classId, userId: link.userId, isPrompt: false } : null
  },
  output: doneSchema,
  run: async ({ db }, input) => {
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.noteLinks).where(eq(db.t.noteLinks.id, input.link)))
    })
    return DONE
  },
})
