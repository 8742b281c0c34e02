/** “Carry the message”: while it is open, the class’s reading, question and other quiz are not sent a sentence of the text. */
import { edition } from '#lib/content/edition.ts'
import { sentencesOf } from '#lib/content/text/transcript.ts'
import { expect, signInAs, test } from './support.ts'

/** Of each sentence the longest run of words that no markup or quotation mark can cut. */
const traces = sentencesOf(edition().transcript.turns)
  .map(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? part.text.split(/[^\x20-\x7e]|["'&<>]/u) : [])))
  .map((runs) => runs.toSorted((a, b) => b.length - a.length)[0]!.trim())
  .filter((run) => run.length > 24)

test('the text is closed from the beginning of the quiz to its hand-in', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  await signInAs(context, 'instructor')
  const { classes } = (await (await context.request.get('/api/me')).json()) as { classes: { id: string }[] }
  const at = `/classes/${classes[0]!.id}`
  const headers = { origin: baseURL! }
  const given = await context.request.post(`/api${at}/assignments`, {
    headers,
    data: { kind: 'quiz', target: 'carry-the-message' },
  })
  const { assignment } = (await given.json()) as { assignment: string }

  const student = await browser.newContext({ baseURL: baseURL! })
  await signInAs(student, { email: 'student05@demo.test', password: 'demo-student' })
  const work = (await (await student.request.get(`/api${at}/assignments`)).json()) as {
    assignments: { id: string; kind: string; availability: string }[]
  }
  const first = (kind: string) =>
    work.assignments.find((one) => one.kind === kind && one.id !== assignment && one.availability !== 'not-open-yet')!
      .id
  const pages = [
    `${at}/reading/${first('reading')}`,
    `${at}/questions/${first('question')}`,
    `${at}/quizzes/${first('quiz')}`,
  ]
  const textIn = async (path: string) => {
    const plain = await (await student.request.get(path)).text()
    const data = await (await student.request.get(`${path}?_rsc=1`, { headers: { RSC: '1' } })).text()
    return traces.filter((run) => plain.includes(run) || data.includes(run)).length
  }
  // The search would find it: before the quiz is begun every one of these pages holds some of the text.
  for (const path of pages) expect(await textIn(path), path).toBeGreaterThan(0)

  const begun = await student.request.post(`/api/assignments/${assignment}/attempts`, { headers, data: {} })
  const { id } = (await begun.json()) as { id: string }
  for (const path of [...pages, `${at}/quizzes/${assignment}`]) expect(await textIn(path), path).toBe(0)
  await page.context().addCookies(await student.cookies())
  await page.goto(pages[0]!)
  await expect(page.getByRole('heading', { name: 'The text is closed while you write from memory' })).toBeVisible()
  await page.getByRole('link', { name: 'Go on with “Carry the message”' }).click()
  await page.waitForURL(`**/quizzes/${assignment}`)

  expect((await student.request.post(`/api/attempts/${id}/submission`, { headers, data: {} })).status()).toBe(200)
  expect(await textIn(pages[0]!)).toBeGreaterThan(100)
  await student.close()
})
