/**
 * 120 texts that try to be more than text, in every field that people type, on an instructor's screens: first with the
 * content security policy taken off, so that escaping stands alone; then raw in a page under our policy, so that the
 * policy stands alone. Neither lets anything run or load. Only leaving by a refresh or a link is more than a policy can
 * forbid; escaping does.
 */
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import { v7 } from 'uuid'
import { expect, test } from '@playwright/test'
import { eq } from 'drizzle-orm'
import { q, type Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { enrol, makeClass, makeInstructor, makeSection, makeUser, PASSPHRASE } from '../factories/people.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { giveReview, makePost, makeReply } from '../factories/talk.ts'
import { edition } from '#lib/content/edition.ts'
import { listRivals } from '#lib/db/queries/rivals.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { assign, exerciseOf, fromNow, HOUR, plantedQuiz, PREDICTED } from '../factories/work.ts'
import { runScript, signIn, startServer, temporaryDatabase, type Running } from '../server/harness.ts'

const TEXTS = JSON.parse(readFileSync('tests/fixtures/hostile-texts.json', 'utf8')) as string[]
/** The other half of them stands on the page after. */
const RIVALS_A_PAGE = 30
const database = temporaryDatabase()
let server: Running
let cookie: string
let pages: string[]

/** A student for each text: it is their name, and every word they write. */
async function plant(db: Db): Promise<string[]> {
  const klass = await makeClass(db, { title: TEXTS[0]!.slice(0, 120) })
  const teacher = await makeInstructor(db, klass.id, { name: TEXTS[1]!.slice(0, 80), email: 'teacher@hostile.test' })
  const question = await assign(db, klass.id, 'question', { title: TEXTS[2]! })
  const reading = await assign(db, klass.id, 'reading', { gate: true, title: TEXTS[3]! })
  const quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('hostile', 'every').frozen, title: TEXTS[4]! })
  const given = (form: 'puzzle' | 'telegrams' | 'controversy') =>
    assign(db, klass.id, 'exercise', { frozen: freeze('exercise', exerciseOf(form).id, { from: 's1', to: 's1' }) })
  const [puzzle, columns, controversy] = [await given('puzzle'), await given('telegrams'), await given('controversy')]
  const reviewed = await assign(db, klass.id, 'question', { names: 'hidden', reviews: 1 })
  const [claim, other] = edition().claims
  let last: { post: string; author: { userId: string } } | null = null
  const base = (userId: string) => ({ classId: klass.id, userId, erasedAt: null })
  const at = new Date()
  for (const [index, text] of TEXTS.entries()) {
    const sectionId = index < 8 ? await makeSection(db, klass.id, `${text} ${index}`) : null
    const user = await makeUser(db, { name: `${text} ${index}` })
    await enrol(db, klass.id, user, 'student', { sectionId })
    const post = await makePost(db, question, user, text)
    const reply = await makeReply(db, question, post, user, text)
    await insertNotes(db, [
      noteRow({
        classId: klass.id,
        userId: user.userId,
        assignmentId: reading.id,
        body: text,
        ownTag: text.slice(0, 40),
      }),
    ])
    const own = { post: await makePost(db, reviewed, user, text, { alias: index + 1 }), author: user }
    const review = last && (await giveReview(db, reviewed, user, last))
    last = own
    await db.atomically(function* (tx) {
      if (review)
        yield* q(
          tx
            .update(db.t.peerReviews)
            .set({ version: 1, levels: {}, comment: text, digest: 'd', reviewedAt: at })
            .where(eq(db.t.peerReviews.id, review)),
        )
      const rival = v7()
      for (const [id, answers] of [
        [rival, null],
        [v7(), rival],
      ] as const)
        yield* q(
          tx.insert(db.t.rivalReadings).values({
            ...base(user.userId),
            id,
            claim: index % 2 === 0 ? claim!.id : other!.id,
            answers,
            body: { text, citations: [{ at: 's114', quote: text }] },
            digest: 'd',
            createdAt: at,
          }),
        )
      const attempt = v7()
      for (const [exercise, body] of [
        [puzzle, { explanations: text, decide: text }],
        // Neither a sentence nor a choice: what no door lets in is text all the same.
        [columns, { 'whose-idea-zhou': text, 'whose-idea-verdict': text }],
        [controversy, { 'before-stand': text, 'before-why': text, 'in.before': at.toISOString(), 'given.side': text }],
      ] as const)
        yield* q(
          tx.insert(db.t.exerciseAnswers).values({
            ...base(user.userId),
            assignmentId: exercise.id,
            body,
            seq: 1,
            startedAt: at,
            savedAt: at,
            handedInAt: exercise === controversy ? null : at,
            digest: null,
          }),
        )
      yield* q(
        tx.insert(db.t.postVersions).values({
          ...base(user.userId),
          postId: post,
          ordinal: 2,
          body: { text: `${text}\n\n${text}`, citations: [{ at: 's114', quote: text }] },
          digest: 'd',
          createdAt: at,
        }),
      )
      yield* q(
        tx.insert(db.t.predictions).values({
          ...base(user.userId),
          assignmentId: reading.id,
          body: { ...PREDICTED, author: text, audience: text, aims: text, limits: text },
          digest: 'd',
          postedAt: at,
        }),
      )
      yield* q(
        tx.insert(db.t.attempts).values({
          classId: klass.id,
          userId: user.userId,
          id: attempt,
          assignmentId: quiz.id,
          ordinal: 1,
          state: 'submitted',
          seed: 'x',
          startedAt: at,
          submittedAt: at,
          earned: 0,
          total: 8,
        }),
      )
      yield* q(
        tx.insert(db.t.answers).values({
          ...base(user.userId),
          attemptId: attempt,
          item: 'in-words',
          seq: 1,
          body: [text],
          confidence: null,
          savedAt: at,
          digest: 'd',
        }),
      )
      yield* q(
        tx.insert(db.t.lateSaves).values({
          ...base(user.userId),
          id: v7(),
          assignmentId: question.id,
          attemptId: null,
          item: null,
          body: { post: { text, citations: [] } },
          receivedAt: at,
        }),
      )
      if (index % 2 === 0)
        yield* q(
          tx.insert(db.t.reports).values({
            ...base(user.userId),
            id: v7(),
            kind: 'reply',
            remarkId: reply,
            reason: text,
            createdAt: at,
            settledAt: null,
            settledBy: null,
          }),
        )
      else
        yield* q(
          tx.insert(db.t.hidings).values({
            ...base(user.userId),
            id: v7(),
            kind: 'reply',
            remarkId: reply,
            reason: text,
            hiddenBy: teacher.userId,
            hiddenAt: at,
            shownBy: null,
            shownAt: null,
          }),
        )
      if (index < 4)
        yield* q(
          tx.insert(db.t.picks).values({
            postId: post,
            classId: klass.id,
            userId: user.userId,
            pickedBy: teacher.userId,
            pickedAt: fromNow(-HOUR),
          }),
        )
    })
  }
  const desk = `/classes/${klass.id}/desk`
  const everyReading: string[] = []
  for (const { id } of [claim!, other!]) {
    const page = `/classes/${klass.id}/claims/${id}`
    const rows = await listRivals(db, { classId: klass.id, claim: id }, undefined, TEXTS.length)
    everyReading.push(page, `${page}?after=${rows[RIVALS_A_PAGE - 1]!.row.id}`)
  }
  return [
    '/classes',
    desk,
    `${desk}/answers`,
    ...[question, reading, quiz, puzzle, columns, controversy].map((one) => `${desk}/answers/${one.id}`),
    `${desk}/reports`,
    `${desk}/answers/${reviewed.id}/reviews`,
    ...everyReading,
    `${desk}/projector`,
    `${desk}/roster`,
    `${desk}/notes`,
    `${desk}/assign`,
    `${desk}/settings`,
  ]
}

test.beforeAll(async () => {
  runScript('migrate', { DATABASE_URL: database.url })
  const db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  pages = await plant(db)
  await db.close()
  server = await startServer({ DATABASE_URL: database.url })
  cookie = await signIn(server.base, { email: 'teacher@hostile.test', password: PASSPHRASE })
  // A pasted list is looked at before anybody of it is added.
  const list = await fetch(`${server.base}/api${pages[1]!.replace('/desk', '')}/imports`, {
    method: 'POST',
    headers: { cookie, origin: server.base, 'content-type': 'application/json' },
    body: JSON.stringify({ text: TEXTS.map((text) => text.replaceAll(/[\r\n]+/g, ' ').slice(0, 400)).join('\n') }),
  })
  expect(list.status).toBe(200)
  pages.push(`${pages[1]!}/roster/import?list=${((await list.json()) as { list: string }).list}`)
})
test.afterAll(async () => {
  await server.stop()
  database.remove()
})

/** A page on which running, asking and leaving are counted. */
async function watched(context: BrowserContext): Promise<{ page: Page; seen: string[] }> {
  const seen: string[] = []
  const at = cookie.indexOf('=')
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: server.base }])
  await context.exposeFunction('owned', () => void seen.push('a text ran'))
  // What the policy blocks never gets here. A navigation is answered with nothing, so that the page stays.
  await context.route(
    (url) => url.origin !== server.base,
    (route) => {
      const leaves = route.request().isNavigationRequest()
      seen.push(`${leaves ? 'left for' : 'asked for'} ${route.request().url()}`)
      return leaves ? route.fulfill({ status: 204 }) : route.abort()
    },
  )
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    seen.push('a dialog')
    void dialog.dismiss()
  })
  return { page, seen }
}

test('there are 120 of them', () => {
  expect(new Set(TEXTS).size).toBe(120)
})

test('without the policy, escaping alone leaves them text', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.base })
  const { page, seen } = await watched(context)
  await page.route('**/*', async (route) => {
    if (!route.request().isNavigationRequest()) return route.fallback()
    if (new URL(route.request().url()).origin !== server.base) return route.fallback()
    const answer = await route.fetch()
    const { 'content-security-policy': _policy, ...headers } = answer.headers()
    return route.fulfill({ response: answer, headers })
  })
  for (const path of pages) {
    await page.goto(path)
    const found = await page.evaluate(() => ({
      handlers: [...document.querySelectorAll('main *, header *, title')].flatMap((one) =>
        one.getAttributeNames().filter((name) => name.startsWith('on')),
      ),
      links: [...document.querySelectorAll('[href],[src],[action],[formaction]')].filter((one) =>
        /^\s*(?:j\s*a\s*v\s*a|data:text|vbscript)/iu.test(
          one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? '',
        ),
      ).length,
      strangers: document.querySelectorAll('main :is(script,iframe,object,embed,base,meta,link,style,marquee,dialog)')
        .length,
    }))
    expect(found, path).toEqual({ handlers: [], links: 0, strangers: 0 })
  }
  // What turns the line around stays within its own words.
  await page.goto(pages[1]!)
  expect(
    await page
      .locator('.nm')
      .first()
      .evaluate((name) => getComputedStyle(name).unicodeBidi),
  ).toBe('isolate')
  expect(seen).toEqual([])
  // The watch itself works: what a page does run is seen.
  await page.evaluate('owned()')
  expect(seen).toEqual(['a text ran'])
  await context.close()
})

test('raw in a page, our policy alone lets none of them run or load', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.base })
  const { page, seen } = await watched(context)
  await page.route('**/desk', async (route) => {
    const answer = await route.fetch()
    const { 'content-length': _length, 'content-encoding': _encoding, ...headers } = answer.headers()
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    const body = `<!doctype html><meta charset="utf-8"><title>Raw</title><h1>Raw</h1>${TEXTS.map((text) => `<section>${text}</section>`).join('\n')}<p id="end">end`
    return route.fulfill({ status: 200, headers, body })
  })
  await page.route(
    (url) => url.origin === server.base && !url.pathname.endsWith('/desk'),
    (route) => (route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.fallback()),
  )
  // One by one: a text that swallows the rest of a page must not hide the ones after it.
  await page.goto(pages[1]!)
  await page.route('**/desk**', (route) =>
    route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.fallback(),
  )
  for (const text of TEXTS)
    await page.evaluate((raw) => {
      const frame = document.createElement('section')
      document.body.append(frame)
      frame.append(document.createRange().createContextualFragment(raw))
    }, text)
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('a[href],button,input,[onclick]')) one.click()
  })
  await page.waitForTimeout(500)
  expect(seen.filter((one) => !one.startsWith('left for'))).toEqual([])
  await context.close()
})
