import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { noteReader } from '#lib/db/queries/notes.ts'
import { listMarks } from '#lib/db/queries/strip.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { placeNote } from '#lib/domain/anchor.ts'
import { LANES, stripOf, type LaneMarks } from '#lib/domain/strip.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

const rowSchema = z.strictObject({
  id: z.string(),
  cited: z.int(),
  noted: z.int(),
  disputed: z.int(),
  lost: z.int(),
})

/**
 * The strip of the document for one class: what is cited, noted, disputed, found hard and never touched, of all that the
 * viewer may see. Before a student's own notes and posts are in, classmates' are not in it.
 */
export const viewStrip = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({
    rows: z.array(rowSchema),
    totals: rowSchema.omit({ id: true }),
    untouched: z.array(z.string()),
    orphans: z.array(z.string()),
  }),
  run: async (ctx, input) => {
    const { transcript, successors } = edition()
    const membership = membershipIn(ctx.viewer, input.class)!
    const reader = await noteReader(ctx.db, ctx.viewer.userId, membership, ctx.now())
    const marks = await listMarks(ctx.db, input.class, reader)
    const text = { units: transcript.units, successors }
    // Where a sentence was withdrawn, its marks stand with its successor.
    const today = ({ rows, marks: places }: LaneMarks): LaneMarks => ({
      rows,
      marks: places.map((place) => placeNote(text, { ...place, words: null })),
    })
    return stripOf(
      {
        ids: [...transcript.units.keys()],
        paragraphs: transcript.turns.flatMap((turn) =>
          turn.paragraphs.map((paragraph) => ({
            id: paragraph.id,
            sentences: paragraph.sentences.map((sentence) => sentence.id),
          })),
        ),
      },
      Object.fromEntries(LANES.map((lane) => [lane, today(marks[lane])])) as typeof marks,
    )
  },
})
