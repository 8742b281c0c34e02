import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { unitsWith } from '#lib/content/text/whole-words.ts'

const { essays, glossary, transcript } = edition()
const term = (id: string) => glossary.find((one) => one.id === id)

describe('the glossary', () => {
  it('is in the order of the alphabet, and each term stands in the text, is absent from it or is used by an essay', () => {
    const terms = glossary.map((one) => one.term)
    expect(terms).toEqual(terms.toSorted((a, b) => a.localeCompare(b, 'en')))
    for (const { id, mentions, absent } of glossary)
      expect(mentions.length > 0 || absent.length > 0 || essays.some(({ terms: used }) => used.includes(id)), id).toBe(
        true,
      )
  })

  it('finds a form wherever it stands as a whole word', () => {
    const containing = (words: string) =>
      [...transcript.units.values()].filter(({ text }) => text.includes(words)).map(({ id }) => id)
    expect(term('large-power-chauvinism')?.mentions).toEqual(containing('large -power chauvinism'))
    expect(term('plenipotentiary')?.mentions).toEqual(['s268'])
    expect(term('square-brackets')?.mentions).toEqual(containing('['))
    expect(unitsWith('lenipotentiar', transcript.units)).toEqual([])
  })

  it('knows which words are not in the text', () => {
    expect(term('peaceful-coexistence')?.mentions).toEqual([])
    expect(transcript.exactText).not.toMatch(/peaceful|coexistence/iu)
  })

  it('explains a term in each long essay, and only terms that it has', () => {
    const ids = new Set(glossary.map(({ id }) => id))
    for (const { slug, words, terms } of essays.filter((essay) => essay.words >= 900)) {
      expect(terms.length, `${slug}, ${words} words`).toBeGreaterThan(1)
      for (const id of terms) expect(ids.has(id), id).toBe(true)
    }
  })
})
