import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, signInAs, test } from './support.ts'

test.use({ javaScriptEnabled: false })

test('a set goes out and comes in again, without JavaScript: looked at first, refused by file and row', async ({
  page,
  context,
}) => {
  await signInAs(context, 'instructor')
  await page.goto('/classes')
  await page.getByRole('link', { name: 'HIST 214 · demo' }).first().click()
  await page.getByRole('link', { name: 'Gradebook' }).first().click()
  const link = page.getByRole('link', { name: 'OneRoster 1.2' })
  const set = await (await context.request.get((await link.getAttribute('href'))!)).body()

  await page.getByRole('link', { name: 'Roster' }).first().click()
  await page.getByRole('link', { name: 'Add from a list' }).click()
  const read = async (bytes: Uint8Array) => {
    const file = { name: 'set.zip', mimeType: 'application/zip', buffer: Buffer.from(bytes) }
    await page.getByLabel('The ZIP file, or its CSV files together').setInputFiles(file)
    await page.getByRole('button', { name: 'Read the set' }).click()
  }
  const files = unzipSync(set)
  await read(zipSync({ ...files, 'users.csv': strToU8(strFromU8(files['users.csv']!).replace(',true,', ',yes,')) }))
  await expect(page.getByRole('row', { name: 'users.csv, row 2, enabledUser This has to be true or false.' })).toBeVisible() // prettier-ignore

  await read(set)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('0 students would be added')
  await expect(page.getByText('in the class already').first()).toBeVisible()
  await page.getByRole('button', { name: 'Throw the list away' }).click()
  await expect(page.getByText('The list is thrown away.')).toBeVisible()
})
