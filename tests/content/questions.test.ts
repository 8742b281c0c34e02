import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { SKILLS } from '#lib/domain/question.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'

const { questions, transcript, usedIn } = edition()
const frozen = (id: string) => freeze('question', id, { from: 's1', to: 's2' })

it('stands in the order of the skills', () => {
  const order = questions.map(({ skill }) => SKILLS.indexOf(skill))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
})

it('turns for evidence to every long turn, to both speakers and to the header', () => {
  const reached = [...transcript.units.values()].filter(({ id }) =>
    usedIn.get(id)?.some(({ kind }) => kind === 'question'),
  )
  expect(new Set(reached.map(({ speaker }) => speaker))).toEqual(new Set(['zhou', 'khiem', null]))
  expect(new Set(reached.map(({ turn }) => turn))).toEqual(
    expect.objectContaining(new Set(['t11', 't12', 't14', 't16', 't17', 't21', 't22'])),
  )
  expect(reached.length).toBeGreaterThan(transcript.units.size / 2)
})

describe.each(questions.map((question) => [question.id, question] as const))('%s', (id, question) => {
  it('asks something that is not settled by one word of the setting', () => {
    expect(question.prompt.length).toBeGreaterThan(60)
    expect(question.prompt).not.toBe(question.setting)
  })

  it('has samples in as many voices as levels', () => {
    const openings = question.samples.map(({ text }) => text.slice(0, 12))
    expect(new Set(openings).size).toBe(openings.length)
    for (const { text } of question.samples) expect(text.split(/\s+/u).length).toBeGreaterThan(30)
  })

  it('shows a student nothing of notes and samples, and keeps both for the instructor', () => {
    const { shown, kept } = frozen(id)
    const sent = JSON.stringify(shown)
    for (const { text, why } of question.samples) {
      expect(sent).not.toContain(JSON.stringify(text).slice(1, 40))
      expect(sent).not.toContain(JSON.stringify(why).slice(1, 40))
    }
    for (const { text } of [...question.notes.strong, ...question.notes.wrong, ...question.notes.misreadings])
      expect(sent).not.toContain(text)
    expect(kept).toEqual({ guide: question.notes, samples: question.samples })
  })

  it('says where to look and how many sentences an answer cites', () => {
    expect(frozen(id).shown).toMatchObject({ citations: question.citations, passages: question.passages })
    expect(question.citations).toBeGreaterThan(0)
  })
})
