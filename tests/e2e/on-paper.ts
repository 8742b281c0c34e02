/** What a page is on paper: looked at where it stands, in the width of a sheet between its margins. */
import { expect, type Page } from '@playwright/test'

/** A4 with a centimeter on each side; Letter is wider. */
const SHEET = { width: 718, height: 1000 }

/** Nothing to press, nothing cut off, black on white though the screen was dark, and what is folded lies open. */
export async function expectPrintable(page: Page): Promise<void> {
  await page.setViewportSize(SHEET)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark', reducedMotion: 'reduce' })
  expect(await page.evaluate(faultsOnPaper), `${page.url()} on paper`).toEqual([])
  await page.emulateMedia({ media: 'screen' })
}

function faultsOnPaper(): string[] {
  const name = (one: Element): string =>
    `${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string' ? `.${one.className.replaceAll(' ', '.')}` : ''} “${one.textContent.trim().slice(0, 30)}”`
  const isSeen = (one: Element): boolean => {
    const { width, height } = one.getBoundingClientRect()
    // What is for the ear alone is clipped to a pixel.
    return width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true })
  }
  const all = [...document.body.querySelectorAll('*')]
  const seen = all.filter(isSeen)
  const faults: string[] = []
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) {
    const widest = seen.toSorted((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0]!
    faults.push(`sticks out by ${scrollWidth - clientWidth} px: ${name(widest)}`)
  }
  for (const one of seen) {
    if (one.matches('nav a, .pager a, button, input, select, textarea:placeholder-shown, summary, [role=button]'))
      faults.push(`to press: ${name(one)}`)
    const style = getComputedStyle(one)
    const isCut = style.overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1
    const isShort = style.overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1
    if ((isCut || isShort) && !one.closest('svg')) faults.push(`cut off: ${name(one)}`)
    const hasWords = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim())
    const shade = (color: string) => color.match(/[\d.]+/gu)?.map(Number) ?? []
    const [r = 0, g = 0, b = 0] = shade(style.color)
    if (hasWords && !one.closest('svg') && Math.max(r, g, b) > 0x60) faults.push(`pale ${style.color}: ${name(one)}`)
    const [br = 255, bg = 255, bb = 255, alpha = 1] = shade(style.backgroundColor)
    if (hasWords && alpha > 0 && Math.min(br, bg, bb) < 0xd8)
      faults.push(`dark ground ${style.backgroundColor}: ${name(one)}`)
  }
  // A strip has its table for the ear and the keyboard; on paper it is drawn.
  for (const one of document.querySelectorAll('details:not([open]):not(.lanetable)')) {
    const inside = [...one.querySelectorAll('p, li, td, dd, h3')].filter((part) => !part.closest('form'))
    if (one.checkVisibility() && inside.length > 0 && !inside.some(isSeen)) faults.push(`folded: ${name(one)}`)
  }
  return [...new Set(faults)].slice(0, 12)
}
