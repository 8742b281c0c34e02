import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { findAssignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Item } from '#lib/domain/item.ts'
import { adviceOn } from '#lib/domain/item-advice.ts'
import { type Choosable, choosable, isRight, isScored, misreadingsIn, misreadingsOf } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { statisticsOf, verdictOn, wilson } from '#lib/domain/statistics.ts'
import { isGivenTo, reach, readQuiz, versionOf, type Sitting } from '#lib/db/queries/class-work.ts'

/** A first attempt that is handed in: the one kind that statistics are made of, since later tries have seen reasons. */
type Kept = { student: string; number: number; sitting: Sitting; row: (0 | 1)[] }

const quizSubject = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'quiz' ? { classId: assignment.classId, assignment } : null
}

async function gather(ctx: SignedIn, classId: string, id: string) {
  const reached = await reach(ctx, classId)
  const assignment = reached.assignments.find((one) => one.id === id)
  if (!assignment) throw new Refusal('not-found')
  const given = reached.students.filter((student) => isGivenTo(assignment, student))
  const { kept: asked, all } = await readQuiz(ctx, assignment, given, reached.overrides)
  // A written answer is neither right nor wrong to the program, so it is no column of the matrix.
  const numbers = new Map(asked.items.map(({ id: item }, index) => [item, index + 1]))
  // First attempts, of which statistics are made, all ask the same item of a family.
  const items = firstDrawn(asked.items).filter(isScored)
  const quiz = { ...asked, items, numberOf: (item: string) => numbers.get(item)! }
  const first = given.flatMap((student) => {
    const sitting = all.get(student.userId)?.[0]
    return sitting && !sitting.open ? [{ student, sitting }] : []
  })
  const asksThese = ({ ruling }: Sitting) =>
    items.every((item) => ruling.items.some((one) => versionOf(one) === versionOf(item)))
  const kept = first.flatMap(({ student, sitting }): Kept[] => {
    if (!asksThese(sitting) || [...sitting.answers.values()].some((answer) => answer.erased)) return []
    const row = quiz.items.map((item): 0 | 1 => (isRight(item, sitting.answers.get(item.id)?.body ?? []) ? 1 : 0))
    return [{ student: student.userId, number: reached.numberOf(student.userId), sitting, row }]
  })
  return {
    ...reached,
    assignment,
    quiz,
    given,
    kept,
    elsewhere: first.filter(({ sitting }) => !asksThese(sitting)).length,
  }
}

type Chosen = Choosable & {
  count: number
  /** Mean score on the other items of those who chose it; null when nobody did. */
  restMean: number | null
}

/** Who chose what, with how those did on the other items: choices as written, sentences as chosen. */
function choicesOf(item: Item, index: number, kept: readonly Kept[], reading: (id: string) => string): Chosen[] {
  const answers = kept.map(({ sitting, row }) => ({
    chosen: sitting.answers.get(item.id)?.body ?? [],
    rest: row.reduce<number>((sum, one) => sum + one, 0) - row[index]!,
  }))
  const by = (id: string) => {
    const who = answers.filter((answer) => answer.chosen.includes(id))
    return {
      count: who.length,
      restMean: who.length > 0 ? who.reduce((sum, one) => sum + one.rest, 0) / who.length : null,
    }
  }
  return choosable(
    item,
    answers.flatMap((answer) => answer.chosen),
  ).map((one) => ({ ...one, misreading: one.misreading && reading(one.misreading), ...by(one.id) }))
}

/**
 * Readings across the items of the quiz: how many showed each at least once, of those who answered an item that can
 * show it. Counted from the same first tries as every other figure.
 */
function readingsAcross(
  items: readonly Item[],
  kept: readonly Kept[],
  numberOf: (item: string) => number,
  reading: (id: string) => string,
) {
  const found = new Map<string, { who: Set<string>; asked: Set<string>; items: Set<number> }>()
  for (const item of items) {
    const possible = misreadingsOf(item)
    for (const { student, sitting } of kept) {
      const answer = sitting.answers.get(item.id)?.body
      if (!answer) continue
      for (const id of possible) {
        const entry = found.get(id) ?? { who: new Set(), asked: new Set(), items: new Set() }
        found.set(id, entry)
        entry.asked.add(student)
      }
      for (const id of misreadingsIn(item, answer)) {
        found.get(id)!.who.add(student)
        found.get(id)!.items.add(numberOf(item.id))
      }
    }
  }
  return [...found]
    .filter(([, { who }]) => who.size > 0)
    .map(([id, { who, asked, items: at }]) => ({
      id,
      reading: reading(id),
      students: who.size,
      of: asked.size,
      share: wilson(who.size, asked.size),
      items: [...at].toSorted((a, b) => a - b),
    }))
    .toSorted((a, b) => b.students / b.of - a.students / a.of || (a.id < b.id ? -1 : 1))
}

/** The same items as they stood in other assignments of this class: side by side, and never added together. */
async function otherVersions(ctx: SignedIn, gathered: Awaited<ReturnType<typeof gather>>) {
  const { assignment, assignments, students, overrides, quiz } = gathered
  const ids = new Set(quiz.items.map(({ id }) => id))
  const others = assignments.filter(
    (one) => one.kind === 'quiz' && one.id !== assignment.id && one.targetId === assignment.targetId,
  )
  const read = await Promise.all(
    others.map(async (other) => {
      const given = students.filter((student) => isGivenTo(other, student))
      const { kept: asked, all } = await readQuiz(ctx, other, given, overrides)
      const sat = given.flatMap((student) => {
        const first = all.get(student.userId)?.[0]
        return first && !first.open ? [first] : []
      })
      return firstDrawn(asked.items)
        .filter((item) => isScored(item) && ids.has(item.id))
        .map((item) => ({
          item: item.id,
          assignment: other.id,
          title: other.title,
          revision: item.revision,
          n: sat.length,
          right: sat.filter(({ answers }) => isRight(item, answers.get(item.id)?.body ?? [])).length,
        }))
    }),
  )
  return read.flat().filter(({ n }) => n > 0)
}

/** How hard each item of a quiz is, how it goes with the rest, and which wrong options draw: with n and intervals. */
export const analyseQuiz = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.observe',
  subject: quizSubject,
  run: async (ctx, input, { classId }) => {
    const gathered = await gather(ctx, classId, input.assignment)
    const { klass, seesAll, assignment, quiz, given, kept, elsewhere: uncounted } = gathered
    const elsewhere = await otherVersions(ctx, gathered)
    const statistics = statisticsOf(kept.map(({ row }) => row))
    const reading = (id: string) => quiz.misreadings.find((one) => one.id === id)?.reading ?? id
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      assignment: {
        id: assignment.id,
        title: assignment.title,
        zone: assignment.zone,
        closesAt: assignment.closesAt?.toISOString() ?? null,
        revision: assignment.revisionHash.slice(0, 12),
      },
      now: ctx.now().toISOString(),
      of: given.length,
      /** First attempts at another version of the quiz, which are not counted with these. */
      uncounted,
      n: statistics.n,
      by: statistics.by,
      kr20: statistics.kr20,
      scores: statistics.scores,
      readings: readingsAcross(quiz.items, kept, quiz.numberOf, reading),
      items: quiz.items.map((item, index) => {
        const figures = statistics.items[index]
        const choices = choicesOf(item, index, kept, reading)
        const right = figures?.right ?? 0
        return {
          id: item.id,
          number: quiz.numberOf(item.id),
          revision: item.revision,
          stem: item.stem,
          kind: item.kind,
          passage: item.passage,
          right,
          wrong: kept.length - right,
          share: figures?.share ?? null,
          itemRest: figures?.itemRest ?? null,
          sums: figures?.sums ?? null,
          verdict: figures ? verdictOn(figures) : null,
          advice: figures ? adviceOn(figures, item.kind, choices) : [],
          elsewhere: elsewhere.filter((one) => one.item === item.id),
          unanswered: kept.filter(({ sitting }) => !sitting.answers.has(item.id)).length,
          choices,
        }
      }),
    }
  },
})
export type AnalysisView = Awaited<ReturnType<typeof analyseQuiz>>

/**
 * The matrix that every figure of the analysis is computed from, so that anyone can compute them again: a row a kept
 * attempt by the student’s number, and for each item the answer and 1 or 0. Leaves an audit row.
 */
export const exportMatrix = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: quizSubject,
  run: async (ctx, input, { classId }) => {
    const { assignment, quiz, kept } = await gather(ctx, classId, input.assignment)
    await ctx.db.atomically((tx) =>
      record(ctx.db, tx, {
        classId,
        actorId: ctx.viewer.userId,
        action: 'class.export',
        object: `assignments/${assignment.id}`,
        now: ctx.now(),
      }),
    )
    const head = [
      'student',
      'handed_in_at',
      ...quiz.items.flatMap(({ id, revision }) => [`${id}.r${revision}`, `${id}.answer`]),
      'score',
    ]
    const rows = kept.map(({ number, sitting, row }) => [
      number,
      sitting.handedInAt?.toISOString() ?? '',
      ...quiz.items.flatMap((item, i) => [row[i]!, sitting.answers.get(item.id)?.body.join(' ') ?? '']),
      row.reduce<number>((sum, one) => sum + one, 0),
    ])
    return {
      name: `xihua-hall-${ctx.now().toISOString().slice(0, 10)}-matrix.csv`,
      text: stringify([head, ...rows], { bom: true, escape_formulas: true }),
    }
  },
})
