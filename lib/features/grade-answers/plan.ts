import { count, eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { reach } from '#lib/db/queries/class-work.ts'
import { addPlan, findRelease, listGrades, listPlans, planIn, rubricsOf, type Plan } from '#lib/db/queries/grades.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { gradingOf, partName, partOf, TOP_LEVEL, type GradingRubric, type GradingRow } from '#lib/domain/grading.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'
import { assignmentSubject, type Assignment } from '#lib/db/queries/assignments.ts'
import { findPart, generalRubric, listGradable, type Part } from './answers.ts'
import { partSchema } from './save.ts'

const HEAVIEST = 5
const MOST_ROWS = 8
/** Fields of a rubric’s form: `weight:evidence`, `title:evidence`, `cell:evidence:2`. */
const FIELD = /^(weight|title|asks|cell):([a-z0-9-]{1,60})(?::([0-3]))?$/u
const OWN = 'new'

const weightSchema = z.coerce.number().int().min(0).max(HEAVIEST)
const wordsOf: Record<'title' | 'asks' | 'cell', z.ZodType<string>> = {
  title: lineSchema(60),
  asks: lineSchema(300),
  cell: lineSchema(300),
}

const refuse = (path: string): never => {
  throw new Refusal('invalid', { issues: [{ path, code: 'invalid', message: 'invalid' }] })
}
function parsed<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const outcome = schema.safeParse(value)
  return outcome.success ? outcome.data : refuse(path)
}

/** The rubric with what a form changes of it; a row of the instructor's own is added where its title is filled. */
function changedRubric(rubric: GradingRubric, fields: Record<string, unknown>): GradingRubric {
  const given = new Map<string, unknown>()
  for (const [key, value] of Object.entries(fields)) {
    const [, what, row] = FIELD.exec(key) ?? refuse(key)
    if (row !== OWN && !rubric.some((one) => one.id === row)) refuse(key)
    if (what === undefined) refuse(key)
    given.set(key, value)
  }
  const rowFrom = (row: GradingRow): GradingRow => {
    const words = (what: 'title' | 'asks' | 'cell', key: string, before: string): string =>
      given.has(key) ? parsed(wordsOf[what], given.get(key), key) : before
    return {
      id: row.id,
      weight: given.has(`weight:${row.id}`)
        ? parsed(weightSchema, given.get(`weight:${row.id}`), `weight:${row.id}`)
        : row.weight,
      title: words('title', `title:${row.id}`, row.title),
      asks: words('asks', `asks:${row.id}`, row.asks),
      cells: row.cells.map((cell, level) => words('cell', `cell:${row.id}:${level}`, cell)),
    }
  }
  const changed = rubric.map(rowFrom)
  const ownTitle = given.get(`title:${OWN}`)
  if (typeof ownTitle === 'string' && ownTitle.trim() !== '') {
    const own = rowFrom({
      id: OWN,
      weight: 1,
      title: '',
      asks: '',
      cells: Array.from({ length: TOP_LEVEL + 1 }, () => ''),
    })
    if (own.cells.includes('')) refuse(`cell:${OWN}:${own.cells.indexOf('')}`)
    let n = 1
    while (rubric.some((row) => row.id === `own-${n}`)) n += 1
    changed.push({ ...own, id: `own-${n}`, asks: own.asks || own.title })
  }
  if (changed.length > MOST_ROWS) refuse(`title:${OWN}`)
  if (!changed.some((row) => row.weight > 0)) refuse(`weight:${changed[0]!.id}`)
  return changed
}

const saved = (
  ctx: SignedIn,
  assignment: Assignment,
  plan: Omit<Plan, 'ordinal'>,
  state: 'proposed' | 'in-use' | 'withdrawn',
) => ({
  assignmentId: assignment.id,
  classId: assignment.classId,
  state,
  graders: plan.graders,
  rubrics: plan.rubrics,
  savedBy: ctx.viewer.userId,
  savedAt: ctx.now(),
})

/** Writes down another rubric without using it: the page then shows what it would change. */
export const proposeRubric = feature({
  input: z.object({ assignment: idSchema, part: partSchema }).catchall(z.union([z.string().max(600), z.number()])),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, { assignment: _id, part: name, ...fields }, { assignment }) => {
    const { plan, part, rubric } = await findPart(ctx, assignment, name as string)
    const rubrics = { ...plan.rubrics, [part]: changedRubric(rubric, fields) }
    await ctx.db.atomically((tx) =>
      addPlan(ctx.db, tx, saved(ctx, assignment, { graders: plan.graders, rubrics }, 'proposed')),
    )
    return DONE
  },
})

/** The proposed rubric of a part, where the newest plan is one. */
async function findProposal(ctx: SignedIn, assignment: Assignment) {
  const plans = await listPlans(ctx.db, assignment.id)
  const newest = plans.at(-1)
  return newest?.state === 'proposed' ? newest : null
}

/** What another rubric makes of the grades given so far, answer by answer as the grading desk numbers them, without a name. */
async function recalculated(ctx: SignedIn, part: Part, next: GradingRubric) {
  const [answers, rows] = await Promise.all([listGradable(ctx, part), listGrades(ctx.db, part.assignment.id)])
  const changes = answers.flatMap((answer, index) => {
    const entries = rows.filter((row) => row.part === part.part && row.userId === answer.member.userId)
    const before = gradingOf(entries, part.rubric, part.plan.graders, answer).grade
    const after = gradingOf(entries, next, part.plan.graders, answer).grade
    const points = (grade: typeof before) => grade && { points: grade.points, of: grade.of }
    return before || after
      ? [
          {
            member: answer.member.userId,
            number: index + 1,
            before: points(before),
            after: points(after),
          },
        ]
      : []
  })
  return { changes, given: rows.length }
}
type Change = Awaited<ReturnType<typeof recalculated>>['changes'][number]

/** What was looked at, so that nothing else is used. */
const fingerprint = (ordinal: number, part: string, changes: readonly Change[]): string =>
  digest(
    'rubric',
    String(ordinal),
    part,
    canonicalJson(Object.fromEntries(changes.map(({ member, before, after }) => [member, { before, after }]))),
  )

/** The rubric of one part, and what a proposed one would change. */
export const viewRubric = feature({
  input: z.strictObject({ assignment: idSchema, part: partSchema.optional() }),
  permission: 'class.manage',
  subject: assignmentSubject,
  run: async (ctx, input, { classId, assignment }) => {
    const own = await rubricsOf(ctx.db, assignment, generalRubric())
    const first = own && Object.keys(own)[0]
    if (first === undefined || first === null) throw new Refusal('not-found')
    const part = await findPart(ctx, assignment, input.part ?? partName(first))
    const { klass } = await reach(ctx, classId)
    const proposal = await findProposal(ctx, assignment)
    const next = proposal?.rubrics[part.part]
    const changes = next ? (await recalculated(ctx, part, next)).changes : []
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      assignment: { id: assignment.id, title: assignment.title, kind: assignment.kind },
      part: partName(part.part),
      graders: part.plan.graders,
      isReleased: (await findRelease(ctx.db, assignment.id)) !== null,
      rubric: part.rubric,
      proposal: next ? { rubric: next, changes, expect: fingerprint(proposal.ordinal, part.part, changes) } : null,
    }
  },
})
export type RubricView = Awaited<ReturnType<typeof viewRubric>>

const isChanged = (one: Change): boolean => one.before?.points !== one.after?.points || one.before?.of !== one.after?.of

/**
 * Grades by the proposed rubric from now on, or withdraws it. Whoever's released grade changes is told. `expect` is what
 * the page showed: where another rubric was proposed or a grade given meanwhile, it is refused as `conflict`.
 */
export const settleRubric = feature({
  input: z.strictObject({
    assignment: idSchema,
    part: partSchema,
    use: z.enum(['true', 'false']).or(z.boolean()),
    expect: z.string().max(64),
  }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, input, { classId, assignment }) => {
    const part = await findPart(ctx, assignment, input.part)
    const proposal = await findProposal(ctx, assignment)
    const name = partOf(input.part)
    const next = proposal?.rubrics[name]
    if (!proposal || !next) throw new Refusal('conflict')
    const isUsed = String(input.use) === 'true'
    const { changes, given } = await recalculated(ctx, part, next)
    if (fingerprint(proposal.ordinal, name, changes) !== input.expect) throw new Refusal('conflict')
    const isReleased = (await findRelease(ctx.db, assignment.id)) !== null
    await ctx.db.atomically(function* (tx) {
      const { gradingPlans: plans, grades } = ctx.db.t
      const [newest] = yield* q(
        tx
          .select({ ordinal: max(plans.ordinal) })
          .from(plans)
          .where(eq(plans.assignmentId, assignment.id)),
      )
      const [now] = yield* q(tx.select({ n: count() }).from(grades).where(eq(grades.assignmentId, assignment.id)))
      if (newest?.ordinal !== proposal.ordinal || now?.n !== given) throw new Refusal('conflict')
      yield* addPlan(
        ctx.db,
        tx,
        saved(
          ctx,
          assignment,
          { graders: part.plan.graders, rubrics: proposal.rubrics },
          isUsed ? 'in-use' : 'withdrawn',
        ),
      )
      if (!isUsed) return
      yield* record(ctx.db, tx, {
        classId,
        actorId: ctx.viewer.userId,
        action: 'rubric.change',
        object: `assignments/${assignment.id}`,
        before: part.rubric,
        after: next,
        now: ctx.now(),
      })
      if (isReleased)
        yield* tell(ctx.db, tx, {
          classId,
          to: changes.filter(isChanged).map((one) => one.member),
          kind: 'grade-recalculated',
          facts: { title: assignment.title, work: assignment.kind },
          about: assignment.id,
          now: ctx.now(),
          newId: ctx.newId,
        })
    })
    return DONE
  },
})

/** One grader an answer, or two who do not see each other's levels until both have given theirs. */
export const setGraders = feature({
  input: z.strictObject({ assignment: idSchema, graders: z.coerce.number().int().min(1).max(2) }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, input, { classId, assignment }) => {
    const own = await rubricsOf(ctx.db, assignment, generalRubric())
    if (!own) throw new Refusal('not-found')
    const plan = planIn(await listPlans(ctx.db, assignment.id), own)
    if (plan.graders === input.graders) return DONE
    await ctx.db.atomically(function* (tx) {
      yield* addPlan(ctx.db, tx, saved(ctx, assignment, { graders: input.graders, rubrics: plan.rubrics }, 'in-use'))
      yield* record(ctx.db, tx, {
        classId,
        actorId: ctx.viewer.userId,
        action: 'graders.change',
        object: `assignments/${assignment.id}`,
        before: plan.graders,
        after: input.graders,
        now: ctx.now(),
      })
    })
    return DONE
  },
})
