/** Mail from the wish to the letter and back: word of new work, asked for, said yes to and ended; a forgotten passphrase. */
import { openSqlite } from '#lib/db/client.ts'
import { openMailBox } from '../factories/mail.ts'
import { asViewer, enrol, makeClass, makeInstructor, makeUser, PASSPHRASE } from '../factories/people.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { faultsOn } from './axe.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const login = 'mira.lettered@school.test'
const address = 'mira@home.test'

test('a student without JavaScript has word of new work sent, and ends it signed out', async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  const box = await openMailBox(Number(new URL(baseURL!).port) - 10_000)
  const arrives = async (n: number) => {
    await expect.poll(() => box.received.length, { timeout: 40_000 }).toBe(n)
    const letter = box.received.at(-1)!
    expect(letter.to).toEqual([address])
    return { ...letter, links: letter.text.match(/http:\S+/g)! }
  }
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 320 · letters' })
  await enrol(db, klass.id, await makeUser(db, { name: 'Mira Lettered', email: login }), 'student')
  const context = await browser.newContext({ javaScriptEnabled: false })
  const seen: string[] = []
  await watchContext(context, baseURL!, seen)
  await signInAs(context, { email: login, password: PASSPHRASE })
  const page = await context.newPage()

  await page.goto('/me')
  const mail = page.getByRole('region', { name: 'Mail', exact: true })
  await expect(mail.getByRole('radio', { name: 'No mail' })).toBeChecked()
  await mail.getByRole('radio', { name: /^As it happens/ }).check()
  await mail.getByLabel('Where to').fill(address)
  await mail.getByRole('button', { name: 'Save how mail comes' }).click()
  await expect(mail).toContainText(`Waiting for your yes. A message is on its way to ${address}.`)

  // Read on another device, where nobody is signed in.
  const elsewhere = await browser.newContext()
  await watchContext(elsewhere, baseURL!, seen)
  const link = await elsewhere.newPage()
  const [, question] = (await arrives(1)).links
  await link.goto(question!)
  await expect(link.getByRole('heading', { level: 1 })).toHaveText(`Is ${address} yours?`)
  expect(await faultsOn(link)).toEqual([])
  await link.getByRole('button', { name: 'Yes, send me mail' }).click()
  await expect(link.getByRole('heading', { level: 1 })).toHaveText(`Word of your inbox comes to ${address}`)

  const given = { class: klass.id, kind: 'quiz' as const, target: 'comprehension', title: 'SECRET-TITLE' }
  await assignWork(asViewer(db, await makeInstructor(db, klass.id)), given)
  const letter = await arrives(2)
  expect(letter.text).toContain('HIST 320 · letters\n- A new quiz is on your list.')
  expect(letter.raw).not.toMatch(/SECRET|Mira L/)
  await page.goto(letter.links[0]!)
  await expect(page.getByRole('listitem').filter({ hasText: 'SECRET-TITLE' })).toBeVisible()

  await link.goto(letter.links[1]!)
  expect(await faultsOn(link)).toEqual([])
  await link.getByRole('button', { name: 'Send no more mail' }).click()
  await expect(link.getByRole('heading', { level: 1 })).toHaveText('No mail comes from this link any more')
  await page.goto('/me')
  await expect(mail.getByRole('radio', { name: 'No mail' })).toBeChecked()
  await expect(mail.getByLabel('Where to')).toHaveValue(login)

  expect(seen).toEqual([])
  await Promise.all([context.close(), elsewhere.close(), box.close(), db.close()])
})

test('an instructor without JavaScript has forgotten the passphrase, and chooses a new one by a letter', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000)
  const box = await openMailBox(Number(new URL(baseURL!).port) - 10_000)
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const email = 'forgetful@school.test'
  const klass = await makeClass(db, { title: 'HIST 320 · forgotten' })
  await makeInstructor(db, klass.id, { name: 'Dr. Forgetful', email })
  const arrives = async (n: number) => {
    await expect.poll(() => box.received.length, { timeout: 40_000 }).toBe(n)
    expect(box.received.at(-1)!.to).toEqual([email])
    return box.received.at(-1)!.text
  }
  const context = await browser.newContext({ javaScriptEnabled: false })
  const elsewhere = await browser.newContext()
  const seen: string[] = []
  for (const one of [context, elsewhere]) await watchContext(one, baseURL!, seen)
  await signInAs(elsewhere, { email, password: PASSPHRASE })
  const [page, other] = [await context.newPage(), await elsewhere.newPage()]

  await page.goto('/sign-in?callbackUrl=/bank')
  const forgot = page.getByRole('region', { name: 'Forgot the passphrase?' })
  await expect(forgot.getByRole('link', { name: 'use it here' })).toHaveAttribute('href', '/reset')
  await forgot.getByRole('textbox').fill('no address@school.test')
  await forgot.getByRole('textbox').evaluate((box: HTMLInputElement) => (box.form!.noValidate = true))
  await forgot.getByRole('button', { name: 'Send me a link' }).click()
  await expect(forgot).toContainText('That does not look like an e-mail address.')
  await expect(forgot.getByRole('textbox')).toHaveValue('no address@school.test')
  await forgot.getByRole('textbox').fill(email.toUpperCase())
  await forgot.getByRole('button', { name: 'Send me a link' }).click()
  await expect(forgot).toContainText('If that address opens an account here, a message with a link is on its way')
  // The way on is not forgotten by it.
  await expect(page.locator('input[name=callbackUrl]').first()).toHaveValue('/bank')

  const [link] = (await arrives(1)).match(/http:\S+\/forgotten\/\S+/)!
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new passphrase')
  await other.goto(link)
  expect(await faultsOn(other)).toEqual([])
  await page.getByLabel('New passphrase').fill('short')
  await page.getByLabel('New passphrase').evaluate((box: HTMLInputElement) => (box.form!.noValidate = true))
  await page.getByRole('button', { name: 'Set it and sign in' }).click()
  await expect(page.getByText('Choose a passphrase of at least 8 characters.')).toBeVisible()
  await page.getByLabel('New passphrase').fill('another bamboo grove')
  await page.getByRole('button', { name: 'Set it and sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`/classes/${klass.id}`))

  // Signed out there; the link and the old passphrase are spent, and a second letter says what happened.
  await other.goto('/me')
  await expect(other).toHaveURL(/\/sign-in\?/)
  await other.goto(link)
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('This link no longer works')
  expect(await arrives(2)).toContain('was changed on')
  await expect(signInAs(elsewhere, { email, password: PASSPHRASE })).rejects.toThrow()
  await signInAs(elsewhere, { email, password: 'another bamboo grove' })

  expect(seen).toEqual([])
  await Promise.all([context.close(), elsewhere.close(), box.close(), db.close()])
})
