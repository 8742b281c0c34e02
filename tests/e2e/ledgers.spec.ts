/** Facts, silences, forecasts and the hands on the paper, as a visitor without JavaScript finds them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { edition } from '#lib/content/edition.ts'
import { expect, test } from './support.ts'

const { facts, silences, forecasts, forecastOutcomes, custody } = edition()

test.use({ javaScriptEnabled: false })

test('facts are sifted by status, and an unconfirmed one says what would settle it', async ({ page }) => {
  await page.goto('/facts')
  const shown = page.locator('[data-panel="facts"]>li:visible')
  await expect(shown).toHaveCount(facts.length)
  for (const status of ['confirmed', 'partly', 'contradicted', 'unconfirmed', 'uncheckable'] as const) {
    const here = facts.filter((fact) => fact.status === status)
    await page.locator(`#only-${status}`).check()
    await expect(shown).toHaveCount(here.length)
    await expect(page.locator(`label:has(#only-${status})`)).toContainText(String(here.length))
  }
  await page.locator('#only-unconfirmed').check()
  await expect(shown.first()).toContainText('What would settle it.')
  await page.locator('#every-status').check()
  await expect(page.locator('#six-and-one-are-seven')).toContainText('= 7')
  await expect(page.locator('#six-and-one-are-seven')).toHaveAttribute('data-at', 's61 s93 s95')
})

test('silences show each word looked for with its count', async ({ page }) => {
  await page.goto('/silences')
  await expect(page.locator('[data-panel="silences"]>li')).toHaveCount(silences.length)
  await expect(page.locator('#stalin')).toContainText('“Stalin” 0')
  await expect(page.locator('#peaceful-coexistence')).not.toHaveAttribute('data-at', /.*/u)
})

test('forecasts are shown with their rules, and what came of them only on its own page', async ({ page }) => {
  await page.goto('/forecasts')
  await expect(page.locator('[data-panel="forecasts"]>li')).toHaveCount(forecasts.length)
  for (const { rule } of forecasts) await expect(page.locator('main')).toContainText(rule)
  await page.getByRole('link', { name: /see what came/ }).click()
  await expect(page).toHaveURL(/\/forecasts\/outcomes$/u)
  for (const { what } of forecastOutcomes) await expect(page.locator('main')).toContainText(what[0]!.text)
})

test('nothing that is sent with the forecasts tells what came of them', async ({ request }) => {
  const sent = [
    await (await request.get('/forecasts')).text(),
    await (await request.get('/forecasts', { headers: { RSC: '1' } })).text(),
  ]
  const built = readdirSync('.next/server/app', { recursive: true, encoding: 'utf8' })
    .filter((file) => /^forecasts(\.|\/)/u.test(file) && !file.startsWith('forecasts/outcomes'))
    .map((file) => path.join('.next/server/app', file))
    .filter((file) => statSync(file).isFile() && !/\.js$|manifest/u.test(file))
  expect(built.some((file) => file.endsWith('forecasts.html'))).toBe(true)
  for (const bytes of [...sent, ...built.map((file) => readFileSync(file, 'utf8'))]) {
    for (const { what } of forecastOutcomes) for (const { text } of what) expect(bytes).not.toContain(text.slice(0, 30))
  }
})

test('the strip leads to each hand, and the page about the edition to the strip', async ({ page }) => {
  await page.goto('/about')
  await page.getByRole('link', { name: 'Hands on the paper' }).click()
  const strip = page.getByRole('navigation', { name: 'The hands, in order' })
  await expect(strip.getByRole('link')).toHaveCount(custody.length)
  for (const { id, short, title } of custody) {
    await expect(strip.getByRole('link', { name: short, exact: true })).toHaveAttribute('href', `#${id}`)
    await expect(page.locator(`ol[data-panel="custody"]>#${id}`)).toContainText(title)
  }
})
