import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { LineCounter, isNode, parseDocument } from 'yaml'
import type { z } from 'zod'
import type { Report } from './problems.ts'

/** The folder of the edition. Commands, tests and the built site all start in the root of the repository. */
export const editionRoot = (): string => path.join(/* turbopackIgnore: true */ process.cwd(), 'content')

/** Where the reader is: `root` is the folder of an edition, `shown` how problems name it. */
export type Place = { root: string; report: Report }

export const readText = ({ root }: Place, file: string): string | null => {
  const full = path.join(root, file)
  return existsSync(full) ? readFileSync(full, 'utf8') : null
}

/** Files of a folder by ending, sorted; none where the folder does not exist yet. */
export const listFiles = ({ root }: Place, folder: string, ending: string): string[] => {
  const full = path.join(root, folder)
  return existsSync(full)
    ? readdirSync(full)
        .filter((name) => name.endsWith(ending))
        .toSorted()
        .map((name) => path.posix.join(folder, name))
    : []
}

type Path = readonly PropertyKey[]
/** A value that passed its schema, and the line on which any part of it stands. */
export type Entry<T> = { value: T; file: string; line: (at?: Path) => number }

type Issue = z.core.$ZodIssue

/**
 * Zod says of a union only that nothing fitted. The author meant the branch whose fixed values (`kind`, `correct`) fit,
 * so its complaints are the ones worth reading.
 */
function plainIssues(issues: readonly Issue[], under: Path = []): { at: Path; message: string }[] {
  return issues.flatMap((issue) => {
    const at = [...under, ...issue.path]
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const weight = (branch: readonly Issue[]): number =>
        branch.length + branch.filter(({ code }) => code === 'invalid_value').length * 10
      const [meant] = issue.errors.toSorted((a, b) => weight(a) - weight(b))
      return plainIssues(meant ?? [], at)
    }
    return [{ at, message: issue.message }]
  })
}

const spell = (at: Path): string =>
  at
    .map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')

const sentenceOf = ({ at, message }: { at: Path; message: string }): string =>
  message.endsWith('received undefined')
    ? `${spell(at)} is missing`
    : at.length === 0
      ? message
      : `${spell(at)}: ${message}`

/** A YAML file of one value or of a list of values. Values that break the schema are reported and left out. */
export function readYaml<T>(place: Place, file: string, schema: z.ZodType<T>): Entry<T>[] {
  const text = readText(place, file)
  return text === null ? [] : readYamlText(place, file, text, schema)
}

/** `skipLines`: lines of the file above the text, as above the front matter of an essay. */
export function readYamlText<T>(
  { report }: Place,
  file: string,
  text: string,
  schema: z.ZodType<T>,
  skipLines = 0,
): Entry<T>[] {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line + skipLines
  for (const error of document.errors)
    report(
      file,
      lineAt(error.pos[0]),
      `not readable as YAML: ${(error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:$/u, '')}`,
    )
  if (document.errors.length > 0) return []

  const lineOf = (at: Path): number => {
    for (let length = at.length; length >= 0; length -= 1) {
      const node = length === 0 ? document.contents : document.getIn(at.slice(0, length), true)
      if (isNode(node) && node.range) return lineAt(node.range[0])
    }
    return 1 + skipLines
  }
  const whole: unknown = document.toJS()
  const values = Array.isArray(whole)
    ? whole.map((value: unknown, index) => ({ value, base: [index] as Path }))
    : whole === null
      ? []
      : [{ value: whole, base: [] as Path }]
  return values.flatMap(({ value, base }) => {
    const read = schema.safeParse(value)
    if (read.success) return [{ value: read.data, file, line: (at: Path = []) => lineOf([...base, ...at]) }]
    for (const issue of plainIssues(read.error.issues)) report(file, lineOf([...base, ...issue.at]), sentenceOf(issue))
    return []
  })
}

/** Every YAML file of an edition, by its path in the folder. */
export const yamlFiles = (root: string): string[] =>
  (existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [])
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.split(path.sep).join('/'))
    .toSorted()
