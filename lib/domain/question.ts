import { z } from 'zod'
import { citationSchema, passageSchema } from './citation.ts'
import { LEVELS, withRows, type Rubric } from './rubric.ts'

/** The most sentences that a question may ask an answer to cite; one is asked of every answer. */
export const CITED_MAX = 6
const proseOf = (most: number) => z.string().trim().min(1).max(most)
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as uncle-ho')
const groundedShape = {
  text: proseOf(420).describe('one sentence of our own'),
  by: proseOf(200).describe('its grounds: T:s143, V:work, K:work, K:general, U or frame'),
}
const groundedSchema = z.strictObject(groundedShape)

export const SKILLS = [
  'sourcing',
  'contextualization',
  'close-reading',
  'corroboration',
  'perspective',
  'argument',
] as const
export type Skill = (typeof SKILLS)[number]

export const notesSchema = z.strictObject({
  strong: z.array(groundedSchema).min(2).max(12).describe('what a strong answer uses'),
  wrong: z.array(groundedSchema).min(1).max(6).describe('what goes wrong'),
  misreadings: z
    .array(z.strictObject({ id: slug.describe('a misreading of misreadings.yaml'), ...groundedShape }))
    .min(1)
    .max(4)
    .describe('misreadings to expect, and how they look here'),
  aside: z.array(groundedSchema).max(6).default([]).describe('what only the instructor is told'),
})
export type QuestionNotes = z.infer<typeof notesSchema>

export const sampleSchema = z.strictObject({
  level: z.enum(['strong', 'partial', 'weak']),
  text: proseOf(2000),
  cites: z.array(citationSchema).max(12),
  scores: z.record(slug, z.literal([...LEVELS])).describe('the level in each row'),
  why: proseOf(600).describe('what makes it so'),
})
export type QuestionSample = z.infer<typeof sampleSchema>

/** A guided discussion question as its author writes it. `notes` and `samples` are for the instructor. */
export const questionSchema = z.strictObject({
  id: slug,
  revision: z.int().min(1).default(1),
  title: proseOf(120),
  prompt: proseOf(600),
  setting: proseOf(1200).describe('one paragraph that sets the tension; facts in it are the transcript’s own'),
  skill: z.enum(SKILLS),
  minutes: z.int().min(1).max(120),
  passages: z
    .array(passageSchema.extend({ look: proseOf(100).describe('what is to be found there') }))
    .min(1)
    .max(8)
    .describe('where to look'),
  beside: z.array(groundedSchema).max(8).default([]).describe('what students are told from other sources'),
  citations: z.int().min(1).max(CITED_MAX).default(1).describe('how many sentences an answer has to cite'),
  /** What an answer is judged by; `rows` names the rows that this question asks for, all of them where left out. */
  rubric: slug.default('historical-writing'),
  rows: z.array(slug).min(2).optional(),
  notes: notesSchema,
  samples: z.array(sampleSchema).min(3).max(6),
})
export type Question = z.infer<typeof questionSchema>

/** What was assigned before a field was there is without it. */
export type ShownQuestion = {
  id: string
  revision: number
  title: string
  prompt: string
  setting: string
  minutes: number
  passages: { from: string; to: string; look?: string }[]
  beside?: { text: string; by: string }[]
  citations?: number
  /** With the rows that this question asks for. */
  rubric?: Rubric
}
/** The instructor's side. It was one paragraph once, and what was assigned then still has that. */
export type KeptQuestion = { guide: QuestionNotes; samples: QuestionSample[] } | { notes: string }

export const showQuestion = (question: Question, rubric: Rubric): ShownQuestion => ({
  id: question.id,
  revision: question.revision,
  title: question.title,
  prompt: question.prompt,
  setting: question.setting,
  minutes: question.minutes,
  passages: question.passages.map(({ from, to, look }) => ({ from, to, look })),
  beside: question.beside.map(({ text, by }) => ({ text, by })),
  citations: question.citations,
  rubric: withRows(rubric, question.rows),
})

export const keepQuestion = ({ notes, samples }: Question): KeptQuestion => ({ guide: notes, samples })
