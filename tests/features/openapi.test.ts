import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { ERROR_STATUS } from '#lib/domain/errors.ts'
import { routes } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { ask, ROLES, TABLE, worldsOn } from '../factories/route-lines.ts'
import { openTestDb } from '../factories/test-db.ts'

type Schema = Record<string, unknown>
type Described = {
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
  requestBody?: { content: Record<string, { schema: Schema }> }
  parameters?: { name: string; in: string }[]
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, Schema> }
}

let db: Db
let document: Document
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  document = (await call('GET', '/api/openapi.json')).json as Document
})
afterAll(() => db.close())
const worldFor = worldsOn(() => db)

/** The description does not describe itself. */
const UNDESCRIBED = ['GET /api/openapi.json']
const described = (): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
const lineOf = (key: string): Described => {
  const [method, path] = key.split(' ') as [string, string]
  return document.paths[path]![method.toLowerCase()]!
}
const compiled = new WeakMap<Schema, z.ZodType>()
const judge = (schema: Schema, value: unknown): string[] => {
  const judging = compiled.get(schema) ?? z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  compiled.set(schema, judging)
  const parsed = judging.safeParse(value)
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
}

describe('GET /api/openapi.json', () => {
  test('describes every mounted route, and nothing else', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(described().toSorted()).toEqual(
      routes
        .map(({ method, path }) => `${method} ${path}`)
        .filter((key) => !UNDESCRIBED.includes(key))
        .toSorted(),
    )
  })

  test('names every parameter of a path', () => {
    for (const key of described())
      expect(
        (lineOf(key).parameters ?? [])
          .filter((one) => one.in === 'path')
          .map((one) => `{${one.name}}`)
          .toSorted(),
        key,
      ).toEqual([...(key.match(/\{\w+\}/g) ?? [])].toSorted())
  })

  test('says what each JSON answer holds: none is left unsaid', () => {
    const unsaid = described().filter((key) => {
      const schema = lineOf(key).responses['200']?.content?.['application/json']?.schema
      return schema && Object.keys(schema).length === 0
    })
    expect(unsaid).toEqual([])
  })

  const lines = Object.entries(TABLE).filter(([key]) => !UNDESCRIBED.includes(key))
  test.each(lines)('%s answers what it says', async (key, line) => {
    const { responses } = lineOf(key)
    const judged: string[] = []
    for (const role of ROLES) {
      const reply = await ask(key, line, await worldFor(key, line, role), role)
      const type = reply.headers.get('content-type')!.split(';')[0]!
      const said = reply.status === 200 ? responses['200']!.content! : responses.default!.content!
      if (reply.status === 200 && said['application/octet-stream']) {
        expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/)
        judged.push('file')
        continue
      }
      expect(Object.keys(said), `${role}: ${type}`).toContain(type)
      const isWords = type === 'text/html'
      expect(
        judge(said[type]!.schema, isWords ? reply.text : reply.json),
        `${role}: ${reply.text.slice(0, 300)}`,
      ).toEqual([])
      if (reply.status >= 400 && !isWords)
        expect(ERROR_STATUS[reply.code as keyof typeof ERROR_STATUS], reply.text).toBe(reply.status)
      expect(reply.headers.get('cache-control')).toBe('private, no-store')
      judged.push(String(reply.status))
    }
    expect(judged).toHaveLength(ROLES.length)
  })

  test('can find an answer wrong: a field too many, a field gone, another type', () => {
    const schema = lineOf('GET /api/me').responses['200']!.content!['application/json']!.schema
    const good = { id: 'x', name: 'Anna', email: null, mayTeach: false, classes: [] }
    expect(judge(schema, good)).toEqual([])
    expect(judge(schema, { ...good, session: 'secret' })).not.toEqual([])
    expect(judge(schema, { ...good, classes: undefined })).not.toEqual([])
    expect(judge(schema, { ...good, mayTeach: 'no' })).not.toEqual([])
  })
})
