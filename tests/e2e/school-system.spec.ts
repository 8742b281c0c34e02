/**
 * From a course of a school's system into the site: in a frame, by a window of its own, and picking inside the frame.
 * In the frame everything is done by keyboard: Chromium drops a mouse's click on another site's frame that has only just
 * come to its place.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STUDENT, TEACHER } from '../platform/course.ts'
import { openPlatform, type TestPlatform } from '../platform/platform.ts'
import { faultsOn } from './axe.ts'
import { expect, test } from './support.ts'

let platform: TestPlatform
/** Its pages as another site than ours, which another port alone would not be: the frame then has no cookies but its own. */
const elsewhere = (): string => platform.origin.replace('127.0.0.1', 'localhost')

test.beforeAll(async () => {
  const { baseURL } = test.info().project.use
  platform = await openPlatform(baseURL!)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-'))
  writeFileSync(
    join(dir, 'platform.json'),
    JSON.stringify(platform.registration({ hosts: [new URL(elsewhere()).host] })),
  )
  const env = { ...process.env, DATABASE_URL: 'file:data/e2e/xihua.db', PORT: new URL(baseURL!).port }
  execFileSync('npm', ['run', '--silent', 'platform', '--', 'add', join(dir, 'platform.json')], { env })
  rmSync(dir, { recursive: true })
})
test.afterAll(() => platform.close())

test('a teacher and a student come from a course, each to their own page', async ({ browser, baseURL, watch }) => {
  // The platform is another site on purpose; what is broken of ours would still show as a policy violation.
  watch.allow(/foreign request/)
  const course = (hint: string, target = '/api/lti/launch') =>
    `${elsewhere()}/course?${new URLSearchParams({
      iss: platform.origin,
      client_id: platform.state.clientId,
      login_hint: hint,
      target_link_uri: baseURL! + target,
    }).toString()}`
  platform.state.launches.set('teacher', platform.claims(TEACHER))
  platform.state.launches.set('student', platform.claims(STUDENT))
  platform.state.launches.set('picking', platform.claims(TEACHER, platform.picking()))

  const teacher = await browser.newContext({ baseURL: baseURL! })
  const page = await teacher.newPage()
  await page.goto(course('teacher'))
  const [window] = await Promise.all([
    teacher.waitForEvent('page'),
    page.frameLocator('iframe').getByRole('link', { name: 'Open Xihua Hall in a new window' }).press('Enter'),
  ])
  await window.waitForURL('**/classes/connect?launch=*')
  expect(await faultsOn(window)).toEqual([])
  await expect(window.getByLabel('Title')).toHaveValue('Cold War in Asia')
  await window.getByRole('button', { name: 'Make the class' }).click()
  await window.waitForURL('**/desk')
  const classId = /classes\/([^/]+)\/desk/.exec(window.url())![1]!

  // Picking stands in the frame itself, with no session there.
  await page.goto(course('picking', '/api/lti/pick'))
  const frame = page.frameLocator('iframe')
  await expect(frame.getByRole('heading', { name: 'What goes into the course?' })).toBeVisible()
  await frame.locator('input[value="quiz/comprehension"]').focus()
  await page.keyboard.press('Space')
  await expect(frame.locator('input[value="quiz/comprehension"]')).toBeChecked()
  await frame.getByRole('button', { name: 'Put it into the course' }).press('Enter')
  await expect(frame.getByRole('heading', { name: 'Added' })).toBeVisible()
  expect(platform.state.picked).not.toBeNull()

  const student = await browser.newContext({ baseURL: baseURL! })
  const theirs = await student.newPage()
  await theirs.goto(course('student'))
  const [opened] = await Promise.all([
    student.waitForEvent('page'),
    theirs.frameLocator('iframe').getByRole('link', { name: 'Open Xihua Hall in a new window' }).press('Enter'),
  ])
  await opened.waitForURL(`**/classes/${classId}`)
  await expect(opened.getByRole('link', { name: 'Reading the conversation' }).first()).toBeVisible()
  // No page of ours but these shows in the frame of another site.
  await theirs.goto(course('student'))
  const refused = await theirs.evaluate(async (address) => {
    const one = document.createElement('iframe')
    one.src = address
    document.body.append(one)
    await new Promise((done) => one.addEventListener('load', done))
    return one.contentDocument === null
  }, `${baseURL}/classes/${classId}`)
  expect(refused).toBe(true)

  platform.state.members = [{ user_id: '77', roles: ['Learner'], name: 'Nora New' }]
  await window.goto(`/classes/${classId}/desk/settings`)
  await window.getByRole('link', { name: 'Course and grades' }).click()
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('The course is connected.')
  expect(await faultsOn(window)).toEqual([])
  await window.getByRole('button', { name: 'Look at who is in it' }).click()
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('1 person of 1 would be added.')
  expect(await faultsOn(window)).toEqual([])
  await window.getByRole('button', { name: 'Add 1 person' }).click()
  await expect(window.getByRole('status').or(window.getByText('1 person added.'))).toBeVisible()
  await Promise.all([teacher.close(), student.close()])
})
