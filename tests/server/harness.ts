/** Starts the real server, as `npm start` does, on a free port and a database of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ACCOUNTS } from '../pages.ts'

export type Settings = Record<string, string>

/** The environment without what the caller's shell, or the test runner, may have set for itself. */
function cleanEnvironment(settings: Settings): NodeJS.ProcessEnv {
  const rest: Record<string, string | undefined> = { ...process.env }
  for (const name of [
    'NODE_OPTIONS',
    'VITEST',
    'PORT',
    'HOST',
    'SECRET',
    'PUBLIC_URL',
    'DATABASE_URL',
    'DEMO_PUBLIC',
    'AUTH_TRUST_HOST',
    'SMTP_URL',
    'MAIL_FROM',
    'OIDC_ISSUER',
    'OIDC_CLIENT_ID',
    'OIDC_CLIENT_SECRET',
    'OIDC_TITLE',
    'NEXTAUTH_URL',
    'NEXTAUTH_SECRET',
  ])
    delete rest[name]
  return { ...rest, NODE_ENV: 'production', npm_config_loglevel: 'error', ...settings }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

export function temporaryDatabase(): { url: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-'))
  return { url: `file:${join(dir, 'test.db')}`, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/** One of the operator's commands, to its end. */
export function runScript(script: string, settings: Settings): void {
  execFileSync('npm', ['run', '--silent', script], {
    env: cleanEnvironment(settings),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export type Ended = { code: number | null; output: string }

/** Starts, and waits for the end: for starts that are refused, and for commands whose words matter. */
export async function startToEnd(settings: Settings, script = 'start', args: string[] = []): Promise<Ended> {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    env: cleanEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  // A start that should have been refused must not stay behind as a running server.
  const patience = setTimeout(() => child.kill('SIGTERM'), 20_000)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(patience)
  return { code, output: output() }
}

export type Running = {
  base: string
  /** The npm process that a supervisor would hold. */
  child: ChildProcess
  /** Resident memory of the server itself in MiB. */
  residentMiB: () => number
  /** SIGKILL to the server itself: npm above it sees it die and follows. */
  kill: () => void
  output: () => string
  stop: () => Promise<Ended>
}

export async function startServer(settings: Settings = {}): Promise<Running> {
  const port = settings.PORT ?? String(await freePort())
  const child = spawn('npm', ['--silent', 'start'], {
    env: cleanEnvironment({ LOG_LEVEL: 'error', ...settings, PORT: port }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const base = settings.PUBLIC_URL ?? `http://127.0.0.1:${port}`
  const ended = once(child, 'close') as Promise<[number | null]>
  const deadline = Date.now() + 90_000
  while (!output().includes(`open at ${base}`)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The server did not start:\n${output()}`)
    }
    await new Promise((wake) => setTimeout(wake, 50))
  }
  return {
    base,
    child,
    output,
    residentMiB: () => residentMiB(lastDescendant(child.pid!)),
    kill: () => process.kill(lastDescendant(child.pid!), 'SIGKILL'),
    stop: async () => {
      child.kill('SIGTERM')
      const [code] = await ended
      return { code, output: output() }
    },
  }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

/** npm keeps itself above the server; the server is the end of the line of first children. */
function lastDescendant(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return child ? lastDescendant(Number(child)) : pid
}

function residentMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

/** Signs a demo account in the way a script does, and gives the Cookie header to send from then on. */
export async function signIn(
  base: string,
  who: keyof typeof ACCOUNTS | { email: string; password: string },
): Promise<string> {
  const { email, password } = typeof who === 'string' ? ACCOUNTS[who] : who
  const csrf = await fetch(`${base}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const jar = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!)
  const answer = await fetch(`${base}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', cookie: jar.join('; ') },
    body: JSON.stringify({ csrfToken, email, password, json: 'true' }),
  })
  const session = answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .filter((cookie) => cookie.includes('session-token='))
  if (session.length === 0) throw new Error(`${email} could not sign in: ${answer.status} ${await answer.text()}`)
  return session.join('; ')
}
