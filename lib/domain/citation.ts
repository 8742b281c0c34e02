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

/** A form sends each citation as `s143` or as `s143 | exact words`, and a person types "143" or "S. 143"; scripts send objects. */
const citationInput = z.union([
  citationSchema,
  z
    .string()
    .max(700)
    .transform((line, ctx) => {
      const [at = '', ...words] = line.split('|')
      const parsed = citationSchema.safeParse({
        at: at
          .toLowerCase()
          .replace(/[\s.]/gu, '')
          .replace(/^(?=\d)/u, 's'),
        ...(words.length > 0 ? { quote: words.join('|').trim() } : {}),
      })
      if (parsed.success) return parsed.data
      ctx.addIssue({ code: 'custom', message: 'a sentence id such as s143' })
      return z.NEVER
    }),
])
/** None, one or several, as a form and as a script send them. */
export const citationsInput = z.preprocess(
  (value) =>
    value === undefined || value === '' ? [] : Array.isArray(value) ? value.filter((one) => one !== '') : [value],
  z.array(citationInput).max(20),
)
