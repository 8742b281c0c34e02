/**
 * What a process asks of the disk, written down call by call (strace), and a disk that can be cut off after any of them.
 * Names of files count as kept at once; their contents only from the sync on, which is where programs go wrong. The file of
 * shared memory beside a database is left out: it is made anew by whoever opens it.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { NotHere } from './outcome.ts'

export type Call =
  | { kind: 'write'; file: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: string; length: number }
  | { kind: 'sync'; file: string }
  | { kind: 'unlink'; file: string }
  /** A line that the process itself wrote down, to say how far it was. */
  | { kind: 'line'; text: string }

const CALLS = 'pwrite64,write,fsync,fdatasync,ftruncate,unlink'

/** The file in the folder into which the traced process writes its lines. */
export const LINES = 'lines'

/** Runs a script under strace; `folder` is the disk, `log` lies elsewhere. */
export async function trace(script: readonly string[], log: string, env: Record<string, string>): Promise<void> {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' })
  } catch {
    throw new NotHere('strace is not installed')
  }
  const { NODE_OPTIONS: _theirs, VITEST: _runner, ...inherited } = process.env
  const child = spawn(
    'strace',
    ['-f', '--seccomp-bpf', '-y', '-xx', '-s', '70000', '-e', `trace=${CALLS}`, '-o', log, process.execPath, ...script],
    { env: { ...inherited, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`What was traced ended with ${code}:\n${complaints}`)
}

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll('\\x', ''), 'hex')

/**
 * A line of the log as one call. A call during which another thread made its own is written down in two halves; it counts
 * from its second on, when the kernel had answered. `begun` holds first halves by thread.
 */
function wholeCall(line: string, begun: Map<string, string>): string | null {
  const thread = line.slice(0, line.indexOf(' '))
  const [, head] = /^(.*) <unfinished \.\.\.>$/.exec(line) ?? []
  if (head !== undefined) {
    begun.set(thread, head)
    return null
  }
  const [, tail] = /^\d+ +<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? []
  if (tail === undefined) return line
  const joined = (begun.get(thread) ?? '') + tail
  begun.delete(thread)
  return joined
}

/** The calls on files of `folder`, in their order, by the files' names in it. */
export async function readLog(log: string, folder: string): Promise<Call[]> {
  const calls: Call[] = []
  const inFolder = (path: string): string | null => {
    const name = bytesOf(path).toString()
    const own = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : null
    return own === null || own.endsWith('-shm') ? null : own
  }
  const lengths = new Map<string, number>()
  const begun = new Map<string, string>()
  for await (const written of createInterface({ input: createReadStream(log) })) {
    const line = wholeCall(written, begun)
    if (line === null) continue
    const [, call, fd, path, rest] = /^\d+ +(\w+)\((\d+<)?([^>",]*|"[^"]*")(.*)$/.exec(line) ?? []
    if (!call || / = -1 /.test(line)) continue
    const file = inFolder((path ?? '').replaceAll('"', ''))
    if (file === null) continue
    if (call === 'unlink') calls.push({ kind: 'unlink', file })
    else if (!fd) continue
    else if (call === 'fsync' || call === 'fdatasync') calls.push({ kind: 'sync', file })
    else if (call === 'ftruncate') calls.push({ kind: 'truncate', file, length: Number(/, (\d+)\)/.exec(rest!)![1]) })
    else {
      const [, hex, numbers] = /^>, "([^"]*)"(?:\.\.\.)?, ([\d, ]+)\)/.exec(rest!)!
      const bytes = bytesOf(hex!)
      const [count, offset] = numbers!.split(', ').map(Number)
      if (bytes.length !== count) throw new Error('A write is longer than what was written down of it')
      if (file === LINES)
        for (const text of bytes.toString().split('\n').filter(Boolean)) calls.push({ kind: 'line', text })
      else {
        const at = offset ?? lengths.get(file) ?? 0
        lengths.set(file, at + count)
        calls.push({ kind: 'write', file, at, bytes })
      }
    }
  }
  return calls
}

/**
 * What is left after the cut: `synced`, nothing but what was synced; `torn`, of the rest any sectors, in any order of
 * writes; `written`, all of it, as after the death of the process alone.
 */
export const LEFT = ['synced', 'torn', 'written'] as const
export type Left = (typeof LEFT)[number]
const SECTOR = 512

type Pending = Extract<Call, { kind: 'write' | 'truncate' }>
type Kept = { durable: Buffer; length: number; pending: Pending[] }

function put(file: Kept, call: Pending, keeps: (sector: number) => boolean = () => true): void {
  if (call.kind === 'truncate') {
    file.length = call.length
    return
  }
  const end = call.at + call.bytes.length
  if (end > file.durable.length)
    file.durable = Buffer.concat([file.durable], Math.max(end, Math.ceil(file.durable.length * 1.5)))
  if (call.at > file.length) file.durable.fill(0, file.length, call.at)
  for (let from = 0; from < call.bytes.length; from += SECTOR)
    if (keeps(from)) call.bytes.copy(file.durable, call.at + from, from, from + SECTOR)
  file.length = Math.max(file.length, end)
}

export class Disk {
  private readonly files = new Map<string, Kept>()

  /** What stood in the folder before anything was traced is on the disk. */
  constructor(folder: string) {
    for (const name of readdirSync(folder)) {
      const durable = readFileSync(join(folder, name))
      this.files.set(name, { durable, length: durable.length, pending: [] })
    }
  }

  apply(call: Call): void {
    if (call.kind === 'line') return
    if (call.kind === 'unlink') {
      this.files.delete(call.file)
      return
    }
    const file = this.files.get(call.file) ?? { durable: Buffer.alloc(0), length: 0, pending: [] }
    this.files.set(call.file, file)
    if (call.kind === 'sync') {
      for (const one of file.pending) put(file, one)
      file.pending = []
    } else file.pending.push(call)
  }

  /** Puts the files, as the cut left them, into a folder of their own. */
  rebuild(into: string, left: Left, random: () => number): void {
    rmSync(into, { recursive: true, force: true })
    mkdirSync(into, { recursive: true })
    for (const [name, file] of this.files) {
      const copy = { ...file, durable: Buffer.from(file.durable.subarray(0, file.length)) }
      if (left !== 'synced')
        for (const one of file.pending)
          if (left === 'written' || one.kind === 'write') put(copy, one, () => left === 'written' || random() < 0.5)
      writeFileSync(join(into, name), copy.durable.subarray(0, copy.length))
    }
  }
}
