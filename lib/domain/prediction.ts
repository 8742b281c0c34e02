import { z } from 'zod'
import { isWellFormed } from './names.ts'

/** What a student says about a document before its body opens; `look` is where the document answers, or stays silent. */
export const PROMPTS = [
  {
    id: 'author',
    prompt: 'Who wrote this?',
    hint: 'Whose hand, and in whose service? Say which line tells you.',
    look: ['h2', 'h9', 'h10'],
  },
  {
    id: 'audience',
    prompt: 'For whom?',
    hint: 'Who was meant to read it, and who was not?',
    look: ['h1', 'h2', 'h5'],
  },
  {
    id: 'aims',
    prompt: 'What will each man want?',
    hint: 'One sentence on Zhou, one on Khiem, before either has spoken.',
    look: ['h4', 's1', 's3'],
  },
  {
    id: 'limits',
    prompt: 'What can we not learn here?',
    hint: 'Name something that a paper of this kind cannot tell, however long it is.',
    look: ['h5', 'h9', 'end'],
  },
] as const

export type PromptId = (typeof PROMPTS)[number]['id']
/** A prompt as it was put to a class: frozen with the reading, so that later wording changes nobody’s record. */
export type Prompt = { id: PromptId; prompt: string; hint: string; look: string[] }
export type Predictions = Record<PromptId, string>

export const PROMPT_IDS: readonly PromptId[] = PROMPTS.map(({ id }) => id)

/** Two or three sentences; a prediction is no essay. */
export const PREDICTION_MAX = 1000
const predictionSchema = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
  .refine((text) => text.length <= PREDICTION_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })

export const predictionFields = {
  author: predictionSchema,
  audience: predictionSchema,
  aims: predictionSchema,
  limits: predictionSchema,
} satisfies Record<PromptId, z.ZodType>
