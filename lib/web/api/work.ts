/** What is done of it: readings, predictions, attempts, exercises, what comes back, and self-checks. */
import { answerAgain } from '#lib/features/come-back/come-back.ts'
import { contestGrade } from '#lib/features/contest-score/contest-grade.ts'
import { contestScore } from '#lib/features/contest-score/contest-score.ts'
import { handInExercise, saveExercise } from '#lib/features/do-exercise/do-exercise.ts'
import { postPredictions } from '#lib/features/read-along/predict.ts'
import { savePlace } from '#lib/features/read-along/read-along.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { selfCheck } from '#lib/features/self-check/self-check.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { classPage, workPage } from './addresses.ts'
import { line, type Line } from './line.ts'

/** Where the grade of one part stands with its reasons. */
const gradePage = (p: Record<string, string>): string =>
  `/classes/${p.in}/grades#${p.assignment}${p.part === 'post' ? '' : p.part}`
const quizPage = (p: Record<string, string>): string => `/classes/${p.in}/quizzes/${p.work}`
function answerQuery(p: Record<string, string>): string {
  const query = new URLSearchParams()
  for (const one of (p.answer ?? '').split('\n').filter(Boolean)) query.append('answer', one)
  return query.toString()
}

export const WORK: readonly Line[] = [
  line('GET', '/api/classes/{class}/assignments', 'What is assigned, availability and own state', seeMyWork),
  line('PUT', '/api/assignments/{assignment}/place', 'Saves the place in a reading', savePlace, {
    form: { back: workPage('reading'), onward: (p) => (p.done ? classPage({ class: p.in! }) : workPage('reading')(p)) },
  }),
  line(
    'POST',
    '/api/assignments/{assignment}/predictions',
    'Posts the four predictions before a reading; its body opens',
    postPredictions,
    { form: { back: workPage('reading'), onward: (p) => `${workPage('reading')(p)}?done=predicted#document` } },
  ),
  line('POST', '/api/assignments/{assignment}/attempts', 'Starts or resumes the attempt', startAttempt, {
    form: { back: workPage('quizzes'), onward: workPage('quizzes') },
  }),
  line('PUT', '/api/attempts/{attempt}/answers/{item}', 'Saves one answer with its seq', saveAnswer, {
    form: {
      back: (p) => `${quizPage(p)}#${p.item}`,
      onward: (p) => `${quizPage(p)}?saved=${encodeURIComponent(p.item!)}#${p.next || p.item}`,
    },
  }),
  line(
    'POST',
    '/api/attempts/{attempt}/answers/{item}/check',
    'Feedback on one item, where the rule is each',
    checkAnswer,
    {
      form: {
        back: (p) => `${quizPage(p)}#${p.item}`,
        onward: (p) => `${quizPage(p)}?check=${encodeURIComponent(p.item!)}#${p.item}`,
      },
    },
  ),
  line(
    'POST',
    '/api/attempts/{attempt}/answers/{item}/contest',
    'Asks for a second look at a score, once',
    contestScore,
    {
      form: {
        back: (p) => `${quizPage(p)}#${p.item}`,
        onward: (p) => `${quizPage(p)}?contested=${encodeURIComponent(p.item!)}#${p.item}`,
      },
    },
  ),
  line(
    'POST',
    '/api/assignments/{assignment}/grades/{part}/contest',
    'Asks for a second look at a released grade, once',
    contestGrade,
    { form: { back: gradePage, onward: gradePage } },
  ),
  line('POST', '/api/attempts/{attempt}/submission', 'Hands in', submitAttempt, {
    form: { back: quizPage, onward: quizPage },
  }),
  line(
    'POST',
    '/api/classes/{class}/coming-back/{item}',
    'Answers a missed item that is back: judged at once, never counting',
    answerAgain,
    {
      form: {
        back: (p) => `/classes/${p.class}/coming-back#${p.item}`,
        onward: (p) => `/classes/${p.class}/coming-back#${p.item}`,
      },
    },
  ),
  line('PUT', '/api/assignments/{assignment}/exercise', 'Saves the boxes of an exercise', saveExercise, {
    form: { back: workPage('exercises'), onward: (p) => `${workPage('exercises')(p)}?done=saved` },
  }),
  line(
    'POST',
    '/api/assignments/{assignment}/exercise',
    'Hands in an exercise, once; what it hides opens',
    handInExercise,
    { form: { back: workPage('exercises'), onward: (p) => `${workPage('exercises')(p)}?done=handed-in` } },
  ),
  line('POST', '/api/self-check/{quiz}/{item}', 'Judges a public item; stores nothing', selfCheck, {
    form: {
      back: (p) => `/quizzes/${p.quiz}#${p.item}`,
      onward: (p) => `/quizzes/${p.quiz}/${p.item}?${answerQuery(p)}`,
    },
  }),
]
