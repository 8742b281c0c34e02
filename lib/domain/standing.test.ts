import { describe, expect, test } from 'vitest'
import type { Rules } from './availability.ts'
import { NO_WORK, standingOf, together, type Work } from './standing.ts'

const at = (day: number, hour = 12): Date => new Date(Date.UTC(2026, 8, day, hour))
const rules: Rules = {
  opensAt: null,
  dueAt: at(5),
  closesAt: at(10),
  attemptsAllowed: 2,
  timeLimitMinutes: 60,
  extraTimePercent: 0,
}
const attempt = (given: Partial<Work['attempts'][number]>): Work['attempts'][number] => ({
  startedAt: at(3),
  submittedAt: null,
  earned: null,
  total: null,
  answered: 0,
  lastSavedAt: null,
  ...given,
})

describe('where a student stands', () => {
  test('with nothing done', () => {
    expect(standingOf(NO_WORK, rules, at(4))).toEqual({
      state: 'not-begun',
      doneAt: null,
      predictedAt: null,
      afterDue: false,
      score: null,
      answered: 0,
      attempts: 0,
      lastSavedAt: null,
    })
  })

  test('with predictions before a reading: begun with them, and done only with the reading', () => {
    const predicted = { ...NO_WORK, predictedAt: at(3) }
    expect(standingOf(predicted, rules, at(4))).toMatchObject({
      state: 'under-way',
      predictedAt: at(3),
      lastSavedAt: at(3),
      doneAt: null,
    })
    expect(standingOf(predicted, rules, at(9)).state).toBe('quiet')
    const place = { at: 's90', startedAt: at(4), savedAt: at(4), finishedAt: at(4) }
    expect(standingOf({ ...predicted, place }, rules, at(4))).toMatchObject({
      state: 'done',
      doneAt: at(4),
      lastSavedAt: at(4),
    })
  })

  test('in an open attempt: the items answered, and no score even where one is known', () => {
    const open = attempt({ startedAt: at(4), answered: 3, lastSavedAt: at(4), earned: 2, total: 8 })
    expect(standingOf({ ...NO_WORK, attempts: [open] }, rules, at(4))).toMatchObject({
      state: 'under-way',
      answered: 3,
      score: null,
      doneAt: null,
      attempts: 1,
    })
  })

  test('after the time ran out: handed in at the deadline, with its score and nothing under way', () => {
    const ranOut = attempt({ startedAt: at(4), answered: 3, lastSavedAt: at(4), earned: 2, total: 8 })
    expect(standingOf({ ...NO_WORK, attempts: [ranOut] }, rules, at(6))).toMatchObject({
      state: 'done',
      doneAt: at(4, 13),
      score: { earned: 2, total: 8 },
      answered: 0,
    })
  })

  test('with two attempts: done with the first, the best score counts', () => {
    const two = [
      attempt({ startedAt: at(3), submittedAt: at(3, 13), earned: 6, total: 8 }),
      attempt({ startedAt: at(6), submittedAt: at(6, 13), earned: 4, total: 8 }),
    ]
    expect(standingOf({ ...NO_WORK, attempts: two }, rules, at(7))).toMatchObject({
      doneAt: at(3, 13),
      afterDue: false,
      score: { earned: 6, total: 8 },
      attempts: 2,
    })
  })

  test('after the due date is said, to the moment', () => {
    const on = (submittedAt: Date) =>
      standingOf({ ...NO_WORK, attempts: [attempt({ submittedAt, earned: 1, total: 8 })] }, rules, at(9)).afterDue
    expect(on(at(5))).toBe(false)
    expect(on(new Date(at(5).getTime() + 1))).toBe(true)
    expect(
      standingOf(
        { ...NO_WORK, attempts: [attempt({ submittedAt: at(9), earned: 1, total: 8 })] },
        { ...rules, dueAt: null },
        at(9),
      ).afterDue,
    ).toBe(false)
  })

  test('with a reading: done when finished, and going on reading changes nothing', () => {
    const place = { at: 's90', startedAt: at(1), savedAt: at(8), finishedAt: at(4) }
    expect(standingOf({ ...NO_WORK, place }, rules, at(20))).toMatchObject({
      state: 'done',
      doneAt: at(4),
      lastSavedAt: at(8),
    })
    expect(standingOf({ ...NO_WORK, place: { ...place, finishedAt: null } }, rules, at(9))).toMatchObject({
      state: 'under-way',
      doneAt: null,
    })
    expect(standingOf({ ...NO_WORK, place: { ...place, finishedAt: null } }, rules, at(14))).toMatchObject({
      state: 'quiet',
    })
  })

  test('with a post: a draft is under way, a posted one done at its first posting', () => {
    const post = {
      state: 'draft' as const,
      startedAt: at(2),
      savedAt: at(3),
      postedAt: null,
      versions: 0,
      isErased: false,
    }
    expect(standingOf({ ...NO_WORK, post }, rules, at(4))).toMatchObject({
      state: 'under-way',
      doneAt: null,
      lastSavedAt: at(3),
    })
    expect(
      standingOf(
        { ...NO_WORK, post: { ...post, state: 'posted', postedAt: at(3), savedAt: at(7), versions: 2 } },
        rules,
        at(8),
      ),
    ).toMatchObject({ state: 'done', doneAt: at(3), lastSavedAt: at(7) })
  })

  test('with an exercise: boxes filled in are counted, done once handed in', () => {
    const exercise = { startedAt: at(2), savedAt: at(3), handedInAt: null, answered: 4 }
    expect(standingOf({ ...NO_WORK, exercise }, rules, at(4))).toMatchObject({
      state: 'under-way',
      answered: 4,
      doneAt: null,
      lastSavedAt: at(3),
    })
    expect(standingOf({ ...NO_WORK, exercise: { ...exercise, handedInAt: at(4) } }, rules, at(20))).toMatchObject({
      state: 'done',
      doneAt: at(4),
    })
  })

  test('last saved is the latest of all, and an attempt without an answer was saved when it began', () => {
    const lastSaved = (...attempts: Work['attempts']) =>
      standingOf({ ...NO_WORK, attempts }, rules, at(4, 13)).lastSavedAt
    expect(lastSaved(attempt({ startedAt: at(4) }))).toEqual(at(4))
    expect(lastSaved(attempt({ startedAt: at(2), lastSavedAt: at(3) }), attempt({ startedAt: at(1) }))).toEqual(at(3))
    expect(lastSaved(attempt({ startedAt: at(1) }), attempt({ startedAt: at(2), lastSavedAt: at(3) }))).toEqual(at(3))
  })

  test('nothing that is not done is after the due date', () =>
    expect(standingOf(NO_WORK, { ...rules, dueAt: at(1) }, at(9)).afterDue).toBe(false))

  test('an attempt without a total has no score, one without a point scores nothing', () => {
    const score = (given: Partial<Work['attempts'][number]>) =>
      standingOf({ ...NO_WORK, attempts: [attempt({ submittedAt: at(4), ...given })] }, rules, at(5)).score
    expect(score({ earned: null, total: null })).toBeNull()
    expect(score({ earned: 0, total: 0 })).toBeNull()
    expect(score({ earned: null, total: 8 })).toEqual({ earned: 0, total: 8 })
  })
})

describe('two entries of one student are one piece of work', () => {
  const place = (day: number, finishedAt: Date | null) => ({ at: 's1', startedAt: at(1), savedAt: at(day), finishedAt })
  const post = (day: number, state: 'draft' | 'posted') => ({
    state,
    startedAt: at(1),
    savedAt: at(day),
    postedAt: state === 'posted' ? at(day) : null,
    versions: state === 'posted' ? 1 : 0,
    isErased: false,
  })
  const exercise = (day: number, handedInAt: Date | null) => ({
    startedAt: at(1),
    savedAt: at(day),
    handedInAt,
    answered: day,
  })
  const begun = (day: number): Work => ({
    ...NO_WORK,
    place: place(day, null),
    post: post(day, 'draft'),
    exercise: exercise(day, null),
  })
  const done = (day: number): Work => ({
    ...NO_WORK,
    place: place(day, at(day)),
    post: post(day, 'posted'),
    exercise: exercise(day, at(day)),
  })
  const kept = (own: Work, other: Work) => {
    const one = together(own, other)
    return [one.place, one.post, one.exercise].map((each) => each?.savedAt.getUTCDate() ?? null)
  }

  test.each([
    ['nothing of their own: the other’s', NO_WORK, begun(3), 3],
    ['nothing of the other: their own', begun(2), NO_WORK, 2],
    ['nothing of either', NO_WORK, NO_WORK, null],
    ['what is done comes before what is begun, theirs', done(2), begun(3), 2],
    ['what is done comes before what is begun, the other’s', begun(2), done(3), 3],
    ['both done: their own', done(2), done(3), 2],
    ['neither done: their own', begun(2), begun(3), 2],
  ])('%s', (_what, own, other, day) => expect(kept(own, other)).toEqual([day, day, day]))

  test('every attempt counts, their own first, and predictions where there are any', () => {
    const [own, other] = [attempt({ startedAt: at(1) }), attempt({ startedAt: at(2) })]
    expect(together({ ...NO_WORK, attempts: [own] }, { ...NO_WORK, attempts: [other] }).attempts).toEqual([own, other])
    expect(together({ ...NO_WORK, predictedAt: at(2) }, { ...NO_WORK, predictedAt: at(1) }).predictedAt).toEqual(at(2))
    expect(together(NO_WORK, { ...NO_WORK, predictedAt: at(1) }).predictedAt).toEqual(at(1))
  })
})
