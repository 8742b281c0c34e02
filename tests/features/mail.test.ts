/** Mail through a real mail server: who gets a letter, when, how often, and what stands in it. */
import { networkInterfaces } from 'node:os'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { takeLetter } from '#lib/db/queries/mail.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { codeOf } from '#lib/domain/errors.ts'
import type { Tiding } from '#lib/domain/inbox.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { takeMyData } from '#lib/features/manage-account/take-my-data.ts'
import { removeMember } from '#lib/features/manage-roster/manage-roster.ts'
import { markRead } from '#lib/features/read-inbox/read-inbox.ts'
import { changeMail, confirmMail, stopMail, viewMail, viewMailByKey } from '#lib/features/receive-mail/receive-mail.ts'
import { postRound } from '#lib/server/mail.ts'
import { v7 } from 'uuid'
import { mailServer, nobodysPort, openMailBox, type MailBox } from '../factories/mail.ts'
import {
  asViewer,
  makeClass,
  makeInstructor,
  makeStudent,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

const SITE = 'https://hall.school.test'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let db: Db
let box: MailBox
let klass: Klass
let anna: Person
let clock: Date
let logged: string[]
let people = 0
let address: string
const pass = (ms: number) => void (clock = new Date(clock.getTime() + ms))

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())
beforeEach(async () => {
  box = await openMailBox()
  clock = new Date('2027-01-05T15:00:00.000Z')
  klass = await makeClass(db, { title: 'HIST 214' })
  anna = await makeStudent(db, klass.id, { name: `Annabel Sentinelle ${++people}` })
  address = `anna.${people}@school.test`
  logged = []
})
afterEach(async () => {
  await db.atomically(function* (tx) {
    yield* q(tx.delete(db.t.outbox))
    yield* q(tx.delete(db.t.mailSettings))
  })
  await box.close()
})

const at = (person: Person, sendsMail = true): SignedIn => ({ ...asViewer(db, person, clock), sendsMail })
const log = {
  warn: (...said: unknown[]) => void logged.push(JSON.stringify(said)),
  error: (...said: unknown[]) => void logged.push(JSON.stringify(said)),
}
const post = (port = box.port) => ({ db, server: mailServer(port), publicUrl: SITE, log, now: () => clock })
const round = (port?: number) => postRound(post(port))
const keyOf = async (person: Person): Promise<string> =>
  (await db.select().from(db.t.mailSettings).where(eq(db.t.mailSettings.userId, person.userId)))[0]!.key

/** Asks for mail and says yes at the address; the box is empty afterwards. */
async function subscribe(rhythm: 'daily' | 'at-once', person = anna, to = address): Promise<string> {
  await changeMail(at(person), { rhythm, address: to })
  await round()
  const key = await keyOf(person)
  await confirmMail(at(person), { key })
  pass(1000)
  box.received.length = 0
  return key
}
const news = (told: Tiding, to: Person[] = [anna], of = klass) =>
  db.atomically((tx) =>
    tell(db, tx, { ...told, classId: of.id, to: to.map(({ userId }) => userId), about: v7(), now: clock, newId: v7 }),
  )
const QUIZ: Tiding = { kind: 'assigned', facts: { title: 'SECRET-TITLE', work: 'quiz' } }
const REPLY: Tiding = {
  kind: 'replied',
  facts: { title: 'SECRET-TITLE', assignment: v7(), post: v7(), to: 'post', side: 'student' },
}

describe('an address is asked first', () => {
  test('one letter with the question, then nothing until somebody says yes there', async () => {
    await changeMail(at(anna), { rhythm: 'at-once', address })
    await news(QUIZ)
    expect(await round()).toBe(1)
    expect(box.received).toMatchObject([{ from: 'hall@school.test', to: [address] }])
    expect(box.received[0]!.text).toContain(`${SITE}/mail/${await keyOf(anna)}`)
    pass(HOUR)
    expect(await round()).toBe(0)
    expect(await viewMail(at(anna), {})).toMatchObject({ setting: { isConfirmed: false } })
    await confirmMail(at(anna), { key: await keyOf(anna) })
    pass(MINUTE)
    // What came before the yes stands in the inbox and is told no more.
    expect(await round()).toBe(0)
    await news(REPLY)
    pass(MINUTE)
    expect(await round()).toBe(1)
    expect(box.received).toHaveLength(2)
  })

  test('another address is asked anew, and the old links lead nowhere', async () => {
    const old = await subscribe('at-once')
    await changeMail(at(anna), { rhythm: 'at-once', address: `other.${address}` })
    await news(QUIZ)
    pass(MINUTE)
    await round()
    expect(box.received.map(({ to }) => to)).toEqual([[`other.${address}`]])
    expect(box.received[0]!.headers.get('subject')).toContain('is this address yours')
    expect(await viewMailByKey(at(anna), { key: old })).toBeNull()
    expect(codeOf(await confirmMail(at(anna), { key: old }).catch((error: unknown) => error))).toBe('not-found')
  })

  test('nobody can have the site pester an address, by one account or by many', async () => {
    const ask = (person: Person, to: string) =>
      changeMail(at(person), { rhythm: 'daily', address: to }).then(
        () => 'asked',
        (error: unknown) => codeOf(error),
      )
    const three = await Promise.all([1, 2, 3].map(() => makeStudent(db, klass.id)))
    const victim = `victim.${people}@school.test`
    const answers = []
    for (const person of three) answers.push(await ask(person, victim))
    answers.push(await ask(anna, victim.toUpperCase()))
    expect(answers).toEqual(['asked', 'asked', 'asked', 'slow-down'])
    const own = []
    for (let n = 0; n < 6; n++) own.push(await ask(anna, `one.${n}.${address}`))
    expect(own).toEqual([...Array.from({ length: 5 }, () => 'asked'), 'slow-down'])
  })

  test('one that nobody says yes at is forgotten after a week', async () => {
    await changeMail(at(anna), { rhythm: 'daily', address })
    await round()
    pass(7 * 24 * HOUR + MINUTE)
    await round()
    expect(await viewMail(at(anna), {})).toMatchObject({ setting: null })
  })

  test.each([
    '',
    'anna',
    'a@b@c',
    'a b@c.test',
    'x@y.test, z@y.test',
    '<x@y.test>',
    'x@y.test\r\nBcc: z@y.test',
    'x\u{ff20}y.test',
  ])('%j is no address', async (typed) => {
    const refusal: unknown = await changeMail(at(anna), { rhythm: 'daily', address: typed }).catch(
      (error: unknown) => error,
    )
    expect([codeOf(refusal), (refusal as { detail: unknown }).detail]).toEqual(['invalid', { path: 'address' }])
  })
})

describe('when', () => {
  test('as it happens: at once, then not again for ten minutes, and what came meanwhile in one letter', async () => {
    await subscribe('at-once')
    await news(QUIZ)
    pass(15_000)
    expect(await round()).toBe(1)
    for (let n = 0; n < 3; n++) await news(REPLY)
    pass(5 * MINUTE)
    expect(await round()).toBe(0)
    pass(6 * MINUTE)
    expect(await round()).toBe(1)
    expect(box.received[1]!.text).toContain('- There is a reply to your answer. (3 times)')
    expect(box.received[1]!.headers.get('subject')).toBe('Xihua Hall: 3 new things in your inbox')
    pass(HOUR)
    expect(await round()).toBe(0)
  })

  test('once a day: at seven in the class’s zone, and a day without news brings none', async () => {
    await subscribe('daily')
    await news(QUIZ)
    // Ten in the morning in New York, and again until one minute before seven.
    pass(20 * HOUR + 59 * MINUTE)
    expect(await round()).toBe(0)
    pass(2 * MINUTE)
    expect(await round()).toBe(1)
    pass(24 * HOUR)
    expect(await round()).toBe(0)
    // What comes after a quiet morning waits for the next.
    await news(REPLY)
    pass(HOUR)
    expect(await round()).toBe(0)
    pass(23 * HOUR)
    expect(await round()).toBe(1)
    expect(box.received).toHaveLength(2)
  })

  test('what was read, taken back or told in a class left behind is not told', async () => {
    const other = await makeClass(db, { title: 'HIST 300' })
    const teacher = await makeInstructor(db, klass.id)
    await subscribe('at-once')
    await news(QUIZ)
    await markRead(at(anna), { class: klass.id })
    pass(MINUTE)
    expect(await round()).toBe(0)
    await news(REPLY, [anna], other)
    await news(REPLY)
    await removeMember(at(teacher), { class: klass.id, member: anna.userId })
    pass(HOUR)
    expect(await round()).toBe(0)
    expect(await db.select().from(db.t.outbox)).toEqual([])
  })

  test('whoever ends it, signed in or by the link, gets none; nothing of it is kept', async () => {
    const key = await subscribe('at-once')
    await news(QUIZ)
    await stopMail({ ...at(anna), viewer: null }, { key })
    const ben = await makeStudent(db, klass.id)
    await subscribe('at-once', ben, `ben.${address}`)
    await news(QUIZ, [ben])
    await changeMail(at(ben), { rhythm: 'off' })
    pass(MINUTE)
    expect(await round()).toBe(0)
    expect([await db.select().from(db.t.mailSettings), await db.select().from(db.t.outbox)]).toEqual([[], []])
    expect(await viewMailByKey(at(ben), { key })).toBeNull()
  })

  test('an erased person gets none, also of what was on its way', async () => {
    await subscribe('at-once')
    await news(QUIZ)
    pass(MINUTE)
    // The server is away, so that the letter waits in the outbox.
    await round(await nobodysPort())
    const taken = await takeMyData(at(anna), {})
    expect([taken.mail, taken.outbox]).toMatchObject([[{ address, rhythm: 'at-once' }], [{ kind: 'news', tries: 1 }]])
    expect(JSON.stringify(taken)).not.toContain(await keyOf(anna))
    await eraseMe(at(anna), { passphrase: PASSPHRASE, confirm: 'erase me' })
    pass(24 * HOUR)
    expect([await round(), box.received]).toEqual([0, []])
    expect(await db.select().from(db.t.mailSettings)).toEqual([])
  })
})

describe('once', () => {
  test('two processes at the same time send one letter; so does a second round', async () => {
    await subscribe('at-once')
    const ben = await makeStudent(db, klass.id)
    await subscribe('at-once', ben, `ben.${address}`)
    await news(QUIZ, [anna, ben])
    pass(MINUTE)
    const sent = await Promise.all([round(), round(), round()])
    expect(sent.reduce((sum, n) => sum + n, 0)).toBe(2)
    expect(new Set(box.received.map(({ to }) => to[0]))).toEqual(new Set([address, `ben.${address}`]))
    expect(await round()).toBe(0)
    expect(new Set(box.received.map(({ headers }) => headers.get('message-id'))).size).toBe(2)
  })

  test('a process that dies with a letter in hand: nobody else has it before its lease ends, then it goes', async () => {
    await subscribe('at-once')
    await news(QUIZ)
    pass(MINUTE)
    await postRound({ ...post(), isEnding: () => true })
    const held = await db.atomically((tx) => takeLetter(db, tx, { now: clock, newSecret: v7 }))
    pass(4 * MINUTE)
    expect(await round()).toBe(0)
    pass(2 * MINUTE)
    expect(await round()).toBe(1)
    expect(box.received[0]!.headers.get('message-id')).toBe(`<${held!.id}@hall.school.test>`)
    expect(await round()).toBe(0)
  })

  test('a server that is down: tried again later and later, one letter in the end', async () => {
    await subscribe('at-once')
    await news(QUIZ)
    pass(MINUTE)
    const away = await nobodysPort()
    expect(await round(away)).toBe(0)
    // Not before its time.
    expect(await round()).toBe(0)
    await news(REPLY)
    pass(MINUTE)
    await round(away)
    pass(4 * MINUTE)
    expect(await round()).toBe(0)
    pass(MINUTE)
    expect(await round()).toBe(1)
    // The reply came after the first letter was gathered and goes in the next.
    pass(HOUR)
    expect(await round()).toBe(1)
    expect(box.received.map(({ text }) => /reply/.test(text))).toEqual([false, true])
    expect(logged.map((line) => /goes again later/.test(line))).toEqual([true, true])
  })

  test('given up after half a day, with a line in the log that names nobody', async () => {
    await subscribe('at-once')
    await news(QUIZ)
    pass(MINUTE)
    const away = await nobodysPort()
    for (const minutes of [0, 1, 5, 30, 120, 600]) {
      pass(minutes * MINUTE)
      await round(away)
    }
    expect(logged).toHaveLength(6)
    expect(logged.at(-1)).toContain('a letter was given up')
    for (const word of [address, anna.name, anna.userId, 'SECRET', 'HIST']) expect(logged.join()).not.toContain(word)
    pass(24 * HOUR)
    expect(await round()).toBe(0)
    // What comes later is told again.
    await news(REPLY)
    pass(MINUTE)
    expect(await round()).toBe(1)
  })

  test('an address that its server does not know holds nobody up and is asked again before more goes there', async () => {
    await subscribe('at-once')
    const ben = await makeStudent(db, klass.id)
    await subscribe('at-once', ben, `ben.${address}`)
    box.refuse(address, 550)
    await news(QUIZ, [anna, ben])
    pass(MINUTE)
    expect(await round()).toBe(1)
    expect(box.received.map(({ to }) => to)).toEqual([[`ben.${address}`]])
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatch(/"status":550.*given up/)
    expect(logged[0]).not.toContain(address)
    expect(await viewMail(at(anna), {})).toMatchObject({ setting: { isConfirmed: false } })
  })

  test('one that is to be tried later holds nobody up either', async () => {
    await subscribe('at-once')
    const ben = await makeStudent(db, klass.id)
    await subscribe('at-once', ben, `ben.${address}`)
    box.refuse(address, 450)
    await news(QUIZ, [anna, ben])
    pass(MINUTE)
    expect(await round()).toBe(1)
    box.refuse(address, 0)
    pass(2 * MINUTE)
    expect(await round()).toBe(1)
  })
})

describe('what stands in it', () => {
  const SCORE = { earned: 7, total: 913 }
  const ALL: Tiding[] = [
    QUIZ,
    { kind: 'reminded', facts: { title: 'SECRET-TITLE', work: 'essay', minutes: 477 } },
    { kind: 're-scored', facts: { title: 'SECRET-TITLE', before: SCORE, after: SCORE, reason: 'SECRET-REASON' } },
    { kind: 'contested', facts: { title: 'SECRET-TITLE', question: 477 } },
    { kind: 'contest-answered', facts: { title: 'SECRET-TITLE', question: 477, outcome: 'accepted' } },
    { kind: 'late-counted', facts: { title: 'SECRET-TITLE', question: 477, before: SCORE, after: SCORE } },
    { kind: 'grade-contested', facts: { title: 'SECRET-TITLE', question: 477 } },
    { kind: 'grade-contest-answered', facts: { title: 'SECRET-TITLE', question: 477, outcome: 'changed' } },
    { kind: 'grades-released', facts: { title: 'SECRET-TITLE', work: 'question' } },
    { kind: 'grade-recalculated', facts: { title: 'SECRET-TITLE', work: 'question' } },
    REPLY,
    { kind: 'answered', facts: { title: 'SECRET-TITLE', claim: 'SECRET-CLAIM' } },
    { kind: 'reviewed', facts: { title: 'SECRET-TITLE' } },
    {
      kind: 'hidden',
      facts: { title: 'SECRET-TITLE', assignment: v7(), post: v7(), what: 'reply', at: 's477' },
    },
  ]

  test('of every kind of news a line, and nothing of what it says: no title, score, reason or name', async () => {
    const key = await subscribe('at-once')
    for (const one of ALL) await news(one)
    pass(MINUTE)
    await round()
    const [letter] = box.received
    expect(letter!.text.match(/^- /gm)).toHaveLength(ALL.length)
    const links = letter!.text.match(/https?:\S+/g)
    expect(links).toEqual([`${SITE}/classes/${klass.id}/inbox`, `${SITE}/mail/${key}`])
    const words = letter!.text.replaceAll(/https?:\S+/g, '')
    for (const secret of ['SECRET', '477', '913', '7 of', 'accepted', 'Sentinelle', 'hidden', anna.userId])
      expect(words, secret).not.toContain(secret)
    expect(letter!.raw).not.toContain('Sentinelle')
    expect(letter!.headers.get('list-unsubscribe')).toBe(`<${SITE}/mail/${key}>`)
    expect(letter!.headers.get('auto-submitted')).toBe('auto-generated')
    expect(letter!.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(letter!.headers.get('to')).toBe(address)
  })

  test.each([
    'HIST 214\r\nBcc: thief@evil.test\r\n\r\nHello',
    'HIST\n.\nMAIL FROM:<thief@evil.test>\nRCPT TO:<thief@evil.test>\nDATA',
    'HIST\u2028Bcc: thief@evil.test',
    'HIST\u0085\u202e214\u2066',
    '=?utf-8?Q?HIST=0D=0ABcc:_thief@evil.test?=',
    '- A grade can be read.\n- You owe us money.',
    'Lịch sử 214 · 历史',
  ])('a title like %j stays one line of the body and reaches no header', async (title) => {
    const hostile = await makeClass(db, { title })
    const person = await makeStudent(db, hostile.id)
    await subscribe('at-once', person)
    await news(QUIZ, [person], hostile)
    await news(REPLY, [person], hostile)
    pass(MINUTE)
    expect(await round()).toBe(1)
    const [letter] = box.received
    expect([...letter!.headers.keys()].toSorted()).toEqual(
      [
        'auto-submitted',
        'content-transfer-encoding',
        'content-type',
        'date',
        'from',
        'list-unsubscribe',
        'message-id',
        'mime-version',
        'subject',
        'to',
      ].toSorted(),
    )
    expect(letter!.to).toEqual([address])
    const [first, second, third, fourth] = letter!.text.split('\n')
    expect(first).toBe(title.replaceAll(/[\p{Cc}\u2028\u202e\u2066]+/gu, ' ').trim())
    expect(second).toBe('- A new quiz is on your list.')
    expect(third).toBe('- There is a reply to your answer.')
    expect(fourth).toBe(`${SITE}/classes/${hostile.id}/inbox`)
  })
})

const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)
test.skipIf(!outside)('to a server on another machine nothing goes in the clear', async () => {
  await changeMail(at(anna), { rhythm: 'at-once', address })
  const open = await openMailBox(0, outside!.address)
  const sent = await postRound({ ...post(), server: mailServer(open.port, outside!.address) })
  expect([sent, open.received, logged.length]).toEqual([0, [], 1])
  await open.close()
})

test('where the site sends no mail, nothing of it exists and nothing is put aside', async () => {
  const refused = async (work: Promise<unknown>) => codeOf(await work.catch((error: unknown) => error))
  expect(await refused(viewMail(at(anna, false), {}))).toBe('not-found')
  expect(await refused(changeMail(at(anna, false), { rhythm: 'daily', address }))).toBe('not-found')
  expect(await refused(viewMailByKey(at(anna, false), { key: 'a' }))).toBe('not-found')
  await news(QUIZ)
  expect([await db.select().from(db.t.mailSettings), await db.select().from(db.t.outbox)]).toEqual([[], []])
})
