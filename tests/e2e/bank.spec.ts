import { eq } from 'drizzle-orm'
import { edition } from '#lib/content/edition.ts'
import { openSqlite } from '#lib/db/client.ts'
import type { Item } from '#lib/domain/item.ts'
import { arguableAnswer, oneOfEveryKind, typedOf, withKey } from '../factories/bank.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { choose, fillByKeyboard, pick, pressed, skipToContent, tabTo, type, type Focused } from './keyboard.ts'
import { expect, signInAs, test } from './support.ts'

const items = oneOfEveryKind(
  edition()
    .quizzes.filter(({ audience }) => audience === 'class')
    .flatMap(({ items: all }) => all)
    // What stands alone, and has the near miss for which a new item has a place.
    .filter((item) => !item.family && (!('near' in item) || item.near.length > 0))
    // The shortest of each kind: what is proved does not hang on the number of parts.
    .toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length),
)

const lengthOf = (item: Item, part: string): number => {
  const typed = typedOf(item)
  const field = { option: 'optionText', row: 'rowText', near: 'nearWhy', rubric: 'rubricRow', sample: 'sampleText' }
  return [typed[field[part as keyof typeof field]] ?? []].flat().length
}

test('an item of every kind is made, previewed, assigned, taken, contested, edited and re-scored by keyboard alone', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 310 · by keyboard' })
  const [teacher, student] = ['keys.teacher@school.test', 'keys.student@school.test']
  await enrol(db, klass.id, await makeUser(db, { name: 'Kay Board', email: teacher, mayTeach: true }), 'instructor')
  await enrol(db, klass.id, await makeUser(db, { name: 'Tab Key', email: student }), 'student')
  const as = async (email: string) => {
    await context.clearCookies()
    await signInAs(context, { email, password: PASSPHRASE })
  }
  await as(teacher)
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

  await page.goto(`/classes/${klass.id}/desk/assign`)
  await skipToContent(page)
  await tabTo(page, ({ name }) => name === 'target')
  await pick(page, `quiz/${quiz.split('/').at(-1)!.split(/[?#]/)[0]!}`)
  await pressed(page, 'Assign')
  await expect(page.getByText('Assigned: Every kind, by keyboard.')).toBeVisible()

  await as(student)
  await page.goto(`/classes/${klass.id}`)
  await skipToContent(page)
  await pressed(page, 'Every kind, by keyboard')
  await skipToContent(page)
  await pressed(page, 'Begin')
  await expect(page.getByRole('button', { name: 'Hand in' })).toBeVisible()
  await skipToContent(page)
  const mine = new Map(items.map((item) => [item.stem, item]))
  for (const seen = new Set<string>(); ;) {
    const at = await tabTo(page, ({ name, text }) => name === 'answer' || text === 'Hand in')
    if (at.text === 'Hand in') break
    const stem = await page.evaluate(
      () => document.activeElement!.closest('.item')!.querySelector('[id$="-stem"]')!.textContent,
    )
    const item = [...mine.values()].find((one) => stem.includes(one.stem))!
    const wanted = arguableAnswer(item)
    if (at.type === 'radio') {
      if (!seen.has(item.stem)) await pick(page, wanted[0]!)
    } else if (at.type === 'checkbox') {
      if (wanted.includes(at.value)) await page.keyboard.press('Space')
    } else if (at.tag === 'SELECT') {
      const row = await page.evaluate(() => (document.activeElement as HTMLSelectElement).options[1]!.value.charAt(0))
      await choose(
        page,
        wanted.find((one) => one.startsWith(row))!,
      )
    } else await type(page, wanted[0]!)
    seen.add(item.stem)
  }
  await expect(page.getByText(`${items.length} of ${items.length} saved`)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('None of 7 right')

  const scored = items.filter(({ kind }) => kind !== 'written')
  for (const [n] of scored.entries()) {
    await skipToContent(page)
    await tabTo(page, ({ tag, text }) => tag === 'SUMMARY' && text === 'Ask for a second look', 400)
    await page.keyboard.press('Enter')
    await tabTo(page, ({ name }) => name === 'from')
    await type(page, '73')
    await tabTo(page, ({ name }) => name === 'text')
    await type(page, `My reading holds, number ${n + 1}.`)
    await pressed(page, 'Ask for a second look')
    await expect(page.getByText('You have asked for a second look.')).toHaveCount(n + 1)
  }
  await expect(page.getByText('Ask for a second look')).toHaveCount(0)

  await as(teacher)
  await page.goto(`/classes/${klass.id}/desk/contests`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Seven second looks are asked for.')
  await skipToContent(page)
  await tabTo(page, ({ name }) => name === 'outcome')
  await pick(page, 'accepted')
  await tabTo(page, ({ name }) => name === 'text')
  await type(page, 'The passage can be read so.')
  await pressed(page, 'Answer the student')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Six second looks are asked for.')

  // Every key comes to say what the student said, is kept as a version, looked at, and applied.
  await page.goto(quiz)
  for (const item of items) {
    await skipToContent(page)
    await pressed(page, item.stem)
    await skipToContent(page)
    await fillByKeyboard(
      page,
      typedOf(withKey(item, arguableAnswer(item))),
      ({ text }) => text === 'Save, back to the quiz',
    )
    await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
    await page.waitForLoadState()
  }
  await expect(page.getByText('The draft differs from it and is complete.')).toBeVisible()
  await skipToContent(page)
  await pressed(page, 'Keep as version 2')
  const [given] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.classId, klass.id))
  await page.goto(`/classes/${klass.id}/desk/assign/${given!.id}/version`)
  for (const { stem, kind } of items)
    await expect(page.getByRole('listitem').filter({ hasText: stem })).toContainText(
      kind === 'written' ? 'The same key; reasons or passages were changed.' : 'Another key.',
    )
  await expect(page.getByRole('row', { name: 'Tab Key' })).toContainText('1 of 77 of 7')
  await skipToContent(page)
  await fillByKeyboard(page, { reason: 'The other answers are right.' }, ({ text }) => text === 'Re-score 1 attempt')
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await expect(page.getByText('The new keys hold.')).toBeVisible()

  // What people judge is graded, and reckoned again by a rubric in which the first row counts twice.
  await page.goto(`/classes/${klass.id}/desk/grading/${given!.id}`)
  await expect(page.getByRole('complementary', { name: 'Keys' })).toBeVisible()
  for (const _row of await page.locator('fieldset.cr').all()) await page.keyboard.press('3')
  await page.keyboard.press('Enter')
  await expect(page.locator('.queuebar .saved')).toHaveText(/^Saved/)
  await page.reload()
  await skipToContent(page)
  await pressed(page, 'Release grades')
  await skipToContent(page)
  await pressed(page, 'Rubric and graders')
  await skipToContent(page)
  const weight = await tabTo(page, ({ name }) => name.startsWith('weight:'))
  await type(page, String(Number(weight.value) + 1))
  await pressed(page, 'See what it would change')
  await skipToContent(page)
  await pressed(page, 'Grade by this rubric')
  await expect(page.getByText('The rubric is changed.')).toBeVisible()

  await as(student)
  await page.goto(`/classes/${klass.id}/quizzes/${given!.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All seven right')
  await page.goto(`/classes/${klass.id}/inbox`)
  await expect(page.getByText('the key was corrected for everybody')).toHaveCount(scored.length - 1)
  await expect(page.getByText('Your score was 1 of 7 and is now 7 of 7.')).toBeVisible()
  await expect(page.getByText('your grade was reckoned again')).toBeVisible()
  await db.close()
})

test('a quiz is copied, changed, shared and adopted without script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL! })
  const page = await context.newPage()
  await signInAs(context, 'instructor')
  await page.goto('/bank?skill=sourcing')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/of \d+ items fit/)
  await page.getByRole('combobox', { name: 'A copy' }).selectOption('edition/part-one')
  // A list of items stands on both pages, and counting does not wait: each page has to be there first.
  await page.getByRole('button', { name: 'Copy it' }).click()
  await page.waitForURL(/\/bank\/quizzes\/[^/?]+/)
  await page.locator('.bankitems .stem a').first().click()
  await expect(page.locator('.part').last()).toBeVisible()
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
