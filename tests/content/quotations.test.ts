import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { quotedIn } from '#lib/content/apparatus/quotations.ts'

const { quotations: all, transcript, usedIn } = edition()
const { quotations, other } = all

describe('the quotations within the record', () => {
  it('cover every pair of quotation marks of the talk, or list it as something else', () => {
    const marks = [...transcript.units.values()].flatMap(({ text }) => text.match(/"/gu) ?? []).length
    const pairs = quotedIn(transcript)
    expect(pairs).toHaveLength(marks / 2)
    expect(pairs.map(({ words }) => words)).toEqual([
      'sentiment',
      'reason',
      'sentiment',
      'sentiment',
      expect.stringMatching(/^Other fraternal countries .* ask God$/u),
      expect.stringMatching(/^There are things that I would give a dog /u),
    ])
    for (const { words, at } of pairs) {
      const quoted = quotations.some(
        (one) =>
          at.every((id) => one.at.includes(id)) && one.words.some((each) => each.replace(/[.,]$/u, '') === words),
      )
      expect(quoted || other.some((one) => one.at === at[0] && one.words === words), words).toBe(true)
    }
  })

  it('know which of them the record itself sets in marks', () => {
    expect(quotations.filter(({ marked }) => marked).map(({ id }) => id)).toEqual([
      'ho-sentiment-and-reason',
      'khrushchev-food',
      'khrushchev-dog',
    ])
  })

  it('stand in their sentences letter for letter', () => {
    for (const { id, at, words } of quotations) {
      const text = at.map((one) => transcript.units.get(one)?.text).join(' ')
      for (const each of words) expect(text, id).toContain(each)
    }
  })

  it('have a chain of tongues each, through the note-taker to the translator', () => {
    for (const { id, chain } of quotations) {
      expect(chain.length, id).toBeGreaterThanOrEqual(3)
      expect(chain.at(-2)?.what, id).toContain('Ni Liyu')
      expect(chain.at(-1)?.tongue, id).toBe('English')
      for (const { sure, by } of chain) expect(by.split(' ').includes('U'), id).toBe(!sure)
    }
    const dog = quotations.find(({ id }) => id === 'khrushchev-dog')
    expect([...new Set(dog?.chain.map(({ tongue }) => tongue))]).toEqual(['Russian', 'Chinese', 'English'])
  })

  it('lead back from their sentences', () => {
    expect(usedIn.get('s183')?.map(({ href }) => href)).toContain('/quotations#khrushchev-food')
  })
})
