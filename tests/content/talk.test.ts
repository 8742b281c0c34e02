import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { documentIn } from '#lib/content/check.ts'
import { edition } from '#lib/content/edition.ts'
import { talkOf } from '#lib/content/text/talk.ts'

const { transcript, people } = edition()
const talk = talkOf(transcript)
// The same text, counted without the edition: the source from the first label to the closing mark.
const source = documentIn(readFileSync('tests/fixtures/transcript.txt', 'utf8'))
const dialogue = source.slice(source.indexOf('Premier Zhou:'), source.lastIndexOf('[...]'))
const speeches = dialogue
  .split(/(?=Premier Zhou:|Ung Van Khiem:)/u)
  .map((speech) => ({ zhou: speech.startsWith('Premier'), text: speech.replace(/^[^:]+:/u, '').trim() }))
const words = (text: string): number => text.split(/\s+/u).length
const times = (pattern: RegExp, text: string): number => text.match(pattern)?.length ?? 0

describe('the numbers of the talk', () => {
  it('are those of the source, turn by turn', () => {
    expect(talk.turns.map((turn) => turn.words)).toEqual(speeches.map(({ text }) => words(text)))
    expect(talk.turns.map(({ speaker }) => speaker === 'zhou')).toEqual(speeches.map(({ zhou }) => zhou))
  })

  it('give Zhou 82 percent and Khiem 18', () => {
    expect(talk.shares.map(({ speaker, words: count }) => [speaker, count])).toEqual([
      ['zhou', 3737],
      ['khiem', 822],
    ])
    expect(talk.shares.map(({ share }) => Math.round(share * 100))).toEqual([82, 18])
    expect(talk.shares.map(({ sentences }) => sentences)).toEqual([264, 59])
    expect(talk.shares.map(({ turns }) => turns)).toEqual([11, 11])
  })

  it('find 1,861 words without a pause, in turn 11', () => {
    expect(talk.longest).toMatchObject({ id: 't11', speaker: 'zhou', words: 1861, from: 's19', to: 's129' })
  })

  it('count “Uncle Ho” five times, all Zhou’s, and “Chairman Ho” 54 times', () => {
    const form = (name: string) => talk.forms.find((one) => one.form === name)
    expect(form('Uncle Ho')).toMatchObject({ person: 'ho', zhou: ['s63', 's103', 's106', 's117', 's255'], khiem: [] })
    const chairman = form('Chairman Ho')
    expect([chairman?.zhou.length, chairman?.khiem.length]).toEqual([38, 16])
    expect(times(/Uncle Ho\b/gu, dialogue)).toBe(5)
    expect(times(/Chairman Ho\b/gu, dialogue)).toBe(54)
  })

  it('count every naming once', () => {
    const ho = talk.forms.filter(({ person }) => person === 'ho')
    const bare = ho.find(({ form }) => form === 'Ho')
    // The stray "Ho" of sentence 26 is a slip and names nobody.
    expect((bare?.zhou.length ?? 0) + (bare?.khiem.length ?? 0)).toBe(
      times(/(?<!Chairman |Uncle )\bHo\b/gu, dialogue) - 1,
    )
    expect(talk.forms.filter(({ form }) => form === '' || form.includes('['))).toEqual([])
    expect(talk.you.khiem).toEqual([])
    const spoken = speeches.filter(({ zhou }) => zhou).map(({ text }) => text)
    expect(talk.you.zhou).toHaveLength(times(/\byour?\b/giu, spoken.join(' ')))
  })

  it('tell who speaks about whom, in sentences that name the person', () => {
    for (const { person, zhou, khiem } of talk.naming) {
      const mentions = people.find(({ id }) => id === person)?.mentions ?? []
      for (const id of [...zhou, ...khiem]) expect(mentions, `${person} ${id}`).toContain(id)
      for (const id of zhou) expect(transcript.units.get(id)?.speaker).toBe('zhou')
      for (const id of khiem) expect(transcript.units.get(id)?.speaker).toBe('khiem')
    }
    expect(talk.naming[0]).toMatchObject({ person: 'ho' })
    expect(talk.naming.find(({ person }) => person === 'liu-shaoqi')?.khiem).toEqual([])
  })
})
