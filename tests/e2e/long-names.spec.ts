/** A name and titles that leave no place to break a line: no page of theirs, or of who teaches them, becomes wider than the screen. */
import { openSqlite } from '#lib/db/client.ts'
import { enrol, makeClass, makeUser, PASSPHRASE } from '../factories/people.ts'
import { makePost } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { expect, signInAs, test } from './support.ts'

const LONG = 'W'.repeat(60)

test('names of sixty letters without a space', async ({ page, context }) => {
  const db = openSqlite('data/e2e/xihua.db', { migrate: false })
  const klass = await makeClass(db, { title: `HIST 316 ${LONG}` })
  const [teacher, ...students] = ['long.teacher@school.test', 'long.one@school.test', 'long.two@school.test']
  await enrol(db, klass.id, await makeUser(db, { name: LONG, email: teacher!, mayTeach: true }), 'instructor')
  const question = await assign(db, klass.id, 'question', { title: LONG })
  for (const [n, email] of students.entries()) {
    const user = await makeUser(db, { name: 'MN'[n]!.repeat(60), email })
    await enrol(db, klass.id, user, 'student')
    await makePost(db, question, user, LONG)
  }
  await db.close()
  const desk = `/classes/${klass.id}/desk`
  for (const [email, paths] of [
    [students[0]!, ['/classes', '/me', `/classes/${klass.id}`, `/classes/${klass.id}/questions/${question.id}`]],
    [teacher!, [desk, `${desk}/answers`, `${desk}/answers/${question.id}`, `${desk}/roster`, `${desk}/gradebook`]],
  ] as const) {
    await context.clearCookies()
    await signInAs(context, { email, password: PASSPHRASE })
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 })
      for (const path of paths) {
        await page.goto(path)
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`).toBe(width)
      }
    }
  }
})
