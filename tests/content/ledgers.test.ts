import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { documentIn } from '#lib/content/check.ts'
import { edition } from '#lib/content/edition.ts'
import { amountIn } from '#lib/content/apparatus/facts.ts'

const { transcript, facts, silences, forecasts, forecastOutcomes, custody, claims, people, works, usedIn } = edition()
const orderOf = (id: string | undefined): number => transcript.units.get(id ?? '')?.order ?? -1
const hrefs = (id: string): string[] => (usedIn.get(id) ?? []).map(({ href }) => href)

describe('the facts', () => {
  it('are many, in the order of the talk, and of every status', () => {
    expect(facts.length).toBeGreaterThanOrEqual(25)
    const orders = facts.map(({ at }) => orderOf(at[0]))
    expect(orders).toEqual(orders.toSorted((a, b) => a - b))
    expect(new Set(facts.map(({ status }) => status))).toEqual(
      new Set(['confirmed', 'partly', 'contradicted', 'unconfirmed', 'uncheckable']),
    )
  })

  it('rest on a work, or say what would settle them', () => {
    const known = new Set(works.map(({ id }) => id))
    for (const { id, status, rests, settle } of facts) {
      const named = rests.flatMap(({ by }) => [...by.matchAll(/[VK]:(\S+)/gu)].map(([, work = '']) => work))
      if (status === 'unconfirmed' || status === 'uncheckable') expect(settle, id).toBeDefined()
      else
        expect(
          named.some((work) => known.has(work)),
          id,
        ).toBe(true)
    }
  })

  it('make six others and Mongolia the seven of two later sentences', () => {
    const { sum } = facts.find(({ id }) => id === 'six-and-one-are-seven')!
    expect(sum!.of.map(({ at, quote }) => [at, amountIn(quote)])).toEqual([
      ['s61', 6],
      ['s61', 1],
    ])
    expect(sum!.is.map(({ at, quote }) => [at, amountIn(quote)])).toEqual([
      ['s93', 7],
      ['s95', 7],
    ])
  })

  it('call the submarines confirmed and their strait contradicted', () => {
    const status = (id: string) => facts.find((fact) => fact.id === id)?.status
    expect(status('eight-submarines')).toBe('confirmed')
    expect(status('dardanelles')).toBe('contradicted')
    expect(status('fifteen-hundred-troops')).toBe('confirmed')
    expect(hrefs('s74')).toContain('/facts#dardanelles')
  })
})

describe('the silences', () => {
  const source = documentIn(readFileSync('tests/fixtures/transcript.txt', 'utf8')).toLowerCase()

  it('stand nowhere in the copy of the source, counted by another rule', () => {
    expect(silences.length).toBeGreaterThanOrEqual(8)
    const words = source.split(/[^\p{L}\p{N}]+/u)
    for (const { id, absent } of silences)
      for (const one of absent) {
        expect(one.times, id).toBe(0)
        if (/^[\p{L}\p{N}]+$/u.test(one.words)) expect(words, id).not.toContain(one.words.toLowerCase())
        else expect(source, id).not.toContain(one.words.toLowerCase())
      }
  })

  it('look for Stalin, the wall and the famine', () => {
    const looked = silences.flatMap(({ absent }) => absent.map(({ words }) => words))
    expect(looked).toEqual(expect.arrayContaining(['Stalin', 'wall', 'famine', 'Johnson', 'Alia', 'coexistence']))
  })

  it('are reached from the sentence that comes nearest', () => {
    expect(hrefs('s301')).toContain('/silences#johnson-and-kennedy')
  })
})

describe('the forecasts', () => {
  it('are made by their speakers, in the order of the talk, each with a rule and one outcome', () => {
    const orders = forecasts.map(({ at }) => orderOf(at[0]))
    expect(orders).toEqual(orders.toSorted((a, b) => a - b))
    for (const { id, speaker, at, rule } of forecasts) {
      for (const sentence of at) expect(transcript.units.get(sentence)?.speaker, id).toBe(speaker)
      expect(rule, id).toMatch(/^Yes if /u)
      expect(forecastOutcomes.filter(({ forecast }) => forecast === id)).toHaveLength(1)
    }
    expect(forecastOutcomes).toHaveLength(forecasts.length)
  })

  it('carry nothing of what came of them', () => {
    const given = JSON.stringify(forecasts)
    for (const { what } of forecastOutcomes) for (const { text } of what) expect(given).not.toContain(text)
    expect(given).not.toMatch(/resolved|outcome/u)
  })

  it('hold the three of the long answer', () => {
    expect(forecasts.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['deadlock', 'trouble-in-october', 'albania-patient']),
    )
    expect(hrefs('s281')).toContain('/forecasts#deadlock')
  })
})

describe('the hands on the paper', () => {
  it('are at least eight, each tied to the heading or to a work, each with what it could have changed', () => {
    expect(custody.length).toBeGreaterThanOrEqual(8)
    for (const { id, at, by, could } of custody) {
      expect(at.length + by.length, id).toBeGreaterThan(0)
      expect(could.length, id).toBeGreaterThan(0)
    }
  })

  it('begin with the speakers, and put three on every ladder', () => {
    expect(custody[0]?.id).toBe('speakers')
    expect(custody.flatMap(({ rung }) => (rung ? [rung.who] : []))).toEqual(['ni-liyu', 'mercado', 'This site'])
    expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining(['ni-liyu', 'mercado']))
  })
})

describe('how sure the claims are worded', () => {
  it('rests on words of their own sentences', () => {
    for (const { id, at, value } of claims) {
      expect(at, id).toContain(value.at)
      expect(transcript.units.get(value.at)?.text, id).toContain(value.quote)
    }
  })

  it('is coded by what the words do', () => {
    const value = (id: string) => claims.find((claim) => claim.id === id)?.value.is
    expect(value('eight-submarines')).toBe('certain-yes')
    expect(value('another-ticket')).toBe('possible-yes')
    expect(value('ho-did-not-listen')).toBe('probable-no')
    expect(value('half-the-time-on-albania')).toBe('unknown')
  })

  it('has three between Zhou and the words where it is about whose fault Ho says it is', () => {
    const claim = claims.find(({ at, speaker }) => speaker === 'zhou' && at.includes('s112'))!
    expect(claim.chain.slice(1).length).toBeGreaterThanOrEqual(3)
    expect(claim.chain.at(-1)?.who).toBe('ho')
  })
})
