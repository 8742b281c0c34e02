/** Pasting, told and counted: switched on at the desk, written over two visits, read by its author and beside one answer. */
import { faultsOn } from './axe.ts'
import { assign, becomeInstructor, inviteLink, join, open } from './own-class.ts'
import { expect, test } from './support.ts'

test('a student is told, the count outlives a reload, and staff read it with what it does not say', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const desk = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    desk.page,
    inviteLink('pasting@school.test', baseURL!),
    'Drafts from elsewhere',
  )
  await assign(desk.page, classId, 'question/telegrams')
  const { assignments } = (await (await desk.page.request.get(`/api/classes/${classId}/assignments`)).json()) as {
    assignments: { id: string }[]
  }
  const { id } = assignments[0]!
  const change = `/classes/${classId}/desk/assign/${id}`
  await desk.page.goto(change)
  await expect(desk.page.getByLabel('Pasting')).toHaveValue('not-counted')
  await desk.page.locator('[name=citations]').fill('1')
  await desk.page.getByLabel('Pasting').selectOption('counted')
  await desk.page.getByRole('button', { name: 'Save dates and rules' }).click()
  await desk.page.waitForURL('**done=saved*')
  await expect(desk.page.getByLabel('Pasting')).toHaveValue('counted')
  await desk.page.goto(`${change}/preview`)
  await expect(desk.page.locator('#text-sees')).toContainText('how many characters are pasted')

  const { context, page } = await open(browser, baseURL!, seen, { viewport: { width: 390, height: 844 } })
  await join(page, joinLink, 'Anna Draft')
  await page.goto(`/classes/${classId}/questions/${id}`)
  await expect(page.locator('#text-sees')).toContainText('how many characters are pasted')
  const box = page.locator('textarea[name=text]')
  const free = page.locator('#free')
  await free.fill('From a draft. ')
  await free.selectText()
  await free.press('ControlOrMeta+c')
  await free.fill('')
  await box.press('ControlOrMeta+v')
  await box.pressSequentially('And typed.')
  // One’s own words, taken out and put back, are not counted.
  await box.press('ControlOrMeta+a')
  await box.press('ControlOrMeta+x')
  await box.press('ControlOrMeta+v')
  await expect(box).toHaveValue('From a draft. And typed.')
  await expect(page.locator('#text-state')).toContainText('Draft saved')
  await page.reload()
  await expect(box).toHaveValue('From a draft. And typed.')
  await page.locator('input[name=citations][value=s110]').check()
  await page.getByRole('button', { name: 'Post answer' }).click()
  await page.waitForURL('**done=posted*')
  const counted = '1 paste brought in 14 characters, some perhaps taken out again; the answer has 24 characters.'
  await expect(page.locator('.post.own .pasted')).toHaveText(`${counted} Only you and your instructors see this.`)
  expect(await faultsOn(page)).toEqual([])

  // Another student, whose browser runs no scripts: nothing is known, and that is what it says.
  const plain = await open(browser, baseURL!, seen, { javaScriptEnabled: false })
  await join(plain.page, joinLink, 'Ben Plain')
  await plain.page.goto(`/classes/${classId}/questions/${id}`)
  await expect(plain.page.locator('#text-sees')).toContainText('how many characters are pasted')
  await plain.page.locator('textarea[name=text]').fill('Written without scripts.')
  await plain.page.locator('input[name=citations][value=s110]').check()
  await plain.page.getByRole('button', { name: 'Post answer' }).click()
  await plain.page.waitForURL('**done=posted*')
  await expect(plain.page.locator('.post.own .pasted')).toContainText('Pasting was not counted')
  expect(await plain.page.content()).not.toContain('14 characters')

  await desk.page.goto(`/classes/${classId}/desk/answers/${id}`)
  await expect(desk.page.getByText('From a draft.').first()).toBeVisible()
  expect(await desk.page.content()).not.toContain('14 characters')
  await desk.page.getByRole('link', { name: 'Anna Draft' }).first().click()
  await desk.page.waitForURL('**/answers/students/**')
  await expect(desk.page.getByText(counted)).toBeVisible()
  await expect(desk.page.getByText('This says nothing by itself.')).toBeVisible()
  expect(await faultsOn(desk.page)).toEqual([])
  await desk.page.getByRole('link', { name: 'Grade it' }).click()
  await desk.page.waitForURL('**/desk/grading/**')
  const folded = desk.page.getByText('What was pasted')
  await expect(desk.page.getByText('This says nothing by itself.')).toBeHidden()
  await folded.click()
  await expect(desk.page.getByText('This says nothing by itself.')).toBeVisible()
  expect(await faultsOn(desk.page)).toEqual([])
  expect(seen).toEqual([])
  await Promise.all([desk.context.close(), context.close(), plain.context.close()])
})
