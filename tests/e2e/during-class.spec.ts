/** The desk while a class works: a reminder reaches its student, and work that comes in is said without a jump. */
import { assign, becomeInstructor, inviteLink, join, open } from './own-class.ts'
import { expect, test } from './support.ts'

test('who has not begun is reminded in one press; who is done meanwhile is announced and shown on asking', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('during@school.test', baseURL!),
    'HIST 216',
  )
  await assign(teacher.page, classId, 'reading/transcript')
  const student = await open(browser, baseURL!, seen, { viewport: { width: 390, height: 844 } })
  await join(student.page, joinLink, 'Ida Berg')

  const { page } = teacher
  await page.goto(`/classes/${classId}/desk/answers`)
  await page.locator('main a[href*="/desk/answers/"]').first().click()
  await expect(page.getByRole('heading', { name: 'One could still begin' })).toBeVisible()
  await page.getByRole('button', { name: 'Remind 1 student' }).press('Enter')
  await page.waitForURL('**done=reminded*')
  await expect(page.getByText('A reminder is in 1 student’s inbox.')).toBeVisible()
  await expect(page.getByText('The next can go out tomorrow.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Remind/ })).toHaveCount(0)

  await student.page.goto(`/classes/${classId}/inbox`)
  await expect(student.page.getByText('A reminder from your instructor: this reading is on your list.')).toBeVisible()
  const work = new URL(page.url()).pathname.split('/').at(-1)!
  const headline = page.getByRole('heading', { level: 1 })
  await expect(headline).toHaveText(/^None of 1/)
  const done = await student.context.request.put(`/api/assignments/${work}/place`, {
    data: { done: true },
    headers: { origin: baseURL! },
  })
  expect(done.status()).toBe(200)
  await expect(page.getByRole('status').filter({ hasText: '1 more has read to the end since you opened this.' })).toBeVisible({ timeout: 20_000 }) // prettier-ignore
  // Nothing moved by itself.
  await expect(headline).toHaveText(/^None of 1/)
  await page.getByRole('link', { name: 'Show them' }).click()
  await expect(headline).toHaveText(/^The one student has/)
  expect(seen).toEqual([])

  const plain = await browser.newContext({
    baseURL: baseURL!,
    javaScriptEnabled: false,
    storageState: await teacher.context.storageState(),
  })
  const still = await plain.newPage()
  await assign(page, classId, 'essay/how-albania-left-the-bloc')
  await still.goto(`/classes/${classId}/desk/answers`)
  await still.locator('main a[href*="/desk/answers/"]').nth(1).click()
  await still.getByRole('button', { name: 'Remind 1 student' }).click()
  await expect(still.getByText('A reminder is in 1 student’s inbox.')).toBeVisible()
  await still.getByRole('link', { name: 'Look again' }).click()
  await expect(still.getByRole('heading', { level: 1 })).toHaveText(/^None of 1/)
  await Promise.all([teacher.context, student.context, plain].map((context) => context.close()))
})
