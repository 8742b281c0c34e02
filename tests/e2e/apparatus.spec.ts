/** The pages of the apparatus, and the terms that an essay explains in place. */
import { expect, test } from './support.ts'

test('the cruxes are all there, and the switch leaves those that stay open', async ({ page }) => {
  await page.goto('/cruxes')
  const entries = page.locator('[data-panel="cruxes"] > li')
  await expect(entries).toHaveCount(44)
  const open = await page.locator('[data-panel="cruxes"] .open').count()
  await page.getByLabel(/Only those that stay open/).check()
  await expect(entries.filter({ visible: true })).toHaveCount(open)
  await expect(page.locator('#dardanelles-strait')).toContainText('Possible readings')
  await expect(page.locator('#dardanelles-strait')).toHaveAttribute('data-at', 's74 s77')
})

test('a sentence leads back to its crux', async ({ page }) => {
  await page.goto('/transcript/uses')
  await page.locator('[data-uses="s74"] a[href="/cruxes#dardanelles-strait"]').click()
  await expect(page.locator('#dardanelles-strait h2')).toBeInViewport()
})

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
    test.use({ javaScriptEnabled })
    test('an essay explains a term in place, and its words lead to the glossary', async ({ page }) => {
      await page.goto('/essays/the-crowded-august')
      const gloss = page.locator('#gloss-the-corridor')
      await expect(gloss).toBeHidden()
      await page.getByRole('button', { name: 'Explain: the corridor' }).click()
      await expect(gloss).toBeVisible()
      await expect(gloss).toContainText('Helmstedt')
      await page.keyboard.press('Escape')
      await expect(gloss).toBeHidden()
      await page.locator('a.term[href="/glossary#the-corridor"]').click()
      await expect(page.locator('li#the-corridor')).toBeInViewport()
    })
  })

test('a sister document stands beside the sentences it bears on', async ({ page }) => {
  await page.goto('/sources')
  await expect(page.locator('[data-panel="sister-documents"] > li')).toHaveCount(8)
  const table = page.getByRole('table', { name: /ambassador’s report of the same evening/ })
  await expect(table.getByRole('columnheader')).toHaveText([
    'This record says',
    'The other document, as far as it was read',
  ])
  await expect(table.locator('a.cite[data-at="s19"]')).toBeVisible()
})
