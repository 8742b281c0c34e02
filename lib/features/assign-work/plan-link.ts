/** A plan as a link carries it: what is assigned, by which rules, on which day after the first. Nobody is in it. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { Refusal } from '#lib/domain/errors.ts'
import { lineSchema } from '#lib/domain/names.ts'
import { REVIEWS_MAX } from '#lib/domain/peer-review.ts'
import { CITED_MAX } from '#lib/domain/question.ts'
import { NAMES_RULES } from '#lib/domain/remark.ts'
import { daysBetween, shiftWall } from '#lib/domain/zone.ts'
import { kindSchema } from './freeze.ts'
import type { Walls } from './shifted.ts'

/** The day, counted from the first, and the hour. */
const when = z.tuple([z.int().min(0).max(800), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)])
const unit = z.string().regex(/^[hs]\d{1,3}$|^end$/)

const sharedStepSchema = z.strictObject({
  kind: kindSchema,
  target: z.string().max(80),
  /** The frozen words themselves, where they are not the edition's of today: a quiz of one's own. */
  frozen: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  from: unit.optional(),
  to: unit.optional(),
  gate: z.literal(true).optional(),
  title: lineSchema(120).optional(),
  minutes: z.int().min(0).max(10_000).optional(),
  points: z.int().min(0).max(1000).optional(),
  attempts: z.int().min(1).max(20).nullable(),
  timeLimit: z.int().min(1).max(600).optional(),
  feedback: z.enum(['each', 'hand-in', 'closed']),
  order: z.enum(['shuffled', 'as-written']).optional(),
  confidence: z.enum(['asked', 'not-asked']).optional(),
  pages: z.enum(['all', 'one']).optional(),
  names: z.enum(NAMES_RULES).optional(),
  citations: z.int().min(1).max(CITED_MAX).optional(),
  reviews: z.int().min(0).max(REVIEWS_MAX).optional(),
  opens: when.optional(),
  due: when.optional(),
  closes: when.optional(),
})
export type SharedStep = z.infer<typeof sharedStepSchema>

const sharedPlanSchema = z.strictObject({
  title: lineSchema(120),
  steps: z.array(sharedStepSchema).min(1).max(60),
})
export type SharedPlan = z.infer<typeof sharedPlanSchema>

/** An address may have 4,096 characters, and what else stands in it has to fit as well. */
export const LINK_MAX = 3000
const PLAIN_MAX = 64_000

/** Null where it would not fit into an address. */
export function toLink(plan: SharedPlan): string | null {
  const link = deflateRawSync(JSON.stringify(plan), { level: 9 }).toString('base64url')
  return link.length > LINK_MAX ? null : link
}

/** What a link holds. Anybody can write a link, so that everything in it is checked as if it had been typed. */
export function fromLink(link: string): SharedPlan {
  try {
    const plain = inflateRawSync(Buffer.from(link, 'base64url'), { maxOutputLength: PLAIN_MAX }).toString('utf8')
    return sharedPlanSchema.parse(JSON.parse(plain))
  } catch {
    throw new Refusal('not-found')
  }
}

export const toDays = (walls: Walls, first: string | null): Pick<SharedStep, 'opens' | 'due' | 'closes'> =>
  first === null
    ? {}
    : Object.fromEntries(Object.entries(walls).map(([which, at]) => [which, [daysBetween(first, at), at.slice(11)]]))

export const fromDays = (step: Pick<SharedStep, 'opens' | 'due' | 'closes'>, start: string): Walls =>
  Object.fromEntries(
    (['opens', 'due', 'closes'] as const).flatMap((which) => {
      const at = step[which]
      return at ? [[which, shiftWall(`${start}T${at[1]}`, at[0])] as const] : []
    }),
  )
