/** The reading tools: what each shows, by keyboard alone, one panel at a time, remembered, on a phone, and for axe. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import { lists, ownTools } from '../../app/(edition)/transcript/_tools/registry.ts'
import { publicPages, signedInPages } from '../pages.ts'
import { faultsOn } from './axe.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const { transcript, claims } = edition()
const sentences = transcript.turns.flatMap((turn) => turn.paragraphs.flatMap((paragraph) => paragraph.sentences))
const panel = (page: Page) => page.locator('.panel')
const sentence = (page: Page, id: string) => page.locator(`.s[data-s="${id}"]`)

/** A sentence begins in the middle of a line, so its box’s corner may be another’s. */
async function pressWords(page: Page, id: string): Promise<void> {
  await sentence(page, id).evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const { x, y } = await sentence(page, id).evaluate((element) => {
    const first = element.getClientRects()[0]!
    return { x: first.left + first.width / 2, y: first.top + first.height / 2 }
  })
  await page.mouse.click(x, y)
}
async function ready(page: Page, path = '/transcript'): Promise<void> {
  await page.goto(path)
  await expect(page.locator('#document')).toHaveAttribute('data-reader', 'on')
}
/** By keyboard, as everything here: to the Tools button, into the menu, to the entry. */
async function openByKeyboard(page: Page, id: string): Promise<void> {
  await page.locator('#tools > summary').focus()
  await page.keyboard.press('Enter')
  const entry = page.locator(`#tools [data-tool="${id}"]`)
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    if (await entry.evaluate((element) => element === document.activeElement)) break
  }
  await expect(entry).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page)).toHaveAttribute('data-tool-open', id)
  await expect(panel(page)).not.toContainText('Opening…')
}
async function tabTo(page: Page, is: (element: Element) => boolean): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(`(${String(is)})(document.activeElement)`)) return
  }
  throw new Error('the Tab key never came there')
}

test('a first visit is quiet: nothing is open, nothing marked, no tool’s data asked for', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto('/transcript', { waitUntil: 'networkidle' })
  await expect(panel(page)).toHaveCount(0)
  await expect(page.locator('.menu-of-tools')).toBeHidden()
  await expect(page.locator('.legend-of-brackets')).toBeHidden()
  await expect(page.locator('.concerned, .singled, .washed, .dimmed')).toHaveCount(0)
  const own = [...ownTools, ...lists].map(({ address }) => address)
  expect(asked.filter((path) => own.includes(path) || path.endsWith('.json'))).toEqual([])
})

test('by keyboard alone each tool opens, takes the focus, replaces the one before, and gives the focus back', async ({
  page,
}) => {
  await ready(page)
  for (const { id, label } of [...ownTools, lists.find((list) => list.id === 'timeline')!]) {
    await openByKeyboard(page, id)
    await expect(panel(page)).toHaveCount(1)
    await expect(page.getByRole('complementary', { name: label })).toBeFocused()
    await expect(page.locator('#tools')).not.toHaveAttribute('open')
    await expect(page.locator(`#tools [data-tool="${id}"]`)).toHaveAttribute('aria-expanded', 'true')
  }
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(page.locator('#tools > summary')).toBeFocused()
})

test('W opens and closes who told whom from a sentence, and the focus is back at its numeral', async ({ page }) => {
  await ready(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  const numeral = await page.evaluate(() => document.activeElement?.id)
  expect(numeral).toMatch(/^[hs]\d+$/)
  await page.keyboard.press('w')
  await expect(page.getByRole('complementary', { name: 'Who told whom' })).toBeFocused()
  await page.keyboard.press('w')
  await expect(panel(page)).toHaveCount(0)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(numeral)
})

test('who told whom: sentences that make claims are marked, and a sentence opens its ladder of mouths', async ({
  page,
}) => {
  const counted = claims.flatMap(({ at }) => at)
  const claim = claims.find(
    ({ at, chain }) => chain.length > 2 && at.some((id) => counted.indexOf(id) === counted.lastIndexOf(id)),
  )!
  const at = claim.at.find((id) => counted.indexOf(id) === counted.lastIndexOf(id))!
  await ready(page)
  await openByKeyboard(page, 'claims')
  await expect(page.locator('.s.concerned')).toHaveCount(new Set(counted).size)
  await expect(panel(page).locator('.picks li')).toHaveCount(claims.length)
  await pressWords(page, at)
  await expect(panel(page).getByRole('heading', { name: claim.title })).toBeVisible()
  await expect(panel(page).locator('.ladder li')).toHaveCount(
    claim.chain.length + edition().custody.filter(({ rung }) => rung).length + 1,
  )
  await expect(page.locator('.s.singled')).toHaveCount(claim.at.length)
  // The panel has the card's place; the card comes when asked for, and gives the place back.
  await expect(page.locator('.card')).toHaveCount(0)
  await panel(page)
    .getByRole('button', { name: /^Cite sentence/ })
    .click()
  await expect(page.getByRole('complementary', { name: /^Actions for/ })).toBeVisible()
  await expect(panel(page)).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(page.locator('.card')).toHaveCount(0)
  await expect(panel(page)).toBeVisible()
  // A claim chosen from the list, by keyboard.
  await panel(page).getByRole('button', { name: /^All/ }).click()
  const first = claims[0]!
  await panel(page).getByRole('button', { name: first.title }).focus()
  await page.keyboard.press('Enter')
  await expect(sentence(page, first.at[0]!)).toBeInViewport()
  await expect(panel(page).locator('.ladder')).toBeVisible()
})

test('only what the speaker says he witnessed: the rest keeps its words and its contrast, with less ink', async ({
  page,
}) => {
  const witnessed = new Set(claims.filter(({ firstHand }) => firstHand).flatMap(({ at }) => at))
  await ready(page)
  await openByKeyboard(page, 'claims')
  const ink = await sentence(page, 's100').evaluate((element) => getComputedStyle(element).color)
  await tabTo(page, (element) => element instanceof HTMLInputElement && element.type === 'checkbox')
  await page.keyboard.press('Space')
  await expect(page.locator('.s.dimmed')).toHaveCount(transcript.units.size - witnessed.size)
  await expect(panel(page).locator('.picks li')).toHaveCount(claims.filter(({ firstHand }) => firstHand).length)
  const left = sentences.find(({ id }) => !witnessed.has(id))!
  await expect(sentence(page, left.id)).toBeVisible()
  expect(await sentence(page, left.id).evaluate((element) => getComputedStyle(element).color)).not.toBe(ink)
  await page.reload()
  await expect(page.locator('.s.dimmed')).toHaveCount(transcript.units.size - witnessed.size)
  await page.locator('body').press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(page.locator('.s.dimmed, .s.concerned')).toHaveCount(0)
})

test('brackets: as printed, marked by kind with a legend, taken out without leaving the text', async ({ page }) => {
  await ready(page)
  const supplied = sentences.find(({ text }) => text.includes('[Enver]'))!
  const bracket = sentence(page, supplied.id).locator('.br').first()
  const copied = () =>
    sentence(page, supplied.id).evaluate((element) => {
      getSelection()!.selectAllChildren(element)
      const text = getSelection()!.toString()
      getSelection()!.removeAllRanges()
      return text
    })
  const before = await copied()
  expect(before).toContain('[Enver]')
  const plain = await bracket.evaluate((element) => getComputedStyle(element).color)
  await page.keyboard.press('b')
  await expect(page.locator('.legend-of-brackets')).toContainText('a name supplied')
  expect(await bracket.evaluate((element) => getComputedStyle(element).color)).not.toBe(plain)
  // Not by color alone: each kind has a line of its own.
  const lines = await page
    .locator('.legend-of-brackets .br')
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).borderBottomStyle))
  expect(new Set(lines).size).toBe(lines.length)
  await page.keyboard.press('b')
  await expect(page.locator('#brackets-out')).toBeChecked()
  const narrow = (await bracket.boundingBox())!.width
  expect(narrow).toBeLessThan(16)
  expect(await copied()).toBe(before)
  expect(await sentence(page, supplied.id).evaluate((element) => element.textContent)).toContain('[Enver]')
  await page.reload()
  await expect(page.locator('#brackets-out')).toBeChecked()
  await page.keyboard.press('b')
  await expect(page.locator('#brackets-printed')).toBeChecked()
})

test('speakers: figures as the edition counts them, full ink for one, and a jump to a turn', async ({ page }) => {
  await ready(page)
  await openByKeyboard(page, 'speakers')
  for (const [speaker, name] of [
    ['zhou', 'Zhou'],
    ['khiem', 'Khiem'],
  ] as const) {
    const his = sentences.filter((one) => one.speaker === speaker)
    const said = his.reduce((sum, one) => sum + one.words, 0)
    const all = sentences.reduce((sum, one) => sum + one.words, 0)
    await expect(
      panel(page)
        .getByRole('row', { name: new RegExp(`^${name}`) })
        .getByRole('cell'),
    ).toHaveText([
      String(transcript.turns.filter((turn) => turn.speaker === speaker).length),
      String(his.length),
      said.toLocaleString('en-US'),
      `${Math.round((said / all) * 100)} %`,
    ])
  }
  await tabTo(page, (element) => element instanceof HTMLInputElement && element.type === 'radio')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(panel(page).getByLabel('Khiem', { exact: true })).toBeChecked()
  await expect(page.locator('.s.dimmed')).toHaveCount(sentences.filter(({ speaker }) => speaker === 'zhou').length)
  await expect(panel(page).locator('.turnlist li')).toHaveCount(transcript.turns.length)
  await panel(page).locator('.turnlist button').nth(15).focus()
  await page.keyboard.press('Enter')
  const first = transcript.turns[15]!.paragraphs[0]!.sentences[0]!.id
  await expect(sentence(page, first)).toBeInViewport()
  await expect(sentence(page, first)).toHaveClass(/\bcur\b/)
  await expect(panel(page).locator('.turnlist li').nth(15)).toHaveAttribute('aria-current', 'true')
})

test('who speaks about whom: the sentences that name a person, counted by speaker, one after the other', async ({
  page,
}) => {
  const ho = edition().people.find(({ id }) => id === 'ho')!
  const by = (speaker: string) => ho.mentions.filter((id) => transcript.units.get(id)!.speaker === speaker)
  await ready(page)
  await openByKeyboard(page, 'names')
  await tabTo(page, (element) => element?.textContent?.startsWith('Hồ Chí Minh') === true)
  await page.keyboard.press('Enter')
  await expect(panel(page)).toContainText(`Zhou ${by('zhou').length}, Khiem ${by('khiem').length}`)
  await expect(page.locator('.s.washed')).toHaveCount(ho.mentions.length)
  const [first, second] = ho.mentions.filter((id) => id.startsWith('s'))
  await panel(page).getByRole('button', { name: 'Next' }).focus()
  for (let presses = 0; presses < 4; presses++) {
    await page.keyboard.press('Enter')
    if (await sentence(page, first!).evaluate((element) => element.classList.contains('cur'))) break
  }
  await expect(sentence(page, first!)).toHaveClass(/\bcur\b/)
  await page.keyboard.press('Enter')
  await expect(sentence(page, second!)).toHaveClass(/\bcur\b/)
  await expect(sentence(page, second!)).toBeInViewport()
  await expect(panel(page).getByRole('button', { name: 'Next' })).toBeFocused()
  await page.reload()
  await expect(page.locator('.s.washed')).toHaveCount(ho.mentions.length)
})

test('a list beside the text moves the reading, and the reading moves the list, never the focus', async ({ page }) => {
  const dated = edition().events.filter(({ at }) => at.length > 0)
  await ready(page)
  await openByKeyboard(page, 'timeline')
  await expect(page.locator('.s.concerned')).toHaveCount(new Set(dated.flatMap(({ at }) => at)).size)
  const event = dated.find(({ at }) => at.includes('s112')) ?? dated.at(-1)!
  const entry = panel(page).locator('[data-at]:not(a)', { hasText: event.what }).first()
  await entry.locator('a.cite').first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/transcript/)
  await expect(sentence(page, event.at[0]!)).toBeInViewport()
  await expect(page.locator('.s.singled')).toHaveCount(event.at.length)
  await expect(entry).toHaveAttribute('aria-current', 'true')
  // Elsewhere in the text another entry is the current one, and stands in the panel's view.
  await page.locator('#s5').focus()
  const later = dated.find(({ at }) => at.some((id) => Number(id.slice(1)) > 280))!
  const goal = later.at.find((id) => Number(id.slice(1)) > 280)!
  await sentence(page, goal).evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const current = panel(page).locator('[aria-current=true]')
  await expect(current.filter({ hasText: later.what })).toHaveCount(1)
  await expect(current.first()).toBeInViewport()
  await expect(page.locator('#s5')).toBeFocused()
})

test('a list whose page is missing says so, with the way to it; one that is there has its list', async ({
  page,
  watch,
}) => {
  watch.allow(/status of 404/)
  await page.route('**/cruxes', (route) => route.fulfill({ status: 404, body: '' }))
  await ready(page)
  await openByKeyboard(page, 'cruxes')
  await expect(panel(page)).toContainText('This list did not load.')
  await expect(panel(page).getByRole('link', { name: /Hard places/ })).toHaveAttribute('href', '/cruxes')
  const built = lists.filter(({ address }) => publicPages().includes(address!))
  expect(built.length).toBeGreaterThan(0)
  for (const { id, address } of built)
    expect(readFileSync(`.next/server/app${address!}.html`, 'utf8').includes(`data-panel="${id}"`), address).toBe(true)
})

test('every doubt word of the edition is marked where it stands', async ({ page }) => {
  await ready(page)
  await openByKeyboard(page, 'doubt')
  const places = edition()
    .doubt.flatMap(({ occurrences }) => occurrences)
    .toSorted((one, other) => Number(one.at.slice(1)) - Number(other.at.slice(1)) || one.offset - other.offset)
  // A phrase that runs over a name is two ranges, so what is compared is the letters in the order of the text.
  const letters = (words: readonly string[]) => words.join('').replaceAll(/\s/g, '')
  await expect
    .poll(async () =>
      letters(
        await page.evaluate(() =>
          ([...(CSS.highlights.get('words-of-list') ?? [])] as Range[])
            .toSorted((one, other) => one.compareBoundaryPoints(Range.START_TO_START, other))
            .map((range) => range.toString()),
        ),
      ),
    )
    .toBe(letters(places.map(({ words }) => words)))
})

/** A list of three entries, as a page of the edition has it. */
const someWords = `<main><ul data-panel="doubt" aria-label="Doubt words">
  <li data-at="s38" data-words="I see it"><h2 class="h3">I see it</h2></li>
  <li data-at="WORDY" data-words="PHRASE"><h2 class="h3">Across a name</h2></li>
</ul></main>`
const wordy = sentences.find(({ parts }) => parts[1]?.kind === 'name' && parts[0]?.kind === 'text')!
const phrase = wordy.text
  .split(' ')
  .slice(0, (wordy.parts[0]!.kind === 'text' ? wordy.parts[0]!.text.trim().split(' ').length : 0) + 1)
  .join(' ')
  .replace(/[,.]$/, '')
for (const painted of [true, false]) {
  test(`the words of a list are marked where they stand, ${painted ? 'painted' : 'where ranges cannot be painted'}`, async ({
    page,
  }) => {
    if (!painted)
      await page.addInitScript(() => {
        delete (CSS as { highlights?: unknown }).highlights
      })
    await page.route('**/doubt', (route) =>
      route.fulfill({ contentType: 'text/html', body: someWords.replace('WORDY', wordy.id).replace('PHRASE', phrase) }),
    )
    await ready(page)
    const before = await sentence(page, wordy.id).evaluate((element) => element.innerHTML)
    await openByKeyboard(page, 'doubt')
    const marked = () =>
      page.evaluate(() =>
        'highlights' in CSS
          ? [...(CSS.highlights.get('words-of-list') ?? [])].map((range) => (range as Range).toString()).join('')
          : [...document.querySelectorAll('.words-of-list')].map((span) => span.textContent).join(''),
      )
    await expect.poll(marked).toContain(phrase)
    expect(await page.evaluate(() => 'highlights' in CSS)).toBe(painted)
    expect(await sentence(page, wordy.id).evaluate((element) => element.textContent)).toContain(wordy.text)
    await page.keyboard.press('Escape')
    await expect.poll(marked).toBe('')
    expect(await sentence(page, wordy.id).evaluate((element) => element.innerHTML)).toBe(before)
  })
}

test('switches and the open panel are remembered on the device, without taking the focus', async ({
  page,
  context,
}) => {
  await ready(page)
  await page.keyboard.press('?')
  await expect(page.locator('#keys')).toBeFocused()
  await page.locator('#show-numbers').check()
  await page.locator('#no-keys').check()
  await page.keyboard.press('Escape')
  await openByKeyboard(page, 'speakers')
  await page.reload()
  await expect(panel(page)).toHaveAttribute('data-tool-open', 'speakers')
  await expect(page.locator('body')).toBeFocused()
  await expect(page.locator('#show-numbers')).toBeChecked()
  await expect(page.locator('#no-keys')).toBeChecked()
  for (const key of ['j', 'w', 'b', 'e', '?', '/']) await page.keyboard.press(key)
  await expect(panel(page)).toHaveAttribute('data-tool-open', 'speakers')
  await expect(page.locator('.s.cur')).toHaveCount(0)
  await expect(page.locator('#brackets-printed')).toBeChecked()
  await expect(page.locator('#tools')).not.toHaveAttribute('open')
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await page.reload()
  await expect(page.locator('#document')).toHaveAttribute('data-reader', 'on')
  await expect(panel(page)).toHaveCount(0)
  expect(await context.cookies()).toEqual([])
})

test('E opens the cards of those a sentence names, one after the other', async ({ page }) => {
  const several = sentences.find(
    ({ id }) => edition().people.filter(({ mentions }) => mentions.includes(id)).length === 2,
  )!
  await ready(page, `/transcript#${several.id}`)
  const card = page.getByRole('complementary', { name: 'Name card' })
  await page.keyboard.press('e')
  const first = (await card.locator('h3').textContent())!
  await page.keyboard.press('e')
  // The second card takes the place of the first when its name has come.
  await expect(card.locator('h3')).not.toHaveText(first)
  await page.keyboard.press('Escape')
  await expect(page.locator(`#${several.id}`)).toBeFocused()
})

test('on a phone the panel is a sheet under at least half the window, and the card takes its turn', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await ready(page)
  for (const id of ['claims', 'speakers', 'names', 'timeline']) {
    await openByKeyboard(page, id)
    const box = (await panel(page).boundingBox())!
    expect(box.y).toBeGreaterThanOrEqual(844 / 2)
    expect(Math.round(box.y + box.height)).toBe(844)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  }
  await openByKeyboard(page, 'claims')
  await page.keyboard.press('j')
  const current = page.locator('.s.cur').first()
  const sheet = (await panel(page).boundingBox())!
  const line = (await current.boundingBox())!
  expect(line.y + line.height, 'the sentence stands above the sheet').toBeLessThanOrEqual(sheet.y)
  await panel(page).getByRole('button', { name: /^Cite/ }).click()
  await expect(page.locator('.card')).toBeVisible()
  await expect(panel(page)).toBeHidden()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing with any panel open, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1280, height: 800 })
    await ready(page)
    const expectNone = async (state: string) => expect(await faultsOn(page), state).toEqual([])
    await page.locator('#tools > summary').click()
    await expectNone('Tools')
    await page.keyboard.press('Escape')
    await page.keyboard.press('b')
    await expectNone('brackets marked')
    await page.keyboard.press('b')
    await openByKeyboard(page, 'claims')
    await panel(page).getByLabel('Only what the speaker says he witnessed').check()
    await panel(page).locator('.picks button').nth(2).click()
    await expect(panel(page).locator('.ladder')).toBeVisible()
    await expectNone('claims, dimmed')
    await openByKeyboard(page, 'speakers')
    await panel(page).getByLabel('Zhou', { exact: true }).check()
    await expectNone('speakers, dimmed')
    await openByKeyboard(page, 'names')
    await panel(page)
      .getByRole('button', { name: /^Hồ Chí Minh/ })
      .click()
    await expectNone('names')
    await page.setViewportSize({ width: 390, height: 844 })
    await openByKeyboard(page, 'timeline')
    await panel(page).locator('a.cite').nth(3).click()
    await expectNone('a list, narrow')
  })
}

async function withoutScript(browser: Browser, baseURL: string, run: (page: Page) => Promise<void>): Promise<void> {
  const seen: string[] = []
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false })
  await watchContext(context, baseURL, seen)
  await run(await context.newPage())
  await context.close()
  expect(seen).toEqual([])
}

test('without JavaScript Tools lists links to the pages, and the switches work', async ({ browser, baseURL }) => {
  await withoutScript(browser, baseURL!, async (page) => {
    await page.goto('/transcript')
    await page.locator('#tools > summary').click()
    await expect(page.locator('#tools [data-tool]:visible')).toHaveCount(
      [...ownTools, ...lists].filter(({ address }) => address).length,
    )
    await page.getByLabel('marked by kind').check()
    await expect(page.locator('.legend-of-brackets')).toBeVisible()
    await page.locator('#tools').getByRole('link', { name: 'Dates', exact: true }).click()
    await page.waitForURL('**/timeline')
  })
})

test('a class’s reading has the tools, and none of them leads away from it', async ({ page, context }) => {
  await signInAs(context, 'student')
  const pages = await signedInPages('student', async (address) => (await context.request.get(address)).text())
  const reading = pages.find(({ path }) => path.includes('/reading/'))!.path
  await ready(page, reading)
  await expect(page.locator('#tools a')).toHaveCount(0)
  for (const id of ['claims', 'speakers', 'names', 'timeline']) {
    await openByKeyboard(page, id)
    await expect(panel(page).locator('a:not(.cite)')).toHaveCount(0)
  }
  const chip = panel(page).locator('a.cite').first()
  const at = (await chip.getAttribute('data-at'))!
  await chip.click()
  await expect(sentence(page, at)).toBeInViewport()
  expect(new URL(page.url()).pathname).toBe(reading)
  await page.keyboard.press('/')
  expect(new URL(page.url()).pathname).toBe(reading)
})
