/** What docs/editing.md promises an editor: its steps, done on a copy, print what it says they print. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkEdition } from '#lib/content/check.ts'

const ESSAY = 'essays/how-albania-left-the-bloc.mdx'
const guide = readFileSync('docs/editing.md', 'utf8')
/** The guide's own lines of an example, by a part of them. */
const lineWith = (part: string): string => guide.split('\n').find((line) => line.includes(part))!

let dir: string
beforeAll(() => {
  dir = path.join(mkdtempSync(path.join(tmpdir(), 'xihua-guide-')), 'content')
  cpSync('content', dir, { recursive: true })
})
afterAll(() => rmSync(path.dirname(dir), { recursive: true, force: true }))

const change = (file: string, from: string, to: string): void => {
  const text = readFileSync(path.join(dir, file), 'utf8')
  expect(text, `${file} has what the guide changes`).toContain(from)
  writeFileSync(path.join(dir, file), text.replace(from, to))
}
/** Lines move as the files grow; the words may not. */
const messages = (): string[] => {
  const { problems } = checkEdition(dir, 'tests/fixtures/transcript.txt')
  return problems.map(({ message }) => message)
}
const expectTold = (told: string[]): void => {
  expect(told.length).toBeGreaterThan(0)
  for (const message of told) expect(guide).toContain(message)
}

it('step 4: a corrected sentence, a quotation that does not stand there, a sentence too sure of itself', () => {
  const [before, after] = guide.split('\n').filter((line) => line.startsWith('<G by="V:albania-is-not-cuba">'))
  change(ESSAY, before!, after!)
  expect(messages()).toEqual([])
  change(ESSAY, 'a sudden attack', 'a surprise attack')
  expectTold(messages())
  change(ESSAY, 'a surprise attack', 'a sudden attack')
  change(ESSAY, after!, after!.replace('V:albania-is-not-cuba', 'U'))
  expectTold(messages())
  change(ESSAY, after!.replace('V:albania-is-not-cuba', 'U'), after!)
  expect(messages()).toEqual([])
})

it('step 5: an event with the wrong certainty, then with the right one, then on the list of ids', () => {
  const event = lineWith('- { id: xuan-thuy-leaves-office')
  const next = '- { id: albania-leaves-pact'
  change('events.yaml', next, `${event}\n${next}`)
  const first = messages()
  expect(first).toHaveLength(2)
  expectTold(first)
  const right = event.replace('certainty: established', 'certainty: verified')
  change('events.yaml', event, right)
  const second = messages()
  expect(second).toHaveLength(1)
  expectTold(second)
  for (const [from, to] of [
    ["date: '1965-04'", "date: '1963-04'"],
    ['V:vietnam-mofa', 'V:vietnam-ministry'],
    ['when: April 1965', 'wenn: April 1965'],
  ] as const) {
    const wrong = right.replace(from, to)
    change('events.yaml', right, wrong)
    expect(
      messages().some((message) => guide.includes(`\`${message}\``)),
      wrong,
    ).toBe(true)
    change('events.yaml', wrong, right)
  }
})
