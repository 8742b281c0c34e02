import { displayNameSchema, loginNameOf } from './names.ts'

/**
 * A roster as somebody pasted it: what each column seems to hold, and what is wrong with a row. Columns are detected and
 * shown, never assumed: where the words do not say which one is the name, nothing is chosen and a person is asked.
 */
export const COLUMN_ROLES = ['name', 'given', 'family', 'section', 'none'] as const
export type ColumnRole = (typeof COLUMN_ROLES)[number]

/** A class of a set that holds several. */
export type OfferedClass = { id: string; title: string; students: number }
/**
 * How a list is read: one role a column, whether its first line names the columns, and whether names stand "Lee, Anna".
 * `classes` stands there until somebody has said which of them are meant; the first column names the class till then.
 */
export type RosterReading = {
  roles: ColumnRole[]
  hasHeader: boolean
  familyFirst: boolean
  classes?: OfferedClass[]
}

export const ROSTER_MOST = 500
export const COLUMNS_MOST = 20

const HEADERS: readonly (readonly [ColumnRole, RegExp])[] = [
  ['given', /^(first|given|fore)[ _-]?name$|^first$|^given$/i],
  ['family', /^(last|family|sur)[ _-]?name$|^surname$|^last$|^family$/i],
  ['name', /^(student|full|display)?[ _-]?names?$|^student$|^learner$/i],
  ['section', /^sections?$|^groups?$|^tutorial$|^class group$/i],
]
const headerRole = (cell: string): ColumnRole | null =>
  HEADERS.find(([, words]) => words.test(cell.trim()))?.[0] ?? null

/** Two or more words of letters: what a column of names looks like where nothing names it. */
const looksLikeName = (cell: string): boolean =>
  /^\p{L}[\p{L}\p{M}'’.,-]*(\s+\p{L}[\p{L}\p{M}'’.,-]*)+$/u.test(cell.trim())
const isFamilyFirst = (cell: string): boolean => /^[^,]+,\s*[^,]+$/.test(cell.trim())
const most = (cells: readonly string[], holds: (cell: string) => boolean): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== '')
  return filled.length > 0 && filled.filter(holds).length > filled.length * 0.8
}

/** Reads off the words which column is which; a list of one column is a list of names. */
export function detectReading(rows: readonly (readonly string[])[]): RosterReading {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const first = rows[0] ?? []
  const named = Array.from({ length: width }, (_, i) => headerRole(first[i] ?? ''))
  const hasHeader = named.some((role) => role !== null)
  const column = (i: number): string[] => rows.slice(hasHeader ? 1 : 0).map((row) => row[i] ?? '')
  const roles = named.map((role): ColumnRole => role ?? 'none')
  if (!hasHeader) {
    const names = roles.flatMap((_, i) => (most(column(i), looksLikeName) ? [i] : []))
    if (width === 1) roles[0] = 'name'
    else if (names.length === 1) roles[names[0]!] = 'name'
  }
  // One column a role: the first that claims it has it.
  for (const role of ['name', 'given', 'family', 'section'] as const) {
    const [, ...others] = roles.flatMap((one, i) => (one === role ? [i] : []))
    for (const i of others) roles[i] = 'none'
  }
  const name = roles.indexOf('name')
  return { roles, hasHeader, familyFirst: name >= 0 && most(column(name), isFamilyFirst) }
}

export const isReadable = (reading: RosterReading): boolean =>
  reading.roles.includes('name') || (reading.roles.includes('given') && reading.roles.includes('family'))

export type RowProblem = 'no-name' | 'name-unusable' | 'twice-in-list' | 'in-class' | 'left-class'
export type RosterRow = {
  /** The line of the list, counted from 1 with its header. */
  line: number
  name: string
  section: string | null
  problem: RowProblem | null
}

/** Every line as it would be added; the names already in the class decide what is new. */
export function readRoster(
  rows: readonly (readonly string[])[],
  reading: RosterReading,
  inClass: ReadonlyMap<string, 'active' | 'removed'>,
): RosterRow[] {
  const cell = (row: readonly string[], role: ColumnRole): string => (row[reading.roles.indexOf(role)] ?? '').trim()
  const seen = new Set<string>()
  return rows.flatMap((row, index): RosterRow[] => {
    if (index === 0 && reading.hasHeader) return []
    const whole = cell(row, 'name')
    const turned = reading.familyFirst ? whole.replace(/^([^,]+),\s*([^,]+)$/, '$2 $1') : whole
    const typed = reading.roles.includes('name') ? turned : `${cell(row, 'given')} ${cell(row, 'family')}`
    const section = cell(row, 'section').replace(/\s+/gu, ' ').slice(0, 60) || null
    const parsed = displayNameSchema.safeParse(typed)
    const line = index + 1
    if (!parsed.success)
      return [{ line, name: typed.trim(), section, problem: typed.trim() === '' ? 'no-name' : 'name-unusable' }]
    const login = loginNameOf(parsed.data)
    const known = inClass.get(login)
    const problem = seen.has(login)
      ? 'twice-in-list'
      : known === 'active'
        ? 'in-class'
        : known === 'removed'
          ? 'left-class'
          : null
    seen.add(login)
    return [{ line, name: parsed.data, section, problem }]
  })
}

/** Names that say nothing of a person: "Reader 7", counted on from those that the class already has. */
export const isPseudonym = (name: string): boolean => /^Reader \d+$/u.test(name)
export function pseudonymsFor(count: number, taken: ReadonlySet<string>): string[] {
  const given: string[] = []
  for (let n = 1; given.length < count; n++) if (!taken.has(loginNameOf(`Reader ${n}`))) given.push(`Reader ${n}`)
  return given
}
