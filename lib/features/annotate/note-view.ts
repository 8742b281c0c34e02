/** A note as a reader gets it: where it stands in the text today, what it says, and what is said to it. */
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import {
  listNoteLinks,
  listNotesById,
  listReplies,
  noteReader,
  type NoteReader,
  type NoteWithAuthor,
} from '#lib/db/queries/notes.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { placeNote, type TextNow } from '#lib/domain/anchor.ts'
import { AUDIENCES, LINK_KINDS, NOTE_KINDS, NOTE_TAGS } from '#lib/domain/note.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

/** By an instructor, who gives its author a reason; classmates read neither the words nor the reason. */
const hiddenSchema = z.strictObject({ reason: z.string().nullable() }).nullable()
const replySchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  hidden: hiddenSchema,
  name: z.string(),
  isStaff: z.boolean(),
  isOwn: z.boolean(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  seq: z.int(),
})
export const noteSchema = z.strictObject({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  /** The words under it are not those which it was written on; then `words` has these. */
  changed: z.boolean(),
  words: z.string().nullable(),
  kind: z.enum(NOTE_KINDS),
  tag: z.enum(NOTE_TAGS).nullable(),
  ownTag: z.string().nullable(),
  text: z.string().nullable(),
  audience: z.enum(AUDIENCES),
  /** Null once it was taken back, or hidden from whoever reads, and only keeps its place for the answers under it. */
  name: z.string().nullable(),
  hidden: hiddenSchema,
  isStaff: z.boolean(),
  isOwn: z.boolean(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  seq: z.int(),
  replies: z.array(replySchema),
  links: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(LINK_KINDS),
      /** Whether this note says it of the other, or the other of this one. */
      says: z.boolean(),
      other: z.string(),
      from: z.string(),
      to: z.string(),
      name: z.string(),
      isOwn: z.boolean(),
    }),
  ),
})
export type NoteView = z.infer<typeof noteSchema>

/** The last note of the page before: its place and its id. */
export const cursorSchema = z
  .string()
  .regex(/^\d{1,4}\.[0-9a-f-]{36}$/)
  .transform((text) => ({ order: Number(text.split('.')[0]), id: text.slice(text.indexOf('.') + 1) }))

/** The reader that the database is asked as. Whoever is not in the class has been turned away by the door. */
export async function readerIn(ctx: SignedIn, classId: string): Promise<NoteReader> {
  const membership = membershipIn(ctx.viewer, classId)
  if (!membership) throw new Refusal('not-found')
  return noteReader(ctx.db, ctx.viewer.userId, membership, ctx.now())
}

export const textNow = (): TextNow => {
  const { transcript, successors } = edition()
  return { units: transcript.units, successors }
}

/** Taken back, or written by somebody who has left: the place stays, the words and the name do not. */
const isTakenBack = ({ note, isHere }: NoteWithAuthor): boolean =>
  note.deletedAt !== null || note.erasedAt !== null || (!isHere && note.kind !== 'prompt')
const isGone = (row: NoteWithAuthor): boolean => isTakenBack(row) || row.isWithheld

const written = (row: NoteWithAuthor, readerId: string) => ({
  isStaff: row.isStaff,
  isOwn: row.note.userId === readerId,
  createdAt: row.note.createdAt.toISOString(),
  editedAt: row.note.editedAt?.toISOString() ?? null,
  seq: row.note.seq,
})

/** Notes with their answers and links, in the order given; what has no words and no answer left is not there. */
export async function viewsOf(
  ctx: SignedIn,
  classId: string,
  reader: NoteReader,
  rows: readonly NoteWithAuthor[],
): Promise<NoteView[]> {
  const ids = rows.map((row) => row.note.id)
  if (ids.length === 0) return []
  const [replies, links] = await Promise.all([
    listReplies(ctx.db, classId, reader, ids),
    listNoteLinks(ctx.db, classId, ids),
  ])
  const ends = [...new Set(links.flatMap((link) => [link.noteId, link.otherId]))].filter((id) => !ids.includes(id))
  const known = new Map(
    [...rows, ...(await listNotesById(ctx.db, classId, reader, ends))]
      .filter((row) => !isGone(row))
      .map((row) => [row.note.id, row]),
  )
  const text = textNow()
  const underneath = Map.groupBy(
    replies.filter((row) => !isGone(row)),
    (row) => row.note.threadId!,
  )
  const me = ctx.viewer.userId
  return rows.flatMap((row) => {
    const { note } = row
    const gone = isGone(row)
    const answers = underneath.get(note.id) ?? []
    if (gone && answers.length === 0) return []
    const placed = placeNote(text, { from: note.rangeFrom, to: note.rangeTo, words: note.words })
    return [
      {
        ...written(row, me),
        id: note.id,
        ...placed,
        words: placed.changed && !gone ? note.words : null,
        kind: note.kind,
        tag: gone ? null : note.tag,
        ownTag: gone ? null : note.ownTag,
        text: gone ? null : note.body,
        audience: note.audience,
        name: gone ? null : row.name,
        hidden: isTakenBack(row) ? null : row.hidden,
        replies: answers.map((one) => ({
          ...written(one, me),
          id: one.note.id,
          text: one.note.body ?? '',
          hidden: one.hidden,
          name: one.name,
        })),
        links: gone
          ? []
          : links.flatMap((link) => {
              if (link.noteId !== note.id && link.otherId !== note.id) return []
              const says = link.noteId === note.id
              const other = known.get(says ? link.otherId : link.noteId)
              if (!other) return []
              const { from, to } = placeNote(text, {
                from: other.note.rangeFrom,
                to: other.note.rangeTo,
                words: other.note.words,
              })
              return [
                {
                  id: link.id,
                  kind: link.kind,
                  says,
                  other: other.note.id,
                  from,
                  to,
                  name: other.name,
                  isOwn: link.userId === me,
                },
              ]
            }),
      },
    ]
  })
}
