/** The discussion in a browser: a phone by touch, the desk by keyboard. */
import type { Page } from '@playwright/test'
import { STUDENTS } from '../../bin/demo-class.ts'
import { expect, signInAs, test } from './support.ts'

type Work = { assignments: { id: string; title: string }[] }
const STUDENT = (n: string) => ({ email: `student${n}@demo.test`, password: 'demo-student' })

async function nameless(page: Page): Promise<{ classId: string; path: string }> {
  const { classes } = (await (await page.request.get('/api/me')).json()) as { classes: { id: string }[] }
  const classId = classes[0]!.id
  const { assignments } = (await (await page.request.get(`/api/classes/${classId}/assignments`)).json()) as Work
  const { id } = assignments.find(({ title }) => title === 'The telegrams, without names')!
  return { classId, path: `/classes/${classId}/questions/${id}` }
}

test('a phone: own post first, then classmates without names, a reply, a report; staff hide it by keyboard', async ({
  browser,
  baseURL,
}) => {
  const phone = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, hasTouch: true })
  await signInAs(phone, STUDENT('03'))
  const page = await phone.newPage()
  const { classId, path } = await nameless(page)
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Classmates’ answers open when yours is in' })).toBeVisible()
  await expect(page.locator('#text-sees')).toContainText('without your name')
  expect(await page.content()).not.toContain('whom to believe')

  await page.locator('textarea[name=text]').fill('Both could be true of two moments (s. 160).')
  await page.locator('input[name=citations][value=s110]').tap()
  await page.getByRole('button', { name: 'Post answer' }).tap()
  await page.waitForURL('**done=posted*')
  await expect(page.getByRole('heading', { name: /classmates have posted/ })).toBeVisible()
  // A sentence named in the words is a chip that leads to it.
  await expect(page.locator('.post.own .posttext a.cite')).toHaveAttribute('href', '/transcript#s160')
  expect(await page.content()).not.toMatch(/Amara Osei|Ivan Petrov|Rosa Delgado/)

  const post = page.getByRole('article', { name: /^Post by Classmate/ }).first()
  await post.getByText('Reply', { exact: false }).first().tap()
  await post.getByLabel('Your reply').fill('Which of the two moments?')
  await post.getByRole('button', { name: 'Post reply' }).tap()
  await page.waitForURL('**done=replied*')
  const reply = page.getByRole('listitem').filter({ hasText: 'Which of the two moments?' }).first()
  await expect(reply).toContainText('(you)')
  const other = page.getByRole('article', { name: /^Post by Classmate/ }).last()
  await other
    .getByRole('link', { name: /^Report/ })
    .first()
    .tap()
  await page.getByLabel('What is wrong with it').fill('It gives up too soon')
  await page.getByRole('button', { name: 'Report to your instructors' }).tap()
  await expect(page.getByText('Your instructors will look at it.')).toBeVisible()
  // Nothing of it is wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  const desk = await browser.newContext({ baseURL })
  await signInAs(desk, 'instructor')
  const staff = await desk.newPage()
  await staff.goto(`/classes/${classId}/desk`)
  const look = staff.getByRole('link', { name: /^Look at/ })
  await look.focus()
  await staff.keyboard.press('Enter')
  await staff.waitForURL('**/desk/reports')
  const waiting = staff.getByRole('listitem').filter({ hasText: 'It gives up too soon' }).first()
  await waiting.locator('summary').focus()
  await staff.keyboard.press('Enter')
  await staff.keyboard.press('Tab')
  await staff.keyboard.type('Say what the text lets you say.')
  await staff.keyboard.press('Enter')
  await expect(staff.getByText('Hidden. Its author reads the reason.')).toBeVisible()

  await page.goto(path)
  await expect(page.getByText('Hidden by an instructor.')).toBeVisible()
  expect(await page.content()).not.toContain('Say what the text lets you say.')
  await Promise.all([phone.close(), desk.close()])
})

test('by keyboard alone: reply to a classmate, and every control says what it is about', async ({ context, page }) => {
  await signInAs(context, STUDENT('08'))
  const { path } = await nameless(page)
  await page.goto(path)
  const article = page.getByRole('article', { name: /^Post by Classmate/ }).first()
  const name = (await article.getAttribute('aria-label'))!.replace('Post by ', '')
  await expect(article.locator('summary', { hasText: `Reply to ${name}` })).toHaveCount(1)
  await expect(article.getByRole('link', { name: `Report the post by ${name}` })).toHaveCount(1)
  await article.locator('summary', { hasText: 'Reply' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect(article.getByRole('textbox', { name: 'Your reply' })).toBeFocused()
  await page.keyboard.type('Typed without a mouse.')
  await page.keyboard.press('Tab')
  await page.keyboard.type('114')
  await page.keyboard.press('Tab')
  await expect(article.getByRole('button', { name: 'Post reply' })).toBeFocused()
  await page.keyboard.press('Enter')
  await page.waitForURL('**done=replied*')
  await expect(page.getByRole('listitem').filter({ hasText: 'Typed without a mouse.' }).first()).toContainText('(you)')

  await page.goto(`${path}/reviews`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('You have reviewed what was asked.')
  await expect(page.getByRole('article', { name: 'Sample 1' })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Sample 1: your levels beside this edition’s' })).toBeVisible()
})

test('peer review without a mouse: samples first, then an answer without its author', async ({ context, page }) => {
  await signInAs(context, STUDENT('16'))
  const { path } = await nameless(page)
  await page.goto(`${path}/reviews`)
  for (const left of ['Three samples', 'Two samples', 'One sample']) {
    await expect(page.getByRole('heading', { level: 1 })).toContainText(left)
    for (const group of await page
      .getByRole('group')
      .filter({ has: page.getByRole('radio') })
      .all()) {
      await group.getByRole('radio').first().focus()
      await page.keyboard.press('Space')
    }
    await page.getByRole('button', { name: /^Save my levels for Sample/ }).press('Enter')
    await page.waitForURL('**done=scored*')
  }
  await page.getByRole('button', { name: 'Give me an answer to review' }).press('Enter')
  await page.waitForURL('**done=given*')
  const answer = page.getByRole('article', { name: 'A classmate’s answer' })
  for (const group of await answer.getByRole('group').all()) {
    await group.getByRole('radio').nth(2).focus()
    await page.keyboard.press('Space')
  }
  await answer.getByLabel('What is good, and what its author could do next').focus()
  await page.keyboard.type('It holds; name the sentence.')
  await expect(page.locator('#review-sees')).toContainText('without your name')
  await answer.getByRole('button', { name: 'Send the review' }).press('Enter')
  await page.waitForURL('**done=reviewed*')
  await expect(page.getByText('Your review is with its author.')).toBeVisible()
  expect(await page.content()).not.toMatch(/Amara Osei|Ivan Petrov/)
})

test('the class in one page: one press to choose an answer, nobody named in its bytes', async ({ context, page }) => {
  await signInAs(context, 'instructor')
  const { classId } = await nameless(page)
  await page.goto(`/classes/${classId}/desk`)
  await page.getByRole('link', { name: 'Class in one page' }).click()
  await page.waitForURL('**/desk/projector**')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/share one misreading/)
  await expect(page.locator('.chosen > li')).toHaveCount(4)
  const bytes = await (await context.request.get(`/classes/${classId}/desk/projector`)).text()
  for (const { name } of STUDENTS) expect(bytes).not.toContain(name)
  const ids = (await (await context.request.get(`/classes/${classId}/desk`)).text()).matchAll(
    /students\/([0-9a-f-]{36})/g,
  )
  for (const [, id] of ids) expect(bytes).not.toContain(id!)

  await page.getByRole('button', { name: 'Take it off' }).first().click()
  await expect(page.locator('.chosen > li')).toHaveCount(3)
  await page.getByRole('link', { name: 'Answers', exact: true }).first().click()
  await page.getByRole('link', { name: 'One journey, two sets of telegrams' }).first().click()
  await page
    .getByRole('button', { name: /^Show to the class/ })
    .first()
    .click()
  await expect(page.getByText('On the page for the class, without a name.').first()).toBeVisible()
})
