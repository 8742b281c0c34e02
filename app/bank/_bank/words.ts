/** The bank's words: kinds, skills, and what a draft still lacks. */
import type { DraftFault } from '#lib/content/exercises/own-quizzes.ts'
import type { Item } from '#lib/domain/item.ts'
import { capital } from '../../_ui/say.ts'

export const kindWord: Record<Item['kind'], string> = {
  single: 'One right answer',
  several: 'Several right answers',
  order: 'Put in order',
  match: 'Match',
  'who-said': 'Who said this about whom',
  select: 'Select the sentence',
  place: 'Place on the map or a day',
  written: 'Short written answer',
}
export const KINDS = Object.keys(kindWord) as Item['kind'][]

export const skillWord: Record<Item['skill'], string> = {
  sourcing: 'Sourcing',
  contextualization: 'Context',
  'close-reading': 'Close reading',
  corroboration: 'Comparing accounts',
  perspective: 'Points of view',
  argument: 'Following an argument',
}

const letter = (i: string | number): string => 'ABCDEFGH'.charAt(Number(i))

/** The part that a path leads to, and the name by which its form knows it. */
function partOf(at: DraftFault['at']): { name: string; id: string; field: string } {
  const [list, i, ...rest] = at
  const field = String(rest[0] ?? '')
  switch (list) {
    case 'options':
      return i === undefined
        ? { name: '', id: 'option-0', field: 'options' }
        : { name: `Option ${letter(i)}`, id: `option-${i}`, field }
    case 'rows':
      return i === undefined
        ? { name: '', id: 'row-0', field: 'rows' }
        : { name: `Row ${letter(i)}`, id: `row-${i}`, field }
    case 'near':
      return i === undefined
        ? { name: '', id: 'near-0', field: 'near' }
        : { name: `Near miss ${Number(i) + 1}`, id: `near-${i}`, field }
    case 'rubric':
      return i === undefined
        ? { name: '', id: 'rubric-0', field: 'rubric' }
        : { name: `Rubric row ${Number(i) + 1}`, id: `rubric-${i}`, field: `rubric-${field}` }
    case 'samples':
      return i === undefined
        ? { name: '', id: 'sample-0', field: 'samples' }
        : { name: `Sample ${Number(i) + 1}`, id: `sample-${i}`, field }
    default:
      return {
        name: '',
        id:
          list === 'cites' ? 'at' : list === 'passage' ? 'passageFrom' : list === 'range' ? 'rangeFrom' : String(list),
        field: String(list),
      }
  }
}

const FIELD: Record<string, string> = {
  stem: 'the question',
  hint: 'the hint',
  family: 'the family',
  passage: 'the passage that opens beside the explanation',
  range: 'the run of sentences to choose from',
  accept: 'the sentence that is right',
  text: 'its words',
  why: 'the reason',
  cites: 'the sentence that settles it',
  misreading: 'the misreading that it names',
  where: 'its place or day',
  key: 'the right choice',
  choices: 'the choices',
  answers: 'the choices that make it',
  at: 'the sentences that make it',
  'rubric-row': 'its name',
  'rubric-full': 'what a full answer does',
  near: 'a near miss that you foresee',
  title: 'the title',
  summary: 'the line that says what the quiz is about',
  items: 'a question',
}

const TOO_FEW: Record<string, string> = {
  options: 'A choice needs at least three options.',
  rows: 'At least two rows are needed.',
  choices: 'At least two choices are needed.',
  samples: 'At least two samples are needed: what a strong and what a weak answer looks like.',
}

/** All that is missing, each thing once: a passage without either end lacks one thing. */
export function sayFaults(faults: readonly DraftFault[]): { words: string; id: string }[] {
  const said = faults.map(sayFault)
  return said.filter(({ words }, i) => said.findIndex((one) => one.words === words) === i)
}

/** What is missing, in a sentence, and the part of the form where it belongs. */
function sayFault({ at, code, message }: DraftFault): { words: string; id: string } {
  const { name, id, field } = partOf(at)
  const what = FIELD[field] ?? 'something'
  const of = (words: string) => (name ? `${name}: ${words}` : capital(words))
  if (code === 'missing') return { id, words: of(`${what} is missing.`) }
  if (code === 'too-long') return { id, words: of(`${what} is too long.`) }
  if (message.startsWith('Too small')) return { id, words: TOO_FEW[field] ?? of(`${what} is too short.`) }
  if (field === 'passage' || field === 'range' || at.at(-1) === 'at')
    return { id, words: of(`${what}: no sentence of the transcript has this number, or the run goes backward.`) }
  if (field === 'max') return { id, words: 'The length: from 100 to 1,200 characters.' }
  return { id, words: of(`${message}.`) }
}
