import { desc, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { assignmentSubject, findRevision, findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import { pastedBy, reach } from '#lib/db/queries/class-work.ts'
import {
  findPlan,
  findRelease,
  listWordComments,
  namesOf,
  noteView,
  plansIn,
  releasesIn,
  type WordComment,
} from '#lib/db/queries/grades.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  agreementOf,
  isOpen,
  nextToGrade,
  pairOn,
  partName,
  rowsThatCount,
  sameVersion,
  type Sheet,
} from '#lib/domain/grading.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { pasteView } from '#lib/domain/pasted.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import {
  findPart,
  generalRubric,
  gradedAnswer,
  inLine,
  readQueue,
  readStandings,
  type Part,
  type Queued,
  type Standing,
} from './answers.ts'
import { partSchema } from './save.ts'

const inClass = z.strictObject({ class: idSchema })

type PartView = {
  id: string
  number: number | null
  title: string
  graded: number
  open: number
  revised: number
  differ: number
  of: number
}

/** The prompt of one part and the passages that stand beside its answers. */
async function promptOf(ctx: SignedIn, { assignment, part }: Pick<Part, 'assignment' | 'part'>) {
  if (assignment.kind === 'question') {
    const shown = (await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion
    const kept = (await findRevision(ctx.db, assignment.revisionHash))!.kept as { notes?: string } | null
    return { prompt: shown.prompt, passages: shown.passages, notes: kept?.notes ?? null, number: null }
  }
  const { items } = (await findRevision(ctx.db, assignment.revisionHash))!.kept as KeptQuiz
  const index = items.findIndex((one) => one.id === part)
  const item = items[index]!
  return {
    prompt: item.stem,
    passages: [item.passage],
    notes: item.kind === 'written' ? item.why : null,
    number: index + 1,
  }
}

const shownSheet = (sheet: Sheet | null, names: Map<string, string>) =>
  sheet && {
    by: names.get(sheet.graderId) ?? 'Somebody who has left',
    levels: sheet.levels,
    comment: sheet.comment,
    at: sheet.savedAt.toISOString(),
  }

/** One answer on the grading screen; whose it is stands in the queue, where names were asked for. */
async function shownAnswer(
  ctx: SignedIn,
  part: Part,
  queue: readonly Queued[],
  queued: Queued,
  comments: readonly WordComment[],
) {
  const { answer, grading, mine } = queued
  const { units } = edition().transcript
  const pasted = answer.source === 'post' ? await pastedBy(ctx, part.assignment.id, answer.member.userId) : null
  const here = comments.filter(
    (one) => one.userId === answer.member.userId && one.part === part.part && sameVersion(one, answer),
  )
  const pair = part.plan.graders > 1 ? pairOn(queued.entries, part.rubric, answer) : null
  const names = await namesOf(ctx.db, part.assignment.classId, [
    ...queued.entries.map((one) => one.graderId),
    ...here.map((one) => one.graderId),
  ])
  const unitOf = (id: string) => {
    const unit = units.get(id)
    return unit ? [{ id, text: unit.text, turn: unit.turn, speaker: unit.speaker }] : []
  }
  return {
    member: answer.member.userId,
    number: queue.indexOf(queued) + 1,
    source: answer.sourceId,
    version: answer.version,
    kind: answer.source,
    versions: answer.versions,
    text: answer.text,
    citations: answer.citations,
    /** Cited sentences, so that those outside the passage can be read too. */
    cited: [...new Set(answer.citations.map((one) => one.at))].flatMap(unitOf),
    at: answer.at.toISOString(),
    /** What of a post was pasted, where it is counted: of this one answer, and no row of the queue says it. */
    pasted: pasted && pasteView(part.assignment.countsPastes, pasted.get(answer.version) ?? null),
    state: queued.state,
    isAside: queued.isAside,
    levels: mine?.levels ?? {},
    comment: mine?.comment ?? '',
    savedAt: mine?.savedAt.toISOString() ?? null,
    /** The grade that counts where it was given to an earlier version, or came about between two graders. */
    grade: grading.grade && {
      ...shownGrade(grading.grade),
      graders: grading.grade.graders.map((id) => names.get(id) ?? 'Somebody who has left'),
      isOfThis: sameVersion(grading.grade, answer),
    },
    pair: pair && pair.map((sheet) => shownSheet(sheet, names)!),
    comments: here.map((one) => ({
      id: one.id,
      from: one.starts,
      to: one.ends,
      words: one.words ?? '',
      comment: one.comment ?? '',
      by: names.get(one.graderId) ?? 'Somebody who has left',
    })),
  }
}
export type AnswerToGrade = Awaited<ReturnType<typeof shownAnswer>>

const shownGrade = ({ points, of, levels, how, version }: NonNullable<Queued['grading']['grade']>) => ({
  points,
  of,
  levels,
  how,
  version,
})

export const countsOf = (queue: readonly Standing[]) => ({
  graded: queue.filter((one) => one.grading.grade !== null && one.state !== 'revised').length,
  open: queue.filter((one) => isOpen(one.state)).length,
  revised: queue.filter((one) => one.state === 'revised').length,
  differ: queue.filter((one) => one.state === 'differ').length,
  of: queue.length,
})

/** What waits for grading in the class, assignment by assignment and part by part. */
export const listGrading = feature({
  input: inClass,
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const reached = await reach(ctx, input.class)
    const { klass, assignments, seesAll } = reached
    const [released, plans] = await Promise.all([
      releasesIn(ctx.db, input.class),
      plansIn(ctx.db, input.class, assignments, generalRubric()),
    ])
    const rows = await Promise.all(
      assignments
        .flatMap((assignment) => {
          const plan = plans.get(assignment.id)
          return plan ? [{ assignment, plan }] : []
        })
        .map(async ({ assignment, plan }) => {
          const queues = await readStandings(ctx, ctx.viewer.userId, assignment, plan, reached)
          const parts = await Promise.all(
            [...queues].map(async ([part, queue]): Promise<PartView> => {
              const { prompt, number } = await promptOf(ctx, { assignment, part })
              return { id: partName(part), number, title: prompt, ...countsOf(queue) }
            }),
          )
          return {
            id: assignment.id,
            kind: assignment.kind,
            title: assignment.title,
            zone: assignment.zone,
            graders: plan.graders,
            releasedAt: released.get(assignment.id)?.at.toISOString() ?? null,
            parts: parts.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0)),
          }
        }),
    )
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      assignments: rows,
    }
  },
})
export type GradingList = Awaited<ReturnType<typeof listGrading>>

/** How often two graders gave the same, of the answers that both have graded. */
function agreementIn(part: Part, queue: readonly Queued[]) {
  if (part.plan.graders < 2) return null
  const pairs = queue.flatMap(({ entries, answer }) => {
    const pair = pairOn(entries, part.rubric, answer)
    return pair ? [[pair[0].levels, pair[1].levels] as const] : []
  })
  return agreementOf(part.rubric, pairs)
}

const bankFor = async (ctx: SignedIn, classId: string) => {
  const { commentBank } = ctx.db.t
  const rows = await ctx.db
    .select()
    .from(commentBank)
    .where(or(eq(commentBank.classId, classId), eq(commentBank.ownerId, ctx.viewer.userId)))
    .orderBy(desc(commentBank.savedAt), desc(commentBank.id))
  return rows.map(({ id, comment, ownerId }) => ({ id, comment, isMine: ownerId === ctx.viewer.userId }))
}

/** The grading screen: one part across the class, in an order that stays, at one answer. */
export const viewQueue = feature({
  input: z.strictObject({
    assignment: idSchema,
    part: partSchema.optional(),
    at: idSchema.optional(),
    names: z.boolean(),
  }),
  permission: 'class.observe',
  subject: assignmentSubject,
  run: async (ctx, input, { classId, assignment }) => {
    const { klass, assignments, seesAll } = await reach(ctx, classId)
    const plan = await findPlan(ctx.db, assignment, generalRubric())
    const first = plan && Object.keys(plan.rubrics)[0]
    if (!plan || typeof first !== 'string' || !assignments.some((one) => one.id === assignment.id))
      throw new Refusal('not-found')
    const part = await findPart(ctx, assignment, input.part ?? partName(first))
    const [queue, comments, release, bank, asked, parts] = await Promise.all([
      readQueue(ctx, ctx.viewer.userId, part),
      listWordComments(ctx.db, assignment.id),
      findRelease(ctx.db, assignment.id),
      bankFor(ctx, classId),
      promptOf(ctx, part),
      Promise.all(Object.keys(plan.rubrics).map((id) => partTitle(ctx, assignment, id))),
    ])
    const at =
      queue.find(({ answer }) => answer.member.userId === (input.at ?? nextToGrade(inLine(queue), null)?.member)) ??
      (input.at ? null : (queue[0] ?? null))
    if (input.at && !at) throw new Refusal('not-found')
    await noteGrading(ctx, assignment, at)
    const names = await namesOf(ctx.db, classId, release ? [release.by] : [])
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      assignment: { id: assignment.id, kind: assignment.kind, title: assignment.title, zone: assignment.zone },
      now: ctx.now().toISOString(),
      part: partName(part.part),
      parts: parts.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0)),
      ...asked,
      rubric: rowsThatCount(part.rubric),
      graders: plan.graders,
      counts: countsOf(queue),
      agreement: agreementIn(part, queue),
      release: release && { by: names.get(release.by) ?? 'Somebody who has left', at: release.at.toISOString() },
      bank,
      queue: queue.map((one, index) => ({
        member: one.answer.member.userId,
        /** Sent only where it was asked for. */
        name: input.names ? one.answer.member.displayName : null,
        number: index + 1,
        state: one.state,
        isAside: one.isAside,
      })),
      answer: at && (await shownAnswer(ctx, part, queue, at, comments)),
    }
  },
})
export type QueueView = Awaited<ReturnType<typeof viewQueue>>

async function partTitle(ctx: SignedIn, assignment: Assignment, part: string) {
  const { prompt, number } = await promptOf(ctx, { assignment, part })
  return { id: partName(part), number, title: prompt }
}

/** Whoever looks at a grade leaves a trace that its student can read. */
const noteGrading = async (ctx: SignedIn, assignment: Assignment, at: Queued | null) => {
  if (!at || at.entries.length === 0) return
  await noteView(ctx.db, {
    id: ctx.newId(),
    classId: assignment.classId,
    userId: at.answer.member.userId,
    viewerId: ctx.viewer.userId,
    page: 'grading',
    assignmentId: assignment.id,
    at: ctx.now(),
  })
}

/** One answer of the queue, for the screen that goes on to the next without leaving. Never with a name. */
export const readAnswer = feature({
  input: z.strictObject({ assignment: idSchema, part: partSchema, member: idSchema }),
  permission: 'work.review',
  subject: gradedAnswer,
  output: z
    .object({ member: z.string(), number: z.int(), source: z.string(), version: z.int(), text: z.string() })
    .loose() as unknown as z.ZodType<AnswerToGrade>,
  run: async (ctx, input, { assignment }) => {
    const part = await findPart(ctx, assignment, input.part)
    const [queue, comments] = await Promise.all([
      readQueue(ctx, ctx.viewer.userId, part),
      listWordComments(ctx.db, assignment.id),
    ])
    const at = queue.find(({ answer }) => answer.member.userId === input.member)
    if (!at) throw new Refusal('not-found')
    await noteGrading(ctx, assignment, at)
    return shownAnswer(ctx, part, queue, at, comments)
  },
})
