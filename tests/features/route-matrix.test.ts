import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { routes } from '#lib/web/api.ts'
import { isOwnWords } from '#lib/web/http.ts'
import { call } from '../factories/call.ts'
import { ask, FORM_ALIASES, makeWorld, ROLES, TABLE, worldsOn, type Role } from '../factories/route-lines.ts'
import { openTestDb } from '../factories/test-db.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())
const worldFor = worldsOn(() => db)

describe('the route matrix', () => {
  test('names every route that is mounted, and no other', () => {
    const mounted = routes.map(({ method, path }) => `${method} ${path}`)
    expect([...Object.keys(TABLE), ...Object.keys(FORM_ALIASES)].toSorted()).toEqual(mounted.toSorted())
  })

  const lines = [
    ...Object.entries(TABLE),
    ...Object.entries(FORM_ALIASES).map(([alias, key]) => [alias, TABLE[key]!] as const),
  ]

  test.each(lines)('%s', async (key, line) => {
    const got: Partial<Record<Role, number>> = {}
    for (const role of ROLES) {
      const world = await worldFor(key, line, role)
      const reply = await ask(key, line, world, role)
      got[role] = reply.status
      if (line.page) expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
      else if (line.is[role] === 401) expect(reply.code).toBe('sign-in-needed')
      if (line.is[role] === 404 && !line.page) expect(reply.code).toBe('not-found')
      if (line.code?.[role]) expect(reply.code).toBe(line.code[role])
      if (!line.at) continue
      const missing = await ask(key, line, world, role, { ids: 'unknown' })
      // Nobody can tell what is kept from them from what does not exist, and a visitor is told nothing of either.
      if (line.is[role] === 404 || line.is[role] === 401) expect(missing.text).toBe(reply.text)
      expect(missing.status).toBe(line.is[role] === 401 ? 401 : 404)
      expect([...missing.headers]).toEqual([...(line.is[role] >= 400 ? reply.headers : missing.headers)])
    }
    expect(got).toEqual(line.is)
  })

  const forms = lines.filter(([key]) => key.startsWith('POST '))
  test.each(forms)('%s as a form', async (key, line) => {
    for (const role of ROLES) {
      const world = await worldFor(key, line, role)
      const reply = await ask(key, line, world, role, { form: true })
      const wasSaved = line.is[role] === 200
      const own = Object.entries(line.body?.(world, role) ?? {}).flatMap(([name, value]) =>
        // What stands in the boxes of a group is always somebody’s own.
        name === 'answers' ? Object.values(value as object) : isOwnWords(name, value) ? [value] : [],
      )
      if (line.page) {
        expect(reply.status, role).toBe(line.is[role])
      } else if (wasSaved) {
        expect([reply.status, reply.code], role).toEqual([line.file ? 200 : 303, null])
      } else if (own.length > 0) {
        // Words that stand nowhere else are given back instead of a redirect that would drop them.
        expect(reply.status, role).toBe(line.is[role])
        for (const words of own) expect(reply.text).toContain(String(words))
      } else {
        expect(reply.status, role).toBe(303)
        if (line.is[role] === 401) expect(reply.location).toMatch(/^\/sign-in\?callbackUrl=%2F/)
        else expect(reply.code, role).toBe(line.code?.[role] ?? 'not-found')
      }
      expect(reply.location).not.toContain('undefined')
    }
  })

  test('a membership that ends bites at the next request, and a role that changes too', async () => {
    const world = await makeWorld(db)
    const path = `/api/classes/${world.here.id}/assignments`
    const { cookie, userId } = world.people.classmate
    expect((await call('GET', path, { cookie })).status).toBe(200)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, userId)))
    })
    expect((await call('GET', path, { cookie })).status).toBe(404)
    const instructor = world.people.instructor
    expect((await call('GET', `/api/classes/${world.here.id}/export.csv`, { cookie: instructor.cookie })).status).toBe(
      200,
    )
    await db.atomically(function* (tx) {
      yield* q(
        tx.update(db.t.memberships).set({ role: 'student' }).where(eq(db.t.memberships.userId, instructor.userId)),
      )
    })
    expect((await call('GET', `/api/classes/${world.here.id}/export.csv`, { cookie: instructor.cookie })).status).toBe(
      404,
    )
  })

  test('a cookie that is forged, ended or expired is no session', async () => {
    const world = await makeWorld(db)
    const { cookie, userId } = world.people.student
    const [name, value] = cookie.split('=') as [string, string]
    for (const bad of [`${name}=`, `${name}=garbage`, `${name}=${value.slice(0, -4)}AAAA`, `${name}=${userId}`])
      expect((await call('GET', '/api/me', { cookie: bad })).status, bad).toBe(401)
    await call('POST', '/api/sign-out', { cookie, json: {} })
    expect((await call('GET', '/api/me', { cookie })).status).toBe(401)
  })
})
