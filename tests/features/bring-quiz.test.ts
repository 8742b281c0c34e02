import { strFromU8, unzipSync } from 'fflate'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Brought } from '#lib/domain/brought.ts'
import type { DraftItem } from '#lib/domain/draft-item.ts'
import { choicesOf, type ChoiceItem, type RowsItem } from '#lib/domain/item.ts'
import { viewBrought } from '#lib/features/bring-quiz/bring-quiz.ts'
import { api } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

const quizzes = edition().quizzes.filter(({ audience }) => audience === 'class')

let db: Db
let teacher: Person
let colleague: Person
let student: Person
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  const klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  colleague = await makeInstructor(db, (await makeClass(db)).id, { name: 'Colleague' })
  student = await makeStudent(db, klass.id)
})
afterAll(() => db.close())

const bring = (text: string, who = teacher) => call('POST', '/api/bank/imports', { cookie: who.cookie, json: { text } })
async function look(text: string): Promise<Brought[]> {
  const reply = await bring(text)
  expect(reply.status, reply.text).toBe(200)
  return (await viewBrought(asViewer(db, teacher), reply.json as { list: string })).found
}
const draftsOf = async (text: string): Promise<DraftItem[]> => (await look(text)).flatMap(({ draft }) => draft ?? [])
const problemsOf = async (text: string) => (await look(text)).map(({ problem }) => problem)

async function fileOf(quiz: string, format: string): Promise<string> {
  const response = await api.request(`/api/bank/edition/${quiz}/files/${format}`, { headers: { cookie: teacher.cookie } }) // prettier-ignore
  if (!format.startsWith('qti')) return response.text()
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return Object.entries(files).flatMap(([name, bytes]) => (name.startsWith('items/') ? [strFromU8(bytes)] : [])).join('\n') // prettier-ignore
}

describe.each(['gift', 'moodle', 'qti21', 'qti3'])('out and in again as %s', (format) => {
  test.each(quizzes.map((quiz) => [quiz.id, quiz] as const))(
    '%s: the same choices, keys and reasons',
    async (id, quiz) => {
      // prettier-ignore
      const drafts = await draftsOf(await fileOf(id, format))
      for (const item of quiz.items.filter(
        (one): one is ChoiceItem => one.kind === 'single' || one.kind === 'several',
      )) {
        const found = drafts.find(({ stem }) => stem === item.stem)!
        expect(found).toMatchObject({
          kind: item.kind,
          ...(format.startsWith('qti') ? {} : { skill: item.skill }),
          ...(format === 'gift' ? {} : { keepsOrder: item.keepsOrder ?? false }),
          ...(format === 'moodle' ? { hint: item.hint ?? '' } : {}),
        })
        expect(found.options).toEqual(
          item.options.map(({ text, correct, why, cites }) => ({
            text,
            correct,
            why,
            cites: [...new Set(cites.map(({ at }) => at))].map((at) => ({ at })),
            misreading: '',
            where: '',
          })),
        )
      }
      if (format.startsWith('qti'))
        for (const item of quiz.items.filter((one): one is RowsItem => one.kind === 'order')) {
          const found = drafts.find(({ stem }) => stem === item.stem)!
          expect(found).toMatchObject({ kind: 'order', keepsOrder: item.keepsOrder ?? false })
          expect(found.rows.map(({ text, key }) => [text, key])).toEqual(item.rows.map(({ text, key }) => [text, key]))
        }
      for (const item of quiz.items.filter((one): one is RowsItem => one.kind === 'match')) {
        const found = drafts.find(({ stem }) => stem === item.stem)!
        const belonging = (rows: readonly { text: string; key: string }[], choices: readonly string[]) =>
          rows.map(({ text, key }) => [text, choices[Number(key) - 1]])
        const choices = choicesOf(item, item.rows[0]!).map(({ text }) => text)
        expect(belonging(found.rows, found.choices)).toEqual(belonging(item.rows, choices))
        expect(found.choices.toSorted()).toEqual(choices.toSorted())
      }
    },
  )
})

describe('a file of others', () => {
  test('one slip costs one question and is said of it', async () => {
    const found = await look(
      'Good? {=Yes ~No ~Perhaps}\n\nBroken? {=Yes ~No\n\n::Number::How many? {#3}\n\nAlso good? {T}',
    )
    expect(found.map(({ problem }) => problem)).toEqual([null, 'unreadable', 'kind-unknown', null])
    expect(found[1]!.name).toContain('Broken?')
    expect(found[3]!.draft!.options.map(({ text, correct }) => [text, correct])).toEqual([
      ['True', true],
      ['False', false],
    ])
  })

  test('HTML becomes words', async () => {
    const [draft] = await draftsOf(
      '<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[<p>Who &amp; <b onclick="x()">why</b>?</p><script>no()</script>]]></text></questiontext><single>true</single><answer fraction="100"><text>A &lt;i&gt;b&lt;/i&gt;</text></answer><answer fraction="0"><text>C</text></answer></question></quiz>',
    )
    expect(draft!.stem).toBe('Who & why ? no()')
    expect(draft!.options.map(({ text }) => text)).toEqual(['A b', 'C'])
  })

  test('QTI with its words before the boxes, feedback inside, and points by mapping', async () => {
    const [draft] = await draftsOf(`<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="x" title="T"><responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier"><mapping><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="-1"/></mapping></responseDeclaration><itemBody><p>Which of these?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="0"><simpleChoice identifier="A">One<feedbackInline identifier="A" outcomeIdentifier="F" showHide="show">Because.</feedbackInline></simpleChoice><simpleChoice identifier="B">Two</simpleChoice></choiceInteraction></itemBody></assessmentItem>`)
    expect(draft).toMatchObject({ kind: 'several', stem: 'Which of these?' })
    expect(draft!.options.map(({ text, correct, why }) => [text, correct, why])).toEqual([
      ['One', true, 'Because.'],
      ['Two', false, ''],
    ])
  })

  test('what the bank has no place for is refused question by question', async () => {
    const options = Array.from({ length: 9 }, (_none, i) => `~No ${i}`).join(' ')
    expect(await problemsOf(`Nine more? {=Yes ${options}}`)).toEqual(['too-many-options'])
    expect(await problemsOf(`Long? {=${'x'.repeat(1501)} ~No ~Neither}`)).toEqual(['too-long'])
    expect(await problemsOf('No key? {~One ~Two ~Three}')).toEqual(['no-key'])
    expect(await problemsOf('<qti-assessment-item title="Two"><qti-item-body><qti-choice-interaction/><qti-choice-interaction/></qti-item-body></qti-assessment-item>')).toEqual(['several-parts']) // prettier-ignore
    expect(await problemsOf('<quiz><question type="essay"><name></question></quiz>')).toEqual(['unreadable'])
  })

  test.each([
    ['a document type', '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><questiontext><text>&x;</text></questiontext></question></quiz>'], // prettier-ignore
    ['entities that grow', '<!doctype a><quiz/>'],
    ['no questions', 'Only words, and no answer'],
    ['another XML', '<html><body>Hello</body></html>'],
    ['too many', Array.from({ length: 41 }, (_none, i) => `Q${i}? {T}`).join('\n\n')],
    ['too much', 'x'.repeat(60_001)],
  ])('%s is refused whole, and nothing is kept', async (_what, text) => {
    const before = await db.select().from(db.t.quizImports)
    const reply = await bring(text)
    expect([reply.status, reply.code]).toEqual([422, 'invalid'])
    expect(await db.select().from(db.t.quizImports)).toHaveLength(before.length)
  })
})

describe('looking first', () => {
  const TEXT = 'First? {=Yes ~No ~Perhaps}\n\nBroken? {=Yes'

  test('nothing is written until it is confirmed; then the readable ones are a quiz, once', async () => {
    const quizCount = async () =>
      (await db.select().from(db.t.ownQuizzes).where(eq(db.t.ownQuizzes.ownerId, teacher.userId))).length
    const before = await quizCount()
    const { list } = (await bring(TEXT)).json as { list: string }
    expect(await quizCount()).toBe(before)
    const path = `/api/bank/imports/${list}`
    const confirm = (who: Person) => call('POST', `${path}/confirm`, { cookie: who.cookie, json: { title: 'Brought' } })
    expect((await confirm(colleague)).status).toBe(404)
    expect((await confirm(student)).status).toBe(404)
    const { quiz } = (await confirm(teacher)).json as { quiz: string }
    expect((await confirm(teacher)).status).toBe(404)
    expect(await quizCount()).toBe(before + 1)
    const view = (await call('GET', `/api/bank/quizzes/${quiz}`, { cookie: teacher.cookie })).json as {
      canKeep: boolean
      draft: { title: string; items: DraftItem[] }
      items: { faults: { at: (string | number)[] }[] }[]
    }
    expect([view.draft.title, view.draft.items.map(({ stem }) => stem), view.canKeep]).toEqual(['Brought', ['First?'], false]) // prettier-ignore
    // Each wrong option still lacks its misreading, and says so.
    expect(view.items[0]!.faults.filter(({ at }) => at[2] === 'misreading').map(({ at }) => at[1])).toEqual([1, 2])
  })

  test('what is thrown away is gone', async () => {
    const { list } = (await bring(TEXT)).json as { list: string }
    expect((await call('DELETE', `/api/bank/imports/${list}`, { cookie: colleague.cookie })).status).toBe(404)
    expect((await call('DELETE', `/api/bank/imports/${list}`, { cookie: teacher.cookie })).status).toBe(200)
    expect((await call('POST', `/api/bank/imports/${list}/confirm`, { cookie: teacher.cookie, json: { title: '' } })).status).toBe(404) // prettier-ignore
  })
})
