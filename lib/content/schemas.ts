import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { stanceSchema } from './apparatus/stances.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as pham-van-dong')
const prose = z.string().trim().min(1)

export const personSchema = z.strictObject({
  id: slug,
  name: prose.max(80),
  zh: prose.max(10).optional(),
  office: prose.max(240),
  born: prose.max(60).optional(),
  died: prose.max(60).optional(),
  line: prose.max(200),
  about: z
    .array(z.strictObject({ text: prose.max(500), by: prose.max(200) }))
    .min(1)
    .max(8),
  presence: z.enum(['in-the-room', 'named', 'unnamed', 'after']),
  certainty: z.enum(['verified', 'established', 'transcript', 'uncertain']),
  /** Sentences that mean the person without naming them; named mentions are computed from the transcript. */
  meant: z.array(sentenceIdSchema).default([]),
})
export type PersonSource = z.infer<typeof personSchema>

/** A day, month or year as ISO writes it; years before 1000 with a zero in front, so that dates sort as text. */
const date = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/u, 'a date such as 1961-08-13, 1961-08 or 1961')
const certainty = z.enum(['verified', 'established', 'transcript', 'uncertain'])
const by = prose.max(200)

export const eventSchema = z.strictObject({
  id: slug,
  date,
  until: date.optional(),
  /** The date as printed: "summer 1958". */
  when: prose.max(60),
  what: prose.max(400),
  by,
  /** Sentences that speak of it. */
  at: z.array(sentenceIdSchema).default([]),
  certainty,
  /** In the days of August 1961: whose account it belongs to. */
  lane: z.enum(['zhou', 'khiem', 'both', 'outside']).optional(),
  /** The line in the drawing. */
  short: prose.max(130).optional(),
  /** What the other man tells instead. */
  against: z.array(slug).default([]),
})
export type EventSource = z.infer<typeof eventSchema>

export const placeSchema = z.strictObject({
  id: slug,
  name: prose.max(80),
  kind: z.enum(['point', 'area']),
  lat: z.number().min(-90).max(90).optional(),
  long: z.number().min(-180).max(180).optional(),
  /** The place at whose dot it is drawn, where two would fall together. */
  with: slug.optional(),
  role: prose.max(300),
  presence: z.enum(['named', 'implied', 'did-not-happen']),
  certainty,
  by,
  /** Sentences that mean the place without naming it; named mentions are computed from the transcript. */
  meant: z.array(sentenceIdSchema).default([]),
})
export type PlaceSource = z.infer<typeof placeSchema>

export const workSchema = z.strictObject({
  id: slug,
  reference: prose.max(500),
  kind: z.enum(['document', 'scholarship', 'reference']),
  seen: z.enum(['whole', 'opening', 'abstract', 'summary', 'named']),
  url: z.url().optional(),
})
export type WorkSource = z.infer<typeof workSchema>

export const misreadingSchema = z.strictObject({ id: slug, reading: prose.max(200), advice: prose.max(400) })

/** Somebody through whom a claim has passed: a person or body by id, or a plain name, which has a capital or a blank. */
const mouthSchema = z.strictObject({
  who: prose.max(80),
  how: z.enum(['direct', 'reported', 'inferred']),
  at: sentenceIdSchema.optional(),
  quote: prose.max(300).optional(),
})

export const claimSchema = z.strictObject({
  id: slug,
  title: prose.max(60),
  speaker: z.enum(['zhou', 'khiem']),
  at: z.array(sentenceIdSchema).min(1).max(8),
  claim: prose.max(300),
  about: z.array(slug).min(1).max(8),
  /** How far the speaker vouches for it, as its sentence words it. */
  value: stanceSchema,
  /** From the speaker back to the origin. */
  chain: z.array(mouthSchema).min(1).max(8),
  certainty: z.enum([
    'corroborated',
    'partly',
    'contradicted',
    'contested',
    'silent',
    'opinion',
    'borne-out',
    'not-borne-out',
  ]),
  elsewhere: z
    .array(z.strictObject({ text: prose.max(300), by: prose.max(200) }))
    .min(1)
    .max(8),
})
export type ClaimSource = z.infer<typeof claimSchema>
export const slugSchema = slug

export const essayMatterSchema = z.strictObject({
  title: prose.max(120),
  summary: prose.max(300),
})
