import { eq, NoopLogger, type Logger } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { listPosts, viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { getAssignment, listAssignable, previewAssignment, readNotes } from '#lib/features/assign-work/assign-work.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { viewOnePage } from '#lib/features/review-class/one-page.ts'
import { viewTalk } from '#lib/features/review-class/view-talk.ts'
import { viewPacket } from '#lib/features/assign-work/packet.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { viewComeback } from '#lib/features/come-back/come-back.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { routes } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  enrol,
  makeClass,
  makeSection,
  makeStudent,
  makeUser,
  openSession,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'
import {
  assign,
  fromNow,
  HOUR,
  plantedQuestion,
  plantedQuiz,
  setDates,
  type Given,
  type Planted,
} from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type World = {
  klass: Klass
  anna: Person
  ben: Person
  outsider: Person
  planted: Planted
  question: Assignment
  notes: string[]
  quiz: Assignment
}
let worlds = 0
async function makeWorld(rules: Given): Promise<World> {
  const mark = `world${++worlds}`
  const [klass, elsewhere] = [await makeClass(db), await makeClass(db)]
  const section = await makeSection(db, klass.id, 'Friday')
  const [planted, asked] = [plantedQuiz(mark, 'every'), plantedQuestion(mark)]
  return {
    // In a section, because the desk narrows what it shows to one.
    klass,
    planted,
    notes: asked.sentinels,
    anna: await makeStudent(db, klass.id, { sectionId: section }),
    ben: await makeStudent(db, klass.id, { sectionId: section }),
    outsider: await makeStudent(db, elsewhere.id),
    quiz: await assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules }),
    question: await assign(db, klass.id, 'question', { frozen: asked.frozen }),
  }
}
const begin = async ({ quiz }: World, person: Person): Promise<string> =>
  (
    (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: person.cookie, json: {} })).json as {
      id: string
    }
  ).id
const saveAll = async (
  { planted }: World,
  person: Person,
  attempt: string,
  answers: Planted['right'] = planted.wrong,
) => {
  for (const [item, answer] of Object.entries(answers))
    expect(
      (
        await call('PUT', `/api/attempts/${attempt}/answers/${item}`, {
          cookie: person.cookie,
          json: { answer, seq: 1 },
        })
      ).status,
    ).toBe(200)
}
const handIn = (person: Person, attempt: string) =>
  call('POST', `/api/attempts/${attempt}/submission`, { cookie: person.cookie, json: {} })

/** These would end the person or the attempt under examination. */
const SPARED = new Set(['POST /api/me/erasure', 'POST /api/sign-out', 'POST /api/me/passphrase'])
const ENDS_ATTEMPT = 'POST /api/attempts/{attempt}/submission'

/** Everything that the route table says to this person about this quiz, asked for in every way, with whatever is at hand. */
async function everythingSent(
  world: World,
  person: Person,
  attempt: string | null,
  isOver: boolean,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const { method, path } of routes) {
    const key = `${method} ${path}`
    if (SPARED.has(key) || (key === ENDS_ATTEMPT && !isOver)) continue
    for (const assignment of [world.quiz.id, world.question.id]) {
      for (const item of path.includes('{item}') ? world.planted.quiz.items.map((one) => one.id) : ['']) {
        const at: Record<string, string> = {
          class: world.klass.id,
          member: person.userId,
          assignment,
          attempt: attempt ?? '01990000-0000-7000-8000-000000000000',
          item,
          quiz: world.planted.quiz.id,
        }
        const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => at[name]!)
        const body = {
          answer: world.planted.wrong[item] ?? ['a'],
          seq: 9,
          text: 'A text',
          feedback: 'each',
          kind: 'quiz',
          target: world.planted.quiz.id,
        }
        const replies =
          method === 'GET'
            ? [await call(method, address, { cookie: person.cookie })]
            : [
                await call(method, address, { cookie: person.cookie, json: {} }),
                await call(method, address, {
                  cookie: person.cookie,
                  json: path.includes('{item}')
                    ? { answer: body.answer, ...(path.endsWith('{item}') || path.endsWith('/save') ? { seq: 9 } : {}) }
                    : body,
                }),
                ...(method === 'POST'
                  ? [
                      await call(method, address, {
                        cookie: person.cookie,
                        form: { answer: body.answer, seq: '9', in: world.klass.id, work: assignment },
                      }),
                    ]
                  : []),
              ]
        for (const [index, reply] of replies.entries())
          texts.set(
            `${key} ${item} ${assignment === world.quiz.id ? 'quiz' : 'question'} #${index}`,
            `${reply.text} ${[...reply.headers].join(' ')}`,
          )
      }
    }
  }
  return texts
}

/** Everything that a page could be given for this person, refusals included. */
async function everythingShown(world: World, person: Person): Promise<Map<string, string>> {
  const ctx = asViewer(db, person)
  const [inClass, ofQuiz, ofQuestion] = [
    { class: world.klass.id },
    { assignment: world.quiz.id },
    { assignment: world.question.id },
  ]
  const asked: [string, Promise<unknown>][] = [
    ['list', seeMyWork(ctx, inClass)],
    ['quiz', viewQuiz(ctx, ofQuiz)],
    ['what comes back', viewComeback(ctx, inClass)],
    ['question', viewQuestion(ctx, ofQuestion)],
    ['posts', listPosts(ctx, ofQuestion)],
    ['desk', viewDesk(ctx, inClass)],
    ['answers', viewAnswers(ctx, ofQuiz)],
    ['student', viewStudent(ctx, { ...inClass, member: person.userId })],
    ['assignable', listAssignable(ctx, inClass)],
    ['assignment', getAssignment(ctx, ofQuiz)],
    ['preview', previewAssignment(ctx, ofQuiz)],
    ['notes', readNotes(ctx, ofQuestion)],
    ['talk', viewTalk(ctx, { ...ofQuestion, posts: [] })],
    ['reports', viewReports(ctx, inClass)],
    ['one page', viewOnePage(ctx, inClass)],
    ['packet', viewPacket(ctx, inClass)],
    ['answer key', viewPacket(ctx, { ...inClass, of: [world.quiz.id, world.question.id], key: true })],
  ]
  return new Map(
    await Promise.all(
      asked.map(
        async ([name, work]) =>
          [name, JSON.stringify(await work.catch((error: unknown) => codeOf(error) ?? String(error)))] as const,
      ),
    ),
  )
}

describe('what a student is sent about a class quiz', () => {
  type State = {
    name: string
    rules: Given
    prepare: (world: World) => Promise<{ who: Person; attempt: string | null; isOver: boolean }>
  }
  const STATES: readonly State[] = [
    {
      name: 'that has not opened',
      rules: { opensAt: fromNow(HOUR) },
      prepare: async ({ anna }) => ({ who: anna, attempt: null, isOver: false }),
    },
    {
      name: 'that is open and not begun',
      rules: {},
      prepare: async ({ anna }) => ({ who: anna, attempt: null, isOver: false }),
    },
    {
      name: 'in an open attempt, everything answered',
      rules: {},
      prepare: async (world) => {
        const attempt = await begin(world, world.anna)
        await saveAll(world, world.anna, attempt)
        return { who: world.anna, attempt, isOver: false }
      },
    },
    {
      name: 'that is practice, in an attempt in which nothing is answered',
      rules: { feedback: 'each' },
      prepare: async (world) => ({ who: world.anna, attempt: await begin(world, world.anna), isOver: false }),
    },
    {
      name: 'handed in, before the last closing',
      rules: { feedback: 'closed', closesAt: fromNow(HOUR), attemptsAllowed: 1 },
      prepare: async (world) => {
        const attempt = await begin(world, world.anna)
        await saveAll(world, world.anna, attempt)
        await handIn(world.anna, attempt)
        return { who: world.anna, attempt, isOver: true }
      },
    },
    {
      name: 'that a classmate has handed in and had explained',
      rules: {},
      prepare: async (world) => {
        const attempt = await begin(world, world.ben)
        await saveAll(world, world.ben, attempt)
        await handIn(world.ben, attempt)
        return { who: world.anna, attempt, isOver: true }
      },
    },
    {
      name: 'of another class',
      rules: {},
      prepare: async (world) => {
        const attempt = await begin(world, world.ben)
        await saveAll(world, world.ben, attempt)
        await handIn(world.ben, attempt)
        return { who: world.outsider, attempt, isOver: true }
      },
    },
    {
      name: 'after being removed from the class',
      rules: {},
      prepare: async (world) => {
        const user = await makeUser(db)
        await enrol(db, world.klass.id, user, 'student', { state: 'removed' })
        const { cookie } = await openSession(db, user.userId)
        return {
          who: {
            ...user,
            cookie,
            viewer: { userId: user.userId, name: user.name, sessionId: 'x', mayTeach: false, memberships: [] },
          },
          attempt: null,
          isOver: false,
        }
      },
    },
  ]
  test.each(STATES)('$name holds no key, explanation or misreading', async ({ rules, prepare }) => {
    const world = await makeWorld(rules)
    const { who, attempt, isOver } = await prepare(world)
    const hidden = [...world.planted.sentinels, ...world.notes]
    const sent = await everythingSent(world, who, attempt, isOver)
    expect(sent.size).toBeGreaterThan(50)
    expect(findPlanted(hidden, sent)).toEqual([])
    expect(findPlanted(hidden, await everythingShown(world, who))).toEqual([])
  })

  test('holds every explanation once feedback is due, and still nothing for the instructor alone', async () => {
    const world = await makeWorld({ feedback: 'closed', closesAt: fromNow(HOUR) })
    const attempt = await begin(world, world.anna)
    await saveAll(world, world.anna, attempt)
    await handIn(world.anna, attempt)
    await setDates(db, world.quiz.id, { closesAt: fromNow(-HOUR) })
    const sent = await everythingSent(world, world.anna, attempt, true)
    const seen = new Set(findPlanted(world.planted.sentinels, sent).map((one) => one.split(' in ')[0]))
    expect(seen).toEqual(new Set(world.planted.sentinels))
    expect(findPlanted(world.notes, sent)).toEqual([])
    expect(findPlanted(world.planted.sentinels, await everythingShown(world, world.anna)).length).toBeGreaterThan(0)
  })
})

describe('the way that saves an answer', () => {
  test('reads no key; handing in does, so that this test can see one', async () => {
    const world = await makeWorld({})
    const asked: string[] = []
    // Every statement passes a logger, which writes nothing, on each engine alike.
    const spy = vi.spyOn(NoopLogger.prototype as Logger, 'logQuery').mockImplementation((text) => {
      asked.push(text)
    })
    const readsKeys = () => asked.splice(0).filter((text) => text.includes('"kept"'))
    const attempt = await begin(world, world.anna)
    await saveAll(world, world.anna, attempt)
    const stale = await call('PUT', `/api/attempts/${attempt}/answers/one-choice`, {
      cookie: world.anna.cookie,
      json: { answer: ['c'], seq: 7 },
    })
    expect([stale.code, asked.length > 10]).toEqual(['changed-elsewhere', true])
    expect(readsKeys()).toEqual([])
    await call('POST', `/api/assignments/${world.quiz.id}/attempts`, { cookie: world.anna.cookie, json: {} })
    await call('GET', `/api/classes/${world.klass.id}/assignments`, { cookie: world.anna.cookie })
    expect(readsKeys()).toEqual([])
    await handIn(world.anna, attempt)
    expect(readsKeys().length).toBeGreaterThan(0)
    spy.mockRestore()
  })

  test('says the same to right and wrong, but for the receipt', async () => {
    const world = await makeWorld({})
    const told = async (person: Person, answers: Planted['right']) => {
      const attempt = await begin(world, person)
      const replies = []
      for (const [item, answer] of Object.entries(answers)) {
        const reply = await call('PUT', `/api/attempts/${attempt}/answers/${item}`, {
          cookie: person.cookie,
          json: { answer, seq: 1 },
        })
        const { receipt } = reply.json as { receipt: { attempt: string; savedAt: string; digest: string } }
        expect(receipt.digest).toMatch(/^[0-9a-f]{64}$/)
        replies.push([
          reply.status,
          reply.text.length,
          [...reply.headers],
          reply.text.replace(receipt.attempt, '').replace(receipt.savedAt, '').replace(receipt.digest, ''),
        ])
      }
      return replies
    }
    expect(await told(world.anna, world.planted.right)).toEqual(await told(world.ben, world.planted.wrong))
  })
})

describe('classmates’ posts', () => {
  const WORDS = 'zebra-crossing-at-noon'
  const write = (person: Person, question: Assignment, text: string, at = 's114') =>
    call('POST', `/api/assignments/${question.id}/posts`, {
      cookie: person.cookie,
      json: { text, citations: [{ at }] },
    })

  test('are not sent before one’s own is in, whatever is asked or tried', async () => {
    const world = await makeWorld({})
    expect((await write(world.ben, world.question, `Ben writes ${WORDS}.`)).status).toBe(200)
    const posts = `/api/assignments/${world.question.id}/posts`
    const [empty, uncited] = [
      await write(world.anna, world.question, ' '),
      await call('POST', posts, { cookie: world.anna.cookie, json: { text: 'No citation.', citations: [] } }),
    ]
    expect([empty.code, uncited.code]).toEqual(['answer-empty', 'citation-needed'])
    expect((await call('GET', posts, { cookie: world.anna.cookie })).json).toEqual({
      locked: true,
      own: null,
      others: [],
      total: 0,
      before: null,
      cited: [],
    })
    const hidden = [WORDS, world.ben.name]
    expect(findPlanted(hidden, await everythingSent(world, world.anna, null, false))).toEqual([])
    const fresh = await makeStudent(db, world.klass.id)
    expect(findPlanted(hidden, await everythingShown(world, fresh))).toEqual([])

    expect((await write(fresh, world.question, 'Mine is in.')).status).toBe(200)
    expect((await call('GET', posts, { cookie: fresh.cookie })).text).toContain(WORDS)
  })

  test('of another section, of whoever was removed, and drafts are never sent', async () => {
    const world = await makeWorld({})
    const [friday, monday] = [
      await makeSection(db, world.klass.id, 'Fri'),
      await makeSection(db, world.klass.id, 'Mon'),
    ]
    const question = await assign(db, world.klass.id, 'question', { sectionId: friday })
    const [reader, mate, drafter] = [
      await makeStudent(db, world.klass.id, { sectionId: friday }),
      await makeStudent(db, world.klass.id, { sectionId: friday }),
      await makeStudent(db, world.klass.id, { sectionId: friday }),
    ]
    const stranger = await makeStudent(db, world.klass.id, { sectionId: monday })
    await write(reader, question, 'Mine.')
    await write(mate, question, 'friday-words')
    expect((await write(stranger, question, 'monday-words')).code).toBe('not-found')
    await call('PUT', `/api/assignments/${question.id}/draft`, {
      cookie: drafter.cookie,
      json: { text: 'draft-words', seq: 1 },
    })
    const read = async () =>
      (await call('GET', `/api/assignments/${question.id}/posts`, { cookie: reader.cookie })).text
    expect(findPlanted(['friday-words', 'monday-words', 'draft-words'], new Map([['posts', await read()]]))).toEqual([
      'friday-words in posts',
    ])
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, mate.userId)))
    })
    expect(await read()).not.toContain('friday-words')
  })
})
