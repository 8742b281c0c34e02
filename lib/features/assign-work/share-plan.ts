import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { listAssignments, type Assignment } from '#lib/db/queries/assignments.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { feature } from '#lib/door/feature.ts'
import { codeOf, Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { settingsOf } from './copy-class.ts'
import { needsClosing, plannedDates, tryDates, unset } from './dates.ts'
import { freeze, type Frozen, type KeptWork, type ShownWork } from './freeze.ts'
import { giveWork } from './give.ts'
import { fromDays, fromLink, LINK_MAX, toDays, toLink, type SharedPlan, type SharedStep } from './plan-link.ts'
import { firstDay, wallsOf } from './shifted.ts'

const day = z.iso.date()
const link = z.string().max(LINK_MAX)

const isGated = (shown: unknown): boolean => (shown as { predict?: unknown }).predict !== undefined

/** The edition's words of today under the same name; null where it offers none. */
function frozenToday(step: Pick<SharedStep, 'kind' | 'target' | 'from' | 'to' | 'gate'>): Frozen | null {
  const { header, end } = edition().transcript
  const range = { from: step.from ?? header[0]!.id, to: step.to ?? end.id }
  try {
    return freeze(step.kind, step.target, range, step.gate === true)
  } catch (error) {
    if (codeOf(error) === 'invalid') return null
    throw error
  }
}

const readRevision = async (db: Db, hash: string) =>
  (await db.select().from(db.t.contentRevisions).where(eq(db.t.contentRevisions.hash, hash)))[0] ?? null

async function stepOf(db: Db, one: Assignment, first: string | null): Promise<SharedStep> {
  const revision = (await readRevision(db, one.revisionHash))!
  const what = {
    kind: one.kind,
    target: one.targetId,
    ...(one.rangeFrom ? { from: one.rangeFrom } : {}),
    ...(one.rangeTo ? { to: one.rangeTo } : {}),
    ...(isGated(revision.shown) ? { gate: true as const } : {}),
  }
  const today = revision.origin === 'edition' ? frozenToday(what) : null
  const { points, attempts, timeLimit, feedback, order, confidence, pages, names, citations, reviews } = settingsOf(one)
  return {
    ...what,
    ...(today ? {} : { frozen: one.revisionHash, minutes: one.minutes }),
    ...(today?.title === one.title ? {} : { title: one.title }),
    ...(points ? { points } : {}),
    attempts: attempts ?? null,
    ...(timeLimit ? { timeLimit } : {}),
    feedback,
    ...(one.kind === 'quiz' ? { order, confidence, pages } : {}),
    ...(one.kind === 'question' ? { names, citations } : {}),
    ...(reviews ? { reviews } : {}),
    ...toDays(wallsOf(one), first),
  }
}

/** The class's assignments as a link that a colleague opens; what two sections were given apart is in it once. */
export const viewPlanLink = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => {
    const [klass, assignments] = await Promise.all([findClass(db, input.class), listAssignments(db, input.class)])
    if (!klass) throw new Refusal('not-found')
    const once = [...new Map(assignments.map((one) => [`${one.revisionHash}/${one.title}`, one])).values()]
    const first = firstDay(once.map(wallsOf))
    const steps = await Promise.all(once.map((one) => stepOf(db, one, first)))
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      steps: once.map(({ title, kind }) => ({ title, kind })),
      link: steps.length === 0 ? null : toLink({ title: klass.title, steps }),
    }
  },
})

/** What a step of a link gives; null where it names nothing that is here. */
async function frozenOf(db: Db, step: SharedStep): Promise<{ frozen: Frozen; isOwn: boolean } | null> {
  if (!step.frozen) {
    const frozen = frozenToday(step)
    return frozen && { frozen, isOwn: false }
  }
  const revision = await readRevision(db, step.frozen)
  if (!revision || revision.kind !== step.kind || revision.targetId !== step.target) return null
  const shown = revision.shown as ShownWork
  return {
    isOwn: revision.origin === 'instructor',
    frozen: {
      hash: revision.hash,
      kind: step.kind,
      targetId: step.target,
      title: step.title ?? ('title' in shown ? shown.title : step.target),
      minutes: step.minutes ?? 0,
      shown,
      kept: revision.kept as KeptWork,
      from: step.from ?? null,
      to: step.to ?? null,
    },
  }
}

/** What a colleague's link gives, for whoever teaches; with a first day and a class of their own, when. */
export const viewSharedPlan = feature({
  input: z.strictObject({ plan: link, class: idSchema.optional(), start: day.optional() }),
  permission: 'bank.use',
  subject: () => ({}),
  run: async ({ db, viewer, now }, input) => {
    const plan = fromLink(input.plan)
    const mine = viewer.memberships.filter(({ role, isClosed }) => role === 'instructor' && !isClosed)
    const classes = (await Promise.all(mine.map(({ classId }) => findClass(db, classId)))).filter((one) => one !== null)
    const into = classes.find(({ id }) => id === input.class) ?? null
    return {
      title: plan.title,
      now: now().toISOString(),
      classes: classes.map(({ id, title, zone }) => ({ id, title, zone })),
      into: into && { id: into.id, title: into.title, zone: into.zone },
      hasDates: plan.steps.some(({ opens, due, closes }) => opens ?? due ?? closes),
      steps: await Promise.all(
        plan.steps.map(async (step) => {
          const found = await frozenOf(db, step)
          return {
            kind: step.kind,
            title: step.title ?? found?.frozen.title ?? step.target,
            minutes: found?.frozen.minutes ?? 0,
            isHere: found !== null,
            opens: step.opens ?? null,
            due: step.due ?? null,
            when: into && input.start ? tryDates(fromDays(step, input.start), into.zone) : null,
          }
        }),
      ),
    }
  },
})

/** Assigns what a colleague's link gives, all or nothing, counted from the first day in the class's zone. */
export const assignSharedPlan = feature({
  input: z.strictObject({ class: idSchema, plan: link, start: unset(day) }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ assignments: z.array(z.string()) }),
  run: async (ctx, input) => {
    const { db, viewer, now, idempotencyKey } = ctx
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const given = await stepsIn(db, fromLink(input.plan), input.start, klass.zone)
    return db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: `shared-plan/${klass.id}`, key: idempotencyKey, asked: input, now: now() },
        function* () {
          const assignments: string[] = []
          for (const { frozen, how } of given) assignments.push(yield* giveWork(ctx, tx, klass, frozen, how))
          return { assignments }
        },
      )
    })
  },
})

async function stepsIn(db: Db, plan: SharedPlan, start: string | undefined, zone: string) {
  const steps = await Promise.all(
    plan.steps.map(async (step) => {
      const found = await frozenOf(db, step)
      if (!found) return null
      const needsDay = (step.opens ?? step.due ?? step.closes) !== undefined
      if (needsDay && !start)
        throw new Refusal('invalid', { issues: [{ path: 'start', code: 'needed', message: 'the first day' }] })
      const dates = plannedDates(start ? fromDays(step, start) : {}, zone)
      const { title, points, attempts, timeLimit, feedback, order, confidence, pages, names, citations, reviews } = step
      needsClosing(feedback, dates.closesAt)
      return {
        frozen: found.frozen,
        how: {
          title,
          points,
          attempts,
          timeLimit,
          feedback,
          order,
          confidence,
          pages,
          names,
          citations,
          // A link that anybody can write asks for no reviews of answers where names are shown.
          reviews: names === 'hidden' || step.kind === 'quiz' ? reviews : 0,
          ...(found.isOwn ? { origin: 'instructor' as const } : {}),
          ...dates,
        },
      }
    }),
  )
  const here = steps.filter((step) => step !== null)
  if (here.length === 0) throw new Refusal('not-found')
  return here
}
