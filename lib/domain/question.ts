import { z } from 'zod'
import { citationSchema, passageSchema } from './citation.ts'
import { withRows, type Rubric } from './rubric.ts'

const prose = z.string().trim().min(1)
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** A guided discussion question as its author writes it. `notes` are for the instructor and are never shown to students. */
export const questionSchema = z.strictObject({
  id: slug,
  revision: z.int().min(1).default(1),
  title: prose.max(120),
  prompt: prose.max(600),
  /** One paragraph that sets the tension in the text; facts in it are the transcript's own. */
  setting: prose.max(1200),
  skill: z.enum(['sourcing', 'contextualization', 'close-reading', 'corroboration', 'perspective', 'argument']),
  minutes: z.int().min(1).max(120),
  passages: z.array(passageSchema).min(1),
  cites: z.array(citationSchema).default([]),
  /** What an answer is judged by; `rows` names the rows that this question asks for, all of them where left out. */
  rubric: slug.default('historical-writing'),
  rows: z.array(slug).min(2).optional(),
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
  /** With the rows that this question asks for. What was assigned before questions had one is without. */
  rubric?: Rubric
}

export const showQuestion = (question: Question, rubric: Rubric): ShownQuestion => ({
  id: question.id,
  revision: question.revision,
  title: question.title,
  prompt: question.prompt,
  setting: question.setting,
  minutes: question.minutes,
  passages: question.passages.map(({ from, to }) => ({ from, to })),
  rubric: withRows(rubric, question.rows),
})
