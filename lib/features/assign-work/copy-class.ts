import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { findRevision, listAssignments, type Assignment } from '#lib/db/queries/assignments.ts'
import { findClass, insertClass, listSections } from '#lib/db/queries/classes.ts'
import { findRules } from '#lib/db/queries/gradebook.ts'
import { addPlan, plansIn } from '#lib/db/queries/grades.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { classTitleSchema, codeFrom, idSchema } from '#lib/domain/names.ts'
import { may } from '#lib/domain/permissions.ts'
import { plannedDates, tryDates, unset } from './dates.ts'
import type { Frozen, KeptWork, ShownWork } from './freeze.ts'
import { giveWork, type How } from './give.ts'
import { firstDay, moved, wallsOf } from './shifted.ts'

const day = z.iso.date()

/** What a class consists of without its people. A new class is made by whoever may make classes at all. */
async function readClass(ctx: SignedIn, classId: string) {
  const [klass, assignments, sections] = await Promise.all([
    findClass(ctx.db, classId),
    listAssignments(ctx.db, classId),
    listSections(ctx.db, classId),
  ])
  if (!klass || !may(ctx.viewer, 'class.create', {})) throw new Refusal('not-found')
  return { klass, assignments, sections, first: firstDay(assignments.map(wallsOf)) }
}

/** What a copy would hold and, with the day on which it begins, when: looked at before anything is written. */
export const viewCopy = feature({
  input: z.strictObject({ class: idSchema, start: day.optional() }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { klass, assignments, sections, first } = await readClass(ctx, input.class)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: ctx.now().toISOString(),
      first,
      sections: sections.map(({ name }) => name),
      steps: assignments.map((one) => ({
        id: one.id,
        title: one.title,
        kind: one.kind,
        section: sections.find(({ id }) => id === one.sectionId)?.name ?? null,
        was: tryDates(wallsOf(one), klass.zone),
        when: first && input.start ? tryDates(moved(wallsOf(one), first, input.start), klass.zone) : null,
      })),
    }
  },
})

/** What was given stays as it was given: a copy asks the same in the same words, whatever the edition says by then. */
async function frozenAs(ctx: SignedIn, one: Assignment): Promise<Frozen> {
  const { shown, kept } = (await findRevision(ctx.db, one.revisionHash))!
  return {
    hash: one.revisionHash,
    kind: one.kind,
    targetId: one.targetId,
    title: one.title,
    minutes: one.minutes,
    shown: shown as ShownWork,
    kept: kept as KeptWork,
    from: one.rangeFrom,
    to: one.rangeTo,
  }
}

export const settingsOf = (one: Assignment): Omit<How, keyof ReturnType<typeof plannedDates>> => ({
  points: one.points,
  attempts: one.attemptsAllowed,
  timeLimit: one.timeLimitMinutes ?? undefined,
  feedback: one.feedback,
  order: one.shuffled ? 'shuffled' : 'as-written',
  confidence: one.asksConfidence ? 'asked' : 'not-asked',
  pages: one.oneAtATime ? 'one' : 'all',
  names: one.names,
  citations: one.citations,
  reviews: one.reviews,
  pastes: one.countsPastes ? 'counted' : 'not-counted',
})

/**
 * Makes a class for a new term: the same assignments, sections, rubrics and rules of the gradebook, every date as many
 * days later as the first of them is. Nobody is in it but its maker, and nothing of any student comes along.
 */
export const copyClass = feature({
  input: z.strictObject({
    class: idSchema,
    title: classTitleSchema,
    /** The day of what comes first; a class without dates needs none. */
    start: unset(day),
  }),
  permission: 'class.manage',
  alsoWhenClosed: true,
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ class: z.string(), code: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId, random, idempotencyKey } = ctx
    const { klass, assignments, sections, first } = await readClass(ctx, input.class)
    if (first && !input.start)
      throw new Refusal('invalid', { issues: [{ path: 'start', code: 'needed', message: 'the first day' }] })
    const [rules, plans, given] = await Promise.all([
      findRules(db, klass.id),
      plansIn(db, klass.id, assignments, edition().rubrics[0]!),
      Promise.all(
        assignments.map(async (one) => ({
          one,
          frozen: await frozenAs(ctx, one),
          dates: plannedDates(first ? moved(wallsOf(one), first, input.start!) : {}, klass.zone),
        })),
      ),
    ])
    return db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: `copy-class/${klass.id}`, key: idempotencyKey, asked: input, now: now() },
        function* () {
          const made = { id: newId(), code: codeFrom(random), zone: klass.zone, seats: klass.seats, at: now() }
          yield* insertClass(db, tx, { ...made, title: input.title, by: viewer })
          const sectionOf = new Map<string, string>()
          for (const { id, name } of sections) {
            sectionOf.set(id, newId())
            yield* q(tx.insert(db.t.sections).values({ id: sectionOf.get(id)!, classId: made.id, name }))
          }
          yield* q(tx.insert(db.t.gradebookRules).values({ classId: made.id, rules, savedAt: made.at }))
          for (const { one, frozen, dates } of given) {
            const section = one.sectionId ? sectionOf.get(one.sectionId) : undefined
            const id = yield* giveWork(ctx, tx, made, frozen, { ...settingsOf(one), ...dates, section })
            const plan = plans.get(one.id)
            if (plan && plan.ordinal > 0)
              yield* addPlan(db, tx, {
                assignmentId: id,
                classId: made.id,
                state: 'in-use',
                graders: plan.graders,
                rubrics: plan.rubrics,
                savedBy: viewer.userId,
                savedAt: made.at,
              })
          }
          return { class: made.id, code: made.code }
        },
      )
    })
  },
})
