import { edition } from '#lib/content/edition.ts'
import type { Item } from '#lib/domain/item.ts'
import { oneOfEveryKind, typedOf } from '../factories/bank.ts'
import { choose, fillByKeyboard, pressed, skipToContent, tabTo, type Focused } from './keyboard.ts'
import { expect, signInAs, test } from './support.ts'

const items = oneOfEveryKind(
  edition()
    .quizzes.filter(({ audience }) => audience === 'class')
    .flatMap(({ items: all }) => all)
    // The shortest of each kind: what is proved does not hang on the number of parts.
    .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length),
)

const lengthOf = (item: Item, part: string): number => {
  const typed = typedOf(item)
  const field = { option: 'optionText', row: 'rowText', near: 'nearWhy', rubric: 'rubricRow', sample: 'sampleText' }
  return [typed[field[part as keyof typeof field]] ?? []].flat().length
}

test('one item of every kind is made, previewed and assigned by keyboard alone', async ({ page, context }) => {
  test.setTimeout(120_000)
  await signInAs(context, 'instructor')
  await page.goto('/bank')
  await skipToContent(page)
  await fillByKeyboard(page, { title: 'Every kind, by keyboard' }, ({ text }) => text === 'Begin it')
  await Promise.all([page.waitForURL(/\/bank\/quizzes\//), page.keyboard.press('Enter')])
  const quiz = page.url()

  for (const item of items) {
    await skipToContent(page)
    await tabTo(page, ({ name }) => name === 'kind')
    await choose(page, item.kind)
    await pressed(page, 'Add it')
    await skipToContent(page)
    const isFull = ({ value, index }: Focused) => index >= 0 && lengthOf(item, value) > 0
    // A button that adds a part saves what is typed so far; the walk goes on in the new part.
    for (;;) {
      const counted = async (part: string) => page.locator(`fieldset[id^="${part}-"]`).count()
      const wanting = new Set<string>()
      for (const part of ['option', 'row', 'near', 'rubric', 'sample'])
        if ((await counted(part)) < lengthOf(item, part)) wanting.add(part)
      const at = await fillByKeyboard(
        page,
        typedOf(item),
        (one) =>
          one.text === 'Save, back to the quiz' || (one.name === 'more' && wanting.has(one.value) && isFull(one)),
      )
      await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
      await page.waitForLoadState()
      if (at.text === 'Save, back to the quiz') break
    }
  }
  await expect(page.locator('.bankitems > li')).toHaveCount(items.length)
  await skipToContent(page)
  await fillByKeyboard(page, { summary: 'An item of every kind.' }, ({ text }) => text === 'Save title and line')
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await expect(page.getByText('The draft is complete')).toBeVisible()

  await page.goto(`${quiz.split('?')[0]!.split('#')[0]}/preview`)
  await expect(page.locator('.items > li')).toHaveCount(items.length)
  for (const item of items) await expect(page.getByText(item.stem, { exact: true }).first()).toBeVisible()
  await skipToContent(page)
  await pressed(page, 'Back to your quiz')
  await skipToContent(page)
  await pressed(page, 'Keep as version 1')
  await expect(page.getByText('Version 1 is kept.')).toBeVisible()
})

test('a quiz is copied, changed, shared and adopted without script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! })
  const page = await context.newPage()
  await signInAs(context, 'instructor')
  await page.goto('/bank?skill=sourcing')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/of \d+ items fit/)
  await page.getByRole('combobox', { name: 'A copy' }).selectOption('edition/part-one')
  await page.getByRole('button', { name: 'Copy it' }).click()
  await page.locator('.bankitems .stem a').first().click()
  const before = await page.locator('.part').count()
  await page.getByLabel('The question', { exact: true }).fill('Asked in words of my own?')
  await page.getByRole('button', { name: 'Add an option' }).first().click()
  await expect(page.locator('.part')).toHaveCount(before + 1)
  await expect(page.getByLabel('The question', { exact: true })).toHaveValue('Asked in words of my own?')
  await expect(page.getByRole('list', { name: 'What is missing' })).toBeVisible()
  await page
    .locator('.part')
    .last()
    .getByRole('button', { name: /^Take option/ })
    .click()
  await page.getByRole('button', { name: 'Save, back to the quiz' }).click()
  await page.getByRole('button', { name: 'Keep as version 1' }).click()
  await page.getByRole('button', { name: 'Share it by a link' }).click()
  await page.locator('.sharelink a').click()
  await expect(page.getByText('Asked in words of my own?')).toBeVisible()
  await context.close()
})
