/** A page walked with the keyboard alone: Tab from control to control, and what each of them takes. */
import { expect, type Page } from '@playwright/test'

export type Focused = {
  tag: string
  type: string
  name: string
  value: string
  checked: boolean
  /** Its place among the controls of its form that share its name. */
  index: number
  text: string
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | null
    const twins = at?.form ? [...at.form.elements].filter((one) => (one as HTMLInputElement).name === at.name) : []
    return {
      tag: at?.tagName ?? '',
      type: at?.type ?? '',
      name: at?.name ?? '',
      value: at?.value ?? '',
      checked: at?.checked === true,
      index: at ? twins.indexOf(at) : -1,
      text: (at?.textContent ?? '').trim(),
    }
  })

/** Tab until a control is reached that fits, or give up after a page's worth of them. */
export async function tabTo(page: Page, fits: (at: Focused) => boolean, most = 160): Promise<Focused> {
  try {
    for (let n = 0; n < most; n++) {
      // Held down, it repeats: a long form is walked in two thirds of the time.
      await page.keyboard.down('Tab')
      const at = await focused(page)
      if (fits(at)) return at
    }
  } finally {
    await page.keyboard.up('Tab')
  }
  throw new Error('no such control can be reached with the Tab key')
}

/** Into the page past its masthead, as the skip link does. */
export async function skipToContent(page: Page): Promise<void> {
  await tabTo(page, ({ text }) => text === 'Skip to content')
  await page.keyboard.press('Enter')
}

/** Presses the button or link with these words and waits for where it leads. */
export async function pressed(page: Page, words: string | RegExp): Promise<void> {
  const fits = ({ tag, text }: Focused) =>
    (tag === 'BUTTON' || tag === 'A') && (typeof words === 'string' ? text.startsWith(words) : words.test(text))
  const { tag } = await tabTo(page, fits)
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')])
  await page.waitForLoadState()
  // A link changes the page in place, and the next Tab goes on from where it stood: through all of the new page.
  if (tag === 'A') await page.reload()
}

/** Chooses from a closed list: arrows move its choice. */
export async function choose(page: Page, value: string): Promise<void> {
  const steps = await page.evaluate((wanted) => {
    const list = document.activeElement as HTMLSelectElement
    return [...list.options].findIndex((one) => one.value === wanted) - list.selectedIndex
  }, value)
  for (let n = 0; n < Math.abs(steps); n++) await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp')
  expect((await focused(page)).value).toBe(value)
}

/** Chooses among round buttons: the first that is reached is one of the group, and arrows move through it. */
export async function pick(page: Page, value: string): Promise<void> {
  for (let n = 0; n < 120; n++) {
    if ((await focused(page)).value === value) return page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`no round button has the value ${value}`)
}

/** Replaces what a box holds. */
export async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  if (text === '') await page.keyboard.press('Delete')
  else await page.keyboard.insertText(text)
}

/**
 * Walks a form from where the focus is and fills each control with what its name and place ask for, up to `until`. Of
 * boxes to tick a name lists the values that are to be ticked.
 */
export async function fillByKeyboard(
  page: Page,
  fields: Record<string, string | string[]>,
  until: (at: Focused) => boolean,
): Promise<Focused> {
  const wanted = ({ name, index }: Focused): string | undefined => {
    const value = fields[name]
    return Array.isArray(value) ? value[index] : value
  }
  return tabTo(page, () => true).then(async function fill(at): Promise<Focused> {
    for (let one = at; ; one = await tabTo(page, () => true)) {
      if (until(one)) return one
      if (one.type === 'checkbox') {
        const ticked = fields[one.name]
        if (ticked !== undefined && [ticked].flat().includes(one.value) !== one.checked)
          await page.keyboard.press('Space')
        continue
      }
      const value = wanted(one)
      if (value === undefined || value === one.value) continue
      if (one.tag === 'SELECT') await choose(page, value)
      else if (one.tag === 'INPUT' || one.tag === 'TEXTAREA') await type(page, value)
    }
  })
}
