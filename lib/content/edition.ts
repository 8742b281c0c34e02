import { editionRoot, readText } from './reading/files.ts'
import { loadEdition } from './load.ts'
import { ContentError } from './reading/problems.ts'
import type { Edition } from './types.ts'

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  // A Map cannot be frozen; its type is read-only, and its values are frozen with the rest.
  for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner)
  return value
}

let memo: Edition | null = null

/** Everything in content/, read once in a process, checked and frozen. Throws one error that lists every problem. */
export function edition(): Edition {
  memo ??= read()
  return memo
}

function read(): Edition {
  const { edition: loaded, problems } = loadEdition(editionRoot())
  if (!loaded || problems.length > 0)
    throw new ContentError(problems.map((problem) => ({ ...problem, file: `content/${problem.file}` })))
  return freeze(loaded)
}

/** The TEI file of an edition that has no problem, letter for letter. */
export function transcriptFile(): string {
  edition()
  return readText({ root: editionRoot(), report: () => undefined }, 'transcript.xml') ?? ''
}
