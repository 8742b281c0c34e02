/** The kinds of YAML file as JSON Schemas, by which an editor's program offers fields and marks mistakes while typing. */
import path from 'node:path'
import { z } from 'zod'
import { quizSchema } from '#lib/domain/item.ts'
import { questionSchema } from '#lib/domain/question.ts'
import { changeSchema } from './changes.ts'
import { claimSchema, eventSchema, misreadingSchema, personSchema, placeSchema, workSchema } from './schemas.ts'

export type YamlKind = {
  /** `content/schema/<name>.json`. */
  name: string
  schema: z.ZodType
  /** Which files of content/ are of this kind. */
  files: RegExp
  /** A file holds a list of such values, or one. */
  holds: 'list' | 'one'
}

/** A new kind of file is one line here; `npm run content:schemas` does the rest. */
export const YAML_KINDS: readonly YamlKind[] = [
  { name: 'people', schema: personSchema, files: /^people\.yaml$/u, holds: 'list' },
  { name: 'claims', schema: claimSchema, files: /^claims\.yaml$/u, holds: 'list' },
  { name: 'events', schema: eventSchema, files: /^events\.yaml$/u, holds: 'list' },
  { name: 'places', schema: placeSchema, files: /^places\.yaml$/u, holds: 'list' },
  { name: 'works', schema: workSchema, files: /^works(-[a-z]+)*\.yaml$/u, holds: 'list' },
  { name: 'misreadings', schema: misreadingSchema, files: /^misreadings\.yaml$/u, holds: 'list' },
  { name: 'changes', schema: changeSchema, files: /^changes\.yaml$/u, holds: 'list' },
  { name: 'quiz', schema: quizSchema, files: /^quizzes\/[a-z0-9-]+\.yaml$/u, holds: 'one' },
  { name: 'question', schema: questionSchema, files: /^questions\/[a-z0-9-]+\.yaml$/u, holds: 'one' },
]

export const kindOf = (file: string): YamlKind | undefined => YAML_KINDS.find(({ files }) => files.test(file))

/** What an author may write, defaults left out: the form that the programs of editors read best is draft 7. */
export function jsonSchema({ name, schema, holds }: YamlKind): Record<string, unknown> {
  const { $schema, ...one } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' })
  return {
    $schema,
    title: holds === 'list' ? `The entries of ${name}.yaml` : `A ${name}`,
    ...(holds === 'list' ? { type: 'array', items: one } : one),
  }
}

export const printed = (kind: YamlKind): string => `${JSON.stringify(jsonSchema(kind), null, 2)}\n`

/** The first line of a file of this kind, by which programs find its schema. */
export const schemaLine = (file: string, { name }: YamlKind): string =>
  `# yaml-language-server: $schema=${path.posix.relative(path.posix.dirname(file), `schema/${name}.json`)}`
