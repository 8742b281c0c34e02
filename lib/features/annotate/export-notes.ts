import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import { listWritten } from '#lib/db/queries/notes.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import type { NoteOut } from '#lib/domain/annotation.ts'
import { idSchema } from '#lib/domain/names.ts'
import { placeNote } from '#lib/domain/anchor.ts'
import { wordsLeftOut } from '#lib/domain/quoted.ts'
import { readerIn, textNow } from './note-view.ts'
import { positions } from './positions.ts'

/** As many characters of the text before and after a quotation as tools commonly keep. */
const AROUND = 32

/**
 * A student takes what they wrote; staff what the class wrote and let them see. Nobody's private notes are in anybody
 * else's file. What staff take leaves an audit row. While the text is closed to a student (rule 12) the file says by which
 * quiz, and quotes nothing.
 */
async function writtenIn(ctx: SignedIn, classId: string): Promise<{ notes: NoteOut[]; closedBy: string | null }> {
  const reader = await readerIn(ctx, classId)
  const isStaff = reader.is !== 'student'
  const closed = isStaff
    ? null
    : await findOpenClosedText(ctx.db, { classId, userId: ctx.viewer.userId, now: ctx.now() })
  const rows = await listWritten(ctx.db, classId, reader, ...(isStaff ? [] : [ctx.viewer.userId]))
  if (isStaff)
    await ctx.db.atomically((tx) =>
      record(ctx.db, tx, {
        classId,
        actorId: ctx.viewer.userId,
        action: 'notes.export',
        object: `classes/${classId}`,
        now: ctx.now(),
      }),
    )
  const [text, at] = [textNow(), positions()]
  const { exactText } = edition().transcript
  const notes = rows
    .filter(({ note }) => note.erasedAt === null)
    .map(({ note, name }) => {
      const placed = placeNote(text, { from: note.rangeFrom, to: note.rangeTo, words: note.words })
      const [start, end] = [at.get(placed.from)!.start, at.get(placed.to)!.end]
      return {
        id: note.id,
        kind: note.kind,
        ...placed,
        quoted: closed
          ? null
          : {
              exact: exactText.slice(start, end),
              prefix: exactText.slice(Math.max(0, start - AROUND), start),
              suffix: exactText.slice(end, end + AROUND),
            },
        start,
        end,
        text: note.body,
        tag: note.tag,
        ownTag: note.ownTag,
        audience: note.audience,
        name,
        thread: note.threadId,
        createdAt: note.createdAt.toISOString(),
        editedAt: note.editedAt?.toISOString() ?? null,
      }
    })
  return { notes, closedBy: closed?.title ?? null }
}

const inClass = z.strictObject({ class: idSchema })

export const exportAnnotations = feature({
  input: inClass,
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => ({ class: input.class, ...(await writtenIn(ctx, input.class)) }),
})

const COLUMNS = [
  'id',
  'name',
  'kind',
  'from',
  'to',
  'words',
  'text_changed_since',
  'tag',
  'own_tag',
  'text',
  'seen_by',
  'answers',
  'created_at',
  'edited_at',
] as const

/** The same as a table; cells that a spreadsheet would run as a formula are made inert. */
export const exportNotesCsv = feature({
  input: inClass,
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { notes, closedBy } = await writtenIn(ctx, input.class)
    const rows = notes.map((note): Record<(typeof COLUMNS)[number], string> => ({
      id: note.id,
      name: note.name,
      kind: note.kind,
      from: note.from,
      to: note.to,
      words: note.quoted?.exact ?? wordsLeftOut(closedBy ?? ''),
      text_changed_since: note.changed ? 'yes' : '',
      tag: note.tag ?? '',
      own_tag: note.ownTag ?? '',
      text: note.text ?? '',
      seen_by: note.audience,
      answers: note.thread ?? '',
      created_at: note.createdAt,
      edited_at: note.editedAt ?? '',
    }))
    return {
      name: `xihua-hall-notes-${ctx.now().toISOString().slice(0, 10)}.csv`,
      text: stringify(rows, { header: true, columns: [...COLUMNS], bom: true, escape_formulas: true }),
    }
  },
})
