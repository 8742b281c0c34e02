import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeStudent } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

test('who changed what in a class, row by row: by whom, to whom and when, and never what it was', async () => {
  const [klass, other] = [await makeClass(db), await makeClass(db)]
  const [teacher, stranger] = [await makeInstructor(db, klass.id), await makeInstructor(db, other.id)]
  const student = await makeStudent(db, klass.id)
  const trail = (cookie: string) => call('GET', `/api/classes/${klass.id}/changes.csv`, { cookie })
  await trail(teacher.cookie)
  const set = await call('PUT', `/api/classes/${klass.id}/roster/${student.userId}/name`, {
    cookie: teacher.cookie,
    json: { name: 'Another Name' },
  })
  expect(set.status, set.text).toBe(200)
  const { text } = await trail(teacher.cookie)
  const [head, ...rows] = text.replace('\uFEFF', '').trim().split('\n')
  expect(head).toBe('n,at,by,action,object,whom,before,after,digest')
  const actions = rows.map((row) => row.split(',')[3])
  expect(actions.at(0)).toBe('class.export')
  expect(actions.at(-1)).toBe('class.export')
  const renamed = rows.find((row) => row.includes(`/${student.userId}`))!.split(',')
  expect([renamed[2], renamed[5]]).toEqual([teacher.name, 'Another Name'])
  // What it was called before stands there as a digest alone.
  expect(text).not.toContain(student.name)
  expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(rows.map((_row, index) => index + 1))
  expect((await trail(student.cookie)).code).toBe('not-found')
  expect((await trail(stranger.cookie)).code).toBe('not-found')
})
