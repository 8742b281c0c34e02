import { expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { withRows } from '#lib/domain/rubric.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'

const { rubrics, questions } = edition()
const [rubric] = rubrics

it('has the five things that historical writing does, each cell in words of its own', () => {
  expect(rubric!.rows.map(({ title }) => title)).toEqual([
    'Accuracy',
    'Evidence',
    'Sourcing of evidence',
    'Corroboration',
    'Contextualization',
  ])
  const cells = rubric!.rows.flatMap((row) => row.cells)
  expect(new Set(cells).size).toBe(20)
})

it('takes the rows that a question names, in its own order, and all where none are named', () => {
  expect(withRows(rubric!, ['evidence', 'accuracy']).rows.map(({ id }) => id)).toEqual(['accuracy', 'evidence'])
  expect(withRows(rubric!, undefined)).toEqual(rubric)
})

it('goes to students with the question, as it was on the day of the assignment', () => {
  for (const { id, rows } of questions)
    expect(freeze('question', id, { from: 's1', to: 's2' }).shown).toHaveProperty('rubric', withRows(rubric!, rows))
})
