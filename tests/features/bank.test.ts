import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { candidateOf, draftOf, type DraftItem } from '#lib/domain/draft-item.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { itemSchema, showQuiz, type ChoiceItem, type Item } from '#lib/domain/item.ts'
import { searchBank } from '#lib/features/keep-bank/search-bank.ts'
import { oneOfEveryKind, typedOf } from '../factories/bank.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

const classQuiz = edition().quizzes.find(({ audience }) => audience === 'class')!
const classItems = edition()
  .quizzes.filter(({ audience }) => audience === 'class')
  .flatMap(({ items }) => items)

describe('an item and its draft', () => {
  test.each(classItems.map((item) => [item.id, item] as const))('%s survives being opened for editing', (_id, item) => {
    expect(itemSchema.parse(candidateOf(draftOf(item), item.revision))).toEqual(item)
  })
})

type View = {
  seq: number
  canKeep: boolean
  isKept: boolean
  shareCode: string | null
  draft: { title: string; items: DraftItem[] }
  faults: { at: string[]; code: string }[]
  items: { id: string; faults: { at: (string | number)[]; code: string }[] }[]
  versions: { n: number; items: number }[]
}

describe('the bank', () => {
  let db: Db
  let klass: Klass
  let teacher: Person
  let colleague: Person
  let student: Person

  beforeAll(async () => {
    db = await openTestDb()
    useDb(db)
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id)
    colleague = await makeInstructor(db, (await makeClass(db)).id, { name: 'Colleague' })
    student = await makeStudent(db, klass.id)
  })
  afterAll(() => db.close())

  const ask = (method: string, path: string, json?: unknown, who = teacher) =>
    call(method, `/api/bank${path}`, { cookie: who.cookie, ...(json === undefined ? {} : { json }) })
  const make = async (json: Record<string, unknown>, who = teacher): Promise<string> =>
    ((await ask('POST', '/quizzes', json, who)).json as { quiz: string }).quiz
  const see = async (id: string): Promise<View> => (await ask('GET', `/quizzes/${id}`)).json as View
  const form = (path: string, fields: Record<string, string | string[]>) =>
    call('POST', `/api/bank${path}`, { cookie: teacher.cookie, form: fields })
  const add = async (quiz: string, fields: Record<string, string>): Promise<string> => {
    const reply = await form(`/quizzes/${quiz}/items`, { seq: String((await see(quiz)).seq), ...fields })
    return reply.location.split('/').at(-1)!
  }
  const save = async (quiz: string, item: string, fields: Record<string, string | string[]>) =>
    form(`/quizzes/${quiz}/items/${item}/save`, { seq: String((await see(quiz)).seq), ...fields })
  const keep = async (quiz: string) => ask('POST', `/quizzes/${quiz}/versions`, { seq: (await see(quiz)).seq })
  const itemOf = async (quiz: string, item: string): Promise<DraftItem> =>
    (await see(quiz)).draft.items.find(({ id }) => id === item)!

  test('is searched by skill, misreading, kind and words; what anybody can try is not in it', async () => {
    const find = async (input: Parameters<typeof searchBank>[1]) =>
      (await searchBank(asViewer(db, teacher), input)).found.map(({ item }) => item)
    const all = await find({})
    expect(all.map(({ id }) => id)).toEqual(classItems.map(({ id }) => id))
    const sourcing = await find({ skill: 'sourcing' })
    expect(sourcing).toEqual(classItems.filter(({ skill }) => skill === 'sourcing'))
    const select = await find({ kind: 'select', words: '' })
    expect(new Set(select.map(({ kind }) => kind))).toEqual(new Set(['select']))
    const drops = await find({ misreading: 'drops-the-hedge' })
    expect(drops.length).toBeGreaterThan(0)
    expect(drops.every((item) => JSON.stringify(item).includes('drops-the-hedge'))).toBe(true)
    const word = await find({ words: 'KHIEM' })
    expect(word.length).toBeGreaterThan(0)
    expect(word.length).toBeLessThan(all.length)
    expect(await find({ words: 'zzz' })).toEqual([])
  })

  test('a copy of the edition’s quiz is one’s own and complete; the original stays as it is', async () => {
    const before = JSON.stringify(edition().quizzes)
    const id = await make({ copy: 'edition/comprehension' })
    const view = await see(id)
    expect(view).toMatchObject({ canKeep: true, isKept: false, faults: [] })
    await save(id, view.draft.items[0]!.id, { stem: 'Asked otherwise?' })
    expect((await itemOf(id, view.draft.items[0]!.id)).stem).toBe('Asked otherwise?')
    expect(JSON.stringify(edition().quizzes)).toBe(before)
    expect((await ask('POST', '/quizzes', { copy: 'edition/first-look' })).code).toBe('invalid')
    expect((await ask('GET', `/quizzes/${id}`, undefined, colleague)).status).toBe(404)
    expect((await ask('POST', '/quizzes', { copy: `own/${id}` }, colleague)).code).toBe('invalid')
  })

  // Each stands alone in its quiz, so it stands in for no other.
  const alone = oneOfEveryKind(classItems).map(({ family: _family, ...item }) => item as Item)
  test.each(alone.map((item) => [item.kind, item] as const))(
    'an item of the kind %s is written by form alone, says what it lacks, and is kept',
    async (kind, item) => {
      const id = await make({ title: `Mine: ${kind}` })
      const mine = await add(id, { kind })
      const empty = await see(id)
      expect(empty.canKeep).toBe(false)
      expect(empty.items[0]!.faults.length).toBeGreaterThan(3)
      expect(empty.faults.map(({ at }) => at[0])).toEqual(['summary'])
      expect((await keep(id)).code).toBe('unfinished')
      // As many parts as the item has, each by its button.
      const parts = {
        option: 'options' in item ? item.options.length : 0,
        row: 'rows' in item ? item.rows.length : 0,
        near: 'near' in item ? item.near.length : 0,
        rubric: 'rubric' in item ? item.rubric.length : 0,
        sample: 'samples' in item ? item.samples.length : 0,
      }
      const listed = { option: 'options', row: 'rows', near: 'near', rubric: 'rubric', sample: 'samples' } as const
      for (const [part, wanted] of Object.entries(parts) as [keyof typeof parts, number][])
        while ((await itemOf(id, mine))[listed[part]].length < wanted) {
          const reply = await save(id, mine, { more: part })
          expect(reply.location).toBe(`/bank/quizzes/${id}/items/${mine}#new-${part}`)
        }
      const saved = await save(id, mine, typedOf(item))
      expect([saved.status, saved.code]).toEqual([303, null])
      const { seq } = await see(id)
      await ask('PUT', `/quizzes/${id}`, { seq, title: `Mine: ${kind}`, summary: 'A line.', minutes: 5 })
      const view = await see(id)
      expect(view.items[0]!.faults).toEqual([])
      expect((await keep(id)).json).toEqual({ version: 1 })
      const [version] = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, id))
      // Quoted words are the edition's care; a form names the sentence.
      const bare = (one: Item) => JSON.parse(JSON.stringify(one, (key, value: unknown) => (key === 'quote' ? undefined : value))) as Item // prettier-ignore
      expect(version!.body!.items).toEqual([{ ...bare(item), id: mine, revision: 1 }])
    },
  )

  test('a wrong option needs misreading, reason and sentence, each said of its option', async () => {
    const id = await make({ title: 'Wanting' })
    const source = edition()
      .quizzes.find((quiz) => quiz.id === 'comprehension')!
      .items.find((item): item is ChoiceItem => item.kind === 'single')!
    const mine = await add(id, { copy: `edition/comprehension/${source.id}` })
    expect((await see(id)).items[0]!.faults).toEqual([])
    const typed = typedOf(source)
    const wrong = source.options.findIndex(({ correct }) => !correct)
    const without = (field: string, value = '') => ({
      ...typed,
      [field]: (typed[field] as string[]).with(wrong, value),
    })
    for (const [field, key] of [
      ['optionMisreading', 'misreading'],
      ['optionWhy', 'why'],
      ['optionAt', 'cites'],
    ] as const) {
      await save(id, mine, without(field))
      expect((await see(id)).items[0]!.faults).toMatchObject([{ at: ['options', wrong, key], code: 'missing' }])
    }
    await save(id, mine, without('optionAt', '9999'))
    expect((await see(id)).items[0]!.faults).toMatchObject([{ at: ['options', wrong, 'cites', 0], code: 'rule' }])
    await save(id, mine, { ...typed, optionRight: ['0', '1'] })
    expect((await see(id)).items[0]!.faults.some(({ at }) => at[0] === 'options')).toBe(true)
    await save(id, mine, typed)
    expect((await see(id)).items[0]!.faults).toEqual([])
  })

  test('a row that goes takes its near misses along, and the rows behind it keep theirs', async () => {
    const id = await make({ title: 'Rows' })
    const mine = await add(id, { kind: 'order' })
    await save(id, mine, {
      rowText: ['One', 'Two', 'Three'],
      nearAnswer: ['0:a2', '0:c1', ''],
      nearWhy: ['Nearly'],
      less: 'row-1',
    })
    const item = await itemOf(id, mine)
    expect(item.rows.map(({ text }) => text)).toEqual(['One', 'Three'])
    expect(item.near[0]!.answers).toEqual(['a2', 'b1'])
  })

  test('items move, go, and come twice under names of their own', async () => {
    const id = await make({ title: 'Order' })
    const first = await add(id, { copy: `edition/${classQuiz.id}/${classQuiz.items[0]!.id}` }) // prettier-ignore
    const second = await add(id, { kind: 'single' })
    const twin = await add(id, { copy: `own/${id}/${first}` })
    expect(new Set([first, second, twin]).size).toBe(3)
    const order = async () => (await see(id)).draft.items.map((item) => item.id)
    const move = async (item: string, to: string) => ask('POST', `/quizzes/${id}/items/${item}/move`, { seq: (await see(id)).seq, to }) // prettier-ignore
    await move(twin, 'up')
    expect(await order()).toEqual([first, twin, second])
    await move(first, 'up')
    expect(await order()).toEqual([first, twin, second])
    await ask('DELETE', `/quizzes/${id}/items/${first}`, { seq: (await see(id)).seq })
    expect(await order()).toEqual([twin, second])
  })

  test('of two windows the second to save is told, and gets its words back whole', async () => {
    const id = await make({ title: 'Two windows' })
    const mine = await add(id, { kind: 'written' })
    const { seq } = await see(id)
    const fields = { seq: String(seq), stem: 'From the first window' }
    expect((await form(`/quizzes/${id}/items/${mine}/save`, fields)).status).toBe(303)
    const late = await form(`/quizzes/${id}/items/${mine}/save`, { ...fields, stem: 'From the second', sampleText: ['One sample', ''] }) // prettier-ignore
    expect(late.status).toBe(409)
    expect(late.text).toContain('From the second')
    expect(late.text).toContain('One sample')
    expect((await itemOf(id, mine)).stem).toBe('From the first window')
  })

  test('versions stay; an earlier one comes back into the draft, and a changed item gets the next revision', async () => {
    const id = await make({ copy: 'edition/comprehension' })
    await keep(id)
    const [first] = (await see(id)).draft.items
    expect((await see(id)).isKept).toBe(true)
    await save(id, first!.id, { stem: 'Asked anew?' })
    expect((await keep(id)).json).toEqual({ version: 2 })
    const rows = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, id))
    const [one, two] = rows.toSorted((a, b) => a.n - b.n).map(({ body }) => body!.items)
    expect([one![0]!.revision, two![0]!.revision]).toEqual([one![0]!.revision, one![0]!.revision + 1])
    expect(two![1]).toEqual(one![1])
    await ask('POST', `/quizzes/${id}/rollback`, { seq: (await see(id)).seq, version: 1 })
    expect((await itemOf(id, first!.id)).stem).toBe(first!.stem)
    expect((await see(id)).versions.map(({ n }) => n)).toEqual([2, 1])
    expect((await ask('POST', `/quizzes/${id}/rollback`, { seq: (await see(id)).seq, version: 7 })).code).toBe(
      'invalid',
    )
  })

  test('a colleague adopts a copy by the link, for as long as it is shared', async () => {
    const id = await make({ copy: 'edition/part-one', title: 'To share' })
    expect((await ask('PUT', `/quizzes/${id}/sharing`, { shared: 'yes' })).code).toBe('unfinished')
    await keep(id)
    await ask('PUT', `/quizzes/${id}/sharing`, { shared: 'yes' })
    const { shareCode } = await see(id)
    const adopted = await make({ copy: `shared/${shareCode}` }, colleague)
    const theirs = (await ask('GET', `/quizzes/${adopted}`, undefined, colleague)).json as View
    expect(theirs.draft).toEqual((await see(id)).draft)
    expect((await ask('POST', '/quizzes', { copy: `shared/${shareCode}` }, student)).status).toBe(404)
    await ask('PUT', `/quizzes/${id}/sharing`, { shared: 'no' })
    expect((await ask('POST', '/quizzes', { copy: `shared/${shareCode}` }, colleague)).code).toBe('invalid')
    await ask('PUT', `/quizzes/${id}/sharing`, { shared: 'yes' })
    expect((await see(id)).shareCode).not.toBe(shareCode)
  })

  test('a kept version is assigned with its origin, and what is changed afterwards touches no work given', async () => {
    const id = await make({ copy: 'edition/part-two', title: 'Given' })
    const give = (who: Person) =>
      call('POST', `/api/classes/${klass.id}/assignments`, { cookie: who.cookie, json: { kind: 'quiz', target: id } })
    expect((await give(teacher)).code).toBe('invalid')
    await keep(id)
    const { assignment } = (await give(teacher)).json as { assignment: string }
    const [row] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, assignment))
    const [revision] = await db
      .select()
      .from(db.t.contentRevisions)
      .where(eq(db.t.contentRevisions.hash, row!.revisionHash))
    expect(revision).toMatchObject({ origin: 'instructor', targetId: id })
    const [version] = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, id))
    expect(revision!.shown).toEqual({ kind: 'quiz', ...showQuiz(version!.body!) })
    const { items } = (
      await call('POST', `/api/assignments/${assignment}/attempts`, { cookie: student.cookie, json: {} })
    ).json as { items: { id: string }[] }
    const idsOf = (all: readonly { id: string }[]) => all.map((item) => item.id).toSorted()
    expect(idsOf(items)).toEqual(idsOf(firstDrawn(version!.body!.items)))
    await save(id, version!.body!.items[0]!.id, { stem: 'Changed since' })
    await keep(id)
    const [still] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, assignment))
    expect(still!.revisionHash).toBe(row!.revisionHash)
    const other = await makeInstructor(db, klass.id)
    expect((await give(other)).code).toBe('invalid')
  })

  test('an instructor who leaves takes the words along; the class keeps what it was given', async () => {
    const gone = await makeInstructor(db, (await makeClass(db)).id)
    const id = await make({ copy: 'edition/part-three', title: 'A title of Goner' }, gone)
    await ask('POST', `/quizzes/${id}/versions`, { seq: 1 }, gone)
    const data = (await call('GET', '/api/me/data', { cookie: gone.cookie })).json as Record<string, unknown[]>
    expect([data.ownQuizzes!.length, data.ownQuizVersions!.length]).toEqual([1, 1])
    const reply = await call('POST', '/api/me/erasure', {
      cookie: gone.cookie,
      json: { passphrase: 'quiet bamboo grove', confirm: 'erase me' },
    })
    expect(reply.status).toBe(200)
    const [draft] = await db.select().from(db.t.ownQuizzes).where(eq(db.t.ownQuizzes.id, id))
    const [version] = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, id))
    expect([draft!.draft, version!.body]).toEqual([null, null])
    expect(version!.digest).not.toBe('')
  })
})
