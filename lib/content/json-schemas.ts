/** The kinds of YAML file as JSON Schemas, by which an editor's program offers fields and marks mistakes while typing. */
import path from 'node:path'
import { z } from 'zod'
import { exerciseSchema } from '#lib/domain/exercise.ts'
import { quizSchema } from '#lib/domain/item.ts'
import { planSchema } from '#lib/domain/plan.ts'
import { questionSchema } from '#lib/domain/question.ts'
import { rubricSchema } from '#lib/domain/rubric.ts'
import { bodySchema } from './apparatus/bodies.ts'
import { bracketSchema } from './apparatus/brackets.ts'
import { changeSchema } from './apparatus/changes.ts'
import { claimSchema } from './apparatus/claims.ts'
import { cruxSchema } from './apparatus/cruxes.ts'
import { handSchema } from './apparatus/custody.ts'
import { doubtSchema } from './apparatus/doubt.ts'
import { eventSchema } from './apparatus/events.ts'
import { factSchema } from './apparatus/facts.ts'
import { forecastSchema } from './apparatus/forecasts.ts'
import { gistSchema } from './apparatus/gists.ts'
import { termSchema } from './apparatus/glossary.ts'
import { personSchema } from './apparatus/people.ts'
import { placeSchema } from './apparatus/places.ts'
import { quotationsSchema } from './apparatus/quotations.ts'
import { retoldSchema } from './apparatus/retold.ts'
import { silenceSchema } from './apparatus/silences.ts'
import { sisterSchema } from './apparatus/sister-documents.ts'
import { telegramSchema } from './apparatus/telegrams.ts'
import { workSchema } from './apparatus/works.ts'
import { driftSchema } from './exercises/another-room.ts'
import { controversySchema } from './exercises/controversies.ts'
import { misreadingSchema } from './exercises/misreadings.ts'
import { puzzleSchema } from './exercises/puzzles.ts'

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
  { name: 'works', schema: workSchema, files: /^works\.yaml$/u, holds: 'list' },
  { name: 'misreadings', schema: misreadingSchema, files: /^misreadings\.yaml$/u, holds: 'list' },
  { name: 'bodies', schema: bodySchema, files: /^bodies\.yaml$/u, holds: 'list' },
  { name: 'brackets', schema: bracketSchema, files: /^brackets\.yaml$/u, holds: 'list' },
  { name: 'cruxes', schema: cruxSchema, files: /^cruxes\.yaml$/u, holds: 'list' },
  { name: 'custody', schema: handSchema, files: /^custody\.yaml$/u, holds: 'list' },
  { name: 'doubt', schema: doubtSchema, files: /^doubt\.yaml$/u, holds: 'list' },
  { name: 'facts', schema: factSchema, files: /^facts\.yaml$/u, holds: 'list' },
  { name: 'forecasts', schema: forecastSchema, files: /^forecasts\.yaml$/u, holds: 'list' },
  { name: 'gists', schema: gistSchema, files: /^gists\.yaml$/u, holds: 'list' },
  { name: 'glossary', schema: termSchema, files: /^glossary\.yaml$/u, holds: 'list' },
  { name: 'quotations', schema: quotationsSchema, files: /^quotations\.yaml$/u, holds: 'one' },
  { name: 'retold', schema: retoldSchema, files: /^retold\.yaml$/u, holds: 'one' },
  { name: 'silences', schema: silenceSchema, files: /^silences\.yaml$/u, holds: 'list' },
  { name: 'sister-documents', schema: sisterSchema, files: /^sister-documents\.yaml$/u, holds: 'list' },
  { name: 'telegrams', schema: telegramSchema, files: /^telegrams\.yaml$/u, holds: 'list' },
  { name: 'changes', schema: changeSchema, files: /^changes\.yaml$/u, holds: 'list' },
  { name: 'another-room', schema: driftSchema, files: /^another-room\.yaml$/u, holds: 'list' },
  { name: 'controversies', schema: controversySchema, files: /^controversies\.yaml$/u, holds: 'list' },
  { name: 'puzzles', schema: puzzleSchema, files: /^puzzles\.yaml$/u, holds: 'list' },
  { name: 'plans', schema: planSchema, files: /^plans\.yaml$/u, holds: 'list' },
  { name: 'rubrics', schema: rubricSchema, files: /^rubrics\.yaml$/u, holds: 'list' },
  { name: 'quiz', schema: quizSchema, files: /^quizzes\/[a-z0-9-]+\.yaml$/u, holds: 'one' },
  { name: 'question', schema: questionSchema, files: /^questions\/[a-z0-9-]+\.yaml$/u, holds: 'one' },
  { name: 'exercise', schema: exerciseSchema, files: /^exercises\/[a-z0-9-]+\.yaml$/u, holds: 'one' },
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
