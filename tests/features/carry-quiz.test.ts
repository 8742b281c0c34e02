import { DOMParser, type Element } from '@xmldom/xmldom'
import { strFromU8, unzipSync } from 'fflate'
import { parse, type GIFTQuestion, type Matching, type MultipleChoice } from 'gift-pegjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { ChoiceItem, Item, RowsItem, SelectItem } from '#lib/domain/item.ts'
import { api } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

const quizzes = edition().quizzes.filter(({ audience }) => audience === 'class')
const items = quizzes.flatMap((quiz) => quiz.items)
const first = <K extends Item['kind']>(kind: K): Extract<Item, { kind: K }> =>
  items.find((item): item is Extract<Item, { kind: K }> => item.kind === kind)!
const holding = (id: string): string => quizzes.find((quiz) => quiz.items.some((item) => item.id === id))!.id

let db: Db
let teacher: Person
let student: Person
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  const klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  student = await makeStudent(db, klass.id)
})
afterAll(() => db.close())

async function textOf(quiz: string, format: 'gift' | 'moodle'): Promise<string> {
  const reply = await call('GET', `/api/bank/edition/${quiz}/files/${format}`, { cookie: teacher.cookie })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z0-9-]+\.(txt|xml)"$/)
  return reply.text
}
async function packageOf(path: string): Promise<Record<string, string>> {
  const response = await api.request(path, { headers: { cookie: teacher.cookie } })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip'])
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}
/** Well-formed, or the parser throws. */
const xml = (text: string): Element =>
  new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`)
    },
  }).parseFromString(text, 'text/xml').documentElement!
const all = (node: Element, name: string): Element[] => [...node.getElementsByTagName(name)]
const textIn = (node: Element | undefined, name: string): string => all(node!, name)[0]?.textContent?.trim() ?? ''
const words = (html: string): string => xml(`<x>${html.replace(/&(?!\w+;)/g, '&amp;')}</x>`).textContent!

describe('GIFT, as a parser of others reads it', () => {
  const asked = async (quiz: string): Promise<GIFTQuestion[]> =>
    parse(await textOf(quiz, 'gift')).filter(({ type }) => type !== 'Category')
  const find = async (item: Item, suffix = ''): Promise<GIFTQuestion> =>
    (await asked(holding(item.id))).find(({ id }) => id === item.id + suffix)!

  test.each(quizzes.map((quiz) => [quiz.id, quiz] as const))('every question of %s is in it', async (id, quiz) => {
    const expected = quiz.items.flatMap((item) =>
      item.kind === 'who-said' ? item.rows.map((row) => `${item.id}-${row.id}`) : [item.id],
    )
    expect((await asked(id)).map((question) => question.id)).toEqual(expected)
  })

  test('one right answer keeps key, words and reason', async () => {
    const item: ChoiceItem = first('single')
    const found = (await find(item)) as MultipleChoice
    expect([found.type, found.stem.format, found.stem.text, found.tags]).toEqual(['MC', 'plain', item.stem, [item.skill]]) // prettier-ignore
    expect(
      found.choices.map(({ isCorrect, weight, text, feedback }) => [isCorrect, weight, text.text, feedback!.text]),
    ).toEqual(
      item.options.map(({ correct, text, why, cites }) => [
        correct,
        null,
        text,
        `${why} (${cites.map(({ at }) => at).join(', ')})`,
      ]),
    )
  })

  test('of several right answers each has its weight, and a wrong one takes all', async () => {
    const item: ChoiceItem = first('several')
    const found = (await find(item)) as MultipleChoice
    const rights = item.options.filter(({ correct }) => correct).length
    expect(found.choices.map(({ weight }) => weight)).toEqual(
      item.options.map(({ correct }) => (correct ? Number((100 / rights).toFixed(5)) : -100)),
    )
  })

  test('rows are pairs; those with choices of their own are questions of their own', async () => {
    const order: RowsItem = first('order')
    const found = (await find(order)) as Matching
    const places = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth']
    expect(found.matchPairs.map(({ subquestion, subanswer }) => [subquestion.text, subanswer.trim()])).toEqual(
      order.rows.map(({ text, key }) => [text, places[Number(key) - 1]]),
    )
    const said: RowsItem = first('who-said')
    const row = (await find(said, '-b')) as MultipleChoice
    expect(row.choices.map(({ isCorrect, text }) => [text.text, isCorrect])).toEqual(
      said.rows[1]!.choices!.map(({ id, text }) => [text, id === said.rows[1]!.key]),
    )
  })

  test('a written one is an essay; what its graders need stands in comments', async () => {
    const item = first('written')
    expect((await find(item)).type).toBe('Essay')
    expect(await textOf(holding(item.id), 'gift')).toContain(`// For whoever grades. ${item.rubric[0]!.row}:`)
  })
})

describe('Moodle XML', () => {
  const asked = async (item: Item): Promise<Element> =>
    all(xml(await textOf(holding(item.id), 'moodle')), 'question').find((one) => textIn(one, 'idnumber') === item.id)!

  test('keeps keys, weights, reasons and the hint', async () => {
    const item: ChoiceItem = first('several')
    const question = await asked(item)
    expect([question.getAttribute('type'), textIn(question, 'single'), textIn(question, 'shuffleanswers')]).toEqual(['multichoice', 'false', item.keepsOrder ? 'false' : 'true']) // prettier-ignore
    expect(words(textIn(question, 'hint'))).toBe(item.hint ?? '')
    const answers = all(question, 'answer')
    expect(answers.map((one) => words(textIn(one, 'text')))).toEqual(item.options.map(({ text }) => text))
    expect(answers.map((one) => Number(one.getAttribute('fraction')) > 0)).toEqual(item.options.map(({ correct }) => correct)) // prettier-ignore
    expect(answers.map((one) => words(textIn(all(one, 'feedback')[0], 'text')).split(' (s')[0])).toEqual(item.options.map(({ why }) => why)) // prettier-ignore
  })

  test('gives the sentences of a passage to choose from, in their order', async () => {
    const item: SelectItem = first('select')
    const question = await asked(item)
    const rights = all(question, 'answer').filter((one) => one.getAttribute('fraction') === '100')
    expect(rights.map((one) => /\[(\w+)\]/.exec(textIn(one, 'text'))![1])).toEqual(item.accept)
    expect(textIn(question, 'shuffleanswers')).toBe('false')
  })

  test('gives graders rubric and samples', async () => {
    const item = first('written')
    const notes = textIn(all(await asked(item), 'graderinfo')[0], 'text')
    for (const { full } of item.rubric) expect(notes).toContain(full.replaceAll('&', '&amp;'))
  })
})

describe.each(['qti21', 'qti3'] as const)('a package of %s', (format) => {
  const q = (name: string): string =>
    format === 'qti21' ? name : `qti-${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`

  test.each(quizzes.map((quiz) => [quiz.id, quiz] as const))(
    '%s: every file is listed and well-formed',
    async (id, quiz) => {
      // prettier-ignore
      const files = await packageOf(`/api/bank/edition/${id}/files/${format}`)
      const listed = all(xml(files['imsmanifest.xml']!), 'file').map((one) => one.getAttribute('href')!)
      expect([...listed, 'README.txt', 'imsmanifest.xml'].toSorted()).toEqual(Object.keys(files).toSorted())
      for (const name of listed) xml(files[name]!)
      const refs = all(xml(files['quiz.xml']!), q('assessmentItemRef')).map((one) => one.getAttribute('href')!)
      expect(refs.toSorted()).toEqual(listed.filter((name) => name.startsWith('items/')).toSorted())
      // Of those that stand in for one another, one is asked.
      const families = new Set(quiz.items.flatMap((item) => (item.kind === 'who-said' ? [] : (item.family ?? []))))
      expect(all(xml(files['quiz.xml']!), q('selection'))).toHaveLength(families.size)
    },
  )

  test('says in its README what it lacks', async () => {
    const item = first('select')
    const files = await packageOf(`/api/bank/edition/${holding(item.id)}/files/${format}`)
    expect(files['README.txt']).toContain('Select the sentence')
    expect(files['README.txt']).toContain(edition().transcript.tei.rights)
  })
})

describe('a Common Cartridge', () => {
  const cartridge = (quiz: string) => packageOf(`/api/bank/edition/${quiz}/files/cc11`)

  test.each(quizzes.map((quiz) => [quiz.id, quiz] as const))(
    '%s: every question, each with its right answer',
    async (id, quiz) => {
      const files = await cartridge(id)
      // Moodle looks for this name in the first kilobyte.
      expect(files['imsmanifest.xml']!.slice(0, 1024)).toContain(
        'xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"',
      )
      const listed = all(xml(files['imsmanifest.xml']!), 'file').map((one) => one.getAttribute('href')!)
      expect([...listed, 'imsmanifest.xml'].toSorted()).toEqual(Object.keys(files).toSorted())
      const asked = all(xml(files['quiz/assessment.xml']!), 'item')
      const apart = quiz.items.reduce((n, item) => n + ('rows' in item ? item.rows.length : 1), 0)
      expect(asked).toHaveLength(apart)
      expect(new Set(asked.map((one) => one.getAttribute('ident'))).size).toBe(apart)
      for (const one of asked) {
        const isWritten = one.getElementsByTagName('response_str').length > 0
        expect(one.getElementsByTagName('setvar').length > 0, one.getAttribute('title')!).toBe(!isWritten)
        const shown = all(one, 'displayfeedback').map((at) => at.getAttribute('linkrefid'))
        expect(all(one, 'itemfeedback').map((at) => at.getAttribute('ident'))).toEqual(expect.arrayContaining(shown))
      }
    },
  )

  test('counts several only when all of them and no other are chosen', async () => {
    const item = items.find((one): one is ChoiceItem => one.kind === 'several')!
    const files = await cartridge(holding(item.id))
    const one = all(xml(files['quiz/assessment.xml']!), 'item').find(
      (at) => at.getAttribute('ident') === `item_${item.id}`,
    )!
    const both = one.getElementsByTagName('and')[0]!
    const nots = all(both, 'not').map((at) => (at.textContent ?? '').trim())
    const chosen = all(both, 'varequal').map((at) => (at.textContent ?? '').trim())
    const rightOnes = item.options.filter(({ correct }) => correct).map(({ id }) => `option_${id}`)
    expect(chosen.filter((id) => !nots.includes(id))).toEqual(rightOnes)
    expect(nots).toHaveLength(item.options.length - rightOnes.length)
  })

  test('says on a page of the course what it lacks', async () => {
    const files = await cartridge(holding(first('select').id))
    expect(files['about.html']).toContain('Select the sentence')
    expect(files['about.html']).toContain(edition().transcript.tei.rights)
  })
})

describe('the edition as a course', () => {
  const { essays, questions, transcript } = edition()
  const files = () => packageOf('/api/bank/course.imscc')
  const textIn = (page: string) => xml(page.replace('<!doctype html>', '')).textContent!.replace(/\s+/gu, ' ')

  test('lists every file once: the transcript, each essay, question and class quiz, and links', async () => {
    const packed = await files()
    const manifest = xml(packed['imsmanifest.xml']!)
    const listed = all(manifest, 'file').map((one) => one.getAttribute('href')!)
    expect([...listed, 'imsmanifest.xml'].toSorted()).toEqual(Object.keys(packed).toSorted())
    const resources = all(manifest, 'resource')
    const of = (type: string) => resources.filter((one) => one.getAttribute('type') === type).length
    expect(of('imsdt_xmlv1p1')).toBe(questions.length)
    expect(of('imsqti_xmlv1p2/imscc_xmlv1p1/assessment')).toBe(quizzes.length)
    expect(of('webcontent')).toBe(1 + essays.length + quizzes.length)
    expect(of('imswl_xmlv1p1')).toBeGreaterThan(0)
    // Everything has its place in the course.
    const placed = all(manifest, 'item').flatMap((one) => one.getAttribute('identifierref') || [])
    expect(placed.toSorted()).toEqual(resources.map((one) => one.getAttribute('identifier')!).toSorted())
  })

  test('its pages have the words of the edition, no script, and links that lead out of a course', async () => {
    const packed = await files()
    const page = textIn(packed['transcript.html']!)
    for (const { text } of transcript.units.values()) expect(page).toContain(text)
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
    for (const { slug, grounds } of essays) {
      const words = letters(textIn(packed[`essays/${slug}.html`]!))
      // A chip in a sentence is a link with a name of its own here.
      const bare = grounds.filter(({ text }) => words.includes(letters(text)))
      expect(bare.length / grounds.length, slug).toBeGreaterThan(0.8)
    }
    for (const [name, text] of Object.entries(packed)) {
      expect(text, name).not.toContain('<script')
      for (const [, href] of text.matchAll(/href="([^"]*)"/gu))
        if (!name.endsWith('manifest.xml')) expect(href, name).toMatch(/^https?:\/\//u)
    }
  })

  test('a discussion opens with the question and holds nothing that is for whoever teaches', async () => {
    const packed = await files()
    for (const { id, prompt, notes, samples } of questions) {
      const topic = packed[`discussion/${id}.xml`]!
      expect(textIn(`<p>${xml(topic).textContent}</p>`)).toContain(prompt)
      for (const kept of [...samples.map(({ text }) => text), ...Object.values(notes).flat()])
        if (typeof kept === 'string') expect(topic).not.toContain(kept)
    }
  })
})

describe('who takes a quiz along', () => {
  const FORMATS = ['gift', 'moodle', 'qti21', 'qti3', 'cc11']

  test('no student, and of one’s own nobody else', async () => {
    const made = await call('POST', '/api/bank/quizzes', { cookie: teacher.cookie, json: { copy: 'edition/part-one' } })
    const { quiz } = made.json as { quiz: string }
    const colleague = await makeInstructor(db, (await makeClass(db)).id, { name: 'Colleague' })
    for (const format of FORMATS) {
      const own = `/api/bank/quizzes/${quiz}/files/${format}`
      expect((await call('GET', own, { cookie: teacher.cookie })).status).toBe(200)
      expect((await call('GET', own, { cookie: colleague.cookie })).status).toBe(404)
      for (const path of [own, `/api/bank/edition/part-one/files/${format}`]) {
        const reply = await call('GET', path, { cookie: student.cookie })
        expect([reply.status, reply.code]).toEqual([404, 'not-found'])
        expect((await call('GET', path)).status).toBe(401)
      }
    }
    expect((await call('GET', '/api/bank/edition/first-look/files/gift', { cookie: teacher.cookie })).status).toBe(404)
    expect((await call('GET', '/api/bank/edition/part-one/files/doc', { cookie: teacher.cookie })).status).toBe(404)
  })

  test('what is unfinished stays behind and is counted; an empty quiz is refused', async () => {
    const make = async (json: object): Promise<string> =>
      ((await call('POST', '/api/bank/quizzes', { cookie: teacher.cookie, json })).json as { quiz: string }).quiz
    const quiz = await make({ copy: 'edition/comprehension' })
    await call('POST', `/api/bank/quizzes/${quiz}/items`, { cookie: teacher.cookie, json: { seq: 1, kind: 'single' } })
    const { text } = await call('GET', `/api/bank/quizzes/${quiz}/files/gift`, { cookie: teacher.cookie })
    expect(text).toContain('// Stays behind: 1 question')
    expect(parse(text).filter(({ type }) => type !== 'Category')).toHaveLength(edition().quizzes.find(({ id }) => id === 'comprehension')!.items.length) // prettier-ignore
    const empty = await make({ title: 'Empty' })
    expect((await call('GET', `/api/bank/quizzes/${empty}/files/gift`, { cookie: teacher.cookie })).code).toBe('unfinished') // prettier-ignore
  })
})
