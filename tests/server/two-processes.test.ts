/** Two servers on one PostgreSQL, as behind a balancer: neither keeps for itself what the other must know. */
import '../reliability/settings.ts'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { openPostgres } from '#lib/db/client.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { statement } from '../contract/engines.ts'
import { readReply, type Reply } from '../factories/call.ts'
import { openMailBox, type MailBox } from '../factories/mail.ts'
import { makeClass, makeInstructor, makeStudent, PASSPHRASE, type Klass } from '../factories/people.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { postgresBinaries, startCluster, type Cluster } from '../postgres/cluster.ts'
import { signIn, startServer, startToEnd, type Running } from './harness.ts'

const lacking = postgresBinaries()
  ? ''
  : ' (skipped: there is no PostgreSQL on this machine; apt-get install postgresql)'

describe.skipIf(lacking)(`two processes on one PostgreSQL${lacking}`, () => {
  let cluster: Cluster
  let db: Db
  let one: Running
  let other: Running
  let klass: Klass
  let box: MailBox
  const planted = plantedQuiz('two-processes')

  beforeAll(async () => {
    cluster = (await startCluster())!
    box = await openMailBox()
    const settings = {
      DATABASE_URL: cluster.url,
      SECRET: process.env.SECRET!,
      SMTP_URL: `smtp://127.0.0.1:${box.port}`,
      MAIL_FROM: 'hall@school.test',
    }
    const both = await Promise.all([startToEnd(settings, 'migrate'), startToEnd(settings, 'migrate')])
    expect(both.map(({ code, output }) => [code, output.trim()])).toEqual(
      both.map(() => [0, 'The database is up to date.']),
    )
    db = await openPostgres(cluster.url, { migrate: false })
    klass = await makeClass(db)
    ;[one, other] = await Promise.all([startServer(settings), startServer(settings)])
  }, 120_000)
  afterAll(async () => {
    await Promise.all([one?.stop(), other?.stop()])
    await db?.close()
    await cluster?.stop()
    await box?.close()
  })

  const ask = async (server: Running, method: string, path: string, cookie: string, json?: unknown): Promise<Reply> =>
    readReply(
      await fetch(server.base + path, {
        method,
        headers: { cookie, 'content-type': 'application/json' },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      }),
    )
  const begin = async () => {
    const student = await makeStudent(db, klass.id)
    const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen })
    const { json } = await ask(one, 'POST', `/api/assignments/${quiz.id}/attempts`, student.cookie, {})
    return { ...student, quiz, attempt: `/api/attempts/${(json as { id: string }).id}` }
  }
  const [item, right] = ['one-choice', planted.right['one-choice']!]

  test('both migrated at once, and each migration ran once', async () => {
    const journal = JSON.parse(readFileSync('drizzle/postgres/meta/_journal.json', 'utf8')) as { entries: unknown[] }
    const [row] = await statement(db, 'SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations')
    expect(row!.n).toBe(journal.entries.length)
  })

  test('what was saved through one is handed in through the other, and closed on both', async () => {
    const { cookie, attempt } = await begin()
    const saved = await ask(one, 'PUT', `${attempt}/answers/${item}`, cookie, { answer: right, seq: 1 })
    expect(saved.status).toBe(200)
    // A reply that was lost on the way: the other gives the same receipt.
    expect((await ask(other, 'PUT', `${attempt}/answers/${item}`, cookie, { answer: right, seq: 1 })).json).toEqual(
      saved.json,
    )
    const handedIn = await ask(other, 'POST', `${attempt}/submission`, cookie, {})
    expect(handedIn.status).toBe(200)
    const late = await ask(one, 'PUT', `${attempt}/answers/${item}`, cookie, { answer: right, seq: 2 })
    expect([late.status, late.code]).toEqual([409, 'attempt-closed'])
  })

  test('twenty hands on one answer through both: one seq, one winner, nothing lost', async () => {
    const { cookie, attempt } = await begin()
    const wrong = planted.wrong[item]!
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ask(n % 2 ? one : other, 'PUT', `${attempt}/answers/${item}`, cookie, {
          answer: n < 10 ? right : wrong,
          seq: 1,
        }),
      ),
    )
    const won = replies.filter(({ status }) => status === 200)
    expect(new Set(won.map(({ text }) => text)).size).toBe(1)
    expect(won).toHaveLength(10)
    expect(
      new Set(replies.filter(({ status }) => status !== 200).map(({ status, code }) => `${status} ${code}`)),
    ).toEqual(new Set(['409 changed-elsewhere']))
  })

  test('both hand in at once: one result', async () => {
    const { cookie, attempt } = await begin()
    const results = await Promise.all(
      [one, other, one, other].map((server) => ask(server, 'POST', `${attempt}/submission`, cookie, {})),
    )
    expect(new Set(results.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(results[0]!.status).toBe(200)
  })

  test('wrong passphrases are counted across both', async () => {
    await makeInstructor(db, klass.id, { name: 'Dr. Counted', email: 'counted@school.test' })
    for (let n = 0; n < 10; n += 1)
      await expect(
        signIn(n % 2 ? one.base : other.base, { email: 'counted@school.test', password: `not ${PASSPHRASE}` }),
      ).rejects.toThrow('could not sign in')
    for (const { base } of [one, other])
      await expect(signIn(base, { email: 'counted@school.test', password: PASSPHRASE })).rejects.toThrow('slow-down')
  })

  test('who signs out on one is out on the other at once', async () => {
    const { cookie } = await makeStudent(db, klass.id)
    const list = `/api/classes/${klass.id}/assignments`
    expect((await ask(other, 'GET', list, cookie)).status).toBe(200)
    expect((await ask(one, 'POST', '/api/sign-out', cookie, {})).status).toBeLessThan(300)
    expect((await ask(other, 'GET', list, cookie)).status).toBe(401)
  })

  test('both have letters to send, and each goes once', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => makeStudent(db, klass.id)))
    const at = new Date(Date.now() - 60_000)
    await db.atomically(function* (tx) {
      for (const { userId } of readers)
        yield* q(
          tx.insert(db.t.mailSettings).values({
            userId,
            address: `${userId}@school.test`,
            key: userId,
            rhythm: 'at-once',
            confirmedAt: at,
            toldThrough: at,
            nextAt: at,
            changedAt: at,
          }),
        )
      yield* tell(db, tx, {
        kind: 'reviewed',
        facts: { title: 'x' },
        classId: klass.id,
        to: readers.map(({ userId }) => userId),
        about: v7(),
        now: new Date(Date.now() - 30_000),
        newId: v7,
      })
    })
    await expect.poll(() => box.received.length, { timeout: 25_000 }).toBe(20)
    await expect.poll(async () => (await db.select().from(db.t.outbox)).length).toBe(0)
    // One more round of each.
    await new Promise((wake) => setTimeout(wake, 11_000))
    expect(box.received.map(({ to }) => to[0]!.split('@')[0]).toSorted((a, b) => (a! < b! ? -1 : 1))).toEqual(
      readers.map(({ userId }) => userId).toSorted((a, b) => (a < b ? -1 : 1)),
    )
  })

  test('one is killed: what it acknowledged is handed in on the other', async () => {
    const { cookie, attempt } = await begin()
    const saved = await ask(one, 'PUT', `${attempt}/answers/${item}`, cookie, { answer: right, seq: 1 })
    expect(saved.status).toBe(200)
    one.kill()
    await once(one.child, 'close')
    const again = await ask(other, 'PUT', `${attempt}/answers/${item}`, cookie, { answer: right, seq: 1 })
    expect(again.json).toEqual(saved.json)
    expect((await ask(other, 'POST', `${attempt}/submission`, cookie, {})).status).toBe(200)
  })
})
