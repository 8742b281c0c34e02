/**
 * A slow line: what is typed, ticked or chosen before the scripts arrive stands once they have, on every kind of place;
 * and what is written while something is on its way goes along or stays.
 */
import type { BrowserContext, Page } from '@playwright/test'
import { openSqlite } from '#lib/db/client.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { assign, exerciseOf, plantedQuiz } from '../factories/work.ts'
import { expect, signInAs, test } from './support.ts'

const BEFORE = 'What the server knows.'
const EARLY = 'Written in the tunnel.'

/** Holds every script back until it is told to let go. */
async function slowLine(context: BrowserContext) {
  let release = () => {}
  let held = Promise.resolve()
  await context.route('**/*.js', async (route) => {
    await held
    await route.continue()
  })
  return {
    hold: () => {
      held = new Promise<void>((resolve) => {
        release = resolve
      })
    },
    release: () => release(),
  }
}
/** The page under scripts: React has put its own mark on the field. */
const isTaken = (page: Page, field: string) =>
  expect
    .poll(() =>
      page
        .locator(field)
        .first()
        .evaluate((one) => Object.keys(one).some((key) => key.startsWith('__react'))),
    )
    .toBe(true)

test('what is written before the scripts arrive outlasts them, wherever words stand already', async ({
  page,
  context,
  baseURL,
  watch,
}) => {
  // The post that finds no line.
  watch.allow(/net::ERR_FAILED/)
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 315 · the tunnel' })
  const [teacher, student] = ['tunnel.teacher@school.test', 'tunnel.student@school.test']
  await enrol(db, klass.id, await makeUser(db, { name: 'Tess Tunnel', email: teacher, mayTeach: true }), 'instructor')
  await enrol(db, klass.id, await makeUser(db, { name: 'Stu Tunnel', email: student }), 'student')
  const quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('in-the-tunnel', 'every').frozen })
  const question = await assign(db, klass.id, 'question')
  const exercise = await assign(db, klass.id, 'exercise', {
    frozen: freeze('exercise', exerciseOf('puzzle').id, { from: 's1', to: 's1' }),
  })
  const put = async (path: string, data: unknown) =>
    expect((await context.request.put(path, { data, headers: { origin: baseURL! } })).status(), path).toBe(200)
  const post = async (path: string, data: unknown) => {
    const reply = await context.request.post(path, { data, headers: { origin: baseURL! } })
    expect(reply.status(), path).toBe(200)
    return (await reply.json()) as Record<string, string>
  }

  await signInAs(context, { email: student, password: PASSPHRASE })
  const line = await slowLine(context)
  const early = async (address: string) => {
    line.hold()
    await page.goto(address, { waitUntil: 'commit' })
  }

  await test.step('a draft', async () => {
    await put(`/api/assignments/${question.id}/draft`, { text: BEFORE, citations: [], seq: 1 })
    await early(`/classes/${klass.id}/questions/${question.id}`)
    await expect(page.locator('#text')).toHaveValue(BEFORE)
    await page.locator('#text').fill(EARLY)
    line.release()
    await expect(page.getByRole('button', { name: /^Post/ })).toBeEnabled()
    await isTaken(page, '#text')
    await expect(page.locator('#text')).toHaveValue(EARLY)
    await expect(page.getByText(/^Draft saved/)).toBeVisible()
    await page.reload()
    await expect(page.locator('#text')).toHaveValue(EARLY)
  })

  await test.step('a quiz', async () => {
    const { id: attempt } = await post(`/api/assignments/${quiz.id}/attempts`, {})
    await put(`/api/attempts/${attempt}/answers/in-words`, { answer: [BEFORE], seq: 1 })
    await early(`/classes/${klass.id}/quizzes/${quiz.id}`)
    const words = page.locator('#in-words textarea')
    await words.fill(EARLY)
    await page.locator('#one-choice').getByLabel('Fairly sure').check()
    line.release()
    await isTaken(page, '#in-words textarea')
    await expect(words).toHaveValue(EARLY)
    await expect(page.locator('#one-choice').getByLabel('Fairly sure')).toBeChecked()
    await expect(page.locator('#in-words').getByText(/^Saved/)).toBeVisible()
  })

  await test.step('an exercise', async () => {
    await page.goto(`/classes/${klass.id}/exercises/${exercise.id}`)
    const box = page.locator('#boxes textarea').first()
    await box.fill(BEFORE)
    await expect(page.getByText(/^Saved \d/)).toBeVisible()
    await early(`/classes/${klass.id}/exercises/${exercise.id}`)
    await expect(box).toHaveValue(BEFORE)
    await box.fill(EARLY)
    line.release()
    await isTaken(page, '#boxes textarea')
    await expect(box).toHaveValue(EARLY)
    await expect(page.getByText(/^Saved \d/)).toBeVisible()
    await page.reload()
    await expect(box).toHaveValue(EARLY)
  })

  await test.step('words written while a post finds no line', async () => {
    await page.goto(`/classes/${klass.id}/questions/${question.id}`)
    for (const at of ['s110', 's111', 's114']) await page.locator(`input[name=citations][value=${at}]`).first().check()
    await page.route('**/posts', (route) => route.abort())
    await page.getByRole('button', { name: /^Post/ }).click()
    await expect(page.getByText(/^Not posted yet: no connection/)).toBeVisible()
    await page.locator('#text').fill(`${EARLY} And behind it.`)
    await expect(page.getByText(/^Draft saved/)).toBeVisible()
    await page.unroute('**/posts')
    await page.waitForURL('**?done=posted')
    await expect(page.getByText(`${EARLY} And behind it.`).first()).toBeVisible()
  })
  await context.clearCookies()
  await signInAs(context, { email: teacher, password: PASSPHRASE })

  await test.step('a grade', async () => {
    await page.goto(`/classes/${klass.id}/desk/grading/${question.id}`)
    const level = (n: number) => page.locator(`[data-row="0"] input[value="${n}"]`)
    const take = (n: number) => level(n).check({ force: true })
    const saved = page.locator('.queuebar .saved')
    await page.locator('#comment').fill(BEFORE)
    await take(1)
    await page.getByRole('button', { name: 'Save, next answer' }).click()
    await expect(saved).toHaveText(/^Saved/)
    await early(`/classes/${klass.id}/desk/grading/${question.id}`)
    await expect(page.locator('#comment')).toHaveValue(BEFORE)
    await page.locator('#comment').fill(EARLY)
    await take(2)
    line.release()
    await expect(page.getByRole('complementary', { name: 'Keys' })).toBeVisible()
    await expect(page.locator('#comment')).toHaveValue(EARLY)
    await expect(level(2)).toBeChecked()
    await expect(saved).toHaveText('Not saved yet')
    await page.getByRole('button', { name: 'Save, next answer' }).click()
    await expect(saved).toHaveText(/^Saved/)
  })

  await test.step('a plain form', async () => {
    const { quiz: own } = await post('/api/bank/quizzes', { title: 'A tunnel' })
    await page.goto(`/bank/quizzes/${own}`)
    const note = page.locator('textarea').first()
    await note.fill(BEFORE)
    await note.locator('xpath=ancestor::form').locator('button').first().click()
    await page.waitForLoadState()
    await early(`/bank/quizzes/${own}`)
    await expect(note).toHaveValue(BEFORE)
    await note.fill(EARLY)
    line.release()
    await isTaken(page, 'textarea')
    await expect(note).toHaveValue(EARLY)
  })
  await db.close()
})

test('a search typed or ticked before the scripts arrive is asked', async ({ page, context }) => {
  const line = await slowLine(context)
  const field = page.getByRole('searchbox', { name: 'Words' })
  line.hold()
  await page.goto('/search', { waitUntil: 'commit' })
  await field.fill('tirana')
  line.release()
  await expect(page).toHaveURL(/\?q=tirana$/)
  await expect(field).toHaveValue('tirana')

  line.hold()
  await page.goto('/search', { waitUntil: 'commit' })
  await field.fill('tirana')
  await page.getByLabel('Whole words only').check()
  line.release()
  await expect(page).toHaveURL(/\?q=tirana&whole=on$/)
  await expect(page.getByLabel('Whole words only')).toBeChecked()
})
