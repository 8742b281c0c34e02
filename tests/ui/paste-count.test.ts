import { describe, expect, it } from 'vitest'
import { PasteCount } from '../../app/classes/_work/paste-count.ts'

function visit(kept: Map<string, string>, seq: number): PasteCount {
  const count = new PasteCount('k', seq, () => ({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  }))
  count.start()
  return count
}

describe('what was pasted into a box', () => {
  it('is counted in characters as the server counts them, and no word of it is kept', () => {
    const kept = new Map<string, string>()
    const count = visit(kept, 0)
    expect(count.tally).toEqual({ pastes: 0, characters: 0 })
    count.came('two\r\nlines')
    count.came('')
    count.came('more')
    expect(count.tally).toEqual({ pastes: 2, characters: 13 })
    expect([...kept.values()].join()).not.toMatch(/lines|more/)
  })

  it('does not hold one’s own words moved within the box', () => {
    const count = visit(new Map(), 0)
    count.took('my own sentence')
    count.came('my own sentence')
    count.dragged(true)
    count.dropped('dragged within')
    expect(count.tally).toEqual({ pastes: 0, characters: 0 })
    count.dropped('dragged from elsewhere')
    expect(count.tally).toEqual({ pastes: 1, characters: 22 })
  })

  it('goes on in the next visit, whether or not the answer to the last save arrived', () => {
    for (const stored of [4, 3]) {
      const kept = new Map<string, string>()
      const first = visit(kept, 0)
      first.came('pasted')
      for (let seq = 1; seq <= 4; seq++) first.sends(seq)
      expect(visit(kept, stored).tally).toEqual({ pastes: 1, characters: 6 })
    }
  })

  it('is not known of what was written where nobody counted, which is not 0', () => {
    expect(visit(new Map(), 3).tally).toBeNull()
    const kept = new Map<string, string>()
    visit(kept, 0).sends(1)
    expect(visit(kept, 5).tally, 'saved four times on another device').toBeNull()
    const elsewhere = visit(new Map(), 2)
    elsewhere.came('more')
    elsewhere.sends(3)
    expect(elsewhere.tally).toBeNull()
  })

  it('once lost stays lost, also where nothing was saved yet', () => {
    const kept = new Map<string, string>()
    visit(kept, 0).lost()
    expect(visit(kept, 0).tally).toBeNull()
  })

  it('holds while the page is open where the device keeps nothing', () => {
    const count = new PasteCount('k', 0, () => {
      throw new Error('storage is off')
    })
    count.start()
    count.came('pasted')
    expect(count.tally).toEqual({ pastes: 1, characters: 6 })
  })
})
