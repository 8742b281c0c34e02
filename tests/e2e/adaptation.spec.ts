/**
 * What readers change about a page, and what it must stand: text spacing, forced colors, less motion, 400 % zoom, and
 * fingers. Every main page in each; the conformance report at /accessibility says what was tried, and this is it.
 */
import type { Page } from '@playwright/test'
import { NOTHING, publicPages, sharesOf, SIGNED_IN_ROLES, signedInPages } from '../pages.ts'
import { expect, signInAs, test } from './support.ts'

/** A window of 1280 pixels at 400 %. */
const ZOOMED = { width: 320, height: 256 }
const PHONE = { width: 390, height: 844 }
const WIDE = { width: 1280, height: 800 }

/** WCAG 2.2, 2.5.8: 24 by 24, or far enough apart, or in a line of text. What fails is named with its size. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const LEAST = 24
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('[inert], .vh')
    const boxOf = (element: Element): DOMRect => {
      const label = element.matches('input[type=checkbox], input[type=radio]') ? element.closest('label') : null
      return (label ?? element).getBoundingClientRect()
    }
    const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((element) => isShown(element) && !(element as HTMLInputElement).disabled)
      .map((element) => ({ element, box: boxOf(element) }))
      .filter(({ box }) => box.width > 1 && box.height > 1)
    const isInText = (element: Element): boolean => {
      if (!getComputedStyle(element).display.startsWith('inline')) return false
      const block = element.parentElement!.closest(
        'p, li, dd, dt, td, th, q, blockquote, figcaption, caption, h1, h2, h3',
      )
      if (!block) return false
      const around = block.textContent!.trim().length - element.textContent!.trim().length
      return around > 2
    }
    const middle = ({ left, top, width, height }: DOMRect) => ({ x: left + width / 2, y: top + height / 2 })
    const gap = (at: { x: number; y: number }, { left, right, top, bottom }: DOMRect): number =>
      Math.hypot(Math.max(left - at.x, 0, at.x - right), Math.max(top - at.y, 0, at.y - bottom))
    const isSmall = ({ width, height }: DOMRect): boolean => Math.min(width, height) < LEAST - 0.5
    return targets
      .filter(({ element, box }) => isSmall(box) && !isInText(element))
      .filter(({ element, box }) =>
        targets.some((other) => {
          if (other.element === element || other.element.contains(element) || element.contains(other.element))
            return false
          const at = middle(box)
          if (isSmall(other.box)) {
            const there = middle(other.box)
            return Math.hypot(at.x - there.x, at.y - there.y) < LEAST - 0.5
          }
          return gap(at, other.box) < LEAST / 2 - 0.5
        }),
      )
      .map(
        ({ element, box }) =>
          `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${(element.textContent ?? '').trim().slice(0, 30)}” ${Math.round(box.width)}×${Math.round(box.height)}`,
      )
  })

const sticksOut = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Boxes that cut off their own text: hidden overflow with more inside than shows. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *, header *, footer *')]
      .filter((element) => {
        const style = getComputedStyle(element)
        if (!/hidden|clip/.test(`${style.overflowX} ${style.overflowY}`)) return false
        if (element.closest('.vh, svg') || !element.checkVisibility({ visibilityProperty: true })) return false
        if (style.position === 'absolute' && element.clientWidth <= 1) return false
        return (
          element.textContent!.trim() !== '' &&
          (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
        )
      })
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`),
  )

/** WCAG 2.2, 1.4.12. The page's policy admits no inline style, so the sheet is made by script. */
const spaceText = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}',
    )
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  })

async function expectAdaptable(page: Page, path: string): Promise<void> {
  await page.setViewportSize(WIDE)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none' })
  await page.goto(path)
  expect.soft(await smallTargets(page), `${path}: targets at 1280 px`).toEqual([])
  await page.setViewportSize(PHONE)
  expect.soft(await smallTargets(page), `${path}: targets at 390 px`).toEqual([])
  const moving = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((one) => one.playState === 'running' && Number(one.effect?.getComputedTiming().activeDuration) > 10)
        .length,
  )
  expect.soft(moving, `${path}: moves although less motion is asked for`).toBe(0)

  await page.emulateMedia({ forcedColors: 'active' })
  expect
    .soft(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), `${path}: forced colors`)
    .toBe(true)
  await page.keyboard.press('Tab')
  const focus = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement!)
    return document.activeElement === document.body ? 'nothing' : `${style.outlineStyle} ${style.outlineWidth}`
  })
  expect.soft(focus, `${path}: focus in forced colors`).toMatch(/^(solid|auto|dashed|dotted) [1-9]/)
  await page.emulateMedia({ forcedColors: 'none' })

  await page.setViewportSize(ZOOMED)
  expect.soft(await sticksOut(page), `${path}: sideways at 400 %`).toBeLessThanOrEqual(0)
  const before = await cutOff(page)
  await spaceText(page)
  expect.soft(await sticksOut(page), `${path}: sideways with spaced text`).toBeLessThanOrEqual(0)
  expect
    .soft(
      (await cutOff(page)).filter((one) => !before.includes(one)),
      `${path}: cut off`,
    )
    .toEqual([])
  expect.soft(before, `${path}: cut off at 400 %`).toEqual([])
}

test('the measurements find what is wrong', async ({ page }) => {
  await page.setContent('<main></main>')
  await page.evaluate(() => {
    const main = document.querySelector('main')!
    for (const left of [0, 14]) {
      const button = document.createElement('button')
      button.textContent = 'x'
      Object.assign(button.style, {
        position: 'absolute',
        top: '40px',
        left: `${left}px`,
        width: '12px',
        height: '12px',
      })
      main.append(button)
    }
    const box = document.createElement('div')
    box.textContent = 'Much more than fits. '.repeat(20)
    Object.assign(box.style, { width: '60px', height: '20px', overflow: 'hidden' })
    const wide = document.createElement('div')
    Object.assign(wide.style, { width: '3000px', height: '1px' })
    main.append(box, wide)
  })
  expect(await smallTargets(page)).toHaveLength(2)
  expect(await cutOff(page)).toEqual(['div.'])
  expect(await sticksOut(page)).toBeGreaterThan(1000)
})

/** WCAG 2.2, 2.4.11: stops of the tab key of which no corner and no middle can be seen. */
async function hiddenStops(page: Page, path: string): Promise<string[]> {
  await page.setViewportSize({ width: 1280, height: 700 })
  await page.goto(path)
  const hidden: string[] = []
  for (let stop = 0; stop < 120; stop++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const focused = document.activeElement
      if (!focused || focused === document.body) return 'the end'
      // Where a label is the whole row, it is the row that shows the focus.
      const element = focused.matches('input') ? (focused.closest('label') ?? focused) : focused
      const box = element.getClientRects()[0] ?? element.getBoundingClientRect()
      const points = [
        [box.left + 2, box.top + 2],
        [box.left + box.width / 2, box.top + box.height / 2],
        [box.right - 2, box.bottom - 2],
      ] as const
      const isSeen = points.some(([x, y]) => {
        const top = document.elementFromPoint(x, y)
        return top !== null && (element.contains(top) || (top !== document.documentElement && top.contains(element)))
      })
      return isSeen ? null : `${element.tagName} ${(element.textContent ?? '').trim().slice(0, 30)}`
    })
    if (found === 'the end') break
    if (found) hidden.push(found)
  }
  return hidden
}

test('bars that stay at the top hide no stop of the keyboard', async ({ page, context }) => {
  test.setTimeout(120_000)
  for (const path of ['/transcript', '/essays/how-albania-left-the-bloc', '/claims'])
    expect(await hiddenStops(page, path), path).toEqual([])
  await signInAs(context, 'studentUnderWay')
  const pages = await signedInPages('studentUnderWay', async (address) => (await context.request.get(address)).text())
  for (const { path } of pages) expect(await hiddenStops(page, path), path).toEqual([])
})

test('public pages stand what readers change', async ({ page, watch }) => {
  test.setTimeout(300_000)
  watch.allow(/status of 404/)
  for (const path of publicPages({ representative: true }).filter((one) => one !== NOTHING))
    await expectAdaptable(page, path)
})

for (const role of SIGNED_IN_ROLES) {
  for (const { from, to } of sharesOf(role)) {
    test(`pages ${from + 1} to ${to} of a signed-in ${role} stand what readers change`, async ({ page, context }) => {
      test.setTimeout(240_000)
      await signInAs(context, role)
      const pages = await signedInPages(role, async (address) => (await context.request.get(address)).text())
      for (const { path } of pages.slice(from, to)) await expectAdaptable(page, path)
    })
  }
}
