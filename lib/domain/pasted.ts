/**
 * What came into a box by pasting, counted where an instructor switched it on and the page said so: how often and how
 * many characters, never which. It is a hint for a conversation and no part of anything that is computed.
 */
import { z } from 'zod'

export const tallySchema = z
  .strictObject({
    pastes: z.int().min(1).max(100_000),
    characters: z.int().min(1).max(10_000_000),
  })
  .or(z.strictObject({ pastes: z.literal(0), characters: z.literal(0) }))
export type Tally = z.infer<typeof tallySchema>

/** The same at posting; `of` is how many characters the answer had then. */
export const pastedSchema = z.strictObject({ pastes: z.int(), characters: z.int(), of: z.int() })
export type Pasted = z.infer<typeof pastedSchema>

/** Of a version of an answer where counting was asked for: null where nothing is known, which is not 0. */
export type PasteView = { counted: Pasted | null }

/** What a screen shows of one version; null where there is nothing to show, since nobody asked. */
export const pasteView = (asked: boolean, pasted: Pasted | null): PasteView | null =>
  asked || pasted ? { counted: pasted } : null
