/**
 * What of an unforeseen error may be written down: a log is read by more people than the database. The message may hold
 * anything (a query's parameters, the row that a constraint refused, the text that did not parse), and so may every
 * property of an error; its type, its codes, the text of a query and the places in the program hold nothing of anybody.
 */
export type Fault = {
  type: string
  code?: string
  /** As it was prepared: placeholders stand where the values were. */
  query?: string
  /** What of the database it was about, as PostgreSQL names it. */
  table?: string
  column?: string
  constraint?: string
  /** Where in the program, innermost first. */
  stack: string[]
  cause?: Fault
}

const NAME = /^[\w$.:-]{1,80}$/
const FRAME = /^\s+at (?:.+ \()?(?:[^\s()]+:\d+:\d+|<anonymous>|native)\)?$/
const DEEPEST = 5

/** The frames stand behind the message, which may hold lines that look like them. Where it is not found, none are taken. */
function framesOf({ stack = '', message }: Error): string[] {
  const from = stack.indexOf(message)
  if (from < 0) return []
  return stack
    .slice(from + message.length)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .map((line) => line.trim().slice('at '.length))
}

const named = <Key extends string>(key: Key, value: unknown): Partial<Record<Key, string>> =>
  typeof value === 'string' && NAME.test(value) ? ({ [key]: value } as Record<Key, string>) : {}

export function faultOf(error: unknown, depth = 1): Fault {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] }
  const about = error as Error & Record<'code' | 'query' | 'table' | 'column' | 'constraint', unknown>
  const type = [error.name, error.constructor.name].find((name) => name !== 'Error' && NAME.test(name)) ?? 'Error'
  return {
    type,
    ...named('code', about.code),
    ...(typeof about.query === 'string' && { query: about.query }),
    ...named('table', about.table),
    ...named('column', about.column),
    ...named('constraint', about.constraint),
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < DEEPEST && { cause: faultOf(error.cause, depth + 1) }),
  }
}

/** Takes an error under `err` and writes what `faultOf` says of it. */
type Writer = (about: Record<string, unknown>, what: string) => void

/** On globalThis: Next's bundle and the front door are two module graphs in one process. */
const KEY = Symbol.for('xihua.faults')
const home = globalThis as { [KEY]?: Writer | null }

export const writeFaultsTo = (writer: Writer | null): void => void (home[KEY] = writer)

/** Writes an error that nobody foresaw into the process's log; where none is open, to the terminal. */
export function noteFault(what: string, error: unknown, about: Record<string, unknown> = {}): void {
  if (home[KEY]) home[KEY]({ ...about, err: error }, what)
  else console.error(what, JSON.stringify({ ...about, err: faultOf(error) }))
}
