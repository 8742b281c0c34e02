import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { ANY, NOBODY, searchIndex } from '#lib/content/text/search-index.ts'
import { FACETS, queryOf, search } from '#lib/domain/text-search.ts'

const { transcript, people, places, claims } = edition()
const index = searchIndex(edition())
const ids = (address: string) => search(index, queryOf(new URLSearchParams(address))).hits.map(({ id }) => id)

describe('the list that is searched', () => {
  it('has every sentence and line with its exact words, in order', () => {
    expect(index.units.map(({ id, text }) => [id, text])).toEqual(
      [...transcript.units.values()].map(({ id, text }) => [id, text]),
    )
  })

  it('has each value that a sentence has, and no value that none has', () => {
    for (const facet of FACETS)
      expect(new Set(index.units.flatMap(({ has }) => has[facet] ?? [])), facet).toEqual(
        new Set(index.values[facet].map(({ id }) => id)),
      )
  })

  it('gives each speaker his sentences, and nobody the rest', () => {
    for (const speaker of ['zhou', 'khiem'])
      expect(ids(`speaker=${speaker}`)).toEqual(
        [...transcript.units.values()].filter((unit) => unit.speaker === speaker).map(({ id }) => id),
      )
    expect(ids(`speaker=${NOBODY}`)).toHaveLength(transcript.header.length + 1)
  })

  it('finds for each person, place and claim what their own pages list', () => {
    for (const { id, mentions } of people.filter((one) => one.mentions.length > 0))
      expect(new Set(ids(`person=${id}`)), id).toEqual(new Set(mentions))
    for (const { id, mentions } of places.filter((one) => one.mentions.length > 0))
      expect(new Set(ids(`place=${id}`)), id).toEqual(new Set(mentions))
    for (const { id, at } of claims) expect(new Set(ids(`claim=${id}`)), id).toEqual(new Set(at))
    expect(ids(`claim=${ANY}`)).toHaveLength(new Set(claims.flatMap(({ at }) => at)).size)
  })

  it('finds every bracket of the document', () => {
    expect(ids(`bracket=${ANY}`)).toEqual(
      [...transcript.units.values()].filter(({ text }) => text.includes('[')).map(({ id }) => id),
    )
  })
})
