/** What `next build` left behind. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HtmlValidate } from 'html-validate'
import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { documentIn } from '#lib/content/check.ts'
import { edition } from '#lib/content/edition.ts'
import { foldSpace } from '#lib/domain/citation.ts'

const BUILT = '.next/server/app'

test('there is not one server action: their ids change with each build, and each is an open decoder', () => {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: object
    edge: object
  }
  expect([manifest.node, manifest.edge]).toEqual([{}, {}])
})

test('no source map is served', () => {
  expect(
    readdirSync('.next/static', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map')),
  ).toEqual([])
})

const pages = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.html') && !file.startsWith('_global-error'),
)
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // How React and Next write HTML, which the standard allows.
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
    // The policy names inline scripts by hash and leaves our own files to 'self'.
    'require-sri': 'off',
  },
})
test.each(pages)('%s is valid HTML', async (page) => {
  const report = await validator.validateFile(join(BUILT, page))
  const problems = report.results
    .flatMap((result) => result.messages)
    .map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId} ${message}`)
  expect(problems).toEqual([])
})

test('the sitemap names every finished page, and nothing else', () => {
  const sitemap = readFileSync(join(BUILT, 'sitemap.xml.body'), 'utf8')
  const named = [...sitemap.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => new URL(address!).pathname)
  const finished = pages
    .filter((file) => !file.startsWith('_'))
    .map((file) => (file === 'index.html' ? '/' : `/${file.slice(0, -'.html'.length)}`))
  expect(named.toSorted()).toEqual(finished.toSorted())
})

test('no note and no sample answer of a guided question is in anything that the build made for visitors', () => {
  const made = readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|rsc|body)$/u.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const { questions } = edition()
  const kept = questions.flatMap(({ notes, samples }) => [
    ...Object.values(notes).flatMap((list) => list.map(({ text }) => text)),
    ...samples.flatMap(({ text, why }) => [text, why]),
  ])
  // The transcript's own words, and a few plain words that any page may use, prove nothing.
  const plain = kept.flatMap((text) =>
    text
      .replace(/“[^”]*”/gu, '|')
      .split(/[^\p{L}\p{N} ,.]/u)
      .map((words) => words.trim())
      .filter((words) => words.length > 45),
  )
  expect(plain.length).toBeGreaterThan(questions.length * 10)
  expect(plain.filter((words) => made.some((bytes) => bytes.includes(words)))).toEqual([])
  expect(made.some((bytes) => bytes.includes(questions[0]!.prompt.split(/[“’]/u)[0]!))).toBe(true)
})

test('the page of the transcript, every layer switched off and the markup stripped, is the source to the letter', () => {
  const { document } = new JSDOM(readFileSync(join(BUILT, 'transcript.html'), 'utf8')).window
  const text = document.getElementById('document')!
  // Numerals, turn numbers, corrections, what is read out only, and what stands after the document.
  for (const layer of text.querySelectorAll('.n, .tn, .corr, .vh, [hidden], .after')) layer.remove()
  // A block ends a line on the screen; here it ends a word.
  for (const block of text.querySelectorAll('p, h1, h2, .hline')) block.append(' ')
  expect(foldSpace(text.textContent)).toBe(documentIn(readFileSync('tests/fixtures/transcript.txt', 'utf8')))
})
