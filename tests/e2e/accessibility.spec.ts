/** axe on every public page and on the signed-in pages of each role: light and dark, narrow and wide; the desk’s also on paper. */
import type { Page } from '@playwright/test'
import { NOTHING, publicPages, sharesOf, SIGNED_IN_ROLES, signedInPages } from '../pages.ts'
import { faultsOn } from './axe.ts'
import { expectPrintable } from './on-paper.ts'
import { expect, signInAs, test } from './support.ts'

// Pages are only read here, so that both workers may take from this file.
test.describe.configure({ mode: 'parallel' })

const NARROW = { width: 320, height: 720 }
const WIDE = { width: 1280, height: 800 }

/** Everything at both widths; colors again in the other scheme, which changes nothing else. */
async function expectAccessible(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ media: 'screen', colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize(WIDE)
  const answer = await page.goto(path)
  expect(answer!.status(), path).toBe(path === NOTHING ? 404 : 200)
  await expect(page.locator('h1')).toHaveCount(1)
  await expectNone(page, 'wide, light')
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectNone(page, 'wide, dark', ['color-contrast'])
  await page.setViewportSize(NARROW)
  await expectNone(page, 'narrow, dark')
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing sticks out sideways',
  ).toBeLessThanOrEqual(NARROW.width)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectNone(page, 'narrow, light', ['color-contrast'])
  if (isOfTheDesk(path)) await expectPrintable(page)
}

/** A preview is a student’s own screen, whose boxes are there to be filled in. */
const isOfTheDesk = (path: string): boolean => path.includes('/desk') && !path.endsWith('/preview')

async function expectNone(page: Page, state: string, rules?: string[]): Promise<void> {
  expect(await faultsOn(page, { rules }), `${page.url()} ${state}`).toEqual([])
}

test('a fault that is there is found', async ({ page }) => {
  await page.setContent(
    '<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"><p id="pale">pale words</p></main>',
  )
  await page.evaluate(() => Object.assign(document.querySelector<HTMLElement>('#pale')!.style, { color: '#ccc' }))
  expect(await faultsOn(page)).toEqual(['color-contrast: #pale (1)', 'image-alt: img (1)'])
  expect(await faultsOn(page, { rules: ['color-contrast'] })).toEqual(['color-contrast: #pale (1)'])
})

// The long ones first, so that no worker begins one when the other has done.
for (const role of SIGNED_IN_ROLES) {
  for (const { from, to } of sharesOf(role)) {
    test(`accessible: pages ${from + 1} to ${to} of a signed-in ${role}`, async ({ page, context }) => {
      test.setTimeout(180_000)
      await signInAs(context, role)
      const pages = await signedInPages(role, async (address) => (await context.request.get(address)).text())
      for (const { path } of pages.slice(from, to)) await expectAccessible(page, path)
    })
  }
}

const representative = new Set(publicPages({ representative: true }))
const others = Object.groupBy(
  publicPages().filter((path) => !representative.has(path)),
  (path) => path.slice(0, path.lastIndexOf('/')),
)
for (const [family, paths = []] of Object.entries(others)) {
  test(`accessible: every other page of ${family}, once`, async ({ page }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize(NARROW)
    for (const path of paths) {
      await page.goto(path)
      await expectNone(page, 'narrow, dark')
    }
  })
}

for (const path of representative) {
  test(`accessible: ${path}`, async ({ page, watch }) => {
    if (path === NOTHING) watch.allow(/status of 404/)
    await expectAccessible(page, path)
  })
}
