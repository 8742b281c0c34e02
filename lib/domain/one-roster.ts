/**
 * OneRoster 1.2 as comma-separated files: which files a set may have, their columns in their order, and what a cell of
 * each holds. One table, from which a set is written and by which one is read.
 */

/** Every file that a manifest has to speak of, in the order of the standard. */
export const SET_FILES = [
  'academicSessions',
  'categories',
  'classes',
  'classResources',
  'courseResources',
  'courses',
  'demographics',
  'enrollments',
  'lineItemLearningObjectiveIds',
  'lineItems',
  'lineItemScoreScales',
  'orgs',
  'resources',
  'resultLearningObjectiveIds',
  'results',
  'resultScoreScales',
  'roles',
  'scoreScales',
  'userProfiles',
  'userResources',
  'users',
] as const
export type SetFile = (typeof SET_FILES)[number]

/** Those that a roster and its grades need. The others, such as demographics, are neither written nor opened. */
export const OPENED_FILES = [
  'orgs',
  'academicSessions',
  'courses',
  'classes',
  'users',
  'roles',
  'enrollments',
  'categories',
  'lineItems',
  'results',
] as const satisfies readonly SetFile[]
export type OpenedFile = (typeof OPENED_FILES)[number]

type Kind = 'text' | 'id' | 'ids' | 'date' | 'year' | 'flag' | 'number' | 'whole'
export type Column = {
  name: string
  /** A list of words allows those, and words of one's own that begin with `ext:`. */
  holds: Kind | readonly string[]
  isNeeded: boolean
  /** The file whose rows its ids name. */
  names: OpenedFile | null
}

const column = (name: string, holds: Column['holds'], isNeeded: boolean, names: OpenedFile | null = null): Column => ({
  name,
  holds,
  isNeeded,
  names,
})
const need = (name: string, holds: Column['holds'] = 'text'): Column => column(name, holds, true)
const may = (name: string, holds: Column['holds'] = 'text'): Column => column(name, holds, false)
const needOf = (name: string, file: OpenedFile): Column => column(name, 'id', true, file)
const mayOf = (name: string, file: OpenedFile): Column => column(name, 'id', false, file)

/** How every row begins. Status and date belong to sets of changes, and are blank in a whole set. */
const FIRST: readonly Column[] = [need('sourcedId', 'id'), may('status'), may('dateLastModified')]

export const COLUMNS: { readonly [F in OpenedFile]: readonly Column[] } = {
  orgs: [
    ...FIRST,
    need('name'),
    need('type', ['department', 'school', 'district', 'local', 'state', 'national']),
    may('identifier'),
    mayOf('parentSourcedId', 'orgs'),
  ],
  academicSessions: [
    ...FIRST,
    need('title'),
    need('type', ['gradingPeriod', 'semester', 'schoolYear', 'term']),
    need('startDate', 'date'),
    need('endDate', 'date'),
    mayOf('parentSourcedId', 'academicSessions'),
    need('schoolYear', 'year'),
  ],
  courses: [
    ...FIRST,
    mayOf('schoolYearSourcedId', 'academicSessions'),
    need('title'),
    may('courseCode'),
    may('grades'),
    needOf('orgSourcedId', 'orgs'),
    may('subjects'),
    may('subjectCodes'),
  ],
  classes: [
    ...FIRST,
    need('title'),
    may('grades'),
    needOf('courseSourcedId', 'courses'),
    may('classCode'),
    need('classType', ['homeroom', 'scheduled']),
    may('location'),
    needOf('schoolSourcedId', 'orgs'),
    column('termSourcedIds', 'ids', true, 'academicSessions'),
    may('subjects'),
    may('subjectCodes'),
    may('periods'),
  ],
  users: [
    ...FIRST,
    need('enabledUser', 'flag'),
    need('username'),
    may('userIds'),
    need('givenName'),
    need('familyName'),
    may('middleName'),
    may('identifier'),
    may('email'),
    may('sms'),
    may('phone'),
    column('agentSourcedIds', 'ids', false, 'users'),
    may('grades'),
    may('password'),
    may('userMasterIdentifier'),
    may('preferredGivenName'),
    may('preferredMiddleName'),
    may('preferredFamilyName'),
    mayOf('primaryOrgSourcedId', 'orgs'),
    may('pronouns'),
  ],
  roles: [
    ...FIRST,
    needOf('userSourcedId', 'users'),
    need('roleType', ['primary', 'secondary']),
    need('role', [
      'aide',
      'counselor',
      'districtAdministrator',
      'guardian',
      'parent',
      'principal',
      'proctor',
      'relative',
      'siteAdministrator',
      'student',
      'systemAdministrator',
      'teacher',
    ]),
    may('beginDate', 'date'),
    may('endDate', 'date'),
    needOf('orgSourcedId', 'orgs'),
    may('userProfileSourcedId', 'id'),
  ],
  enrollments: [
    ...FIRST,
    needOf('classSourcedId', 'classes'),
    needOf('schoolSourcedId', 'orgs'),
    needOf('userSourcedId', 'users'),
    need('role', ['administrator', 'proctor', 'student', 'teacher']),
    may('primary', 'flag'),
    may('beginDate', 'date'),
    may('endDate', 'date'),
  ],
  categories: [...FIRST, need('title'), may('weight', 'whole')],
  lineItems: [
    ...FIRST,
    need('title'),
    may('description'),
    need('assignDate', 'date'),
    need('dueDate', 'date'),
    needOf('classSourcedId', 'classes'),
    needOf('categorySourcedId', 'categories'),
    needOf('academicSessionSourcedId', 'academicSessions'),
    may('resultValueMin', 'number'),
    may('resultValueMax', 'number'),
    needOf('schoolSourcedId', 'orgs'),
  ],
  results: [
    ...FIRST,
    needOf('lineItemSourcedId', 'lineItems'),
    needOf('studentSourcedId', 'users'),
    need('scoreStatus', ['exempt', 'fully graded', 'not submitted', 'partially graded', 'submitted']),
    may('score', 'number'),
    need('scoreDate', 'date'),
    may('comment'),
    may('textScore'),
    mayOf('classSourcedId', 'classes'),
    may('inProgress', 'flag'),
    may('incomplete', 'flag'),
    may('late', 'flag'),
    may('missing', 'flag'),
  ],
}

/** A row by the names of its columns; what is not given is blank. */
export type SetRow = Readonly<Record<string, string>>
export type SetRows = Readonly<Record<OpenedFile, readonly SetRow[]>>

export const MANIFEST = 'manifest.csv'
export const MANIFEST_HEADER = ['propertyName', 'value'] as const
export const VERSIONS = { 'manifest.version': '1.0', 'oneroster.version': '1.2' } as const
export const SOURCES = ['source.systemName', 'source.systemCode'] as const
export const fileName = (file: SetFile): string => `${file}.csv`

/** A whole set as tables, header rows and manifest included. */
export function tablesOf(rows: SetRows, systemName: string): Record<string, string[][]> {
  // A cell of the format is one line.
  const line = (text: string): string => text.replaceAll(/\s+/gu, ' ')
  const isOpened = (file: SetFile): file is OpenedFile => (OPENED_FILES as readonly SetFile[]).includes(file)
  const manifest = [
    [...MANIFEST_HEADER],
    ...Object.entries(VERSIONS).map((entry) => [...entry]),
    ...SET_FILES.map((file) => [`file.${file}`, isOpened(file) ? 'bulk' : 'absent']),
    [SOURCES[0], systemName],
  ]
  return {
    [MANIFEST]: manifest,
    ...Object.fromEntries(
      OPENED_FILES.map((file) => {
        const names = COLUMNS[file].map(({ name }) => name)
        return [fileName(file), [names, ...rows[file].map((row) => names.map((name) => line(row[name] ?? '')))]]
      }),
    ),
  }
}

/** Where a name has one word, the other half, which the format wants filled, is this; a set that comes in drops it again. */
const NO_NAME = '–'

/** A name as typed, cut for a format that wants two halves: the last word is taken for the family's. */
export function halvesOf(name: string): { givenName: string; familyName: string } {
  const words = name.split(' ')
  const last = words.pop()!
  return words.length === 0
    ? { givenName: last, familyName: NO_NAME }
    : { givenName: words.join(' '), familyName: last }
}

/** What somebody is called: by the name they prefer, where their school knows one. Signs alone stand for no name. */
export function calledIn(user: SetRow): { given: string; family: string } {
  const plain = (name: string | undefined): string => (name && /[\p{L}\p{N}]/u.test(name) ? name : '')
  return {
    given: plain(user.preferredGivenName) || plain(user.givenName),
    family: plain(user.preferredFamilyName) || plain(user.familyName),
  }
}
