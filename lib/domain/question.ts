import { z } from 'zod'
import { citationSchema, passageSchema } from './citation.ts'

const prose = z.string().trim().min(1)

/** A guided discussion question as its author writes it. `notes` are for the instructor and are never shown to students. */
export const questionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  revision: z.int().min(1).default(1),
  title: prose.max(120),
  prompt: prose.max(600),
  /** One paragraph that sets the tension in the text; facts in it are the transcript's own. */
  setting: prose.max(1200),
  skill: z.enum(['sourcing', 'contextualization', 'close-reading', 'corroboration', 'perspective', 'argument']),
  minutes: z.int().min(1).max(120),
  passages: z.array(passageSchema).min(1),
  cites: z.array(citationSchema).default([]),
  notes: prose.max(2000),
})
export type Question = z.infer<typeof questionSchema>

export type ShownQuestion = {
  id: string
  revision: number
  title: string
  prompt: string
  setting: string
  minutes: number
  passages: { from: string; to: string }[]
}

export const showQuestion = (question: Question): ShownQuestion => ({
  id: question.id,
  revision: question.revision,
  title: question.title,
  prompt: question.prompt,
  setting: question.setting,
  minutes: question.minutes,
  passages: question.passages.map(({ from, to }) => ({ from, to })),
})
