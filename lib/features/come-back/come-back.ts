/**
 * What a student missed in a quiz comes back on later days (decision 46). Nothing of it counts and nobody else sees it;
 * nothing of an item is here before the quiz that asked it has been explained to this student.
 */
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { lastClosing, rulesOf } from '#lib/db/queries/assignments.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { frozenQuizzes, listRecalls, practiceOf, type FrozenQuiz, type PracticeRow } from '#lib/db/queries/recalls.ts'
import { revisionOf } from '#lib/db/queries/scores.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { attemptStanding, feedbackIsDue } from '#lib/domain/availability.ts'
import { drawn, inOrderAsked, itemsAsked } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { itemAnswerSchema, showItem, type Item, type ItemAnswer, type ShownItem } from '#lib/domain/item.ts'
import { admitAnswer, isRight, isScored, judge, verdictSchema, type Verdict } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { dayOf } from '#lib/domain/zone.ts'
import { comebackOf, CRITERION, type Comeback, type Recall } from './schedule.ts'

/** One item that was missed at least once, with why and when it is back. */
type Card = {
  item: Item
  frozen: FrozenQuiz
  hash: string
  quiz: string
  /** Left open when it was missed, and not answered otherwise. */
  leftOpen: boolean
  comeback: Comeback
  practice: PracticeRow[]
}

/** The order of options is the day's own: a letter remembered is nothing learned. */
function shownOn(card: Card, userId: string, day: string): ShownItem {
  const { family: _family, ...item } = showItem(card.item)
  return itemsAsked([item], { seed: `${userId}/${day}`, ordinal: 1 }, true)[0]!
}

async function cardsOf(ctx: SignedIn, classId: string, zone: string): Promise<Card[]> {
  const { db, viewer } = ctx
  const now = ctx.now()
  const own = await listRecalls(db, classId, viewer.userId)
  if (!own.member || own.attempts.length === 0) return []
  const given = new Map(own.assignments.map((one) => [one.id, one]))
  const frozen = await frozenQuizzes(
    db,
    own.attempts.flatMap((attempt) => attempt.revisionHash ?? given.get(attempt.assignmentId)?.revisionHash ?? []),
  )
  /** Asked in an attempt that is not explained yet: such an item rests, whatever else explained it. */
  const resting = new Set<string>()
  const found = new Map<string, { recalls: Recall[]; newest: Omit<Card, 'comeback' | 'practice'> }>()
  for (const attempt of own.attempts) {
    const assignment = given.get(attempt.assignmentId)!
    const body = frozen.get(revisionOf(attempt, assignment))!
    const items = drawn(body.kept.items, attempt).filter(isScored)
    const { handedInAt } = attemptStanding(attempt, rulesOf(assignment, own.overrides, own.member), now)
    const lastClosesAt = lastClosing(assignment, own.overrides)
    if (!handedInAt || !feedbackIsDue(assignment.feedback, handedInAt, lastClosesAt, now)) {
      for (const { id } of items) resting.add(id)
      continue
    }
    // It was learned when it was explained, and the days are counted from there.
    const at = assignment.feedback === 'closed' && lastClosesAt && lastClosesAt > handedInAt ? lastClosesAt : handedInAt
    for (const item of items) {
      const versions = own.answers.filter((row) => row.attemptId === attempt.id && row.item === item.id)
      const last = versions.at(-1)?.body ?? []
      const checked = own.checks.filter((row) => row.attemptId === attempt.id && row.item === item.id)
      const right =
        isRight(item, last) &&
        checked.every(({ seq }) => isRight(item, versions.find((row) => row.seq === seq)?.body ?? []))
      const known = found.get(item.id)
      const asked = { item, frozen: body, hash: revisionOf(attempt, assignment), quiz: assignment.title }
      found.set(item.id, {
        recalls: [...(known?.recalls ?? []), { at, right }],
        newest: right && known ? known.newest : { ...asked, leftOpen: last.length === 0 },
      })
    }
  }
  return [...found].flatMap(([id, { recalls, newest }]): Card[] => {
    const practice = own.practice.filter((row) => row.item === id)
    const all = [...recalls, ...practice.map((row) => ({ at: row.answeredAt, right: row.correct }))]
    const comeback = comebackOf(
      all.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
      (at) => dayOf(at, zone),
    )
    return comeback && !resting.has(id) ? [{ ...newest, comeback, practice }] : []
  })
}

const isBack = (card: Card, today: string): boolean => card.comeback.dueOn !== null && card.comeback.dueOn <= today
const answeredOn = (card: Card, day: string, zone: string): PracticeRow | null =>
  card.practice.find((row) => dayOf(row.answeredAt, zone) === day) ?? null

const explained = (card: Card, shown: ShownItem, answer: ItemAnswer): Verdict =>
  inOrderAsked(judge(card.item, answer, card.frozen.kept.misreadings), shown)

/** What is back today, what was answered today with its explanation, and what comes later. */
export const viewComeback = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'work.do',
  subject: (ctx, input) => ({ classId: input.class, sectionId: null, userId: ctx.viewer?.userId ?? '' }),
  run: async (ctx, input) => {
    const klass = await findClass(ctx.db, input.class)
    if (!klass) throw new Refusal('not-found')
    const { zone } = klass
    const today = dayOf(ctx.now(), zone)
    const cards = await cardsOf(ctx, input.class, zone)
    const asked = cards.flatMap((card) => {
      const answered = answeredOn(card, today, zone)
      if (!answered && !isBack(card, today)) return []
      const shown = shownOn(card, ctx.viewer.userId, today)
      return [
        {
          item: shown,
          quiz: card.quiz,
          leftOpen: card.leftOpen,
          missedAt: card.comeback.missedAt.toISOString(),
          missedAgain: card.practice.some(
            ({ answeredAt }) => answeredAt.getTime() === card.comeback.missedAt.getTime(),
          ),
          rightOn: card.comeback.rightOn,
          dueOn: card.comeback.dueOn,
          verdict: answered ? explained(card, shown, answered.body) : null,
        },
      ]
    })
    const later = cards.flatMap(({ comeback: { dueOn } }) => (dueOn && dueOn > today ? [dueOn] : [])).toSorted()
    return {
      class: { id: klass.id, title: klass.title, zone },
      asked: asked.toSorted((a, b) => (a.missedAt < b.missedAt ? -1 : a.missedAt > b.missedAt ? 1 : 0)),
      open: asked.filter(({ verdict }) => verdict === null).length,
      later: { items: later.length, next: later[0] ?? null },
      gone: cards.filter(({ comeback }) => comeback.dueOn === null).length,
      criterion: CRITERION,
    }
  },
})
export type ComebackView = Awaited<ReturnType<typeof viewComeback>>

/** Answers one item that is back: judged and explained at once, never counting. A second answer on a day gives the first result. */
export const answerAgain = feature({
  input: z.strictObject({ class: idSchema, item: z.string().max(80), answer: itemAnswerSchema.default([]) }),
  permission: 'work.do',
  subject: (ctx, input) => ({ classId: input.class, sectionId: null, userId: ctx.viewer?.userId ?? '' }),
  output: z.strictObject({ verdict: verdictSchema }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId } = ctx
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    const at = now()
    const today = dayOf(at, klass.zone)
    const card = (await cardsOf(ctx, input.class, klass.zone)).find(({ item }) => item.id === input.item)
    if (!card || !(isBack(card, today) || answeredOn(card, today, klass.zone))) throw new Refusal('not-found')
    const shown = shownOn(card, viewer.userId, today)
    const answer = admitAnswer(shown, input.answer)
    const own = { classId: input.class, userId: viewer.userId, item: card.item.id }
    const counted = await db.atomically(function* (tx) {
      const before = (yield* practiceOf(db, tx, own)).find((row) => dayOf(row.answeredAt, klass.zone) === today)
      if (before) return before.body
      const row = { ...own, id: newId(), revisionHash: card.hash, body: answer, correct: isRight(card.item, answer) }
      yield* q(tx.insert(db.t.practice).values({ ...row, answeredAt: at }))
      return answer
    })
    return { verdict: explained(card, shown, counted) }
  },
})
