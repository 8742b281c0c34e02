import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkEdition } from '#lib/content/check.ts'
import { digestOfText } from '#lib/content/apparatus/changes.ts'
import { edition } from '#lib/content/edition.ts'
import { textFile } from '#lib/content/text/exports.ts'
import { formatProblem } from '#lib/content/reading/problems.ts'
import { allParts, sentencesOf } from '#lib/content/text/transcript.ts'
import type { Part } from '#lib/content/types.ts'
import { RECIPE } from '../../app/(edition)/changes/recipe.ts'

const { changes, transcript } = edition()
let dir: string
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'xihua-changes-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('gives the digest that a reader gets from the plain-text file, by the recipe on the page', () => {
  writeFileSync(path.join(dir, 'transcript.txt'), textFile(transcript, 'https://hall.test'))
  const printed = execFileSync('sh', ['-c', RECIPE], { cwd: dir, encoding: 'utf8' })
  expect(printed.split(' ')[0]).toBe(digestOfText(transcript))
  expect(changes.findLast(({ digest }) => digest)?.digest).toBe(digestOfText(transcript))
})

it('names every slip, bracket and page break where it was first told of', () => {
  const at = (id: string) => changes.find((one) => one.id === id)?.at
  const lines = [...transcript.header, ...sentencesOf(transcript.turns), transcript.end]
  const having = (kind: Part['kind']) =>
    lines.filter(({ parts }) => allParts(parts).some((part) => part.kind === kind)).map(({ id }) => id)
  expect(at('slips-marked')).toEqual(having('slip'))
  expect(at('sentences-rejoined')).toEqual(having('page-break'))
  expect(at('brackets-told-apart')).toEqual(having('bracket'))
})

it('refuses a word that was changed without being told', () => {
  const copy = path.join(dir, 'content')
  cpSync('content', copy, { recursive: true })
  const xml = readFileSync(path.join(copy, 'transcript.xml'), 'utf8')
  writeFileSync(path.join(copy, 'transcript.xml'), xml.replace('He went five days ago.', 'He went six days ago.'))
  const said = checkEdition(copy, 'tests/fixtures/transcript.txt').problems.map(formatProblem).join('\n')
  expect(said).toMatch(/^changes\.yaml:10 text-set: the exact text has the digest [0-9a-f]{64}; a change of the text/mu)
  rmSync(path.join(copy, 'changes.yaml'))
  expect(checkEdition(copy, 'tests/fixtures/transcript.txt').problems.map(formatProblem)).toContain(
    'changes.yaml:1 the history of the text is missing',
  )
})
