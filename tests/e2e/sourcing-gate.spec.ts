/** The header first: an instructor turns it on, a student on a phone predicts and reads, another does so with plain forms. */
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { edition } from '#lib/content/edition.ts'
import { sentencesOf } from '#lib/content/text/transcript.ts'
import { inviteLink } from './own-class.ts'
import { faultsOn } from './axe.ts'
import { expect, test, watchContext } from './support.ts'

const PHONE = { width: 390, height: 844 }
const SAID = {
  author: 'Somebody of the host’s own ministry, I think.',
  audience: 'Superiors, before anybody approved it.',
  aims: 'Zhou wants to know something; Khiem wants to say little.',
  limits: 'What either of them said afterwards.',
}
/** Of each sentence the longest run of words that no markup, quotation mark or note can cut, where it is unlike others. */
const traces = sentencesOf(edition().transcript.turns)
  .map(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? part.text.split(/[^\x20-\x7e]|["'&<>]/u) : [])))
  .map((runs) => runs.toSorted((a, b) => b.length - a.length)[0]!.trim())
  .filter((run) => run.length > 24)

type Visitor = { context: BrowserContext; page: Page }
async function open(browser: Browser, baseURL: string, seen: string[], options = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL, ...options })
  await watchContext(context, baseURL, seen)
  return { context, page: await context.newPage() }
}

/** A class whose one reading begins with the header, made on the screens that an instructor has. */
async function makeGatedClass({ page, context }: Visitor, email: string, title: string, baseURL: string) {
  await page.goto(inviteLink(email, baseURL))
  await page.fill('[name=name]', 'Prof. Ada Quill')
  await page.fill('[name=passphrase]', 'four plain words here')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/classes')
  await page.fill('[name=title]', title)
  await page.selectOption('[name=zone]', 'Europe/Berlin')
  await page.getByRole('button', { name: 'Make the class' }).click()
  await page.waitForURL('**/desk?done=made')
  const classId = /classes\/([^/]+)\/desk/.exec(page.url())![1]!
  const joinLink = (await page.locator('a[href*="/join/"]').first().getAttribute('href'))!
  await page.goto(`/classes/${classId}/desk/assign`)
  await page.locator('input[name=target][value="reading/transcript"]').check()
  await page.getByLabel('Begin with the header only: four predictions first').check()
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  await page.waitForURL('**/desk/assign?done=assigned')
  await expect(page.getByText('Assigned: Predict, then read the transcript.')).toBeVisible()
  const { assignments } = (await (await context.request.get(`/api/classes/${classId}/assignments`)).json()) as {
    assignments: { id: string }[]
  }
  return { classId, joinLink: new URL(joinLink, page.url()).pathname, reading: assignments[0]!.id }
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.fill('[name=name]', name)
  await page.fill('[name=passphrase]', 'a quiet courtyard')
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.waitForURL(/\/classes\/[^/]+$/)
}

/** Page, navigation data and JSON as they come over the wire. */
async function sentOf(context: BrowserContext, classId: string, reading: string): Promise<Record<string, string>> {
  const path = `/classes/${classId}/reading/${reading}`
  const get = async (address: string, headers: Record<string, string> = {}) =>
    (await context.request.get(address, { headers })).text()
  return {
    page: await get(path),
    'navigation data': await get(`${path}?_rsc=1`, { RSC: '1' }),
    list: await get(`/classes/${classId}`),
    'list as data': await get(`/api/classes/${classId}/assignments`),
  }
}
/** The demo class has no such reading, so the accessibility tests do not come by here. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await faultsOn(page)).toEqual([])
}
const heldBack = (text: string): string[] => traces.filter((trace) => text.includes(trace))

test('the header first, then four predictions, then the text with them', async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink, reading } = await makeGatedClass(
    teacher,
    'gate@school.test',
    'HIST 307 · header first',
    baseURL!,
  )
  const path = `/classes/${classId}/reading/${reading}`

  const student = await open(browser, baseURL!, seen, { viewport: PHONE, hasTouch: true })
  const { page } = student
  await join(page, joinLink, 'Anna Lee')

  await test.step('the class sends no sentence of the talk, on any way', async () => {
    for (const [what, text] of Object.entries(await sentOf(student.context, classId, reading)))
      expect(heldBack(text), what).toEqual([])
    await page
      .getByRole('link', { name: /Predict, then read/ })
      .first()
      .click()
    await page.waitForURL(`**${path}`)
    await expect(page.getByText('Ni Liyu')).toBeVisible()
    await expect(page.getByText('The text is public')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width)
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await expectAccessible(page)
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('words under way survive a reload', async () => {
    await page.getByLabel('Who wrote this?').fill(SAID.author)
    await expect(page.getByText('Kept in this tab until you post.')).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Who wrote this?')).toHaveValue(SAID.author)
  })

  await test.step('posting opens the text, with the predictions at its end', async () => {
    for (const [name, words] of Object.entries(SAID)) await page.locator(`textarea[name=${name}]`).fill(words)
    await page.getByRole('button', { name: 'Post and open the text' }).click()
    await page.waitForURL(`**${path}?done=predicted#document`)
    await expect(page.locator('#s323')).toBeAttached()
    const replay = page.getByRole('region', { name: 'Before you read, you wrote' })
    for (const words of Object.values(SAID)) await expect(replay.getByText(words)).toBeVisible()
    await expect(replay.locator('time')).not.toBeEmpty()
    await expectAccessible(page)
    const sent = await sentOf(student.context, classId, reading)
    // The same search finds them all once the text is open.
    expect(heldBack(sent.page!)).toEqual(traces)
    expect(traces.length).toBeGreaterThan(200)
    expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('xh-words')))).toEqual(
      [],
    )
  })

  await test.step('the desk says so, then everything can be read there', async () => {
    const desk = teacher.page
    await desk.goto(`/classes/${classId}/desk`)
    await expect(desk.getByRole('row', { name: /Anna Lee/ })).toContainText('predicted')
    await desk.goto(`/classes/${classId}/desk/answers/${reading}`)
    for (const words of Object.values(SAID)) await expect(desk.getByText(words)).toBeVisible()
    const csv = await (await teacher.context.request.get(`/api/classes/${classId}/export.csv`)).text()
    for (const words of Object.values(SAID)) expect(csv).toContain(words)
    await desk.goto(`/classes/${classId}/desk/assign/${reading}/preview`)
    await expect(desk.getByRole('button', { name: 'Post and open the text' })).toBeDisabled()
    await desk.getByRole('link', { name: 'What opens when they have posted' }).click()
    await expect(desk.locator('#s323')).toBeAttached()
  })
  await Promise.all([teacher, student].map(({ context }) => context.close()))
  expect(seen).toEqual([])
})

test('the same without JavaScript', async ({ browser, baseURL }) => {
  test.setTimeout(90_000)
  const seen: string[] = []
  const plain = { javaScriptEnabled: false }
  const teacher = await open(browser, baseURL!, seen, plain)
  const { classId, joinLink, reading } = await makeGatedClass(
    teacher,
    'gate-plain@school.test',
    'HIST 308 · plain',
    baseURL!,
  )
  const { context, page } = await open(browser, baseURL!, seen, { ...plain, viewport: PHONE })
  await join(page, joinLink, 'Cleo Park')
  await page.goto(`/classes/${classId}/reading/${reading}`)
  for (const [name, words] of Object.entries(SAID)) await page.locator(`textarea[name=${name}]`).fill(words)
  await page.getByRole('button', { name: 'Post and open the text' }).click()
  await expect(page.getByRole('heading', { name: 'Before you read, you wrote' })).toBeVisible()
  await expect(page.locator('#s323')).toBeAttached()
  await page.getByRole('button', { name: 'I have read this' }).click()
  await page.waitForURL(`**/classes/${classId}`)
  // On a revisit the predictions stand beside the text as they were.
  await page.goto(`/classes/${classId}/reading/${reading}`)
  await expect(page.getByText(SAID.limits)).toBeVisible()
  await Promise.all([teacher.context, context].map((one) => one.close()))
  expect(seen).toEqual([])
})
