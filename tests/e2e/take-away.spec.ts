/** What a reader takes out of the site: the reference of a passage, the edition for paper. */
import { readFile } from 'node:fs/promises'
import { edition } from '#lib/content/edition.ts'
import { notedText } from '#lib/content/text/notes.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import { referenceFile } from '#lib/domain/reference.ts'
import { expect, test } from './support.ts'

const { transcript, people, essays } = edition()

test('a passage is downloaded for reference managers from its card, and what makes the file comes only then', async ({
  page,
  baseURL,
}) => {
  await page.goto('/transcript?to=s147#s143')
  const card = page.getByRole('complementary', { name: /Actions for sentences 143 to 147/ })
  await card.getByRole('button', { name: 'Cite' }).click()
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  const passage = {
    at: 's143',
    to: 's147',
    name: 'sentences 143 to 147',
    speaker: 'Khiem',
    address: '/transcript?to=s147#s143',
  }
  for (const [name, format] of [
    ['BibTeX', 'bib'],
    ['RIS', 'ris'],
    ['CSL-JSON', 'json'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('button', { name, exact: true }).click(),
    ])
    const wanted = referenceFile(format, baseURL!, passage)
    expect(download.suggestedFilename()).toBe(wanted.name)
    expect(await readFile(await download.path(), 'utf8')).toBe(wanted.text)
  }
  expect(scripts).toHaveLength(1)
})

test('where the file cannot be made, the card says so', async ({ page, watch }) => {
  watch.allow(/Failed to load resource/)
  await page.goto('/transcript#s143')
  const card = page.getByRole('complementary', { name: /Actions for sentence 143/ })
  await card.getByRole('button', { name: 'Cite' }).click()
  await page.route('**/_next/static/**', (route) => route.abort())
  await card.getByRole('button', { name: 'BibTeX' }).click()
  await expect(card.getByRole('alert')).toContainText('could not be made')
})

test('the print edition on paper: the text, its notes and no site around them', async ({ page }) => {
  await page.goto('/print')
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.mast', '.foot', '.forprint']) await expect(page.locator(hidden).first()).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xihua Hall')

  const { notes } = notedText(transcript, people)
  await expect(page.locator('.endnotes li')).toHaveCount(notes.length)
  const lost = await page
    .locator('.book a[href^="#"]')
    .evaluateAll((links) =>
      links.map((link) => link.getAttribute('href')!.slice(1)).filter((id) => !document.getElementById(id)),
    )
  expect(lost).toEqual([])

  const text = await page.locator('.booktext').evaluate((article) => {
    const copy = article.cloneNode(true) as HTMLElement
    for (const added of copy.querySelectorAll('.n, .nr')) added.remove()
    for (const block of copy.querySelectorAll('p, h2, h3')) block.append(' ')
    return copy.textContent
  })
  expect(foldSpace(text)).toBe(transcript.exactText)
})

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0

test('both parts come out as PDF with structure, and each essay begins a page', async ({ page }) => {
  await page.goto('/print')
  const text = await page.pdf({ preferCSSPageSize: true, tagged: true })
  expect(pagesOf(text)).toBeGreaterThan(8)
  expect(pagesOf(text)).toBeLessThan(20)
  expect(text.toString('latin1')).toContain('/StructTreeRoot')

  await page.goto('/print/essays')
  await expect(page.locator('.bookessay h2[id]:not(#colophon)')).toHaveCount(essays.length)
  await page.emulateMedia({ media: 'print' })
  const breaks = await page
    .locator('.bookessay')
    .evaluateAll((all) => all.map((essay) => getComputedStyle(essay).breakBefore))
  expect(new Set(breaks)).toEqual(new Set(['page']))
  expect(pagesOf(await page.pdf({ preferCSSPageSize: true }))).toBeGreaterThan(essays.length)
})

test('an essay tells reference managers what it is', async ({ page }) => {
  const [essay] = essays
  await page.goto(`/essays/${essay!.slug}`)
  await expect(page.locator('meta[name="citation_title"]')).toHaveAttribute('content', essay!.title)
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as object
  expect(data).toMatchObject({ name: essay!.title, license: 'https://creativecommons.org/licenses/by/4.0/' })
})
