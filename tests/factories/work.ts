/** Builders of assignments and of the content that they freeze. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { freeze, type Frozen, type Kind } from '#lib/features/assign-work/freeze.ts'
import type { Exercise, ExerciseAnswers, ExerciseField, ExerciseOf } from '#lib/domain/exercise.ts'
import { showQuiz, type Item, type Quiz } from '#lib/domain/item.ts'
import type { NamedMisreading } from '#lib/domain/judge.ts'
import type { KeptQuestion } from '#lib/domain/question.ts'

import { rightAnswer, wrongAnswer } from './answers.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const fromNow = (ms: number): Date => new Date(Date.now() + ms)

export const PREDICTED = {
  author: 'A note-taker of the host.',
  audience: 'His own ministry.',
  aims: 'Zhou an ally, Khiem a hearing.',
  limits: 'What was said on the way out.',
}

export const exerciseOf = <F extends Exercise['form']>(form: F): ExerciseOf<F> =>
  edition().exercises.find((one): one is ExerciseOf<F> => one.form === form)!

/** A figure for every forecast of the edition’s exercise. */
export const FORECAST: Record<string, string> = Object.fromEntries(
  exerciseOf('forecasts').forecasts.map((id, i) => [id, String(20 + 5 * i)]),
)

/** Something that every box takes: the first choice, the first sentence, `words` where words are asked for. */
export const filledIn = (fields: readonly ExerciseField[], words = 'It may be a matter of hours.'): ExerciseAnswers =>
  Object.fromEntries(
    fields.map((field) => [
      field.id,
      field.kind === 'choice'
        ? field.options[0]!.id
        : { percent: '50', sentences: 'S. 29, 30 and s110', words }[field.kind],
    ]),
  )

/** What the edition itself offers under each kind. */
export const TARGET: Record<Kind, string> = {
  reading: 'transcript',
  essay: 'how-albania-left-the-bloc',
  quiz: 'comprehension',
  question: 'telegrams',
  exercise: 'before-the-outcome',
}

export type Given = Partial<
  Pick<
    Assignment,
    | 'sectionId'
    | 'title'
    | 'points'
    | 'attemptsAllowed'
    | 'timeLimitMinutes'
    | 'zone'
    | 'opensAt'
    | 'dueAt'
    | 'closesAt'
    | 'feedback'
    | 'shuffled'
    | 'asksConfidence'
    | 'oneAtATime'
    | 'citations'
    | 'reviews'
    | 'countsPastes'
    | 'names'
    | 'position'
  >
> & {
  frozen?: Frozen
  range?: { from: string; to: string }
  /** A reading that begins with the header. */ gate?: boolean
}

let position = 0

export async function assign(db: Db, classId: string, kind: Kind, given: Given = {}): Promise<Assignment> {
  const {
    frozen = freeze(kind, TARGET[kind], given.range ?? { from: 's73', to: 's90' }, given.gate),
    range: _range,
    gate: _gate,
    ...rules
  } = given
  const at = new Date()
  return db.atomically(function* (tx) {
    yield* q(
      tx
        .insert(db.t.contentRevisions)
        .values({
          hash: frozen.hash,
          kind: frozen.kind,
          targetId: frozen.targetId,
          origin: 'edition',
          shown: frozen.shown,
          kept: frozen.kept,
          createdAt: at,
        })
        .onConflictDoNothing(),
    )
    const [row] = yield* q(
      tx
        .insert(db.t.assignments)
        .values({
          id: v7(),
          classId,
          sectionId: null,
          kind,
          targetId: frozen.targetId,
          title: frozen.title,
          minutes: frozen.minutes,
          revisionHash: frozen.hash,
          rangeFrom: frozen.from,
          rangeTo: frozen.to,
          points: 10,
          attemptsAllowed: kind === 'quiz' ? 1 : null,
          timeLimitMinutes: null,
          zone: 'America/New_York',
          opensAt: null,
          opensWall: null,
          dueAt: null,
          dueWall: null,
          closesAt: null,
          closesWall: null,
          feedback: 'hand-in',
          position: ++position,
          createdAt: at,
          ...rules,
        })
        .returning(),
    )
    return row!
  })
}

/** Closing and other dates moved under work that has begun: what an hour's wait would do. */
export async function setDates(
  db: Db,
  id: string,
  dates: Partial<Pick<Assignment, 'opensAt' | 'dueAt' | 'closesAt'>>,
): Promise<void> {
  await db.atomically(function* (tx) {
    yield* q(tx.update(db.t.assignments).set(dates).where(eq(db.t.assignments.id, id)))
  })
}

/** The strings that nobody may read before feedback is due, each unlike anything else in the world. */
export type Planted = {
  frozen: Frozen
  quiz: Quiz
  sentinels: string[]
  right: Record<string, string[]>
  wrong: Record<string, string[]>
}

/** What a student writes; the samples are sentinels. */
const OWN_WORDS = ['Zhou was told it, and says so.']

/** A quiz as it would be frozen, whether or not an edition has it. */
export function frozenQuiz(quiz: Quiz, misreadings: NamedMisreading[] = []): Frozen {
  const shown = { kind: 'quiz' as const, ...showQuiz(quiz) }
  const kept = { items: quiz.items, misreadings }
  return {
    hash: digest('revision', 'quiz', canonicalJson({ shown, kept })),
    kind: 'quiz',
    targetId: quiz.id,
    title: quiz.title,
    minutes: quiz.minutes,
    shown,
    kept,
    from: null,
    to: null,
  }
}

/** A class quiz whose every hidden field carries a sentinel: the first three kinds, or one item of every kind. */
export function plantedQuiz(mark: string, kinds: 'three' | 'every' = 'three'): Planted {
  const sentinels: string[] = []
  const hide = (what: string): string => {
    const sentinel = `hidden-${what}-${mark}`
    sentinels.push(sentinel)
    return sentinel
  }
  const cites = (at: string) => [{ at }]
  const option = (item: string, id: string, correct: boolean) =>
    correct
      ? {
          id,
          text: `Option ${id} of ${item}`,
          correct: true as const,
          why: hide(`why-${item}-${id}`),
          cites: cites('s73'),
        }
      : {
          id,
          text: `Option ${id} of ${item}`,
          correct: false as const,
          why: hide(`why-${item}-${id}`),
          cites: cites('s74'),
          misreading: hide(`misreading-${item}-${id}`),
        }
  const base = (id: string) => ({
    id,
    revision: 1,
    stem: `The stem of ${id}`,
    skill: 'close-reading' as const,
    passage: { from: 's73', to: 's82' },
  })
  const items: Item[] = [
    {
      ...base('one-choice'),
      kind: 'single',
      options: [option('one-choice', 'a', false), option('one-choice', 'b', true), option('one-choice', 'c', false)],
    },
    {
      ...base('some-choices'),
      kind: 'several',
      options: [
        option('some-choices', 'a', true),
        option('some-choices', 'b', false),
        option('some-choices', 'c', true),
      ],
    },
    {
      ...base('a-sentence'),
      kind: 'select',
      range: { from: 's73', to: 's82' },
      accept: ['s81'],
      why: hide('why-sentence'),
      cites: cites('s81'),
      near: [{ at: ['s74', 's75'], misreading: hide('misreading-sentence'), why: hide('near-sentence') }],
    },
  ]
  const others = (): Item[] => [
    {
      ...base('a-place'),
      kind: 'place',
      on: 'map',
      options: [
        { ...option('a-place', 'a', false), where: 'moscow' },
        { ...option('a-place', 'b', true), where: 'tirana' },
        { ...option('a-place', 'c', false), where: 'sochi' },
      ],
    },
    {
      ...base('an-order'),
      kind: 'order',
      rows: [
        { id: 'a', text: 'Row a of an-order', key: '2', why: hide('why-an-order-a'), cites: cites('s73') },
        { id: 'b', text: 'Row b of an-order', key: '1', why: hide('why-an-order-b'), cites: cites('s74') },
        { id: 'c', text: 'Row c of an-order', key: '3', why: hide('why-an-order-c'), cites: cites('s75') },
      ],
      why: hide('why-order'),
      cites: cites('s73'),
      near: [{ answers: ['a1', 'b2'], misreading: hide('misreading-order'), why: hide('near-order') }],
    },
    {
      ...base('a-match'),
      kind: 'match',
      choices: [
        { id: '1', text: 'Choice 1' },
        { id: '2', text: 'Choice 2' },
      ],
      rows: [
        { id: 'a', text: 'Row a of a-match', key: '2', why: hide('why-a-match-a'), cites: cites('s73') },
        { id: 'b', text: 'Row b of a-match', key: '1', why: hide('why-a-match-b'), cites: cites('s74') },
      ],
      why: hide('why-match'),
      cites: cites('s73'),
      near: [{ answers: ['a1'], misreading: hide('misreading-match'), why: hide('near-match') }],
    },
    {
      ...base('who-said-it'),
      kind: 'who-said',
      rows: [
        {
          id: 'a',
          text: 'Who says it?',
          choices: [
            { id: '1', text: 'Zhou' },
            { id: '2', text: 'Khiem' },
          ],
          key: '1',
          why: hide('why-who-said-a'),
          cites: cites('s73'),
        },
        {
          id: 'b',
          text: 'About whom?',
          choices: [
            { id: '1', text: 'Ho' },
            { id: '2', text: 'Khrushchev' },
          ],
          key: '2',
          why: hide('why-who-said-b'),
          cites: cites('s74'),
        },
      ],
      why: hide('why-who-said'),
      cites: cites('s73'),
      near: [{ answers: ['b1'], misreading: hide('misreading-who-said'), why: hide('near-who-said') }],
    },
    {
      ...base('in-words'),
      kind: 'written',
      max: 300,
      why: hide('why-written'),
      cites: cites('s73'),
      rubric: [{ row: 'Evidence', full: hide('rubric-written') }],
      samples: [
        { level: 'strong', text: hide('sample-strong'), why: hide('why-strong') },
        { level: 'weak', text: hide('sample-weak'), why: hide('why-weak') },
      ],
    },
  ]
  if (kinds === 'every') items.push(...others())
  const misreadings: NamedMisreading[] = sentinels
    .filter((one) => one.startsWith('hidden-misreading'))
    .map((id) => ({ id, reading: hide(`reading-of-${id.slice(18)}`), advice: hide(`advice-on-${id.slice(18)}`) }))
  const quiz: Quiz = {
    id: `planted-${mark}`,
    title: `Planted quiz ${mark}`,
    audience: 'class',
    summary: 'An item of each kind.',
    minutes: 5,
    items,
  }
  return {
    quiz,
    sentinels,
    frozen: frozenQuiz(quiz, misreadings),
    right: Object.fromEntries(items.map((item) => [item.id, item.kind === 'written' ? OWN_WORDS : rightAnswer(item)])),
    wrong: Object.fromEntries(items.map((item) => [item.id, item.kind === 'written' ? OWN_WORDS : wrongAnswer(item)])),
  }
}

/** A quiz of one item that a student handed in with a wrong answer at that hour; gives the item's id. */
export async function missedQuiz(
  db: Db,
  classId: string,
  userId: string,
  at: Date,
  rules: Given = {},
): Promise<string> {
  const { quiz, wrong } = plantedQuiz('missed')
  const [choice] = quiz.items
  const item = { ...choice!, id: 'came-back' }
  const { id: assignmentId } = await assign(db, classId, 'quiz', {
    frozen: frozenQuiz({ ...quiz, items: [item] }),
    ...rules,
  })
  const [attempt, own] = [v7(), { classId, userId }]
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.attempts).values({
        ...own,
        id: attempt,
        assignmentId,
        ordinal: 1,
        state: 'submitted',
        seed: 'x',
        startedAt: at,
        submittedAt: at,
        earned: 0,
        total: 1,
      }),
    )
    yield* q(
      tx.insert(db.t.answers).values({
        ...own,
        attemptId: attempt,
        item: item.id,
        seq: 1,
        body: wrong[choice!.id]!,
        confidence: null,
        savedAt: at,
        digest: 'd',
        erasedAt: null,
      }),
    )
  })
  return item.id
}

/** A guided question whose notes and samples for the instructor are sentinels. */
export function plantedQuestion(mark: string): { frozen: Frozen; sentinels: string[] } {
  const sentinels: string[] = []
  const hide = (what: string): string => {
    const sentinel = `hidden-${what}-${mark}`
    sentinels.push(sentinel)
    return sentinel
  }
  const note = (what: string) => ({ text: hide(what), by: 'frame' })
  const kept: KeptQuestion = {
    guide: {
      strong: [note('strong')],
      wrong: [note('wrong')],
      misreadings: [{ id: 'drops-the-hedge', ...note('misreading') }],
      aside: [note('aside')],
    },
    samples: [{ level: 'strong', text: hide('sample'), cites: [{ at: 's73' }], scores: {}, why: hide('sample-why') }],
  }
  const shown = {
    kind: 'question' as const,
    id: `planted-${mark}`,
    revision: 1,
    title: `Planted question ${mark}`,
    prompt: 'Who told whom?',
    setting: 'A setting.',
    minutes: 10,
    passages: [{ from: 's73', to: 's82' }],
  }
  return {
    sentinels,
    frozen: {
      hash: digest('revision', 'question', canonicalJson({ shown, kept })),
      kind: 'question',
      targetId: shown.id,
      title: shown.title,
      minutes: 10,
      shown,
      kept,
      from: null,
      to: null,
    },
  }
}
