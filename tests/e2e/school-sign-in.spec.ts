/** By the school's own provider, as people meet it: there and back with and without JavaScript, linked, and parted. */
import { openSqlite } from '#lib/db/client.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { openProvider } from '../platform/provider.ts'
import { faultsOn } from './axe.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

test('a student without JavaScript joins by it; one who has joined links it and parts from it', async ({
  browser,
  baseURL,
}) => {
  const provider = await openProvider(Number(new URL(baseURL!).port) - 15_000)
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: 'HIST 330 · by school' })
  await enrol(db, klass.id, await makeUser(db, { name: 'Ines Calder', email: 'ines@school.test' }), 'student')

  // Nothing in the pages of the site itself asks anybody else for anything; the way there is a page of its own.
  const seen: string[] = []
  const plain = await browser.newContext({ javaScriptEnabled: false })
  await watchContext(plain, baseURL!, seen)
  const page = await plain.newPage()
  provider.state.person = { sub: 'joins', name: 'Mira Okafor' }
  await page.goto(`/join/${klass.code}`)
  await page.getByRole('link', { name: 'Join with Northfield School' }).click()
  await page.getByRole('button', { name: 'Go on to Northfield School' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Are you new here?')
  const join = page.getByRole('form', { name: 'I am new: join a class' })
  await expect(join.getByLabel('Class code')).toHaveValue(klass.code)
  await expect(join.getByLabel('Your name')).toHaveValue('Mira Okafor')
  await join.getByRole('button', { name: 'Join the class' }).click()
  await page.waitForURL(`**/classes/${klass.id}`)
  await page.goto('/me')
  await expect(page.getByText('You sign in with Northfield School.')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with Northfield School' }).click()
  await page.waitForURL(`**/classes/${klass.id}`)

  provider.state.person = { sub: 'links', name: 'Ines Calder' }
  const scripted = await browser.newContext()
  await watchContext(scripted, baseURL!, seen)
  await signInAs(scripted, { email: 'ines@school.test', password: PASSPHRASE })
  const own = await scripted.newPage()
  const strangers = await browser.newContext()
  await watchContext(strangers, baseURL!, seen)
  const stranger = await strangers.newPage()
  await stranger.goto('/sign-in/school')
  expect(await faultsOn(stranger)).toEqual([])
  await stranger.getByRole('button', { name: 'Go on to Northfield School' }).click()
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Are you new here?')
  expect(await faultsOn(stranger)).toEqual([])

  await own.goto('/me')
  const school = own.getByRole('region', { name: 'Northfield School' })
  await school.getByRole('link', { name: 'Link Northfield School' }).click()
  await own.getByRole('button', { name: 'Go on to Northfield School' }).click()
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Link Northfield School with this account?')
  expect(await faultsOn(own)).toEqual([])
  await own.getByLabel('Passphrase of this account').fill(PASSPHRASE)
  await own.getByRole('button', { name: 'Link Northfield School' }).click()
  await expect(school).toContainText('Linked. From now on it opens this account too.')
  expect(await faultsOn(own)).toEqual([])
  await school.getByRole('button', { name: 'Remove the link' }).click()
  await expect(school).toContainText('The link is removed.')

  // A no from there is said in words, and nothing is lost.
  provider.state.claims = (given) => ({ ...given, nonce: 'another' })
  await own.goto('/me')
  await school.getByRole('link', { name: 'Link Northfield School' }).click()
  await own.getByRole('button', { name: 'Go on to Northfield School' }).click()
  await expect(school.getByRole('alert')).toContainText('what it said could not be believed. Nothing was changed.')

  // The provider's own page is the one place abroad, and only where the button leads.
  expect(seen.filter((line) => !line.startsWith(`foreign request: ${provider.origin}/authorize?`))).toEqual([])
  await Promise.all([plain.close(), strangers.close(), scripted.close(), provider.close(), db.close()])
})
