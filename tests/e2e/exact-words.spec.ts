/** An answer that cites a quotation within the record is told once that the words have crossed several tongues. */
import { openSqlite } from '#lib/db/client.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { assign } from '../factories/work.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const NOTE = /repeats words that somebody is said to have used/
const email = 'exact.words@school.test'

test('once while it is written, once under the posted answer, and so without JavaScript', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 310 · exact words' })
  await enrol(db, klass.id, await makeUser(db, { name: 'Wanda Ord', email }), 'student')
  const address = `/classes/${klass.id}/questions/${(await assign(db, klass.id, 'question')).id}`
  await signInAs(context, { email, password: PASSPHRASE })
  await page.goto(address)
  const cite = async (sentence: string) => {
    await page.getByLabel('Another sentence').fill(sentence)
    await page.getByRole('button', { name: 'Cite it' }).click()
    await expect(page.getByRole('button', { name: `Leave out sentence ${sentence}` })).toBeVisible()
  }
  await cite('143')
  await expect(page.getByText(NOTE)).toHaveCount(0)
  await cite('183')
  await cite('182')
  await expect(page.getByText(NOTE)).toHaveText(/^Sentence 183 /)
  await page.getByRole('button', { name: 'Leave out sentence 183' }).click()
  await expect(page.getByText(NOTE)).toHaveText(/^Sentence 182 /)

  await page.locator('textarea').first().fill('The taunt about food is Khrushchev’s, as Zhou tells it.')
  await page.getByRole('button', { name: 'Post answer' }).click()
  await expect(page.locator('#own').getByText(NOTE)).toBeVisible()
  await page.locator('summary', { hasText: 'Revise your answer' }).click()
  await expect(page.getByText(NOTE)).toHaveCount(1)

  const plain = await browser.newContext({ javaScriptEnabled: false })
  const seen: string[] = []
  await watchContext(plain, baseURL!, seen)
  await signInAs(plain, { email, password: PASSPHRASE })
  const still = await plain.newPage()
  await still.goto(address)
  await expect(still.getByText(NOTE)).toHaveCount(1)
  await expect(still.getByRole('link', { name: /^whose words these are/ })).toHaveAttribute('href', /^\/quotations#/)
  expect(seen).toEqual([])
  await plain.close()
})
