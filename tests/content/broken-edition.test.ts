import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkEdition } from '#lib/content/check.ts'
import { formatProblem } from '#lib/content/reading/problems.ts'

const BROKEN = 'tests/fixtures/broken-edition'

it('reports every mistake of an edition that has them all, each with its line', () => {
  const found = checkEdition(BROKEN, `${BROKEN}/source.txt`).problems.map(formatProblem)
  const expected = readFileSync(`${BROKEN}/expected.txt`, 'utf8').trim().split('\n')
  expect(found).toEqual(expected)
})

it('says so when there is nothing to read', () => {
  expect(checkEdition('tests/fixtures/no-such-edition', `${BROKEN}/source.txt`).problems.map(formatProblem)).toEqual([
    'transcript.xml:1 the transcript is missing',
  ])
})
