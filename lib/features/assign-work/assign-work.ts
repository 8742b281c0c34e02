import { and, count, eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import {
  findAssignment,
  findRevision,
  findShown,
  listAssignments,
  listOverrides,
  type Assignment,
} from '#lib/db/queries/assignments.ts'
import { findClass, findMember, listMembers, listSections, numberStudents } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { studentsIn, tell, untell } from '#lib/db/queries/inbox.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'
import { NAMES_RULES } from '#lib/domain/remark.ts'
import { instantOf, WALL_TIME, type Fold } from '#lib/domain/zone.ts'
import { freeze, type Kind, type KeptWork, type ShownWork } from './freeze.ts'

/** An empty box of a form means "not set". */
const unset = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())
const wall = unset(z.string().regex(WALL_TIME, 'a date and time such as 2026-11-30T17:00'))
const fold = unset(z.enum(['earlier', 'later']))
const wholeNumber = (min: number, maximum: number) => unset(z.coerce.number().int().min(min).max(maximum))

const dateFields = { opens: wall, opensFold: fold, due: wall, dueFold: fold, closes: wall, closesFold: fold }
/** How a quiz is put: whether every attempt has its own order, how sure is asked, and one question fills the page. */
const takingFields = {
  order: unset(z.enum(['shuffled', 'as-written'])),
  confidence: unset(z.enum(['asked', 'not-asked'])),
  pages: unset(z.enum(['all', 'one'])),
}
const ruleFields = { attempts: wholeNumber(1, 20), timeLimit: wholeNumber(1, 600) }

/** Whether classmates see names under a question; of no account for other kinds. */
const names = unset(z.enum(NAMES_RULES))

const kindSchema = z.enum(['reading', 'essay', 'quiz', 'question', 'exercise'])

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
type DateInput = { opens?: string; opensFold?: Fold; due?: string; dueFold?: Fold; closes?: string; closesFold?: Fold }

/** Wall texts to instants in the class's zone; the refusal names the box (`path`) that it is about. */
function datesIn(input: DateInput, zone: string) {
  const at = (path: 'opens' | 'due' | 'closes'): Date | null => {
    const text = input[path]
    if (!text) return null
    try {
      return instantOf(text, zone, input[`${path}Fold`])
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, { ...error.detail, path }) : error
    }
  }
  const [opensAt, dueAt, closesAt] = [at('opens'), at('due'), at('closes')]
  if (opensAt && dueAt && opensAt > dueAt) throw new Refusal('dates-out-of-order', { path: 'due' })
  if (dueAt && closesAt && dueAt > closesAt) throw new Refusal('dates-out-of-order', { path: 'closes' })
  if (opensAt && closesAt && opensAt >= closesAt) throw new Refusal('dates-out-of-order', { path: 'closes' })
  return {
    opensAt,
    opensWall: input.opens ?? null,
    dueAt,
    dueWall: input.due ?? null,
    closesAt,
    closesWall: input.closes ?? null,
  }
}

const needsClosing = (feedback: string, closesAt: Date | null): void => {
  if (feedback === 'closed' && !closesAt)
    throw new Refusal('invalid', {
      issues: [{ path: 'closes', code: 'needed', message: 'feedback after closing needs a closing date' }],
    })
}

/** Gives a class a reading, essay, quiz, question or exercise; what is given is frozen. */
export const assignWork = feature({
  input: assignInput,
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ assignment: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId, idempotencyKey } = ctx
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const dates = datesIn(input, klass.zone)
    const feedback = input.feedback ?? 'hand-in'
    needsClosing(feedback, dates.closesAt)
    const whole = edition().transcript
    const pick = pickIn(input)
    const frozen = freeze(
      pick.kind,
      pick.target,
      { from: input.from ?? whole.header[0]!.id, to: input.to ?? whole.end.id },
      input.gate === 'predictions',
    )
    return db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: `assign/${input.class}`, key: idempotencyKey, asked: input, now: now() },
        function* () {
          if (input.section) {
            const [section] = yield* q(
              tx
                .select()
                .from(db.t.sections)
                .where(and(eq(db.t.sections.id, input.section), eq(db.t.sections.classId, input.class))),
            )
            if (!section)
              throw new Refusal('invalid', { issues: [{ path: 'section', code: 'unknown', message: 'unknown' }] })
          }
          yield* q(
            tx
              .insert(db.t.contentRevisions)
              .values({
                hash: frozen.hash,
                kind: frozen.kind,
                targetId: frozen.targetId,
                origin: 'edition',
                shown: frozen.shown,
                kept: frozen.kept,
                createdAt: now(),
              })
              .onConflictDoNothing(),
          )
          const [last] = yield* q(
            tx
              .select({ position: max(db.t.assignments.position) })
              .from(db.t.assignments)
              .where(eq(db.t.assignments.classId, input.class)),
          )
          const id = newId()
          yield* q(
            tx.insert(db.t.assignments).values({
              id,
              classId: input.class,
              sectionId: input.section ?? null,
              kind: frozen.kind,
              targetId: frozen.targetId,
              title: input.title ?? frozen.title,
              minutes: frozen.minutes,
              revisionHash: frozen.hash,
              rangeFrom: frozen.from,
              rangeTo: frozen.to,
              points: input.points ?? 0,
              attemptsAllowed: input.attempts ?? (frozen.kind === 'quiz' ? 1 : null),
              timeLimitMinutes: input.timeLimit ?? null,
              zone: klass.zone,
              ...dates,
              feedback,
              shuffled: frozen.kind === 'quiz' && input.order !== 'as-written',
              asksConfidence: input.confidence !== 'not-asked',
              oneAtATime: input.pages === 'one',
              names: input.names ?? 'shown',
              position: (last?.position ?? 0) + 1,
              createdAt: now(),
            }),
          )
          yield* record(db, tx, {
            classId: input.class,
            actorId: viewer.userId,
            action: 'assignment.create',
            object: `assignments/${id}`,
            after: { revision: frozen.hash, opens: input.opens, due: input.due, closes: input.closes },
            now: now(),
          })
          yield* tell(db, tx, {
            classId: input.class,
            to: yield* studentsIn(db, tx, input.class, input.section ?? null),
            kind: 'assigned',
            facts: { title: input.title ?? frozen.title, work: frozen.kind },
            about: id,
            now: now(),
            newId,
          })
          return { assignment: id }
        },
      )
    })
  },
})

const assignmentSubject = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment ? { classId: assignment.classId, assignment } : null
}

/** Replaces dates and rules of an assignment; boxes left out are cleared, as in the form, and choices left out stay. */
export const changeAssignment = feature({
  input: z.strictObject({
    assignment: idSchema,
    feedback: z.enum(['each', 'hand-in', 'closed']),
    title: unset(lineSchema(120)),
    points: wholeNumber(0, 1000),
    ...takingFields,
    names,
    ...ruleFields,
    ...dateFields,
  }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async ({ db, viewer, now }, input, { assignment }) => {
    const dates = datesIn(input, assignment.zone)
    needsClosing(input.feedback, dates.closesAt)
    await db.atomically(function* (tx) {
      const set = {
        ...dates,
        feedback: input.feedback,
        title: input.title ?? assignment.title,
        points: input.points ?? assignment.points,
        // What stands posted keeps its author's name or number: the rule is for what is posted from now on.
        names: input.names ?? assignment.names,
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
        },
        after: { opens: input.opens, due: input.due, closes: input.closes, feedback: input.feedback },
        now: now(),
      })
    })
    return DONE
  },
})

function* countWork(ctx: Context, tx: Executor, assignment: Assignment): Steps<number> {
  const { attempts, exerciseAnswers, lateSaves, posts, predictions, readingPlaces } = ctx.db.t
  let n = 0
  for (const table of [attempts, exerciseAnswers, lateSaves, posts, predictions, readingPlaces] as const) {
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

/** One student's own dates, attempts and time limit for an assignment; all boxes empty takes the exception back. */
export const setOverride = feature({
  input: z.strictObject({ assignment: idSchema, member: idSchema, ...ruleFields, ...dateFields }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, input, { assignment }) => {
    if (!(await findMember(db, assignment.classId, input.member))) throw new Refusal('not-found')
    const dates = datesIn(input, assignment.zone)
    const isEmpty = !dates.opensAt && !dates.dueAt && !dates.closesAt && !input.attempts && !input.timeLimit
    await db.atomically(function* (tx) {
      const { overrides } = db.t
      const [before] = yield* q(
        tx
          .select()
          .from(overrides)
          .where(and(eq(overrides.assignmentId, assignment.id), eq(overrides.userId, input.member))),
      )
      yield* q(
        tx.delete(overrides).where(and(eq(overrides.assignmentId, assignment.id), eq(overrides.userId, input.member))),
      )
      if (!isEmpty) {
        yield* q(
          tx.insert(overrides).values({
            id: newId(),
            classId: assignment.classId,
            assignmentId: assignment.id,
            userId: input.member,
            sectionId: null,
            ...dates,
            attemptsAllowed: input.attempts ?? null,
            timeLimitMinutes: input.timeLimit ?? null,
          }),
        )
      }
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'override.change',
        object: `assignments/${assignment.id}/members/${input.member}`,
        before: before
          ? {
              opens: before.opensWall,
              due: before.dueWall,
              closes: before.closesWall,
              attempts: before.attemptsAllowed,
              timeLimit: before.timeLimitMinutes,
            }
          : null,
        after: isEmpty
          ? null
          : {
              opens: input.opens,
              due: input.due,
              closes: input.closes,
              attempts: input.attempts,
              timeLimit: input.timeLimit,
            },
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
  run: async ({ db, now }, input) => {
    const [klass, assigned, overrides, members, sections] = await Promise.all([
      findClass(db, input.class),
      listAssignments(db, input.class),
      listOverrides(db, input.class),
      listMembers(db, input.class),
      listSections(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const { quizzes, questions, exercises, essays, transcript } = edition()
    const numbers = numberStudents(members)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: now().toISOString(),
      sections,
      students: members
        .filter((member) => member.role === 'student' && member.state === 'active')
        .map((member) => ({
          id: member.userId,
          name: member.displayName,
          number: numbers.get(member.userId) ?? 0,
          extraTimePercent: member.extraTimePercent,
        })),
      assigned: assigned.map((one) => ({
        ...describe(one),
        overrides: overrides
          .filter((override) => override.assignmentId === one.id && override.userId !== null)
          .map((override) => ({
            member: override.userId!,
            opens: override.opensWall,
            due: override.dueWall,
            closes: override.closesWall,
            opensAt: override.opensAt?.toISOString() ?? null,
            dueAt: override.dueAt?.toISOString() ?? null,
            closesAt: override.closesAt?.toISOString() ?? null,
            attempts: override.attemptsAllowed,
            timeLimit: override.timeLimitMinutes,
          })),
      })),
      offered: {
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
  opensAt: one.opensAt?.toISOString() ?? null,
  dueAt: one.dueAt?.toISOString() ?? null,
  closesAt: one.closesAt?.toISOString() ?? null,
})

/** One assignment for its edit page. */
export const getAssignment = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  run: (_ctx, _input, { assignment }) => ({ ...describe(assignment), classId: assignment.classId }),
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
