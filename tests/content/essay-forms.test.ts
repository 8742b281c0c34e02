import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { findEssay } from '#lib/content/essays/essay-forms.ts'
import { readingMinutes } from '#lib/content/essays/reading-time.ts'

const { essays, gists, transcript, usedIn } = edition()

describe('the two forms of an essay', () => {
  it('are both there, the short one read in two minutes', () => {
    expect(essays).toHaveLength(8)
    for (const { slug, short, minutes, words } of essays) {
      expect(short.minutes, slug).toBe(2)
      expect(short.minutes, slug).toBe(readingMinutes(short.words))
      expect(minutes, slug).toBe(readingMinutes(words))
      expect(minutes, slug).toBeGreaterThan(short.minutes)
    }
  })

  it('share no sentence of their own', () => {
    for (const { slug, grounds, short } of essays) {
      const long = new Set(grounds.map(({ text }) => text))
      expect(
        short.grounds.filter(({ text }) => long.has(text)).map(({ text }) => text),
        slug,
      ).toEqual([])
    }
  })

  it('are found by the target that a class is given', () => {
    const [essay] = essays
    const slug = essay?.slug ?? ''
    expect(findEssay(slug)).toMatchObject({ form: 'long', title: essay?.title })
    expect(findEssay(slug)?.text.paragraphs).toBe(essay?.paragraphs)
    expect(findEssay(`${slug}/short`)).toMatchObject({ form: 'short', title: `${essay?.title} (short)` })
    expect(findEssay(`${slug}/short`)?.text).toBe(essay?.short)
    for (const none of ['', 'no-such-essay', `${slug}/`, `${slug}/long`, `${slug}/short/short`])
      expect(findEssay(none), none).toBeNull()
  })

  it('lead back from a sentence once for each essay', () => {
    for (const [id, uses] of usedIn)
      for (const { slug } of essays) {
        const there = uses.filter(({ href }) => href === `/essays/${slug}` || href === `/essays/${slug}/short`)
        expect(there.length, `${id} ${slug}`).toBeLessThan(2)
      }
  })
})

describe('the gists', () => {
  it('are one for each paragraph, in the order of the talk', () => {
    const paragraphs = transcript.turns.flatMap((turn) => turn.paragraphs.map(({ id }) => id))
    expect(gists.map(({ id }) => id)).toEqual(paragraphs)
    expect(gists).toHaveLength(26)
  })

  it('take no run of six words from the text', () => {
    const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}’']+/gu) ?? []
    const text = ` ${wordsOf([...transcript.units.values()].map((unit) => unit.text).join(' ')).join(' ')} `
    for (const { id, gist } of gists) {
      const words = wordsOf(gist)
      for (let at = 0; at + 6 <= words.length; at += 1)
        expect(
          text.includes(` ${words.slice(at, at + 6).join(' ')} `),
          `${id}: ${words.slice(at, at + 6).join(' ')}`,
        ).toBe(false)
    }
  })
})
