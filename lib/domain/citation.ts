import { z } from 'zod'
import { isWellFormed } from './names.ts'

/** `s143`, `h7` or `end`: what a citation can name. */
export const sentenceIdSchema = z
  .string()
  .regex(/^(s[1-9]\d{0,3}|h([1-9]|10)|end)$/, 'a sentence id such as s143 or h7')

/** A pointer plus its words. `quote` left out means the whole sentence; the words must stand there exactly. */
export const citationSchema = z.strictObject({
  at: sentenceIdSchema,
  quote: z.string().min(1).max(600).refine(isWellFormed, 'characters that no text holds').optional(),
})
export type Citation = z.infer<typeof citationSchema>

/** A run of sentences in document order, both ends included. */
export const passageSchema = z.strictObject({ from: sentenceIdSchema, to: sentenceIdSchema })
export type Passage = z.infer<typeof passageSchema>

/** White space folded to single blanks: the form in which quotations are compared with the text. */
export const foldSpace = (text: string): string => text.replace(/\s+/gu, ' ').trim()
