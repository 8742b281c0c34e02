/**
 * The one process: front door, API table and Next behind it. It checks its settings and its database, and listens only
 * when both are safe.
 */
import './node-version.mjs'
// Before Next and React, which read NODE_ENV when they load.
import { env } from '#lib/env.ts'
import { statSync } from 'node:fs'
import http from 'node:http'
import { getRequestListener } from '@hono/node-server'
import next from 'next'
import { SESSION_COOKIE } from '#lib/auth/session.ts'
import { isFromNewer, openDb, pendingMigrations } from '#lib/db/client.ts'
import { eraseAgain, erasedIn, keepErasures, readErasures } from '#lib/db/erasures.ts'
import { checkFile } from '#lib/db/file-check.ts'
import { hasDemoAccounts } from '#lib/db/queries/demo.ts'
import { lastRecorded } from '#lib/db/queries/health.ts'
import { hasBegun } from '#lib/db/queries/users.ts'
import { diskOf } from '#lib/db/room.ts'
import { api, isSetUpOpen, routes, sendGrades } from '#lib/web/api.ts'
import { openLog, sayAllInto } from './access-log.ts'
import { AUTH_ROUTES, SCHOOL_ROUTES } from './auth-shield.ts'
import { drainOnSignal } from './drain.ts'
import { frontDoor } from './front-door.ts'
import { watchLog } from './log-watch.ts'
import { METRICS_PATH, openMetrics } from './metrics.ts'
import { routeTable } from './route-table.ts'
import { keepDoing } from './rounds.ts'
import { clockBehind, damaged, noRoom, openToOthers, unsafeDatabase, unsafeSettings } from './startup-checks.ts'
import { loadStaticPages } from './static-pages.ts'

/** Slow senders are cut here; Node's own limits would let one hold a connection for five minutes. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 5_000,
  // How often the limits are looked at: by itself Node would be half a minute late.
  connectionsCheckingInterval: 1_000,
}
const MAX_CONNECTIONS = 4000
/** A class in the middle of a quiz waits no longer for a file to be looked through; docs/decisions/0074. */
const CHECK_MS = 5_000

/** To the operator at the terminal, whatever the log is set to: why there is no server. */
function sayPlainly(reasons: readonly string[]): void {
  for (const reason of reasons) process.stderr.write(`${reason}\n`)
}

function refuseToStart(reasons: readonly string[]): void {
  if (reasons.length === 0) return
  sayPlainly(reasons)
  process.exit(1)
}

async function openCheckedDb() {
  try {
    const opened = await openDb()
    const pending = await pendingMigrations(opened)
    // A table that is not there yet cannot be asked.
    const demo = pending.length === 0 && (await hasDemoAccounts(opened))
    const newer = await isFromNewer(opened)
    refuseToStart(unsafeDatabase(env, { pendingMigrations: pending, isFromNewer: newer, hasDemoAccounts: demo }))
    refuseToStart(clockBehind(env, new Date(), await lastRecorded(opened)))
    if (env.databaseUrl.startsWith('file:'))
      refuseToStart([...openToOthers(env, statSync(env.dataDir).mode), ...noRoom(env, diskOf(env.dataDir))])
    return opened
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    refuseToStart(
      /^SQLITE_(NOTADB|CORRUPT)/.test(code ?? '') ? damaged([message]) : [`The database does not open: ${message}`],
    )
    throw error
  }
}

refuseToStart(unsafeSettings(env))
const database = await openCheckedDb()
const file = env.databaseUrl.startsWith('file:') ? env.databaseUrl.slice('file:'.length) : null
/** Pages of PostgreSQL are its own to check. */
const faults = file ? checkFile(file) : Promise.resolve([])
const checkLasts = new Promise<'lasts'>((wake) => setTimeout(wake, CHECK_MS, 'lasts').unref())

const app = next({ dev: false, dir: process.cwd(), hostname: env.host, port: env.port })
await app
  .prepare()
  .catch((error: unknown) =>
    refuseToStart([`The build is not usable; run: npm run build (${(error as Error).message})`]),
  )
// Next's listener only logs: a port in use would end with exit code 0, and a crash would leave half a server behind.
process.removeAllListeners('uncaughtException')

const { log, flush } = openLog(env.logLevel)
process.on('exit', flush)
sayAllInto(log)
// Node would print the error whole, with whatever it holds of anybody.
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'the process ends: nobody foresaw this')
  process.exit(1)
})

const metrics = env.metricsToken ? openMetrics(env.metricsToken, file) : null

const server = http.createServer(
  LIMITS,
  frontDoor({
    rules: {
      origin: env.origin,
      aliases: env.isLoopback ? ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${env.port}`) : [],
      takesFiles: routeTable(routes.filter((one) => one.takesFiles)),
      routes: routeTable([
        ...routes,
        ...AUTH_ROUTES,
        ...(env.school ? SCHOOL_ROUTES : []),
        ...(metrics ? [{ method: 'GET', path: METRICS_PATH }] : []),
      ]),
    },
    pages: loadStaticPages(process.cwd(), env.origin),
    api: getRequestListener(api.fetch),
    next: app.getRequestHandler(),
    log,
    metrics,
    isSetUpOpen,
    sessionCookie: SESSION_COOKIE,
    trustedProxies: env.trustedProxies,
  }),
)
server.maxConnections = MAX_CONNECTIONS

server.on('error', (error: NodeJS.ErrnoException) => {
  refuseToStart([
    error.code === 'EADDRINUSE'
      ? `Port ${env.port} is taken by another program. Set PORT to another one.`
      : `Cannot listen on ${env.host}:${env.port}: ${error.message}`,
  ])
})
const early = await Promise.race([faults, checkLasts])
if (early !== 'lasts') refuseToStart(damaged(early))

const back = await eraseAgain(database, readErasures(env.dataDir), new Date())
if (back > 0) log.warn({ people: back }, 'a backup had brought back people who were erased: they are erased again')

// Its library is loaded only where there is mail to send.
const post =
  env.mail && (await import('./mail.ts')).startPost({ db: database, server: env.mail, publicUrl: env.publicUrl, log })
const grades = keepDoing(sendGrades, {
  firstMs: 1_000,
  everyMs: 15_000,
  lastMs: 6_000,
  failed: (err) => log.error({ what: 'grades to platforms', err }, 'a round failed'),
})
const erasures = keepDoing(async () => keepErasures(env.dataDir, await erasedIn(database)), {
  firstMs: 1_000,
  everyMs: 10_000,
  lastMs: 1_000,
  failed: (err) => log.error({ what: 'the list of who was erased', err }, 'a round failed'),
})
const watch = file ? watchLog(database, log) : null
const end = drainOnSignal(server, log, async () => {
  await Promise.all([post?.stop(), grades.stop(), erasures.stop(), watch?.stop()])
  await app.close()
  await database.close()
})
server.listen(env.port, env.host, () => {
  console.log(`Xihua Hall is open at ${env.publicUrl}`)
  if (env.demoPublic && !env.isLoopback)
    console.log('This is the public demo: its accounts and passphrases are known to everybody.')
})
if (!(await hasBegun(database)))
  log.warn(
    { address: `${env.publicUrl}/setup/${env.setupToken}` },
    'nobody has an account here yet: whoever opens this address makes the first, and is an instructor',
  )
if (early === 'lasts') {
  log.warn('the database is still being looked through for damage')
  const late = await faults
  sayPlainly(damaged(late))
  if (late.length > 0) end(1, 'damage')
  else log.warn('the database is whole')
}
