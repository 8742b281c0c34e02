/** A forgotten passphrase by mail: who is written to, which links work, and what using one does. */
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { digest } from '#lib/db/digest.ts'
import { isPassphrase } from '#lib/db/passphrase.ts'
import { findBrokenLink, listTrail } from '#lib/db/queries/audit.ts'
import { findViewer } from '#lib/db/queries/sessions.ts'
import { whoIsMeant } from '#lib/db/queries/sign-in.ts'
import { secondsToWait } from '#lib/db/queries/throttles.ts'
import { contextFor, type Context } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { acceptInvitation, inviteInstructor, readInvitation, redeemReset } from '#lib/features/claim-link/claim-link.ts'
import { askForLink, choosePassphrase, viewForgotten } from '#lib/features/claim-link/forgotten.ts'
import { closeClass } from '#lib/features/keep-class/close-class.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { changePassphrase } from '#lib/features/manage-account/passphrase.ts'
import { takeMyData } from '#lib/features/manage-account/take-my-data.ts'
import { removeMember } from '#lib/features/manage-roster/manage-roster.ts'
import { changeMail, confirmMail } from '#lib/features/receive-mail/receive-mail.ts'
import { postRound } from '#lib/server/mail.ts'
import { mailServer, nobodysPort, openMailBox, type MailBox } from '../factories/mail.ts'
import {
  asViewer,
  enrol,
  makeClass,
  makeInstructor,
  makeStudent,
  makeUser,
  openSession,
  PASSPHRASE,
  signedIn,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

const SITE = 'https://hall.school.test'
const NEW = 'another bamboo grove'
const GONE = 'link-used-or-expired'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let db: Db
let box: MailBox
let klass: Klass
let clock: Date
let logged: string[]
let people = 0
/** Of whoever is meant in a test, as they sign in. */
let email: string
const pass = (ms: number) => void (clock = new Date(clock.getTime() + ms))

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())
beforeEach(async () => {
  box = await openMailBox()
  clock = new Date('2027-01-05T15:00:00.000Z')
  klass = await makeClass(db)
  await makeInstructor(db, klass.id)
  email = `lind.${++people}@school.test`
  logged = []
})
afterEach(async () => {
  await db.atomically(function* (tx) {
    for (const table of [db.t.outbox, db.t.links, db.t.throttles, db.t.mailSettings]) yield* q(tx.delete(table))
  })
  await box.close()
})

const visitor = (address = '203.0.113.7', sendsMail = true): Context =>
  contextFor(null, { db, now: () => clock, address, sendsMail })
const at = (person: Person): SignedIn => ({ ...asViewer(db, person, clock), sendsMail: true })
const round = (port = box.port) =>
  postRound({
    db,
    server: mailServer(port),
    publicUrl: SITE,
    log: {
      warn: (...said: unknown[]) => void logged.push(JSON.stringify(said)),
      error: (...said: unknown[]) => void logged.push(JSON.stringify(said)),
    },
    now: () => clock,
  })
const ask = (typed = email, from?: string) => askForLink(visitor(from), { email: typed })
const codeIn = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (!codeOf(error)) throw error
      return codeOf(error)
    },
  )
const secretIn = ({ text }: { text: string }): string => /\/forgotten\/([\w-]+)\n/.exec(text)![1]!
/** Asks, and gives the secret of the letter that comes. */
async function letter(): Promise<string> {
  await ask()
  expect(await round()).toBe(1)
  return secretIn(box.received.at(-1)!)
}
const use = (token: string, passphrase = NEW) => choosePassphrase(visitor(), { token, passphrase })
const opens = async (passphrase: string): Promise<boolean> =>
  isPassphrase((await whoIsMeant(db, { email }, 'x')).user?.passphraseHash ?? null, passphrase)

const teacher = () => makeInstructor(db, klass.id, { name: 'Dr. Sentinelle', email })
const student = () => makeStudent(db, klass.id, { name: `Annabel Sentinelle ${people}`, email })
/** Asks for mail there and says yes; nothing is on its way afterwards. */
async function saysYes(person: Person, address = email): Promise<Person> {
  await changeMail(at(person), { rhythm: 'daily', address })
  const [setting] = await db.select().from(db.t.mailSettings).where(eq(db.t.mailSettings.userId, person.userId))
  await confirmMail(at(person), { key: setting!.key })
  return person
}
const inAClassOfTheirOwn = async (person: Person): Promise<Person> => {
  const own = await makeClass(db)
  await enrol(db, own.id, person, 'instructor')
  await db.update(db.t.users).set({ mayTeach: true }).where(eq(db.t.users.id, person.userId))
  return signedIn(db, person)
}
const readdress = (person: Person) =>
  db
    .update(db.t.users)
    .set({ email: `new.${email}` })
    .where(eq(db.t.users.id, person.userId))

const another = async () => at(await makeInstructor(db, klass.id))
const erase = async (person: Person) => eraseMe(at(person), { passphrase: PASSPHRASE, confirm: 'erase me' })
const remove = async (person: Person) => removeMember(await another(), { class: klass.id, member: person.userId })
const close = async () => closeClass(await another(), { class: klass.id, confirm: 'close this class' })

describe('who is written to', () => {
  test.each<[string, number, () => Promise<unknown>]>([
    ['whoever teaches and signs in with the address', 1, teacher],
    ['nobody, where no account has it', 0, async () => null],
    ['nobody, where a student has never said yes at it', 0, student],
    ['a student who has said yes at it', 1, async () => saysYes(await student())],
    ['nobody, where the yes was said at another address', 0, async () => saysYes(await student(), `home.${email}`)],
    ['nobody, where it is for mail alone and signs nobody in', 0, async () => saysYes(await makeStudent(db, klass.id))],
    ['whoever studies here and teaches there', 1, async () => inAClassOfTheirOwn(await student())],
    ['whoever was removed from the class', 1, async () => remove(await inAClassOfTheirOwn(await student()))],
    ['whoever teaches a class that is closed', 1, async () => [await teacher(), await close()]],
    ['nobody, where the account is erased', 0, async () => erase(await teacher())],
    [
      'nobody, where there is no passphrase to forget',
      0,
      async () =>
        db
          .update(db.t.users)
          .set({ passphraseHash: null })
          .where(eq(db.t.users.id, (await teacher()).userId)),
    ],
    [
      'nobody, where it was asked before the account was erased',
      0,
      async () => {
        const person = await teacher()
        await ask()
        await erase(person)
      },
    ],
  ])('%s', async (_whom, letters, arrange) => {
    await arrange()
    await db.delete(db.t.outbox)
    box.received.length = 0
    expect(await ask()).toEqual({ done: true })
    expect(await round()).toBe(letters)
    expect(box.received.map(({ to }) => to)).toEqual(letters ? [[email]] : [])
    // What was asked is forgotten, whoever it was about.
    expect(await db.select().from(db.t.links).where(eq(db.t.links.purpose, 'asked'))).toEqual([])
    expect(await db.select().from(db.t.outbox)).toEqual([])
  })

  test.each([
    ['as it stands', (text: string) => text],
    ['in capitals, with spaces', (text: string) => ` ${text.toUpperCase()} `],
    ['with another @ that is folded into one', (text: string) => text.replace('@', '＠')],
  ])('typed %s, it goes to the address that is stored and to no other', async (_how, typed) => {
    await teacher()
    await ask(typed(email))
    await round()
    expect(box.received.map(({ to }) => to)).toEqual([[email]])
  })

  test('asked three times before a round, one letter goes', async () => {
    await teacher()
    await Promise.all([ask(), ask(), ask()])
    expect([await round(), await round()]).toEqual([1, 0])
  })
})

describe('between the letter and its use', () => {
  type Row = [string, 'done' | 'link-used-or-expired', (person: Person) => Promise<unknown> | void]
  test.each<Row>([
    ['nothing', 'done', () => {}],
    ['29 minutes', 'done', () => pass(29 * MINUTE)],
    ['30 minutes', GONE, () => pass(30 * MINUTE)],
    ['it was used', GONE, () => use(secretIn(box.received[0]!), 'a third bamboo grove')],
    [
      'a newer letter went',
      GONE,
      async () => {
        pass(MINUTE)
        await letter()
      },
    ],
    [
      'a newer one is asked for, and has not left',
      'done',
      async () => {
        pass(MINUTE)
        await ask()
      },
    ],
    ['the account was erased', GONE, erase],
    ['the account has another address', GONE, readdress],
    [
      'the address is another account’s',
      GONE,
      async (person) => {
        await readdress(person)
        await makeUser(db, { email, mayTeach: true })
      },
    ],
    [
      'a new passphrase was chosen in another way',
      GONE,
      (person) => changePassphrase(at(person), { current: PASSPHRASE, passphrase: 'a third bamboo grove' }),
    ],
    ['somebody signed in', 'done', (person) => openSession(db, person.userId, clock)],
    ['the class was closed', 'done', close],
    ['the person was removed from the class', 'done', remove],
  ])('%s: %s', async (_what, outcome, happen) => {
    const person = await teacher()
    const token = await letter()
    await happen(person)
    const looked = await codeIn(viewForgotten(visitor(), { token }))
    expect(looked).toBe(outcome)
    expect(await codeIn(use(token))).toBe(outcome)
    expect(await opens(NEW)).toBe(outcome === 'done')
  })

  test('a student who has taken the yes back has no link any more', async () => {
    const person = await saysYes(await student())
    await db.delete(db.t.outbox)
    const token = await letter()
    await changeMail(at(person), { rhythm: 'off' })
    expect(await codeIn(use(token))).toBe(GONE)
  })

  test('looked at as often as a mail program likes, it still works', async () => {
    await teacher()
    const token = await letter()
    for (let n = 0; n < 3; n++) expect(await viewForgotten(visitor(), { token })).toEqual({ email })
    expect(await codeIn(use(token, 'short'))).toBe('invalid')
    expect(await codeIn(use(token))).toBe('done')
  })

  test('used twice at once, exactly one wins', async () => {
    await teacher()
    const token = await letter()
    const tries = ['first bamboo grove', 'second bamboo grove', 'third bamboo grove']
    const outcomes = await Promise.all(tries.map((passphrase) => codeIn(use(token, passphrase))))
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(await Promise.all(tries.map(opens))).toEqual(outcomes.map((outcome) => outcome === 'done'))
  })

  test('it opens nothing else, and nothing else opens it', async () => {
    const person = await teacher()
    const token = await letter()
    const invited = await inviteInstructor(at(person), { email: `new.${email}` })
    const name = person.name
    expect(
      await Promise.all([
        codeIn(acceptInvitation(visitor(), { token, name, passphrase: NEW })),
        codeIn(readInvitation(visitor(), { token })),
        codeIn(redeemReset(visitor(), { class: klass.code, name, code: token, passphrase: NEW })),
        codeIn(use(invited.secret)),
        codeIn(use(digest('link', token))),
        codeIn(viewForgotten(visitor(), { token: 'a'.repeat(32) })),
      ]),
    ).toEqual(Array.from({ length: 6 }, () => GONE))
    expect(await opens(PASSPHRASE)).toBe(true)
  })
})

describe('using it', () => {
  test('the old passphrase ends, every session ends but the one it opens, and a second letter says so', async () => {
    const person = await teacher()
    const elsewhere = [await openSession(db, person.userId, clock), await openSession(db, person.userId, clock)]
    const before = (await listTrail(db, 'site')).length
    const { session } = await use(await letter())
    expect([await opens(PASSPHRASE), await opens(NEW)]).toEqual([false, true])
    for (const { secret } of elsewhere) expect(await findViewer(db, secret, clock)).toBeNull()
    expect(await findViewer(db, session, clock)).toMatchObject({ userId: person.userId })
    expect((await listTrail(db, 'site')).slice(before)).toMatchObject([
      { actorId: person.userId, action: 'passphrase.forgotten', object: `users/${person.userId}` },
    ])
    expect(await findBrokenLink(db, 'site')).toBeNull()
    expect([await round(), await round()]).toEqual([1, 0])
    const word = box.received.at(-1)!
    expect([word.to, word.headers.get('subject')]).toEqual([[email], 'Xihua Hall: your passphrase was changed'])
    expect(word.text).toContain('changed on 2027-01-05 at 15:00 UTC')
  })

  test('whoever changed it cannot silence the word of it by another address for mail', async () => {
    const person = await teacher()
    const { session } = await use(await letter())
    const thief = { ...at(person), viewer: (await findViewer(db, session, clock))! }
    await changeMail(thief, { rhythm: 'daily', address: 'thief@home.test' })
    await changeMail(thief, { rhythm: 'off' })
    box.received.length = 0
    await round()
    expect(box.received.map(({ to }) => to)).toEqual([[email]])
  })

  test.each<[string, () => Promise<Person>, boolean]>([
    ['a student', async () => saysYes(await student()), false],
    ['whoever studies here and teaches there', async () => inAClassOfTheirOwn(await student()), true],
  ])('%s has the rights of before, and no more', async (_who, make, mayTeach) => {
    const person = await make()
    await db.delete(db.t.outbox)
    const { session } = await use(await letter())
    const viewer = await findViewer(db, session, clock)
    expect(viewer).toMatchObject({ mayTeach, memberships: person.viewer.memberships })
  })

  test('what the person takes along names the link and holds no secret', async () => {
    const person = await teacher()
    const token = await letter()
    const taken = await takeMyData(at(person), {})
    expect(taken.links).toMatchObject([{ purpose: 'forgotten', email, usedAt: null }])
    for (const secret of [token, digest('link', token)]) expect(JSON.stringify(taken)).not.toContain(secret)
  })
})

describe('asked too often', () => {
  test('three times an hour for one address, known or not, and from wherever', async () => {
    await teacher()
    for (const typed of [email, `nobody.${email}`]) {
      const answers = []
      for (let n = 0; n < 4; n++) answers.push(await codeIn(ask(n === 1 ? typed.toUpperCase() : typed, `192.0.2.${n}`)))
      expect(answers).toEqual(['done', 'done', 'done', 'slow-down'])
    }
    pass(HOUR + MINUTE)
    expect(await codeIn(ask())).toBe('done')
  })

  test('sixty times from one place: the place waits with asking, and its school signs in and takes its quiz', async () => {
    await teacher()
    const school = '198.51.100.1'
    const answers = []
    for (let n = 0; n < 61; n++) answers.push(await codeIn(ask(`somebody.${n}@school.test`, school)))
    expect([new Set(answers.slice(0, 60)), answers[60]]).toEqual([new Set(['done']), 'slow-down'])
    for (const typed of [{ email }, { class: klass.code, name: 'Anna Lee' }]) {
      const { throttles } = await whoIsMeant(db, typed, school)
      expect(await secondsToWait(db, throttles, clock)).toBeNull()
    }
    // Elsewhere the same person asks as before, and what is asked for too often writes nothing.
    expect(await codeIn(ask(email, '192.0.2.99'))).toBe('done')
    expect(await db.select().from(db.t.links).where(eq(db.t.links.purpose, 'asked'))).toHaveLength(61)
  })

  test.each(['', 'anna', 'a@b@c', 'a b@c.test', 'x@y.test, z@y.test', 'x@y.test\u0000', `${'x'.repeat(260)}@y.test`])(
    '%j is no address',
    async (typed) => {
      expect(await codeIn(ask(typed))).toBe('invalid')
      expect(await db.select().from(db.t.links)).toEqual([])
    },
  )
})

describe('what stands where', () => {
  test('in the letter an address of this site and no name; in the log and the database no secret', async () => {
    const person = await teacher()
    await ask()
    const away = await nobodysPort()
    expect(await round(away)).toBe(0)
    box.refuse(email, 450)
    pass(MINUTE)
    await round()
    box.refuse(email, 0)
    pass(5 * MINUTE)
    expect(await round()).toBe(1)
    const [sent] = box.received
    const token = secretIn(sent!)
    expect(sent!.text.match(/https?:\S+/g)).toEqual([SITE, `${SITE}/forgotten/${token}`])
    expect(token).toMatch(/^[\w-]{32}$/)
    for (const word of ['Sentinelle', person.userId, klass.title]) expect(sent!.raw).not.toContain(word)
    expect(sent!.headers.get('subject')).toBe('Xihua Hall: choose a new passphrase')
    expect(sent!.headers.has('list-unsubscribe')).toBe(false)
    expect(logged).toHaveLength(2)
    for (const word of [token, email, 'Sentinelle', person.userId]) expect(logged.join()).not.toContain(word)
    const rows = await db.select().from(db.t.links)
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(rows.map(({ id }) => id)).toContain(digest('link', token))
    expect(await codeIn(use(token))).toBe('done')
  })

  test('an address that its server does not know is given up', async () => {
    await teacher()
    box.refuse(email, 550)
    await ask()
    expect([await round(), await db.select().from(db.t.outbox)]).toEqual([0, []])
  })

  test('where the site sends no mail, nothing of it exists and nothing is written', async () => {
    await teacher()
    const token = await letter()
    const silent = visitor(undefined, false)
    expect(await codeIn(askForLink(silent, { email }))).toBe('not-found')
    expect(await codeIn(viewForgotten(silent, { token }))).toBe('not-found')
    expect(await codeIn(choosePassphrase(silent, { token, passphrase: NEW }))).toBe('not-found')
    const { links } = db.t
    expect(await db.select().from(links).where(eq(links.purpose, 'asked'))).toEqual([])
    expect(await opens(PASSPHRASE)).toBe(true)
  })
})
