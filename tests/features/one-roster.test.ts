import { strToU8, unzipSync, zipSync } from 'fflate'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { listMembers } from '#lib/db/queries/classes.ts'
import { COLUMNS, fileName, OPENED_FILES, SET_FILES, type OpenedFile } from '#lib/domain/one-roster.ts'
import { readSet, type Fault } from '#lib/domain/one-roster-reader.ts'
import { previewImport } from '#lib/features/import-roster/import-roster.ts'
import { unpackSet } from '#lib/features/import-roster/unpack-set.ts'
import { api } from '#lib/web/api.ts'
import { call, readReply, type Reply } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type Files = Record<string, string>
const zip = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
const base64 = (name: string, bytes: Uint8Array): string => `${name}:${Buffer.from(bytes).toString('base64')}`
const send = (klass: Klass, teacher: Person, files: Files) =>
  call('POST', `/api/classes/${klass.id}/one-rosters`, {
    cookie: teacher.cookie,
    json: { file: base64('set.zip', zip(files)) },
  })
const faultsOf = (reply: Reply) => (reply.json as { faults: Fault[] }).faults
const said = (faults: readonly Fault[]) =>
  faults.map(({ file, row, column, code }) => [file, row, column, code].filter((one) => one !== null).join(' '))

const table = (file: OpenedFile, ...rows: Record<string, string>[]): string => {
  const names = COLUMNS[file].map(({ name }) => name)
  return Papa.unparse([names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]) + '\r\n'
}
const manifest = (bulk: readonly string[]): string =>
  ['propertyName,value', 'manifest.version,1.0', 'oneroster.version,1.2']
    .concat(SET_FILES.map((file) => `file.${file},${bulk.includes(file) ? 'bulk' : 'absent'}`))
    .join('\r\n') + '\r\n'

const user = (sourcedId: string, givenName: string, familyName: string, more: object = {}) => ({
  sourcedId,
  enabledUser: 'true',
  username: sourcedId,
  givenName,
  familyName,
  ...more,
})
const enrolled = (classSourcedId: string, userSourcedId: string, more: object = {}) => ({
  sourcedId: `${classSourcedId}.${userSourcedId}`,
  classSourcedId,
  schoolSourcedId: 'school',
  userSourcedId,
  role: 'student',
  ...more,
})
const klassRow = (sourcedId: string, title: string) => ({
  sourcedId,
  title,
  courseSourcedId: 'hist',
  classType: 'scheduled',
  schoolSourcedId: 'school',
  termSourcedIds: 'fall',
})

/** A school's set: two classes, a teacher, five students of whom one is switched off and one has left. */
const school = (): Files => ({
  'manifest.csv': manifest(['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments', 'demographics']),
  'orgs.csv': table('orgs', { sourcedId: 'school', name: 'A school', type: 'school' }),
  'academicSessions.csv': table('academicSessions', {
    sourcedId: 'fall',
    title: 'Fall',
    type: 'semester',
    startDate: '2026-09-01',
    endDate: '2026-12-20',
    schoolYear: '2027',
  }),
  'courses.csv': table('courses', { sourcedId: 'hist', title: 'History', orgSourcedId: 'school' }),
  'classes.csv': table('classes', klassRow('morning', 'HIST 214 morning'), klassRow('evening', 'HIST 214 evening')),
  'users.csv': table(
    'users',
    user('anna', 'Anna', 'Lee', { email: 'anna@school.test', password: 'hunter2', phone: '+1 555 0100' }),
    user('ben', 'Benedict', 'Whitaker', { preferredGivenName: 'Ben' }),
    user('amara', 'Amara', '.'),
    user('off', 'Switched', 'Off', { enabledUser: 'false' }),
    user('left', 'Has', 'Left'),
    user('teacher', 'Who', 'Teaches'),
  ),
  'enrollments.csv': table(
    'enrollments',
    enrolled('morning', 'anna'),
    enrolled('morning', 'off'),
    enrolled('evening', 'ben'),
    enrolled('evening', 'amara'),
    enrolled('evening', 'left', { endDate: '2026-09-10' }),
    enrolled('morning', 'teacher', { role: 'teacher' }),
  ),
  'demographics.csv': 'sourcedId,birthDate\r\nnot,opened\r\n',
})

const stage = async (): Promise<{ klass: Klass; teacher: Person }> => {
  const klass = await makeClass(db)
  return { klass, teacher: await makeInstructor(db, klass.id) }
}
const students = async (klass: Klass) =>
  (await listMembers(db, klass.id)).filter(({ role }) => role === 'student').map(({ displayName }) => displayName)
const look = (klass: Klass, teacher: Person, list: string) =>
  previewImport(asViewer(db, teacher), { class: klass.id, list })
const listIn = (reply: Reply): string => {
  expect(reply.status, reply.text).toBe(200)
  return (reply.json as { list: string }).list
}

describe('a set that comes in', () => {
  test('waits for its classes to be chosen, and then stands as a list of names that nobody has added yet', async () => {
    const { klass, teacher } = await stage()
    const list = listIn(await send(klass, teacher, school()))
    const before = await look(klass, teacher, list)
    expect(before.choose).toEqual([
      { id: 'morning', title: 'HIST 214 morning', students: 1 },
      { id: 'evening', title: 'HIST 214 evening', students: 2 },
    ])
    expect([before.readable, before.rows]).toEqual([false, []])
    const at = `/api/classes/${klass.id}/imports/${list}`
    const as = { cookie: teacher.cookie }
    expect((await call('POST', `${at}/confirm`, { ...as, json: {} })).code).toBe('invalid')
    expect((await call('PUT', at, { ...as, json: { column: [] } })).code).toBe('invalid')
    expect((await call('PUT', `${at}/classes`, { ...as, json: { chosen: 'elsewhere' } })).code).toBe('invalid')

    expect((await call('PUT', `${at}/classes`, { ...as, json: { chosen: ['evening'] } })).status).toBe(200)
    const view = await look(klass, teacher, list)
    expect([view.choose, view.rows.map(({ name, section }) => [name, section])]).toEqual([
      null,
      [
        ['Ben Whitaker', null],
        ['Amara', null],
      ],
    ])
    expect(await students(klass)).toEqual([])
    expect((await call('POST', `${at}/confirm`, { ...as, json: {} })).json).toEqual({ added: 2, left: 0 })
    expect(await students(klass)).toEqual(['Amara', 'Ben Whitaker'])
  })

  test('of several chosen classes makes sections; a name that is here already is never taken for the same person', async () => {
    const { klass, teacher } = await stage()
    await makeStudent(db, klass.id, { name: 'Anna Lee' })
    const list = listIn(await send(klass, teacher, school()))
    const path = `/api/classes/${klass.id}/imports/${list}/classes`
    await call('PUT', path, { cookie: teacher.cookie, json: { chosen: ['morning', 'evening'] } })
    const view = await look(klass, teacher, list)
    expect(view.rows.map(({ name, section, problem }) => [name, section, problem])).toEqual([
      ['Anna Lee', 'HIST 214 morning', 'in-class'],
      ['Ben Whitaker', 'HIST 214 evening', null],
      ['Amara', 'HIST 214 evening', null],
    ])
  })

  test('keeps names alone: no address, number, passphrase or date of birth of it is stored', async () => {
    const { klass, teacher } = await stage()
    await send(klass, teacher, school())
    const kept = JSON.stringify(await db.select().from(db.t.rosterImports))
    expect(kept).toContain('Whitaker')
    expect(kept).not.toMatch(/anna@school|hunter2|555 0100|not,opened/u)
  })

  test('comes as a form with one archive or with its files, as a browser sends them', async () => {
    const { klass, teacher } = await stage()
    const { 'demographics.csv': _demographics, ...files } = school()
    files['manifest.csv'] = manifest(['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'])
    const post = async (given: [string, BlobPart][]) => {
      const form = new FormData()
      for (const [name, bytes] of given) form.append('file', new File([bytes], name))
      const headers = { cookie: teacher.cookie }
      const path = `/api/classes/${klass.id}/one-rosters`
      return readReply(await api.request(path, { method: 'POST', headers, body: form }))
    }
    const whole = await post([['set.zip', zip(files) as BlobPart]])
    expect(whole.location).toMatch(/roster\/import\?list=[\w-]+$/u)
    expect((await post(Object.entries(files))).location).toMatch(/roster\/import\?list=[\w-]+$/u)
    const none = await post([['', '']])
    expect(none.location).toContain('problem=invalid&at=file')
    const broken = await post([['set.zip', 'no archive']])
    expect(new URLSearchParams(broken.location.split('?')[1]!.split('#')[0]).getAll('fault')).toEqual(['set.zip|||archive']) // prettier-ignore
  })

  test('is the class’s own: a colleague elsewhere finds no list', async () => {
    const [{ klass, teacher }, other] = [await stage(), await stage()]
    expect((await send(klass, other.teacher, school())).status).toBe(404)
    const list = listIn(await send(klass, teacher, school()))
    await expect(look(other.klass, other.teacher, list)).rejects.toMatchObject({ code: 'not-found' })
  })
})

/** What is wrong with the school's set after one change. */
const after = (change: (files: Files) => void): string[] => {
  const files = school()
  change(files)
  const unpacked = unpackSet([{ name: 'set.zip', bytes: zip(files) }])
  return said(unpacked.faults.length > 0 ? unpacked.faults : readSet(unpacked.names, unpacked.tables).faults)
}
const put =
  (name: string, from: string | RegExp, to: string) =>
  (files: Files): void => {
    const text = files[name]!
    files[name] = text.replace(from, to)
    expect(files[name]).not.toBe(text)
  }

describe('the strict reader', () => {
  test('has nothing to say of a set that is right, or that has the column which the standard dropped', () => {
    expect(after(() => {})).toEqual([])
    const older = (files: Files) => {
      files['users.csv'] = files['users.csv']!.replace(
        'userMasterIdentifier,',
        'userMasterIdentifier,resourceSourcedIds,',
      ) // prettier-ignore
        .replaceAll(/\r\n(?=.)/gu, '\r\n')
        .split('\r\n')
        .map((line, i) => (i === 0 || line === '' ? line : line.split(',').toSpliced(17, 0, '').join(',')))
        .join('\r\n')
    }
    expect(after(older)).toEqual([])
    expect(after(put('orgs.csv', /identifier,parentSourcedId\r\n(.*)\r\n/u, 'identifier,parentSourcedId,metadata.own\r\n$1,x\r\n'))).toEqual([]) // prettier-ignore
  })

  test.each<[string, (files: Files) => void, string[]]>([
    ['no manifest', (files) => delete files['manifest.csv'], ['manifest.csv manifest-needed']],
    ['another version', put('manifest.csv', 'version,1.2', 'version,1.1'), ['manifest.csv oneroster.version manifest-version']], // prettier-ignore
    ['a file of which the manifest says nothing', put('manifest.csv', 'file.results,absent\r\n', ''), ['manifest.csv file.results manifest-misses']], // prettier-ignore
    ['a word that is no mode', put('manifest.csv', 'file.results,absent', 'file.results,gone'), ['manifest.csv file.results manifest-mode']], // prettier-ignore
    ['a property nobody knows', put('manifest.csv', 'manifest.version', 'source.color,red\r\nmanifest.version'), ['manifest.csv 2 source.color manifest-row']], // prettier-ignore
    ['a file that was announced and is missing', (files) => delete files['courses.csv'], ['courses.csv file-missing']],
    ['a file that is there and was not announced', put('manifest.csv', 'demographics,bulk', 'demographics,absent'), ['demographics.csv file-unannounced']], // prettier-ignore
    ['changes instead of a whole', put('manifest.csv', 'users,bulk', 'users,delta'), ['users.csv changes-only']],
    ['a set without enrollments', (files) => { delete files['enrollments.csv']; put('manifest.csv', 'enrollments,bulk', 'enrollments,absent')(files) }, ['enrollments.csv file-needed']], // prettier-ignore
    ['a column of another name', put('users.csv', 'givenName', 'firstName'), ['users.csv 1 header']],
    ['columns in another order', put('users.csv', 'givenName,familyName', 'familyName,givenName'), ['users.csv 1 header']], // prettier-ignore
    ['a column too many', put('orgs.csv', 'parentSourcedId', 'parentSourcedId,color'), ['orgs.csv 1 header']],
    ['a row too short', put('orgs.csv', 'school,,,A school', 'school,,A school'), ['orgs.csv 2 width']],
    ['a row of a set of changes', put('orgs.csv', 'school,,,', 'school,active,,'), ['orgs.csv 2 status not-blank']],
    ['a cell that has to be filled', put('users.csv', 'Benedict', ''), ['users.csv 3 givenName empty']],
    ['a word outside the list', put('enrollments.csv', 'ben,student', 'ben,pupil'), ['enrollments.csv 4 role word']],
    ['a day that does not exist', put('academicSessions.csv', '2026-12-20', '2026-02-30'), ['academicSessions.csv 2 endDate date']], // prettier-ignore
    ['a year of two digits', put('academicSessions.csv', '2027', '27'), ['academicSessions.csv 2 schoolYear year']],
    ['a flag in another word', put('users.csv', 'false', 'no'), ['users.csv 5 enabledUser flag']],
    ['an id with a sign that no id has', put('classes.csv', 'fall', 'fa ll'), ['classes.csv 2 termSourcedIds id']],
    ['two rows of one id', put('users.csv', 'ben,,', 'anna,,'), ['users.csv 3 sourcedId id-twice']],
    ['somebody enrolled who is no user', put('enrollments.csv', 'school,ben', 'school,bob'), ['enrollments.csv 4 userSourcedId dangling']], // prettier-ignore
    ['a class of no course', put('classes.csv', 'hist', 'latin'), ['classes.csv 2 courseSourcedId dangling']],
    ['a quote that is never closed', put('orgs.csv', 'A school', '"A school'), ['orgs.csv 2 csv']],
    ['a line end inside a cell', put('orgs.csv', 'A school', '"A\nschool"'), ['orgs.csv 2 name csv']],
    ['a way out of the folder', (files) => (files['../users.csv'] = 'x'), ['../users.csv path']],
    ['a folder', (files) => (files['export/users.csv'] = 'x'), ['export/users.csv path']],
    ['a file that is none of a set', (files) => (files['notes.txt'] = 'x'), ['notes.txt unknown-file']],
    ['a sign that no text has', (files) => (files['orgs.csv'] = files['orgs.csv']!.replace('A school', 'A \0')), ['orgs.csv encoding']], // prettier-ignore
  ])('refuses %s', (_what, change, expected) => expect(after(change)).toEqual(expected))

  test('knows a school from a district, a term from a whole year, and a score from one that cannot be', () => {
    const files = [...Array(6).keys()].map((i) => `enrollments.csv ${i + 2} schoolSourcedId no-school`)
    expect(after(put('orgs.csv', ',school,', ',district,'))).toEqual([
      'classes.csv 2 schoolSourcedId no-school',
      'classes.csv 3 schoolSourcedId no-school',
      ...files,
    ])
    const graded =
      (score: string, student: string, session = 'semester') =>
      (set: Files) => {
        set['academicSessions.csv'] = set['academicSessions.csv']!.replace('semester', session)
        Object.assign(set, {
          'manifest.csv': set['manifest.csv']!.replace(/(file\.(?:categories|lineItems|results)),absent/gu, '$1,bulk'),
          'categories.csv': table('categories', { sourcedId: 'c', title: 'Quizzes' }),
          'lineItems.csv': table('lineItems', {
            sourcedId: 'quiz',
            title: 'Quiz',
            assignDate: '2026-09-01',
            dueDate: '2026-09-08',
            classSourcedId: 'morning',
            categorySourcedId: 'c',
            academicSessionSourcedId: 'fall',
            resultValueMin: '0',
            resultValueMax: '10',
            schoolSourcedId: 'school',
          }),
          'results.csv': table('results', {
            sourcedId: 'r',
            lineItemSourcedId: 'quiz',
            studentSourcedId: student,
            scoreStatus: 'fully graded',
            score,
            scoreDate: '2026-09-09',
          }),
        })
      }
    expect(after(graded('10', 'anna'))).toEqual([])
    expect(after(graded('10.5', 'anna'))).toEqual(['results.csv 2 score score'])
    expect(after(graded('ten', 'anna'))).toEqual(['results.csv 2 score number'])
    expect(after(graded('5', 'ben'))).toEqual(['results.csv 2 studentSourcedId not-enrolled'])
    expect(after(graded('5', 'anna', 'schoolYear'))).toEqual(['lineItems.csv 2 academicSessionSourcedId whole-year'])
  })

  test('unfolds nothing beyond its bounds', () => {
    const big = { ...school(), 'users.csv': 'x'.repeat(5_000_000) }
    expect(said(unpackSet([{ name: 'set.zip', bytes: zip(big) }]).faults)).toEqual([' size'])
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i}.csv`, 'x']))
    expect(said(unpackSet([{ name: 'set.zip', bytes: zip(many) }]).faults).at(-1)).toBe(' entries')
    expect(said(unpackSet([{ name: 'a.zip', bytes: strToU8('PK\u0003\u0004 and nothing') }]).faults)).toEqual(['a.zip archive']) // prettier-ignore
    const twice = [...Object.entries(school()), ['orgs.csv', 'x'] as const].map(([name, text]) => ({ name, bytes: strToU8(text) })) // prettier-ignore
    expect(said(unpackSet(twice).faults)).toEqual(['orgs.csv file-twice'])
  })

  test('says all that is wrong at once, and a script gets it by file and row', async () => {
    const { klass, teacher } = await stage()
    const files = school()
    put('users.csv', 'Benedict', '')(files)
    put('enrollments.csv', 'ben,student', 'ben,pupil')(files)
    const reply = await send(klass, teacher, files)
    expect([reply.status, reply.code]).toEqual([422, 'invalid'])
    expect(said(faultsOf(reply))).toEqual(['users.csv 3 givenName empty', 'enrollments.csv 4 role word'])
  })
})

describe('a class that goes out', () => {
  async function exported(klass: Klass, teacher: Person) {
    const reply = await api.request(`/api/classes/${klass.id}/one-roster.zip`, { headers: { cookie: teacher.cookie } })
    expect(reply.headers.get('content-type')).toBe('application/zip')
    const bytes = new Uint8Array(await reply.arrayBuffer())
    const unpacked = unpackSet([{ name: 'set.zip', bytes }])
    expect(unpacked.faults).toEqual([])
    const read = readSet(unpacked.names, unpacked.tables)
    expect(read.faults).toEqual([])
    return { bytes, rows: read.rows! }
  }

  test('passes the reader, says who is in it and what each was given, and comes in again as the same names', async () => {
    const { klass, teacher } = await stage()
    const [anna, amara] = [
      await makeStudent(db, klass.id, { name: 'Anna Maria Lee', email: `anna-${klass.id}@school.test` }),
      await makeStudent(db, klass.id, { name: 'Amara' }),
    ]
    const reader = await makeStudent(db, klass.id, { name: 'Reader 7', email: `real-${klass.id}@school.test` })
    const title = 'Read "it",\n=now()'
    const reading = await assign(db, klass.id, 'reading', { title, points: 5, dueAt: fromNow(-HOUR) })
    const quiet = await assign(db, klass.id, 'essay', { points: 10 })
    await call('PUT', `/api/assignments/${reading.id}/place`, { cookie: anna.cookie, json: { done: true } })
    const enter = (member: Person, json: object) =>
      call('PUT', `/api/assignments/${quiet.id}/entries/${member.userId}`, { cookie: teacher.cookie, json })
    await enter(anna, { points: '12.5' })
    await enter(amara, { excused: true })

    const held = await exported(klass, teacher)
    const results = (rows: typeof held.rows) =>
      rows.results.map((row) => [row.lineItemSourcedId, row.studentSourcedId, row.scoreStatus, row.score, row.late])
    expect(results(held.rows)).toEqual([
      [quiet.id, amara.userId, 'exempt', '', ''],
      [reading.id, anna.userId, 'fully graded', '5', 'true'],
    ])
    await call('PUT', `/api/assignments/${quiet.id}/release`, { cookie: teacher.cookie, json: { released: true } })
    const { rows, bytes } = await exported(klass, teacher)
    expect(results(rows)).toContainEqual([quiet.id, anna.userId, 'fully graded', '12.5', ''])
    expect(rows.lineItems.map((row) => [row.title, row.resultValueMax, row.description])).toEqual([
      ['Read "it", =now()', '5', '5 points possible'],
      [expect.any(String), '', '10 points possible'],
    ])
    expect(rows.users.map((row) => [row.givenName, row.familyName, row.email?.split('-')[0]])).toEqual([
      [expect.any(String), expect.any(String), expect.any(String)],
      ['Amara', '–', ''],
      ['Anna Maria', 'Lee', 'anna'],
      ['Reader', '7', ''],
    ])
    expect(rows.enrollments.map(({ role }) => role)).toEqual(['teacher', 'student', 'student', 'student'])
    expect(reader.userId).toBe(rows.users[3]!.sourcedId)
    const again = await exported(klass, teacher)
    expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true)

    const next = await stage()
    const reply = await call('POST', `/api/classes/${next.klass.id}/one-rosters`, {
      cookie: next.teacher.cookie,
      json: { file: base64('set.zip', bytes) },
    })
    const list = listIn(reply)
    await call('POST', `/api/classes/${next.klass.id}/imports/${list}/confirm`, {
      cookie: next.teacher.cookie,
      json: {},
    })
    expect(await students(next.klass)).toEqual(['Amara', 'Anna Maria Lee', 'Reader 7'])
  })

  test('an empty class is a whole set too, with all its files', async () => {
    const { klass, teacher } = await stage()
    const { bytes } = await exported(klass, teacher)
    expect(Object.keys(unzipSync(bytes)).toSorted()).toEqual(['manifest.csv', ...OPENED_FILES.map(fileName)].toSorted())
  })
})
