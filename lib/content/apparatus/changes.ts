/** The public history of the text: what was changed in it and in what stands around it, when, and why. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { readText, readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import type { LiveId } from '../ids/lock.ts'
import { digest } from '../ids/digest.ts'
import { slugSchema } from '../schemas.ts'
import type { Transcript } from '../types.ts'

export const CHANGES_FILE = 'changes.yaml'

const prose = z.string().trim().min(1)

export const changeSchema = z.strictObject({
  id: slugSchema.describe('Names the change for good; its address is /changes#id.'),
  date: z.iso.date().describe('The day on which it entered the edition, such as 2026-11-24. Oldest first.'),
  layer: z
    .enum(['text', 'numbers', 'brackets', 'slips', 'pages', 'names', 'apparatus'])
    .describe('What was changed: the exact words, or one of the layers that stand on them.'),
  what: prose.max(500).describe('What is different now, in a sentence or two.'),
  why: prose.max(400).describe('For what reason.'),
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
export function readChanges(place: Place, { units, exactText }: Transcript): Entry<Change>[] {
  if (readText(place, CHANGES_FILE) === null) place.report(CHANGES_FILE, 1, 'the history of the text is missing')
  const entries = readYaml(place, CHANGES_FILE, changeSchema)
  const seen = new Set<string>()
  let last = ''
  for (const { value, file, line } of entries) {
    const fault = (at: readonly PropertyKey[], message: string): void =>
      place.report(file, line(at), `${value.id}: ${message}`)
    if (seen.has(value.id)) fault(['id'], 'the change is there twice')
    seen.add(value.id)
    if (value.date < last) fault(['date'], `${value.date} stands after ${last}`)
    last = value.date
    value.at.forEach((id, i) => {
      if (!units.has(id)) fault(['at', i], `${id} names no sentence of the transcript`)
    })
    if ((value.layer === 'text') !== (value.digest !== undefined))
      fault(
        ['layer'],
        value.layer === 'text' ? 'changes the text without its digest' : 'has a digest and does not change the text',
      )
  }
  const newest = entries.findLast(({ value }) => value.layer === 'text' && value.digest !== undefined)
  const now = digestOfText({ exactText })
  if (newest && newest.value.digest !== now)
    place.report(
      newest.file,
      newest.line(['digest']),
      `${newest.value.id}: the exact text has the digest ${now}; a change of the text is not told here`,
    )
  return entries
}

/** A change stays what it was said to be; its words may be put better. */
export const idsOfChanges = (entries: readonly Entry<Change>[]): LiveId[] =>
  entries.map(({ value, file, line }) => ({
    id: `change:${value.id}`,
    hash: digest({ date: value.date, layer: value.layer, digest: value.digest ?? null }),
    file,
    line: line(['id']),
  }))
