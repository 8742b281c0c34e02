import { devices, type Page } from '@playwright/test'
import { ACCOUNTS, signedInPages } from '../pages.ts'
import { expect, signInAs, test } from './support.ts'

/** Two students who have written nothing yet; each test has one of its own where it needs a fresh start. */
const quiet = (n: number) => ({ email: `student${n}@demo.test`, password: 'demo-student' })

async function readingOf(page: Page): Promise<string> {
  const pages = await signedInPages('student', async (path) => (await page.context().request.get(path)).text())
  return pages.find(({ name }) => name.includes('/reading/') && !name.includes('?'))!.path
}
const margin = (page: Page, text: string) => page.locator('.mnote', { hasText: text })

test('a whole note by keyboard, and what it opens', async ({ page, context }) => {
  await signInAs(context, quiet(13))
  const address = await readingOf(page)
  await page.goto(address)
  await expect(page.getByText('Classmates’ notes open when you have shared')).toBeVisible()
  await expect(page.locator('body')).not.toContainText('This is where he stops being a witness.')

  // Every sentence has a real button with a name.
  const numeral = page.getByRole('button', { name: 'Sentence 117', exact: true })
  await numeral.focus()
  await page.keyboard.press('Enter')
  const card = page.getByRole('complementary', { name: 'Actions for sentence 117' })
  await expect(card).toBeFocused()
  await page.keyboard.press('h')
  await expect(page.locator('.s[data-s=s117]')).toHaveClass(/hl/)
  await page.keyboard.press('n')
  const box = page.getByRole('textbox', { name: 'Your note' })
  await expect(box).toBeFocused()
  await page.keyboard.type('He states it flat; s128 takes it back.')
  await expect(page.getByText('A draft, kept on this device. Not saved yet.')).toBeVisible()
  await page.getByLabel('From sentence 117 to').selectOption('sentence 118')
  await page.getByLabel('Tag', { exact: true }).selectOption('doubt')
  const form = page.getByRole('form', { name: 'Note on sentences 117 to 118' })
  await expect(form).toContainText('The class and your instructors see this with your name')
  await page.getByRole('button', { name: 'Save note' }).press('Enter')
  const mine = page.getByRole('article', { name: 'Note on sentences 117 to 118' })
  await expect(mine).toContainText('The class sees it.')
  await expect(mine.getByRole('link', { name: 's. 128' })).toHaveAttribute('href', '#s128')

  // Lost, in one press; and back.
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sentence 103', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'I am lost here' }).press('Enter')
  await expect(page.getByRole('article', { name: 'Lost here on sentence 103' })).toBeVisible()

  await page.reload()
  await expect(margin(page, 'This is where he stops being a witness.')).toBeVisible()
  await expect(page.locator('.s[data-s=s117]')).toHaveClass(/hl/)
  await expect(page.getByRole('button', { name: /^Sentence 117, \d notes?$/ })).toBeVisible()
  // The first note of the margin finds its place free: it stands beside its sentence, far down in a later turn.
  const off = () =>
    page.evaluate(() => {
      const tops = [...document.querySelectorAll<HTMLElement>('#document[data-lifted] .lifts')].map((note) => [
        note.getBoundingClientRect().top,
        document.querySelector(`.s[data-s="${note.dataset.at}"]`)!.getClientRects()[0]!.top,
      ])
      const [note, sentence] = tops.toSorted(([a], [b]) => a! - b!)[0] ?? []
      return Math.round(note! - sentence!)
    })
  await expect.poll(off).toBe(0)

  // An answer, a change, a link, and taking back.
  const theirs = margin(page, 'This is where he stops being a witness.')
  await theirs.locator('summary', { hasText: 'Answer' }).press('Enter')
  await theirs.getByRole('textbox', { name: 'Your answer' }).fill('Or where he says he never was one.')
  await theirs.getByRole('button', { name: 'Post answer' }).press('Enter')
  await expect(theirs.locator('.answers')).toContainText('Or where he says he never was one.')
  await mine.locator('summary', { hasText: 'Change' }).press('Enter')
  await mine.getByRole('textbox', { name: 'Your words' }).fill('He states it flat, and s128 takes it back.')
  await mine.getByRole('button', { name: 'Save the change' }).press('Enter')
  await expect(mine).toContainText('flat, and')
  await mine.getByRole('link', { name: 'Link' }).press('Enter')
  const link = page.getByRole('region', { name: 'Link your note on sentences 117 to 118' })
  await link.getByLabel('supports').check()
  await link.getByLabel('the note').selectOption({ index: 1 })
  await link.getByRole('button', { name: 'Link the two' }).press('Enter')
  await expect(mine).toContainText('Supports')
  await mine.getByRole('button', { name: 'Take back your note' }).press('Enter')
  await expect(mine).toHaveCount(0)
})

test('what is written without a network is kept, also over a reload, and saved once it is back', async ({
  page,
  context,
  watch,
}) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/)
  await signInAs(context, quiet(16))
  await page.goto(await readingOf(page))
  // Before the scripts arrive the numeral opens the sentence's form; after, its card.
  const ask = page.getByRole('button', { name: 'Ask' })
  await expect(async () => {
    await page.getByRole('button', { name: 'Sentence 48', exact: true }).click()
    await expect(ask).toBeVisible({ timeout: 1000 })
  }).toPass()
  await ask.click()
  await page.getByRole('textbox', { name: 'Your question' }).fill('Who is the matchmaker?')
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Post question' }).click()
  await expect(page.getByText('Not saved yet: no connection.')).toBeVisible()
  await context.setOffline(false)
  const article = page.getByRole('article', { name: 'Question on sentence 48' })
  await expect(article).toContainText('Who is the matchmaker?')
  await expect(page.getByText('Not saved yet')).toHaveCount(0)
  // A draft in the box outlives the page.
  await page.getByRole('button', { name: 'Sentence 50', exact: true }).click()
  await page.getByRole('button', { name: 'Note', exact: true }).click()
  await page.getByRole('textbox', { name: 'Your note' }).fill('Half a thought')
  await page.reload()
  await page.getByRole('button', { name: 'Go on writing' }).click()
  await expect(page.getByRole('textbox', { name: 'Your note' })).toHaveValue('Half a thought')
})

test.describe('on a phone', () => {
  const { viewport, userAgent, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 7']
  test.use({ viewport: { ...viewport, width: 390 }, userAgent, deviceScaleFactor, isMobile, hasTouch })

  test('a passage by touch, and the notes in the flow', async ({ page, context }) => {
    await signInAs(context, quiet(17))
    await page.goto(await readingOf(page))
    await page.locator('.s[data-s=s130]').tap()
    const sheet = page.getByRole('complementary', { name: 'Actions for sentence 130' })
    await sheet.getByRole('button', { name: 'Extend' }).tap()
    await page.locator('.s[data-s=s131]').tap()
    const passage = page.getByRole('complementary', { name: 'Actions for sentences 130 to 131' })
    for (const name of ['Highlight', 'Note', 'Ask', 'I am lost here'])
      expect((await passage.getByRole('button', { name, exact: true }).boundingBox())!.height).toBeGreaterThanOrEqual(
        44,
      )
    await passage.getByRole('button', { name: 'Note', exact: true }).tap()
    await page.getByRole('textbox', { name: 'Your note' }).fill('Six words, and then a witness.')
    await page.getByRole('button', { name: 'Save note' }).tap()
    await page
      .getByText(/notes? on this paragraph/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: '1 note here' }).tap()
    await expect(page.getByRole('article', { name: 'Note on sentences 130 to 131' })).toBeInViewport()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})

test('without JavaScript the same is done by forms', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! })
  await signInAs(context, quiet(20))
  const page = await context.newPage()
  await page.goto(await readingOf(page))
  await page.getByRole('button', { name: 'Sentence 31', exact: true }).click()
  const place = page.getByRole('region', { name: 'No notes on sentence 31 yet' })
  await place.getByLabel('Ask a question').check()
  await place.getByLabel('Your words').fill('Good for whom?')
  await place.getByLabel('Who sees it').selectOption('My instructors')
  await place.getByRole('button', { name: 'Save' }).click()
  // Its address leads to it, and opens what it is folded into.
  const article = page.getByRole('article', { name: 'Question on sentence 31' })
  await expect(article).toContainText('Your instructors see it.')
  await article.locator('summary', { hasText: 'Change' }).click()
  await article.getByRole('textbox', { name: 'Your words' }).fill('Good for whom, Ho or Albania?')
  await article.getByRole('button', { name: 'Save the change' }).click()
  await expect(article).toContainText('Ho or Albania?')
  await article.getByRole('button', { name: 'Take back your question' }).click()
  await expect(article).toHaveCount(0)
  await context.close()
})

test('the instructor sees who is lost where, answers, and pins a prompt', async ({ page, context }) => {
  await signInAs(context, ACCOUNTS.instructor)
  const classId = ((await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }).classes[0]!
    .id
  await page.goto(`/classes/${classId}/desk/notes`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('written beside the text.')
  await expect(page.locator('body')).not.toContainText('Keep for the essay')
  await expect(page.getByRole('region', { name: 'Where students are lost' })).toContainText('Sentence 103')
  await page.getByText('The strip as a table').click()
  await expect(page.getByRole('table', { name: /^Made of \d+ citations/ })).toBeVisible()

  const question = page.getByRole('article', { name: 'Question on sentence 114' })
  await question.locator('summary', { hasText: 'Answer' }).click()
  await question.getByRole('textbox', { name: 'Your answer' }).fill('Look at how s108 introduces all this.')
  await question.getByRole('button', { name: 'Post answer' }).click()
  await expect(page.getByText('Posted.')).toBeVisible()
  await expect(question).toContainText('Look at how')

  await page.getByLabel('From sentence').fill('253')
  await page.getByLabel('What you ask there').fill('Where have you read this sentence before?')
  await page.getByRole('button', { name: 'Pin the prompt', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Prompts pinned to the text' })).toContainText(
    'read this sentence before',
  )

  await page.getByLabel('Sentence', { exact: true }).fill('111')
  await page.getByRole('button', { name: 'Show these' }).click()
  await expect(page.getByRole('article', { name: 'Note on sentences 111 to 112' })).toBeVisible()
  await expect(page.getByRole('article', { name: 'Question on sentence 114' })).toHaveCount(0)
})
