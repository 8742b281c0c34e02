/** The life of a class in a browser without JavaScript: settings, a slip on the roster, closing, opening again. */
import { faultsOn } from './axe.ts'
import { assign, becomeInstructor, inviteLink, join, open } from './own-class.ts'
import { expect, test } from './support.ts'

test('is changed, closed, read while it is closed, and opened again, by forms alone', async ({ browser, baseURL }) => {
  const seen: string[] = []
  const plain = { javaScriptEnabled: false, viewport: { width: 390, height: 844 } }
  const { context, page } = await open(browser, baseURL!, seen, plain)
  const { classId, joinLink } = await becomeInstructor(
    page,
    inviteLink('class-life@school.test', baseURL!),
    'The life of a class',
  )
  const desk = `/classes/${classId}/desk`
  await assign(page, classId, 'reading/transcript')
  const other = await open(browser, baseURL!, seen, plain)
  await join(other.page, joinLink, 'Anna Slip')

  // Settings: fewer seats than students is refused with what was typed, the rest is saved.
  await page.goto(`${desk}/settings`)
  await expect(page.getByText('Changing it moves no date')).toBeVisible()
  await page.getByLabel('Title').fill('A class with a life')
  await page.getByLabel('Seats').fill('2')
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await expect(page.getByText('Dates are shown in Tokyo time')).toBeVisible()
  await expect(page.getByLabel('Title')).toHaveValue('A class with a life')

  // A slip on the roster, and the way back.
  await page.goto(`${desk}/roster`)
  await page.getByRole('link', { name: 'Change Anna Slip' }).click()
  await page.getByLabel('Yes, remove Anna Slip').check()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  expect((await other.page.goto(`/classes/${classId}`))?.status()).toBe(404)
  await page.getByRole('button', { name: 'Let back in Anna Slip' }).click()
  await expect(page.getByText('Back in the class')).toBeVisible()
  expect((await other.page.goto(`/classes/${classId}`))?.status()).toBe(200)

  // Closed by words that are typed, and by no others.
  await page.goto(`${desk}/settings`)
  const words = page.getByLabel('Type “close this class”')
  await words.fill('close it')
  await page.getByRole('button', { name: 'Close this class' }).click()
  await expect(page.getByText('Type the words “close this class” to go on.')).toBeVisible()
  await words.fill('close this class')
  await page.getByRole('button', { name: 'Close this class' }).click()
  await expect(page.getByText('This class is closed since')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Erase this class' })).toBeVisible()
  await expect(page.getByText('30 days after it was closed')).toBeVisible()
  await expect(page.getByRole('button', { name: /Erase/ })).toHaveCount(0)

  // Who studies in it reads on; what would write is refused in words.
  await other.page.goto(`/classes/${classId}`)
  await expect(other.page.getByText('This class is closed since')).toBeVisible()
  await other.page.goto('/classes')
  await expect(other.page.getByRole('heading', { name: 'Closed' })).toBeVisible()
  await page.goto(`${desk}/roster`)
  await page.getByLabel('Another section').fill('Friday')
  await page.getByRole('button', { name: 'Make the section' }).click()
  await expect(page.getByRole('alert').getByText('nothing more is written in it')).toBeVisible()

  await page.goto(`${desk}/settings`)
  await page.getByRole('button', { name: 'Open this class again' }).click()
  await expect(page.getByText('The class is open again.')).toBeVisible()
  expect(seen.filter((line) => !line.includes('404'))).toEqual([])
  await Promise.all([context.close(), other.context.close()])
})

test('its settings, open and closed, and a roster with somebody removed hold nothing that axe minds', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const { context, page } = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    page,
    inviteLink('class-axe@school.test', baseURL!),
    'A class that is looked at',
  )
  const settings = `/classes/${classId}/desk/settings`
  const student = await open(browser, baseURL!, seen)
  await join(student.page, joinLink, 'Ben Removed')
  await page.goto(`/classes/${classId}/desk/roster`)
  await page.getByRole('link', { name: 'Change Ben Removed' }).click()
  await page.getByLabel('Yes, remove Ben Removed').check()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.waitForURL('**/roster?done=removed')
  const look = async (path: string) => {
    for (const [width, colorScheme] of [
      [320, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await page.goto(path)
      expect(await faultsOn(page), `${path} ${width}`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  }
  await look(`/classes/${classId}/desk/roster`)
  await look(settings)
  await page.goto(settings)
  await page.getByLabel('Type “close this class”').fill('close this class')
  await page.getByRole('button', { name: 'Close this class' }).click()
  await page.waitForURL('**/settings?done=closed')
  await look(settings)
  await look('/classes')
  expect(seen).toEqual([])
  await Promise.all([context.close(), student.context.close()])
})
