/** A quiz with an item of each of the eight kinds, taken on a phone: what is sent, when, and what stands there afterwards. */
import { asc, eq } from 'drizzle-orm'
import { openSqlite } from '#lib/db/client.ts'
import { fillIn } from '../factories/answers.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { expect, signInAs, test } from './support.ts'

const EARLY = 'Written while the bus\nwas in the tunnel.'
const planted = plantedQuiz('taken-in-a-browser', 'every')
const item = (id: string) => planted.quiz.items.find((one) => one.id === id)!

test.use({ viewport: { width: 390, height: 844 } })
test('nothing untouched is sent, nothing written is lost, and the score counts what a program can score', async ({
  page,
  context,
  baseURL,
}) => {
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 309 · every kind' })
  const email = 'every.kind@school.test'
  await enrol(db, klass.id, await makeUser(db, { name: 'Eve Ery', email }), 'student')
  const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen })
  const address = `/classes/${klass.id}/quizzes/${quiz.id}`
  const stored = async () =>
    Object.fromEntries(
      (
        await db.select().from(db.t.answers).where(eq(db.t.answers.classId, klass.id)).orderBy(asc(db.t.answers.seq))
      ).map((row) => [row.item, { seq: row.seq, body: row.body }]),
    )
  await signInAs(context, { email, password: PASSPHRASE })
  await page.goto(address)

  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await context.route('**/*.js', async (route) => {
    await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'Begin' }).click({ noWaitAfter: true })
  const words = page.locator('#in-words textarea')
  await words.fill(EARLY)
  await page.locator('#a-match select').first().selectOption('a2')
  release()
  await expect(page.getByText('2 of 8 saved')).toBeVisible()
  await expect(page.locator('.care, .wrong:not(:empty)')).toHaveCount(0)
  await page.reload()
  await expect(words).toHaveValue(EARLY)
  await expect(page.getByText(/^Saved \d/).first()).toBeVisible()
  expect(await stored()).toEqual({ 'in-words': { seq: 1, body: [EARLY] }, 'a-match': { seq: 1, body: ['a2'] } })

  // A phone that is put away: sent at once, not when the typing has rested.
  const put = page.waitForRequest((request) => request.method() === 'PUT', { timeout: 800 })
  await words.fill(`${EARLY} And after it.`)
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  expect((await put).postDataJSON()).toEqual({ answer: [`${EARLY} And after it.`], seq: 2 })
  // Select all, delete: an empty box to begin anew in, and no save of nothing.
  await words.fill('')
  await expect(words).toHaveValue('')
  await expect(page.getByText('What was saved before still stands')).toBeVisible()
  await expect(page.locator('.saving.care')).toHaveCount(0)

  for (const id of ['one-choice', 'some-choices', 'a-sentence', 'a-place', 'an-order', 'who-said-it'])
    await fillIn(page.locator(`[id="${id}"]`), item(id), planted.right[id]!)
  await words.fill(' The last words.\n')
  await page.getByRole('button', { name: 'Hand in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Six of 7 right')
  await expect(page.locator('#in-words').getByText('The last words.')).toBeVisible()
  expect((await stored())['in-words']).toEqual({ seq: 3, body: ['The last words.'] })

  // On the desk the words keep their lines, and no long word widens a phone's page.
  const long = `${'x'.repeat(90)}\n\nThe end.`
  expect(
    (
      await context.request.put(
        `/api/attempts/${(await db.select().from(db.t.attempts).where(eq(db.t.attempts.classId, klass.id)))[0]!.id}/answers/in-words`,
        {
          data: { answer: long, seq: 4 },
          headers: { origin: baseURL! },
        },
      )
    ).status(),
  ).toBe(409)
  const teacher = 'every.teacher@school.test'
  await enrol(db, klass.id, await makeUser(db, { name: 'Tess Each', email: teacher, mayTeach: true }), 'instructor')
  await context.clearCookies()
  await signInAs(context, { email: teacher, password: PASSPHRASE })
  await page.goto(`/classes/${klass.id}/desk/answers/${quiz.id}`)
  const late = page.locator('.latelist .pre')
  await expect(late).toHaveText(long)
  await expect(late).toHaveCSS('white-space', 'pre-wrap')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await db.close()
})
