import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import type { Item } from '#lib/domain/item.ts'
import { edition } from '#lib/content/edition.ts'
import { misreadingsOf } from '#lib/domain/judge.ts'
import { reasonsOf, rightAnswer, wrongAnswer } from '../factories/answers.ts'
import { oneOfEveryKind } from '../factories/bank.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { setDates, fromNow, HOUR } from '../factories/work.ts'

type Result = {
  score: { earned: number; total: number } | null
  scoredFirst: { earned: number; total: number } | null
  verdicts: { item: string; correct: boolean; granted: string | null; contest: object | null }[] | null
}
type Draft = { seq: number; draft: { items: { id: string }[] } }
type Inbox = { notes: { kind: string; facts: Record<string, unknown> }[] }

const sourceOf = (item: Item): string => {
  const quiz = edition().quizzes.find((one) => one.audience === 'class' && one.items.some(({ id }) => id === item.id))!
  return `edition/${quiz.id}/${item.id}`
}

describe('versions, re-scores and second looks', () => {
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let ben: Person
  let quiz: string
  let items: Item[]
  let assignment: string

  const post = (who: Person, path: string, json: unknown = {}) => call('POST', path, { cookie: who.cookie, json })
  const see = async (): Promise<Draft> =>
    (await call('GET', `/api/bank/quizzes/${quiz}`, { cookie: teacher.cookie })).json as Draft
  const save = async (item: string, fields: Record<string, unknown>) =>
    call('PUT', `/api/bank/quizzes/${quiz}/items/${item}`, {
      cookie: teacher.cookie,
      json: { seq: (await see()).seq, ...fields },
    })
  const keep = async () => post(teacher, `/api/bank/quizzes/${quiz}/versions`, { seq: (await see()).seq })
  /** Takes the quiz; `wrong` names what is answered by its first misreading. */
  const take = async (who: Person, wrong: readonly string[]): Promise<string> => {
    const attempt = (await post(who, `/api/assignments/${assignment}/attempts`)).json as {
      id: string
      items: { id: string }[]
    }
    for (const { id } of attempt.items) {
      const item = items.find((one) => one.id === id)!
      const reply = await call('PUT', `/api/attempts/${attempt.id}/answers/${id}`, {
        cookie: who.cookie,
        json: { seq: 1, answer: wrong.includes(id) ? wrongAnswer(item) : rightAnswer(item) },
      })
      expect(reply.status).toBe(200)
    }
    return attempt.id
  }
  const handIn = async (who: Person, attempt: string): Promise<Result> =>
    (await post(who, `/api/attempts/${attempt}/submission`)).json as Result
  const version = async (json: Record<string, unknown>) => {
    const { viewNewVersion } = await import('#lib/features/assign-work/new-version.ts')
    const { asViewer } = await import('../factories/people.ts')
    const view = await viewNewVersion(asViewer(db, teacher), { assignment })
    return {
      view,
      reply: await post(teacher, `/api/assignments/${assignment}/version`, { expect: view.expect, ...json }),
    }
  }
  const inbox = async (who: Person): Promise<Inbox['notes']> =>
    ((await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).json as Inbox).notes
  const single = () =>
    items.find((item): item is Extract<Item, { kind: 'single' | 'several' }> => item.kind === 'single')!
  /** Makes the first wrong option of an item the right one. */
  const turnKey = async (item: ReturnType<typeof single>) => {
    const wrong = item.options.findIndex(({ correct }) => !correct)
    const right = item.options.findIndex(({ correct }) => correct)
    await save(item.id, {
      optionText: item.options.map(({ text }) => text),
      optionRight: [String(wrong)],
      optionMisreading: item.options.map((option, i) =>
        i === right ? 'drops-the-hedge' : option.correct ? '' : option.misreading,
      ),
    })
    expect((await keep()).status).toBe(200)
  }

  beforeAll(async () => {
    db = await openTestDb()
    useDb(db)
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id)
    anna = await makeStudent(db, klass.id)
    ben = await makeStudent(db, klass.id)
    quiz = ((await post(teacher, '/api/bank/quizzes', { copy: 'edition/comprehension' })).json as { quiz: string }).quiz
    await keep()
    items = (await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, quiz)))[0]!.body!.items
    assignment = (
      (await post(teacher, `/api/classes/${klass.id}/assignments`, { kind: 'quiz', target: quiz })).json as {
        assignment: string
      }
    ).assignment
  })

  test('moving reaches only those who have not begun; who has keeps questions, key and score', async () => {
    const attempt = await take(anna, [])
    const item = single()
    await save(item.id, { stem: 'Asked in another way?' })
    await keep()
    const { view, reply } = await version({ scores: 'keep' })
    expect([reply.status, view.changes.map(({ change }) => change)]).toEqual([200, ['wording']])
    const resumed = (await post(anna, `/api/assignments/${assignment}/attempts`)).json as {
      items: { id: string; stem: string }[]
    }
    expect(resumed.items.find(({ id }) => id === item.id)!.stem).toBe(item.stem)
    const fresh = (await post(ben, `/api/assignments/${assignment}/attempts`)).json as {
      items: { id: string; stem: string }[]
    }
    expect(fresh.items.find(({ id }) => id === item.id)!.stem).toBe('Asked in another way?')
    expect((await handIn(anna, attempt)).score).toMatchObject({ earned: 8, total: 8 })
    // Two versions of one question are two rows on the desk and are never counted together.
    const { viewAnswers } = await import('#lib/features/review-class/review-class.ts')
    const { asViewer } = await import('../factories/people.ts')
    const seen = (await viewAnswers(asViewer(db, teacher), { assignment })).items.filter(({ id }) => id === item.id)
    expect(seen.map(({ stem, answered }) => [stem, answered])).toEqual([[item.stem, 1]])
  })

  test('a corrected key is previewed, applied once, audited, told, and the first score stays', async () => {
    const item = single()
    const [first, second] = [await take(anna, [item.id]), await take(ben, [])]
    const before = await handIn(anna, first)
    await handIn(ben, second)
    await turnKey(item)
    const stale = (await version({ scores: 'keep' })).view.expect
    expect(stale).not.toBeNull()
    const { view, reply } = await version({ scores: 're-score', reason: 'The other option is right.' })
    expect(reply.status).toBe(200)
    // The key was moved above without scores; what is left to apply shows both students all the same.
    expect(view.affected.map((one) => `${one.before.earned} then ${one.after.earned}`).toSorted()).toEqual([
      '7 then 8',
      '8 then 7',
    ])
    const after = await handIn(anna, first)
    expect([before.score, after.score, after.scoredFirst]).toEqual([
      { earned: 7, total: 8 },
      { earned: 8, total: 8 },
      { earned: 7, total: 8 },
    ])
    expect(after.verdicts!.find((one) => one.item === item.id)!.correct).toBe(true)
    const [stored] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, first))
    expect(stored).toMatchObject({ earned: 7, total: 8 })
    for (const who of [anna, ben])
      expect((await inbox(who))[0]).toMatchObject({
        kind: 're-scored',
        facts: { reason: 'The other option is right.' },
      })
    const rows = await db.select().from(db.t.audit).where(eq(db.t.audit.chain, klass.id)).orderBy(asc(db.t.audit.n))
    expect(
      rows
        .filter(({ action }) => action === 'score.change')
        .map(({ object }) => object)
        .toSorted(),
    ).toEqual([`attempts/${first}`, `attempts/${second}`].toSorted())
    expect(await findBrokenLink(db, klass.id)).toBeNull()
    expect((await version({ scores: 're-score', reason: 'Again.' })).view.affected).toEqual([])
  })

  test('what was not looked at is not applied, and a re-score says why', async () => {
    const item = single()
    await handIn(anna, await take(anna, [item.id]))
    await turnKey(item)
    const bare = { expect: 'else', scores: 're-score', reason: 'Why.' }
    expect((await post(teacher, `/api/assignments/${assignment}/version`, bare)).code).toBe('conflict')
    expect((await version({ scores: 're-score' })).reply.code).toBe('invalid')
    expect(await db.select().from(db.t.scoreChanges).where(eq(db.t.scoreChanges.classId, klass.id))).toEqual([])
  })

  test('an attempt open during a re-score is judged by the new key when it is handed in', async () => {
    const item = single()
    const open = await take(anna, [item.id])
    await turnKey(item)
    expect((await version({ scores: 're-score', reason: 'Corrected.' })).reply.status).toBe(200)
    expect((await handIn(anna, open)).score).toEqual({ earned: 8, total: 8 })
  })

  test('a withdrawn question counts as right for everybody who was asked it', async () => {
    const item = single()
    const attempt = await take(anna, [item.id])
    await handIn(anna, attempt)
    await call('DELETE', `/api/bank/quizzes/${quiz}/items/${item.id}`, {
      cookie: teacher.cookie,
      json: { seq: (await see()).seq },
    })
    await keep()
    await version({ scores: 're-score', reason: 'The question misleads.' })
    const after = await handIn(anna, attempt)
    expect(after.score).toEqual({ earned: 8, total: 8 })
    expect(after.verdicts!.find((one) => one.item === item.id)!.granted).toBe('withdrawn')
  })

  test('before feedback is due nobody reads a score or a reason in the inbox', async () => {
    const item = single()
    await db.update(db.t.assignments).set({ feedback: 'closed' }).where(eq(db.t.assignments.id, assignment))
    await setDates(db, assignment, { closesAt: fromNow(HOUR) })
    const attempt = await take(anna, [item.id])
    await handIn(anna, attempt)
    await turnKey(item)
    await version({ scores: 're-score', reason: 'Option A is right.' })
    expect((await inbox(anna))[0]!.facts).toMatchObject({ before: null, after: null, reason: null })
    const early = { from: '73', text: 'Mine holds.' }
    expect((await post(anna, `/api/attempts/${attempt}/answers/${item.id}/contest`, early)).code).toBe(
      'not-contestable',
    )
  })

  test('a score is contested once, with a passage; the answer reaches the student', async () => {
    const item = single()
    const attempt = await take(anna, [item.id])
    const contest = (json: Record<string, unknown>, id = item.id) =>
      post(anna, `/api/attempts/${attempt}/answers/${id}/contest`, json)
    expect((await contest({ from: '73', text: 'Early.' })).code).toBe('not-contestable')
    await handIn(anna, attempt)
    expect((await contest({ from: '80', to: '73', text: 'Backward.' })).code).toBe('invalid')
    expect((await contest({ from: '9999', text: 'No such.' })).code).toBe('invalid')
    expect((await contest({ from: '73', text: '  ' })).code).toBe('invalid')
    const right = items.find(({ id, kind }) => id !== item.id && kind === 'single')!
    expect((await contest({ from: '73', text: 'It is right already.' }, right.id)).code).toBe('not-contestable')
    expect((await contest({ from: '73', to: '75', text: 'I read it so.' })).status).toBe(200)
    expect((await contest({ from: '73', text: 'Once more.' })).code).toBe('contested-once')
    expect((await inbox(teacher))[0]).toMatchObject({ kind: 'contested' })
    const { listContests } = await import('#lib/features/contest-score/contest-score.ts')
    const { asViewer } = await import('../factories/people.ts')
    const queue = await listContests(asViewer(db, teacher), { class: klass.id })
    expect(queue.open).toMatchObject([
      { words: 'I read it so.', passage: { from: 's73', to: 's75' }, chosen: wrongAnswer(item) },
    ])
    const [row] = queue.open
    const answer = (json: Record<string, unknown>) => post(teacher, `/api/contests/${row!.id}`, json)
    expect((await answer({ outcome: 'key-changed', text: 'No.' })).code).toBe('invalid')
    expect((await answer({ outcome: 'accepted', text: 'That can be read so.' })).status).toBe(200)
    expect((await answer({ outcome: 'upheld', text: 'On reflection, no.' })).code).toBe('changed-elsewhere')
    const after = await handIn(anna, attempt)
    expect([after.score, after.scoredFirst]).toEqual([
      { earned: 8, total: 8 },
      { earned: 7, total: 8 },
    ])
    expect(after.verdicts!.find((one) => one.item === item.id)).toMatchObject({
      granted: 'accepted',
      contest: { words: 'I read it so.', outcome: 'accepted', reply: 'That can be read so.' },
    })
    expect((await inbox(anna))[0]).toMatchObject({ kind: 'contest-answered', facts: { outcome: 'accepted' } })
  })

  test('a corrected key answers every second look at its question, and an accepted one stays accepted', async () => {
    const item = single()
    const attempt = await take(anna, [item.id])
    await handIn(anna, attempt)
    await post(anna, `/api/attempts/${attempt}/answers/${item.id}/contest`, { from: '73', text: 'The key is wrong.' })
    await turnKey(item)
    await version({ scores: 're-score', reason: 'A student showed it.' })
    const [row] = await db.select().from(db.t.contests).where(eq(db.t.contests.attemptId, attempt))
    expect(row).toMatchObject({ outcome: 'key-changed', answeredBy: teacher.userId })
    expect((await inbox(anna)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['re-scored', 'contest-answered']),
    )
  })

  test('not a byte of reason, misreading or key of an own quiz reaches a student before its feedback is due', async () => {
    await db.update(db.t.assignments).set({ feedback: 'closed' }).where(eq(db.t.assignments.id, assignment))
    await setDates(db, assignment, { closesAt: fromNow(HOUR) })
    // Every kind in one quiz, as an instructor would gather them.
    const everyKind = oneOfEveryKind(
      edition()
        .quizzes.filter(({ audience }) => audience === 'class')
        .flatMap((one) => one.items),
    )
    const bytes: string[] = []
    const keepBytes = async (reply: Promise<{ text: string; status: number }>) => {
      const { text, status } = await reply
      bytes.push(text)
      return { text, status }
    }
    for (const item of everyKind)
      if (!items.some(({ id }) => id === item.id))
        await post(teacher, `/api/bank/quizzes/${quiz}/items`, {
          seq: (await see()).seq,
          copy: sourceOf(item),
        })
    expect((await keep()).status).toBe(200)
    expect((await version({ scores: 'keep' })).reply.status).toBe(200)
    const versions = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, quiz))
    items = versions.toSorted((a, b) => b.n - a.n)[0]!.body!.items
    expect(new Set(items.map(({ kind }) => kind)).size).toBe(8)
    const get = (path: string) => keepBytes(call('GET', path, { cookie: anna.cookie }))
    const everywhere = async () => {
      for (const path of [
        `/api/classes/${klass.id}/assignments`,
        `/api/classes/${klass.id}/inbox`,
        '/api/me',
        '/api/me/data',
        '/api/bank',
        `/api/bank/quizzes/${quiz}`,
        `/api/classes/${klass.id}/export.csv`,
        `/api/assignments/${assignment}/matrix.csv`,
      ])
        await get(path)
    }
    await everywhere()
    const started = await keepBytes(post(anna, `/api/assignments/${assignment}/attempts`))
    const attempt = JSON.parse(started.text) as { id: string; items: { id: string }[] }
    for (const { id } of attempt.items) {
      const item = items.find((one) => one.id === id)!
      for (const [n, answer] of [wrongAnswer(item), rightAnswer(item)].entries())
        await keepBytes(
          call('PUT', `/api/attempts/${attempt.id}/answers/${id}`, {
            cookie: anna.cookie,
            json: { seq: n + 1, answer: item.kind === 'written' ? [`Own words ${n}.`] : answer },
          }),
        )
      await keepBytes(post(anna, `/api/attempts/${attempt.id}/answers/${id}/check`))
    }
    await keepBytes(post(anna, `/api/attempts/${attempt.id}/submission`))
    await turnKey(single())
    await version({ scores: 're-score', reason: 'hidden-reason-of-the-instructor' })
    await keepBytes(post(anna, `/api/attempts/${attempt.id}/submission`))
    await everywhere()
    const all = bytes.join('\n')
    const secrets = [
      ...items.flatMap((item) => [...reasonsOf(item), ...misreadingsOf(item)]),
      ...items.flatMap((item) => (item.kind === 'written' ? item.samples.map(({ text }) => text) : [])),
      'hidden-reason-of-the-instructor',
    ].map((secret) => JSON.stringify(secret).slice(1, -1))
    expect(secrets.length).toBeGreaterThan(60)
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
    expect(all).not.toContain('"correct"')
    expect(all).not.toContain('"granted"')
  })

  test('practice has no second look', async () => {
    await db.update(db.t.assignments).set({ feedback: 'each' }).where(eq(db.t.assignments.id, assignment))
    const item = single()
    const attempt = await take(anna, [item.id])
    await handIn(anna, attempt)
    const reply = await post(anna, `/api/attempts/${attempt}/answers/${item.id}/contest`, { from: '73', text: 'No.' })
    expect(reply.code).toBe('not-contestable')
  })

  test('the edition’s quiz becomes one’s own to correct, and nobody’s work changes by that', async () => {
    const given = (await post(teacher, `/api/classes/${klass.id}/assignments`, { kind: 'quiz', target: 'part-one' }))
      .json as { assignment: string }
    const [before] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, given.assignment))
    const reply = await post(teacher, `/api/assignments/${given.assignment}/correction`)
    const mine = (reply.json as { quiz: string }).quiz
    const [after] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, given.assignment))
    expect(after).toMatchObject({ targetId: mine, revisionHash: before!.revisionHash })
    expect((await post(teacher, `/api/assignments/${given.assignment}/correction`)).json).toEqual({ quiz: mine })
  })
})
