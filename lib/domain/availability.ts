/**
 * When work may be done, as a pure function of its rules and an instant (rule 6). Nothing needs a timer: an attempt
 * still open after its deadline counts as handed in at the deadline, decided afresh on every read.
 */
export type Rules = {
  opensAt: Date | null
  dueAt: Date | null
  closesAt: Date | null
  /** null: as many as the student likes. */
  attemptsAllowed: number | null
  timeLimitMinutes: number | null
  /** Added to the time limit, in percent of it. */
  extraTimePercent: number
}
/** The most extra time that anybody can be given, in percent of a time limit. */
export const EXTRA_TIME_MOST = 300
export type Override = Partial<Pick<Rules, 'opensAt' | 'dueAt' | 'closesAt' | 'attemptsAllowed' | 'timeLimitMinutes'>>

export type Availability = 'not-open-yet' | 'open' | 'after-due' | 'closed'

/** Network and clocks are forgiven this much after a closing time or a deadline. */
export const GRACE_MS = 15_000

/** A student's own rules: the assignment's, with the section's and then the student's overrides laid over them. */
export function rulesFor(
  base: Omit<Rules, 'extraTimePercent'>,
  overrides: readonly Override[],
  extraTimePercent: number,
): Rules {
  const rules: Rules = {
    opensAt: base.opensAt,
    dueAt: base.dueAt,
    closesAt: base.closesAt,
    attemptsAllowed: base.attemptsAllowed,
    timeLimitMinutes: base.timeLimitMinutes,
    extraTimePercent,
  }
  for (const override of overrides) {
    for (const key of ['opensAt', 'dueAt', 'closesAt', 'attemptsAllowed', 'timeLimitMinutes'] as const) {
      const value = override[key]
      if (value !== null && value !== undefined) Object.assign(rules, { [key]: value })
    }
  }
  return rules
}

export function availabilityAt(rules: Pick<Rules, 'opensAt' | 'dueAt' | 'closesAt'>, now: Date): Availability {
  if (rules.opensAt && now < rules.opensAt) return 'not-open-yet'
  if (rules.closesAt && now.getTime() > rules.closesAt.getTime() + GRACE_MS) return 'closed'
  if (rules.dueAt && now > rules.dueAt) return 'after-due'
  return 'open'
}

/** The earlier of closing and start + limit with extra time; null where neither is set. */
export function attemptDeadline(rules: Rules, startedAt: Date): Date | null {
  const limitEnds =
    rules.timeLimitMinutes === null
      ? null
      : startedAt.getTime() + rules.timeLimitMinutes * 60_000 * (1 + rules.extraTimePercent / 100)
  const ends = [limitEnds, rules.closesAt?.getTime() ?? null].filter((end) => end !== null)
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}

/** Whether an attempt still takes answers, and since when it counts as handed in. */
export function attemptStanding(
  attempt: { startedAt: Date; submittedAt: Date | null },
  rules: Rules,
  now: Date,
): { open: boolean; handedInAt: Date | null; deadlineAt: Date | null } {
  const deadlineAt = attemptDeadline(rules, attempt.startedAt)
  if (attempt.submittedAt) return { open: false, handedInAt: attempt.submittedAt, deadlineAt }
  if (deadlineAt && now.getTime() > deadlineAt.getTime() + GRACE_MS)
    return { open: false, handedInAt: deadlineAt, deadlineAt }
  return { open: true, handedInAt: null, deadlineAt }
}

export type FeedbackRule = 'each' | 'hand-in' | 'closed'

/**
 * Whether a handed-in attempt may be explained. `lastClosesAt` is the latest closing time that anybody in the class
 * has, so that an explanation never reaches a student who still sits the quiz.
 */
export const feedbackIsDue = (
  rule: FeedbackRule,
  handedInAt: Date | null,
  lastClosesAt: Date | null,
  now: Date,
): boolean =>
  handedInAt !== null &&
  (rule !== 'closed' || (lastClosesAt !== null && now.getTime() > lastClosesAt.getTime() + GRACE_MS))

/** Started, done nothing for five days (rule 7): "quiet since", never a red word. */
export const STALLED_AFTER_MS = 5 * 24 * 3600_000
export type WorkState = 'not-begun' | 'under-way' | 'quiet' | 'done'
export const workState = (
  work: { startedAt: Date | null; lastSavedAt: Date | null; doneAt: Date | null },
  now: Date,
): WorkState => {
  if (work.doneAt) return 'done'
  if (!work.startedAt) return 'not-begun'
  return now.getTime() - (work.lastSavedAt ?? work.startedAt).getTime() > STALLED_AFTER_MS ? 'quiet' : 'under-way'
}
