/**
 * The machine of PostgreSQL dies while students save, and its standby takes its place. With a synchronous standby every
 * acknowledged answer is there; with an asynchronous one, the control, some must be missing, because the line to it broke a
 * moment before. What was under way when the machine died is sent again with the same number: it is there once.
 */
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import { viewerFromCookie } from '#lib/auth/session.ts'
import { openPostgres, useDb } from '#lib/db/client.ts'
import { contextFor } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startCluster, startStandby, type Cluster } from '../postgres/cluster.ts'
import { randomFrom, seatIn, wait, type Receipt } from './ledger.ts'
import { NotHere, type Outcome } from './outcome.ts'

const STUDENTS = 12

type Kind = 'synchronous' | 'asynchronous'
type Save = { attempt: string; item: string; seq: number; answer: string[] }

/** The process of a primary that sends to its standby. */
function senderOf({ pid }: Cluster): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  const sender = children.find((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').includes('walsender'))
  if (!sender) throw new Error('Nothing is sent to the standby')
  return Number(sender)
}

async function isStreaming(url: string, kind: Kind): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ state: string; sync_state: string }>(
    'SELECT state, sync_state FROM pg_stat_replication',
  )
  await client.end()
  return rows.some((row) => row.state === 'streaming' && (kind === 'asynchronous' || row.sync_state === 'sync'))
}

async function once(kind: Kind, random: () => number) {
  const primary = await startCluster({ fsync: true })
  if (!primary) throw new NotHere('there is no PostgreSQL on this machine')
  const first = await openPostgres(primary.url, { migrate: true })
  const { sittings, answers } = await seatIn(first, STUDENTS, { mark: 'failover' })
  const standby = (await startStandby(primary))!
  let second: Awaited<ReturnType<typeof openPostgres>> | undefined
  try {
    if (kind === 'synchronous') {
      const client = new pg.Client({ connectionString: primary.url })
      await client.connect()
      await client.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
      await client.query('SELECT pg_reload_conf()')
      await client.end()
    }
    while (!(await isStreaming(primary.url, kind))) await wait(50)

    const acknowledged: Receipt[] = []
    const underWay: { save: Save; cookie: string }[] = []
    useDb(first)
    const contextOf = async (cookie: string, db: typeof first) =>
      contextFor(await viewerFromCookie(cookie.slice(cookie.indexOf('=') + 1), new Date()), { db }) as SignedIn
    let dead = false
    const riders = sittings.map(async ({ cookie, attempt }) => {
      const items = Object.keys(answers)
      const ctx = await contextOf(cookie, first)
      for (let n = 0; !dead; n += 1) {
        const item = items[n % items.length]!
        const save = {
          attempt,
          item,
          seq: Math.floor(n / items.length) + 1,
          answer: answers[item]![n % 2]! as string[],
        }
        try {
          acknowledged.push((await saveAnswer(ctx, save)).receipt)
        } catch {
          underWay.push({ save, cookie })
          return
        }
      }
    })
    await wait(1000 + random() * 500)
    // From here on nothing reaches the standby, as over a line that has just broken.
    process.kill(senderOf(primary), 'SIGSTOP')
    await wait(300 + random() * 300)
    const from = performance.now()
    await primary.kill()
    dead = true
    await Promise.all(riders)
    await Promise.race([first.close(), wait(1000)])
    const client = new pg.Client({ connectionString: standby.url })
    await client.connect()
    await client.query('SELECT pg_promote(true, 20)')
    await client.end()
    second = await openPostgres(standby.url, { migrate: false })
    useDb(second)
    const rows = await second.select().from(second.t.answers)
    const back = performance.now() - from
    const stored = new Map(rows.map((row) => [`${row.attemptId}/${row.item}/${row.seq}`, row.digest]))
    const missing = acknowledged.filter((one) => stored.get(`${one.attempt}/${one.item}/${one.seq}`) !== one.digest)
    let unresolved = 0
    let wasThere = 0
    // In the control an earlier number may be missing, so that the next is refused: nothing is claimed of it.
    if (kind === 'synchronous')
      for (const { save, cookie } of underWay) {
        if (stored.has(`${save.attempt}/${save.item}/${save.seq}`)) wasThere += 1
        const receipt = await saveAnswer(await contextOf(cookie, second), save).catch(() => null)
        if (!receipt) unresolved += 1
      }
    return {
      acknowledged: acknowledged.length,
      missing: missing.length,
      underWay: underWay.length,
      wasThere,
      unresolved,
      back,
      version: standby.version,
    }
  } finally {
    await second?.close()
    await standby.stop()
  }
}

/** So many times a synchronous standby, and the asynchronous one until it has lost something, thrice at most. */
export async function failover(seed: number, rounds: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const sum = { acknowledged: 0, missing: 0, underWay: 0, wasThere: 0, unresolved: 0, back: 0 }
  let version = ''
  for (let n = 0; n < rounds; n += 1) {
    const one = await once('synchronous', random)
    version = one.version
    sum.acknowledged += one.acknowledged
    sum.missing += one.missing
    sum.underWay += one.underWay
    sum.wasThere += one.wasThere
    sum.unresolved += one.unresolved
    sum.back = Math.max(sum.back, one.back)
  }
  const control = { acknowledged: 0, missing: 0, tries: 0 }
  while (control.missing === 0 && control.tries < 3) {
    const one = await once('asynchronous', random)
    control.tries += 1
    control.acknowledged += one.acknowledged
    control.missing += one.missing
  }
  return {
    held: sum.missing + sum.unresolved === 0 && sum.acknowledged > 0 && control.missing > 0,
    trials: `${rounds} times a primary killed and its synchronous standby promoted (PostgreSQL ${version}), ${sum.acknowledged} saves acknowledged`,
    figures: {
      'acknowledged and missing': sum.missing,
      'under way at that moment, sent again': `${sum.underWay}, of which ${sum.wasThere} had been stored`,
      'of these not resolved': sum.unresolved,
      'killed to read again, at most': `${Math.round(sum.back)} ms`,
      'missing in the control, an asynchronous standby': `${control.missing} of ${control.acknowledged}`,
    },
  }
}
