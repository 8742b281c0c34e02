/** Reads a OneRoster set strictly: what is wrong is named by file, row and column, and nothing is guessed or mended. */
import { Temporal } from 'temporal-polyfill'
import {
  COLUMNS,
  fileName,
  MANIFEST,
  MANIFEST_HEADER,
  OPENED_FILES,
  SET_FILES,
  SOURCES,
  VERSIONS,
  type Column,
  type OpenedFile,
  type SetFile,
  type SetRow,
  type SetRows,
} from './one-roster.ts'

export const FAULTS = [
  'archive',
  'size',
  'entries',
  'path',
  'unknown-file',
  'file-twice',
  'manifest-needed',
  'manifest-row',
  'manifest-version',
  'manifest-misses',
  'manifest-mode',
  'file-missing',
  'file-unannounced',
  'changes-only',
  'file-needed',
  'encoding',
  'csv',
  'header',
  'width',
  'not-blank',
  'empty',
  'id',
  'date',
  'year',
  'flag',
  'number',
  'word',
  'id-twice',
  'dangling',
  'no-school',
  'whole-year',
  'score',
  'not-enrolled',
] as const
export type FaultCode = (typeof FAULTS)[number]
/** Rows are counted from 1 with the header, as a spreadsheet shows them. */
export type Fault = { file: string; row: number | null; column: string | null; code: FaultCode }

const fault = (file: string, code: FaultCode, row: number | null = null, column: string | null = null): Fault => ({
  file,
  row,
  column,
  code,
})

/** Why a file of this name cannot be part of a set; null where it can. Sets are flat: no folder, and no way out of one. */
export function judgeName(name: string): Fault | null {
  if (/[\\/\0]|^\.|^[a-z]:/iu.test(name)) return fault(name.slice(0, 80), 'path')
  const known = name === MANIFEST || SET_FILES.some((file) => fileName(file) === name)
  return known ? null : fault(name.slice(0, 80), 'unknown-file')
}

export const isOpenedName = (name: string): boolean =>
  name === MANIFEST || OPENED_FILES.some((file) => fileName(file) === name)

type Tables = Readonly<Record<string, readonly (readonly string[])[]>>
type Mode = 'absent' | 'bulk' | 'delta'

/** What the manifest says of each file. It has to speak of every one, whether the file is there or not. */
function readManifest(table: Tables[string] | undefined): { modes: Map<SetFile, Mode>; faults: Fault[] } {
  const modes = new Map<SetFile, Mode>()
  if (!table) return { modes, faults: [fault(MANIFEST, 'manifest-needed')] }
  const faults: Fault[] = []
  const said = new Map<string, string>()
  const [header, ...rows] = table
  if (header?.join(',') !== MANIFEST_HEADER.join(',')) faults.push(fault(MANIFEST, 'header', 1))
  const known = new Set<string>([...Object.keys(VERSIONS), ...SOURCES, ...SET_FILES.map((file) => `file.${file}`)])
  for (const [i, row] of rows.entries()) {
    const [name = '', value = ''] = row
    if (row.length !== 2 || !known.has(name) || said.has(name))
      faults.push(fault(MANIFEST, 'manifest-row', i + 2, name))
    else said.set(name, value)
  }
  for (const [name, version] of Object.entries(VERSIONS))
    if (said.get(name) !== version) faults.push(fault(MANIFEST, 'manifest-version', null, name))
  for (const file of SET_FILES) {
    const mode = said.get(`file.${file}`)
    if (mode === undefined) faults.push(fault(MANIFEST, 'manifest-misses', null, `file.${file}`))
    else if (mode === 'absent' || mode === 'bulk' || mode === 'delta') modes.set(file, mode)
    else faults.push(fault(MANIFEST, 'manifest-mode', null, `file.${file}`))
  }
  return { modes, faults }
}

/** A column that some producers still write, though the standard has dropped it. */
const DROPPED = { file: 'users', after: 'userMasterIdentifier', name: 'resourceSourcedIds' } as const

/** The columns as they stand in this file; null where they are not the standard's, in its order. */
function columnsIn(file: OpenedFile, header: readonly string[]): readonly (Column | null)[] | null {
  const asked: (Column | null)[] = [...COLUMNS[file]]
  const place = header.indexOf(DROPPED.name)
  if (file === DROPPED.file && place > 0 && header[place - 1] === DROPPED.after) asked.splice(place, 0, null)
  const isRight = asked.every((column, i) => (column ? column.name : DROPPED.name) === header[i])
  // A producer's own columns may follow, under a name that says so.
  const isOnly = header.slice(asked.length).every((name) => name.startsWith('metadata.') && name.length > 9)
  return isRight && isOnly ? asked : null
}

const ID = /^[\w.@/-]{1,255}$/u
const isDay = (text: string): boolean => {
  try {
    return /^\d{4}-\d{2}-\d{2}$/u.test(text) && Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}
/** The ids in a cell of several, which stand in one quoted cell with commas between. */
const idsIn = (column: Column, cell: string): string[] => (column.holds === 'ids' ? cell.split(',') : [cell])

function judgeCell(column: Column, cell: string): FaultCode | null {
  if (cell === '') return column.isNeeded ? 'empty' : null
  if (typeof column.holds !== 'string') return column.holds.includes(cell) || /^ext:./u.test(cell) ? null : 'word'
  switch (column.holds) {
    case 'id':
    case 'ids':
      return idsIn(column, cell).every((id) => ID.test(id)) ? null : 'id'
    case 'date':
      return isDay(cell) ? null : 'date'
    case 'year':
      return /^\d{4}$/u.test(cell) ? null : 'year'
    case 'flag':
      return cell === 'true' || cell === 'false' ? null : 'flag'
    case 'number':
      return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu.test(cell) ? null : 'number'
    case 'whole':
      return /^-?(?:0|[1-9]\d{0,14})$/u.test(cell) ? null : 'number'
    case 'text':
      return /[\r\n]/u.test(cell) ? 'csv' : null
  }
}

type Numbered = { row: number; cells: SetRow }

/** The rows of one file, each under the names of its columns. */
function readTable(file: OpenedFile, table: Tables[string]): { rows: Numbered[]; faults: Fault[] } {
  const name = fileName(file)
  const columns = columnsIn(file, table[0] ?? [])
  if (!columns) return { rows: [], faults: [fault(name, 'header', 1)] }
  const faults: Fault[] = []
  const seen = new Set<string>()
  const rows = table.slice(1).map((cells, i): Numbered => {
    const row = i + 2
    if (cells.length !== table[0]!.length) faults.push(fault(name, 'width', row))
    else
      for (const [at, column] of columns.entries()) {
        if (!column) continue
        const cell = cells[at]!
        const isForChanges = column.name === 'status' || column.name === 'dateLastModified'
        const code = isForChanges ? (cell === '' ? null : 'not-blank') : judgeCell(column, cell)
        if (code) faults.push(fault(name, code, row, column.name))
      }
    const id = cells[0] ?? ''
    if (id !== '' && seen.has(id)) faults.push(fault(name, 'id-twice', row, 'sourcedId'))
    seen.add(id)
    return { row, cells: Object.fromEntries(columns.flatMap((one, at) => (one ? [[one.name, cells[at] ?? '']] : []))) }
  })
  return { rows, faults }
}

type Read = Record<OpenedFile, Numbered[]>

/** Ids that name no row of the file they point into. A file that is absent is not asked. */
function danglingIn(read: Read, isThere: (file: OpenedFile) => boolean): Fault[] {
  const ids = Object.fromEntries(
    OPENED_FILES.map((file) => [file, new Set(read[file].map(({ cells }) => cells.sourcedId!))]),
  ) as Record<OpenedFile, Set<string>>
  return OPENED_FILES.flatMap((file) =>
    COLUMNS[file].flatMap((column) => {
      const into = column.names
      if (!into || !isThere(into)) return []
      return read[file].flatMap(({ row, cells }) => {
        const cell = cells[column.name]!
        const hasAll = cell === '' || idsIn(column, cell).every((id) => ids[into].has(id))
        return hasAll ? [] : [fault(fileName(file), 'dangling', row, column.name)]
      })
    }),
  )
}

/** What single cells cannot say: a school is a school, a line item is no whole year's, a score is within its bounds. */
function senseOf(read: Read): Fault[] {
  const by = (file: OpenedFile): Map<string, SetRow> =>
    new Map(read[file].map(({ cells }) => [cells.sourcedId!, cells]))
  const [orgs, sessions, items] = [by('orgs'), by('academicSessions'), by('lineItems')]
  const enrolled = new Set(read.enrollments.map(({ cells }) => `${cells.classSourcedId}/${cells.userSourcedId}`))
  const noSchool = (['classes', 'enrollments', 'lineItems'] as const).flatMap((file) =>
    read[file].flatMap(({ row, cells }) => {
      const type = orgs.get(cells.schoolSourcedId!)?.type
      const isSchool = type === undefined || type === 'school' || type.startsWith('ext:')
      return isSchool ? [] : [fault(fileName(file), 'no-school', row, 'schoolSourcedId')]
    }),
  )
  const wholeYear = read.lineItems.flatMap(({ row, cells }) =>
    sessions.get(cells.academicSessionSourcedId!)?.type === 'schoolYear'
      ? [fault(fileName('lineItems'), 'whole-year', row, 'academicSessionSourcedId')]
      : [],
  )
  const scores = read.results.flatMap(({ row, cells }): Fault[] => {
    const item = items.get(cells.lineItemSourcedId!)
    if (!item) return []
    const isBelow =
      cells.score !== '' && item.resultValueMin !== '' && Number(cells.score) < Number(item.resultValueMin)
    const isAbove =
      cells.score !== '' && item.resultValueMax !== '' && Number(cells.score) > Number(item.resultValueMax)
    const isEnrolled = read.enrollments.length === 0 || enrolled.has(`${item.classSourcedId}/${cells.studentSourcedId}`)
    return [
      ...(isBelow || isAbove ? [fault(fileName('results'), 'score', row, 'score')] : []),
      ...(isEnrolled ? [] : [fault(fileName('results'), 'not-enrolled', row, 'studentSourcedId')]),
    ]
  })
  return [...noSchool, ...wholeYear, ...scores]
}

/** Without these there is no roster in a set. */
const NEEDED: readonly OpenedFile[] = ['orgs', 'courses', 'classes', 'users', 'enrollments']

/**
 * A set whose files have been unpacked: `names` are all that came, `tables` those that were opened. Either its rows, or
 * everything that is wrong with it.
 */
export function readSet(
  names: readonly string[],
  tables: Tables,
): { rows: SetRows; faults: [] } | { rows: null; faults: Fault[] } {
  const { modes, faults } = readManifest(tables[MANIFEST])
  if (faults.length > 0) return { rows: null, faults }
  for (const [file, mode] of modes) {
    const [name, isHere] = [fileName(file), names.includes(fileName(file))]
    if (mode !== 'absent' && !isHere) faults.push(fault(name, 'file-missing'))
    if (mode === 'absent' && isHere) faults.push(fault(name, 'file-unannounced'))
    if (mode === 'delta' && OPENED_FILES.some((one) => one === file)) faults.push(fault(name, 'changes-only'))
  }
  for (const file of NEEDED) if (modes.get(file) === 'absent') faults.push(fault(fileName(file), 'file-needed'))
  const read = {} as Read
  for (const file of OPENED_FILES) {
    const table = tables[fileName(file)]
    const one = table ? readTable(file, table) : { rows: [], faults: [] }
    read[file] = one.rows
    faults.push(...one.faults)
  }
  // Where a cell or a row is wrong, what points to it would only be reported a second time.
  if (faults.length === 0) faults.push(...danglingIn(read, (file) => modes.get(file) !== 'absent'), ...senseOf(read))
  if (faults.length > 0) return { rows: null, faults }
  const rows = Object.fromEntries(OPENED_FILES.map((file) => [file, read[file].map(({ cells }) => cells)]))
  return { rows: rows as unknown as SetRows, faults: [] }
}
