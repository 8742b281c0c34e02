/**
 * The desk by its count: what an instructor's evening costs in clicks and keys, from sign-in to a released grade. The
 * class is the test's own; every answer of the demo class is looked for on its students' pages.
 */
import { readFileSync } from 'node:fs'
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { JSDOM } from 'jsdom'
import Papa from 'papaparse'
import { pressed, skipToContent } from './keyboard.ts'
import { inviteLink } from './own-class.ts'
import { expect, signInAs, test, watchContext } from './support.ts'

const EMAIL = 'fay@school.test'
const PASSPHRASE = 'four plain words here'
const MONDAY = '2027-02-01T09:00'
const STUDENTS = ['Anna Lee', 'Bo Lin', 'Cleo Park'] as const
const REASON = 'Who told him? Follow it one step further back.'
const postOf = (name: string): string => `${name} writes: Zhou has it from Tirana, and Khiem has it from his own side.`

/** A hand that counts: a box that is typed into costs the click that enters it, a closed list two. */
function handOf(page: Page) {
  let clicks = 0
  const click = async (what: Locator): Promise<void> => {
    clicks += 1
    await what.click()
  }
  return {
    click,
    type: async (box: Locator, text: string): Promise<void> => {
      await click(box)
      await box.fill(text)
    },
    choose: async (list: Locator, value: string): Promise<void> => {
      clicks += 2
      await list.selectOption(value)
    },
    go: async (what: Locator, to: string | RegExp): Promise<void> => {
      await click(what)
      await page.waitForURL(to)
    },
    clicks: () => clicks,
  }
}

const classIn = (page: Page): string => /classes\/([^/]+)\/desk/.exec(page.url())![1]!

/** What a script does for each student: joins, and posts under the question of the week. */
async function joinAndPost(request: APIRequestContext, baseURL: string, code: string, name: string): Promise<void> {
  const headers = { origin: baseURL }
  const joined = await request.post('/api/join', { data: { code, name, passphrase: PASSPHRASE }, headers })
  expect(joined.status(), await joined.text()).toBe(200)
  const { class: classId } = (await joined.json()) as { class: string }
  const { assignments } = (await (await request.get(`/api/classes/${classId}/assignments`)).json()) as {
    assignments: { id: string; kind: string }[]
  }
  const question = assignments.find(({ kind }) => kind === 'question')!
  const posted = await request.post(`/api/assignments/${question.id}/posts`, {
    data: { text: postOf(name), citations: [{ at: 's110' }, { at: 's111' }, { at: 's114' }] },
    headers,
  })
  expect(posted.status(), await posted.text()).toBe(200)
}

test('from sign-in to a class with a week in fourteen clicks, a grade in eight keys, released and read', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const seen: string[] = []
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 } })
  await watchContext(context, baseURL!, seen)
  const token = inviteLink(EMAIL, baseURL!).split('/').at(-1)!
  const welcomed = await context.request.post('/api/welcome', {
    data: { token, name: 'Prof. Fay Quill', passphrase: PASSPHRASE },
    headers: { origin: baseURL! },
  })
  expect(welcomed.status()).toBe(200)
  await context.clearCookies()
  const page = await context.newPage()

  const code = await test.step('a class with an assigned week', async () => {
    await page.goto('/sign-in')
    const hand = handOf(page)
    await hand.type(page.locator('#mail-email'), EMAIL)
    await hand.type(page.locator('#mail-password'), PASSPHRASE)
    await hand.go(page.getByRole('button', { name: 'Sign in with e-mail' }), /\/classes\b/)
    await hand.type(page.locator('[name=title]'), 'HIST 310 · counted')
    await hand.choose(page.locator('[name=zone]'), 'America/New_York')
    await hand.go(page.getByRole('button', { name: 'Make the class' }), '**/desk?done=made')
    await hand.go(page.getByRole('link', { name: 'Assign', exact: true }).last(), '**/desk/assign')
    await hand.go(page.getByRole('link', { name: 'A week', exact: true }), '**/plans/one-week')
    await hand.type(page.getByLabel('The first lesson'), MONDAY)
    await hand.go(page.getByRole('button', { name: 'Show the dates' }), /start=/)
    await hand.go(page.getByRole('button', { name: /^Assign these/ }), /done=planned/)
    await expect(page.getByText('5 things assigned.')).toBeVisible()
    expect(hand.clicks(), 'clicks from sign-in to a class with an assigned week').toBeLessThanOrEqual(14)
    const link = await page.request.get(`/classes/${classIn(page)}/desk`)
    return /\/join\/([A-Z0-9]{8})/.exec(await link.text())![1]!
  })
  const classId = classIn(page)
  const students = await Promise.all(
    STUDENTS.map(async (name) => {
      const own = await browser.newContext({ baseURL })
      await joinAndPost(own.request, baseURL!, code, name)
      return own
    }),
  )

  await test.step('grading by the keyboard alone', async () => {
    await page.goto(`/classes/${classId}/desk`)
    await pressed(page, 'Grading')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Three of 3 answers wait for a grade.')
    await skipToContent(page)
    await pressed(page, /telegrams/i)
    await expect(page.getByRole('complementary', { name: 'Keys' })).toBeVisible()
    const place = page.getByRole('status').first()
    const sum = page.locator('.p3 header .num')
    const keys = async (...all: string[]): Promise<number> => {
      for (const key of all) await page.keyboard.press(key)
      return all.length
    }
    await expect(place).toHaveText('Answer 1 of 3')
    const used = await keys('3', '2', '3', '1', '0', 'Enter')
    expect(used, 'keystrokes of a five-row grade without comment').toBeLessThanOrEqual(8)
    await expect(place).toHaveText('Answer 2 of 3')

    await keys('k')
    await expect(place).toHaveText('Answer 1 of 3')
    await expect(sum).toHaveText('9 of 15 so far')
    await expect(page.locator('.queuebar .saved')).toHaveText(/^Saved/)
    await keys('u')
    await expect(sum).toHaveText('0 of 15 so far')
    await keys('3', '2', '3', '1', '0', 'Enter')
    await expect(place).toHaveText('Answer 2 of 3')
    await keys('2', '2', '2', '2', '2', 'c')
    await page.keyboard.insertText(REASON)
    await keys('Control+Enter')
    await expect(place).toHaveText('Answer 3 of 3')
    await keys('k')
    await expect(place).toHaveText('Answer 2 of 3')
    await keys('j')
    await expect(place).toHaveText('Answer 3 of 3')
    await expect(page.locator('#comment')).toHaveValue('')
  })

  await test.step('the last one without JavaScript, and the release', async () => {
    const plain = await browser.newContext({
      baseURL,
      javaScriptEnabled: false,
      storageState: await context.storageState(),
    })
    await watchContext(plain, baseURL!, seen)
    const screen = await plain.newPage()
    await screen.goto(page.url().replace(/&at=.*/, ''))
    await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Two of 3 answers are graded.')
    const gradeIt = async (): Promise<void> => {
      for (const row of await screen.locator('fieldset.cr').all())
        await row.locator('label').filter({ hasText: /^1/ }).click()
      await screen.locator('#comment').fill(REASON)
      await screen.getByRole('button', { name: /^Save, next answer/ }).click()
      await screen.waitForURL('**done=all*')
    }
    await gradeIt()
    await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Three of 3 answers are graded.')
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect(screen.getByText('Your last save is taken back.')).toBeVisible()
    await gradeIt()
    await plain.close()

    // Until the release, none of it is on a student's pages.
    for (const own of students) {
      const held = await (await own.request.get(`/classes/${classId}/grades`)).text()
      expect(held).not.toContain(REASON)
      expect(held).not.toContain('What each row says')
    }
    await page.reload()
    await skipToContent(page)
    await pressed(page, 'Release grades')
    await expect(page.getByText(/^Released .* by Prof\. Fay Quill/)).toBeVisible()
  })

  await test.step('each student reads the grade with its reason', async () => {
    const read = await Promise.all(
      students.map(async (own) => {
        const screen = await own.newPage()
        await screen.goto(`/classes/${classId}/grades`)
        await expect(screen.getByRole('listitem').filter({ hasText: 'gave the grade' })).toHaveCount(1)
        const grade = screen.locator('.mygrade')
        await expect(grade.getByRole('list', { name: 'What each row says' }).getByRole('listitem')).toHaveCount(5)
        return { points: await grade.locator('.points').innerText(), said: await grade.innerText() }
      }),
    )
    expect(read.map(({ points }) => points).toSorted()).toEqual(['10 of 15', '5 of 15', '9 of 15'])
    expect(read.filter(({ said }) => said.includes(REASON))).toHaveLength(2)
  })

  await test.step('one of them asks for a second look; the grade is changed, and the reason is read', async () => {
    const [own] = students
    const screen = own!.pages().at(-1)!
    await screen.getByText('Ask for a second look').first().click()
    await screen.getByLabel('Sentence', { exact: true }).fill('143')
    await screen.getByLabel('Why the grade should be looked at again').fill('Sentence 143 says who told him.')
    await screen.getByRole('button', { name: 'Ask for a second look' }).click()
    await expect(screen.getByText('You have asked for a second look.')).toBeVisible()
    await expect(screen.getByText('Ask for a second look')).toHaveCount(0)

    await page.goto(`/classes/${classId}/desk/contests`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('One second look is asked for.')
    await expect(page.getByText('A student about the grade of')).toBeVisible()
    await page.getByRole('link', { name: 'grade the answer again' }).click()
    await expect(page.getByRole('complementary', { name: 'Keys' })).toBeVisible()
    for (const _row of await page.locator('fieldset.cr').all()) await page.keyboard.press('3')
    await page.keyboard.press('Enter')
    await expect(page.locator('.queuebar .saved')).toHaveText(/^Saved/)
    await page.goto(`/classes/${classId}/desk/contests`)
    await expect(page.getByText('and is 15 of 15 now.')).toBeVisible()
    await page.getByLabel('Why it was changed').fill('You are right: 143 says it.')
    await page.getByRole('button', { name: 'Answer: the grade was changed' }).click()
    await expect(page.getByText('Answered. The student has a message.')).toBeVisible()

    await screen.goto(`/classes/${classId}/inbox`)
    await screen
      .getByRole('link', { name: /telegrams/i })
      .first()
      .click()
    await expect(screen.locator('.mygrade .points')).toHaveText('15 of 15')
    await expect(screen.getByText('Your instructor looked again and changed the grade.')).toBeVisible()
    await expect(screen.getByText('You are right: 143 says it.')).toBeVisible()
  })
  await Promise.all([context, ...students].map((one) => one.close()))
  expect(seen).toEqual([])
})

test('any answer of any student is at most two clicks from the desk', async ({ page, context }) => {
  await signInAs(context, 'instructor')
  const { classes } = (await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }
  await page.goto(`/classes/${classes[0]!.id}/desk`)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download every answer as CSV' }).click(),
  ])
  type Row = { student: string; from: string; text: string; answer_text: string }
  const { data } = Papa.parse<Row>(readFileSync((await file.path())!, 'utf8'), { header: true, skipEmptyLines: true })
  const answers = Map.groupBy(
    // What has a range is a note beside the text, which has a page of its own.
    data.filter((row) => row.from === ''),
    (row) => row.student,
  )
  expect(answers.size).toBe(24)
  const links = page.getByRole('table').getByRole('rowheader').getByRole('link')
  /** As the page writes it: sentences by their numbers, and no apostrophe that keeps a spreadsheet from reckoning. */
  const said = (text: string): string => fold(text.replace(/^'(?=[=+\-@])/u, '').replace(/^s(\d+)$/u, 's. $1'))
  const fold = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()
  let found = 0
  for (const name of answers.keys()) {
    // One click: the student. What is folded there opens with the second.
    const href = await links.filter({ hasText: name }).getAttribute('href')
    const { window } = new JSDOM(await (await context.request.get(href!)).text())
    const words = fold(window.document.querySelector('main')!.textContent)
    for (const { text, answer_text: chosen } of answers.get(name)!)
      for (const one of [text, ...chosen.split(' | ')].filter((words) => words.trim() !== '')) {
        expect(words, `${name}: ${one}`).toContain(said(one))
        found += 1
      }
  }
  expect(found).toBeGreaterThan(200)
  const hand = handOf(page)
  const name = [...answers.keys()].at(-1)!
  await hand.go(links.filter({ hasText: name }), '**/desk/answers/students/*')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  expect(hand.clicks()).toBeLessThanOrEqual(2)
})
