/** The forecast exercise: probabilities first, saved as they are given; what came only after the hand-in. With script and without. */
import { edition } from '#lib/content/edition.ts'
import { exerciseOf } from '../factories/work.ts'
import { faultsOn } from './axe.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const told = edition().forecastOutcomes.flatMap(({ what }) => what.map(({ text }) => text.split(/[’“”]/u)[0]!))
const ids = exerciseOf('forecasts').forecasts

const account = (n: number) => ({ email: `student${String(n).padStart(2, '0')}@demo.test`, password: 'demo-student' })

test('a student gives probabilities, comes back to them, hands in, and sees what came and how far off everybody was', async ({
  page,
  context,
  browser,
  baseURL,
  watch,
}) => {
  // Handing in with a box still empty is answered so.
  watch.allow(/status of 422/)
  await signInAs(context, account(4))
  const { classes } = (await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }
  const classId = classes[0]!.id
  await page.goto(`/classes/${classId}`)
  await page.getByRole('link', { name: 'Twelve forecasts, before you know what came', exact: true }).click()
  await page.waitForURL('**/exercises/*')
  const path = new URL(page.url()).pathname
  const sent = async () =>
    (await (await context.request.get(path)).text()) +
    (await (await context.request.get(`${path}?_rsc=1`, { headers: { RSC: '1' } })).text())
  const before = await sent()
  expect(told.filter((words) => before.includes(words))).toEqual([])

  for (const [i, id] of ids.slice(0, 11).entries()) await page.fill(`[name="answers.${id}"]`, String(30 + i))
  await expect(page.getByText(/^Saved \d/)).toBeVisible()
  await page.reload()
  await expect(page.locator(`[name="answers.${ids[10]!}"]`)).toHaveValue('40')
  await page.getByRole('button', { name: 'Hand in and see what opens' }).click()
  await expect(page.getByText(/^Not handed in\. “Zhou will be away when Ho passes”/)).toBeVisible()
  await expect(page.locator(`[name="answers.${ids[11]!}"]`)).toBeFocused()
  await page.fill(`[name="answers.${ids[11]!}"]`, '60')
  await page.getByRole('button', { name: 'Hand in and see what opens' }).click()
  await page.waitForURL('**?done=handed-in')
  await expect(
    page.getByRole('heading', { name: /^Over the 7 that are decided, your Brier score is \.\d{3}/ }),
  ).toBeVisible()
  await expect(page.getByText('No settlement came').first()).toBeVisible()
  expect(await faultsOn(page)).toEqual([])

  // Another student, by plain forms alone.
  const plain = await browser.newContext({ baseURL: baseURL!, javaScriptEnabled: false })
  const seen: string[] = []
  await watchContext(plain, baseURL!, seen)
  await signInAs(plain, account(13))
  const second = await plain.newPage()
  await second.goto(path)
  await second.fill(`[name="answers.${ids[0]!}"]`, '15')
  await second.getByRole('button', { name: 'Keep as draft' }).click()
  await expect(second.getByText('Kept as a draft.')).toBeVisible()
  await expect(second.locator(`[name="answers.${ids[0]!}"]`)).toHaveValue('15')
  for (const id of ids.slice(1)) await second.fill(`[name="answers.${id}"]`, '50')
  await second.getByRole('button', { name: 'Hand in and see what opens' }).click()
  await expect(second.getByText('What was hidden is open below.')).toBeVisible()
  expect(seen).toEqual([])
  await plain.close()

  await signInAs(context, 'instructor')
  await page.goto(`/classes/${classId}/desk/answers/${path.split('/').at(-1)!}`)
  await expect(page.getByRole('heading', { name: /students: mean Brier score \.\d{3}/ })).toBeVisible()
})
