/** The files of a OneRoster set as they were sent, unpacked within bounds and cut into cells. */
import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { isOpenedName, judgeName, type Fault } from '#lib/domain/one-roster-reader.ts'

/** A manifest and the twenty-one files it speaks of. */
const ENTRIES_MOST = 22
/** What all that is opened may come to: a class's files are some hundred kilobytes, a large school's too much to wait for. */
const BYTES_MOST = 4_000_000

export type SentFile = { name: string; bytes: Uint8Array }
type Unpacked = { names: string[]; tables: Record<string, string[][]>; faults: Fault[] }

const whole = (file: string, code: Fault['code']): Fault => ({ file, row: null, column: null, code })

/** Judges each entry by what the archive says of it, before a byte of it is unfolded; what is not read stays folded. */
function unzip(zip: SentFile, judge: (name: string, size: number) => boolean): SentFile[] | null {
  try {
    const files = unzipSync(zip.bytes, { filter: ({ name, originalSize }) => judge(name, originalSize) })
    return Object.entries(files).map(([name, bytes]) => ({ name, bytes }))
  } catch {
    return null
  }
}

/** Cells of one file. Line ends inside a cell are no part of the format, so rows are lines. */
function cut({ name, bytes }: SentFile): { table: string[][]; faults: Fault[] } {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { table: [], faults: [whole(name, 'encoding')] }
  }
  if (text.includes('\0')) return { table: [], faults: [whole(name, 'encoding')] }
  const { data, errors } = Papa.parse<string[]>(text.replace(/\r?\n$/u, ''), { delimiter: ',' })
  const faults = errors.map((error): Fault => ({ file: name, row: (error.row ?? 0) + 1, column: null, code: 'csv' }))
  return { table: data, faults }
}

/** Takes the files of a set, or the one archive that holds them. */
export function unpackSet(sent: readonly SentFile[]): Unpacked {
  const names: string[] = []
  const faults: Fault[] = []
  let size = 0
  const judge = (name: string, bytes: number): boolean => {
    names.push(name)
    if (names.length > ENTRIES_MOST) return false
    const wrong = judgeName(name)
    if (wrong) faults.push(wrong)
    else if (names.indexOf(name) < names.length - 1) faults.push(whole(name, 'file-twice'))
    else if (isOpenedName(name)) {
      size += bytes
      return size <= BYTES_MOST
    }
    return false
  }
  const files = sent.flatMap((file): SentFile[] => {
    if (!file.name.toLowerCase().endsWith('.zip')) return judge(file.name, file.bytes.length) ? [file] : []
    const unzipped = unzip(file, judge)
    if (!unzipped) faults.push(whole(file.name.slice(0, 80), 'archive'))
    return unzipped ?? []
  })
  if (names.length > ENTRIES_MOST) faults.push(whole('', 'entries'))
  if (size > BYTES_MOST) faults.push(whole('', 'size'))
  if (faults.length > 0) return { names, tables: {}, faults }
  const tables = files.map((file) => ({ name: file.name, ...cut(file) }))
  return {
    names,
    tables: Object.fromEntries(tables.map(({ name, table }) => [name, table])),
    faults: tables.flatMap((one) => one.faults),
  }
}
