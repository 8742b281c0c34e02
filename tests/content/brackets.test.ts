import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mendsOf, slipsOf, withoutBracket } from '#lib/content/apparatus/brackets.ts'
import { documentIn } from '#lib/content/check.ts'
import { edition } from '#lib/content/edition.ts'
import { sentencesOf, wordsOf } from '#lib/content/text/transcript.ts'
import { foldSpace } from '#lib/domain/citation.ts'

const SOURCE = readFileSync('tests/fixtures/transcript.txt', 'utf8')
const { brackets, transcript } = edition()

describe('the brackets', () => {
  it('are exactly the ten of the source', () => {
    const document = documentIn(SOURCE)
    expect(brackets.map(({ text }) => text)).toEqual(document.match(/\[[^\]]*\]/gu))
    expect(brackets).toHaveLength(10)
    expect(brackets.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, i) => `b${i + 1}`))
  })

  it('each have a kind, somebody responsible and an effect', () => {
    for (const { id, kind, responsible, effect } of brackets) {
      expect(kind, id).not.toBe('')
      expect(responsible.text, id).toMatch(/\.$/u)
      expect(responsible.by.split(' '), id).toContain('U')
      expect(effect.length, id).toBeGreaterThan(0)
    }
  })

  it('take with them what stands between them, and nothing else', () => {
    const lines = [...transcript.header, ...sentencesOf(transcript.turns), transcript.end]
    for (const { parts, text } of lines)
      expect(foldSpace(wordsOf(withoutBracket(parts)))).toBe(foldSpace(text.replace(/\[[^\]]*\]/gu, '')))
    for (const { printed, without, text } of brackets) expect(without).toBe(foldSpace(printed.replace(text, '')))
  })
})

describe('the mended pages', () => {
  it('are the five of the source, at its lines 69/71, 75/77, 91/93, 99/101 and 105/107', () => {
    const lines = SOURCE.split('\n').map(foldSpace)
    const mends = mendsOf(transcript)
    const broken = mends.map(({ before, after }) => {
      const [at, next] = [
        lines.findIndex((line) => line.endsWith(before)),
        lines.findIndex((line) => line.startsWith(after)),
      ]
      return [at + 1, next + 1]
    })
    expect(broken).toEqual([
      [69, 71],
      [75, 77],
      [91, 93],
      [99, 101],
      [105, 107],
    ])
    for (const { at, before, after } of mends) expect(transcript.units.get(at)?.text).toBe(`${before} ${after}`)
  })
})

describe('the slips', () => {
  it('are six places with five corrections, none of them in the text', () => {
    const slips = slipsOf(transcript)
    expect(slips).toHaveLength(6)
    expect(new Set(slips.map(({ sic, corr }) => `${sic} → ${corr}`)).size).toBe(5)
    for (const { id, at, offset, sic, corr, printed, proposed } of slips) {
      expect(transcript.units.get(at)?.text, id).toBe(printed)
      expect(printed.slice(offset, offset + sic.length), id).toBe(sic)
      expect(proposed.slice(offset, offset + corr.length), id).toBe(corr)
    }
  })

  it('undone, with every bracket and page break, leave the exact text', () => {
    const slips = slipsOf(transcript)
    const undone = [...transcript.units.values()].map(({ id, text }) => {
      const slip = slips.find(({ at }) => at === id)
      return slip
        ? slip.proposed.slice(0, slip.offset) + slip.sic + slip.proposed.slice(slip.offset + slip.corr.length)
        : text
    })
    const labels = transcript.turns.flatMap(({ label, paragraphs }) =>
      paragraphs.flatMap(({ sentences }, p) =>
        sentences.map(({ id }, i) => [id, p + i === 0 ? `${label} ` : ''] as const),
      ),
    )
    const labelOf = new Map(labels)
    expect([...transcript.units.keys()].map((id, i) => `${labelOf.get(id) ?? ''}${undone[i] ?? ''}`).join(' ')).toBe(
      documentIn(SOURCE),
    )
  })
})
