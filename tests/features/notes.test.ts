import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { viewDeskNotes } from '#lib/features/annotate/desk-notes.ts'
import { viewLayer } from '#lib/features/annotate/read-notes.ts'
import type { NoteView } from '#lib/features/annotate/note-view.ts'
import { viewReports } from '#lib/features/moderate/moderate.ts'
import { call } from '../factories/call.ts'
import { insertNotes, noteRow, writer } from '../factories/notes.ts'
import {
  asViewer,
  enrol,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  type Person,
} from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, PREDICTED, setDates } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

async function makeWorld() {
  const klass = await makeClass(db)
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  const reading = await assign(db, klass.id, 'reading')
  const write = writer(klass, reading)
  const list = async (person: Person, query = ''): Promise<NoteView[]> =>
    (
      (await call('GET', `/api/classes/${klass.id}/notes${query}`, { cookie: person.cookie })).json as {
        notes: NoteView[]
      }
    ).notes
  const made = async (person: Person, json: Record<string, unknown>): Promise<NoteView> => {
    const reply = await write(person, json)
    expect(reply.status, reply.text).toBe(200)
    return reply.json as NoteView
  }
  return {
    klass,
    reading,
    write,
    made,
    list,
    texts: async (person: Person) => (await list(person)).map((one) => one.text),
    anna: await makeStudent(db, klass.id, { name: 'Anna', sectionId: friday }),
    ben: await makeStudent(db, klass.id, { name: 'Ben', sectionId: friday }),
    cam: await makeStudent(db, klass.id, { name: 'Cam', sectionId: monday }),
    teacher: await makeInstructor(db, klass.id, { name: 'Dr. Lind' }),
    assistant: await makeAssistant(db, klass.id, { sectionId: friday }),
  }
}

describe('writing', () => {
  test('a note stands on a run, with its words and the sentences it names', async () => {
    const { made, anna, klass } = await makeWorld()
    const note = await made(anna, {
      from: 's79',
      to: 's81',
      text: 'By s114 he knows.',
      tag: 'hearsay',
      ownTag: ' who? ',
    })
    expect(note).toMatchObject({
      from: 's79',
      to: 's81',
      changed: false,
      words: null,
      kind: 'note',
      tag: 'hearsay',
      ownTag: 'who?',
      text: 'By s114 he knows.',
      audience: 'class',
      name: 'Anna',
      isOwn: true,
      seq: 1,
    })
    const cited = await db.select().from(db.t.citations).where(eq(db.t.citations.classId, klass.id))
    expect(cited.map((row) => [row.source, row.sourceId, row.at])).toEqual([['note', note.id, 's114']])
  })

  test.each([
    [{ from: 's80' }, 'note-empty'],
    [{ from: 's80', kind: 'question', text: '  ' }, 'note-empty'],
    [{ from: 's72', text: 'x' }, 'passage-unknown'],
    [{ from: 's81', to: 's80', text: 'x' }, 'passage-unknown'],
    [{ from: 's80', to: 's200', text: 'x' }, 'passage-unknown'],
    [{ text: 'x' }, 'passage-unknown'],
    [{ from: 's80', text: 'x'.repeat(3001) }, 'invalid'],
    [{ from: 's80', text: 'x', tag: 'wrong' }, 'invalid'],
    [{ from: 's80', text: 'x', audience: 'everybody' }, 'invalid'],
    [{ from: 's80', text: 'x', kind: 'prompt' }, 'not-found'],
    [{ from: 's80', text: 'x', thread: v7() }, 'not-found'],
  ])('refuses %o as %s', async (json, code) => {
    const { write, anna } = await makeWorld()
    expect((await write(anna, json)).code).toBe(code)
  })

  test('whoever is in no section cannot write to one', async () => {
    const { klass, write } = await makeWorld()
    const loose = await makeStudent(db, klass.id)
    expect((await write(loose, { from: 's80', text: 'x', audience: 'group' })).code).toBe('no-section')
  })

  test('a highlight or a lost place pressed twice is one, and the same request again is the same note', async () => {
    const { made, list, anna, klass, reading } = await makeWorld()
    for (const kind of ['highlight', 'lost'])
      expect((await made(anna, { from: 's80', kind })).id).toBe((await made(anna, { from: 's80', kind })).id)
    const send = () =>
      call('POST', `/api/classes/${klass.id}/notes`, {
        cookie: anna.cookie,
        json: { assignment: reading.id, from: 's80', text: 'Once.' },
        headers: { 'idempotency-key': 'one' },
      })
    expect((await send()).text).toBe((await send()).text)
    expect(await list(anna)).toHaveLength(3)
  })

  test('changes count, and another window’s change is not overwritten', async () => {
    const { made, anna } = await makeWorld()
    const note = await made(anna, { from: 's80', text: 'First.' })
    const change = (json: Record<string, unknown>) =>
      call('PATCH', `/api/notes/${note.id}`, { cookie: anna.cookie, json })
    expect((await change({ seq: 2, text: 'Second, see s90.' })).json).toMatchObject({
      text: 'Second, see s90.',
      seq: 2,
    })
    expect((await change({ seq: 2, text: 'Second, see s90.' })).status).toBe(200)
    expect((await change({ seq: 2, text: 'Third.' })).json).toMatchObject({
      code: 'changed-elsewhere',
      stored: { seq: 2, text: 'Second, see s90.' },
    })
    expect((await change({ seq: 3, text: '' })).code).toBe('note-empty')
    const cited = await db.select().from(db.t.citations).where(eq(db.t.citations.sourceId, note.id))
    expect(cited.map((row) => row.at)).toEqual(['s90'])
  })

  test('a highlight that is given words becomes a note', async () => {
    const { made, anna } = await makeWorld()
    const { id } = await made(anna, { from: 's80', kind: 'highlight' })
    const reply = await call('PATCH', `/api/notes/${id}`, { cookie: anna.cookie, json: { seq: 2, text: 'Why?' } })
    expect(reply.json).toMatchObject({ kind: 'note', text: 'Why?' })
  })

  test('as a form it comes back to its place on the page', async () => {
    const { klass, reading, anna } = await makeWorld()
    const form = {
      assignment: reading.id,
      work: reading.id,
      from: '80',
      to: '',
      text: 'From a form.',
      tag: '',
      ownTag: '',
    }
    const reply = await call('POST', `/api/classes/${klass.id}/notes`, { cookie: anna.cookie, form })
    expect([reply.status, reply.location]).toEqual([
      303,
      expect.stringMatching(new RegExp(`^/classes/${klass.id}/reading/${reading.id}\\?done=noted#n-`)),
    ])
    const kept = await call('POST', `/api/classes/${klass.id}/notes`, {
      cookie: anna.cookie,
      form: { ...form, from: '7', text: 'Words to keep.' },
    })
    expect(kept.text).toContain('Words to keep.')
  })
})

describe('answers, links and taking back', () => {
  test('an answer follows its note, and a note taken back keeps its place without its words', async () => {
    const { made, list, texts, anna, ben } = await makeWorld()
    const note = await made(anna, { from: 's80', text: 'Annas words.' })
    await made(ben, { from: 's75', text: 'Bens own.' })
    const answered = await made(ben, { thread: note.id, text: 'Not so.' })
    expect(answered.replies.map((one) => [one.name, one.text])).toEqual([['Ben', 'Not so.']])
    // Who sees it stays as it was when Ben spoke.
    const narrow = { seq: 2, audience: 'private' }
    expect((await call('PATCH', `/api/notes/${note.id}`, { cookie: anna.cookie, json: narrow })).code).toBe(
      'has-replies',
    )
    await call('DELETE', `/api/notes/${note.id}`, { cookie: anna.cookie })
    const [, tombstone] = await list(ben)
    expect(tombstone).toMatchObject({ id: note.id, text: null, name: null, replies: [{ text: 'Not so.' }] })
    // With the last answer the place goes too.
    await call('DELETE', `/api/notes/${answered.replies[0]!.id}`, { cookie: ben.cookie })
    expect(await texts(ben)).toEqual(['Bens own.'])
    const [row] = await db.select().from(db.t.notes).where(eq(db.t.notes.id, note.id))
    expect(row).toMatchObject({ body: null, ownTag: null })
  })

  test('nobody changes or takes back another’s', async () => {
    const { made, anna, ben, teacher } = await makeWorld()
    const { id } = await made(anna, { from: 's80', text: 'Mine.' })
    for (const person of [ben, teacher]) {
      expect(
        (await call('PATCH', `/api/notes/${id}`, { cookie: person.cookie, json: { seq: 2, text: 'x' } })).code,
      ).toBe('not-found')
      expect((await call('DELETE', `/api/notes/${id}`, { cookie: person.cookie })).code).toBe('not-found')
    }
  })

  test('a link is seen from both ends, by whoever sees both', async () => {
    const { made, list, anna, ben, cam } = await makeWorld()
    const one = await made(anna, { from: 's80', text: 'One.' })
    const two = await made(ben, { from: 's82', text: 'Two.', audience: 'group' })
    await made(cam, { from: 's75', text: 'Cams own.' })
    const link = (json: Record<string, unknown>, person = ben) =>
      call('POST', `/api/notes/${two.id}/links`, { cookie: person.cookie, json })
    expect((await link({ other: one.id, kind: 'contradicts' })).json).toMatchObject({
      links: [{ kind: 'contradicts', says: true, other: one.id, from: 's80', name: 'Anna', isOwn: true }],
    })
    expect((await link({ other: one.id, kind: 'contradicts' })).status).toBe(200)
    expect((await link({ other: two.id, kind: 'supports' })).code).toBe('not-found')
    // Cam is in another section: one end is not there for them, nor is the link.
    expect((await link({ other: one.id, kind: 'supports' }, cam)).code).toBe('not-found')
    const seen = (notes: NoteView[]) => notes.find((note) => note.id === one.id)!.links
    expect(seen(await list(anna))).toMatchObject([{ kind: 'contradicts', says: false, other: two.id, isOwn: false }])
    expect(seen(await list(cam))).toEqual([])
    const id = seen(await list(anna))[0]!.id
    expect((await call('DELETE', `/api/note-links/${id}`, { cookie: anna.cookie })).code).toBe('not-found')
    expect((await call('DELETE', `/api/note-links/${id}`, { cookie: ben.cookie })).status).toBe(200)
    expect(seen(await list(anna))).toEqual([])
  })
})

describe('who sees what', () => {
  const AUDIENCES = ['private', 'instructor', 'group', 'class'] as const
  const world = async () => {
    const made = await makeWorld()
    for (const audience of AUDIENCES) await made.made(made.anna, { from: 's80', text: `to ${audience}`, audience })
    for (const person of [made.ben, made.cam]) await made.made(person, { from: 's75', text: 'own', audience: 'class' })
    return made
  }
  const to = (texts: (string | null)[]) =>
    texts.filter((text): text is string => text?.startsWith('to ') ?? false).toSorted((a, b) => (a < b ? -1 : 1))

  test('each audience, to each reader', async () => {
    const { texts, anna, ben, cam, teacher, assistant, klass } = await world()
    const elsewhere = await makeAssistant(db, klass.id, { sectionId: await makeSection(db, klass.id, 'Third') })
    expect(to(await texts(anna))).toEqual(['to class', 'to group', 'to instructor', 'to private'])
    expect(to(await texts(ben))).toEqual(['to class', 'to group'])
    expect(to(await texts(cam))).toEqual(['to class'])
    expect(to(await texts(teacher))).toEqual(['to class', 'to group', 'to instructor'])
    expect(to(await texts(assistant))).toEqual(['to class', 'to group', 'to instructor'])
    expect(to(await texts(elsewhere))).toEqual([])
  })

  test('whoever has left keeps nothing visible there', async () => {
    const { texts, anna, ben, teacher, klass } = await world()
    await call('DELETE', `/api/classes/${klass.id}/roster/${anna.userId}`, { cookie: teacher.cookie })
    expect([to(await texts(ben)), to(await texts(teacher))]).toEqual([[], []])
  })

  test('an instructor’s answer reaches the author at once, a classmate’s after notes of one’s own', async () => {
    const { made, list, anna, ben, cam, teacher } = await makeWorld()
    const { id } = await made(anna, { from: 's80', text: 'To you alone.', audience: 'instructor' })
    await made(teacher, { thread: id, text: 'A word from Dr. Lind.' })
    expect((await list(anna))[0]!.replies.map((one) => [one.text, one.isStaff])).toEqual([
      ['A word from Dr. Lind.', true],
    ])
    // Ben may answer a note that Anna has shared; Anna’s own second note is taken back, so Ben’s words wait for the next.
    const shared = await made(anna, { from: 's81', text: 'To all.' })
    await made(ben, { from: 's75', text: 'Bens own.' })
    await made(ben, { thread: shared.id, text: 'Bens answer.' })
    const seen = async () => JSON.stringify(await list(anna))
    expect(await seen()).toContain('Bens answer.')
    await call('DELETE', `/api/notes/${shared.id}`, { cookie: anna.cookie })
    expect(await seen()).not.toContain('Bens')
    expect(await seen()).toContain('A word from Dr. Lind.')
    await made(anna, { from: 's81', text: 'Again to all.' })
    expect(await seen()).toContain('Bens answer.')
    expect(await list(cam)).toEqual([])
  })

  test('a reading for one section is read by that section', async () => {
    const { klass, anna, cam } = await makeWorld()
    const [section] = await db.select().from(db.t.sections).where(eq(db.t.sections.classId, klass.id))
    const fridays = await assign(db, klass.id, 'reading', { sectionId: section!.id })
    expect((await writer(klass, fridays)(anna, { from: 's80', text: 'x' })).status).toBe(200)
    expect((await writer(klass, fridays)(cam, { from: 's80', text: 'x' })).code).toBe('not-found')
  })
})

describe('before one’s own, nothing of a classmate’s is sent', () => {
  test('the list, its counts, the layer and what is answered to a prompt', async () => {
    const { klass, reading, made, anna, ben, teacher } = await makeWorld()
    const pinned = await writer(klass, null)(teacher, { from: 's80', kind: 'prompt', text: 'Who told him?' })
    const prompt = pinned.json as NoteView
    const sentinels = ['hidden-note', 'hidden-answer', 'hidden-reply', 'hidden-tag', 'Anna']
    const { id } = await made(anna, { from: 's80', text: 'hidden-note s114', ownTag: 'hidden-tag' })
    await made(anna, { thread: prompt.id, text: 'hidden-answer' })
    await made(anna, { thread: id, text: 'hidden-reply' })
    await made(anna, { from: 's81', kind: 'highlight' })
    await made(anna, { from: 's82', kind: 'lost' })

    const sent = async (person: Person) => {
      const queries = [
        '',
        '?at=s80',
        `?by=${anna.userId}`,
        '?kind=highlight',
        '?kind=lost',
        '?tag=doubt',
        `?assignment=${reading.id}`,
      ]
      const replies = await Promise.all(
        queries.map((query) => call('GET', `/api/classes/${klass.id}/notes${query}`, { cookie: person.cookie })),
      )
      const layer = await viewLayer(asViewer(db, person), { assignment: reading.id, at: 's80' })
      return { all: [...replies.map((reply) => reply.text), JSON.stringify(layer)].join('\n'), replies, layer }
    }
    const before = await sent(ben)
    for (const word of sentinels) expect(before.all).not.toContain(word)
    expect(before.all).not.toContain(id)
    expect(before.layer.counts).toEqual([])
    expect(before.layer.ownFirst).toEqual({ shared: 0, needed: 1, locked: true })
    expect(before.replies.map((reply) => (reply.json as { total: number }).total)).toEqual([1, 1, 0, 0, 0, 0, 0])
    expect(before.all).toContain('Who told him?')

    // A private note, one to the instructor, a highlight or a lost place opens nothing.
    for (const audience of ['private', 'instructor']) await made(ben, { from: 's75', text: 'Bens', audience })
    await made(ben, { from: 's75', kind: 'highlight' })
    await made(ben, { from: 's75', kind: 'lost' })
    expect((await sent(ben)).all).not.toContain('hidden-')

    const own = await made(ben, { from: 's75', text: 'Bens own' })
    const after = await sent(ben)
    for (const word of sentinels) expect(after.all, word).toContain(word)
    expect(after.layer.counts).toContainEqual({ id: 's81', own: 0, others: 1 })
    // Where somebody is lost is for staff: no row of it reaches a classmate.
    expect(after.all).not.toContain('"s82"')

    await call('DELETE', `/api/notes/${own.id}`, { cookie: ben.cookie })
    expect((await sent(ben)).all).not.toContain('hidden-')
  })

  test('a reading that begins with predictions keeps its notes until they are posted', async () => {
    const { klass, anna, ben, teacher } = await makeWorld()
    const gated = await assign(db, klass.id, 'reading', { gate: true })
    const write = writer(klass, gated)
    const predict = (person: Person) =>
      call('POST', `/api/assignments/${gated.id}/predictions`, { cookie: person.cookie, json: PREDICTED })
    await db.insert(db.t.noteRules).values({ scope: gated.id, classId: klass.id, ownFirst: 0, changedAt: new Date() })
    expect((await write(anna, { from: 's80', text: 'too early' })).code).toBe('predictions-first')
    await predict(anna)
    expect((await write(anna, { from: 's80', text: 'after the gate' })).status).toBe(200)
    await writer(klass, gated)(teacher, { from: 's81', kind: 'prompt', text: 'a prompt behind the gate' })
    const seen = async () => (await call('GET', `/api/classes/${klass.id}/notes`, { cookie: ben.cookie })).text
    expect(await seen()).not.toMatch(/gate/)
    await predict(ben)
    expect(await seen()).toMatch(/after the gate.*a prompt behind the gate/)
  })

  test('nor from a reading that is not open yet', async () => {
    const { klass, reading, made, anna, ben } = await makeWorld()
    await made(anna, { from: 's80', text: 'early bird' })
    await made(ben, { from: 's80', text: 'Bens own' })
    await setDates(db, reading.id, { opensAt: fromNow(HOUR) })
    const seen = async () => (await call('GET', `/api/classes/${klass.id}/notes`, { cookie: ben.cookie })).text
    expect(await seen()).not.toContain('early bird')
    expect(
      (
        await call('POST', `/api/classes/${klass.id}/notes`, {
          cookie: ben.cookie,
          json: { assignment: reading.id, from: 's80', text: 'x' },
        })
      ).code,
    ).toBe('not-open-yet')
  })
})

describe('reporting and hiding', () => {
  const report = (who: Person, note: string) =>
    call('POST', `/api/remarks/note/${note}/reports`, { cookie: who.cookie, json: { reason: 'Look.' } })
  const hide = (who: Person, note: string) =>
    call('PUT', `/api/remarks/note/${note}/hiding`, { cookie: who.cookie, json: { reason: 'the-reason-given' } })

  test('only what one reads can be reported: after own notes, never what is private or says nothing', async () => {
    const { made, anna, ben, cam, teacher, klass } = await makeWorld()
    const note = await made(anna, { from: 's80', text: 'To the class.' })
    expect((await report(ben, note.id)).code).toBe('not-found')
    await made(ben, { from: 's75', text: 'Bens own' })
    expect((await report(ben, note.id)).status).toBe(200)
    const group = await made(anna, { from: 's80', text: 'To Friday.', audience: 'group' })
    await made(cam, { from: 's75', text: 'Cams own' })
    expect([(await report(ben, group.id)).status, (await report(cam, group.id)).code]).toEqual([200, 'not-found'])
    for (const json of [
      { from: 's80', text: 'To me.', audience: 'private' },
      { from: 's80', text: 'To staff.', audience: 'instructor' },
      { from: 's80', kind: 'highlight' },
      { from: 's80', kind: 'lost' },
    ])
      expect((await report(ben, (await made(anna, json)).id)).code, JSON.stringify(json)).toBe('not-found')
    const prompt = await made(teacher, { from: 's80', kind: 'prompt', text: 'A prompt.' })
    expect((await report(ben, prompt.id)).code).toBe('not-found')
    const { waiting } = await viewReports(asViewer(db, teacher), { class: klass.id })
    expect(waiting.map((one) => [one.kind, one.id, one.at, one.reports[0]!.by])).toEqual([
      ['note', note.id, 's80', 'Ben'],
      ['note', group.id, 's80', 'Ben'],
    ])
  })

  test('what is hidden leaves classmates’ bytes in every face; its author reads it and why; nothing is erased', async () => {
    const { klass, reading, made, anna, ben, cam, teacher, assistant } = await makeWorld()
    await made(ben, { from: 's75', text: 'Bens own' })
    const note = await made(anna, { from: 's80', text: 'hidden-note-words', ownTag: 'hidden-tag' })
    const alone = await made(anna, { from: 's82', text: 'hidden-lone-words' })
    const under = await made(ben, { thread: note.id, text: 'Bens answer' })
    expect(under.replies).toHaveLength(1)
    const linked = await made(anna, { from: 's84', text: 'Stays.' })
    await call('POST', `/api/notes/${linked.id}/links`, {
      cookie: anna.cookie,
      json: { other: alone.id, kind: 'supports' },
    })
    const said = (await made(anna, { thread: note.id, text: 'hidden-answer-words' })).replies.at(-1)!.id
    expect((await hide(ben, note.id)).code).toBe('not-found')
    for (const id of [note.id, alone.id, said]) expect((await hide(teacher, id)).status).toBe(200)

    const faces = async (who: Person) =>
      new Map([
        ['list', (await call('GET', `/api/classes/${klass.id}/notes`, { cookie: who.cookie })).text],
        ['at', (await call('GET', `/api/classes/${klass.id}/notes?at=s80`, { cookie: who.cookie })).text],
        ['page', JSON.stringify(await viewLayer(asViewer(db, who), { assignment: reading.id, at: 's80' }))],
        ['strip', (await call('GET', `/api/classes/${klass.id}/strip`, { cookie: who.cookie })).text],
        ['export', (await call('GET', `/api/classes/${klass.id}/notes.csv`, { cookie: who.cookie })).text],
        ['inbox', (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).text],
        ['data', (await call('GET', '/api/me/data', { cookie: who.cookie })).text],
        [
          'answer',
          (
            await call('POST', `/api/classes/${klass.id}/notes`, {
              cookie: who.cookie,
              json: { assignment: reading.id, thread: note.id, text: 'To what?' },
            })
          ).text,
        ],
      ])
    const words = ['hidden-note-words', 'hidden-tag', 'hidden-lone-words', 'hidden-answer-words', 'the-reason-given']
    expect(findPlanted(words, await faces(ben))).toEqual([])
    expect((await faces(ben)).get('answer')).toContain('remark-hidden')
    // Its place stays while an answer stands under it; what nobody answered is not there, nor counted, nor linked.
    const seen = (await call('GET', `/api/classes/${klass.id}/notes`, { cookie: ben.cookie })).json as {
      notes: NoteView[]
      total: number
    }
    expect(seen.notes.map((one) => [one.from, one.name, one.hidden, one.replies.length, one.links.length])).toEqual([
      ['s75', 'Ben', null, 0, 0],
      ['s80', null, { reason: null }, 1, 0],
      ['s84', 'Anna', null, 0, 0],
    ])
    expect(seen.total).toBe(3)

    const mine = await faces(anna)
    for (const word of words) expect(mine.get('list'), word).toContain(word)
    expect(mine.get('inbox')).toContain('"what":"note"')
    // Staff read it as before, and an assistant deals with their own section alone.
    const desk = await viewDeskNotes(asViewer(db, teacher), { class: klass.id, at: 's80' })
    expect(desk.notes.find((one) => one.note.id === note.id)!.note).toMatchObject({
      text: 'hidden-note-words',
      hidden: { reason: 'the-reason-given' },
    })
    const outside = await made(cam, { from: 's80', text: 'Of Monday.' })
    expect([(await hide(assistant, alone.id)).status, (await hide(assistant, outside.id)).code]).toEqual([
      200,
      'not-found',
    ])

    await call('DELETE', `/api/remarks/note/${note.id}/hiding`, { cookie: teacher.cookie })
    expect((await faces(ben)).get('list')).toContain('hidden-note-words')
  })
})

describe('five thousand notes on one passage', () => {
  test('come a page at a time, every one of them once', async () => {
    const { klass, reading, anna, made, ben } = await makeWorld()
    await made(ben, { from: 's75', text: 'Bens own' })
    const base = { classId: klass.id, userId: anna.userId, assignmentId: reading.id }
    await insertNotes(
      db,
      Array.from({ length: 5000 }, (_, n) =>
        noteRow({ ...base, body: `Note number ${n}, which says a thing or two about it.` }),
      ),
    )
    const began = performance.now()
    const layer = await viewLayer(asViewer(db, ben), { assignment: reading.id, at: 's80' })
    const took = performance.now() - began
    expect(layer.counts.find((one) => one.id === 's80')).toEqual({ id: 's80', own: 0, others: 5000 })
    expect(layer.at).toMatchObject({ total: 5000 })
    expect(JSON.stringify(layer).length).toBeLessThan(100_000)
    expect(took).toBeLessThan(2000)
    const seen = new Set<string>()
    let next: string | null = ''
    let pages = 0
    while (next !== null && pages < 60) {
      const reply = await call('GET', `/api/classes/${klass.id}/notes?at=s80&limit=100${next && `&after=${next}`}`, {
        cookie: ben.cookie,
      })
      const page = reply.json as { notes: NoteView[]; next: string | null }
      expect(reply.text.length).toBeLessThan(100_000)
      for (const one of page.notes) seen.add(one.id)
      next = page.next
      pages += 1
    }
    expect([seen.size, pages]).toEqual([5000, 50])
  })
})

describe('exports', () => {
  test('a student takes their own, staff what they are let see, and nobody’s private notes go elsewhere', async () => {
    const { klass, made, anna, ben, teacher } = await makeWorld()
    const note = await made(anna, { from: 's79', to: 's80', text: '=1+1, says s114', tag: 'doubt', ownTag: 'who?' })
    await made(anna, { from: 's80', kind: 'lost' })
    await made(anna, { from: 's80', text: 'hidden-private', audience: 'private' })
    await made(ben, { from: 's75', text: 'Bens own' })
    await made(ben, { thread: note.id, text: 'Bens answer' })
    const take = async (person: Person, file: string) =>
      (await call('GET', `/api/classes/${klass.id}/notes.${file}`, { cookie: person.cookie })).text
    const csv = await take(teacher, 'csv')
    expect(csv).toContain("'=1+1, says s114")
    for (const word of ['Anna', 'doubt', 'who?', 'Bens answer', 'lost']) expect(csv).toContain(word)
    expect(csv).not.toContain('hidden-private')
    const own = await take(anna, 'csv')
    expect(own).toContain('hidden-private')
    expect(own).not.toContain('Ben')

    const page = JSON.parse(await take(teacher, 'jsonld')) as {
      '@context': string
      type: string
      items: {
        id: string
        type: string
        motivation: string
        target: unknown
        body?: { purpose: string; value: string }[]
      }[]
    }
    expect([page['@context'], page.type]).toEqual(['http://www.w3.org/ns/anno.jsonld', 'AnnotationPage'])
    const annotation = page.items.find((one) => one.id === `urn:uuid:${note.id}`)!
    expect(annotation).toMatchObject({ type: 'Annotation', motivation: 'commenting' })
    expect(annotation.body!.map((one) => [one.purpose, one.value])).toEqual([
      ['commenting', '=1+1, says s114'],
      ['tagging', 'doubt'],
      ['tagging', 'who?'],
    ])
    const { units, exactText } = edition().transcript
    const { selector } = annotation.target as {
      selector: { type: string; exact: string; start: number; end: number }[]
    }
    expect(selector[1]!.exact).toBe(`${units.get('s79')!.text} ${units.get('s80')!.text}`)
    expect(exactText.slice(selector[2]!.start, selector[2]!.end)).toBe(selector[1]!.exact)
    expect(page.items.find((one) => one.motivation === 'replying')!.target).toBe(annotation.id)

    const asked = await call('GET', `/api/classes/${klass.id}/notes`, {
      cookie: teacher.cookie,
      headers: { accept: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"' },
    })
    expect(asked.headers.get('content-type')).toMatch(
      /^application\/ld\+json; profile="http:\/\/www.w3.org\/ns\/anno.jsonld"/,
    )
    expect((asked.json as typeof page).items.map((one) => one.id)).toEqual(page.items.map((one) => one.id))
  })

  test('everything of the class holds every note that staff may see', async () => {
    const { klass, made, anna, teacher } = await makeWorld()
    await made(anna, { from: 's80', to: 's81', text: 'A note for the file', tag: 'crux' })
    await made(anna, { from: 's80', text: 'hidden-private', audience: 'private' })
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    expect(csv).toMatch(/Anna.*note.*A note for the file/)
    expect(csv).not.toContain('hidden-private')
  })
})

describe('the instructor’s side', () => {
  test('own notes first: for the class, for a reading, and back to the class’s', async () => {
    const { klass, reading, made, anna, ben, texts, teacher } = await makeWorld()
    const set = (json: Record<string, unknown>) =>
      call('PUT', `/api/classes/${klass.id}/notes/rules`, { cookie: teacher.cookie, json })
    await made(anna, { from: 's80', text: 'Annas' })
    expect(await texts(ben)).toEqual([])
    await set({ ownFirst: 0 })
    expect(await texts(ben)).toEqual(['Annas'])
    await set({ ownFirst: 2, assignment: reading.id })
    await made(ben, { from: 's80', text: 'Bens first' })
    expect(await texts(ben)).toEqual(['Bens first'])
    await made(ben, { from: 's80', text: 'Bens second', kind: 'question' })
    expect(await texts(ben)).toEqual(['Annas', 'Bens first', 'Bens second'])
    await set({ ownFirst: '', assignment: reading.id })
    expect(await db.select().from(db.t.noteRules).where(eq(db.t.noteRules.classId, klass.id))).toHaveLength(1)
    expect((await set({ ownFirst: 21 })).code).toBe('invalid')
    expect((await set({ ownFirst: 1, assignment: v7() })).code).toBe('not-found')
  })

  test('a set of prompts is copied once into another class one teaches, and only there', async () => {
    const { klass, teacher, anna, made } = await makeWorld()
    const next = await makeClass(db)
    await enrol(db, next.id, teacher, 'instructor')
    const foreign = await makeClass(db)
    const pin = writer(klass, null)
    await pin(teacher, { from: 's80', kind: 'prompt', text: 'Who told him?' })
    await pin(teacher, { from: 's48', to: 's49', kind: 'prompt', text: 'Who is who?' })
    await made(anna, { from: 's80', text: 'Annas' })
    const copy = (from: string) =>
      call('POST', `/api/classes/${next.id}/notes/copies`, { cookie: teacher.cookie, json: { from } })
    expect((await copy(klass.id)).json).toEqual({ copied: 2 })
    expect((await copy(klass.id)).json).toEqual({ copied: 0 })
    expect((await copy(foreign.id)).code).toBe('not-found')
    const rows = await db.select().from(db.t.notes).where(eq(db.t.notes.classId, next.id))
    expect(rows.map((row) => [row.kind, row.body, row.assignmentId])).toEqual(
      expect.arrayContaining([
        ['prompt', 'Who told him?', null],
        ['prompt', 'Who is who?', null],
      ]),
    )
    expect(rows).toHaveLength(2)
  })

  test('the desk: who wrote how many, where they are lost, by sentence, student and tag; an assistant their section', async () => {
    const { klass, made, anna, ben, cam, teacher, assistant } = await makeWorld()
    await made(anna, { from: 's79', to: 's81', text: 'One', tag: 'doubt' })
    await made(anna, { from: 's80', text: 'Private', audience: 'private' })
    await made(cam, { from: 's80', kind: 'lost' })
    await made(ben, { from: 's80', kind: 'lost' })
    await made(cam, { from: 's85', kind: 'question', text: 'Two' })
    const desk = (person: Person, more: Record<string, string> = {}) =>
      viewDeskNotes(asViewer(db, person), { class: klass.id, ...more } as never)
    const all = await desk(teacher)
    expect(all.students.map((one) => [one.name, one.notes, one.questions, one.lost])).toEqual([
      ['Anna', 1, 0, 0],
      ['Ben', 0, 0, 1],
      ['Cam', 0, 1, 1],
    ])
    expect(all.lost).toEqual([{ at: 's80', who: expect.arrayContaining([ben.userId, cam.userId]) as string[] }])
    expect(all.tags.find((one) => one.tag === 'doubt')!.notes).toBe(1)
    const said = async (more: Record<string, string>) =>
      (await desk(teacher, more)).notes.map(({ note }) => note.text ?? note.kind)
    expect(await said({})).toEqual(['One', 'lost', 'lost', 'Two'])
    expect(await said({ at: '80' })).toEqual(['One', 'lost', 'lost'])
    expect(await said({ student: cam.userId })).toEqual(['lost', 'Two'])
    expect(await said({ tag: 'doubt' })).toEqual(['One'])
    const fridays = await desk(assistant)
    expect([fridays.students.map((one) => one.name), fridays.lost[0]!.who]).toEqual([['Anna', 'Ben'], [ben.userId]])
    expect(JSON.stringify([all, fridays])).not.toContain('Private')
  })
})
