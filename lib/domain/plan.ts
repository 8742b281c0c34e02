import { z } from 'zod'

/** Days from the first lesson, at its hour; before it they are negative. */
const days = z.int().min(-60).max(120)

export const stepSchema = z
  .strictObject({
    give: z
      .string()
      .regex(
        /^(reading|predictions|(essay|quiz|question|exercise)\/[a-z0-9-]+(\/short)?)$/,
        'such as quiz/comprehension',
      )
      .describe('What is assigned: reading, predictions (header first), essay/…, quiz/…, question/…'),
    opens: days.optional().describe('Days from the first lesson; left out, it is open at once'),
    due: days.describe('Days from the first lesson, at its hour'),
    closes: days.optional().describe('Days from the first lesson; left out, it stays open'),
    feedback: z.enum(['each', 'hand-in', 'closed']).optional(),
  })
  .refine((step) => (step.opens ?? -61) < step.due && (step.closes ?? 121) >= step.due, 'opens, then due, then closes')
export type Step = z.infer<typeof stepSchema>

export const planSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case'),
    title: z.string().trim().min(1).max(80),
    summary: z.string().trim().min(1).max(300).describe('What the class does, in the words of a colleague'),
    steps: z.array(stepSchema).min(2).max(20),
  })
  .describe('Work for a lesson, a week or a seminar, assigned in one press')
export type Plan = z.infer<typeof planSchema>

/** What a step gives, as the assign form names it. */
export const targetOf = (step: Pick<Step, 'give'>): { pick: string; isGated: boolean } =>
  step.give === 'reading' || step.give === 'predictions'
    ? { pick: 'reading/transcript', isGated: step.give === 'predictions' }
    : { pick: step.give, isGated: false }
