import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkEdition, documentIn } from '#lib/content/check.ts'
import { edition } from '#lib/content/edition.ts'
import { formatProblem } from '#lib/content/reading/problems.ts'
import { splitSentences } from '#lib/content/text/split.ts'
import { allParts, sentencesOf } from '#lib/content/text/transcript.ts'

const SOURCE = 'tests/fixtures/transcript.txt'
const { transcript, people, usedIn, quizzes, works } = edition()
const sentences = sentencesOf(transcript.turns)

describe('the edition', () => {
  it('has no problem', () => {
    expect(checkEdition('content', SOURCE).problems.map(formatProblem)).toEqual([])
  })

  it('is frozen', () => {
    expect(Object.isFrozen(transcript.turns[0]?.paragraphs)).toBe(true)
    expect(edition()).toBe(edition())
  })
})

describe('the transcript', () => {
  it('is the source to the letter, once markup is stripped and corrections are undone', () => {
    const source = documentIn(readFileSync(SOURCE, 'utf8'))
    expect(transcript.exactText).toBe(source)
    expect(source.startsWith('Return after Reading')).toBe(true)
    expect(source.endsWith('[...]')).toBe(true)
  })

  it('is cut into sentences by the rule', () => {
    for (const { paragraphs } of transcript.turns) {
      for (const paragraph of paragraphs) {
        const texts = paragraph.sentences.map(({ text }) => text)
        expect(splitSentences(texts.join(' '))).toEqual(texts)
      }
    }
  })

  it('has the counts that were released', () => {
    expect(transcript.turns).toHaveLength(22)
    expect(transcript.turns.map(({ speaker }) => speaker)).toEqual(
      Array.from({ length: 22 }, (_, index) => (index % 2 === 0 ? 'zhou' : 'khiem')),
    )
    expect(sentences).toHaveLength(323)
    expect(transcript.header).toHaveLength(10)
    expect([...transcript.units.keys()].at(-1)).toBe('end')
    const parts = [...transcript.header, ...sentences, transcript.end].flatMap((line) => allParts(line.parts))
    const kinds = parts.flatMap((part) => (part.kind === 'bracket' ? [part.bracket] : []))
    expect(kinds.toSorted()).toEqual([
      'illegible',
      ...Array<string>(6).fill('name-supplied'),
      'omission',
      'words-supplied',
      'words-supplied',
    ])
    expect(parts.filter(({ kind }) => kind === 'slip')).toHaveLength(6)
    expect(parts.filter(({ kind }) => kind === 'page-break')).toHaveLength(5)
  })

  it('keeps a sentence whole across a page break, a list number and a bracket', () => {
    expect(transcript.units.get('s29')?.text).toBe(
      'At that time, he had not yet received an answer from the Albanian Labor Party Central Committee.',
    )
    expect(transcript.units.get('s263')?.text).toBe(
      '2. Albania fears the Soviet Union; the Soviet Union does not fear Albania.',
    )
    expect(transcript.units.get('s25')?.text).toBe('Comrade [Liu] Shaoqi and I talked with him on the 13th.')
    expect(transcript.units.get('h9')?.text).toBe('Interpreter: Zheng [illegible]')
  })

  it('names the archive’s public page and no copy of it', () => {
    expect(transcript.tei.url).toMatch(/^https:\/\/digitalarchive\.wilsoncenter\.org\/document\//u)
    expect(transcript.tei.rights).toMatch(/All rights in the translation remain with their holders\.$/u)
  })
})

describe('the people', () => {
  const mentions = (id: string): string[] => people.find((person) => person.id === id)?.mentions ?? []

  it('are found wherever the text names them', () => {
    const named = (pattern: RegExp): string[] =>
      [...transcript.units.values()].filter(({ text }) => pattern.test(text)).map(({ id }) => id)
    expect(mentions('ho')).toEqual(named(/\bHo\b/u))
    expect(mentions('khrushchev')).toEqual(named(/Khrushchev/u))
    expect(mentions('hoxha')).toEqual(named(/Hoxha/u))
    expect(mentions('pham-van-dong')).toEqual(named(/Pham/u))
    expect(mentions('trung-sisters')).toEqual(['s197', 's198'])
  })

  it('are found where they are meant without a name', () => {
    expect(mentions('johnson')).toEqual(['s301'])
    expect(mentions('alia')).toEqual(['s81', 's82'])
  })

  it('rest on works that are in the list', () => {
    const known = new Set(works.map(({ id }) => id))
    for (const { about } of people)
      for (const { by } of about)
        for (const [, work] of by.matchAll(/[VK]:(\S+)/gu))
          expect(work === 'general' || known.has(work ?? '')).toBe(true)
  })
})

describe('the way back', () => {
  it('never leads to a class quiz', () => {
    const classQuizzes = new Set(
      quizzes.filter(({ audience }) => audience === 'class').map(({ id }) => `/quizzes/${id}`),
    )
    expect([...usedIn.values()].flat().filter(({ href }) => classQuizzes.has(href))).toEqual([])
  })

  it('leads from a sentence to the people whose page rests on it', () => {
    expect(usedIn.get('s103')?.map(({ href }) => href)).toContain('/people/khrushchev')
  })
})
