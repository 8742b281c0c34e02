import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { standingCitations } from '#lib/content/standing-citations.ts'
import { q } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { quotedFor } from '#lib/db/queries/closed-text.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import {
  countRivals,
  findPageOf,
  findRival,
  listAnswers,
  listRivals,
  type RivalWithAuthor,
} from '#lib/db/queries/rivals.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { citationSchema, citationsInput } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, proseSchema } from '#lib/domain/names.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

export const RIVAL_MAX = 3000
/** Rival readings on one page; each comes with all its answers. */
const PAGE = 30

const claimSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60)
const mustBeClaim = (id: string) => {
  const claim = edition().claims.find((one) => one.id === id)
  if (!claim) throw new Refusal('not-found')
  return claim
}

const wordsSchema = {
  id: z.string(),
  by: z.strictObject({ name: z.string(), role: z.enum(['student', 'staff']), own: z.boolean() }),
  /** Null: erased at its author’s wish, or hidden from whoever reads. */
  text: z.string().nullable(),
  citations: z.array(citationSchema),
  createdAt: z.string(),
  /** Hidden by an instructor; its author and staff read the reason. */
  hidden: z.strictObject({ reason: z.string().nullable() }).nullable(),
}
const readingsSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
  claim: z.string(),
  isStaff: z.boolean(),
  readings: z.array(z.strictObject({ ...wordsSchema, answers: z.array(z.strictObject(wordsSchema)) })),
  total: z.int(),
  isFirstPage: z.boolean(),
  /** The reading after which the next page begins; null on the last one. */
  after: z.string().nullable(),
})
export type RivalView = z.infer<typeof readingsSchema>['readings'][number]

const shown = ({ viewer }: SignedIn, isStaff: boolean, { row, name, role, hiding }: RivalWithAuthor) => {
  const own = row.userId === viewer.userId
  const reads = hiding === null || own || isStaff
  return {
    id: row.id,
    by: { name, role: role === 'student' ? ('student' as const) : ('staff' as const), own },
    text: reads ? (row.body?.text ?? null) : null,
    citations: reads ? (row.body?.citations ?? []) : [],
    createdAt: row.createdAt.toISOString(),
    hidden: hiding && { reason: reads ? hiding.reason : null },
  }
}

/** How a class reads one claim otherwise than the edition: every rival reading in the order in which it came, with its answers. */
export const viewReadings = feature({
  input: z.strictObject({
    class: idSchema,
    claim: claimSchema,
    after: idSchema.optional(),
    /** Instead: the page that holds this reading or answer. */
    holding: idSchema.optional(),
  }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: readingsSchema,
  run: async (ctx, input) => {
    const claim = mustBeClaim(input.claim)
    const at = { classId: input.class, claim: claim.id }
    const after = input.holding ? await findPageOf(ctx.db, at, input.holding, PAGE) : input.after
    const [klass, rows, counts] = await Promise.all([
      findClass(ctx.db, input.class),
      listRivals(ctx.db, at, after, PAGE + 1),
      countRivals(ctx.db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const page = rows.slice(0, PAGE)
    const answers = Map.groupBy(
      await listAnswers(
        ctx.db,
        page.map(({ row }) => row.id),
      ),
      ({ row }) => row.answers!,
    )
    const isStaff = membershipIn(ctx.viewer, klass.id)?.role !== 'student'
    const readings = page.map((one) => ({
      ...shown(ctx, isStaff, one),
      answers: (answers.get(one.row.id) ?? []).map((answer) => shown(ctx, isStaff, answer)),
    }))
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      claim: claim.id,
      isStaff,
      readings: await quotedFor(ctx.db, { classId: klass.id, userId: ctx.viewer.userId, now: ctx.now() }, readings),
      total: counts.get(claim.id) ?? 0,
      isFirstPage: after === undefined,
      after: rows.length > PAGE ? page.at(-1)!.row.id : null,
    }
  },
})

/** Every claim of the edition with how many rival readings the class has put beside it. */
export const listClaims = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({
    class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
    claims: z.array(z.strictObject({ id: z.string(), title: z.string(), readings: z.int() })),
  }),
  run: async ({ db }, input) => {
    const [klass, counts] = await Promise.all([findClass(db, input.class), countRivals(db, input.class)])
    if (!klass) throw new Refusal('not-found')
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      claims: edition().claims.map(({ id, title }) => ({ id, title, readings: counts.get(id) ?? 0 })),
    }
  },
})

/**
 * Puts a rival reading beside the edition’s, or answers one. A rival reading stands on at least one sentence. Neither
 * can be changed or taken back by anybody: whoever disagrees answers.
 */
export const postReading = feature({
  input: z.strictObject({
    class: idSchema,
    claim: claimSchema,
    /** The rival reading that is answered; left out, this is one. */
    answers: z.preprocess((value) => value || undefined, idSchema.optional()),
    text: proseSchema(RIVAL_MAX),
    citations: citationsInput,
  }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ reading: z.string() }),
  run: async ({ db, viewer, now, newId, idempotencyKey }, input) => {
    const claim = mustBeClaim(input.claim)
    if (input.text.trim() === '') throw new Refusal('answer-empty', { path: 'text' })
    const body = { text: input.text, citations: standingCitations(input.citations) }
    if (!input.answers && body.citations.length === 0)
      throw new Refusal('citation-needed', { path: 'citations', cited: 0, needed: 1 })
    const answered = input.answers ? await findRival(db, input.answers) : null
    if (
      input.answers &&
      (answered?.row.classId !== input.class || answered.row.claim !== claim.id || answered.row.answers !== null)
    )
      throw new Refusal('not-found')
    if (answered?.hiding) throw new Refusal('remark-hidden')
    const call = {
      userId: viewer.userId,
      route: `readings/${input.class}`,
      key: idempotencyKey,
      asked: input,
      now: now(),
    }
    return db.atomically(function* (tx) {
      return yield* once(db, tx, call, function* () {
        const id = newId()
        yield* q(
          tx.insert(db.t.rivalReadings).values({
            id,
            classId: input.class,
            userId: viewer.userId,
            claim: claim.id,
            answers: input.answers ?? null,
            body,
            digest: digest('reading', id, canonicalJson(body)),
            createdAt: now(),
            erasedAt: null,
          }),
        )
        if (answered && answered.row.userId !== viewer.userId)
          yield* tell(db, tx, {
            kind: 'answered',
            facts: { title: claim.title, claim: claim.id },
            classId: input.class,
            to: [answered.row.userId],
            about: id,
            now: now(),
            newId,
          })
        return { reading: id }
      })
    })
  },
})
