import { z } from 'zod'
import { LOOK_OUTCOMES } from './grading.ts'
import { CONTEST_OUTCOMES } from './re-score.ts'
import { REMARK_KINDS } from './remark.ts'

const scoreSchema = z.strictObject({ earned: z.int(), total: z.int() })
const work = z.strictObject({ title: z.string(), work: z.enum(['reading', 'essay', 'quiz', 'question', 'exercise']) })

/**
 * What the inbox tells, kind by kind, with the facts that its words need (app/classes/_work/tidings.ts writes them).
 * To tell of something new: a kind here, its words there, what a letter may say of it (mail.ts), and `tell` in the
 * transaction of whatever happened. Facts are kept as they were on the day; no key, score or text may stand in them
 * that its reader may not see yet.
 */
export const tidingSchema = z.discriminatedUnion('kind', [
  /** New work on the list. */
  z.strictObject({ kind: z.literal('assigned'), facts: work }),
  /** Work that its reader had not begun when an instructor reminded those who could still begin. */
  z.strictObject({ kind: z.literal('reminded'), facts: work.extend({ minutes: z.int() }) }),
  /** A key was corrected; scores are null while the reader may not see any. */
  z.strictObject({
    kind: z.literal('re-scored'),
    facts: z.strictObject({
      title: z.string(),
      before: scoreSchema.nullable(),
      after: scoreSchema.nullable(),
      reason: z.string().nullable(),
    }),
  }),
  /** To staff: a student asks for a second look at a score. */
  z.strictObject({
    kind: z.literal('contested'),
    facts: z.strictObject({ title: z.string(), question: z.int() }),
  }),
  /** To that student: what came of it. */
  z.strictObject({
    kind: z.literal('contest-answered'),
    facts: z.strictObject({ title: z.string(), question: z.int(), outcome: z.enum(CONTEST_OUTCOMES) }),
  }),
  /** An answer that came after closing counts now; scores are null while the reader may not see any. */
  z.strictObject({
    kind: z.literal('late-counted'),
    facts: z.strictObject({
      title: z.string(),
      question: z.int(),
      before: scoreSchema.nullable(),
      after: scoreSchema.nullable(),
    }),
  }),
  /** To staff: a student asks for a second look at a grade; of a quiz, at the grade of one written item. */
  z.strictObject({
    kind: z.literal('grade-contested'),
    facts: z.strictObject({ title: z.string(), question: z.int().nullable() }),
  }),
  /** To that student: what came of it. No level and no point stands here. */
  z.strictObject({
    kind: z.literal('grade-contest-answered'),
    facts: z.strictObject({ title: z.string(), question: z.int().nullable(), outcome: z.enum(LOOK_OUTCOMES) }),
  }),
  /** Grades may be read from now on. */
  z.strictObject({ kind: z.literal('grades-released'), facts: work }),
  /** A released grade is reckoned by another rubric. */
  z.strictObject({ kind: z.literal('grade-recalculated'), facts: work }),
  /** Somebody answered a post, or a reply under one. Who it was stands where the reply stands, if names are shown there. */
  z.strictObject({
    kind: z.literal('replied'),
    facts: z.strictObject({
      title: z.string(),
      assignment: z.string(),
      post: z.string(),
      to: z.enum(['post', 'reply']),
      side: z.enum(['student', 'desk']),
    }),
  }),
  /** Somebody answered one’s rival reading; the answer stands under it, with its author’s name. */
  z.strictObject({
    kind: z.literal('answered'),
    facts: z.strictObject({ title: z.string(), claim: z.string() }),
  }),
  /** A classmate reviewed one’s answer, or one’s cable. Who it was is told to nobody but staff. */
  z.strictObject({
    kind: z.literal('reviewed'),
    facts: z.strictObject({ title: z.string(), what: z.literal('cable').optional() }),
  }),
  /** Staff hid what its author had said; the reason stands beside it. */
  z.strictObject({
    kind: z.literal('hidden'),
    facts: z.strictObject({
      title: z.string(),
      /** The work under which it stands; null for a rival reading, which stands under a claim. */
      assignment: z.string().nullable(),
      /** The post, or the one under which it stands; null for what stands under none. */
      post: z.string().nullable(),
      what: z.enum(REMARK_KINDS),
      /** The sentence that a note stands on. */
      at: z.string().optional(),
      claim: z.string().optional(),
    }),
  }),
])
export type Tiding = z.infer<typeof tidingSchema>
export type TidingKind = Tiding['kind']
