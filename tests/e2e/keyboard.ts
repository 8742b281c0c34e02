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

/** Told in the page, of the control that has the focus (`ahead` false) or of those that Tab should reach after it. */
const tell = (ahead: boolean): Focused[] => {
  const is = (element: Element) => {
    const at = element as HTMLInputElement
    const twins = at.form ? [...at.form.elements].filter((one) => (one as HTMLInputElement).name === at.name) : []
    return {
      tag: at.tagName,
      type: at.type ?? '',
      name: at.name ?? '',
      value: at.value ?? '',
      checked: at.checked === true,
      index: twins.indexOf(at),
      text: (at.textContent ?? '').trim(),
    }
  }
  const active = document.activeElement ?? document.body
  if (!ahead) return [is(active)]
  // Where nothing has the focus, Tab goes on from what the address names.
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const from = active === document.body ? named : active
  const isRadio = (one: Element): one is HTMLInputElement => (one as HTMLInputElement).type === 'radio'
  // Of round buttons that belong together Tab reaches one: the chosen one, or the first.
  const groups = new Set<string>()
  const group = (one: HTMLInputElement) => `${[...document.forms].indexOf(one.form!)} ${one.name}`
  if (isRadio(active)) groups.add(group(active))
  const isStop = (one: HTMLElement): boolean => {
    if (one.tabIndex < 0 || one.matches(':disabled') || !one.checkVisibility({ visibilityProperty: true })) return false
    if (!isRadio(one)) return true
    const those = [...(one.form?.elements ?? [])].filter((other) => isRadio(other) && other.name === one.name)
    const stop = (those as HTMLInputElement[]).find(({ checked }) => checked) ?? those[0]
    return !groups.has(group(one)) && stop === one
  }
  return [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')]
    .filter(
      (one) =>
        (from === null || (from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0) && isStop(one),
    )
    .map(is)
}
const focused = async (page: Page): Promise<Focused> => (await page.evaluate(tell, false))[0]!

/**
 * Tab until a control is reached that fits, or give up after a page's worth of them. Where one should lie ahead, so many
 * Tabs are pressed in a row; whether they lead there is looked at, and from wherever they lead the walk goes on one by one.
 */
export async function tabTo(page: Page, fits: (at: Focused) => boolean, most = 160): Promise<Focused> {
  const ahead = (await page.evaluate(tell, true)).findIndex((one) => fits(one)) + 1
  await Promise.all(Array.from({ length: ahead }, () => page.keyboard.press('Tab')))
  for (let n = 0; n < most; n++) {
    const at = await focused(page)
    if (fits(at) && (n > 0 || ahead > 0)) return at
    await page.keyboard.press('Tab')
  }
  throw new Error('no such control can be reached with the Tab key')
}

/** Into the page past its masthead, as the skip link does. */
export async function skipToContent(page: Page): Promise<void> {
  const [address, name] = page.url().split('#')
  // From a place in the page the link at its top is a whole page away.
  if (name) await page.goto(address!)
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
  const key = steps > 0 ? 'ArrowDown' : 'ArrowUp'
  await Promise.all(Array.from({ length: Math.abs(steps) }, () => page.keyboard.press(key)))
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
  /** What is to be done at a control; null where it is as it should be. */
  const toDo = (one: Focused): (() => Promise<void>) | null => {
    if (one.type === 'checkbox') {
      const ticked = fields[one.name]
      return ticked === undefined || [ticked].flat().includes(one.value) === one.checked
        ? null
        : () => page.keyboard.press('Space')
    }
    const value = wanted(one)
    if (value === undefined || value === one.value) return null
    if (one.tag === 'SELECT') return () => choose(page, value)
    return one.tag === 'INPUT' || one.tag === 'TEXTAREA' ? () => type(page, value) : null
  }
  for (;;) {
    const one = await tabTo(page, (at) => until(at) || toDo(at) !== null)
    if (until(one)) return one
    await toDo(one)!()
  }
}
