import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'

const { transcript, claims, works, usedIn } = edition()

describe('the claims', () => {
  it('are the forty-four of the ledger, in the order of the talk', () => {
    expect(claims.length).toBeGreaterThanOrEqual(40)
    const orders = claims.map(({ at }) => transcript.units.get(at[0] ?? '')?.order ?? -1)
    expect(orders).toEqual(orders.toSorted((a, b) => a - b))
    expect(orders).not.toContain(-1)
  })

  it('are made by their speakers', () => {
    for (const { speaker, at } of claims)
      for (const id of at) expect(transcript.units.get(id)?.speaker, id).toBe(speaker)
  })

  it('begin with their speaker, in the chain and in the sentence', () => {
    const names = { zhou: 'Zhou', khiem: 'Khiem' }
    for (const { id, speaker, chain, claim } of claims) {
      expect(chain[0]?.who, id).toBe(speaker)
      expect(claim, id).toMatch(new RegExp(`^${names[speaker]} says that\\b.*\\.[”]?$`, 'u'))
    }
  })

  it('are first-hand only where nobody stands between', () => {
    for (const { id, chain, firstHand } of claims)
      expect(firstHand, id).toBe(chain.length === 1 && chain[0]?.how === 'direct')
    const count = claims.filter(({ firstHand }) => firstHand).length
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(claims.length / 2)
  })

  it('quote no word that does not stand in its sentence', () => {
    for (const { chain } of claims)
      for (const { at, quote } of chain)
        if (quote !== undefined) expect(transcript.units.get(at ?? '')?.text).toContain(quote)
  })

  it('have the long chain where the quarrel is hottest', () => {
    const chain = claims.find(({ id }) => id === 'tirana-first')?.chain.map(({ who }) => who)
    expect(chain).toEqual(['zhou', 'albanian-party', 'Albania’s envoy in Moscow (unnamed)', 'ho'])
    expect(claims.find(({ id }) => id === 'half-the-time-on-albania')?.chain.map(({ who }) => who)).toEqual([
      'khiem',
      'pham-van-dong',
      'khrushchev',
    ])
  })

  it('rest on works that are in the list and lead back from their sentences', () => {
    const known = new Set(works.map(({ id }) => id))
    for (const { elsewhere } of claims)
      for (const { by } of elsewhere)
        for (const [, work] of by.matchAll(/[VK]:(\S+)/gu))
          expect(work === 'general' || known.has(work ?? ''), work).toBe(true)
    expect(usedIn.get('s112')?.map(({ href }) => href)).toContain('/claims/tirana-first')
  })
})
