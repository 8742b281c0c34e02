import { readFileSync } from 'node:fs'
import { expect, signInAs, test } from './support.ts'
import { faultsOn } from './axe.ts'

test('a quiz goes out as a file and comes in again, looked at first', async ({ page, context }) => {
  await signInAs(context, { email: 'instructor@demo.test', password: 'demo-instructor' })
  await page.goto('/bank')
  await page.getByRole('link', { name: 'Before you read' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('questions in five formats')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download QTI 3 (.zip)' }).click(),
  ])
  await page.goto('/bank/import')
  const file = { name: 'quiz.zip', mimeType: 'application/zip', buffer: readFileSync(await download.path()) }
  await page.getByLabel('or choose a file').setInputFiles(file)
  await expect(page.getByRole('status')).toContainText('quiz.zip stands in the box')
  await page.getByRole('button', { name: 'Look at them' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('can come in')
  await expect(page.getByText('Stays out.').first()).toBeVisible()
  expect(await faultsOn(page)).toEqual([])
  await page.getByLabel('The title of the quiz').fill('Brought again')
  await page.getByRole('button', { name: /^Make a quiz of/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Brought again' })).toBeVisible()
  await expect(page.getByText('the misreading that it names is missing').first()).toBeVisible()
})
