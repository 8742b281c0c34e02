import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { turnLengths } from '../app/_ui/brand.tsx'
import { citationText, citeAddress, citeLabel, citeName } from '../app/_ui/citation.ts'
import { talkPaths } from '../app/_ui/talk.tsx'
import { fontPlan, mainLetters } from '../bin/font-plan.ts'
import { edition } from '#lib/content/edition.ts'

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mdx|ya?ml|xml)$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))

test('every letter that the pages can print stands in a font file', () => {
  const carried = new Set(fontPlan.flatMap((plan) => plan.letters.split('')))
  // White space, joiners and combining marks are drawn by no glyph of their own.
  const free = /[\s\p{Cc}\p{Cf}\p{M}]/u
  const missing = new Map<string, string>()
  for (const file of [...filesUnder('content'), ...filesUnder('app')]) {
    for (const letter of readFileSync(file, 'utf8'))
      if (!carried.has(letter) && !free.test(letter)) missing.set(letter, file)
  }
  expect([...missing]).toEqual([])
})

test('the transcript itself needs the two preloaded files only', () => {
  const letters = new Set([...edition().transcript.units.values()].flatMap((unit) => unit.text.split('')))
  expect([...letters].filter((letter) => !mainLetters.includes(letter))).toEqual([])
})

test('the brand mark has the turns of the talk', () => {
  expect(turnLengths).toEqual(
    edition().transcript.turns.map((turn) =>
      turn.paragraphs.reduce((sum, paragraph) => sum + paragraph.sentences.length, 0),
    ),
  )
})

test('the talk to scale has one bar a sentence', () => {
  const sentences = edition().transcript.turns.flatMap((turn) =>
    turn.paragraphs.flatMap((paragraph) => paragraph.sentences),
  )
  const drawn = talkPaths(sentences, 1240, 200, 100)
  const count = (d: string) => d.split('M').length - 1
  expect(count(drawn.zhou) + count(drawn.khiem) + count(drawn.rest)).toBe(sentences.length)
  expect(count(drawn.rest)).toBe(sentences.length - 100)
})

test('a citation names the place, the archive with its reference and its own page, and this edition', () => {
  expect(citeAddress('s143')).toBe('/transcript#s143')
  expect(citeAddress('s143', 's147')).toBe('/transcript?to=s147#s143')
  expect(citeAddress('s143', 's143')).toBe('/transcript#s143')
  expect(citeLabel('s143', 's147')).toBe('s. 143–147')
  expect(citeLabel('h6')).toBe('line h6')
  expect(citeName('end')).toBe('the closing mark')
  const text = citationText({ at: 's143', to: 's147', speaker: 'Khiem', origin: 'https://example.org' })
  expect(text).toContain('sentences 143 to 147 (Khiem)')
  expect(text).toContain('PRC FMA 109-03747-02, 85–94')
  expect(text).toContain(
    'https://digitalarchive.wilsoncenter.org/document/record-conversation-between-premier-zhou-enlai',
  )
  expect(text).toContain('https://example.org/transcript?to=s147#s143')
})
