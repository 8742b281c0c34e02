/** What only a browser shows of the front door: pages come alive under their policy, and forms may be sent. */
import { NOTHING } from '../pages.ts'
import { expect, test, watchContext } from './support.ts'

test('a prerendered page and the missing one run their scripts under the policy', async ({ page, watch }) => {
  watch.allow(/status of 404/)
  for (const path of ['/', '/transcript', NOTHING]) {
    await page.goto(path)
    // React marks the nodes it has taken over; without its inline scripts it would take over none.
    await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')))
  }
})

test('no cookie is set before somebody asks to sign in', async ({ page, context }) => {
  await page.goto('/')
  await page.goto('/transcript')
  expect(await context.cookies()).toEqual([])
})

test('moving between pages in the browser stays within the first policy', async ({ page }) => {
  await page.goto('/')
  await page.locator('a[href="/transcript"]').first().click()
  await page.waitForURL('**/transcript')
  await page.goBack()
  await page.waitForURL((url) => url.pathname === '/')
})

test('signing in works without JavaScript, by a form alone', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const seen: string[] = []
  await watchContext(context, baseURL!, seen)
  const page = await context.newPage()
  await page.goto('/sign-in?callbackUrl=%2Fclasses')
  const form = page.locator('form:has([name=email]):has([name=password])')
  await form.locator('[name=email]').fill('instructor@demo.test')
  await form.locator('[name=password]').fill('demo-instructor')
  await form.locator('button[type=submit], button:not([type])').first().click()
  await page.waitForURL('**/classes**')
  await expect(page.locator('h1')).toHaveCount(1)
  expect(seen).toEqual([])
  await context.close()
})
