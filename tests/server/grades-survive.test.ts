/** A grade that was given is told to the school's system, though the server was killed before it could say so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { asSystem } from '#lib/door/context.ts'
import { addPlatform } from '#lib/features/connect-platform/register.ts'
import { CLAIM } from '#lib/domain/platform.ts'
import { assign } from '../factories/work.ts'
import { STUDENT, TEACHER, type Who } from '../platform/course.ts'
import { openPlatform, type TestPlatform } from '../platform/platform.ts'
import { freePort, runScript, startServer, temporaryDatabase, type Running } from './harness.ts'

const database = temporaryDatabase()
let platform: TestPlatform
let server: Running
let settings: Record<string, string>
beforeAll(async () => {
  settings = { DATABASE_URL: database.url, PORT: String(await freePort()) }
  runScript('migrate', settings)
  platform = await openPlatform(`http://127.0.0.1:${settings.PORT}`)
  const db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  await addPlatform(asSystem('test', { db }), platform.registration())
  await db.close()
  server = await startServer(settings)
})
afterAll(async () => {
  await server.stop()
  await platform.close()
  database.remove()
})

/** A launch as a browser makes it, by the running server. */
async function open(who: Who, more: Record<string, unknown> = {}): Promise<{ to: string; cookie: string }> {
  const query = new URLSearchParams({
    iss: platform.origin,
    login_hint: 'x',
    target_link_uri: `${server.base}/api/lti/launch`,
  })
  const begun = await fetch(`${server.base}/api/lti/login?${query.toString()}`, {
    redirect: 'manual',
    headers: { 'sec-fetch-dest': 'document' },
  })
  const asked = new URL(begun.headers.get('location')!).searchParams
  const id_token = await platform.sign({ ...platform.claims(who, more), nonce: asked.get('nonce') })
  const back = await fetch(`${server.base}/api/lti/launch`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: begun.headers.getSetCookie()[0]!.split(';')[0]!,
      origin: platform.origin,
      'sec-fetch-site': 'cross-site',
    },
    body: new URLSearchParams({ state: asked.get('state')!, id_token }),
  })
  expect(back.status).toBe(303)
  return { to: back.headers.get('location')!, cookie: back.headers.getSetCookie()[0]!.split(';')[0]! }
}
const send = async (cookie: string, path: string, body: Record<string, unknown>) => {
  const reply = await fetch(server.base + path, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(reply.status, await reply.clone().text()).toBe(200)
  return (await reply.json()) as Record<string, string>
}

test('killed between the hand-in and the message: the next process says it', { timeout: 90_000 }, async () => {
  const teacher = await open(TEACHER)
  const launch = new URLSearchParams(teacher.to.split('?')[1]).get('launch')!
  const { class: classId } = await send(teacher.cookie, '/api/courses', { launch, title: 'A class', zone: 'UTC' })
  const db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  const quiz = await assign(db, classId!, 'quiz', { points: 10 })
  await db.close()
  // The platform takes nothing while this process lives.
  platform.state.instead.set('/items/i1/scores', () => ({ status: 503 }))
  const student = await open(STUDENT, {
    [CLAIM.custom]: { assignment: quiz.id },
    [CLAIM.grades]: { scope: [], lineitem: `${platform.origin}/items/i1` },
  })
  const { id } = await send(student.cookie, `/api/assignments/${quiz.id}/attempts`, {})
  await send(student.cookie, `/api/attempts/${id}/submission`, {})
  server.kill()
  await server.stop()
  platform.state.instead.clear()
  expect(platform.state.scores).toEqual([])

  server = await startServer(settings)
  for (let waited = 0; platform.state.scores.length === 0 && waited < 60_000; waited += 200)
    await new Promise((wake) => setTimeout(wake, 200))
  expect(platform.state.scores).toMatchObject([{ lineItem: 'i1', userId: '5', scoreGiven: 0, scoreMaximum: 10 }])
})
