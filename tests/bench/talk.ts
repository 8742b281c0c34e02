/** What the talk of a very large class costs: 5,000 notes on one passage and 10,000 posts under a question, beside ten of each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '#lib/db/client.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { insertPosts, makePost } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { startServer } from '../server/harness.ts'
import { time, timings, type Timing } from './series.ts'

const TIMES = 5
const SIZES = [
  { notes: 10, posts: 10 },
  { notes: 5000, posts: 10_000 },
]

export async function benchTalk(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const file = join(dir, 'talk.db')
  const db = openSqlite(file, { migrate: true })
  const pages: { name: string; path: string; cookie: string }[] = []
  for (const { notes, posts } of SIZES) {
    const klass = await makeClass(db)
    const [reader, author] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
    const [reading, question] = [await assign(db, klass.id, 'reading'), await assign(db, klass.id, 'question')]
    const base = { classId: klass.id, assignmentId: reading.id }
    await insertNotes(db, [
      noteRow({ ...base, userId: reader.userId, body: 'An own note comes first.' }),
      ...Array.from({ length: notes }, (_none, n) =>
        noteRow({ ...base, userId: author.userId, body: `Note number ${n}, which says a thing or two about it.` }),
      ),
    ])
    await makePost(db, question, reader, 'An own answer comes first.')
    const [older] = (await insertPosts(db, question, posts)).slice(Math.floor(posts / 2))
    const { cookie } = reader
    const at = `/classes/${klass.id}`
    const [of, under] = [`${notes.toLocaleString('en-US')} notes`, `${posts.toLocaleString('en-US')} posts`]
    pages.push(
      { name: `the reading, ${of} on one sentence`, path: `${at}/reading/${reading.id}`, cookie },
      { name: `that sentence with its notes, ${of}`, path: `${at}/reading/${reading.id}?at=s80`, cookie },
      { name: `the same as JSON, ${of}`, path: `/api${at}/notes?at=s80`, cookie },
      { name: `the question, ${under}`, path: `${at}/questions/${question.id}`, cookie },
      { name: `a page in the middle, ${under}`, path: `${at}/questions/${question.id}?before=${older!.id}`, cookie },
    )
  }
  await db.close()
  const server = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
  const rows: Timing[] = []
  try {
    for (const { name, path, cookie } of pages)
      rows.push(
        await time(name, TIMES, async () => {
          const reply = await fetch(server.base + path, { headers: { cookie, 'accept-encoding': 'identity' } })
          const { byteLength } = await reply.arrayBuffer()
          if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`)
          return byteLength
        }),
      )
  } finally {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  return `## The talk of a very large class

The same pages beside ten notes and ten posts, and beside thousands: what is shown is a page of them.

${timings(rows)}
`
}
