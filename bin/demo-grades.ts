/** What the demo's instructor and assistant have graded so far: some released, some held, some waiting. */
import type { Context } from '#lib/door/context.ts'
import { answerGradeContest, contestGrade, listContestedGrades } from '#lib/features/contest-score/contest-grade.ts'
import { bankComment, commentOnWords } from '#lib/features/grade-answers/comments.ts'
import { readAnswer, viewQueue } from '#lib/features/grade-answers/queue.ts'
import { setRelease } from '#lib/features/grade-answers/release.ts'
import { putAside, saveGrade } from '#lib/features/grade-answers/save.ts'

type Given = { levels: Record<string, number>; comment?: string; onWords?: { words: string; comment: string } }
const five = (
  accuracy: number,
  evidence: number,
  sourcing: number,
  corroboration: number,
  contextualization: number,
) => ({
  accuracy,
  evidence,
  sourcing,
  corroboration,
  contextualization,
})

/** By the post, as `POSTS` of the demo class counts them. Posts that are not here wait. */
export const GRADED_POSTS: ReadonlyMap<number, Given> = new Map([
  [
    0,
    {
      levels: five(3, 3, 3, 2, 1),
      comment: 'You follow the telegram home. Now say what Tirana had to gain by telling it so.',
      onWords: {
        words: 'Zhou’s version passes through it',
        comment: 'This is the point of the whole answer. Lead with it.',
      },
    },
  ],
  [1, { levels: five(3, 2, 3, 1, 2) }],
  [2, { levels: five(2, 2, 1, 3, 1), comment: 'One reply told twice: say which words in each telling carry that.' }],
  [3, { levels: five(3, 3, 2, 3, 1) }],
  [4, { levels: five(3, 2, 1, 3, 1) }],
  [5, { levels: five(3, 2, 2, 1, 1), comment: 'Say which sentence would settle it for you.' }],
  [7, { levels: five(3, 3, 3, 3, 2), comment: 'The whole chain, and what each link does. Thank you.' }],
  [12, { levels: five(1, 1, 1, 0, 1), comment: 'Read s. 161 and s. 162 again: does he go?' }],
])

/** By the sample that the demo's students handed in, strongest first. */
const WRITTEN: readonly Given[] = [
  { levels: { accuracy: 3, evidence: 3, sourcing: 3 } },
  {
    levels: { accuracy: 2, evidence: 1, sourcing: 2 },
    comment: 'Two lines, and one conclusion from each: here is one.',
  },
  {
    levels: { accuracy: 1, evidence: 1, sourcing: 0 },
    comment: 'Say which stage makes the difference: the room, the notes, or the translation.',
  },
]

const BANK = [
  'Say which sentence would settle it for you.',
  'Who told him? Follow it one step further back.',
  'Quote the words that carry this, and say how they do.',
]

const fieldsOf = (levels: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(levels).map(([row, level]) => [`level:${row}`, level]))

type Grader = Context
/** Grades the posts on the question, in the order of the queue; everything stays held. */
export async function gradePosts(
  teacher: Grader,
  classId: string,
  question: string,
  postOf: (member: string) => number | null,
): Promise<void> {
  for (const text of BANK) await bankComment(teacher, { class: classId, text })
  const { queue } = await viewQueue(teacher, { assignment: question, names: false })
  for (const { member } of queue) {
    const given = GRADED_POSTS.get(postOf(member) ?? -1)
    if (!given) continue
    const at = { assignment: question, part: 'post', member }
    const answer = await readAnswer(teacher, at)
    // What was revised this morning was graded before that, and says so.
    const version = { source: answer.source, version: 1 }
    if (given.onWords)
      await commentOnWords(teacher, { ...at, ...version, words: given.onWords.words, text: given.onWords.comment })
    await saveGrade(teacher, { ...at, ...version, text: given.comment ?? '', ...fieldsOf(given.levels) } as never)
  }
  const waiting = queue.findLast(({ member }) => !GRADED_POSTS.has(postOf(member) ?? -1))
  if (waiting) await putAside(teacher, { assignment: question, part: 'post', member: waiting.member, aside: 'true' })
}

/** Grades the written item of a quiz whole, and releases it. `rankOf`: which sample an answer is. */
export async function gradeWritten(
  teacher: Grader,
  quiz: string,
  part: string,
  rankOf: (text: string) => number,
): Promise<{ member: string; rank: number }[]> {
  const ranked: { member: string; rank: number }[] = []
  const { queue } = await viewQueue(teacher, { assignment: quiz, part, names: false })
  for (const { member } of queue) {
    const at = { assignment: quiz, part, member }
    const answer = await readAnswer(teacher, at)
    const rank = Math.min(rankOf(answer.text), WRITTEN.length - 1)
    const given = WRITTEN[rank]!
    ranked.push({ member, rank })
    await saveGrade(teacher, {
      ...at,
      source: answer.source,
      version: answer.version,
      text: given.comment ?? '',
      ...fieldsOf(given.levels),
    } as never)
  }
  await setRelease(teacher, { assignment: quiz, released: 'true' })
  return ranked
}

/** Who asks for a second look at the grade of the written item, by the rank of what they wrote. */
const LOOKS = [
  {
    rank: 1,
    from: 'h9',
    words: 'The interpreter’s line is a second one, and I named it. Does it not count as evidence?',
    reply: 'You name it, and the row asks for a conclusion from it: say what an interpreter means for the wording.',
  },
  {
    rank: 2,
    from: 'h1',
    words: 'The stamp stands on the paper itself, so I did use a line of the header. Could you look again?',
    reply: null,
  },
] as const

/** One is answered, one waits. */
export async function askAboutGrades(
  teacher: Context,
  studentOf: (member: string) => Context,
  of: { classId: string; quiz: string; part: string; ranked: readonly { member: string; rank: number }[] },
): Promise<void> {
  for (const { rank, from, words, reply } of LOOKS) {
    const asks = of.ranked.find((one) => one.rank === rank)
    if (!asks) continue
    await contestGrade(studentOf(asks.member), { assignment: of.quiz, part: of.part, from, text: words })
    if (!reply) continue
    const { open } = await listContestedGrades(teacher, { class: of.classId, names: false })
    await answerGradeContest(teacher, { contest: open.at(-1)!.id, outcome: 'kept', text: reply })
  }
}
