/**
 * The last minute: every student holds a connection, saves now and then, and hands in within one minute, half of them in
 * its last ten seconds. Afterwards each hand-in is in the file once, scored from what had been acknowledged before it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openRider } from '../bench/riders.ts'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, seatClass, serve, wait, type Receipt, type Sitting } from './ledger.ts'
import type { Outcome } from './outcome.ts'

const SAVES = 10
/** The server closes a connection that idles for five seconds; whoever comes back later opens another, as browsers do. */
const IDLE_MS = 4_000
/** A few, in a few seconds, show that nothing fails; how long it takes is judged at full size. */
const FULL = { students: 1000, saveP99Ms: 250, handInP99Ms: 1000 }

/** So many students within one minute. */
export async function rush(seed: number, students: number): Promise<Outcome> {
  const isFull = students >= FULL.students
  const seconds = isFull ? 60 : 5
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-rush-'))
  const file = join(dir, 'rush.db')
  const { sittings, answers } = await seatClass(file, students, { mark: 'rush' })
  const server = await serve(file, await freePort())
  const ledger = new Ledger()
  const [saves, handIns]: [number[], number[]] = [[], []]
  const statuses = new Map<number, number>()
  const isRight = new Map<string, boolean>()
  let residentMiB = 0
  const watch = setInterval(() => {
    residentMiB = Math.max(residentMiB, server.residentMiB())
  }, 500)
  const items = Object.keys(answers)

  const sit = async ({ cookie, attempt }: Sitting): Promise<void> => {
    let rider = await openRider(server.base, cookie)
    let asked = performance.now()
    const start = performance.now()
    const lasts = seconds * 1000 * (random() < 0.5 ? random() * (5 / 6) : 5 / 6 + random() / 6)
    const timed = async (into: number[], method: string, path: string, body?: unknown): Promise<string> => {
      const from = performance.now()
      if (from - asked > IDLE_MS) {
        rider.close()
        rider = await openRider(server.base, cookie)
      }
      const { status, text } = await rider.ask(method, path, body)
      asked = performance.now()
      into.push(asked - from)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      return status === 200 ? text : ''
    }
    for (let n = 0; n < SAVES; n += 1) {
      await wait(Math.max(0, start + (lasts * (n + random())) / SAVES - performance.now()))
      const [item, right] = [items[n % items.length]!, random() < 0.5]
      const text = await timed(saves, 'PUT', `/api/attempts/${attempt}/answers/${item}`, {
        answer: answers[item]![right ? 0 : 1],
        seq: Math.floor(n / items.length) + 1,
      })
      if (!text) continue
      ledger.enter((JSON.parse(text) as { receipt: Receipt }).receipt)
      isRight.set(`${attempt}/${item}`, right)
    }
    await wait(Math.max(0, start + lasts - performance.now()))
    await timed(handIns, 'POST', `/api/attempts/${attempt}/submission`)
    rider.close()
  }

  try {
    await Promise.all(sittings.map(sit))
    clearInterval(watch)
    await server.kill()
    const db = new Database(file, { readonly: true })
    const rows = db.prepare("SELECT id, earned FROM attempts WHERE state = 'submitted'").all() as {
      id: string
      earned: number
    }[]
    db.close()
    const misjudged = rows.filter(
      ({ id, earned }) => items.filter((item) => isRight.get(`${id}/${item}`)).length !== earned,
    ).length
    const failed = [...statuses].reduce((sum, [status, n]) => sum + (status === 200 ? 0 : n), 0)
    const missing = ledger.missingIn(file)
    const [saveP99, handInP99] = [quantile(saves, 0.99), quantile(handIns, 0.99)]
    return {
      held:
        failed + missing + misjudged + ledger.contradicted + damageIn(file).length === 0 &&
        rows.length === students &&
        (!isFull || (saveP99 <= FULL.saveP99Ms && handInP99 <= FULL.handInP99Ms)),
      trials: `${students} students in ${seconds} s, ${saves.length} saves and ${handIns.length} hand-ins`,
      figures: {
        'requests that failed or were put off': failed,
        'acknowledged and missing': missing,
        'handed in and not scored from what was acknowledged': misjudged + students - rows.length,
        'a save, p50 / p99 / at most': spread(saves),
        'a hand-in, p50 / p99 / at most': spread(handIns),
        'memory of the server, at most': `${Math.round(residentMiB)} MiB`,
      },
    }
  } finally {
    clearInterval(watch)
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

const spread = (samples: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((part) => quantile(samples, part).toFixed(1)).join(' / ')} ms`
