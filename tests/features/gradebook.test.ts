import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq } from 'drizzle-orm'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { columnTitles } from '#lib/features/keep-gradebook/gradebook-files.ts'
import type { Item } from '#lib/domain/item.ts'
import { seeMyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, frozenQuiz, fromNow, HOUR, plantedQuiz, setDates, type Given } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

/** Reads a CSV as RFC 4180 has it: quotes doubled, lines within quotes. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  const body = text.replace(/^\uFEFF/u, '')
  for (let i = 0; i < body.length; i += 1) {
    const sign = body[i]!
    if (quoted) {
      if (sign !== '"') field += sign
      else if (body[i + 1] === '"') {
        field += '"'
        i += 1
      } else quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === ',') {
      rows.at(-1)!.push(field)
      field = ''
    } else if (sign === '\n') {
      rows.at(-1)!.push(field)
      field = ''
      rows.push([])
    } else field += sign
  }
  return rows.slice(0, -1)
}

type World = { klass: Klass; teacher: Person; anna: Person; ben: Person }
async function makeWorld(names: { anna?: string } = {}): Promise<World> {
  const klass = await makeClass(db)
  const section = await makeSection(db, klass.id, 'Friday')
  return {
    klass,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id, {
      name: names.anna ?? 'Anna Lee',
      email: `anna-${klass.id}@school.test`,
      sectionId: section,
    }),
    ben: await makeStudent(db, klass.id, { name: 'Bến Hồ' }),
  }
}
const book = async ({ klass, teacher }: World): Promise<BookView> =>
  (await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })).json as BookView
const rowOf = (view: BookView, who: Person) => view.rows.find((row) => row.id === who.userId)!
const enter = ({ teacher }: World, assignment: string, who: Person, json: Record<string, unknown>) =>
  call('PUT', `/api/assignments/${assignment}/entries/${who.userId}`, { cookie: teacher.cookie, json })
const rules = ({ klass, teacher }: World, json: Record<string, unknown>) =>
  call('PUT', `/api/classes/${klass.id}/gradebook/rules`, {
    cookie: teacher.cookie,
    json: { unfinished: 'left-out', ...json },
  })
const readIt = async (who: Person, assignment: string) =>
  call('PUT', `/api/assignments/${assignment}/place`, { cookie: who.cookie, json: { done: true } })
const file = async ({ klass, teacher }: World, name: string) =>
  parse((await call('GET', `/api/classes/${klass.id}/gradebook/${name}.csv`, { cookie: teacher.cookie })).text)

describe('what counts', () => {
  test('a reading gives its points when it is done, late or not; what has no points or is practice is no column', async () => {
    const world = await makeWorld()
    const reading = await assign(db, world.klass.id, 'reading', { points: 5, dueAt: fromNow(-HOUR) })
    await assign(db, world.klass.id, 'reading', { points: 0 })
    await assign(db, world.klass.id, 'quiz', { points: 8, feedback: 'each' })
    await readIt(world.anna, reading.id)
    const view = await book(world)
    expect(view.columns.map((column) => column.id)).toEqual([reading.id])
    expect(rowOf(view, world.anna)).toMatchObject({ cells: [[5, 'l']], total: 100 })
    expect(rowOf(view, world.ben)).toMatchObject({ cells: [[null, 'n']], total: null })
  })

  test('nothing is taken off and nothing is zero until the instructor says so', async () => {
    const world = await makeWorld()
    const reading = await assign(db, world.klass.id, 'reading', { points: 10, dueAt: fromNow(-HOUR) })
    await readIt(world.anna, reading.id)
    await enter(world, reading.id, world.anna, { lateTakes: '20' })
    expect(rowOf(await book(world), world.anna).cells).toEqual([[8, 'thl']])
    await enter(world, reading.id, world.anna, { points: '7.25', lateTakes: '' })
    expect(rowOf(await book(world), world.anna).cells).toEqual([[7.25, 'mhl']])
    await enter(world, reading.id, world.anna, { excused: 'on' })
    expect(rowOf(await book(world), world.anna)).toMatchObject({ cells: [[null, 'xl']], total: null })
    await enter(world, reading.id, world.anna, {})
    expect(rowOf(await book(world), world.anna).cells).toEqual([[10, 'l']])

    await setDates(db, reading.id, { closesAt: fromNow(-HOUR / 2) })
    expect(rowOf(await book(world), world.ben).total).toBeNull()
    await rules(world, { unfinished: 'zero' })
    expect(rowOf(await book(world), world.ben)).toMatchObject({ cells: [[0, 'z']], total: 0 })
    // Each entry stays in the history.
    expect(
      await db.select().from(db.t.gradebookEntries).where(eq(db.t.gradebookEntries.assignmentId, reading.id)),
    ).toHaveLength(4)
  })

  test('weights, and the lowest dropped in each group', async () => {
    const world = await makeWorld()
    const readings = [
      await assign(db, world.klass.id, 'reading', { points: 10 }),
      await assign(db, world.klass.id, 'reading', { points: 10 }),
    ]
    const question = await assign(db, world.klass.id, 'question', { points: 20 })
    for (const [assignment, points] of [
      [readings[0]!.id, '4'],
      [readings[1]!.id, '10'],
      [question.id, '10'],
    ] as const)
      await enter(world, assignment, world.anna, { points })
    expect(rowOf(await book(world), world.anna).total).toBe(60)
    await rules(world, { drop_reading: '1' })
    expect(rowOf(await book(world), world.anna)).toMatchObject({ total: 66.7, dropped: [0] })
    await rules(world, { weight_reading: '25', weight_question: '75', drop_reading: '1' })
    expect(rowOf(await book(world), world.anna).total).toBe(62.5)
    // A group in which nothing counts leaves its weight to the others.
    await rules(world, { weight_reading: '25', weight_quiz: '50', weight_question: '25' })
    expect(rowOf(await book(world), world.anna).total).toBe(60)
  })

  test.each([
    [{ points: '-1' }, 'points'],
    [{ points: 'ten' }, 'points'],
    [{ lateTakes: '101' }, 'lateTakes'],
    [{ bonus: '1' }, ''],
  ])('%o is refused', async (json, path) => {
    const world = await makeWorld()
    const reading = await assign(db, world.klass.id, 'reading', { points: 10 })
    const reply = await enter(world, reading.id, world.anna, json)
    expect(reply.code).toBe('invalid')
    expect((reply.json as { issues: { path: string }[] }).issues[0]!.path).toBe(path)
  })
})

describe('written items of a quiz', () => {
  const planted = plantedQuiz('written', 'every')
  const [choice, words] = ['one-choice', 'in-words'].map((id) => planted.quiz.items.find((item) => item.id === id)!)
  const WORDS = ['Zhou was told it.']
  const quizOf = (items: readonly Item[]) => frozenQuiz({ ...planted.quiz, items: [...items] })
  const sit = async (who: Person, quiz: { id: string }, answers: Record<string, string[]>): Promise<string> => {
    const { id } = (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: who.cookie, json: {} }))
      .json as { id: string }
    for (const [item, answer] of Object.entries(answers)) {
      const saved = await call('PUT', `/api/attempts/${id}/answers/${item}`, {
        cookie: who.cookie,
        json: { answer, seq: 1 },
      })
      expect(saved.status).toBe(200)
    }
    await call('POST', `/api/attempts/${id}/submission`, { cookie: who.cookie, json: {} })
    return id
  }
  const right = { 'one-choice': planted.right['one-choice']! }
  const grade = (
    { teacher }: World,
    quiz: { id: string },
    who: Person,
    source: string,
    level: number,
    part = words!.id,
  ) =>
    call('PUT', `/api/assignments/${quiz.id}/grading/${part}/${who.userId}`, {
      cookie: teacher.cookie,
      json: { source, version: 1, 'level:evidence': level },
    })
  /** How many answers Grading holds, and of them how many wait. */
  const queued = async ({ klass, teacher }: World) => {
    const { viewWaiting } = await import('#lib/features/grade-answers/waiting.ts')
    const { of, answers } = await viewWaiting(asViewer(db, teacher), { class: klass.id })
    return [of, answers]
  }
  const give = ({ klass }: World, items: readonly Item[], given: Given = {}) =>
    assign(db, klass.id, 'quiz', { frozen: quizOf(items), points: 10, ...given })
  const cellOf = async (world: World, who: Person) => rowOf(await book(world), who).cells[0]
  const seen = async ({ klass }: World, who: Person) =>
    (await seeMyGrades(asViewer(db, who), { class: klass.id })).cells[0]!

  test('left open they earn nothing, and wait for nobody; the student reads so, and the files have it', async () => {
    const world = await makeWorld()
    const quiz = await give(world, [choice!, words!])
    await sit(world.anna, quiz, right)
    const own = await sit(world.ben, quiz, { ...right, [words!.id]: WORDS })
    expect(await cellOf(world, world.anna)).toEqual([5, ''])
    expect(await cellOf(world, world.ben)).toEqual([null, 'w'])
    expect(await queued(world)).toEqual([1, 1])
    expect(await seen(world, world.anna)).toMatchObject({ points: 5, leftOpen: 1 })
    expect(await seen(world, world.ben)).toMatchObject({ points: null, leftOpen: 0 })
    expect((await file(world, 'canvas')).slice(2).map((row) => row[5])).toEqual(['5', ''])
    await grade(world, quiz, world.ben, own, 3)
    expect(await cellOf(world, world.ben)).toEqual([10, 'h'])
    expect(await queued(world)).toEqual([1, 0])
    expect((await file(world, 'moodle')).slice(1).map((row) => row[3])).toEqual(['5', ''])
  })

  test('of two the one that is left open earns nothing, and the other is waited for', async () => {
    const world = await makeWorld()
    const quiz = await give(world, [choice!, words!, { ...words!, id: 'more-words' }])
    const own = await sit(world.anna, quiz, { ...right, [words!.id]: WORDS })
    expect(await cellOf(world, world.anna)).toEqual([null, 'w'])
    await grade(world, quiz, world.anna, own, 3)
    expect(await cellOf(world, world.anna)).toEqual([6.67, 'h'])
  })

  test('the other of a family was never asked; of several attempts the best counts', async () => {
    const world = await makeWorld()
    const family = [words!, { ...words!, id: 'more-words' }].map((item) => ({ ...item, family: 'words' }))
    const quiz = await give(world, [choice!, ...family], { attemptsAllowed: 2 })
    const first = await sit(world.anna, quiz, { ...right, [words!.id]: WORDS })
    await grade(world, quiz, world.anna, first, 3)
    expect(await cellOf(world, world.anna)).toEqual([10, 'h'])
    // The second attempt asks the other item, and leaves it open.
    await sit(world.anna, quiz, right)
    expect(await cellOf(world, world.anna)).toEqual([10, 'h'])
    expect(await queued(world)).toEqual([0, 0])
    await sit(world.ben, quiz, right)
    const second = await sit(world.ben, quiz, { ...right, 'more-words': WORDS })
    expect(await cellOf(world, world.ben)).toEqual([null, 'w'])
    await grade(world, quiz, world.ben, second, 0, 'more-words')
    expect(await cellOf(world, world.ben)).toEqual([5, 'h'])
  })

  test('words that nobody graded behind a newer attempt are not waited for', async () => {
    const world = await makeWorld()
    const quiz = await give(world, [choice!, words!], { attemptsAllowed: 2 })
    await sit(world.anna, quiz, { ...right, [words!.id]: WORDS })
    await sit(world.anna, quiz, right)
    expect(await cellOf(world, world.anna)).toEqual([5, ''])
    expect(await queued(world)).toEqual([0, 0])
  })

  test('an item that a newer version adds is no part of an attempt at the older one', async () => {
    const world = await makeWorld()
    const quiz = await give(world, [choice!, words!])
    const own = await sit(world.anna, quiz, { ...right, [words!.id]: WORDS })
    await grade(world, quiz, world.anna, own, 3)
    const { revisionHash } = await assign(db, world.klass.id, 'quiz', {
      frozen: quizOf([choice!, words!, { ...words!, id: 'added' }]),
      points: 0,
    })
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.assignments).set({ revisionHash }).where(eq(db.t.assignments.id, quiz.id)))
    })
    expect(await cellOf(world, world.anna)).toEqual([10, 'h'])
    await sit(world.ben, quiz, right)
    expect(await cellOf(world, world.ben)).toEqual([3.33, ''])
  })

  test('what was erased before anybody graded it is waited for no longer', async () => {
    const world = await makeWorld()
    const [quiz, question] = [
      await give(world, [choice!, words!]),
      await assign(db, world.klass.id, 'question', { points: 15 }),
    ]
    await sit(world.anna, quiz, { ...right, [words!.id]: WORDS })
    await call('POST', `/api/assignments/${question.id}/posts`, {
      cookie: world.anna.cookie,
      json: { text: 'Zhou was told it.', citations: [{ at: 's108' }] },
    })
    // Anna joined twice, and Ben’s row is hers: her second entry is erased, and what it did still counts.
    await call('PUT', `/api/classes/${world.klass.id}/roster/${world.ben.userId}/together`, {
      cookie: world.teacher.cookie,
      json: { other: world.anna.userId },
    })
    expect(rowOf(await book(world), world.ben).cells.map((cell) => cell![1])).toEqual(['w', 'w'])
    const erased = await call('POST', '/api/me/erasure', {
      cookie: world.anna.cookie,
      json: { passphrase: PASSPHRASE, confirm: 'erase me' },
    })
    expect(erased.status).toBe(200)
    expect(rowOf(await book(world), world.ben).cells).toEqual([
      [5, ''],
      [null, 'd'],
    ])
    expect(await queued(world)).toEqual([0, 0])
  })
})

describe('files for other gradebooks', () => {
  test('Canvas: its columns, points possible in the second row, EX for excused, blank for no score', async () => {
    const world = await makeWorld()
    const [reading, essay] = [
      await assign(db, world.klass.id, 'reading', { points: 5, title: 'Read it' }),
      await assign(db, world.klass.id, 'essay', { points: 5, title: 'Essay' }),
    ]
    await readIt(world.anna, reading.id)
    await enter(world, essay.id, world.ben, { excused: true })
    const [head, possible, ...people] = await file(world, 'canvas')
    expect(head).toEqual(['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Read it', 'Essay'])
    expect(possible![0]).toContain('Points Possible')
    expect(possible!.slice(5)).toEqual(['5', '5'])
    expect(people).toEqual([
      ['Anna Lee', '', '', `anna-${world.klass.id}@school.test`, 'Friday', '5', ''],
      ['Bến Hồ', '', '', 'bến hồ', '', '', 'EX'],
    ])
    for (const row of [head!, possible!, ...people]) expect(row.length).toBeGreaterThanOrEqual(4)
  })

  test('Moodle: who, then each assignment and its feedback; held grades stay blank until they are released', async () => {
    const world = await makeWorld()
    const question = await assign(db, world.klass.id, 'question', { points: 15, title: 'Telegrams' })
    const posted = (
      await call('POST', `/api/assignments/${question.id}/posts`, {
        cookie: world.anna.cookie,
        json: { text: 'Zhou was told it.', citations: [{ at: 's108' }] },
      })
    ).json as { post: string }
    await call('PUT', `/api/assignments/${question.id}/grading/post/${world.anna.userId}`, {
      cookie: world.teacher.cookie,
      json: {
        source: posted.post,
        version: 1,
        text: 'Who told him?',
        'level:accuracy': 3,
        'level:evidence': 2,
        'level:sourcing': 3,
        'level:corroboration': 1,
        'level:contextualization': 0,
      },
    })
    const head = ['Username', 'Email address', 'ID number', 'Telegrams', 'Telegrams feedback']
    expect((await file(world, 'moodle'))[0]).toEqual(head)
    expect((await file(world, 'moodle'))[1]!.slice(3)).toEqual(['', ''])
    expect((await file(world, 'canvas'))[2]!.slice(5)).toEqual([''])
    await call('PUT', `/api/assignments/${question.id}/release`, {
      cookie: world.teacher.cookie,
      json: { released: true },
    })
    const [, anna] = await file(world, 'moodle')
    expect(anna!.slice(0, 4)).toEqual(['anna lee', `anna-${world.klass.id}@school.test`, '', '9'])
    expect(anna![4]).toMatch(/^Accuracy 3 of 3: .+\nEvidence 2 of 3: .+/u)
    expect(anna![4]).toMatch(/\nWho told him\?$/u)
    expect((await file(world, 'canvas'))[2]!.slice(5)).toEqual(['9'])
  })

  test('Brightspace: who, then each assignment as an item that it may make, and the mark at the end of each line', async () => {
    const world = await makeWorld()
    const reading = await assign(db, world.klass.id, 'reading', { points: 5, title: 'Read <it>, 100%' })
    const essay = await assign(db, world.klass.id, 'essay', { points: 10, title: 'Essay' })
    await readIt(world.anna, reading.id)
    await enter(world, essay.id, world.ben, { excused: true })
    expect(await file(world, 'brightspace')).toEqual([
      [
        'Username',
        'Read it 100 Points Grade <Numeric MaxPoints:5>',
        'Essay Points Grade <Numeric MaxPoints:10>',
        'End-of-Line Indicator',
      ],
      [`anna-${world.klass.id}@school.test`, '5', '', '#'],
      ['bến hồ', '', '', '#'],
    ])
    const { text } = await call('GET', `/api/classes/${world.klass.id}/gradebook/brightspace.csv`, world.teacher)
    expect(text.startsWith('Username,')).toBe(true)
  })

  test('no title of ours is taken for a total or an id of theirs, and no two are alike', () => {
    expect(
      columnTitles(['Final Score', 'Reading (12)', 'Quiz', 'quiz', 'Quiz', 'Current Points', 'A grade', 'Scored']),
    ).toEqual([
      'Final Score, Xihua Hall',
      'Reading – 12',
      'Quiz',
      'quiz – 2',
      'Quiz – 3',
      'Current Points, Xihua Hall',
      'A grade, Xihua Hall',
      'Scored',
    ])
  })

  test.each(['=HYPERLINK("http://x.test")', '+1+1', '-2', '@SUM(A1)'])(
    'a name like %s is inert, and comes back as it was',
    async (name) => {
      const world = await makeWorld({ anna: name })
      await assign(db, world.klass.id, 'reading', { points: 5, title: '=1+1' })
      for (const which of ['canvas', 'moodle']) {
        const rows = await file(world, which)
        for (const cell of rows.flat()) expect(cell, which).not.toMatch(/^[=+\-@\t\r]/u)
        const back = rows.flat().map((cell) => cell.replace(/^'/u, ''))
        expect(back).toContain(which === 'canvas' ? name : name.toLowerCase())
        expect(back).toContain('=1+1')
      }
    },
  )

  test('the file of everything has each grade with its rows and comments beside the version that was graded', async () => {
    const world = await makeWorld()
    const question = await assign(db, world.klass.id, 'question', { points: 15, title: 'Telegrams' })
    const post = (text: string) =>
      call('POST', `/api/assignments/${question.id}/posts`, {
        cookie: world.anna.cookie,
        json: { text, citations: [{ at: 's108' }] },
      })
    const { post: source } = (await post('First words.')).json as { post: string }
    const at = `/api/assignments/${question.id}/grading/post/${world.anna.userId}`
    await call('POST', `${at}/comments`, {
      cookie: world.teacher.cookie,
      json: { source, version: 1, words: 'First', text: '=On it' },
    })
    await call('PUT', at, {
      cookie: world.teacher.cookie,
      json: {
        source,
        version: 1,
        text: 'Well read.',
        ...Object.fromEntries(
          ['accuracy', 'evidence', 'sourcing', 'corroboration', 'contextualization'].map((row) => [`level:${row}`, 2]),
        ),
      },
    })
    await post('Second words.')
    const rows = parse(
      (await call('GET', `/api/classes/${world.klass.id}/export.csv`, { cookie: world.teacher.cookie })).text,
    )
    const column = (name: string) => rows[0]!.indexOf(name)
    const versions = rows.filter((row) => row[column('version')] !== '').slice(1)
    const shown = versions.map((row) =>
      ['version', 'grade', 'grade_of', 'graded_by', 'released'].map((name) => row[column(name)]),
    )
    expect(shown).toEqual([
      ['1', '10', '15', world.teacher.name, 'no'],
      ['2', '', '', '', ''],
    ])
    expect(versions[0]![column('levels')]).toContain('accuracy 2')
    expect(versions[0]![column('grade_comments')]).toBe('Well read.')
    expect(versions[0]![column('word_comments')]).toBe('“First”: =On it')
  })
})

test('300 students and 30 columns: the whole gradebook in a small answer, soon', async () => {
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const columns: { id: string }[] = []
  for (let n = 0; n < 30; n += 1)
    columns.push(await assign(db, klass.id, n % 3 === 0 ? 'question' : 'reading', { points: 10 }))
  const at = new Date()
  await db.atomically(function* (tx) {
    for (let n = 0; n < 300; n += 1) {
      const id = `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
      yield* q(
        tx.insert(db.t.users).values({
          id,
          name: `S ${n}`,
          email: null,
          passphraseHash: null,
          mayTeach: false,
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(
        tx.insert(db.t.memberships).values({
          classId: klass.id,
          userId: id,
          role: 'student',
          sectionId: null,
          loginName: `s ${n}`,
          displayName: `Student number ${n}`,
          extraTimePercent: 0,
          state: 'active',
          joinedAt: at,
        }),
      )
      for (const column of columns)
        yield* q(
          tx.insert(db.t.gradebookEntries).values({
            assignmentId: column.id,
            userId: id,
            n: 1,
            classId: klass.id,
            excused: false,
            byHand: (n * 7) % 1000,
            lateTakes: 0,
            by: teacher.userId,
            at,
          }),
        )
    }
  })
  const began = performance.now()
  const reply = await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })
  expect((reply.json as BookView).rows).toHaveLength(300)
  expect((reply.json as BookView).rows[0]!.cells).toHaveLength(30)
  expect(reply.text.length).toBeLessThan(200_000)
  // Generous: what it must not be is quadratic. The bench says how long it takes.
  expect(performance.now() - began).toBeLessThan(5000)
})
