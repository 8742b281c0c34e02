import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { isHedged } from '#lib/content/reading/grounds.ts'

const { cruxes, transcript, usedIn } = edition()
const units = [...transcript.units.values()]
const crux = (id: string) => cruxes.find((one) => one.id === id)

describe('the cruxes', () => {
  it('are forty-four, in the order of the talk', () => {
    expect(cruxes).toHaveLength(44)
    const orders = cruxes.map(({ at }) => transcript.units.get(at[0] ?? '')?.order ?? -1)
    expect(orders).toEqual(orders.toSorted((a, b) => a - b))
  })

  it('quote words that stand where they say, and nowhere else than in their sentences', () => {
    for (const { id, at, quotes } of cruxes) {
      for (const quote of quotes) {
        expect(transcript.units.get(quote.at)?.text, id).toContain(quote.quote)
        expect(at, id).toContain(quote.at)
      }
    }
  })

  it('that stay open have two readings or more, and a conclusion that does not decide', () => {
    const open = cruxes.filter((one) => one.open)
    expect(open.length).toBeGreaterThan(10)
    for (const { id, readings, say } of open) {
      expect(readings.length, id).toBeGreaterThan(1)
      expect(
        say.some(({ text }) => isHedged(text)),
        id,
      ).toBe(true)
    }
  })

  it('leave open what the Chinese text alone could decide', () => {
    for (const id of ['dardanelles-strait', 'seven-countries', 'another-ticket', 'cannot-refuse', 'a-pirate'])
      expect(crux(id)?.open, id).toBe(true)
  })

  it('find every place of the words they count', () => {
    const where = (pattern: RegExp) => units.filter(({ text }) => pattern.test(text)).map(({ id }) => id)
    expect(crux('uncle-ho')?.at).toEqual(where(/Uncle Ho/u))
    expect(crux('uncle-ho')?.at.map((id) => transcript.units.get(id)?.speaker)).toEqual(Array(5).fill('zhou'))
    expect(crux('a-good-heart')?.at).toEqual(where(/good heart|his heart was good/u))
  })

  it('can be reached from their sentences', () => {
    for (const { id, at } of cruxes)
      for (const sentence of at)
        expect(
          usedIn
            .get(sentence)
            ?.filter(({ kind }) => kind === 'crux')
            .map(({ href }) => href),
          sentence,
        ).toContain(`/cruxes#${id}`)
  })
})
