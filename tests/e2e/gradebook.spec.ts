/** The gradebook with the keyboard alone, on a phone: the class’s, and a student’s own, where figures are tried out. */
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { tabTo, type } from './keyboard.ts'
import { expect, signInAs, test } from './support.ts'

test.use({ viewport: { width: 390, height: 844 } })

const figure = (points: number): string => points.toLocaleString('en-US', { maximumFractionDigits: 2 })

test('an instructor sorts it by a column and walks its cells, and the names stay in sight', async ({
  page,
  context,
}) => {
  await signInAs(context, 'instructor')
  const me = (await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }
  const classId = me.classes[0]!.id
  const book = (await (await context.request.get(`/api/classes/${classId}/gradebook`)).json()) as BookView
  const pointsIn = (column: number) => book.rows.flatMap((row) => row.cells[column]?.[0] ?? [])
  const column = book.columns.findIndex((_, index) => new Set(pointsIn(index)).size > 2)
  const { title } = book.columns[column]!
  await page.goto(`/classes/${classId}/desk/gradebook`)
  await page.waitForLoadState('networkidle')
  const grid = page.getByRole('region', { name: 'The gradebook' })

  await test.step('sorted', async () => {
    const heading = grid.getByRole('columnheader', { name: title })
    const figures = grid.locator(`tbody td:nth-child(${column + 3}) b`)
    await tabTo(page, ({ text }) => text === title)
    const points = pointsIn(column).toSorted((a, b) => b - a)
    for (const [way, sorted] of [
      ['descending', points],
      ['ascending', points.toReversed()],
    ] as const) {
      await page.keyboard.press('Enter')
      await expect(heading).toHaveAttribute('aria-sort', way)
      expect(await figures.allTextContents()).toEqual(sorted.map(figure))
    }
    // In place: the focus is where it was, and nothing was asked for again.
    expect(page.url()).not.toContain('sort=')
  })

  /** Where the focus is, how far its row’s name stands from the left of the frame, and what of the cell is out of sight. */
  const here = () =>
    grid.evaluate((frame) => {
      const cell = document.activeElement as HTMLElement
      const name = cell.closest('tr')!.querySelector('th')!.getBoundingClientRect()
      const { left, right } = cell.getBoundingClientRect()
      return {
        at: cell.dataset.at,
        nameOff: Math.round(name.left - frame.getBoundingClientRect().left),
        covered: cell.closest('th') ? 0 : Math.max(0, Math.round(name.right - left)),
        cut: Math.max(0, Math.round(right - frame.getBoundingClientRect().right)),
        pageMoved: document.scrollingElement!.scrollLeft,
      }
    })
  const press = async (key: string, at: string) => {
    await page.keyboard.press(key)
    await expect.poll(here, key).toEqual({ at, nameOff: 0, covered: 0, cut: 0, pageMoved: 0 })
  }

  await test.step('walked', async () => {
    const [lastRow, lastColumn] = [book.rows.length - 1, book.columns.length + 1]
    await page.keyboard.press('Tab')
    await tabTo(page, ({ text }) => book.rows.some(({ name }) => text.startsWith(name)))
    for (let n = 1; n <= lastColumn; n += 1) await press('ArrowRight', `0.${n}`)
    await press('ArrowRight', `0.${lastColumn}`)
    await press('ArrowDown', `1.${lastColumn}`)
    for (let n = lastColumn - 1; n >= 0; n -= 1) await press('ArrowLeft', `1.${n}`)
    await press('End', `1.${lastColumn}`)
    await press('Control+End', `${lastRow}.${lastColumn}`)
    await press('Home', `${lastRow}.0`)
    await press('Control+Home', '0.0')
    await press('PageDown', '15.0')
  })

  await test.step('a cell opened', async () => {
    for (let n = 1; n <= column + 2; n += 1) await press('ArrowRight', `15.${n}`)
    const name = await grid.locator('tbody tr').nth(15).locator('th .nm').textContent()
    await page.keyboard.press('Enter')
    await page.waitForURL(/cell=/)
    await expect(page.locator('#cell')).toHaveText(`${name}: ${title}`, { useInnerText: true })
  })
})

test('a student tries figures against the total, and nothing of it is sent or kept', async ({ page, context }) => {
  await signInAs(context, 'student')
  const me = (await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }
  await page.goto(`/classes/${me.classes[0]!.id}/grades`)
  await page.waitForLoadState('networkidle')
  const total = page.locator('.whatif').getByRole('status')
  const boxes = page.getByRole('textbox', { name: /^What if: points for/ })
  await expect(total).toHaveText(/^So far: [\d.]+%$/)
  const before = (await total.textContent())!
  const kept = () =>
    page.evaluate(() => JSON.stringify([localStorage, sessionStorage].map((one) => Object.entries(one))))
  const keptBefore = await kept()
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`))

  // The first that counts so far, as nothing at all.
  const row = page.locator('.whatif tbody tr').filter({ hasText: /\d of \d/ })
  const label = await row.getByRole('textbox').first().getAttribute('aria-label')
  for (let n = 0; n < 40; n += 1) {
    await tabTo(page, ({ tag }) => tag === 'INPUT')
    if ((await page.evaluate(() => document.activeElement!.getAttribute('aria-label'))) === label) break
  }
  await type(page, '0')
  await expect(total).toHaveText(/^If it came out so: [\d.]+%\. Now: [\d.]+%$/)
  const [then, now] = (await total.textContent())!.match(/[\d.]+%/g)!
  expect(`So far: ${now}`).toBe(before)
  expect(Number.parseFloat(then!)).toBeLessThan(Number.parseFloat(now!))
  await type(page, '')
  await expect(total).toHaveText(before)
  await type(page, '1,5')
  await expect(total).toHaveText(/^If it came out so/)

  expect(sent).toEqual([])
  expect(await kept()).toBe(keptBefore)
  await page.reload()
  await expect(total).toHaveText(before)
  for (const box of await boxes.all()) await expect(box).toHaveValue('')
})
