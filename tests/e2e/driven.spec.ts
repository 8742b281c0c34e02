/** The map and the dates beside the transcript: reading moves them, and they move the reading. */
import type { Page } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import { faultsOn } from './axe.ts'
import { expect, test, watchContext } from './support.ts'

const { events, places, transcript } = edition()
const placeOf = (id: string) => places.find((one) => one.id === id)!
const eventOf = (id: string) => events.find((one) => one.id === id)!
const sentence = (page: Page, id: string) => page.locator(`.s[data-s="${id}"]`)
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Map and dates' })
const dot = (page: Page, id: string) => panelOf(page).locator(`.map [data-mark="${id}"]`)
const mark = (page: Page, id: string) => panelOf(page).locator(`.calendar [data-mark="${id}"]`)

async function open(page: Page): Promise<void> {
  await page.goto('/transcript')
  await page.locator('#tools summary').click()
  await page.getByRole('link', { name: 'Map and dates' }).click()
  await expect(panelOf(page).locator('.inview').first()).toBeAttached()
}
const readAt = (page: Page, id: string) =>
  sentence(page, id).evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }))

/** What the panel must light: computed from the content and from what stands in the window. */
async function inView(page: Page): Promise<Set<string>> {
  return new Set(
    await page.evaluate(() => {
      const panel = document.getElementById('panel')!
      const top = document.querySelector('.rbar')!.getBoundingClientRect().bottom
      const bottom = getComputedStyle(panel).position === 'fixed' ? panel.getBoundingClientRect().top : innerHeight
      return [...document.querySelectorAll<HTMLElement>('#document .s')]
        .filter((one) => {
          const box = one.getBoundingClientRect()
          return box.bottom > top + 12 && box.top < bottom - 12
        })
        .map((one) => one.dataset.s!)
    }),
  )
}

test('reading lights what the sentences in view name and tell, and says it in words', async ({ page }) => {
  await open(page)
  for (const at of ['s4', 's111', 's197', 's301']) {
    await readAt(page, at)
    await expect
      .poll(async () => {
        const seen = await inView(page)
        const told = events.filter((event) => event.at.some((id) => seen.has(id))).map(({ id }) => id)
        const lit = await panelOf(page)
          .locator('.calendar .now')
          .evaluateAll((all) => all.map((one) => one.getAttribute('data-mark')!))
        return lit.length === told.length && lit.every((id) => told.includes(id))
      }, at)
      .toBe(true)
    const seen = await inView(page)
    const named = places.filter(({ mentions }) => mentions.some((id) => seen.has(id)))
    for (const { name } of named) await expect(panelOf(page).getByRole('button', { name }).first()).toBeVisible()
    await expect(
      panelOf(page)
        .getByRole('list', { name: /^Places/ })
        .getByRole('button'),
    ).toHaveCount(named.length)
  }
  await readAt(page, 's111')
  await expect(dot(page, 'moscow')).toHaveClass(/now/)
  await expect(mark(page, 'tirana-first')).toHaveClass(/now/)
  await expect(dot(page, 'berlin')).not.toHaveClass(/now/)
  await readAt(page, 's303')
  await expect(dot(page, 'berlin')).toHaveClass(/now/)
  await expect(dot(page, 'berlin')).toBeInViewport()
  await expect(mark(page, 'tirana-first')).not.toHaveClass(/now/)
})

test('pressing a dot, a name or an event moves the reading, and pressing again moves it on', async ({ page }) => {
  await open(page)
  await readAt(page, 's150')
  const [first, second] = placeOf('sochi').mentions
  await panelOf(page).getByRole('button', { name: 'Sochi', exact: true }).click()
  await expect(sentence(page, first!)).toBeInViewport()
  await expect(sentence(page, first!)).toHaveClass(/lit/)
  await expect(panelOf(page).getByRole('status')).toHaveText(new RegExp(`^Sochi: sentence ${first!.slice(1)}, 1 of `))
  // The dot goes on where the name under it stopped.
  await dot(page, 'sochi').locator('.named').click()
  await expect(sentence(page, second!)).toBeInViewport()
  await expect(sentence(page, first!)).not.toHaveClass(/lit/)

  const event = eventOf('tirana-first')
  await mark(page, event.id).focus()
  for (const at of [...event.at, event.at[0]!]) {
    await page.keyboard.press('Enter')
    await expect(sentence(page, at)).toHaveClass(/lit/)
    await expect(sentence(page, at)).toBeInViewport()
    await expect(mark(page, event.id)).toBeFocused()
    await expect(mark(page, event.id)).toHaveClass(/now/)
  }
  expect(new URL(page.url()).pathname).toBe('/transcript')
})

test('nothing of it is loaded before it is asked for; each page is fetched once', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto('/transcript')
  await expect(page.locator('#document')).toHaveAttribute('data-reader', 'on')
  await page.mouse.wheel(0, 3000)
  const before = [...asked]
  expect(before.filter((path) => path === '/places' || path === '/timeline')).toEqual([])
  const turn = async () => {
    await page.locator('#tools summary').click()
    await page.getByRole('link', { name: 'Map and dates' }).click()
  }
  await turn()
  await expect(dot(page, 'moscow')).toBeVisible()
  await turn()
  await expect(panelOf(page)).toBeHidden()
  await turn()
  await expect(dot(page, 'moscow')).toBeVisible()
  const after = asked.slice(before.length)
  expect(after.filter((path) => path === '/places')).toHaveLength(1)
  expect(after.filter((path) => path === '/timeline')).toHaveLength(1)
})

test('it closes by key and gives the focus back, and makes room for a card', async ({ page }) => {
  await open(page)
  await expect(panelOf(page)).toBeFocused()
  await sentence(page, 's1').click()
  await panelOf(page).getByRole('button', { name: 'Cite sentence 1' }).click()
  await expect(page.getByRole('complementary', { name: /^Actions for/ })).toBeVisible()
  await expect(panelOf(page)).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(panelOf(page)).toBeVisible()
  await panelOf(page).getByRole('button', { name: 'Close' }).focus()
  await page.keyboard.press('Escape')
  await expect(panelOf(page)).toBeHidden()
  await expect(page.locator('#tools summary')).toBeFocused()
})

test('when the figures do not load, it says where they are', async ({ page, watch }) => {
  watch.allow(/Failed to load resource/)
  await page.route('**/timeline', (route) => route.abort())
  await page.goto('/transcript')
  await page.locator('#tools summary').click()
  await page.getByRole('link', { name: 'Map and dates' }).click()
  await expect(panelOf(page)).toContainText('did not load')
  await expect(panelOf(page).getByRole('link', { name: 'timeline' })).toHaveAttribute('href', '/timeline')
})

test('on a phone it is a sheet at the foot, and the sentence gone to stands above it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 800 })
  await open(page)
  await readAt(page, 's150')
  await panelOf(page).getByRole('button', { name: 'Dates' }).click()
  await expect(panelOf(page).locator('.map')).toBeHidden()
  const event = eventOf('tirana-first')
  await mark(page, event.id).focus()
  await page.keyboard.press('Enter')
  const [text, sheet] = await Promise.all([sentence(page, event.at[0]!).boundingBox(), panelOf(page).boundingBox()])
  expect(text!.y).toBeGreaterThan(0)
  expect(text!.y + text!.height).toBeLessThan(sheet!.y)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

for (const [width, scheme] of [
  [1280, 'light'],
  [1280, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const) {
  test(`accessible while it is open: ${width} px, ${scheme}`, async ({ page }) => {
    test.setTimeout(120_000)
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await open(page)
    await readAt(page, 's111')
    await expect(mark(page, 'tirana-first')).toHaveClass(/now/)
    for (const part of width < 1000 ? ['Map', 'Dates'] : ['']) {
      if (part) await panelOf(page).getByRole('button', { name: part, exact: true }).click()
      expect(await faultsOn(page, { within: '#panel' })).toEqual([])
    }
  })
}

test('without JavaScript: the pages, whose every mark is a link with a name, and whose entries lead to the sentences', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false })
  await watchContext(context, baseURL!, seen)
  const page = await context.newPage()
  await page.goto('/transcript')
  await page.locator('#tools summary').click()
  await page.locator('#tools').getByRole('link', { name: 'Map' }).click()
  await page.waitForURL('**/places')
  const dots = page.locator('.map a.dot')
  await expect(dots).toHaveCount(places.filter((place) => place.with === undefined && place.lat !== undefined).length)
  for (const link of await dots.all()) {
    await expect(link).toHaveAttribute('aria-label', /\S+: \d+ mentions?, the first (sentence|header line) \d+$/)
    await expect(link).toHaveAttribute('href', /^\/transcript#[hs]\d+$/)
  }
  for (const { id, mentions } of places)
    await expect(page.locator(`tr:has([id="${id}"]) .cite`), id).toHaveCount(mentions.length)
  await page.getByRole('link', { name: /^Geneva: / }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/transcript#${placeOf('geneva').mentions[0]}`)

  await page.goto('/timeline')
  for (const { id, at } of events) {
    await expect(page.locator(`li[id="${id}"] .cite`), id).toHaveCount(at.length)
    if (at.length > 0)
      await expect(page.locator(`.calendar [data-mark="${id}"]`), id).toHaveAttribute('href', `/transcript#${at[0]}`)
  }
  await page
    .getByRole('link', { name: /^Monday 14 August\. Zhou tells: / })
    .first()
    .click()
  await page.waitForURL(`**/transcript#${eventOf('tirana-first').at[0]}`)
  await expect(page.locator(`#${eventOf('tirana-first').at[0]}`)).toBeInViewport()
  expect(transcript.units.has(eventOf('tirana-first').at[0]!)).toBe(true)
  await context.close()
  expect(seen).toEqual([])
})
