/** The command that moves a site, as an operator types it; what it copies is proved in tests/contract/move.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { postgresBinaries, startCluster, type Cluster } from '../postgres/cluster.ts'
import { startToEnd, temporaryDatabase } from './harness.ts'

const lacking = postgresBinaries()
  ? ''
  : ' (skipped: there is no PostgreSQL on this machine; apt-get install postgresql)'

describe.skipIf(lacking)(`npm run move${lacking}`, () => {
  const database = temporaryDatabase()
  let cluster: Cluster
  const move = (...args: string[]) => startToEnd({ DATABASE_URL: database.url }, 'move', ['--to', cluster.url, ...args])
  const open = () => openSqlite(database.url.slice('file:'.length), { migrate: true })

  beforeAll(async () => {
    cluster = (await startCluster())!
    const db = open()
    await makeStudent(db, (await makeClass(db)).id)
    await db.close()
  })
  afterAll(async () => {
    await cluster?.stop()
    database.remove()
  })

  test('is refused while a server has the database', async () => {
    const db = open()
    expect(await move()).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is in use\. Stop the server first\.$/m),
    })
    await db.close()
  })
  test('tried out: says what it would copy, and writes nothing', async () => {
    expect(await move('--dry-run')).toMatchObject({ code: 0, output: expect.stringMatching(/^memberships +1$/m) })
    // Not even the tables are there.
    const verified = await startToEnd({ DATABASE_URL: cluster.url }, 'verify')
    expect(verified).toMatchObject({ code: 1, output: expect.stringContaining('It lacks') })
  })
  test('in earnest: once, and what arrived is whole', async () => {
    expect(await move()).toMatchObject({ code: 0, output: expect.stringContaining('counts and digests agree') })
    const verified = await startToEnd({ DATABASE_URL: cluster.url }, 'verify')
    expect(verified).toMatchObject({ code: 0, output: expect.stringContaining('It is whole.') })
    expect(await move()).toMatchObject({ code: 1, output: expect.stringContaining('The target is not empty') })
  })
})
