/** A throw-away PostgreSQL from the binaries of this machine, on a free port of 127.0.0.1; gone when it is stopped. */
import { execFileSync, spawn, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../server/harness.ts'

export type Cluster = {
  url: string
  version: string
  stop: () => Promise<void>
  /** All of its processes at once, as when its machine dies. */
  kill: () => Promise<void>
  pid: number
}

/** Where Debian keeps the newest one; null with nothing said where there is none. */
export function postgresBinaries(): string | null {
  const home = '/usr/lib/postgresql'
  const versions = existsSync(home) ? readdirSync(home).toSorted((a, b) => Number(b) - Number(a)) : []
  return versions.map((one) => join(home, one, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null
}

/** PostgreSQL refuses to run as root; its own user is there where the package is. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Settings on the command line; they win over the files of a copied cluster. */
type Settings = Record<string, string | number>

/**
 * Sorts and tells the time unlike SQLite: an order of names or an hour that a test takes from the server's settings shows
 * itself. `fsync` is off where only answers matter and no power fails.
 */
export async function startCluster({ fsync = false, settings = {} as Settings } = {}): Promise<Cluster | null> {
  const order = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US']
  return start((data) => ['initdb', ['-D', data, '-U', 'xihua', '-A', 'trust', '-E', 'UTF8', '-N', ...order]], {
    fsync: fsync ? 'on' : 'off',
    ...settings,
  })
}

/** A second one that receives what the first writes, and can take its place. */
export const startStandby = (primary: Cluster, settings: Settings = {}): Promise<Cluster | null> =>
  start((data) => ['pg_basebackup', ['-D', data, '-d', primary.url, '-R', '-X', 'stream', '-c', 'fast']], settings)

async function start(
  make: (data: string) => [command: string, args: string[]],
  given: Settings,
): Promise<Cluster | null> {
  const bin = postgresBinaries()
  if (!bin) return null
  const dir = mkdtempSync(join(tmpdir(), 'xihua-postgres-'))
  const as = owner()
  if (as.uid !== undefined) chownSync(dir, as.uid, as.gid!)
  const options: SpawnOptions & { stdio: 'ignore' } = { ...as, cwd: dir, stdio: 'ignore' }
  const data = join(dir, 'data')
  const [command, args] = make(data)
  execFileSync(join(bin, command), args, options)
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: dir,
    max_connections: 200,
    timezone: 'Asia/Kathmandu',
    ...given,
  }
  // A child like any other: it hears the terminal's interrupt, and nobody has to remember it.
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options,
  )
  const ended = once(server, 'exit')
  const quit = () => server.kill('SIGQUIT')
  process.on('exit', quit)
  const gone = async () => {
    process.off('exit', quit)
    await ended
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  const stop = async () => {
    quit()
    await gone()
  }
  const kill = async () => {
    const { pid } = server
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    for (const one of [String(pid), ...children]) if (one) process.kill(Number(one), 'SIGKILL')
    await gone()
  }
  const url = `postgres://xihua@127.0.0.1:${port}/postgres`
  for (const deadline = Date.now() + 20_000; ; await new Promise((wake) => setTimeout(wake, 50))) {
    const version = await versionOf(url).catch(() => null)
    if (version) return { url, version, stop, kill, pid: server.pid! }
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error('PostgreSQL did not start')
    }
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  await client.end()
  return rows[0]!.server_version.split(' ')[0]!
}
