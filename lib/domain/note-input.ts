import { z } from 'zod'
import { sentenceIdSchema } from './citation.ts'
import { isWellFormed, lineSchema } from './names.ts'
import { NOTE_MAX, NOTE_TAGS, OWN_TAG_MAX } from './note.ts'

export const noteTextSchema = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
  .refine((text) => text.length <= NOTE_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })
/** A form sends an empty box as an empty string. */
export const ownTagSchema = z.union([z.literal('').transform(() => null), lineSchema(OWN_TAG_MAX)])
export const tagSchema = z.union([z.literal('').transform(() => null), z.enum(NOTE_TAGS)])

/** A sentence as people type it ("143", "S. 143", "h6") or as scripts send it. */
export const typedSentenceSchema = z
  .string()
  .max(12)
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/[\s.]/gu, '')
      .replace(/^(?=\d)/u, 's'),
  )
  .pipe(sentenceIdSchema)
