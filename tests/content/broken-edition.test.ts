import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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

it('says what is wrong in each file by itself where the transcript cannot be read', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'edition-'))
  try {
    cpSync(BROKEN, root, { recursive: true })
    writeFileSync(path.join(root, 'transcript.xml'), '<TEI>')
    const found = checkEdition(root, `${BROKEN}/source.txt`).problems.map(formatProblem)
    const expected = readFileSync(`${BROKEN}/expected.txt`, 'utf8').trim().split('\n')
    expect(found.some((problem) => problem.startsWith('transcript.xml:1 not well-formed'))).toBe(true)
    expect(found).toContain(expected.find((problem) => problem.startsWith('bodies.yaml:4 kind:')))
    const others = found.filter((problem) => !problem.startsWith('transcript.xml:'))
    expect(expected).toEqual(expect.arrayContaining(others))
  } finally {
    rmSync(root, { recursive: true })
  }
})
