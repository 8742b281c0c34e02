/** “Carry the message” in the demo class: the cables of those who took it, and what some of them found in one another’s. */
import { edition } from '#lib/content/edition.ts'
import type { Context } from '#lib/door/context.ts'
import { pointsOf, type Fate } from '#lib/domain/cable.ts'
import type { Item } from '#lib/domain/item.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { giveOutCable, reviewCable, viewMyCables } from '#lib/features/review-peers/cables.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'

/** Of each point, in the order of the rubric, how a cable says it that carries it, and how one that changes it. */
const SAID = [
  [
    'Chairman Ho has a good heart and an incorrect method, and his prestige must not be used at will.',
    'Chairman Ho means well.',
  ],
  ['To mediate between the two is very difficult.', 'To mediate between the two is impossible.'],
  ['The main responsibility is the Soviet Union’s.', 'The Soviet Union alone is responsible for everything.'],
  ['To tell other parties that Albania is wrong would harm unity.', 'Nobody may find fault with Albania.'],
  [
    'He had hoped that the Chairman could moderate; at present it is still early.',
    'The Chairman can no longer play a part.',
  ],
  ['For you and Comrade Pham Van Dong.', 'For you alone.'],
  ['Few should know of it; whom to tell is for you to decide.', 'Nobody may know of it.'],
  ['Nothing is to be rushed now, and there is still hope.', 'We should wait for the congress.'],
] as const
/** In which order a cable says them. */
const ORDER = [5, 6, 0, 1, 2, 3, 4, 7]
/** By a student's place in the list, point by point: carried, changed (h), left out (-). */
const CABLES: Readonly<Record<number, string>> = {
  0: 'ccc-cccc',
  1: 'cch-c-c-',
  2: 'cccccccc',
  4: 'chc-cchc',
  5: 'cccchccc',
  6: 'hc--cc--',
  7: 'ccc-ccc-',
  9: 'c-cccccc',
  10: 'hch-h--c',
  11: 'cccc-chc',
  14: 'cc--ccc-',
  15: 'ccc-cccc',
}
/** Who has read how many; the first has the next one before them, the last takes what is changed for carried. */
const READERS = [
  [0, 1],
  [2, 2],
  [4, 2],
  [5, 2],
  [7, 2],
  [9, 2],
  [11, 1],
  [14, 2],
  [15, 2],
] as const

const cableOf = (fates: string): string =>
  ORDER.flatMap((point) => (fates[point] === '-' ? [] : SAID[point]![fates[point] === 'c' ? 0 : 1])).join(' ')
/** What became of a point, as somebody finds who reads the cable beside the text. */
const fateIn = (cable: string, point: number): Fate =>
  cable.includes(SAID[point]![0]) ? 'carried' : cable.includes(SAID[point]![1]) ? 'changed' : 'left-out'

type As = { teacher: () => Context; student: (index: number, minute: number) => Context }

/** `as` acts as the teacher, or as a student by their place, so many minutes into the evening. */
export async function carryDemoMessage(
  classId: string,
  due: string,
  as: As,
  rightly: (item: Item) => string[],
): Promise<void> {
  const { items } = edition().quizzes.find(({ id }) => id === 'carry-the-message')!
  const cable = items.find((item) => item.kind === 'written')!
  const { assignment } = await assignWork(as.teacher(), {
    class: classId,
    kind: 'quiz',
    target: 'carry-the-message',
    due,
    reviews: 2,
  })
  const wrote = Object.entries(CABLES).map(([index, fates]): [number, string] => [Number(index), fates])
  for (const [index, fates] of wrote) {
    const own = as.student(index, index * 2)
    const { id: attempt } = await startAttempt(own, { assignment })
    for (const item of items)
      await saveAnswer(own, {
        attempt,
        item: item.id,
        seq: 1,
        answer: item.id === cable.id ? [cableOf(fates)] : rightly(item),
      })
    await submitAttempt(own, { attempt })
  }
  const points = pointsOf(cable)
  for (const [index, many] of READERS)
    for (let n = 0; n < many; n++) {
      const own = as.student(index, 60 + index * 2 + n)
      await giveOutCable(own, { assignment })
      const { open } = await viewMyCables(own, { assignment })
      const isLast = index === READERS.at(-1)![0]
      const found = points.map(({ id }, point): [string, Fate] => {
        const fate = fateIn(open!.text, point)
        return [id, isLast && fate === 'changed' ? 'carried' : fate]
      })
      await reviewCable(own, { review: open!.review, fates: Object.fromEntries(found) })
    }
  const [first] = READERS[0]
  await giveOutCable(as.student(first, 100), { assignment })
}
