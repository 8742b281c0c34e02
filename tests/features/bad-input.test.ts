import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { call, type Reply } from '../factories/call.ts'
import {
  makeClass,
  makeInstructor,
  makeStudent,
  openSession,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, DAY, fromNow, HOUR, plantedQuiz, setDates } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type Tables = Db['t']
/** How many rows a table holds: what should not be stored is proved by the difference. */
const rows = async (table: keyof Tables): Promise<number> =>
  (await db.select({ n: count() }).from(db.t[table] as Tables['users']))[0]!.n
const says = (reply: Reply): string => `${reply.status} ${reply.code ?? 'ok'}`
/** What a form's next page is handed of what was typed. */
const carried = (reply: Reply, field: string): string[] => {
  const leads = new URL(reply.location, 'http://hall.test')
  const back =
    leads.pathname === '/sign-in' ? new URL(leads.searchParams.get('callbackUrl')!, 'http://hall.test') : leads
  return back.searchParams.getAll(`v.${field}`)
}
const LONG = 'A careful page and a half. '.repeat(330)
const SCRIPT = '<script>alert(1)</script> "Bobby" & \'co\''

const planted = plantedQuiz('bad-input')
type World = { klass: Klass; teacher: Person; anna: Person; quiz: Assignment; question: Assignment; attempt: string }

async function makeWorld(): Promise<World> {
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
  const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, closesAt: fromNow(HOUR) })
  const question = await assign(db, klass.id, 'question', { closesAt: fromNow(HOUR) })
  const { json } = await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: anna.cookie, json: {} })
  return { klass, teacher, anna, quiz, question, attempt: (json as { id: string }).id }
}

const join = (code: string, name: string) => ({
  json: () => call('POST', '/api/join', { json: { code, name, passphrase: PASSPHRASE } }),
  form: () => call('POST', '/api/join', { form: { code, name, passphrase: PASSPHRASE } }),
})
/** One answer saved as a script does and as the form without script does. */
const save = (
  { anna, attempt, klass, quiz }: World,
  item: string,
  answer: string[],
  seq: number,
  cookie = anna.cookie,
) => ({
  json: () => call('PUT', `/api/attempts/${attempt}/answers/${item}`, { cookie, json: { answer, seq } }),
  form: () =>
    call('POST', `/api/attempts/${attempt}/answers/${item}/save`, {
      cookie,
      form: { answer, seq: String(seq), in: klass.id, work: quiz.id },
    }),
})
const post = ({ anna, question, klass }: World, text: string, cites: string[], cookie = anna.cookie) => ({
  json: () =>
    call('POST', `/api/assignments/${question.id}/posts`, {
      cookie,
      json: { text, citations: cites.map((at) => ({ at })) },
    }),
  form: () =>
    call('POST', `/api/assignments/${question.id}/posts`, { cookie, form: { text, citations: cites, in: klass.id } }),
})
const draft = ({ anna, question, klass }: World, text: string, seq: number) => ({
  json: () => call('PUT', `/api/assignments/${question.id}/draft`, { cookie: anna.cookie, json: { text, seq } }),
  form: () =>
    call('POST', `/api/assignments/${question.id}/draft/save`, {
      cookie: anna.cookie,
      form: { text, seq: String(seq), in: klass.id },
    }),
})
const close = async ({ quiz, question }: World) => {
  // Past the closing time and its fifteen seconds of grace.
  for (const { id } of [quiz, question]) await setDates(db, id, { closesAt: fromNow(-16_000) })
}
const refusedJoin = async (
  make: (world: World) => Promise<{ json: () => Promise<Reply>; form: () => Promise<Reply> }>,
) => {
  const how = await make(await makeWorld())
  const before = [await rows('users'), await rows('memberships'), await rows('sessions')]
  const [json, form] = [await how.json(), await how.form()]
  const same =
    JSON.stringify(before) === JSON.stringify([await rows('users'), await rows('memberships'), await rows('sessions')])
  return {
    json: says(json),
    form: says(form),
    cookie: json.headers.getSetCookie().length + form.headers.getSetCookie().length,
    stored: same ? 'nothing' : 'something',
    typed: carried(form, 'name'),
    secret: form.location.includes(PASSPHRASE.slice(0, 5)),
  }
}
const setJoins = async (code: string) =>
  db.atomically(function* (tx) {
    yield* q(tx.update(db.t.classCodes).set({ joins: false }).where(eq(db.t.classCodes.code, code)))
  })

const CASES: Record<string, () => Promise<Record<string, unknown>>> = {
  'wrong code': () => refusedJoin(async () => join('WRQNGCDE', 'Newcomer')),
  'closed code': () =>
    refusedJoin(async ({ klass }) => {
      await setJoins(klass.code)
      return join(klass.code, 'Newcomer')
    }),
  'rotated code': () =>
    refusedJoin(async ({ klass, teacher }) => {
      await call('POST', `/api/classes/${klass.id}/codes`, { cookie: teacher.cookie, json: {} })
      return join(klass.code, 'Newcomer')
    }),
  'second Anna Lee': () => refusedJoin(async ({ klass }) => join(klass.code.toLowerCase(), 'ANNA  Lee')),
  'second Anna Lee, signed in': async () => {
    const [here, there] = [await makeWorld(), await makeWorld()]
    const plain = await call('POST', '/api/join', { cookie: here.anna.cookie, json: { code: there.klass.code } })
    const withInitial = await call('POST', '/api/join', {
      cookie: here.anna.cookie,
      json: { code: there.klass.code, name: 'Anna B. Lee' },
    })
    return { plain: says(plain), withInitial: says(withInitial) }
  },
  'full class': () =>
    refusedJoin(async () => {
      const klass = await makeClass(db, { seats: 1 })
      await makeStudent(db, klass.id)
      return join(klass.code, 'Newcomer')
    }),
  'closed assignment: beginning a quiz': async () => {
    const world = await makeWorld()
    const ben = await makeStudent(db, world.klass.id)
    await close(world)
    const before = await rows('attempts')
    const json = await call('POST', `/api/assignments/${world.quiz.id}/attempts`, { cookie: ben.cookie, json: {} })
    const form = await call('POST', `/api/assignments/${world.quiz.id}/attempts`, {
      cookie: ben.cookie,
      form: { in: world.klass.id },
    })
    return { json: says(json), form: says(form), stored: (await rows('attempts')) - before }
  },
  'closed assignment: posting': async () => {
    const world = await makeWorld()
    await close(world)
    const [json, form] = [
      await post(world, 'Too late, but here.', ['s114']).json(),
      await post(world, 'Too late again.', ['s114']).form(),
    ]
    const kept = await db
      .select({ body: db.t.lateSaves.body })
      .from(db.t.lateSaves)
      .where(eq(db.t.lateSaves.assignmentId, world.question.id))
    return {
      json: says(json),
      form: says(form),
      posts: (await db.select().from(db.t.posts).where(eq(db.t.posts.assignmentId, world.question.id))).length,
      late: kept.map((row) => String(row.body?.post?.text)).toSorted(),
    }
  },
  'save after hand-in': async () => {
    const world = await makeWorld()
    await save(world, 'one-choice', ['b'], 1).json()
    await call('POST', `/api/attempts/${world.attempt}/submission`, { cookie: world.anna.cookie, json: {} })
    const [json, form] = [
      await save(world, 'one-choice', ['a'], 2).json(),
      await save(world, 'some-choices', ['a', 'c'], 1).form(),
    ]
    const repeated = await save(world, 'one-choice', ['b'], 1).json()
    const [attempt] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, world.attempt))
    const late = await db
      .select({ item: db.t.lateSaves.item, body: db.t.lateSaves.body })
      .from(db.t.lateSaves)
      .where(eq(db.t.lateSaves.attemptId, world.attempt))
    return {
      json: says(json),
      form: says(form),
      typed: carried(form, 'answer'),
      theLostReply: says(repeated),
      score: [attempt!.earned, attempt!.total],
      answers: (await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, world.attempt))).length,
      late: late.map((row) => `${row.item} ${row.body?.answer?.join('+')} #${row.body?.seq}`).toSorted(),
    }
  },
  'late save': async () => {
    const world = await makeWorld()
    await save(world, 'one-choice', ['b'], 1).json()
    await setDates(db, world.quiz.id, { closesAt: fromNow(-10_000) })
    const inGrace = await save(world, 'one-choice', ['c'], 2).json()
    await close(world)
    const [json, form] = [
      await save(world, 'one-choice', ['a'], 3).json(),
      await save(world, 'a-sentence', ['s81'], 1).form(),
    ]
    const late = await db
      .select({ item: db.t.lateSaves.item })
      .from(db.t.lateSaves)
      .where(eq(db.t.lateSaves.attemptId, world.attempt))
    return {
      inGrace: says(inGrace),
      json: says(json),
      form: says(form),
      typed: carried(form, 'answer'),
      late: late.map((row) => String(row.item)).toSorted(),
      kept: (json.json as { kept: boolean }).kept,
    }
  },
  'stale seq of an answer': async () => {
    const world = await makeWorld()
    await save(world, 'some-choices', ['a'], 1).json()
    await save(world, 'some-choices', ['b'], 2).json()
    const [json, form] = [
      await save(world, 'some-choices', ['a', 'c'], 2).json(),
      await save(world, 'some-choices', ['a', 'c'], 2).form(),
    ]
    const ahead = await save(world, 'some-choices', ['a', 'c'], 9).json()
    return {
      json: says(json),
      form: says(form),
      ahead: says(ahead),
      stored: (json.json as { stored: { seq: number; answer: string[] } }).stored.answer,
      typed: carried(form, 'answer'),
      late: (await db.select().from(db.t.lateSaves).where(eq(db.t.lateSaves.attemptId, world.attempt))).length,
    }
  },
  'stale seq of a draft': async () => {
    const world = await makeWorld()
    await draft(world, 'From the other tab.', 1).json()
    const [json, form] = [
      await draft(world, LONG.slice(0, 7000), 1).json(),
      await draft(world, LONG.slice(0, 7000), 1).form(),
    ]
    const [own] = await db.select().from(db.t.posts).where(eq(db.t.posts.assignmentId, world.question.id))
    return {
      json: says(json),
      stored: (json.json as { stored: { text: string } }).stored.text,
      form: form.status,
      givenBack: form.text.includes(LONG.slice(0, 7000)),
      draft: own!.draft?.text,
    }
  },
  'second hand-in': async () => {
    const world = await makeWorld()
    await save(world, 'one-choice', ['b'], 1).json()
    const hand = () =>
      call('POST', `/api/attempts/${world.attempt}/submission`, { cookie: world.anna.cookie, json: {} })
    const [first, ...again] = await Promise.all([hand(), hand(), hand()])
    const form = await call('POST', `/api/attempts/${world.attempt}/submission`, {
      cookie: world.anna.cookie,
      form: { in: world.klass.id, work: world.quiz.id },
    })
    return {
      json: says(first!),
      same: again.every((one) => one.text === first!.text),
      form: says(form),
      attempts: (await db.select().from(db.t.attempts).where(eq(db.t.attempts.assignmentId, world.quiz.id))).length,
    }
  },
  'empty answer': async () => {
    const world = await makeWorld()
    const [json, form] = [
      await save(world, 'one-choice', [], 1).json(),
      await call('POST', `/api/attempts/${world.attempt}/answers/one-choice/save`, {
        cookie: world.anna.cookie,
        form: { seq: '1', in: world.klass.id, work: world.quiz.id },
      }),
    ]
    const foreign = await save(world, 'one-choice', ['h'], 1).json()
    const two = await save(world, 'one-choice', ['a', 'b'], 1).json()
    return {
      json: says(json),
      form: says(form),
      notOffered: says(foreign),
      twoOfOne: says(two),
      stored: (await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, world.attempt))).length,
    }
  },
  'empty post, and one without a citation': async () => {
    const world = await makeWorld()
    const [json, form] = [
      await post(world, '  \n ', ['s114']).json(),
      await post(world, 'No sentence named.', []).form(),
    ]
    const misquoted = await call('POST', `/api/assignments/${world.question.id}/posts`, {
      cookie: world.anna.cookie,
      json: { text: 'Kept as I wrote it.', citations: [{ at: 's114', quote: 'quite calm' }] },
    })
    const [own] = await db.select().from(db.t.posts).where(eq(db.t.posts.assignmentId, world.question.id))
    return {
      json: says(json),
      form: says(form),
      misquoted: says(misquoted),
      state: own!.state,
      draft: own!.draft?.text,
      versions: (await db.select().from(db.t.postVersions).where(eq(db.t.postVersions.postId, own!.id))).length,
    }
  },
  'post of 200 KB': async () => {
    const world = await makeWorld()
    const huge = 'x'.repeat(200_000)
    const [json, form] = [await post(world, huge, ['s114']).json(), await post(world, huge, ['s114']).form()]
    const [longJson, longForm] = [await post(world, LONG, ['s114']).json(), await post(world, LONG, ['s114']).form()]
    return {
      json: says(json),
      form: says(form),
      tooLong: says(longJson),
      where: (longJson.json as { issues: { path: string; message: string }[] }).issues.map(
        (issue) => `${issue.path} ${issue.message}`,
      ),
      tooLongForm: longForm.status,
      givenBack: longForm.text.includes(LONG),
      posts: (await db.select().from(db.t.posts).where(eq(db.t.posts.assignmentId, world.question.id))).length,
    }
  },
  'script in a name': async () => {
    const world = await makeWorld()
    const joined = await call('POST', '/api/join', {
      json: { code: world.klass.code, name: SCRIPT, passphrase: PASSPHRASE },
    })
    const cookie = joined.headers.getSetCookie()[0]!.split(';')[0]!
    const me = await call('GET', '/api/me', { cookie })
    const control = await call('POST', '/api/join', {
      json: { code: world.klass.code, name: 'bell\u0007', passphrase: PASSPHRASE },
    })
    const nul = await call('POST', '/api/join', {
      json: { code: 'AB\u0000CDEFG', name: 'Nul', passphrase: PASSPHRASE },
    })
    // The page that gives a refused text back is the one place where this table writes HTML.
    const given = await draft(world, SCRIPT, 7).form()
    return {
      joined: says(joined),
      name: (me.json as { name: string }).name,
      type: me.headers.get('content-type'),
      control: says(control),
      nul: says(nul),
      page: given.headers.get('content-type'),
      asMarkup: given.text.includes('<script'),
      asText: given.text.includes('&#60;script&#62;'),
    }
  },
  'unknown id, and another class’s id': async () => {
    const [here, there] = [await makeWorld(), await makeWorld()]
    const foreign = await save({ ...here, attempt: there.attempt }, 'one-choice', ['b'], 1).json()
    const missing = await save(
      { ...here, attempt: '01990000-0000-7000-8000-00000000dead' },
      'one-choice',
      ['b'],
      1,
    ).json()
    const item = await save(here, 'no-such-item', ['b'], 1).json()
    const form = await post({ ...here, question: there.question }, 'Words for the wrong class.', ['s114']).form()
    return {
      foreign: says(foreign),
      missing: says(missing),
      item: says(item),
      identical: foreign.text === missing.text && foreign.text === item.text,
      form: form.status,
      givenBack: form.text.includes('Words for the wrong class.'),
      stored: (await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, there.attempt))).length,
    }
  },
  'expired session in mid-quiz': async () => {
    const world = await makeWorld()
    await save(world, 'one-choice', ['b'], 1).json()
    const { cookie } = await openSession(db, world.anna.userId, fromNow(-8 * DAY))
    const [json, form] = [
      await save(world, 'some-choices', ['a', 'c'], 1, cookie).json(),
      await save(world, 'some-choices', ['a', 'c'], 1, cookie).form(),
    ]
    const words = await post(world, 'Written while the session ended.', ['s114'], cookie).form()
    const again = await openSession(db, world.anna.userId)
    const resumed = await call('POST', `/api/assignments/${world.quiz.id}/attempts`, { cookie: again.cookie, json: {} })
    return {
      json: says(json),
      form: form.status,
      leads: form.location.startsWith('/sign-in?callbackUrl=%2Fclasses%2F'),
      typed: carried(form, 'answer'),
      words: words.status,
      givenBack: words.text.includes('Written while the session ended.'),
      resumed: (resumed.json as { id: string; answers: { item: string; answer: string[] }[] }).answers.map(
        (one) => `${one.item} ${one.answer.join('+')}`,
      ),
      sameAttempt: (resumed.json as { id: string }).id === world.attempt,
    }
  },
  'a form whose fields no header holds': async () => {
    const world = await makeWorld()
    const saved = await call('POST', `/api/attempts/${world.attempt}/answers/one-choice/save`, {
      cookie: world.anna.cookie,
      form: { answer: 'b', seq: '1', in: '漢\r\nx: y', work: 'ü' },
    })
    const refused = await call('POST', `/api/classes/${encodeURIComponent('漢字')}/codes`, {
      cookie: world.teacher.cookie,
      form: { note: '🙂' },
    })
    return {
      saved: says(saved),
      refused: says(refused),
      ascii: /^[\x21-\x7e]+$/.test(saved.location + refused.location),
    }
  },
  'a one-time link used twice, expired, or made for somebody who is here': async () => {
    const { teacher, klass, anna } = await makeWorld()
    const invite = async (email: string) =>
      call('POST', '/api/invitations', { cookie: teacher.cookie, json: { email } })
    const accept = async (reply: Reply) =>
      says(
        await call('POST', '/api/welcome', {
          json: { token: (reply.json as { secret: string }).secret, name: 'Colleague', passphrase: PASSPHRASE },
        }),
      )
    const [one, two] = [await invite('colleague@school.test'), await invite('colleague@school.test')]
    const stale = await invite('late@school.test')
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .update(db.t.links)
          .set({ expiresAt: fromNow(-1) })
          .where(eq(db.t.links.email, 'late@school.test')),
      )
    })
    const reset = (
      await call('POST', `/api/classes/${klass.id}/roster/${anna.userId}/reset`, { cookie: teacher.cookie, json: {} })
    ).json as { code: string }
    const redeem = async (name: string) =>
      says(
        await call('POST', '/api/reset', {
          json: { class: klass.code, name, code: reset.code, passphrase: PASSPHRASE },
        }),
      )
    return {
      first: await accept(one),
      again: await accept(one),
      other: await accept(two),
      stale: await accept(stale),
      standing: says(await invite('Colleague@School.test')),
      anothersName: await redeem('Bobby'),
      reset: await redeem('anna LEE'),
      resetAgain: await redeem('Anna Lee'),
      sessionEnded: says(await call('GET', '/api/me', { cookie: anna.cookie })),
    }
  },
  'no JSON, the wrong type, an unknown field': async () => {
    const { cookie } = (await makeWorld()).teacher
    const asked = async (body: string, type: string) => says(await call('POST', '/api/classes', { cookie, body, type }))
    return {
      torn: await asked('{"title":', 'application/json'),
      list: await asked('[]', 'application/json'),
      text: await asked('title=x', 'text/plain'),
      unknown: await asked('{"title":"x","zone":"UTC","role":"instructor"}', 'application/json'),
      proto: await asked('{"title":"x","zone":"UTC","__proto__":{"mayTeach":true}}', 'application/json'),
      zone: await asked('{"title":"x","zone":"Mars/Olympus"}', 'application/json'),
    }
  },
}

const refusedAs = (code: string) => ({
  json: code,
  form: `303 ${code.split(' ')[1]!}`,
  cookie: 0,
  stored: 'nothing',
  typed: ['Newcomer'],
  secret: false,
})
const EXPECTED: Record<keyof typeof CASES, Record<string, unknown>> = {
  'wrong code': refusedAs('404 code-unknown'),
  'closed code': refusedAs('409 code-closed'),
  'rotated code': refusedAs('409 code-closed'),
  'second Anna Lee': { ...refusedAs('409 name-taken'), typed: ['ANNA  Lee'] },
  'second Anna Lee, signed in': { plain: '409 name-taken', withInitial: '200 ok' },
  'full class': refusedAs('409 class-full'),
  'closed assignment: beginning a quiz': { json: '409 closed', form: '303 closed', stored: 0 },
  'closed assignment: posting': {
    json: '409 closed',
    form: '303 closed',
    posts: 0,
    late: ['Too late again.', 'Too late, but here.'],
  },
  'save after hand-in': {
    json: '409 attempt-closed',
    form: '303 attempt-closed',
    typed: ['a', 'c'],
    theLostReply: '200 ok',
    score: [1, 3],
    answers: 1,
    late: ['one-choice a #2', 'some-choices a+c #1'],
  },
  'late save': {
    inGrace: '200 ok',
    json: '409 attempt-closed',
    form: '303 attempt-closed',
    typed: ['s81'],
    late: ['a-sentence', 'one-choice'],
    kept: true,
  },
  'stale seq of an answer': {
    json: '409 changed-elsewhere',
    form: '303 changed-elsewhere',
    ahead: '409 changed-elsewhere',
    stored: ['b'],
    typed: ['a', 'c'],
    late: 0,
  },
  'stale seq of a draft': {
    json: '409 changed-elsewhere',
    stored: 'From the other tab.',
    form: 409,
    givenBack: true,
    draft: 'From the other tab.',
  },
  'second hand-in': { json: '200 ok', same: true, form: '303 ok', attempts: 1 },
  'empty answer': {
    json: '422 answer-empty',
    form: '303 answer-empty',
    notOffered: '422 wrong-answer-kind',
    twoOfOne: '422 wrong-answer-kind',
    stored: 0,
  },
  'empty post, and one without a citation': {
    json: '422 answer-empty',
    form: '303 citation-needed',
    misquoted: '422 quote-not-found',
    state: 'draft',
    draft: 'Kept as I wrote it.',
    versions: 0,
  },
  'post of 200 KB': {
    json: '413 too-large',
    form: '413 too-large',
    tooLong: '422 invalid',
    where: ['text too-long'],
    tooLongForm: 422,
    givenBack: true,
    posts: 0,
  },
  'script in a name': {
    joined: '200 ok',
    name: SCRIPT,
    type: 'application/json; charset=utf-8',
    control: '422 invalid',
    nul: '422 invalid',
    page: 'text/html; charset=utf-8',
    asMarkup: false,
    asText: true,
  },
  'unknown id, and another class’s id': {
    foreign: '404 not-found',
    missing: '404 not-found',
    item: '404 not-found',
    identical: true,
    form: 404,
    givenBack: true,
    stored: 0,
  },
  'expired session in mid-quiz': {
    json: '401 sign-in-needed',
    form: 303,
    leads: true,
    typed: ['a', 'c'],
    words: 401,
    givenBack: true,
    resumed: ['one-choice b'],
    sameAttempt: true,
  },
  'a form whose fields no header holds': { saved: '303 ok', refused: '303 invalid', ascii: true },
  'a one-time link used twice, expired, or made for somebody who is here': {
    first: '200 ok',
    again: '410 link-used-or-expired',
    other: '410 link-used-or-expired',
    stale: '410 link-used-or-expired',
    standing: '409 email-taken',
    anothersName: '410 link-used-or-expired',
    reset: '200 ok',
    resetAgain: '410 link-used-or-expired',
    sessionEnded: '401 sign-in-needed',
  },
  'no JSON, the wrong type, an unknown field': {
    torn: '400 malformed-json',
    list: '422 invalid',
    text: '415 unsupported-type',
    unknown: '422 invalid',
    proto: '422 invalid',
    zone: '422 invalid',
  },
}

test('bad input: each case has its code, stores nothing that it should not, and loses nothing typed', async () => {
  const got: Record<string, unknown> = {}
  for (const [name, run] of Object.entries(CASES))
    got[name] = await run().catch((error: unknown) => ({ threw: String(error) }))
  expect(got).toEqual(EXPECTED)
})
