import { count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import {
  assignmentSubject,
  findRevision,
  findShown,
  listAssignments,
  listOverrides,
  type Assignment,
  type OverrideRow,
} from '#lib/db/queries/assignments.ts'
import { isBegun } from '#lib/db/queries/cables.ts'
import { findClass, listMembers, listSections, numberStudents, takesSeat } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { findNewest, findOwnQuiz, listNewest, listOwnQuizzes } from '#lib/db/queries/own-quizzes.ts'
import { untell } from '#lib/db/queries/inbox.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'
import { CITED_MAX } from '#lib/domain/question.ts'
import { REVIEWS_MAX } from '#lib/domain/peer-review.ts'
import { NAMES_RULES, type NamesRule } from '#lib/domain/remark.ts'
import { dateFields, datesIn, needsClosing, ruleFields, unset, wholeNumber } from './dates.ts'
import { freeze, freezeQuiz, kindSchema, type Frozen, type Kind, type KeptWork, type ShownWork } from './freeze.ts'
import { giveWork, hasReviews } from './give.ts'

/** How a quiz is put: whether every attempt has its own order, how sure is asked, and one question fills the page. */
const takingFields = {
  order: unset(z.enum(['shuffled', 'as-written'])),
  confidence: unset(z.enum(['asked', 'not-asked'])),
  pages: unset(z.enum(['all', 'one'])),
}

/** Whether classmates see names under a question; of no account for other kinds. */
const names = unset(z.enum(NAMES_RULES))
/** How many sentences a post under a question has to cite; of no account for other kinds. */
const citations = wholeNumber(1, CITED_MAX)
/** How many classmates' answers to a question, or cables of a quiz that asks for one, each student reviews. */
const reviews = wholeNumber(0, REVIEWS_MAX)
/** Whether it is counted how much of an answer under a question is pasted. */
const pastes = unset(z.enum(['counted', 'not-counted']))

function noReviews(code: 'names' | 'no-cable' | 'begun'): never {
  throw new Refusal('invalid', { path: 'reviews', issues: [{ path: 'reviews', code, message: code }] })
}
/** Neither side may know the other, so that classmates see no names where they review answers. A quiz shows nobody's. */
function canBeReviewed(asked: number | undefined, seen: NamesRule | undefined, shown: ShownWork): void {
  if (!asked) return
  if (!hasReviews(shown)) noReviews('no-cable')
  if (shown.kind === 'question' && seen !== 'hidden') noReviews('names')
}

const assignInput = z.strictObject({
  class: idSchema,
  kind: unset(kindSchema),
  /** Slug of the essay (`slug/short` for its short form), quiz, question or exercise; a reading's target is `transcript`. A form's list sends both in one: `quiz/comprehension`. */
  target: z.string().max(80),
  section: unset(idSchema),
  from: unset(z.string().max(8)),
  to: unset(z.string().max(8)),
  /** A reading begins with the document’s header; its body opens when the student has posted four predictions. */
  gate: unset(z.enum(['predictions'])),
  title: unset(lineSchema(120)),
  points: wholeNumber(0, 1000),
  feedback: unset(z.enum(['each', 'hand-in', 'closed'])),
  ...takingFields,
  names,
  citations,
  reviews,
  pastes,
  ...ruleFields,
  ...dateFields,
})
/** What is to be given, whether it came as two values or as one from a list. */
function pickIn(input: { kind?: Kind; target: string }): { kind: Kind; target: string } {
  if (input.kind) return { kind: input.kind, target: input.target }
  const [kind, ...target] = input.target.split('/')
  const parsed = kindSchema.safeParse(kind)
  if (!parsed.success)
    throw new Refusal('invalid', { issues: [{ path: 'target', code: 'unknown', message: 'unknown' }] })
  return { kind: parsed.data, target: target.join('/') }
}
/** The newest kept version of a quiz of the viewer's own; null where the target names none. */
async function frozenOwn(ctx: Context, target: string): Promise<Frozen | null> {
  const quiz = await findOwnQuiz(ctx.db, target)
  const newest = quiz && quiz.ownerId === ctx.viewer?.userId ? await findNewest(ctx.db, target) : null
  return newest && freezeQuiz(newest.quiz)
}

/** Gives a class a reading, essay, quiz, question or exercise; what is given is frozen. */
export const assignWork = feature({
  input: assignInput,
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ assignment: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, idempotencyKey } = ctx
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const dates = datesIn(input, klass.zone)
    const feedback = input.feedback ?? 'hand-in'
    needsClosing(feedback, dates.closesAt)
    const whole = edition().transcript
    const pick = pickIn(input)
    const own = pick.kind === 'quiz' ? await frozenOwn(ctx, pick.target) : null
    const frozen =
      own ??
      freeze(
        pick.kind,
        pick.target,
        { from: input.from ?? whole.header[0]!.id, to: input.to ?? whole.end.id },
        input.gate === 'predictions',
      )
    canBeReviewed(input.reviews, input.names, frozen.shown)
    return db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: `assign/${input.class}`, key: idempotencyKey, asked: input, now: now() },
        function* () {
          const id = yield* giveWork(ctx, tx, klass, frozen, {
            ...input,
            ...dates,
            feedback,
            ...(own ? { origin: 'instructor' as const } : {}),
          })
          return { assignment: id }
        },
      )
    })
  },
})

/** Replaces dates and rules of an assignment; boxes left out are cleared, as in the form, and choices left out stay. */
export const changeAssignment = feature({
  input: z.strictObject({
    assignment: idSchema,
    feedback: z.enum(['each', 'hand-in', 'closed']),
    title: unset(lineSchema(120)),
    points: wholeNumber(0, 1000),
    ...takingFields,
    names,
    citations,
    reviews,
    pastes,
    ...ruleFields,
    ...dateFields,
  }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async ({ db, viewer, now }, input, { assignment }) => {
    const dates = datesIn(input, assignment.zone)
    needsClosing(input.feedback, dates.closesAt)
    const shown = (await findShown(db, assignment.revisionHash)) as ShownWork
    canBeReviewed(input.reviews ?? assignment.reviews, input.names ?? assignment.names, shown)
    await db.atomically(function* (tx) {
      // Under the box of the cable stands who will read it, and that has to stay true for whoever has begun.
      if (
        assignment.kind === 'quiz' &&
        input.reviews &&
        assignment.reviews === 0 &&
        (yield* isBegun(db, tx, assignment.id))
      )
        noReviews('begun')
      const set = {
        ...dates,
        feedback: input.feedback,
        title: input.title ?? assignment.title,
        points: input.points ?? assignment.points,
        // What stands posted keeps its author's name or number: the rule is for what is posted from now on.
        names: input.names ?? assignment.names,
        citations: input.citations ?? assignment.citations,
        reviews: input.reviews ?? assignment.reviews,
        countsPastes:
          assignment.kind === 'question' && input.pastes ? input.pastes === 'counted' : assignment.countsPastes,
        attemptsAllowed: input.attempts ?? null,
        timeLimitMinutes: input.timeLimit ?? null,
        shuffled: input.order ? input.order === 'shuffled' : assignment.shuffled,
        asksConfidence: input.confidence ? input.confidence === 'asked' : assignment.asksConfidence,
        oneAtATime: input.pages ? input.pages === 'one' : assignment.oneAtATime,
      }
      yield* q(tx.update(db.t.assignments).set(set).where(eq(db.t.assignments.id, assignment.id)))
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'assignment.change',
        object: `assignments/${assignment.id}`,
        before: {
          opens: assignment.opensWall,
          due: assignment.dueWall,
          closes: assignment.closesWall,
          feedback: assignment.feedback,
          pastes: assignment.countsPastes,
        },
        after: {
          opens: input.opens,
          due: input.due,
          closes: input.closes,
          feedback: input.feedback,
          pastes: set.countsPastes,
        },
        now: now(),
      })
    })
    return DONE
  },
})

function* countWork(ctx: Context, tx: Executor, assignment: Assignment): Steps<number> {
  const { attempts, exerciseAnswers, lateSaves, notes, posts, predictions, readingPlaces } = ctx.db.t
  let n = 0
  for (const table of [attempts, exerciseAnswers, lateSaves, notes, posts, predictions, readingPlaces] as const) {
    const [row] = yield* q(tx.select({ n: count() }).from(table).where(eq(table.assignmentId, assignment.id)))
    n += row!.n
  }
  return n
}

/** Takes an assignment back. Refused once anybody has begun: their work would go with it. */
export const removeAssignment = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, _input, { assignment }) => {
    const { db, viewer, now } = ctx
    await db.atomically(function* (tx) {
      if ((yield* countWork(ctx, tx, assignment)) > 0) throw new Refusal('work-exists')
      yield* q(tx.delete(db.t.assignments).where(eq(db.t.assignments.id, assignment.id)))
      yield* untell(db, tx, assignment.id)
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'assignment.remove',
        object: `assignments/${assignment.id}`,
        now: now(),
      })
    })
    return DONE
  },
})

/** The skills of a quiz, the most practiced first. */
const trainedBy = (items: readonly { skill: string }[]): string[] =>
  [...Map.groupBy(items, (item) => item.skill)].toSorted((a, b) => b[1].length - a[1].length).map(([skill]) => skill)

/** What the assign page offers, and what has been assigned so far. */
export const listAssignable = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, now, viewer }, input) => {
    const [klass, assigned, overrides, members, sections, own, newest] = await Promise.all([
      findClass(db, input.class),
      listAssignments(db, input.class),
      listOverrides(db, input.class),
      listMembers(db, input.class),
      listSections(db, input.class),
      listOwnQuizzes(db, viewer.userId),
      listNewest(db, viewer.userId),
    ])
    if (!klass) throw new Refusal('not-found')
    const { plans, quizzes, questions, exercises, essays, transcript } = edition()
    const numbers = numberStudents(members)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: now().toISOString(),
      sections,
      students: members.filter(takesSeat).map((member) => ({
        id: member.userId,
        name: member.displayName,
        number: numbers.get(member.userId) ?? 0,
        extraTimePercent: member.extraTimePercent,
      })),
      assigned: assigned.map((one) => ({
        ...describe(one),
        overrides: overrides.filter((override) => override.assignmentId === one.id).map(describeOverride),
      })),
      offered: {
        plans: plans.map(({ steps, ...plan }) => ({ ...plan, steps: steps.length })),
        reading: {
          minutes: freeze('reading', 'transcript', { from: transcript.header[0]!.id, to: transcript.end.id }).minutes,
        },
        turns: transcript.turns.map((turn) => ({
          id: turn.id,
          n: turn.n,
          speaker: turn.speaker,
          from: turn.paragraphs[0]!.sentences[0]!.id,
          to: turn.paragraphs.at(-1)!.sentences.at(-1)!.id,
        })),
        essays: essays.map((essay) => ({
          id: essay.slug,
          title: essay.title,
          minutes: essay.minutes,
          shortMinutes: essay.short.minutes,
          summary: essay.summary,
        })),
        quizzes: quizzes
          .filter((quiz) => quiz.audience === 'class')
          .map((quiz) => ({
            id: quiz.id,
            title: quiz.title,
            minutes: quiz.minutes,
            summary: quiz.summary,
            items: firstDrawn(quiz.items).length,
            trains: trainedBy(quiz.items),
          })),
        /** Of the viewer's own quizzes those that have a kept version. */
        ownQuizzes: own.flatMap(({ id }) => {
          const kept = newest.get(id)
          return kept
            ? [
                {
                  id,
                  title: kept.quiz.title,
                  minutes: kept.quiz.minutes,
                  summary: kept.quiz.summary,
                  items: kept.quiz.items.length,
                  trains: trainedBy(kept.quiz.items),
                  version: kept.n,
                },
              ]
            : []
        }),
        questions: questions.map((question) => ({
          id: question.id,
          title: question.title,
          minutes: question.minutes,
          prompt: question.prompt,
          trains: [question.skill],
        })),
        exercises: exercises.map((exercise) => ({
          id: exercise.id,
          title: exercise.title,
          minutes: exercise.minutes,
          summary: exercise.summary,
          trains: [exercise.skill],
        })),
      },
    }
  },
})

const describeOverride = (override: OverrideRow) => ({
  /** A student’s, or a section’s. */
  who: override.userId ?? override.sectionId!,
  opens: override.opensWall,
  due: override.dueWall,
  closes: override.closesWall,
  opensAt: override.opensAt?.toISOString() ?? null,
  dueAt: override.dueAt?.toISOString() ?? null,
  closesAt: override.closesAt?.toISOString() ?? null,
  attempts: override.attemptsAllowed,
  timeLimit: override.timeLimitMinutes,
})

const describe = (one: Assignment) => ({
  id: one.id,
  kind: one.kind,
  target: one.targetId,
  title: one.title,
  minutes: one.minutes,
  from: one.rangeFrom,
  to: one.rangeTo,
  points: one.points,
  attempts: one.attemptsAllowed,
  timeLimit: one.timeLimitMinutes,
  zone: one.zone,
  opens: one.opensWall,
  due: one.dueWall,
  closes: one.closesWall,
  feedback: one.feedback,
  order: one.shuffled ? ('shuffled' as const) : ('as-written' as const),
  confidence: one.asksConfidence ? ('asked' as const) : ('not-asked' as const),
  pages: one.oneAtATime ? ('one' as const) : ('all' as const),
  names: one.names,
  citations: one.citations,
  reviews: one.reviews,
  pastes: one.countsPastes ? ('counted' as const) : ('not-counted' as const),
  opensAt: one.opensAt?.toISOString() ?? null,
  dueAt: one.dueAt?.toISOString() ?? null,
  closesAt: one.closesAt?.toISOString() ?? null,
})

/** One assignment for its edit page. */
export const getAssignment = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  run: async ({ db }, _input, { assignment }) => {
    const shown = (await findShown(db, assignment.revisionHash)) as ShownWork
    return { ...describe(assignment), classId: assignment.classId, hasReviews: hasReviews(shown) }
  },
})

/** "See as a student": exactly what a student's screen gets; stores nothing. */
export const previewAssignment = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  run: async ({ db, now }, _input, { assignment }) => {
    const [klass, shown] = await Promise.all([
      findClass(db, assignment.classId),
      findShown(db, assignment.revisionHash),
    ])
    if (!klass) throw new Refusal('not-found')
    return {
      ...describe(assignment),
      classId: assignment.classId,
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      section: assignment.sectionId,
      now: now().toISOString(),
      shown: shown as ShownWork,
    }
  },
})

/** The instructor's side of a frozen question: what a strong answer uses, what goes wrong, and sample answers. */
export const readNotes = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  run: async ({ db }, _input, { assignment }) => {
    const kept = (await findRevision(db, assignment.revisionHash))?.kept as KeptWork
    return kept && ('guide' in kept || 'notes' in kept) ? kept : null
  },
})
