import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { listed } from '../../app/(edition)/sources/listed.ts'

const { sisterDocuments, transcript, works } = edition()

describe('the works', () => {
  it('keep a complete reference when every link is gone', () => {
    const withoutLinks = works.map(({ url: _url, ...work }) => work)
    expect(withoutLinks.length).toBe(works.length)
    for (const { id, kind, reference } of withoutLinks) {
      expect(reference.replace(/https?:\S*|www\.\S*/gu, '').trim(), id).toBe(reference)
      expect(reference.split(/\s+/u).length, id).toBeGreaterThan(3)
      const linked = works.find((work) => work.id === id)?.url !== undefined
      if (kind === 'document' || linked) expect(reference, id).toMatch(/\b(18|19|20)\d\d\b|\bn\.d\./u)
    }
    expect(works.find(({ id }) => id === 'this-record')?.reference).toContain('PRC FMA 109-03747-02, 85–94')
  })

  it('are printed once each, by kind', () => {
    const printed = (['document', 'scholarship', 'reference'] as const).flatMap((kind) => listed(works, kind))
    const references = printed.map(({ reference }) => reference)
    expect(new Set(references).size).toBe(references.length)
    expect(new Set(references)).toEqual(new Set(works.map(({ reference }) => reference)))
  })
})

describe('the sister documents', () => {
  it('are eight, each with its reference', () => {
    expect(sisterDocuments).toHaveLength(8)
    for (const { id, works: of } of sisterDocuments)
      for (const work of of) expect(works.find((one) => one.id === work)?.kind, `${id}: ${work}`).toBe('document')
  })

  it('claim no more than was read', () => {
    for (const { id, works: of } of sisterDocuments)
      for (const work of of)
        expect(['opening', 'summary'], `${id}: ${work}`).toContain(works.find((one) => one.id === work)?.seen)
  })

  it('stand beside sentences of this record', () => {
    for (const { id, beside } of sisterDocuments) {
      expect(beside.length, id).toBeGreaterThan(0)
      for (const { at, there } of beside) {
        for (const sentence of at) expect(transcript.units.has(sentence), sentence).toBe(true)
        expect(there.by, id).toMatch(/\bV:/u)
      }
    }
    const sameEvening = sisterDocuments.find(({ id }) => id === 'malile-the-same-evening')
    expect(sameEvening?.beside.flatMap(({ at }) => at)).toContain('s19')
  })
})
