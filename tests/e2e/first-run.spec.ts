/** The first account of a site, on a server of its own that nobody has used, by a form alone. */
import { runScript, startServer, temporaryDatabase } from '../server/harness.ts'
import { faultsOn } from './axe.ts'
import { expect, test, watchContext } from './support.ts'

test('whoever opens the address in the log makes the first account and is signed in', async ({ browser }) => {
  const database = temporaryDatabase()
  runScript('migrate', { DATABASE_URL: database.url })
  const server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' })
  await expect.poll(server.output).toContain('/setup/')
  const address = /http:[^"\s]*\/setup\/[^"\s]+/.exec(server.output())![0]
  const seen: string[] = []
  const checked = await browser.newContext()
  const look = await checked.newPage()
  for (const [width, colorScheme] of [
    [320, 'light'],
    [1280, 'dark'],
  ] as const) {
    await look.setViewportSize({ width, height: 720 })
    await look.emulateMedia({ colorScheme })
    await look.goto(address)
    expect(await faultsOn(look)).toEqual([])
    expect(await look.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }

  const context = await browser.newContext({ javaScriptEnabled: false })
  await watchContext(context, server.base, seen)
  const page = await context.newPage()
  await page.goto(address)
  await page.getByLabel('Your name').fill('Dr. First')
  await page.getByLabel('E-mail').fill('first@school.test')
  await page.getByLabel('Choose a passphrase').fill('quiet bamboo grove')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.waitForURL('**/classes')
  expect((await page.goto(address))?.status()).toBe(404)
  expect(seen.filter((line) => !line.includes('404'))).toEqual([])
  await Promise.all([checked.close(), context.close(), server.stop()])
  database.remove()
})
