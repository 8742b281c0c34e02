/** Searching the text: with script, without it, and when the list of sentences does not come. */
import type { Page } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import { searchIndex } from '#lib/content/text/search-index.ts'
import { queryOf, search } from '#lib/domain/text-search.ts'
import { faultsOn } from './axe.ts'
import { expect, test, watchContext } from './support.ts'

const index = searchIndex(edition())
const answerTo = (query: string) => search(index, queryOf(new URLSearchParams(query)))
const hits = (page: Page) => page.getByRole('list', { name: 'Sentences found' }).getByRole('listitem')
const field = (page: Page) => page.getByRole('searchbox', { name: 'Words' })
const value = (page: Page, facet: string, id: string) => page.locator(`[data-facet="${facet}"] input[value="${id}"]`)
const addressOf = (page: Page) => {
  const { pathname, search: query } = new URL(page.url())
  return pathname + query
}

async function expectAnswer(page: Page, query: string): Promise<void> {
  const { hits: found, sentences, total } = answerTo(query)
  await expect(page.getByRole('status').filter({ hasText: 'sentences' })).toContainText(
    `${sentences} of ${total} sentences`,
  )
  await expect(hits(page)).toHaveCount(found.length)
  expect(await hits(page).locator('.rec').allTextContents()).toEqual(found.map(({ text }) => text))
  expect(await page.locator('.hits mark').allTextContents()).toEqual(
    found.flatMap(({ text, marks }) => marks.map(([start, end]) => text.slice(start, end))),
  )
}

/** The page with its list of sentences, which is when it answers by itself. */
async function openWithScript(page: Page, address = '/search'): Promise<void> {
  const list = page.waitForResponse('**/search.json')
  await page.goto(address)
  await (await list).finished()
  await page.waitForTimeout(100)
}

test('typing sifts at once, the address keeps the question, and Back takes a step back', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await openWithScript(page)
  await expect(page.getByText('323 sentences to search')).toBeVisible()
  await field(page).pressSequentially('hồ')
  await expectAnswer(page, 'q=ho')
  await page.locator('[data-facet=speaker] summary').click()
  await value(page, 'speaker', 'khiem').check()
  await expectAnswer(page, 'q=ho&speaker=khiem')
  await page.locator('[data-facet=place] summary').click()
  const { counts } = answerTo('q=ho&speaker=khiem')
  for (const [id, count] of Object.entries(counts.place))
    await expect(page.locator(`label:has(input[name=place][value="${id}"]) .num`)).toHaveText(String(count))
  await expect(page.locator('[data-facet=place] input')).toHaveCount(Object.keys(counts.place).length)
  await value(page, 'place', 'sochi').check()
  await expectAnswer(page, 'q=ho&speaker=khiem&place=sochi')
  expect(addressOf(page)).toBe(`/search?q=${encodeURIComponent('hồ')}&speaker=khiem&place=sochi`)
  await page.goBack()
  await expectAnswer(page, 'q=ho&speaker=khiem')
  await page.goBack()
  await expectAnswer(page, 'q=ho')
  await expect(field(page)).toHaveValue('hồ')
  await page.goBack()
  await expect(page.getByText('323 sentences to search')).toBeVisible()
  await expect(field(page)).toHaveValue('')
  await page.goForward()
  await expectAnswer(page, 'q=ho')
  expect(asked.filter((path) => path === '/search')).toHaveLength(1)
  expect(asked.filter((path) => path === '/search.json')).toHaveLength(1)
})

test('a question’s address is the question again, and a sentence leads into the text', async ({ page }) => {
  for (const query of [
    'q="uncle+ho"&whole=on',
    'person=ho&person=khrushchev',
    'claim=any&q=tirana',
    'bracket=illegible',
    'body=wpv',
  ]) {
    await openWithScript(page, `/search?${query}`)
    await expectAnswer(page, query)
  }
  await page.getByRole('link', { name: 's. 108' }).click()
  await page.waitForURL('**/transcript#s108')
  await expect(page.locator('.s[data-s="s108"]')).toBeInViewport()
})

test('what was chosen is named and can be left out; whole words are words', async ({ page }) => {
  await openWithScript(page, '/search?q=unit&person=ho')
  const chosen = page.getByRole('list', { name: 'Chosen' })
  await expect(chosen).toContainText('Person: Hồ Chí Minh')
  await chosen.getByRole('link', { name: 'Leave out Person: Hồ Chí Minh' }).click()
  await expectAnswer(page, 'q=unit')
  expect(answerTo('q=unit').hits.length).toBeGreaterThan(answerTo('q=unit&whole=on').hits.length)
  await page.getByRole('checkbox', { name: 'Whole words only' }).check()
  await expectAnswer(page, 'q=unit&whole=on')
})

test('where nothing is found, other questions are offered with their counts', async ({ page }) => {
  const query = 'q=Dardanelles&speaker=khiem'
  const { suggestions } = answerTo(query)
  await openWithScript(page, `/search?${query}`)
  await expect(page.getByText('No sentence has all of this.')).toBeVisible()
  const offered = page.getByRole('list', { name: 'Other questions' }).getByRole('listitem')
  await expect(offered).toHaveCount(suggestions.length)
  for (const [i, { count }] of suggestions.entries()) await expect(offered.nth(i)).toContainText(String(count))
  await offered.getByRole('link', { name: 'without the speaker Ung Văn Khiêm' }).click()
  await expectAnswer(page, 'q=Dardanelles')
  await field(page).fill('ho chi minh')
  await page.getByRole('link', { name: 'Person: Hồ Chí Minh' }).click()
  await expectAnswer(page, 'person=ho')
})

test('the slash key leads to the field from anywhere on the page', async ({ page }) => {
  await openWithScript(page, '/search?q=ho')
  await page.getByRole('link', { name: 'Essays' }).first().focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('sochi')
  await expectAnswer(page, 'q=sochi')
  await page.keyboard.type(' /')
  await expect(field(page)).toHaveValue('sochi /')
})

const hostile = `<img src=x onerror="window.hit=1">'"><script>window.hit=1</script>`

for (const javaScriptEnabled of [true, false]) {
  test(`what was typed is words and never a page, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({
    browser,
    baseURL,
  }) => {
    const seen: string[] = []
    const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled })
    await watchContext(context, baseURL!, seen)
    const page = await context.newPage()
    for (const address of [
      `/search?q=${encodeURIComponent(hostile)}`,
      `/search?person=${encodeURIComponent(hostile)}&q=ho`,
      `/search?q=ho&q=${encodeURIComponent(hostile)}&speaker=${encodeURIComponent(hostile)}&whole=${encodeURIComponent(hostile)}`,
    ]) {
      await page.goto(address)
      await expect(page.locator('main img, main script')).toHaveCount(0)
      if (javaScriptEnabled) expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    }
    await page.goto(`/search?q=${encodeURIComponent(hostile)}`)
    await expect(field(page)).toHaveValue(hostile)
    await context.close()
    expect(seen).toEqual([])
  })
}

test('without JavaScript: the form asks by its address, and every part of it works', async ({ browser, baseURL }) => {
  const seen: string[] = []
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false })
  await watchContext(context, baseURL!, seen)
  const page = await context.newPage()
  await page.goto('/people/ho')
  await page.getByRole('link', { name: 'Search these sentences' }).click()
  await page.waitForURL('**/search?person=ho')
  await expectAnswer(page, 'person=ho')
  await field(page).fill('“Uncle Hồ”')
  await page.locator('[data-facet=speaker] summary').click()
  await value(page, 'speaker', 'zhou').check()
  await page.getByRole('button', { name: 'Search' }).click()
  await page.waitForURL('**/search?q=*')
  await expectAnswer(page, 'q="uncle ho"&speaker=zhou&person=ho')
  await page.getByRole('link', { name: /^Leave out Speaker/ }).click()
  await expectAnswer(page, 'q="uncle ho"&person=ho')
  expect(await context.cookies()).toEqual([])
  await context.close()
  expect(seen).toEqual([])
})

test('when the list does not come, the form asks the server', async ({ page, watch }) => {
  watch.allow(/Failed to load resource/)
  await page.route('**/search.json', (route) => route.abort())
  await page.goto('/search?person=ho')
  await expectAnswer(page, 'person=ho')
  await field(page).fill('tirana')
  await field(page).press('Enter')
  await expect(page).toHaveURL(/q=tirana/)
  await expectAnswer(page, 'q=tirana&person=ho')
  await page.locator('[data-facet=speaker] summary').click()
  await value(page, 'speaker', 'khiem').check({ force: true })
  await expectAnswer(page, 'q=tirana&person=ho&speaker=khiem')
})

for (const address of ['/search', '/search?q=ho+tirana&speaker=zhou', '/search?q=%22telegram+tirana%22']) {
  test(`accessible with its facets open: ${address}`, async ({ page }) => {
    test.setTimeout(120_000)
    await openWithScript(page, address)
    for (const summary of await page.locator('.facet summary').all()) await summary.click()
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [320, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await expect(page.locator('h1')).toHaveCount(1)
      expect(await faultsOn(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  })
}
