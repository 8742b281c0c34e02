/** The edition as a visitor uses it: reading, cards, citations, and the self-check by mouse, by keyboard and without script. */
import type { Browser, Page } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import type { Item } from '#lib/domain/item.ts'
import { misreadingsIn } from '#lib/domain/judge.ts'
import { fillIn, reasonsOf, rightAnswer, wrongAnswer } from '../factories/answers.ts'
import { expect, test, watchContext } from './support.ts'

const selfChecks = edition().quizzes.filter((one) => one.audience === 'public')
const quiz = selfChecks[0]!
const { transcript } = edition()
const textOf = (id: string): string => transcript.units.get(id)!.text

test('the transcript is whole, quiet at first, and every sentence has its address', async ({ page }) => {
  await page.goto('/transcript')
  await expect(page.locator('#document .rec .s')).toHaveCount(transcript.units.size - transcript.header.length)
  expect(await page.locator('#show-brackets').isChecked()).toBe(false)
  await page.goto('/transcript#s143')
  await expect(page.locator('#s143')).toBeInViewport()
  await page.goto('/transcript?to=s147#s143')
  await expect(page.locator('#s145')).toBeInViewport()
})

test('the transcript tells reference managers what it is, and offers its text and its reference', async ({
  page,
  request,
  baseURL,
}) => {
  const saysWhatItIs = async () => {
    await expect(page.locator('meta[name="citation_title"]')).toHaveAttribute('content', transcript.tei.title)
    await expect(page.locator('link[rel="canonical"]')).toHaveJSProperty('href', `${baseURL}/transcript`)
    const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '') as object
    expect(data).toMatchObject({ name: transcript.tei.title, url: '/transcript', sameAs: transcript.tei.url })
  }
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Transcript' }).click()
  await page.waitForURL('**/transcript')
  await saysWhatItIs()
  await page.reload()
  await saysWhatItIs()
  await page.getByText('Take the text with you').click()
  await page.getByText('How to cite').click()
  for (const name of ['Plain text', 'TEI', 'JSON', 'BibTeX', 'RIS', 'CSL-JSON']) {
    const link = page.getByRole('link', { name, exact: true })
    await expect(link).toBeVisible()
    expect((await request.get((await link.getAttribute('href'))!)).status(), name).toBe(200)
  }
})

test('a name opens its card, and a sentence its citation, without covering the text', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/transcript')
  await page.locator('a.e[data-person="ho"]').first().click()
  const name = page.getByRole('complementary', { name: 'Name card' })
  await expect(name).toContainText('Hồ Chí Minh')
  await page.keyboard.press('Escape')
  await expect(name).toHaveCount(0)
  await page.goto('/transcript#s254')
  const actions = page.getByRole('complementary', { name: /Actions for sentence 254/ })
  await expect(actions).toBeVisible()
  await actions.getByRole('button', { name: 'Cite' }).click()
  await expect(actions.locator('.citation')).toContainText('PRC FMA 109-03747-02')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Stephen Mercado')
  await expect(actions.locator('.citation')).toContainText('#s254')
})

test('a sentence says what cites it; the list is fetched once, and without it the page says where it is', async ({
  page,
  watch,
}) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/transcript/uses') asked.push(request.url())
  })
  const [used] = edition().usedIn
  const unused = [...transcript.units.keys()].find((id) => id.startsWith('s') && !edition().usedIn.has(id))!
  await page.goto('/transcript')
  await expect(page.locator('#document')).toHaveAttribute('data-reader', 'on')
  expect(asked).toEqual([])
  await page.goto(`/transcript#${used![0]}`)
  const card = page.getByRole('complementary', { name: /^Actions for/ })
  for (const use of used![1]) await expect(card.getByRole('link', { name: use.title }).first()).toBeVisible()
  await page.goto(`/transcript#${unused}`)
  await expect(card).toContainText('Nothing on this site cites this sentence yet.')
  expect(asked).toHaveLength(1)

  watch.allow(/Failed to load resource/)
  await page.route('**/transcript/uses', (route) => route.abort())
  await page.reload()
  await expect(card).toContainText('The list did not load.')
})

test('by keyboard alone: from sentence to sentence, and a citation', async ({ page }) => {
  await page.goto('/transcript')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.locator('.s.cur, .cur .s, .cur')).not.toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: /Actions for/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: /Actions for/ })).toHaveCount(0)
})

test('the single keys can be turned off, and stay off', async ({ page }) => {
  await page.goto('/transcript')
  await page.getByText('Tools', { exact: true }).click()
  await page.getByLabel('Switch off the letter keys').check()
  await page.reload()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.locator('.s.cur')).toHaveCount(0)
  await page.getByText('Tools', { exact: true }).click()
  await page.getByLabel('Switch off the letter keys').uncheck()
  await page.keyboard.press('j')
  await expect(page.locator('.s.cur')).not.toHaveCount(0)
})

test('the place is kept on this device, without a cookie', async ({ page, context }) => {
  await page.goto('/transcript')
  for (let i = 0; i < 12; i++) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(80)
  }
  await page.waitForTimeout(1500)
  await page.goto('/')
  await page.goto('/transcript')
  await expect(page.locator('#go-on')).toContainText('Go on at')
  expect(await context.cookies()).toEqual([])
})

async function expectVerdict(page: Page, item: Item, correct: boolean): Promise<void> {
  const form = page.locator(`[id="${item.id}"]`)
  await expect(form.getByText(correct ? /^Yes[.,]/ : /^Not this one\./).first()).toBeVisible()
  for (const why of 'options' in item ? reasonsOf(item) : [item.why])
    await expect(form.getByText(why, { exact: false }).first()).toBeVisible()
  await expect(form.getByText(textOf(item.passage.from), { exact: false }).first()).toBeVisible()
}

for (const { id, items } of selfChecks)
  test(`${id} by mouse: right and wrong, every option explained, the passage beside it`, async ({ page }) => {
    await page.goto(`/quizzes/${id}`)
    for (const [index, item] of items.entries()) {
      const form = page.locator(`[id="${item.id}"]`)
      const wrong = index === 0
      await fillIn(form, item, wrong ? wrongAnswer(item) : rightAnswer(item))
      await form.getByRole('button', { name: 'Check answer' }).click()
      await expectVerdict(page, item, !wrong)
    }
    const first = items[0]!
    const [misreading] = misreadingsIn(first, wrongAnswer(first))
    await expect(
      page.getByText(edition().misreadings.find((one) => one.id === misreading)!.reading, { exact: false }).first(),
    ).toBeVisible()
  })

test('the self-check with the keyboard alone', async ({ page }) => {
  await page.goto(`/quizzes/${quiz.id}`)
  for (const item of quiz.items) {
    const inputs = page.locator(`[id="${item.id}"] input[name=answer]`)
    const values = await inputs.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))
    // Tab until the focus stands in this item's first box, as a person would.
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab')
      if (
        await page.evaluate(
          (id) =>
            document.activeElement?.closest(`[id="${id}"]`) !== null &&
            document.activeElement instanceof HTMLInputElement,
          item.id,
        )
      )
        break
    }
    await expect(inputs.first()).toBeFocused()
    const right = rightAnswer(item)
    if (item.kind === 'several') {
      for (const value of values) {
        if (right.includes(value)) await page.keyboard.press('Space')
        await page.keyboard.press('Tab')
      }
    } else {
      await page.keyboard.press('Space')
      for (let steps = values.indexOf(right[0]!); steps > 0; steps--) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Tab')
    }
    await expect(page.locator(`[id="${item.id}"]`).getByRole('button', { name: 'Check answer' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expectVerdict(page, item, true)
  }
})

async function withoutScript(browser: Browser, baseURL: string, run: (page: Page) => Promise<void>): Promise<void> {
  const seen: string[] = []
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false })
  await watchContext(context, baseURL, seen)
  await run(await context.newPage())
  expect(await context.cookies()).toEqual([])
  await context.close()
  expect(seen).toEqual([])
}

test('without JavaScript: the text, the cards as pages, the self-check', async ({ browser, baseURL }) => {
  await withoutScript(browser, baseURL!, async (page) => {
    await page.goto('/transcript')
    await page.getByRole('link', { name: 'Where the sentences are used' }).click()
    await page.waitForURL('**/transcript/uses')
    await expect(page.locator('[data-uses]')).toHaveCount(edition().usedIn.size)
    await page.goto('/transcript#s143')
    await expect(page.locator('#s143')).toBeInViewport()
    await page.locator('a.e[data-person="ho"]').first().click()
    await page.waitForURL('**/people/ho')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Hồ Chí Minh')
    for (const [id, item] of selfChecks.flatMap(({ id, items }) => items.map((one) => [id, one] as const))) {
      await page.goto(`/quizzes/${id}`)
      const form = page.locator(`form[action$="/${item.id}"]`)
      await fillIn(form, item, rightAnswer(item))
      await form.getByRole('button', { name: 'Check answer' }).click()
      await page.waitForURL(`**/quizzes/${id}/${item.id}?answer=*`)
      await expect(page.getByText(/^Yes[.,]/).first()).toBeVisible()
      for (const why of 'options' in item ? reasonsOf(item) : [item.why])
        await expect(page.getByText(why, { exact: false }).first()).toBeVisible()
      await expect(page.getByText(textOf(item.passage.from), { exact: false }).first()).toBeVisible()
    }
  })
})

test('no key, reason or misreading of a self-check stands in its prerendered page', async ({ request }) => {
  for (const { id, items } of selfChecks) {
    const page = await (await request.get(`/quizzes/${id}`)).text()
    expect(page).toContain(items[0]!.id)
    for (const item of items) for (const why of reasonsOf(item)) expect(page).not.toContain(why.slice(0, 40))
  }
})

test('who told whom without JavaScript: the list sifted, and a claim with its ladder', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false })
  const page = await context.newPage()
  const { claims } = edition()
  await page.goto('/claims')
  const shown = page.locator('.claims>li:visible')
  await expect(shown).toHaveCount(claims.length)
  await page.locator('#only-khiem').check()
  await expect(shown).toHaveCount(claims.filter(({ speaker }) => speaker === 'khiem').length)
  await page.locator('#only-first-hand').check()
  await expect(shown).toHaveCount(claims.filter((one) => one.speaker === 'khiem' && one.firstHand).length)

  await page.goto('/claims/tirana-first')
  const claim = claims.find(({ id }) => id === 'tirana-first')!
  // Before the mouths of the chain: the reader, this site, the translator, the note-taker.
  await expect(page.locator('.ladder>li')).toHaveCount(claim.chain.length + 4)
  await expect(page.locator('.ladder b')).toContainText([
    'You',
    'This site',
    'Stephen Mercado',
    'Ni Liyu',
    'Zhou Enlai',
    /Party of Labor of Albania/,
    /envoy/,
    'Hồ Chí Minh',
  ])
  await expect(page.locator('main')).toContainText('it has had no second coder')
  await expect(page.locator('main')).toContainText('As Zhou says it: certain. “said that he would go”')
  await expect(page.locator('.quoted')).toContainText(textOf('s112'))
  await page.getByRole('link', { name: /^Next/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(claims[claims.indexOf(claim) + 1]!.title)
  await context.close()
})

test('an essay in two lengths and a gist kept closed, without JavaScript', async ({ browser, baseURL }) => {
  await withoutScript(browser, baseURL!, async (page) => {
    const [essay] = edition().essays
    await page.goto('/essays')
    await page.getByRole('link', { name: `Short, ${essay!.short.minutes} min: ${essay!.title}` }).click()
    await page.waitForURL(`**/essays/${essay!.slug}/short`)
    await expect(page.locator('#essay>p[id]')).toHaveCount(essay!.short.paragraphs.length)
    const lengths = page.getByRole('navigation', { name: 'Length of this essay' })
    await expect(lengths.locator('[aria-current=page]')).toHaveText(`Short, ${essay!.short.minutes} minutes`)
    await lengths.getByRole('link', { name: `Long, ${essay!.minutes} minutes` }).click()
    await page.waitForURL(`**/essays/${essay!.slug}`)
    await expect(page.locator('#essay>[id]:is(p,.differ)')).toHaveCount(essay!.paragraphs.length)
    for (const block of await page.locator('.differ').all())
      expect(await block.locator('.side').count()).toBeGreaterThan(1)

    await page.goto('/gists')
    const { gists } = edition()
    await expect(page.locator('[data-panel=gists]>li')).toHaveCount(gists.length)
    const gist = page.getByText(gists[10]!.gist)
    await expect(gist).toBeHidden()
    await page.locator('details.gist>summary').nth(10).click()
    await expect(gist).toBeVisible()
  })
})
