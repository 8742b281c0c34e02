/** What the demo class puts into the exercises: mostly as the edition reads them, with the slips that a class makes. */
import { cellFits } from '#lib/domain/exercise-figures.ts'
import type { ExerciseAnswers, ExerciseField, KeptExercise } from '#lib/domain/exercise.ts'

export const CONTROVERSY = 'strong-and-weak'

/** In the order in which the demo class’s exercises are given; `closes` in days from now, null for not at all. */
export const EXERCISES = [
  { id: 'how-sure', due: -2, closes: -1, begin: 24 },
  { id: 'two-columns', due: 3, closes: null, begin: 9 },
  { id: 'another-room', due: 4, closes: null, begin: 14 },
  { id: 'no-news', due: 5, closes: null, begin: 9 },
  { id: CONTROVERSY, due: 6, closes: null, begin: 8 },
] as const

/** Explanations of the puzzle, and what each would need in order to decide. */
const EXPLANATIONS: readonly [string, string][] = [
  [
    'He may have had no news yet when he sat down (s. 19), and the Albanian telegrams of s. 109 to 114 are older: they went to the Vietnamese. Or “news” means an answer to Beijing.',
    'The hour at which the telegram from Tirana was received. If it came in the morning, the first explanation falls.',
  ],
  [
    'He wants Khiem to speak first. Khiem has just said that Ho had planned to go to Tirana and did not (s. 18), and Zhou lets him go on believing that he knows nothing (s. 19).',
    'I would look at the rest of the ambassador’s report.',
  ],
  ['Zhou lied to Khiem. He knows everything, as one sees from s. 109 on.', 'Nothing, it is clear from the text.'],
  [
    'The notes are a summary. One small word in s. 19, such as “today” or “from our embassy,” would dissolve the whole thing, and small words are what a note-taker loses.',
    'The Chinese wording of s. 19, and whether there was a fuller draft that the Premier had not yet reviewed (h. 5).',
  ],
  [
    '“According to what the Albanian Party has made known to us” (s. 108) is not news, it is what their party told the Chinese party. “News” (s. 19) could mean how the visit went.',
    'Which telegram of s. 109 to 114 is the latest, and whether anything came after the 16th.',
  ],
  [
    'He did not want to say that he gets telegrams from Tirana at all. Then he needed them as proof, so he told them.',
    'Whether he says elsewhere where he has things from.',
  ],
  [
    'Maybe the telegram came during the talk. They met at half past five and it was long.',
    'The time of day on the telegram.',
  ],
  [
    'Two kinds of news: from Albania about Albania, and from Albania about Ho. He has the second (s. 109) and not the first (s. 19).',
    'The Chinese word, and the report of the same evening in full.',
  ],
  [
    'A translator’s “any” can be too strong. I also think tact is possible, since he asks questions up to s. 15 and tells only afterwards.',
    'The Chinese text for the first. For tact I would need another talk of his to compare.',
  ],
]

/** One student’s boxes. `chance` says how often they go another way than the edition. */
export function demoBoxes(
  fields: readonly ExerciseField[],
  kept: KeptExercise,
  student: { index: number; ability: number },
  chance: () => number,
): ExerciseAnswers {
  const [explanations, decide] = EXPLANATIONS[student.index % EXPLANATIONS.length]!
  const keyOf = (id: string): string | undefined =>
    'cards' in kept ? kept.cards.find(({ key }) => id in key)?.key[id] : undefined
  return Object.fromEntries(
    fields.map((field) => {
      const key = keyOf(field.id)
      const goesAlong = chance() < 0.25 + 0.6 * student.ability
      if (field.kind === 'choice') {
        const at = field.options.findIndex(({ id }) => id === key)
        const beside = Math.min(field.options.length - 1, Math.max(0, at + (chance() < 0.5 ? -1 : 1)))
        return [field.id, field.options[goesAlong ? at : beside]!.id]
      }
      if (field.kind === 'sentences') return [field.id, cellOf(key!, goesAlong, chance)]
      return [field.id, field.id === 'decide' ? decide : explanations]
    }),
  )
}

/** As a student writes a cell: the first or all of the numbers, or a number nearby. */
function cellOf(key: string, goesAlong: boolean, chance: () => number): string {
  if (key === 'silent') return goesAlong ? 'silent' : '144'
  const numbers = key.split(' ').map((id) => id.slice(1))
  if (goesAlong) return chance() < 0.5 ? numbers[0]! : numbers.join(', ')
  const near = String(Number(numbers[0]) + 4)
  return chance() < 0.4 || cellFits(near, key) ? 'silent' : near
}

/** What students write in the parts of the controversy, by the side that they were given. */
const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'it-did': {
    'three-sentences':
      's. 63: Zhou says what “they” think, he infers it. s. 105: Zhou, of how Albania would feel it. s. 112: the Albanian party told the Chinese what Ho said in Moscow.',
    case: 'Whatever Ho meant, his name was of use to Moscow. He came with the agreement of the Soviet Central Committee (s. 28), and what reached Tirana was that the solution lay with Albania (s. 112). Albania was “very nervous” (s. 114). That is how pressure feels from below.',
    answer:
      'Their best sentence is s. 161: he asked whether he could come. But one asks because one could be refused, and being asked by Ho is already hard to refuse.',
    'other-case':
      'He asked, was put off, and let it be (s. 161, s. 162). In s. 156 he does not even ask that the two travel. A man who presses does not stop at the first no.',
  },
  'it-did-not': {
    'three-sentences':
      's. 137: Khiem, what Ho said at home. s. 156: Khiem on what Ho did not intend. s. 161: Khiem, and he was in Moscow himself.',
    case: 'Ho asked whether he could come (s. 161). He was told November, and he did not go. He thought that both sides were reasonable and unreasonable (s. 137). Pressing looks different: one comes without asking.',
    answer:
      'Their best sentence is s. 114, the nervousness. It is what Zhou has from the Albanian party, and he says himself that he does not know whether it is true (s. 128).',
    'other-case':
      'Zhou does not need Ho’s intention. If the strong can use a visit, the visit helps them, and s. 277 says that the prestige goes to Khrushchev.',
  },
}
const OPINIONS = ['open', 'rather-no', 'rather-yes', 'no', 'open', 'yes', 'rather-no', 'open'] as const
const TOGETHER =
  'It can be shown that Ho asked and did not go (s. 161, s. 162). It cannot be shown what Tirana felt, because only Zhou tells it, from one side (s. 114). Best for: s. 112. Best against: s. 161.'

/** One student’s boxes of each part, in order; how many parts they get through differs. */
export function demoParts(index: number, side: string): ExerciseAnswers[] {
  const words = CASES[side]!
  const stand = OPINIONS[index % OPINIONS.length]!
  return [
    { 'before-stand': stand, 'before-why': 'It depends on what one calls help; he did not mean to.' },
    ...['three-sentences', 'case', 'answer', 'other-case'].map((id) => ({ [id]: words[id]! })),
    { together: TOGETHER },
    {
      'after-stand': index === 0 ? 'rather-yes' : stand,
      'after-why': 'A visit can serve somebody who did not send the visitor, and the text shows only how it was felt.',
    },
  ]
}
