/** What the main job leaves unplayed among classmates: rival readings, reviews of each other's answers and cables, and a poll. */
import { edition } from '#lib/content/edition.ts'
import { postAnswer } from '#lib/features/answer-question/answer-question.ts'
import {
  answerPoll,
  askClass,
  listAsked,
  moveOn,
  viewMyPoll,
  viewPoll,
  viewPolls,
} from '#lib/features/ask-class/ask-class.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { listClaims, postReading, viewReadings } from '#lib/features/read-otherwise/read-otherwise.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { giveOutCable, reviewCable, viewMyCables } from '#lib/features/review-peers/cables.ts'
import { viewCables } from '#lib/features/review-peers/desk-cables.ts'
import { viewReviews } from '#lib/features/review-peers/desk-reviews.ts'
import { giveOut, scoreSample, viewMyReviews, writeReview } from '#lib/features/review-peers/review-peers.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { CABLE, marks } from './cables.ts'
import type { Stage } from './stage.ts'
import { TARGET } from './work.ts'

type Cast = { classId: string; teacher: string; anna: string; ben: string }

export async function playAmongClassmates(on: Stage, { classId, teacher, anna, ben }: Cast): Promise<void> {
  const { play, refused, as } = on
  const inClass = { class: classId }

  const at = { ...inClass, claim: 'tirana-first' }
  const reading = { ...at, text: 'It may have been offered before.', citations: ['s114'] }
  await play('Anna reads a claim otherwise', postReading, await as(anna, 'key-rival'), reading)
  const { readings } = await play('Bến sees it', viewReadings, await as(ben), at)
  await play('and answers', postReading, await as(ben), {
    ...at,
    answers: readings[0]!.id,
    text: 'By whom?',
    citations: [],
  })
  await play('the claims of the class', listClaims, await as(teacher), inClass)

  const { assignment } = await play('a question without names', assignWork, await as(teacher), {
    ...inClass,
    kind: 'question',
    target: TARGET.question,
    title: 'Reviewed',
    names: 'hidden',
    citations: 2,
    reviews: 1,
  })
  const answer = { assignment, citations: ['s114', 's110'] }
  await play('Anna answers it', postAnswer, await as(anna), { ...answer, text: 'Two accounts differ.' })
  await refused('samples after one’s own answer', giveOut, await as(ben), { assignment })
  await play('Bến answers it', postAnswer, await as(ben), { ...answer, text: 'They agree on the day.' })
  await refused('samples first', giveOut, await as(ben), { assignment })
  const { rubric: asked } = edition().questions.find(({ id }) => id === TARGET.question)!
  const rows = edition().rubrics.find(({ id }) => id === asked)!.rows
  const levels = Object.fromEntries(rows.map(({ id }) => [id, 2]))
  for (const { sample } of (await play('the samples', viewMyReviews, await as(ben), { assignment })).samples)
    await play(`sample ${sample} is scored`, scoreSample, await as(ben), { assignment, sample: String(sample), levels })
  const { review } = await play('an answer is given out', giveOut, await as(ben), { assignment })
  const written = { review: review!, version: 1, levels, text: 'Say which account you trust.' }
  await play('and reviewed', writeReview, await as(ben), written)
  await refused('once', writeReview, await as(ben), { ...written, text: 'Another thought.' })
  await play('Anna reads her review', viewMyReviews, await as(anna), { assignment })
  await play('the reviews at the desk', viewReviews, await as(teacher), { assignment })

  const { assignment: message } = await play('a message to carry', assignWork, await as(teacher), {
    ...inClass,
    kind: 'quiz',
    target: 'carry-the-message',
    reviews: 1,
  })
  for (const one of [anna, ben]) {
    const { id: attempt } = await play('it is begun', startAttempt, await as(one), { assignment: message })
    await play('a cable', saveAnswer, await as(one), { attempt, item: CABLE, answer: ['It is early.'], seq: 1 })
    await play('handed in', submitAttempt, await as(one), { attempt })
  }
  const { review: cable } = await play('a cable is given out', giveOutCable, await as(ben), { assignment: message })
  const found = { review: cable!, fates: marks('changed') }
  await play('and read beside the text', reviewCable, await as(ben), found)
  await refused('once', reviewCable, await as(ben), { ...found, fates: marks('carried') })
  await play('Anna sees what arrived', viewMyCables, await as(anna), { assignment: message })
  await play('the cables at the desk', viewCables, await as(teacher), { assignment: message })
  await play('and what was lost', analyseQuiz, await as(teacher), { assignment: message })

  const { poll } = await play('the class is asked', askClass, await as(teacher, 'key-poll'), {
    ...inClass,
    ask: 'Which account do you trust?',
    options: 'Zhou’s\nUng’s',
  })
  await play('what Anna is asked', listAsked, await as(anna), inClass)
  const before = { poll, round: 'before' as const }
  await play('Anna answers', answerPoll, await as(anna), { ...before, choice: 'a' })
  await play('and Bến', answerPoll, await as(ben), { ...before, choice: 'b' })
  await refused('nothing is open to be closed', moveOn, await as(teacher), { poll, step: 'ask-again' })
  await play('the first round ends', moveOn, await as(teacher), { poll, step: 'close' })
  await refused('too late', answerPoll, await as(ben), { ...before, choice: 'a' })
  await play('asked again', moveOn, await as(teacher), { poll, step: 'ask-again' })
  await play('Bến has changed his mind', answerPoll, await as(ben), { poll, round: 'again', choice: 'a' })
  await play('it is over', moveOn, await as(teacher), { poll, step: 'end' })
  await play('and shown', moveOn, await as(teacher), { poll, step: 'show' })
  await play('on the wall', viewPoll, await as(teacher), { poll })
  await play('on Bến’s phone', viewMyPoll, await as(ben), { poll })
  await play('what was asked in all', viewPolls, await as(teacher), inClass)
}
