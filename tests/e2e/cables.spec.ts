/** Classmates read one another's cables: a phone without script, the author and the desk by keyboard. */
import type { APIRequestContext } from '@playwright/test'
import { STUDENTS } from '../../bin/demo-class.ts'
import { expect, signInAs, test } from './support.ts'

type Work = { assignments: { id: string; title: string; kind: string }[] }
const STUDENT = (n: string) => ({ email: `student${n}@demo.test`, password: 'demo-student' })
const NAMES = STUDENTS.map(({ name }) => name)

async function carried(request: APIRequestContext): Promise<{ desk: string; path: string; assignment: string }> {
  const { classes } = (await (await request.get('/api/me')).json()) as { classes: { id: string }[] }
  const at = `/classes/${classes[0]!.id}`
  const { assignments } = (await (await request.get(`/api${at}/assignments`)).json()) as Work
  const { id } = assignments.find(({ title }) => title === 'Carry the message')!
  return { desk: `${at}/desk`, path: `${at}/quizzes/${id}/cables`, assignment: id }
}

test('a phone without script: a cable is given out without a name, read beside the text, and sent', async ({
  browser,
  baseURL,
}) => {
  const phone = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
  await signInAs(phone, STUDENT('12'))
  const page = await phone.newPage()
  const { path } = await carried(phone.request)
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You have read one of two cables.')
  await page.getByRole('button', { name: 'Give me a cable to read' }).click()
  await page.waitForURL('**done=given*')
  const points = page.locator('.cablepoint')
  await expect(points).toHaveCount(8)
  await expect(points.nth(4)).toContainText('it is still early.')
  for (let i = 0; i < 8; i++)
    await points
      .nth(i)
      .getByRole('radio', { name: i === 3 ? 'Left out' : 'Carried' })
      .check()
  await page.getByRole('button', { name: 'Send the review' }).click()
  await page.waitForURL('**done=reviewed*')
  await expect(page.getByText('Your review is with the author of the cable.')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'You have read the two cables that you were asked to read.',
  )
  // Nobody is named but the reader, and nothing is wider than the phone.
  const words = await page.content()
  expect(NAMES.filter((name) => name !== NAMES[11] && words.includes(name))).toEqual([])
  await phone.close()
})

test('by keyboard: what arrived of one’s own, a report, and at the desk what the class lost', async ({
  browser,
  baseURL,
  context,
  page,
}) => {
  await signInAs(context, STUDENT('02'))
  const { path, desk, assignment } = await carried(context.request)
  await page.goto(path)
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  const received = page.locator('#received')
  await expect(received.getByRole('table', { name: 'What arrived' })).toBeVisible()
  const report = received.locator('summary', { hasText: 'Report the review of Classmate 1' })
  await report.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('It says left out, and it stands there')
  await page.keyboard.press('Enter')
  await page.waitForURL('**done=reported*')
  await expect(page.getByText('Your instructors will look at it.')).toBeVisible()

  const staffContext = await browser.newContext({ baseURL })
  await signInAs(staffContext, 'instructor')
  const staff = await staffContext.newPage()
  await staff.goto(`${desk}/analysis/${assignment}`)
  await expect(
    staff.getByRole('heading', {
      name: /^Lost most often, in \d+ of \d+ reviews of 12 cables: “Fourth: harm to unity”$/,
    }),
  ).toBeVisible()
  await staff.goto(`${desk}/reports`)
  const waiting = staff.getByRole('listitem').filter({ hasText: 'It says left out, and it stands there' }).first()
  await expect(waiting).toContainText('A review of a cable')
  await waiting.getByRole('link', { name: 'Carry the message' }).press('Enter')
  await staff.waitForURL(`**/answers/${assignment}/cables*`)
  await expect(staff.getByRole('article').filter({ hasText: NAMES[1]! }).getByRole('table').first()).toBeVisible()
  await staff.goto(`${desk}/reports`)
  await waiting.locator('summary').press('Enter')
  await waiting.getByLabel('The reason').fill('Read it again beside the text.')
  await waiting.getByRole('button', { name: 'Hide it' }).press('Enter')
  await expect(staff.getByText('Hidden. Its author reads the reason.')).toBeVisible()
  await page.goto(path)
  await expect(received.getByText('Hidden by an instructor.')).toBeVisible()
  expect(await page.content()).not.toContain('Read it again beside the text.')
  await staffContext.close()
})
