import { expect, it } from 'vitest'
import { checkEdition } from '#lib/content/check.ts'
import { countSentences } from '#lib/content/counts.ts'
import { isUnresolved } from '#lib/content/reading/problems.ts'

it('counts sentences by what they rest on, and those that rest on nothing', () => {
  expect(countSentences('of', [{ by: 'T:s1 T:s2 V:work' }, { by: 'frame' }, { by: ' ' }])).toEqual({
    of: 3,
    'of:T': 1,
    'of:V': 1,
    'of:frame': 1,
    'of:ungrounded': 1,
  })
})

it('prints what is asked of the essays: every sentence has a ground', () => {
  const { counts } = checkEdition('content', 'tests/fixtures/transcript.txt')
  expect(counts).toMatchObject({ essays: 8, shortForms: 8, 'essaySentences:ungrounded': 0, turns: 22, pageBreaks: 5 })
  for (const kind of ['T', 'V', 'K', 'U', 'frame']) expect(counts[`essaySentences:${kind}`]).toBeGreaterThan(0)
})

it('counts guided questions by skill, and for each a sample answer of each level', () => {
  const { counts } = checkEdition('content', 'tests/fixtures/transcript.txt')
  expect(counts).toMatchObject({
    questions: 24,
    'question:sourcing': 4,
    'question:contextualization': 4,
    'question:close-reading': 6,
    'question:corroboration': 4,
    'question:perspective': 3,
    'question:argument': 3,
    samples: 72,
    'sample:strong': 24,
    'sample:partial': 24,
    'sample:weak': 24,
    rubricRows: 5,
  })
})

it('knows a reference that leads nowhere from another mistake', () => {
  const { problems } = checkEdition('tests/fixtures/broken-edition', 'tests/fixtures/broken-edition/source.txt')
  const unresolved = problems.filter(isUnresolved).map(({ message }) => message)
  expect(unresolved).toContainEqual(expect.stringContaining('s300 names no sentence of the transcript'))
  expect(unresolved).toContainEqual(expect.stringContaining('unknown misreading'))
  expect(unresolved).not.toContainEqual(expect.stringContaining('a single choice has one right option'))
  expect(unresolved.length).toBeLessThan(problems.length)
})
