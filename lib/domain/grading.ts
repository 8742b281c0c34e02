/**
 * What a person's grade is made of: levels on the rows of a rubric, given to one version of an answer. Everything is
 * decided from the entries as they came; nothing here knows of release, which says who may read it.
 */
export const TOP_LEVEL = 3

/** A row of a rubric as one assignment is graded by it. */
export type GradingRow = {
  id: string
  title: string
  /** What it asks of an answer. */
  asks: string
  /** What each level says, from 0 to 3. */
  cells: readonly string[]
  /** How often its level counts in the sum; 0 leaves the row out. */
  weight: number
}
export type GradingRubric = readonly GradingRow[]
/** The rubric of each part: of a question the one part `''`, of a quiz its written items. */
export type Rubrics = Readonly<Record<string, GradingRubric>>

export const rowsThatCount = (rubric: GradingRubric): GradingRow[] => rubric.filter((row) => row.weight > 0)

export type Levels = Readonly<Record<string, number>>
export type Points = { points: number; of: number }

/** The sum of levels, each as often as its row counts. */
export const pointsOf = (rubric: GradingRubric, levels: Levels): Points => ({
  points: rubric.reduce((sum, row) => sum + row.weight * (levels[row.id] ?? 0), 0),
  of: rubric.reduce((sum, row) => sum + row.weight * TOP_LEVEL, 0),
})
export const isComplete = (rubric: GradingRubric, levels: Levels): boolean =>
  rowsThatCount(rubric).every((row) => levels[row.id] !== undefined)

/** One line of the history of an answer's grade, oldest first; a criterion without a name is the comment on the whole. */
export type Entry = {
  sourceId: string
  version: number
  criterion: string
  level: number | null
  comment: string | null
  graderId: string
  kind: 'given' | 'decided'
  savedAt: Date
}
/** On the wire a question's one part has a name, since an address cannot hold nothing. */
const WHOLE = 'post'
export const partOf = (part: string): string => (part === WHOLE ? '' : part)
export const partName = (part: string): string => part || WHOLE

export type Version = { sourceId: string; version: number }
export const sameVersion = (a: Version, b: Version): boolean => a.sourceId === b.sourceId && a.version === b.version

/** What one grader, or whoever decided, has given one version. */
export type Sheet = Version & {
  graderId: string
  kind: 'given' | 'decided'
  levels: Record<string, number>
  comment: string | null
  savedAt: Date
}

/** The sheets as the entries leave them; with one grader an answer they all write on one sheet. */
export function sheetsOf(entries: readonly Entry[], graders: number): Sheet[] {
  const sheets = new Map<string, Sheet>()
  for (const one of entries) {
    const by = one.kind === 'given' && graders > 1 ? one.graderId : ''
    const key = [one.kind, one.sourceId, one.version, by].join('|')
    const sheet: Sheet = sheets.get(key) ?? {
      sourceId: one.sourceId,
      version: one.version,
      graderId: one.graderId,
      kind: one.kind,
      levels: {},
      comment: null,
      savedAt: one.savedAt,
    }
    // The newest entry stands last, so that the sheet that was written on last is the last of the list.
    sheets.delete(key)
    if (one.criterion === '') sheet.comment = one.comment
    else if (one.level === null) delete sheet.levels[one.criterion]
    else sheet.levels[one.criterion] = one.level
    sheet.graderId = one.graderId
    sheet.savedAt = one.savedAt
    sheets.set(key, sheet)
  }
  return [...sheets.values()]
}

export type Grade = Version &
  Points & {
    levels: Levels
    comments: { graderId: string; comment: string }[]
    graders: string[]
    at: Date
    /** How it came about: by one grader, by two who agreed, or decided where two differed. */
    how: 'one' | 'agreed' | 'decided'
  }

const sameLevels = (rubric: GradingRubric, a: Levels, b: Levels): boolean =>
  rowsThatCount(rubric).every((row) => a[row.id] === b[row.id])

const gradeFrom = (rubric: GradingRubric, sheets: readonly Sheet[], counts: Sheet, how: Grade['how']): Grade => ({
  sourceId: counts.sourceId,
  version: counts.version,
  ...pointsOf(rubric, counts.levels),
  levels: counts.levels,
  comments: sheets.flatMap(({ graderId, comment }) => (comment ? [{ graderId, comment }] : [])),
  graders: [...new Set(sheets.map((sheet) => sheet.graderId))],
  at: counts.savedAt,
  how,
})

/** The complete sheets of one version that graders gave, and the one that was decided. */
function onVersion(sheets: readonly Sheet[], rubric: GradingRubric, version: Version) {
  const here = sheets.filter((sheet) => sameVersion(sheet, version))
  const complete = here.filter((sheet) => isComplete(rubric, sheet.levels))
  return {
    given: complete.filter((sheet) => sheet.kind === 'given'),
    decided: complete.find((sheet) => sheet.kind === 'decided') ?? null,
  }
}

export type Grading = {
  grade: Grade | null
  /**
   * Of the newest version: nobody has graded it, one of two has, two differ, it is graded, or an earlier version
   * was and it has been revised since.
   */
  state: 'waiting' | 'one-of-two' | 'differ' | 'graded' | 'revised'
}

/** The grade that counts, and where the newest version stands. */
export function gradingOf(
  entries: readonly Entry[],
  rubric: GradingRubric,
  graders: number,
  newest: Version | null,
): Grading {
  const sheets = sheetsOf(entries, graders)
  const gradeOn = (version: Version): Grade | null => {
    const { given, decided } = onVersion(sheets, rubric, version)
    if (decided) return gradeFrom(rubric, [...given, decided], decided, 'decided')
    const [first, second] = given
    if (!first || (graders > 1 && !second)) return null
    if (!second) return gradeFrom(rubric, given, first, 'one')
    return given.every((sheet) => sameLevels(rubric, first.levels, sheet.levels))
      ? gradeFrom(rubric, given, given.at(-1)!, 'agreed')
      : null
  }
  const current = newest && gradeOn(newest)
  if (current) return { grade: current, state: 'graded' }
  const given = newest ? onVersion(sheets, rubric, newest).given.length : 0
  const earlier = sheets
    .toReversed()
    .map((sheet) => gradeOn(sheet))
    .find((grade) => grade !== null)
  const state = given > 1 ? 'differ' : given === 1 ? 'one-of-two' : earlier ? 'revised' : 'waiting'
  return { grade: earlier ?? null, state }
}

/** What an instructor made of a second look at a grade: it stands, or it was changed. */
export const LOOK_OUTCOMES = ['kept', 'changed'] as const
export type LookOutcome = (typeof LOOK_OUTCOMES)[number]

/**
 * A grade between the asking for a second look and now: what counted after entry `entryN` of its history, what counts
 * today, and what that makes of it. Both are reckoned by today’s rubric, so that a row that was added changes nothing.
 */
export function sinceAsked(
  entries: readonly (Entry & { n: number })[],
  rubric: GradingRubric,
  graders: number,
  entryN: number,
): { before: Grade | null; after: Grade | null; outcome: LookOutcome } {
  const [before, after] = [entries.filter(({ n }) => n <= entryN), entries].map(
    (rows) => gradingOf(rows, rubric, graders, null).grade,
  ) as [Grade | null, Grade | null]
  const isSame =
    before !== null && after !== null && sameVersion(before, after) && sameLevels(rubric, before.levels, after.levels)
  return { before, after, outcome: isSame ? 'kept' : 'changed' }
}

/** What became of one row in a class: how many graded answers were given each level, 0 first; at 0 there is nothing of it. */
type RowAcross = { id: string; title: string; asks: string; levels: readonly number[]; n: number }

export const acrossAnswers = (rubric: GradingRubric, given: readonly Levels[]): RowAcross[] =>
  rowsThatCount(rubric).map(({ id, title, asks }) => {
    const levels = Array.from({ length: TOP_LEVEL + 1 }, (_, level) => given.filter((one) => one[id] === level).length)
    return { id, title, asks, levels, n: levels.reduce((sum, n) => sum + n, 0) }
  })

/** Answers that two graders have given whole, and on how many of them they agree, row by row and in all. */
export type Agreement = { n: number; all: number; rows: { id: string; same: number }[] }

export function agreementOf(rubric: GradingRubric, pairs: readonly (readonly [Levels, Levels])[]): Agreement {
  return {
    n: pairs.length,
    all: pairs.filter(([a, b]) => sameLevels(rubric, a, b)).length,
    rows: rowsThatCount(rubric).map(({ id }) => ({ id, same: pairs.filter(([a, b]) => a[id] === b[id]).length })),
  }
}

/** The first two whole sheets that different graders gave the newest version; null where there are fewer. */
export function pairOn(
  entries: readonly Entry[],
  rubric: GradingRubric,
  newest: Version,
): readonly [Sheet, Sheet] | null {
  const [first, second] = onVersion(sheetsOf(entries, 2), rubric, newest).given
  return first && second ? [first, second] : null
}

/** Where an answer stands for one grader. `second`: theirs is given and another grader's is awaited. */
export type QueueState = 'waiting' | 'begun' | 'second' | 'differ' | 'graded' | 'revised'
/** Whether this grader still has something to do with it. */
export const isOpen = (state: QueueState): boolean => state === 'waiting' || state === 'begun'

/** The next answer to grade after one: what waits first, then what was revised, then what was set aside; null where none is. */
export function nextToGrade<T extends { member: string; state: QueueState; isAside: boolean }>(
  queue: readonly T[],
  after: string | null,
): T | null {
  const at = queue.findIndex(({ member }) => member === after)
  const ahead = [...queue.slice(at + 1), ...queue.slice(0, Math.max(0, at))]
  return (
    ahead.find((one) => isOpen(one.state) && !one.isAside) ??
    ahead.find((one) => one.state === 'revised' && !one.isAside) ??
    ahead.find((one) => isOpen(one.state)) ??
    null
  )
}
