import { z } from 'zod'
import { findClass, listMembers, numberStudents } from '#lib/db/queries/classes.ts'
import { listNoteHeads, listNotes, type NoteFilter } from '#lib/db/queries/notes.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { placeNote, placeOrder, standingAt } from '#lib/domain/anchor.ts'
import { NOTE_TAGS } from '#lib/domain/note.ts'
import { typedSentenceSchema } from '#lib/domain/note-input.ts'
import { cursorSchema, readerIn, textNow, viewsOf } from './note-view.ts'

const PAGE = 25
const empty = z.literal('').transform(() => undefined)

/**
 * The desk's page of notes: who has written how many, where somebody is lost, which tags are used, and the notes
 * themselves, by sentence, by student or by tag. Private notes are not in it, nor counted.
 */
export const viewDeskNotes = feature({
  input: z.strictObject({
    class: idSchema,
    at: z.union([empty, typedSentenceSchema]).optional(),
    student: z.union([empty, idSchema]).optional(),
    tag: z.union([empty, z.enum(NOTE_TAGS)]).optional(),
    after: z.union([empty, cursorSchema]).optional(),
  }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { class: classId } = input
    const reader = await readerIn(ctx, classId)
    const text = textNow()
    const filter: NoteFilter = {
      kinds: ['note', 'question', 'highlight', 'lost'],
      ...(input.at && { over: standingAt(text, input.at).map(placeOrder) }),
      ...(input.student && { userId: input.student }),
      ...(input.tag && { tag: input.tag }),
    }
    const [klass, members, heads, rows, prompts] = await Promise.all([
      findClass(ctx.db, classId),
      listMembers(ctx.db, classId),
      listNoteHeads(ctx.db, classId, reader, {}),
      listNotes(ctx.db, classId, reader, filter, { ...(input.after && { after: input.after }), limit: PAGE + 1 }),
      listNotes(ctx.db, classId, reader, { kinds: ['prompt'] }, { limit: 200 }),
    ])
    if (!klass) throw new Refusal('not-found')
    const numbers = numberStudents(members)
    const shown = rows.slice(0, PAGE)
    const last = shown.at(-1)?.note
    const author = new Map(rows.map((row) => [row.note.id, row.note.userId]))
    const students = members
      .filter(
        (one) =>
          one.role === 'student' &&
          one.state === 'active' &&
          (reader.is !== 'assistant' || (one.sectionId !== null && one.sectionId === reader.sectionId)),
      )
      .map((one) => {
        const own = heads.filter((head) => head.userId === one.userId)
        return {
          id: one.userId,
          name: one.displayName,
          number: numbers.get(one.userId) ?? 0,
          notes: own.filter((head) => head.kind === 'note').length,
          questions: own.filter((head) => head.kind === 'question').length,
          highlights: own.filter((head) => head.kind === 'highlight').length,
          lost: own.filter((head) => head.kind === 'lost').length,
        }
      })
    const here = new Set(students.map((one) => one.id))
    const lost = Map.groupBy(
      heads.filter((head) => head.kind === 'lost' && here.has(head.userId)),
      (head) => placeNote(text, { from: head.rangeFrom, to: head.rangeTo, words: null }).from,
    )
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: reader.is === 'instructor',
      students,
      tags: NOTE_TAGS.map((tag) => ({ tag, notes: heads.filter((head) => head.tag === tag).length })),
      lost: [...lost]
        .map(([at, all]) => ({ at, who: [...new Set(all.map((head) => head.userId))] }))
        .toSorted((a, b) => b.who.length - a.who.length || placeOrder(a.at) - placeOrder(b.at)),
      prompts: await viewsOf(ctx, classId, reader, prompts),
      notes: (await viewsOf(ctx, classId, reader, shown)).map((note) => ({ note, author: author.get(note.id)! })),
      next: rows.length > shown.length && last ? `${last.orderFrom}.${last.id}` : null,
    }
  },
})
export type DeskNotes = Awaited<ReturnType<typeof viewDeskNotes>>
