/** A class of a test's own, made as people make one: from the operator's link to students who join by theirs. */
import { execFileSync } from 'node:child_process'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { watchContext } from './support.ts'

/** The operator's command, on the database of the running server. */
export function inviteLink(email: string, baseURL: string): string {
  const env = {
    ...process.env,
    DATABASE_URL: 'file:data/e2e/xihua.db',
    PORT: new URL(baseURL).port,
    npm_config_loglevel: 'error',
  }
  const output = execFileSync('npm', ['run', '--silent', 'instructor', '--', email], { env, encoding: 'utf8' })
  return /http:\S+\/welcome\/\S+/.exec(output)![0]
}

export async function open(
  browser: Browser,
  baseURL: string,
  seen: string[],
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL, ...options })
  await watchContext(context, baseURL, seen)
  return { context, page: await context.newPage() }
}

export async function becomeInstructor(
  page: Page,
  link: string,
  title: string,
): Promise<{ classId: string; joinLink: string }> {
  await page.goto(link)
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
  return { classId, joinLink: new URL(joinLink, page.url()).pathname }
}

export async function assign(
  page: Page,
  classId: string,
  target: string,
  more: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  await page.goto(`/classes/${classId}/desk/assign`)
  await page.locator(`input[name=target][value="${target}"]`).check()
  await more(page)
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  await page.waitForURL('**/desk/assign?done=assigned')
}

export async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.fill('[name=name]', name)
  await page.fill('[name=passphrase]', 'a quiet courtyard')
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.waitForURL(/\/classes\/[^/]+$/)
}
