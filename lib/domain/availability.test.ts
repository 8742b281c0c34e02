import { describe, expect, test } from 'vitest'
import {
  attemptDeadline,
  attemptStanding,
  availabilityAt,
  feedbackIsDue,
  GRACE_MS,
  rulesFor,
  STALLED_AFTER_MS,
  workState,
  type Rules,
} from './availability.ts'

const at = (text: string): Date => new Date(`2026-09-01T${text}Z`)
const plus = (from: Date, ms: number): Date => new Date(from.getTime() + ms)
const rules = (given: Partial<Rules> = {}): Rules => ({
  opensAt: null,
  dueAt: null,
  closesAt: null,
  attemptsAllowed: null,
  timeLimitMinutes: null,
  extraTimePercent: 0,
  ...given,
})

describe('availability', () => {
  const dated = rules({ opensAt: at('09:00:00'), dueAt: at('12:00:00'), closesAt: at('15:00:00') })
  test.each([
    ['08:59:59.999', 'not-open-yet'],
    ['09:00:00', 'open'],
    ['12:00:00', 'open'],
    ['12:00:00.001', 'after-due'],
    ['15:00:00', 'after-due'],
    ['15:00:15', 'after-due'],
    ['15:00:15.001', 'closed'],
  ])('at %s it is %s', (time, expected) => {
    expect(availabilityAt(dated, at(time))).toBe(expected)
  })

  test('dates left out never stand in the way', () => {
    expect(availabilityAt(rules(), at('00:00:00'))).toBe('open')
    expect(availabilityAt(rules({ closesAt: at('15:00:00') }), at('16:00:00'))).toBe('closed')
    expect(availabilityAt(rules({ dueAt: at('12:00:00') }), plus(at('12:00:00'), 365 * 86_400_000))).toBe('after-due')
    expect(availabilityAt(rules({ opensAt: at('09:00:00') }), at('16:00:00'))).toBe('open')
  })

  test('closing wins over the due date where both have passed', () => {
    expect(availabilityAt(rules({ dueAt: at('15:00:00'), closesAt: at('15:00:00') }), at('15:00:16'))).toBe('closed')
  })
})

describe('a student’s own rules', () => {
  const base = {
    opensAt: at('09:00:00'),
    dueAt: at('12:00:00'),
    closesAt: at('15:00:00'),
    attemptsAllowed: 1,
    timeLimitMinutes: 20,
  }
  test('are the assignment’s where nothing else is said', () => {
    expect(rulesFor(base, [], 25)).toEqual({ ...base, extraTimePercent: 25 })
  })
  test('take each value from the last override that names it, and nothing from empty ones', () => {
    const section = { dueAt: at('13:00:00'), attemptsAllowed: 2 }
    const own = { opensAt: null, closesAt: at('18:00:00'), attemptsAllowed: 3, timeLimitMinutes: undefined }
    expect(rulesFor(base, [section, own], 0)).toEqual({
      ...base,
      dueAt: at('13:00:00'),
      closesAt: at('18:00:00'),
      attemptsAllowed: 3,
      extraTimePercent: 0,
    })
    expect(rulesFor(base, [own, section], 0).attemptsAllowed).toBe(2)
  })
  test('leave the assignment as it was', () => {
    const before = { ...base }
    rulesFor(base, [{ dueAt: at('13:00:00') }], 0)
    expect(base).toEqual(before)
  })
})

describe('an attempt', () => {
  const startedAt = at('10:00:00')
  test('ends with its limit, stretched by extra time', () => {
    expect(attemptDeadline(rules({ timeLimitMinutes: 20 }), startedAt)).toEqual(at('10:20:00'))
    expect(attemptDeadline(rules({ timeLimitMinutes: 20, extraTimePercent: 50 }), startedAt)).toEqual(at('10:30:00'))
    expect(attemptDeadline(rules({ timeLimitMinutes: 1, extraTimePercent: 33 }), startedAt)).toEqual(
      plus(startedAt, 79_800),
    )
  })
  test('ends at closing where that comes first: extra time does not move the closing', () => {
    expect(
      attemptDeadline(rules({ timeLimitMinutes: 20, extraTimePercent: 300, closesAt: at('10:30:00') }), startedAt),
    ).toEqual(at('10:30:00'))
    expect(attemptDeadline(rules({ closesAt: at('10:05:00') }), startedAt)).toEqual(at('10:05:00'))
    expect(attemptDeadline(rules(), startedAt)).toBeNull()
  })

  const timed = rules({ timeLimitMinutes: 20 })
  test.each([
    ['10:19:59', true, null],
    ['10:20:15', true, null],
    ['10:20:15.001', false, '10:20:00'],
    ['23:00:00', false, '10:20:00'],
  ])('at %s: open %s, handed in %s', (time, open, handedIn) => {
    expect(attemptStanding({ startedAt, submittedAt: null }, timed, at(time))).toEqual({
      open,
      handedInAt: handedIn ? at(handedIn) : null,
      deadlineAt: at('10:20:00'),
    })
  })
  test('that was handed in stays so, whatever the rules say later', () => {
    const standing = attemptStanding({ startedAt, submittedAt: at('10:07:00') }, rules(), at('10:08:00'))
    expect(standing).toEqual({ open: false, handedInAt: at('10:07:00'), deadlineAt: null })
  })
  test('without limit or closing never ends by itself', () => {
    expect(attemptStanding({ startedAt, submittedAt: null }, rules(), plus(startedAt, 400 * 86_400_000)).open).toBe(
      true,
    )
  })
})

describe('feedback', () => {
  const handedIn = at('10:00:00')
  test.each(['each', 'hand-in'] as const)('under %s is due with the hand-in and not before', (rule) => {
    expect(feedbackIsDue(rule, null, at('09:00:00'), at('23:00:00'))).toBe(false)
    expect(feedbackIsDue(rule, handedIn, null, handedIn)).toBe(true)
  })
  test('under closed waits for the last closing of anybody, with its grace', () => {
    const last = at('15:00:00')
    expect(feedbackIsDue('closed', handedIn, last, last)).toBe(false)
    expect(feedbackIsDue('closed', handedIn, last, plus(last, GRACE_MS))).toBe(false)
    expect(feedbackIsDue('closed', handedIn, last, plus(last, GRACE_MS + 1))).toBe(true)
    expect(feedbackIsDue('closed', null, last, at('23:00:00'))).toBe(false)
  })
  test('under closed is never due where somebody’s work never closes', () => {
    expect(feedbackIsDue('closed', handedIn, null, at('23:00:00'))).toBe(false)
  })
})

describe('the state of work', () => {
  const startedAt = at('10:00:00')
  const now = plus(startedAt, STALLED_AFTER_MS)
  test('is quiet after five days without a save, and not a moment before', () => {
    expect(workState({ startedAt, lastSavedAt: null, doneAt: null }, now)).toBe('under-way')
    expect(workState({ startedAt, lastSavedAt: null, doneAt: null }, plus(now, 1))).toBe('quiet')
    expect(workState({ startedAt, lastSavedAt: plus(startedAt, 1), doneAt: null }, plus(now, 1))).toBe('under-way')
  })
  test('once done stays done', () => {
    expect(workState({ startedAt, lastSavedAt: null, doneAt: startedAt }, plus(now, 86_400_000))).toBe('done')
    expect(workState({ startedAt: null, lastSavedAt: null, doneAt: startedAt }, now)).toBe('done')
  })
  test('has not begun where nothing is saved', () => {
    expect(workState({ startedAt: null, lastSavedAt: null, doneAt: null }, now)).toBe('not-begun')
  })
})
