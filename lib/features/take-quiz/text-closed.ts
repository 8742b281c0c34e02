import { z } from 'zod'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'

/** The attempt, if one is open, for which the text of the class is closed to the viewer. */
export const findClosedText = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: ({ db, viewer, now }, input): Promise<{ assignment: string; title: string } | null> =>
    findOpenClosedText(db, { classId: input.class, userId: viewer.userId, now: now() }),
})
