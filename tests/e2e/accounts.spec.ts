/** Telegrams, the message retold, quotations, numbers of the talk, doubt words and brackets, as a visitor reads them. */
import { talkOf } from '#lib/content/text/talk.ts'
import { edition } from '#lib/content/edition.ts'
import { expect, test } from './support.ts'

const { brackets, doubt, quotations, retold, telegrams, transcript } = edition()

test('the telegrams are a table of every event, and a drawing where there is room', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto('/telegrams')
  const table = page.getByRole('table', { name: /What each account tells/ })
  await expect(table.getByRole('rowheader')).toHaveCount(telegrams.length)
  const clashes = telegrams.filter(({ verdict }) => verdict === 'conflict')
  await expect(table.getByText('They do not fit')).toHaveCount(clashes.length)
  const drawing = page.getByRole('img', { name: /Two lanes on one calendar/ })
  await expect(drawing).toBeVisible()
  const drawn = clashes.flatMap(({ zhou, khiem }) => [...zhou, ...khiem]).filter(({ day }) => day !== undefined)
  await expect(drawing.locator('rect.clash')).toHaveCount(drawn.length)
  await page.getByRole('link', { name: 'Tirana first or Sochi first?' }).click()
  await expect(page.locator('#tirana-or-sochi-first')).toBeInViewport()

  await page.setViewportSize({ width: 390, height: 800 })
  await expect(drawing).toBeHidden()
  await expect(page.locator('#tirana-or-sochi-first .by.khiem')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('each bar of the talk leads to its turn', async ({ page }) => {
  const { turns } = talkOf(transcript)
  await page.goto('/talk')
  await expect(page.locator('a.bar')).toHaveCount(turns.length)
  await page.getByRole('link', { name: 'Turn 17, Zhou, 767 words' }).click()
  await page.waitForURL('**/transcript?to=s235#s179')
  await expect(page.locator('#s179')).toBeInViewport()
})

test('the lists of the apparatus can be loaded beside the text: each entry has its sentences', async ({ page }) => {
  const panels: Record<string, string[][]> = {
    retold: (retold?.points ?? []).map(({ at }) => at),
    quotations: quotations.quotations.map(({ at }) => at),
    doubt: doubt.map(({ occurrences }) => [...new Set(occurrences.map(({ at }) => at))]),
    brackets: brackets.map(({ at }) => [at]),
  }
  for (const [panel, entries] of Object.entries(panels)) {
    await page.goto(`/${panel}`)
    const list = page.locator(`[data-panel="${panel}"]>li`)
    const found = await list.evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.at))
    expect(found, panel).toEqual(entries.map((at) => at.join(' ')))
  }
})

test('a bracket is read with and without its words, and a mended page with its break', async ({ page }) => {
  await page.goto('/brackets')
  const six = page.locator('#b5')
  await expect(six).toContainText('the six [other] European countries and Mongolia')
  await expect(six).toContainText('the six European countries and Mongolia')
  await expect(page.locator('.broken')).toHaveCount(5)
  await expect(page.locator('.broken .cut')).toHaveCount(5)
})
