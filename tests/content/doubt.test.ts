import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'

const { doubt, transcript } = edition()
const spans = (id: string): string[] => doubt.find((list) => list.id === id)?.occurrences.map(({ at }) => at) ?? []

describe('the doubt words', () => {
  it('stand where they are said to stand', () => {
    for (const { id, words, occurrences } of doubt) {
      expect(occurrences.length, id).toBeGreaterThan(0)
      for (const { at, offset, words: found, speaker } of occurrences) {
        const unit = transcript.units.get(at)
        expect(unit?.text.slice(offset, offset + found.length), `${id} ${at}`).toBe(found)
        expect(unit?.speaker).toBe(speaker)
        expect(words.map((phrase) => phrase.toLowerCase())).toContain(found.toLowerCase())
      }
    }
  })

  it('are all found: as many as a plain search of the talk counts', () => {
    const talk = [...transcript.units.values()].flatMap(({ text, speaker }) => (speaker ? [text.toLowerCase()] : []))
    for (const { id, words, occurrences } of doubt) {
      const counted = words.map((phrase) =>
        talk.reduce((sum, text) => sum + text.split(phrase.toLowerCase()).length - 1, 0),
      )
      expect(occurrences, id).toHaveLength(counted.reduce((sum, one) => sum + one, 0))
    }
  })

  it('return the counted spans of the well-known lists', () => {
    expect(spans('we-assess')).toEqual(['s146', 's158', 's188', 's190', 's247', 's315'])
    expect(spans('we-feel')).toEqual(['s46', 's66', 's69', 's85', 's116', 's123', 's178'])
    expect(spans('as-far-as-i-know')).toEqual(['s170'])
    expect(spans('it-may-be')).toEqual(['s175', 's285', 's312'])
    expect(spans('we-do-not-know')).toEqual(['s127', 's128'])
    expect(spans('perhaps')).toEqual(['s172'])
  })
})
