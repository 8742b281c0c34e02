/**
 * Walks through docs/operations.md: every block of commands, as it stands there and in its order, in an empty folder. The
 * last release but one is installed, used, backed up, destroyed, restored, upgraded to this commit, and moved to a real
 * PostgreSQL. What a technician does with systemd a small stand-in does here, in the same words. `npm run walk`; a few
 * minutes, most of them builds.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '../postgres/cluster.ts'
import { freePort } from '../server/harness.ts'

const HOST = 'hall.example.edu'
const root = mkdtempSync(join(tmpdir(), 'xihua-walk-'))
chmodSync(root, 0o700)
const [app, tools, file] = [join(root, 'app'), join(root, 'tools'), join(root, 'xihua.db')]
const port = await freePort()
const cluster = await startCluster({ fsync: true })
const target = cluster && new URL(cluster.url)
if (target) target.pathname = '/xihua'

function must(isSo: unknown, what: string): void {
  if (!isSo) throw new Error(what)
}
const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()

/** As `systemctl` of a unit whose settings stand in the file of settings. */
function makeTools(): void {
  mkdirSync(tools)
  writeFileSync(
    join(tools, 'systemctl'),
    `#!/bin/sh
case "$1" in
  stop) [ ! -f ${root}/pid ] || { kill -TERM "$(cat ${root}/pid)"; while kill -0 "$(cat ${root}/pid)" 2>/dev/null; do sleep 0.1; done; rm ${root}/pid; } ;;
  start) cd ${app} && set -a && . ${root}/env && PORT=${port} && { npm --silent start >>${root}/log 2>&1 & echo $! >${root}/pid; } ;;
esac
`,
    { mode: 0o755 },
  )
}

/** NODE_ENV is not among them, as on any machine: with it npm would leave out what the build needs. */
const environment = {
  PATH: `${tools}:${process.env.PATH}`,
  HOME: root,
  LANG: 'C.UTF-8',
  PORT: String(port),
  npm_config_prefer_offline: 'true',
  npm_config_cache: execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim(),
  ...(target && { PGHOST: target.hostname, PGPORT: target.port, PGUSER: 'xihua' }),
} as unknown as NodeJS.ProcessEnv

/** One block of commands, with this machine's folder and addresses put in; gives what it printed. */
function run(block: string): string {
  const text = block
    .replaceAll('/srv/xihua', root)
    .replaceAll('postgres://xihua@db.example.edu/xihua', target?.href ?? 'postgres://none')
  const settled = existsSync(join(root, 'env')) ? `cd ${app}; set -a; . ${root}/env; set +a\n` : ''
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', settled + text], {
    env: environment,
    encoding: 'utf8',
    timeout: 1_200_000,
    // The server that a block starts must not hold this up.
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  must(status === 0, `ended with ${status}:\n${text}\n${stdout}\n${stderr}`)
  return stdout
}

type Answer = { status: number; headers: http.IncomingHttpHeaders; json: Record<string, unknown> }

/** As the proxy asks: the public name in Host. */
function ask(method: string, path: string, cookie = '', body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const request = http.request({ port, host: '127.0.0.1', method, path, agent: false }, (reply) => {
      let got = ''
      reply.on('data', (chunk: Buffer) => (got += chunk.toString()))
      reply.on('end', () => {
        const json = got.startsWith('{') ? (JSON.parse(got) as Record<string, unknown>) : {}
        resolve({ status: reply.statusCode!, headers: reply.headers, json })
      })
    })
    request.setHeader('Host', HOST)
    if (cookie) request.setHeader('Cookie', cookie)
    if (text) {
      request.setHeader('Content-Type', 'application/json')
      request.setHeader('Content-Length', Buffer.byteLength(text))
    }
    request.on('error', reject)
    request.end(text)
  })
}

async function untilOpen(): Promise<void> {
  for (const deadline = Date.now() + 60_000; ; await new Promise((wake) => setTimeout(wake, 100))) {
    const isOpen = await ask('GET', '/api/health').then(
      ({ status }) => status === 200,
      () => false,
    )
    if (isOpen) return
    must(Date.now() < deadline, `the server did not open:\n${readFileSync(join(root, 'log'), 'utf8')}`)
  }
}

let cookie = ''
async function classesAre(count: number): Promise<void> {
  await untilOpen()
  const { status, json } = await ask('GET', '/api/me', cookie)
  must(status === 200, `the instructor is not known any more: ${status}`)
  must((json.classes as unknown[]).length === count, `not ${count} classes but ${JSON.stringify(json.classes)}`)
}
const makeClass = async (title: string): Promise<void> => {
  const { status, json } = await ask('POST', '/api/classes', cookie, { title, zone: 'America/New_York' })
  must(status === 200, `no class was made: ${JSON.stringify(json)}`)
}

/** What must be true after each block, by its section and number there. A block without a line here has not been thought of. */
const AFTER: Record<string, (said: string) => Promise<void> | void> = {
  'A real server 1': async (said) => {
    const token = new RegExp(`https://${HOST}/welcome/(\\S+)`).exec(said)?.[1]
    must(token, `no link was printed:\n${said}`)
    run('systemctl start xihua-hall')
    await untilOpen()
    const welcome = await ask('POST', '/api/welcome', '', { token, name: 'Dr. Walk', passphrase: 'quiet bamboo grove' })
    cookie = (welcome.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ')
    must(cookie, `the link was not taken: ${JSON.stringify(welcome.json)}`)
    await makeClass('HIST 214')
    await classesAre(1)
  },
  'Watching it 1': (said) => must(said.includes('"ok"'), `health said ${said}`),
  'Backup and restore 1': async (said) => {
    must(said.includes('It is whole.'), said)
    must(readdirSync(join(root, 'backups')).length === 2, 'two backups are not there')
    await makeClass('made after the backup')
    await classesAre(2)
    run('systemctl stop xihua-hall')
    writeFileSync(file, 'scribbled over'.repeat(1000))
  },
  'Backup and restore 2': () => classesAre(1),
  'Upgrade 1': async () => {
    must(git('-C', app, 'rev-parse', 'HEAD') === git('rev-parse', 'HEAD'), 'the upgrade did not bring this commit')
    await classesAre(1)
  },
  'Is it whole? 1': (said) => must(said.match(/It is whole\./g)?.length === 2, said),
  'Move to PostgreSQL 1': async (said) => {
    must(said.includes('counts and digests agree'), said)
    await classesAre(1)
    await makeClass('made on PostgreSQL')
    await classesAre(2)
  },
  'Move to PostgreSQL 2': async (said) => {
    must(said.includes('It is whole.'), said)
    await classesAre(2)
  },
}

type Block = { name: string; text: string }

/** Blocks marked `sh` alone are walked; `sh as-root` and the like say who else runs them. */
function blocksOf(page: string): Block[] {
  const blocks: Block[] = []
  let [section, n] = ['', 0]
  for (const [, heading, text] of page.matchAll(/^## (.+)$|^```sh\n([\s\S]*?)^```$/gm))
    if (heading) [section, n] = [heading, 0]
    else blocks.push({ name: `${section} ${++n}`, text: text! })
  return blocks
}

/** A place to clone and pull from: first as it was before the newest migration, then as it is. */
function publish(commit: string): void {
  execFileSync('git', ['-C', join(root, 'origin.git'), 'update-ref', 'refs/heads/main', commit])
}

const blocks = blocksOf(readFileSync('docs/operations.md', 'utf8'))
const started = Date.now()
try {
  const unknown = blocks.filter(({ name }) => !AFTER[name])
  must(unknown.length === 0, `nothing is said of what must be true after ${unknown.map(({ name }) => name).join(', ')}`)
  makeTools()
  const newest = git('log', '-1', '--first-parent', '--format=%H', '--', 'drizzle/sqlite/meta')
  const before = git('rev-parse', `${newest}^`)
  execFileSync('git', ['clone', '--quiet', '--bare', process.cwd(), join(root, 'origin.git')])
  publish(before)
  execFileSync('git', ['clone', '--quiet', '--branch', 'main', join(root, 'origin.git'), app])
  publish(git('rev-parse', 'HEAD'))
  for (const { name, text } of blocks) {
    if (name.startsWith('Move to PostgreSQL') && !cluster) {
      console.log(`not run   ${name}: there is no PostgreSQL on this machine`)
      continue
    }
    const from = Date.now()
    await AFTER[name]!(run(text))
    console.log(`done      ${name.padEnd(24)} ${((Date.now() - from) / 1000).toFixed(0).padStart(4)} s`)
  }
  console.log(`${blocks.length} blocks of docs/operations.md in ${((Date.now() - started) / 1000).toFixed(0)} s`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  if (existsSync(join(tools, 'systemctl')))
    spawnSync(join(tools, 'systemctl'), ['stop', 'xihua-hall'], { env: environment })
  await cluster?.stop()
  rmSync(root, { recursive: true, force: true })
}
