import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { targetOf, type Plan, type Step } from '#lib/domain/plan.ts'
import { shiftWall, WALL_TIME } from '#lib/domain/zone.ts'
import { plannedDates, tryDates } from './dates.ts'
import { freeze, kindSchema } from './freeze.ts'
import { giveWork } from './give.ts'

const start = z.string().regex(WALL_TIME, 'a date and time such as 2026-11-30T17:00')
const slug = z.string().max(80)

const findPlan = (id: string): Plan => {
  const plan = edition().plans.find((one) => one.id === id)
  if (!plan) throw new Refusal('not-found')
  return plan
}

function frozenOf(step: Step) {
  const { pick, isGated } = targetOf(step)
  const [kind, ...target] = pick.split('/')
  const { header, end } = edition().transcript
  return freeze(kindSchema.parse(kind), target.join('/'), { from: header[0]!.id, to: end.id }, isGated)
}

/** The step's dates on the wall, counted from the first lesson. */
const wallsOf = (step: Step, from: string) => ({
  ...(step.opens === undefined ? {} : { opens: shiftWall(from, step.opens) }),
  due: shiftWall(from, step.due),
  ...(step.closes === undefined ? {} : { closes: shiftWall(from, step.closes) }),
})

/** Everything that a plan gives, frozen and dated from the first lesson. */
export const stepsOf = (plan: string, from: string, zone: string) =>
  findPlan(plan).steps.map((step) => ({
    frozen: frozenOf(step),
    how: { ...plannedDates(wallsOf(step, from), zone), feedback: step.feedback ?? ('hand-in' as const) },
  }))

/** What a plan gives and, with a first lesson, when. */
export const readPlan = feature({
  input: z.strictObject({ class: idSchema, plan: slug, start: start.optional() }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, now }, input) => {
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const { steps, ...plan } = findPlan(input.plan)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: now().toISOString(),
      plan,
      start: input.start ?? null,
      steps: steps.map((step) => {
        const { kind, title, minutes } = frozenOf(step)
        const when = input.start ? tryDates(wallsOf(step, input.start), klass.zone) : null
        return { give: step.give, kind, title, minutes, day: step.due, opensDay: step.opens ?? null, when }
      }),
    }
  },
})

/** Assigns everything that a plan gives, all or nothing, counted from the first lesson in the class's zone. */
export const assignPlan = feature({
  input: z.strictObject({ class: idSchema, plan: slug, start }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ assignments: z.array(z.string()) }),
  run: async (ctx, input) => {
    const { db, viewer, now, idempotencyKey } = ctx
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const given = stepsOf(input.plan, input.start, klass.zone)
    return db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: `plan/${input.class}`, key: idempotencyKey, asked: input, now: now() },
        function* () {
          const assignments: string[] = []
          for (const { frozen, how } of given) assignments.push(yield* giveWork(ctx, tx, klass, frozen, how))
          return { assignments }
        },
      )
    })
  },
})
