/** The desk and the wall while a class works: reminders and arrivals, a question before and after, and a timer. */
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

test('a question is asked before and after: answered on a phone, with and without script, counted on the wall', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('poll@school.test', baseURL!),
    'HIST 217',
  )
  const phone = { viewport: { width: 390, height: 844 } }
  const ida = await open(browser, baseURL!, seen, phone)
  await join(ida.page, joinLink, 'Ida Berg')
  const jan = await open(browser, baseURL!, seen, { ...phone, javaScriptEnabled: false })
  await join(jan.page, joinLink, 'Jan Berg')

  const { page } = teacher
  await page.goto(`/classes/${classId}/desk/projector/polls`)
  await page.locator('summary').getByText('No news, and then Albanian messages', { exact: true }).click()
  await page.getByRole('button', { name: /^Ask this now/ }).click()
  await page.waitForURL('**/projector/polls/*')
  await expect(page.getByText('0 of 2 have answered.')).toBeVisible()

  const answer = async (one: typeof ida, n: number, press: string) => {
    await one.page.goto(`/classes/${classId}`)
    await one.page.getByRole('link', { name: /^No news, and then/ }).click()
    await one.page.getByRole('radio').nth(n).check()
    await one.page.getByRole('button', { name: press }).click()
    await expect(one.page.getByText('Your answer is in.')).toBeVisible()
    expect(await one.page.content()).not.toContain('answered</th>')
  }
  await answer(ida, 0, 'Give my answer')
  await answer(jan, 1, 'Give my answer')
  // The wall learns of it by itself.
  await expect(page.getByText('2 of 2 have answered.')).toBeVisible({ timeout: 10_000 })
  await expect(page.getByRole('columnheader', { name: /Before/ })).toHaveCount(0)

  await page.getByRole('button', { name: 'Close it, and talk' }).click()
  await expect(page.getByRole('button', { name: 'Ask it again' })).toBeVisible()
  // Three minutes to talk it over: paused and set going by the keyboard, kept when the page is opened again.
  await page.getByRole('button', { name: /^3 min/ }).press('Enter')
  const timer = page.getByRole('timer')
  await expect(timer).toHaveText(/^(3:00|2:5\d)$/u)
  await expect(page.getByRole('status')).toHaveText('Three minutes from now.')
  await page.getByRole('button', { name: 'Pause' }).press('Space')
  const stood = await timer.textContent()
  await page.waitForTimeout(1200)
  await expect(timer).toHaveText(stood!)
  await page.getByRole('button', { name: 'Go on' }).press('Enter')
  await expect(timer).not.toHaveText(stood!, { timeout: 3000 })
  await page.reload()
  await expect(timer).toHaveText(/^2:[45]\d$/u)
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(timer).toHaveCount(0)

  await page.getByRole('button', { name: 'Ask it again' }).click()
  await answer(ida, 1, 'Give my answer')
  await answer(jan, 1, 'Give my answer')
  await page.getByRole('button', { name: 'Close it', exact: true }).click()
  await page.getByRole('button', { name: 'Show the counts' }).click()
  await expect(page.getByRole('heading', { name: 'One of 2 changed their mind.' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'After, 2 answered' })).toBeVisible()
  expect(await page.content()).not.toMatch(/Ida|Jan Berg/u)
  await jan.page.reload()
  await expect(jan.page.getByText('your answer').first()).toBeVisible()
  expect(seen).toEqual([])

  // Without script the same form says until what time, and a reload does not begin anew.
  const plain = await browser.newContext({
    baseURL: baseURL!,
    javaScriptEnabled: false,
    storageState: await teacher.context.storageState(),
  })
  const still = await plain.newPage()
  await still.goto(`/classes/${classId}/desk/projector/timer`)
  await still.getByRole('button', { name: /^10 min/ }).click()
  await expect(still.getByText(/^Until \d+:\d\d [AP]M$/u)).toBeVisible()
  const until = still.url()
  await still.reload()
  expect(still.url()).toBe(until)
  await Promise.all([teacher.context, ida.context, jan.context, plain].map((context) => context.close()))
})
