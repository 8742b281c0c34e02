import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { findAssignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findCableWork, readCarried } from '#lib/db/queries/cables.ts'
import type { Member } from '#lib/db/queries/classes.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import type { Carried } from '#lib/domain/cable.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Item } from '#lib/domain/item.ts'
import { adviceOn } from '#lib/domain/item-advice.ts'
import { type Choosable, choosable, isRight, isScored, misreadingsIn, misreadingsOf } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { statisticsOf, verdictOn, wilson } from '#lib/domain/statistics.ts'
import { isGivenTo, reach, versionOf } from '#lib/db/queries/class-work.ts'
import type { Keys } from '#lib/db/queries/scores.ts'
import { readSheets, type Given, type Sheet } from '#lib/db/queries/sheets.ts'
import { once } from './once.ts'
import { sureAndWrong } from './sure-and-wrong.ts'
import { writtenRows } from './written-rows.ts'

/** A first attempt that is handed in: the one kind that statistics are made of, since later tries have seen reasons. */
type Kept = Pick<Sheet, 'userId' | 'handedInAt' | 'answers' | 'sure'> & { row: (0 | 1)[]; score: number }

const quizSubject = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'quiz' ? { classId: assignment.classId, assignment } : null
}

async function gather(ctx: SignedIn, classId: string, id: string) {
  const reached = await reach(ctx, classId)
  const assignment = reached.assignments.find((one) => one.id === id)
  if (!assignment) throw new Refusal('not-found')
  const given = reached.students.filter((student) => isGivenTo(assignment, student))
  const { kept: asked, sheets } = await readSheets(ctx, assignment, given, reached.overrides, 'first')
  // A written answer is neither right nor wrong to the program, so it is no column of the matrix.
  const numbers = new Map(asked.items.map(({ id: item }, index) => [item, index + 1]))
  // First attempts, of which statistics are made, all ask the same item of a family.
  const items = firstDrawn(asked.items).filter(isScored)
  const quiz = { ...asked, items, all: asked.items, numberOf: (item: string) => numbers.get(item)! }
  const asksThese = once(({ items: own }: Keys) =>
    items.every((item) => own.some((one) => versionOf(one) === versionOf(item))),
  )
  const columns = new Map(items.map((item, i) => [item.id, { item, i }]))
  const judged = once((one: Given): { i: number; right: boolean } | null => {
    const column = columns.get(one.item)
    return column ? { i: column.i, right: isRight(column.item, one.body) } : null
  })
  const kept = sheets.flatMap(({ userId, handedInAt, answers, sure, keys, erased }): Kept[] => {
    if (!asksThese(keys) || erased) return []
    const row = items.map((): 0 | 1 => 0)
    let score = 0
    for (const one of answers) {
      const verdict = judged(one)
      if (!verdict?.right) continue
      row[verdict.i] = 1
      score += 1
    }
    return [{ userId, handedInAt, answers, sure, row, score }]
  })
  return {
    ...reached,
    assignment,
    quiz,
    given,
    kept,
    elsewhere: sheets.filter(({ keys }) => !asksThese(keys)).length,
  }
}

type Chosen = Choosable & {
  count: number
  /** Mean score on the other items of those who chose it; null when nobody did. */
  restMean: number | null
}

/** What was answered to one item: every answer that was given, by how many, and their scores on the other items together. */
type Tally = Map<Given, { count: number; rest: number }>

/** One pass over the class: an answer that many gave is counted with them, and looked at once. */
function tallies(items: readonly Item[], kept: readonly Kept[]): Map<string, Tally> {
  const found = new Map<string, Tally>(items.map(({ id }) => [id, new Map()]))
  const places = new Map(items.map(({ id }, i) => [id, i]))
  const indexOf = once((one: Given) => places.get(one.item) ?? -1)
  const entryOf = once((one: Given) => {
    const entry = { count: 0, rest: 0 }
    found.get(one.item)?.set(one, entry)
    return entry
  })
  for (const { answers, row, score } of kept)
    for (const one of answers) {
      const i = indexOf(one)
      if (i < 0) continue
      const entry = entryOf(one)
      entry.count += 1
      entry.rest += score - row[i]!
    }
  return found
}

/** Who chose what, with how those did on the other items: choices as written, sentences as chosen. */
function choicesOf(item: Item, tally: Tally, reading: (id: string) => string): Chosen[] {
  const by = new Map<string, { count: number; rest: number }>()
  for (const [{ body }, { count, rest }] of tally)
    for (const id of new Set(body)) {
      const so = by.get(id)
      by.set(id, { count: count + (so?.count ?? 0), rest: rest + (so?.rest ?? 0) })
    }
  return choosable(item, [...by.keys()]).map((one) => {
    const { count, rest } = by.get(one.id) ?? { count: 0, rest: 0 }
    return {
      ...one,
      misreading: one.misreading && reading(one.misreading),
      count,
      restMean: count > 0 ? rest / count : null,
    }
  })
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
  const ids = [...new Set(items.flatMap(misreadingsOf))]
  const [placeOf, itemOf] = [
    new Map(ids.map((id, i) => [id, i])),
    new Map(items.map((item): [string, Item] => [item.id, item])),
  ]
  const found = ids.map((id) => ({ id, who: 0, asked: 0, items: new Set<number>() }))
  const read = once(({ item: id, body }: Given) => {
    const item = itemOf.get(id)
    const at = (all: readonly string[]) => all.map((one) => placeOf.get(one)!)
    const shown = item ? at(misreadingsIn(item, body)) : []
    for (const i of shown) found[i]!.items.add(numberOf(id))
    return { possible: item ? at(misreadingsOf(item)) : [], shown }
  })
  // The last student who was counted under each reading, so that nobody is counted twice.
  const [lastAsked, lastWho] = [new Int32Array(ids.length), new Int32Array(ids.length)]
  for (const [n, { answers }] of kept.entries())
    for (const one of answers) {
      const { possible, shown } = read(one)
      for (const i of possible) {
        if (lastAsked[i] === n + 1) continue
        lastAsked[i] = n + 1
        found[i]!.asked += 1
      }
      for (const i of shown) {
        if (lastWho[i] === n + 1) continue
        lastWho[i] = n + 1
        found[i]!.who += 1
      }
    }
  return found
    .filter(({ who }) => who > 0)
    .map(({ id, who, asked, items: at }) => ({
      id,
      reading: reading(id),
      students: who,
      of: asked,
      share: wilson(who, asked),
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
      const { kept: asked, sheets } = await readSheets(ctx, other, given, overrides, 'first')
      return firstDrawn(asked.items)
        .filter((item) => isScored(item) && ids.has(item.id))
        .map((item) => {
          const isRightHere = once((one: Given) => one.item === item.id && isRight(item, one.body))
          return {
            item: item.id,
            assignment: other.id,
            title: other.title,
            revision: item.revision,
            n: sheets.length,
            right: sheets.filter(({ answers }) => answers.some(isRightHere)).length,
          }
        })
    }),
  )
  return read.flat().filter(({ n }) => n > 0)
}

async function carriedBy(ctx: SignedIn, assignment: string, students: readonly Member[]): Promise<Carried | null> {
  const work = await findCableWork(ctx.db, assignment)
  const authors = new Set(students.map(({ userId }) => userId))
  return work && ctx.db.atomically((tx) => readCarried(ctx.db, tx, work, authors, ctx.now()))
}

/** How hard each item of a quiz is, how it goes with the rest, and which wrong options draw: with n and intervals. */
export const analyseQuiz = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.observe',
  subject: quizSubject,
  run: async (ctx, input, { classId }) => {
    const gathered = await gather(ctx, classId, input.assignment)
    const { klass, seesAll, assignment, quiz, given, kept, elsewhere: uncounted } = gathered
    const [elsewhere, written, carried] = await Promise.all([
      otherVersions(ctx, gathered),
      writtenRows(ctx, assignment, quiz.all, given),
      carriedBy(ctx, assignment.id, given),
    ])
    const confident = assignment.asksConfidence ? sureAndWrong(quiz.items, kept) : null
    const statistics = statisticsOf(kept.map(({ row }) => row))
    const reading = (id: string) => quiz.misreadings.find((one) => one.id === id)?.reading ?? id
    const tally = tallies(quiz.items, kept)
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
      written: written.map((one) => ({ ...one, number: quiz.numberOf(one.id) })),
      /** What classmates find in one another’s cables; null where they do not read them. */
      carried,
      readings: readingsAcross(quiz.items, kept, quiz.numberOf, reading),
      items: quiz.items.map((item, index) => {
        const figures = statistics.items[index]
        const own = tally.get(item.id)!
        const choices = choicesOf(item, own, reading)
        const right = figures?.right ?? 0
        const unanswered = [...own.values()].reduce((left, { count }) => left - count, kept.length)
        return {
          id: item.id,
          number: quiz.numberOf(item.id),
          revision: item.revision,
          stem: item.stem,
          kind: item.kind,
          passage: item.passage,
          right,
          /** Answers that were given and are not right: what the shares of the wrong options are of. */
          wrong: kept.length - right - unanswered,
          share: figures?.share ?? null,
          itemRest: figures?.itemRest ?? null,
          sums: figures?.sums ?? null,
          verdict: figures ? verdictOn(figures) : null,
          advice: figures ? adviceOn(figures, item.kind, choices) : [],
          elsewhere: elsewhere.filter((one) => one.item === item.id),
          /** Null where it was not asked, or by too few said. */
          confident: confident?.[index] ?? null,
          unanswered,
          choices,
        }
      }),
    }
  },
})
export type AnalysisView = Awaited<ReturnType<typeof analyseQuiz>>

/**
 * The matrix that every figure of the analysis is computed from, so that anyone can compute them again: a row a kept
 * attempt by the student’s number, and for each item 1 or 0, the answer, and how sure they said they were where it is
 * asked, from 1 to 3. Leaves an audit row.
 */
export const exportMatrix = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: quizSubject,
  run: async (ctx, input, { classId }) => {
    const { assignment, quiz, kept, numberOf } = await gather(ctx, classId, input.assignment)
    const { asksConfidence } = assignment
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
      ...quiz.items.flatMap(({ id, revision }) => [
        `${id}.r${revision}`,
        `${id}.answer`,
        ...(asksConfidence ? [`${id}.sure`] : []),
      ]),
      'score',
    ]
    const rows = kept.map(({ userId, handedInAt, answers, sure, row, score }) => {
      const given = new Map(
        answers.map(({ item, body }, i) => [item, { chosen: body.join(' '), sure: sure[i]! || '' }]),
      )
      return [
        numberOf(userId),
        handedInAt?.toISOString() ?? '',
        ...quiz.items.flatMap((item, i) => [
          row[i]!,
          given.get(item.id)?.chosen ?? '',
          ...(asksConfidence ? [given.get(item.id)?.sure ?? ''] : []),
        ]),
        score,
      ]
    })
    return {
      name: `xihua-hall-${ctx.now().toISOString().slice(0, 10)}-matrix.csv`,
      text: stringify([head, ...rows], { bom: true, escape_formulas: true }),
    }
  },
})
