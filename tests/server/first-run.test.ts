/** The first start of a site: what its log says, on two servers, before and after somebody has used it. */
import '../reliability/settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, postgresBinaries, startCluster } from '../postgres/cluster.ts'
import { runScript, type Running, startServer, temporaryDatabase } from './harness.ts'

const first = { name: 'Dr. First', email: 'first@school.test', passphrase: 'quiet bamboo grove' }
const addressIn = (server: Running): string[] => server.output().match(/http:[^"\s]*\/setup\/[^"\s]+/g) ?? []
const settled = async (server: Running): Promise<string> => {
  await expect.poll(() => addressIn(server)).toHaveLength(1)
  return new URL(addressIn(server)[0]!).pathname
}
const post = (server: Running, fields: object) =>
  fetch(`${server.base}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  })
/** What a reader sees, without the addresses and nonces that differ from page to page. */
const seen = async (server: Running, path: string): Promise<unknown[]> => {
  const reply = await fetch(server.base + path)
  const body = await reply.text()
  return [reply.status, /<title>.*?<\/title>/.exec(body)?.[0], /<main[\s\S]*<\/main>/.exec(body)?.[0]]
}

const THREE_STARTS = { timeout: 90_000 }
test(
  'the address stands once in the log of each start until it is used, is never logged when asked for, and is gone',
  THREE_STARTS,
  async () => {
    const database = temporaryDatabase()
    const settings = { DATABASE_URL: database.url, LOG_LEVEL: 'info' }
    runScript('migrate', settings)
    let server = await startServer(settings)
    const path = await settled(server)
    const unknown = await seen(server, '/nothing-here')
    expect(unknown[0]).toBe(404)
    for (const other of ['/setup', '/setup/wrong', `${path}x`])
      expect(await seen(server, other), other).toEqual(unknown)
    expect((await seen(server, path))[0]).toBe(200)
    await server.stop()

    server = await startServer(settings)
    const token = path.slice('/setup/'.length)
    // Another port, the same token: a restart before the first use leaves the address good.
    expect(await settled(server)).toBe(path)
    expect((await post(server, { ...first, token })).status).toBe(200)
    expect(await seen(server, path)).toEqual(unknown)
    expect((await post(server, { ...first, token })).status).toBe(404)
    expect((await server.stop()).output.split(token)).toHaveLength(2)

    server = await startServer(settings)
    expect(await seen(server, path)).toEqual(unknown)
    expect((await server.stop()).output).not.toMatch(new RegExp(`nobody has an account|${token}`))
    database.remove()
  },
)

const lacking = postgresBinaries()
  ? ''
  : ' (skipped: there is no PostgreSQL on this machine; apt-get install postgresql)'
describe.skipIf(lacking)(`two servers on one PostgreSQL${lacking}`, () => {
  let cluster: Cluster
  let both: Running[] = []
  beforeAll(async () => {
    cluster = (await startCluster())!
    const settings = { DATABASE_URL: cluster.url, SECRET: process.env.SECRET!, LOG_LEVEL: 'warn' }
    runScript('migrate', settings)
    both = await Promise.all([startServer(settings), startServer(settings)])
  }, 120_000)
  afterAll(async () => {
    await Promise.all(both.map((one) => one.stop()))
    await cluster?.stop()
  })

  test('say the same address, and of many presses on both one makes the account', async () => {
    const [one, other] = await Promise.all(both.map(settled))
    expect(one).toBe(other)
    const token = one!.slice('/setup/'.length)
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => post(both[n % 2]!, { ...first, email: `first${n}@school.test`, token })),
    )
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(7).fill(404)])
  })
})
