/** The reading page from our start and from `next start`; signed-in pages against a dynamic page without a database. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { load } from '../load.ts'
import { freePort, runScript, signIn, startServer, temporaryDatabase } from '../server/harness.ts'
import { compare, table, type Contender } from './series.ts'

const CONNECTIONS = 16

export async function benchPages(rounds: number, seconds: number): Promise<string> {
  const page = (name: string, url: string, headers: Record<string, string> = {}): Contender => ({
    name,
    measure: () => load({ url, connections: CONNECTIONS, seconds, headers: { 'Accept-Encoding': 'gzip', ...headers } }),
  })
  const database = temporaryDatabase()
  runScript('migrate', { DATABASE_URL: database.url })
  runScript('seed', { DATABASE_URL: database.url })
  const ours = await startServer({ DATABASE_URL: database.url })
  const nextPort = await freePort()
  const next = spawn('next', ['start', '--port', String(nextPort), '--hostname', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(next.stdout, 'data')
  try {
    const cookie = await signIn(ours.base, 'student')
    const { classes } = (await (await fetch(`${ours.base}/api/me`, { headers: { cookie } })).json()) as {
      classes: { id: string }[]
    }
    const reading = await compare(
      [
        page('reading page, `next start`', `http://127.0.0.1:${nextPort}/transcript`),
        page('reading page, our start', `${ours.base}/transcript`),
      ],
      rounds,
    )
    const signedIn = await compare(
      [
        page('a dynamic page without a database (/join)', `${ours.base}/join`),
        page('a student’s list', `${ours.base}/classes/${classes[0]!.id}`, { Cookie: cookie }),
        page('`GET /api/me`', `${ours.base}/api/me`, { Cookie: cookie }),
      ],
      rounds,
    )
    return `## Pages

${CONNECTIONS} connections, gzip.

${table(reading, 'pages')}

${table(signedIn, 'answers')}

Resident memory of the server afterwards: ${Math.round(ours.residentMiB())} MiB.
`
  } finally {
    next.kill('SIGTERM')
    await ours.stop()
    database.remove()
  }
}
