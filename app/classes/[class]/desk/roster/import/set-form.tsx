import { COLUMNS, MANIFEST, OPENED_FILES } from '#lib/domain/one-roster.ts'
import { FAULTS, type FaultCode } from '#lib/domain/one-roster-reader.ts'
import { Button } from '../../../../../_ui/parts.tsx'
import type { Search } from '../../_desk/refused.ts'
import { plural } from '../../_desk/words.ts'
import { SetInput } from './set-input.tsx'

/** What is wrong at a place that is named beside it. */
const WRONG: Record<FaultCode, string> = {
  archive: 'This is no ZIP file that can be read.',
  size: 'The files are larger than four megabytes. Have the set made for your own classes.',
  entries: 'There are more files in it than a set has.',
  path: 'A set has no folders. Pack the files themselves, not the folder they are in.',
  'unknown-file': 'No set has a file of this name.',
  'file-twice': 'This file came twice.',
  'manifest-needed': 'The set has no manifest, so nobody can say whether it is whole.',
  'manifest-row': 'A line that no manifest has, or that stands twice.',
  'manifest-version': 'This is not a set of OneRoster 1.2.',
  'manifest-misses': 'The manifest has to say this.',
  'manifest-mode': 'This has to be absent, bulk or delta.',
  'file-missing': 'The manifest announces this file, and it is not there.',
  'file-unannounced': 'The manifest says that this file is absent, and it is there.',
  'changes-only': 'It holds changes only (delta). A roster needs the whole (bulk).',
  'file-needed': 'Without this file there is no roster.',
  encoding: 'Its letters are not in UTF-8.',
  csv: 'A quotation mark or a line end stands where none can be.',
  header: 'The columns are not those of the standard, in its order.',
  width: 'The row has more or fewer cells than there are columns.',
  'not-blank': 'This has to be blank in a whole set.',
  empty: 'This must not be empty.',
  id: 'This is no id: letters, digits and . - _ / @ only.',
  date: 'This is no date, such as 2026-09-01.',
  year: 'This is no year of four digits.',
  flag: 'This has to be true or false.',
  number: 'This is no number.',
  word: 'The standard does not have this word here.',
  'id-twice': 'A row above has this id already.',
  dangling: 'This id names nothing in the set.',
  'no-school': 'This has to name a school.',
  'whole-year': 'This has to name a term, not a whole school year.',
  score: 'The score is not between the least and the most that can be given.',
  'not-enrolled': 'This student is not enrolled in the class.',
}
const isFault = (text: string): text is FaultCode => (FAULTS as readonly string[]).includes(text)
const FILES = new Set<string>([MANIFEST, ...OPENED_FILES.map((file) => `${file}.csv`)])
const NAMES = new Set(Object.values(COLUMNS).flatMap((columns) => columns.map(({ name }) => name)))

/** The faults that came back in the address. Whoever wrote it, only names of the standard are shown as such. */
function faultsIn(search: Search): { where: string; what: string }[] {
  return [search.fault ?? []].flat().flatMap((text) => {
    const [file = '', row = '', column = '', code = ''] = text.split('|')
    if (!isFault(code)) return []
    const where = [
      FILES.has(file) ? file : file && `“${file.slice(0, 40)}”`,
      /^\d{1,7}$/u.test(row) && `row ${row}`,
      (NAMES.has(column) || /^(?:file|manifest|oneroster)\.\w{1,40}$/u.test(column)) && column,
    ]
    return [{ where: where.filter(Boolean).join(', ') || 'The set', what: WRONG[code] }]
  })
}

/** What is wrong inside the files, place by place. */
export function SetFaults({ search }: { search: Search }) {
  const faults = faultsIn(search)
  if (faults.length === 0) return null
  const all = Number(search.faults) || faults.length
  return (
    <section className="block" aria-labelledby="faults">
      <h2 className="title" id="faults">
        {plural(all, 'thing')} in the set {all === 1 ? 'is' : 'are'} not as the standard has {all === 1 ? 'it' : 'them'}
      </h2>
      <table className="tbl">
        <caption className="vh">What is wrong in the set</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ where, what }, i) => (
            <tr key={i}>
              <th scope="row">{where}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > faults.length && <p className="small mut">The first {faults.length} are shown.</p>}
    </section>
  )
}

/** The other way in: the files of a school's own system, as they are. */
export function SetForm({ classId }: { classId: string }) {
  return (
    <section className="block" aria-labelledby="one-roster">
      <h2 className="title" id="one-roster">
        Or from a OneRoster set
      </h2>
      <form
        className="pastebox"
        method="post"
        action={`/api/classes/${classId}/one-rosters`}
        encType="multipart/form-data"
      >
        <div className="field wide">
          <label htmlFor="set">The ZIP file, or its CSV files together</label>
          <p className="hint" id="set-hint">
            OneRoster 1.2, as many student information systems export it, up to one megabyte. Students only; of several
            classes you choose next.
          </p>
          <SetInput
            id="set"
            name="file"
            accept=".zip,.csv,application/zip,text/csv"
            multiple
            required
            aria-describedby="set-hint set-sees"
          />
          <p className="sees" id="set-sees">
            Only the names of students and of their classes are kept, for a day at most and for the instructors of this
            class. E-mail addresses, numbers and everything else in the files is not.
          </p>
        </div>
        <p className="acts">
          <Button>Read the set</Button>
        </p>
      </form>
    </section>
  )
}
