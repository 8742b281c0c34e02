/**
 * The main job, end to end, with an instructor, a student on a phone and a student of another class at once: from the
 * operator's one-time link to the CSV. Then the same paths once more with JavaScript off.
 */
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import { routes } from '#lib/web/api.ts'
import { edition } from '#lib/content/edition.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { misreadingsIn } from '#lib/domain/judge.ts'
import { fillIn, reasonsOf, rightAnswer, wrongAnswer } from '../factories/answers.ts'
import { TABLE, type World } from '../factories/route-lines.ts'
import { assign, becomeInstructor, inviteLink, join, open } from './own-class.ts'
import { expect, signInAs, test } from './support.ts'

const NOBODY = '01900000-0000-7000-8000-000000000000'
/** Bodies of the route table parse, so that the answer is about the right and not about the shape; nothing is named by them. */
const asNobody = (): string => NOBODY
const anyName = new Proxy(
  {},
  { get: (_none, name) => (name === 'toJSON' || name === Symbol.toPrimitive ? asNobody : NOBODY) },
)
const anyWorld = new Proxy({}, { get: () => anyName }) as World
const PHONE = { width: 390, height: 844 }
const POST =
  'Zhou tells Albania’s telegram as Albania told it to him; Khiem tells it as Ho did. =SUM(1) is not a formula here.'
const REVISED = `${POST} Both could be reports of one text.`
const CLASSMATES = 'A classmate’s sentence that nobody reads before posting.'
/** What everybody is asked at first. */
const quiz = { items: firstDrawn(edition().quizzes.find((one) => one.id === 'comprehension')!.items) }

type Work = { id: string; kind: 'reading' | 'quiz' | 'question' }
const workOf = async (context: BrowserContext, classId: string): Promise<Record<Work['kind'], string>> => {
  const { assignments } = (await (await context.request.get(`/api/classes/${classId}/assignments`)).json()) as {
    assignments: Work[]
  }
  return Object.fromEntries(assignments.map((one) => [one.kind, one.id])) as Record<Work['kind'], string>
}

/** The right answer to every item but the first, which gets its first wrong one: something for the desk to show. */
const answerTo = (index: number): string[] => {
  const item = quiz.items[index]!
  return index === 0 ? wrongAnswer(item) : rightAnswer(item)
}
async function cite(page: Page, ...sentences: string[]): Promise<void> {
  for (const at of sentences) await page.locator(`input[name=citations][value=${at}]`).first().check()
}
async function choose(page: Page, index: number): Promise<void> {
  const item = quiz.items[index]!
  await fillIn(page.locator(`[id="${item.id}"]`), item, answerTo(index))
}

test('a class from the first link to the CSV, with a network that drops', async ({ browser, baseURL }) => {
  test.setTimeout(180_000)
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('ada@school.test', baseURL!),
    'HIST 305 · three browsers',
  )
  await assign(teacher.page, classId, 'reading/transcript', async (page) => {
    await page.selectOption('[name=to]', { label: 'Turn 10, Khiem, its end' })
  })
  await assign(teacher.page, classId, 'quiz/comprehension')
  await assign(teacher.page, classId, 'question/telegrams')

  // A classmate who posts before anybody else does.
  const mate = await open(browser, baseURL!, seen, { viewport: PHONE })
  await join(mate.page, joinLink, 'Bo Lin')
  const mateWork = await workOf(mate.context, classId)
  const posted = await mate.context.request.post(`/api/assignments/${mateWork.question}/posts`, {
    data: { text: CLASSMATES, citations: [{ at: 's128' }, { at: 's110' }, { at: 's111' }] },
    headers: { origin: baseURL! },
  })
  expect(posted.status()).toBe(200)

  const student = await open(browser, baseURL!, seen, { viewport: PHONE, hasTouch: true })
  const { page } = student
  await join(page, joinLink, 'Anna Lee')
  const work = await workOf(student.context, classId)

  await test.step('reads to the end, and the place is kept', async () => {
    await page.getByRole('link', { name: /Read/ }).first().click()
    await page.waitForURL(`**/reading/${work.reading}`)
    await page.mouse.move(200, 400)
    for (let i = 0; i < 14; i++) {
      await page.mouse.wheel(0, 700)
      await page.waitForTimeout(120)
    }
    await expect(page.locator('.keeps')).toContainText('Saved', { timeout: 15_000 })
    await expect
      .poll(
        async () =>
          (
            (await (await student.context.request.get(`/api/classes/${classId}/assignments`)).json()) as {
              assignments: { kind: string; state: string }[]
            }
          ).assignments.find((one) => one.kind === 'reading')!.state,
      )
      .toBe('done')
  })

  await test.step('answers, loses the network for thirty seconds, hands in', async () => {
    await page.goto(`/classes/${classId}/quizzes/${work.quiz}`)
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect(page.getByText(`0 of ${quiz.items.length} saved`)).toBeVisible()
    for (const index of [0, 1, 2]) await choose(page, index)
    await expect(page.getByText(`3 of ${quiz.items.length} saved`)).toBeVisible()
    await student.context.setOffline(true)
    const lost = Date.now()
    for (const index of [3, 4]) await choose(page, index)
    await expect(page.locator('.quizbar .saving')).toContainText('Not saved yet: no connection', { timeout: 15_000 })
    await expect(page.getByText(`3 of ${quiz.items.length} saved`)).toBeVisible()
    await page.waitForTimeout(Math.max(0, 30_000 - (Date.now() - lost)))
    await student.context.setOffline(false)
    await expect(page.getByText(`5 of ${quiz.items.length} saved`)).toBeVisible({ timeout: 30_000 })
    for (const index of quiz.items.keys()) if (index > 4) await choose(page, index)
    await expect(page.getByText(`${quiz.items.length} of ${quiz.items.length} saved`)).toBeVisible()
    await page.getByRole('button', { name: 'Hand in' }).click()
    await page.waitForURL('**done=handed-in')
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`of ${quiz.items.length} right`)
    await expect(page.getByText('Not this one.').first()).toBeVisible()
    const first = quiz.items[0]!
    await expect(page.getByText(reasonsOf(first)[0]!).first()).toBeVisible()
  })

  await test.step('posts with a citation, sees others only then, revises', async () => {
    await page.goto(`/classes/${classId}/questions/${work.question}`)
    expect(await page.content()).not.toContain(CLASSMATES)
    await page.locator('#text').fill(POST)
    await cite(page, 's110')
    await expect(page.getByText('1 of 3 cited')).toBeVisible()
    await page.getByRole('button', { name: 'Post answer: cite 2 more sentences first' }).click()
    await expect(page.getByText('Cite two more.', { exact: false })).toBeVisible()
    await expect(page.locator('#text')).toHaveValue(POST)
    await cite(page, 's111', 's114')
    await page.getByRole('button', { name: 'Post answer', exact: true }).click()
    await expect(page.getByText(CLASSMATES)).toBeVisible({ timeout: 15_000 })
    await page.goto(`/classes/${classId}/questions/${work.question}`)
    if (!(await page.locator('#text').isVisible()))
      await page
        .getByText(/revise/i)
        .first()
        .click()
    await page.locator('#text').fill(REVISED)
    await page.getByRole('button', { name: 'Post the revision' }).click()
    await expect
      .poll(
        async () =>
          (
            (await (await student.context.request.get(`/api/assignments/${work.question}/posts`)).json()) as {
              own: { versions: unknown[] }
            }
          ).own.versions.length,
      )
      .toBe(2)
  })

  await test.step('the instructor sees state, every answer and the misreadings, and takes the CSV', async () => {
    const desk = teacher.page
    await desk.goto(`/classes/${classId}/desk`)
    await expect(desk.getByRole('heading', { level: 1 })).not.toBeEmpty()
    await expect(desk.getByRole('row', { name: /Anna Lee/ })).toContainText('posted')
    const first = quiz.items[0]!
    const misreading = misreadingsIn(first, wrongAnswer(first))[0]
    const reading = edition().misreadings.find((one) => one.id === misreading)!.reading
    await expect(desk.getByText(new RegExp(reading, 'i')).first()).toBeVisible()
    await desk.goto(`/classes/${classId}/desk/answers/${work.quiz}`)
    await expect(desk.getByText(first.stem).first()).toBeVisible()
    await desk.goto(`/classes/${classId}/desk/answers/${work.question}`)
    await expect(desk.getByText(REVISED).first()).toBeVisible()
    await expect(desk.getByText(CLASSMATES).first()).toBeVisible()
    await desk.goto(`/classes/${classId}/desk`)
    const [file] = await Promise.all([
      desk.waitForEvent('download'),
      desk.locator('a[href$="/export.csv"]').first().click(),
    ])
    const csv = readFileSync((await file.path())!, 'utf8')
    for (const words of ['Anna Lee', 'Bo Lin', POST, REVISED, CLASSMATES, 'two-cardinal-acts'])
      expect(csv).toContain(words)
  })

  await test.step('a student of another class gets 404 for each of those addresses and calls', async () => {
    const outsider = await open(browser, baseURL!, seen)
    await signInAs(outsider.context, 'student')
    const addresses = [
      '',
      '/desk',
      '/desk/assign',
      '/desk/answers',
      '/desk/roster',
      '/desk/settings',
      `/desk/answers/${work.quiz}`,
      `/desk/assign/${work.quiz}`,
      `/desk/assign/${work.quiz}/preview`,
      `/quizzes/${work.quiz}`,
      `/questions/${work.question}`,
      `/reading/${work.reading}`,
    ]
    for (const address of addresses) {
      const answer = await outsider.context.request.get(`/classes/${classId}${address}`)
      expect(answer.status(), address).toBe(404)
      expect(await answer.text()).not.toContain('HIST 305')
    }
    const { id: attempt } = (await (
      await student.context.request.post(`/api/assignments/${work.quiz}/attempts`, {
        data: {},
        headers: { origin: baseURL! },
      })
    ).json()) as { id?: string }
    const fill: Record<string, string> = {
      class: classId,
      assignment: work.quiz,
      attempt: attempt ?? NOBODY,
      item: quiz.items[0]!.id,
    }
    const calls = routes.filter(
      (route) => /\{(class|assignment|attempt)\}/.test(route.path) && !/\/(save|delete)$/.test(route.path),
    )
    for (const { method, path } of calls) {
      const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => fill[name] ?? NOBODY)
      const answer = await outsider.context.request.fetch(address, {
        method,
        headers: { origin: baseURL! },
        ...(method === 'GET' ? {} : { data: TABLE[`${method} ${path}`]?.body?.(anyWorld, 'student') ?? {} }),
      })
      expect(answer.status(), `${method} ${path}`).toBe(404)
    }
    await outsider.context.close()
  })
  await Promise.all([teacher, mate, student].map(({ context }) => context.close()))
  // Offline requests and answers of 404 are logged by the browser itself.
  expect(seen.filter((line) => !/ERR_INTERNET_DISCONNECTED|status of 40/.test(line))).toEqual([])
})

test('the same without JavaScript', async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen, { javaScriptEnabled: false })
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('bea@school.test', baseURL!),
    'HIST 306 · plain forms',
  )
  await assign(teacher.page, classId, 'reading/transcript')
  await assign(teacher.page, classId, 'quiz/comprehension')
  await assign(teacher.page, classId, 'question/telegrams')

  const student = await open(browser, baseURL!, seen, { javaScriptEnabled: false, viewport: PHONE })
  const { page } = student
  await join(page, joinLink, 'Cleo Park')
  const work = await workOf(student.context, classId)

  await page.goto(`/classes/${classId}/reading/${work.reading}`)
  await page.getByRole('button', { name: 'I have read this' }).click()
  await page.waitForURL(`**/classes/${classId}`)

  await page.goto(`/classes/${classId}/quizzes/${work.quiz}`)
  await page.getByRole('button', { name: 'Begin' }).click()
  for (const index of quiz.items.keys()) {
    await choose(page, index)
    await page.locator(`[id="${quiz.items[index]!.id}"]`).getByRole('button', { name: 'Save this answer' }).click()
    await page.waitForURL(`**saved=${quiz.items[index]!.id}*`)
  }
  await page.getByRole('button', { name: 'Hand in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`of ${quiz.items.length} right`)

  await page.goto(`/classes/${classId}/questions/${work.question}`)
  await page.locator('#text').fill(POST)
  await page.getByRole('button', { name: /^Post/ }).first().click()
  // Refused for want of citations: what was typed is still there.
  await expect(page.locator('#text')).toHaveValue(POST)
  await expect(page.getByText('none is cited yet', { exact: false }).first()).toBeVisible()
  await cite(page, 's110', 's111', 's114')
  await page.getByRole('button', { name: /^Post/ }).first().click()
  await page.waitForURL('**done=posted*')
  await expect(page.getByText(POST).first()).toBeVisible()

  await teacher.page.goto(`/classes/${classId}/desk`)
  await expect(teacher.page.getByRole('row', { name: /Cleo Park/ })).toContainText('posted')
  await teacher.page.goto(`/classes/${classId}/desk/answers/${work.question}`)
  await expect(teacher.page.getByText(POST).first()).toBeVisible()
  await Promise.all([teacher, student].map(({ context }) => context.close()))
  expect(seen).toEqual([])
})

test('two tabs on one answer: the one behind sees both versions and chooses', async ({ browser, baseURL }) => {
  const seen: string[] = []
  const { context, page: first } = await open(browser, baseURL!, seen)
  await signInAs(context, { email: 'student10@demo.test', password: 'demo-student' })
  // A class of their own, so that the demo's numbers stay what the other tests expect.
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('cal@school.test', baseURL!),
    'HIST 307 · two tabs',
  )
  await assign(teacher.page, classId, 'quiz/comprehension')
  await first.goto(joinLink)
  await first.getByRole('button', { name: /^Join as/ }).click()
  await first.waitForURL(`**/classes/${classId}`)
  const work = await workOf(context, classId)
  const address = `/classes/${classId}/quizzes/${work.quiz}`
  await first.goto(address)
  await first.getByRole('button', { name: 'Begin' }).click()
  await expect(first.getByText(`0 of ${quiz.items.length} saved`)).toBeVisible()
  const second = await context.newPage()
  await second.goto(address)
  const item = quiz.items[0]!
  const option = (page: Page, value: string) => page.locator(`[id="${item.id}"] input[name=answer][value="${value}"]`)
  // Both tabs are past their start: one that starts later would rightly take up what the other has not stored yet.
  for (const page of [first, second])
    await expect(page.getByRole('button', { name: 'Save this answer' })).toHaveCount(0)
  await option(first, 'a').check()
  await expect(first.getByText(`1 of ${quiz.items.length} saved`)).toBeVisible()
  await option(second, 'c').check()
  const versions = second.getByRole('group', { name: 'Two versions of this answer' })
  await expect(versions).toBeVisible()
  await versions.getByRole('button', { name: 'Keep this one' }).click()
  await expect(second.getByText(`1 of ${quiz.items.length} saved`)).toBeVisible()
  await first.reload()
  await expect(option(first, 'c')).toBeChecked()
  await Promise.all([context, teacher.context].map((one) => one.close()))
  expect(seen.filter((line) => !/status of 409/.test(line))).toEqual([])
})

test('what is chosen or written before the scripts arrive is saved once they do', async ({ browser, baseURL }) => {
  const seen: string[] = []
  // Rows left open and an empty box to write in are fields of the page too; nothing is to be sent for them.
  const mixed = edition().quizzes.find((one) => one.id === 'part-one')!
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('dee@school.test', baseURL!),
    'HIST 308 · a slow bus',
  )
  await assign(teacher.page, classId, `quiz/${mixed.id}`)
  await assign(teacher.page, classId, 'question/telegrams')
  const { context, page } = await open(browser, baseURL!, seen, { viewport: PHONE })
  await join(page, joinLink, 'Slow Rider')
  const work = await workOf(context, classId)
  await page.goto(`/classes/${classId}/quizzes/${work.quiz}`)
  let release = () => {}
  let held = Promise.resolve()
  const hold = () => {
    held = new Promise<void>((resolve) => {
      release = resolve
    })
  }
  await context.route('**/*.js', async (route) => {
    await held
    await route.continue()
  })
  hold()
  await page.getByRole('button', { name: 'Begin' }).click({ noWaitAfter: true })
  const item = page.locator(`[id="${mixed.items[0]!.id}"]`)
  await item.locator('input[name=answer][value=b]').check()
  await expect(item.getByRole('button', { name: 'Save this answer' })).toBeVisible()
  release()
  await expect(page.getByText(`1 of ${mixed.items.length} saved`)).toBeVisible()
  await page.reload()
  await expect(item.locator('input[name=answer][value=b]')).toBeChecked()

  hold()
  await page.goto(`/classes/${classId}/questions/${work.question}`, { waitUntil: 'commit' })
  await page.locator('#text').fill(POST)
  await page.locator('input[name=citations][value=s110]').check()
  await page.getByLabel('Another sentence').fill('143')
  release()
  await expect(page.getByText(/^Draft saved/)).toBeVisible()
  // The sentence is looked up over the same slow line, and nobody waits for it to go on.
  hold()
  await context.route('**/transcript', async (route) => {
    await held
    await route.continue()
  })
  const box = page.locator('#text')
  await page.getByRole('button', { name: 'Cite it' }).click()
  await box.fill(`${POST} And more.`)
  await page.getByLabel('Another sentence').fill('144')
  release()
  await expect(page.getByRole('button', { name: 'Leave out sentence 143' })).toBeVisible()
  await expect(box).toHaveValue(`${POST} And more.`)
  await expect(page.getByLabel('Another sentence')).toHaveValue('144')
  await expect(page.getByText(/^Draft saved/)).toBeVisible()
  await page.reload()
  await expect(box).toHaveValue(`${POST} And more.`)
  await expect(page.locator('input[name=citations][value=s110]')).toBeChecked()
  await Promise.all([context, teacher.context].map((one) => one.close()))
  expect(seen).toEqual([])
})

test('rows and boxes that nobody has touched are no answer, and nothing right is said so', async ({
  browser,
  baseURL,
}) => {
  const seen: string[] = []
  const teacher = await open(browser, baseURL!, seen)
  const { classId, joinLink } = await becomeInstructor(
    teacher.page,
    inviteLink('eli@school.test', baseURL!),
    'HIST 309 · rows',
  )
  await assign(teacher.page, classId, 'quiz/carry-the-message')
  const { context, page } = await open(browser, baseURL!, seen, { viewport: PHONE })
  await join(page, joinLink, 'Row Reader')
  const work = await workOf(context, classId)
  await page.goto(`/classes/${classId}/quizzes/${work.quiz}`)
  await page.getByRole('button', { name: 'Begin' }).click()
  // The page is live once the buttons of the plain form are gone.
  await expect(page.getByRole('button', { name: 'Save this answer' })).toHaveCount(0)
  await expect(page.getByText('0 of 6 saved')).toBeVisible()
  await page.locator('select[name=answer]').first().selectOption({ index: 1 })
  await expect(page.getByText('1 of 6 saved')).toBeVisible()
  await expect(page.getByText('There is no answer yet')).toHaveCount(0)
  await page.getByRole('button', { name: 'Hand in' }).click()
  await page
    .getByRole('button', { name: /hand in/i })
    .last()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('None of 5 right')
  // A row has no letter before it, so its words have the whole line.
  const row = page.getByRole('list', { name: 'Every row, explained' }).first().locator('.tx').first()
  expect((await row.boundingBox())!.width).toBeGreaterThan(PHONE.width / 2)
  await Promise.all([context, teacher.context].map((one) => one.close()))
  expect(seen).toEqual([])
})
