/** One question at a time with hints, by keyboard and by plain forms; then what was missed comes back on My work. */
import { openSqlite } from '#lib/db/client.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { assign, DAY, fromNow, missedQuiz, plantedQuiz } from '../factories/work.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const planted = plantedQuiz('one-by-one')
const items = planted.quiz.items.map(({ id }) => id)

test('one question fills the page, a first miss gets a hint, and what was missed is back on a later day', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 310 · one by one' })
  const email = 'one.by.one@school.test'
  const user = await makeUser(db, { name: 'Una Bayone', email })
  await enrol(db, klass.id, user, 'student')
  const quiz = await assign(db, klass.id, 'quiz', {
    frozen: planted.frozen,
    feedback: 'each',
    oneAtATime: true,
    asksConfidence: false,
    timeLimitMinutes: 30,
  })
  await missedQuiz(db, klass.id, user.userId, fromNow(-3 * DAY))
  await db.close()
  await signInAs(context, { email, password: PASSPHRASE })

  // A device whose clock is three hours ahead still shows the server’s time.
  await page.addInitScript(() => {
    const real = Date.now.bind(Date)
    Date.now = () => real() + 3 * 3_600_000
  })
  await page.goto(`/classes/${klass.id}/quizzes/${quiz.id}`)
  await page.getByRole('button', { name: 'Begin' }).click()
  const at = (id: string) => page.locator(`li[id="${id}"]`)
  await expect(at(items[0]!)).toBeVisible()
  await expect(page.getByText('30 minutes left')).toBeVisible()
  await expect(at(items[1]!)).toBeHidden()
  await expect(page.locator('#hand-in')).toBeHidden()
  await expect(page.getByText('How sure are you?')).toHaveCount(0)

  await at('one-choice').locator('input[value=a]').focus()
  await page.keyboard.press('Space')
  await expect(page.getByText('1 of 3 saved')).toBeVisible()
  await at('one-choice').getByRole('button', { name: 'Check answer' }).press('Enter')
  await expect(page.getByRole('heading', { name: 'Not this one yet.' })).toBeFocused()
  await expect(at('one-choice').getByText('hidden-advice-on-one-choice-a')).toBeVisible()
  expect(await page.content()).not.toContain('hidden-why')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Not this one yet.' })).toBeVisible()
  // Clicked while the scripts arrive, it is put back and chosen again by them.
  await at('one-choice').locator('input[value=b]').click()
  await expect(at('one-choice').locator('input[value=b]')).toBeChecked()
  await at('one-choice').getByRole('button', { name: 'Check again' }).click()
  await expect(page.getByRole('heading', { name: 'Yes. The passage says B.' })).toBeVisible()
  await at('one-choice').getByRole('link', { name: 'Question 2' }).click()
  await expect(at(items[1]!)).toBeVisible()
  await expect(at('one-choice')).toBeHidden()
  await page.goBack()
  await expect(at('one-choice')).toBeVisible()

  // The same page without script.
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() })
  const seen: string[] = []
  await watchContext(plain, baseURL!, seen)
  const form = await plain.newPage()
  await form.goto(`${baseURL}/classes/${klass.id}/quizzes/${quiz.id}#a-sentence`)
  await expect(form.locator('li[id="one-choice"]')).toBeHidden()
  await form.locator('li[id="a-sentence"] input[value=s74]').check()
  await form.locator('li[id="a-sentence"]').getByRole('button', { name: 'Save this answer' }).click()
  await expect(form.locator('#hand-in')).toBeVisible()
  await form.goto(`${baseURL}/classes/${klass.id}/quizzes/${quiz.id}#a-sentence`)
  await form.getByRole('button', { name: 'Check the saved answer' }).last().click()
  await expect(form.locator('li[id="a-sentence"]').getByText('Not this one yet.')).toBeVisible()

  await form.goto(`${baseURL}/classes/${klass.id}`)
  await form.getByRole('link', { name: 'Answer again' }).click()
  await expect(form.getByRole('heading', { level: 1 })).toHaveText('One question is back')
  await expect(form.getByText('the passage said something else than the answer')).toBeVisible()
  expect(await form.content()).not.toContain('hidden-')
  await form.locator('#came-back input[value=b]').check()
  await form.getByRole('button', { name: 'Check answer' }).click()
  await expect(form.getByRole('heading', { level: 1 })).toHaveText('All answered for today')
  await expect(form.locator('#came-back').getByText('It is back on')).toBeVisible()
  await plain.close()
  expect(seen).toEqual([])
})
