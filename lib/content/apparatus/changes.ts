/** The public history of the text: what was changed in it and in what stands around it, when, and why. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { readText } from '../reading/files.ts'
import type { Transcript } from '../text/types.ts'

export const CHANGES_FILE = 'changes.yaml'

export const changeSchema = z.strictObject({
  id: slugSchema.describe('Names the change for good; its address is /changes#id.'),
  date: z.iso.date().describe('The day on which it entered the edition, such as 2026-11-24. Oldest first.'),
  layer: z
    .enum(['text', 'numbers', 'brackets', 'slips', 'pages', 'names', 'apparatus'])
    .describe('What was changed: the exact words, or one of the layers that stand on them.'),
  what: proseOf(500).describe('What is different now, in a sentence or two.'),
  why: proseOf(400).describe('For what reason.'),
  at: z
    .array(sentenceIdSchema)
    .default([])
    .describe('The sentences and header lines concerned, where they can be named.'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')
    .optional()
    .describe('SHA-256 of the exact text after this change; a change of the layer “text” must give it.'),
})
export type Change = z.infer<typeof changeSchema>

/** The digest by which anybody can tell that they read the same words: SHA-256 of the exact text in UTF-8. */
export const digestOfText = ({ exactText }: Pick<Transcript, 'exactText'>): string =>
  createHash('sha256').update(exactText, 'utf8').digest('hex')

/** Whoever changes a word of the text must say so here, or the edition is not served. */
export function readChanges({ place, transcript, units }: Against): Kind<Change[]> {
  if (readText(place, CHANGES_FILE) === null) place.report(CHANGES_FILE, 1, 'the history of the text is missing')
  const entries = readEntries(place, CHANGES_FILE, changeSchema, (id) => `${id}: the change is there twice`)
  let last = ''
  for (const { value, fault } of entries) {
    if (value.date < last) fault('date')(`${value.date} stands after ${last}`)
    last = value.date
    checkSentences(units, value.at, (which) => fault('at', which))
    if ((value.layer === 'text') !== (value.digest !== undefined))
      fault('layer')(
        value.layer === 'text' ? 'changes the text without its digest' : 'has a digest and does not change the text',
      )
  }
  const newest = entries.findLast(({ value }) => value.layer === 'text' && value.digest !== undefined)
  const now = digestOfText(transcript)
  if (newest && newest.value.digest !== now)
    newest.fault('digest')(`the exact text has the digest ${now}; a change of the text is not told here`)
  return {
    value: valuesOf(entries),
    // A change stays what it was said to be; its words may be put better.
    ids: idsOfEntries('change', entries, ({ date, layer, digest }) => ({ date, layer, digest: digest ?? null })),
    counts: { changes: entries.length },
  }
}
