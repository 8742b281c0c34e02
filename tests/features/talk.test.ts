/** The discussion on the wire: what of a classmate’s is in a student’s bytes, before their own post is in and after. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { getAssignment } from '#lib/features/assign-work/assign-work.ts'
import { viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeAssistant, makeClass, makeInstructor, makeSection, makeStudent } from '../factories/people.ts'
import type { Klass, Person } from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { insertPosts, makeReply } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, setDates } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let n = 0
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id, { name: 'Dr. Sentinel Teacher' })
})
afterAll(() => db.close())

const student = (given: Parameters<typeof makeStudent>[2] = {}) =>
  makeStudent(db, klass.id, { name: `Sentinel Student ${++n}`, ...given })
const ask = (given: Parameters<typeof assign>[3] & { names?: Assignment['names'] } = {}) => {
  const { names, ...rest } = given
  return assign(db, klass.id, 'question', rest).then(async (one) => {
    if (names)
      await db.atomically(function* (tx) {
        yield* q(tx.update(db.t.assignments).set({ names }).where(eq(db.t.assignments.id, one.id)))
      })
    return { ...one, names: names ?? one.names }
  })
}
const write = (who: Person, question: Assignment, text: string, more: object = {}) =>
  call('POST', `/api/assignments/${question.id}/posts`, {
    cookie: who.cookie,
    json: { text, citations: [{ at: 's114' }], ...more },
  })
const reply = async (who: Person, post: string, text: string, more: object = {}) =>
  call('POST', `/api/posts/${post}/replies`, { cookie: who.cookie, json: { text, ...more } })
const idOf = (answer: { json: unknown }, what: 'post' | 'reply'): string =>
  (answer.json as Record<string, string>)[what]!
type Posts = {
  own: { alias: string | null; hidden: { reason: string | null } | null } | null
  total: number
  before: string | null
  cited: { at: string; posts: number }[]
  others: {
    post: string
    by: { name: string }
    hidden: boolean
    versions: { text: string }[]
    replies: { by: { name: string; role: string }; text: string; hidden: unknown }[]
    replyCount: number
  }[]
}
const read = async (who: Person, question: Assignment, rest = ''): Promise<Posts> =>
  (await call('GET', `/api/assignments/${question.id}/posts${rest}`, { cookie: who.cookie })).json as Posts

/** Every face of one discussion for one person: the calls, the page’s view, and what acting on a known id answers. */
async function everyFace(who: Person, question: Assignment, post: string, said: string): Promise<Map<string, string>> {
  const at = `/api/assignments/${question.id}/posts`
  const asked: [string, Promise<unknown>][] = [
    ['posts', call('GET', at, { cookie: who.cookie })],
    ['before', call('GET', `${at}/before/${post}`, { cookie: who.cookie })],
    ['one', call('GET', `${at}/${post}`, { cookie: who.cookie })],
    ['reply', reply(who, post, 'Probing.')],
    ['to', reply(who, post, 'Probing.', { to: said })],
    ['report', call('POST', `/api/remarks/post/${post}/reports`, { cookie: who.cookie, json: {} })],
    ['report reply', call('POST', `/api/remarks/reply/${said}/reports`, { cookie: who.cookie, json: {} })],
    ['list', call('GET', `/api/classes/${klass.id}/assignments`, { cookie: who.cookie })],
    ['export', call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: who.cookie })],
    ['page', viewQuestion(asViewer(db, who), { assignment: question.id, post })],
  ]
  return new Map(
    await Promise.all(
      asked.map(async ([name, work]) => {
        const got = (await work) as { text?: string; headers?: Headers }
        return [name, got.headers ? `${got.text} ${[...got.headers].join(' ')}` : JSON.stringify(got)] as const
      }),
    ),
  )
}

describe('own post first', () => {
  test('before it no face holds a word, name, id or count of anybody’s; after it all do', async () => {
    const question = await ask()
    const [ann, ben] = [await student(), await student()]
    const post = idOf(await write(ann, question, 'ann-posts-words'), 'post')
    const said = idOf(await reply(teacher, post, 'teacher-reply-words'), 'reply')
    const hidden = ['ann-posts-words', 'teacher-reply-words', ann.name, ann.userId, teacher.name, 's114']
    expect(findPlanted(hidden, await everyFace(ben, question, post, said))).toEqual([])
    expect((await reply(ben, post, 'Unasked.')).code).toBe('not-found')
    expect((await call('GET', `/api/assignments/${question.id}/posts`, { cookie: ben.cookie })).json).toEqual({
      locked: true,
      own: null,
      others: [],
      total: 0,
      before: null,
      cited: [],
    })

    expect((await write(ben, question, 'Mine.')).status).toBe(200)
    const posts = await read(ben, question)
    expect(posts.others[0]).toMatchObject({ by: { name: ann.name }, replyCount: 1 })
    expect(posts.others[0]!.replies[0]).toMatchObject({
      by: { name: teacher.name, role: 'staff' },
      text: 'teacher-reply-words',
    })
    expect(posts.cited).toEqual([{ at: 's114', posts: 2 }])
    expect((await reply(ben, post, 'Asked now.')).status).toBe(200)
  })

  test('a reply stands under what it answers, once however often it is sent, and not after closing', async () => {
    const question = await ask()
    const [ann, ben] = [await student(), await student()]
    const post = idOf(await write(ann, question, 'One.'), 'post')
    const other = idOf(await write(ben, question, 'Two.'), 'post')
    const send = () =>
      call('POST', `/api/posts/${post}/replies`, {
        cookie: ben.cookie,
        json: { text: 'Once.' },
        headers: { 'idempotency-key': 'k' },
      })
    const [first, again] = [idOf(await send(), 'reply'), idOf(await send(), 'reply')]
    expect(again).toBe(first)
    expect((await reply(ann, post, 'Back.', { to: first })).status).toBe(200)
    // A reply of another thread cannot be answered here, and empty words are none.
    expect((await reply(ann, other, 'Astray.', { to: first })).code).toBe('not-found')
    expect((await reply(ann, post, '  ')).code).toBe('answer-empty')
    expect((await reply(ann, post, 'x', { citations: [{ at: 's114', quote: 'not there' }] })).code).toBe(
      'quote-not-found',
    )
    // As a form its words are given back, and the way on leads to its own box, not to the answer's.
    const form = { in: klass.id, work: question.id, text: 'My own words.', citations: 's9999' }
    const refused = await call('POST', `/api/posts/${post}/replies`, { cookie: ann.cookie, form })
    expect([refused.status, refused.text.includes('My own words.')]).toEqual([422, true])
    expect(refused.text).toMatch(new RegExp(`of=${post}&#38;problem=quote-not-found[^"]*#say-${post}"`, 'u'))
    expect((await read(ben, question)).others[0]!.replies.map((one) => one.text)).toEqual(['Once.', 'Back.'])
    await setDates(db, question.id, { closesAt: fromNow(-HOUR) })
    expect((await reply(ben, post, 'Late.')).code).toBe('talk-closed')
    expect((await reply(teacher, post, 'Staff may still.')).status).toBe(200)
  })
})

describe('cited sentences', () => {
  test('as many different ones as the assignment says, or nothing is posted and nothing typed is lost', async () => {
    const question = await ask({ citations: 3 })
    const ann = await student()
    const send = (text: string, citations: object[]) =>
      call('POST', `/api/assignments/${question.id}/posts`, { cookie: ann.cookie, json: { text, citations } })
    // One sentence in two pieces is one sentence.
    const twice = [{ at: 's114', quote: 'very nervous' }, { at: 's114' }, { at: 's110' }]
    const refused = await send('three-are-asked-for', twice)
    expect([refused.status, refused.code]).toEqual([422, 'citation-needed'])
    expect(refused.json).toMatchObject({ path: 'citations', cited: 2, needed: 3, kept: true, seq: 1 })
    const draft = await viewQuestion(asViewer(db, ann), { assignment: question.id })
    expect([draft.citations, draft.posts.locked, draft.draft]).toMatchObject([
      3,
      true,
      { text: 'three-are-asked-for', citations: twice, seq: 1 },
    ])
    expect((await send('three-are-asked-for', [...twice, { at: 'h10' }])).status).toBe(200)
    // A revision has to stand on as many; what was posted stays.
    expect((await send('Revised.', [{ at: 's114' }])).code).toBe('citation-needed')
    expect((await viewQuestion(asViewer(db, ann), { assignment: question.id })).posts.own?.versions).toHaveLength(1)
  })

  test('a new assignment asks for what the question says, or for what its instructor says', async () => {
    const give = async (json: object) =>
      (await call('POST', `/api/classes/${klass.id}/assignments`, { cookie: teacher.cookie, json })).json as {
        assignment: string
      }
    const asked = async (id: string) => (await getAssignment(asViewer(db, teacher), { assignment: id })).citations
    const what = { kind: 'question', target: 'what-kind-of-document' }
    const { assignment } = await give(what)
    expect(await asked(assignment)).toBe(4)
    expect(await asked((await give({ ...what, citations: '2' })).assignment)).toBe(2)
    const change = (citations: unknown) =>
      call('PUT', `/api/assignments/${assignment}`, {
        cookie: teacher.cookie,
        json: { feedback: 'hand-in', citations },
      })
    expect((await change(7)).code).toBe('invalid')
    expect((await change('5')).status).toBe(200)
    expect(await asked(assignment)).toBe(5)
    // The box left out changes nothing.
    await change(undefined)
    expect(await asked(assignment)).toBe(5)
  })
})

describe('the inbox', () => {
  test('tells of replies and of hiding, in nobody’s words and with nobody’s name', async () => {
    const question = await ask({ names: 'hidden' })
    const [ann, ben] = [await student(), await student()]
    const post = idOf(await write(ann, question, 'Ann’s.'), 'post')
    await write(ben, question, 'Ben’s.')
    const said = idOf(await reply(ben, post, 'secret-reply-words'), 'reply')
    const inbox = async (who: Person) =>
      (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text
    const notes = async (who: Person) =>
      (JSON.parse(await inbox(who)) as { notes: { kind: string; about: string; facts: object }[] }).notes
    expect(await notes(ann)).toMatchObject([{ kind: 'replied', about: said, facts: { to: 'post', side: 'student' } }])
    expect(findPlanted(['secret-reply-words', ben.name, ben.userId], new Map([['inbox', await inbox(ann)]]))).toEqual(
      [],
    )
    // Answering one’s own reply tells the author of the post alone, and nobody of what they said themselves.
    const back = idOf(await reply(ann, post, 'Back.', { to: said }), 'reply')
    expect(await notes(ben)).toMatchObject([{ kind: 'replied', about: back, facts: { to: 'reply' } }])
    expect(await notes(ann)).toHaveLength(1)
    const hiding = { cookie: teacher.cookie, json: { reason: 'the-reason' } }
    await call('PUT', `/api/remarks/reply/${said}/hiding`, hiding)
    await call('PUT', `/api/remarks/reply/${said}/hiding`, { ...hiding, json: { reason: 'another' } })
    expect((await notes(ben)).map((one) => one.kind)).toEqual(['hidden', 'replied'])
    expect(await inbox(ben)).not.toContain('the-reason')
  })
})

describe('without names', () => {
  test('classmates’ bytes hold neither name nor user id; staff and the author know', async () => {
    const question = await ask({ names: 'hidden' })
    const [ann, ben, cam] = [await student(), await student(), await student()]
    const post = idOf(await write(ann, question, 'Anonymous words.'), 'post')
    await write(ben, question, 'Others.')
    await write(cam, question, 'More.')
    const said = idOf(await reply(ben, post, 'A nameless reply.'), 'reply')
    const faces = await everyFace(cam, question, post, said)
    expect(findPlanted([ann.name, ben.name, ann.userId, ben.userId], faces)).toEqual([])
    const seen = (await read(cam, question)).others.find((one) => one.post === post)!
    expect(seen.by.name).toMatch(/^Classmate \d+$/)
    expect(seen.replies[0]!.by.name).toMatch(/^Classmate \d+$/)
    expect(seen.replies[0]!.by.name).not.toBe(seen.by.name)
    // The reply bears the number under which its author's own post stands.
    expect((await read(ben, question)).own!.alias).toBe(seen.replies[0]!.by.name)
    const csv = await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })
    expect(csv.text).toContain(ann.name)
  })

  test('a choice is made once, with the first post; a later rule changes nothing that stands', async () => {
    const question = await ask({ names: 'choice' })
    const [ann, ben, reader] = [await student(), await student(), await student()]
    await write(ann, question, 'With.', { as: 'named' })
    await write(ben, question, 'Without.', { as: 'nameless' })
    await write(ben, question, 'Without, revised.', { as: 'named' })
    await write(reader, question, 'Reader.')
    const names = async () => (await read(reader, question)).others.map((one) => one.by.name).toSorted()
    const before = await names()
    expect(before).toEqual([expect.stringMatching(/^Classmate \d+$/), ann.name])
    await call('PUT', `/api/assignments/${question.id}`, {
      cookie: teacher.cookie,
      json: { feedback: 'hand-in', names: 'shown' },
    })
    expect(await names()).toEqual(before)
  })
})

describe('reporting and hiding', () => {
  test('what is hidden leaves classmates’ bytes; its author reads it and the reason; nothing is erased', async () => {
    const question = await ask()
    const [ann, ben] = [await student(), await student()]
    const post = idOf(await write(ann, question, 'hidden-post-words'), 'post')
    await write(ben, question, 'Mine.')
    const own = (await read(ben, question)).others[0]!.post
    const said = idOf(await reply(ann, own, 'hidden-reply-words'), 'reply')
    const put = (kind: string, id: string, who = teacher) =>
      call('PUT', `/api/remarks/${kind}/${id}/hiding`, { cookie: who.cookie, json: { reason: 'the-reason-given' } })
    expect((await put('post', post, ben)).code).toBe('not-found')
    expect((await put('post', post)).status).toBe(200)
    expect((await put('reply', said)).status).toBe(200)

    const sentinels = ['hidden-post-words', 'hidden-reply-words', 'the-reason-given']
    expect(findPlanted(sentinels, await everyFace(ben, question, post, said))).toEqual([])
    expect((await read(ben, question)).others[0]).toMatchObject({ hidden: true, versions: [] })
    const mine = (await call('GET', `/api/assignments/${question.id}/posts`, { cookie: ann.cookie })).text
    expect(sentinels.filter((one) => !mine.includes(one))).toEqual([])
    expect((await reply(ben, post, 'To what?')).code).toBe('remark-hidden')

    await call('DELETE', `/api/remarks/post/${post}/hiding`, { cookie: teacher.cookie })
    expect((await read(ben, question)).others[0]).toMatchObject({
      hidden: false,
      versions: [{ text: 'hidden-post-words' }],
    })
  })

  test('an assistant has their section’s reports and hides there alone', async () => {
    const [friday, monday] = [await makeSection(db, klass.id, `F${++n}`), await makeSection(db, klass.id, `M${n}`)]
    const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
    const question = await ask()
    const [ann, ben] = [await student({ sectionId: friday }), await student({ sectionId: monday })]
    const [annas, bens] = [
      idOf(await write(ann, question, 'Ann.'), 'post'),
      idOf(await write(ben, question, 'Ben.'), 'post'),
    ]
    for (const [who, id] of [
      [ben, annas],
      [ann, bens],
    ] as const)
      expect((await call('POST', `/api/remarks/post/${id}/reports`, { cookie: who.cookie, json: {} })).status).toBe(200)
    const hide = (id: string) =>
      call('PUT', `/api/remarks/post/${id}/hiding`, { cookie: assistant.cookie, json: { reason: 'No.' } })
    expect([(await hide(annas)).status, (await hide(bens)).code]).toEqual([200, 'not-found'])
  })
})

test('ten thousand posts: a page of fifteen, every one of them reachable, and the answer stays small', async () => {
  const question = await ask()
  const reader = await student()
  await write(reader, question, 'Mine.')
  const many = 10_000
  const rows = await insertPosts(db, question, many)
  const first = await call('GET', `/api/assignments/${question.id}/posts`, { cookie: reader.cookie })
  expect(first.text.length).toBeLessThan(60_000)
  const seen = new Set<string>()
  let page = first.json as Posts
  expect([page.total, page.others.length]).toEqual([many, 15])
  for (let pages = 0; pages < 4; pages++) {
    for (const one of page.others) seen.add(one.post)
    page = await read(reader, question, `/before/${page.before}`)
  }
  // Two posts share each instant, and none is passed over or shown twice where a page ends between them.
  expect(seen.size).toBe(60)
  expect([...seen]).toEqual(
    rows
      .slice(-60)
      .toReversed()
      .map((row) => row.id),
  )
  const last = await read(reader, question, `/before/${rows[2]!.id}`)
  expect([last.others.map((one) => one.post), last.before]).toEqual([[rows[1]!.id, rows[0]!.id], null])
  // One post alone comes whole, the long thread under another does not come along.
  const thread = rows.at(-1)!
  for (let i = 0; i < 40; i++) await makeReply(db, question, thread.id, teacher, `Reply ${i}`)
  const shown = (await read(reader, question)).others[0]!
  expect([shown.replies.length, shown.replyCount]).toEqual([12, 40])
  expect((await read(reader, question, `/${thread.id}`)).others[0]!.replies).toHaveLength(40)
})
