/** The inbox in words: what each kind of news says and where it leads. */
import type { Tiding } from '#lib/domain/inbox.ts'
import { minutesWord } from '../../_ui/say.ts'

const PATH = {
  reading: 'reading',
  essay: 'reading',
  quiz: 'quizzes',
  question: 'questions',
  exercise: 'exercises',
} as const
const WORK = { reading: 'reading', essay: 'essay', quiz: 'quiz', question: 'question', exercise: 'exercise' } as const

const REMARK = {
  post: 'answer',
  reply: 'reply',
  note: 'note',
  rival: 'rival reading',
  review: 'review',
  cable: 'review of a cable',
} as const
/** From whom a hidden one is hidden. */
const HIDDEN_FROM: Partial<Record<keyof typeof REMARK, string>> = {
  review: 'the classmate whose answer it is about',
  cable: 'the classmate whose cable it is about',
}

const OUTCOME = {
  upheld: 'the score stands, and the page says why.',
  accepted: 'your answer counts as right.',
  'key-changed': 'the key was corrected for everybody.',
} as const

const LOOKED = {
  kept: 'the grade stands, and the page says why.',
  changed: 'the grade was changed, and the page says why.',
} as const

export type Words = { href: string; title: string; line: string }

/** The desk shows it before it is sent. */
export const reminderLine = (work: keyof typeof WORK, minutes: number): string =>
  `A reminder from your instructor: this ${WORK[work]} is on your list. It takes about ${minutesWord(minutes)}.`

export function inWords(tiding: Tiding & { about: string }, classId: string): Words {
  const at = (path: string) => `/classes/${classId}/${path}/${tiding.about}`
  const beside = (claim: string, reading: string) => `/classes/${classId}/claims/${claim}?holding=${reading}#${reading}`
  const there = (
    { assignment, post, side }: { assignment: string; post: string; side: 'student' | 'desk' },
    id: string,
  ) =>
    side === 'desk'
      ? `/classes/${classId}/desk/answers/${assignment}#${id}`
      : `/classes/${classId}/questions/${assignment}?post=${post}#${id}`
  switch (tiding.kind) {
    case 'assigned':
      return {
        href: at(PATH[tiding.facts.work]),
        title: tiding.facts.title,
        line: `A new ${WORK[tiding.facts.work]} is on your list.`,
      }
    case 'reminded':
      return {
        href: at(PATH[tiding.facts.work]),
        title: tiding.facts.title,
        line: reminderLine(tiding.facts.work, tiding.facts.minutes),
      }
    case 're-scored': {
      const { title, before, after, reason } = tiding.facts
      return {
        href: at('quizzes'),
        title,
        line:
          before && after
            ? `A key was corrected. Your score was ${before.earned} of ${before.total} and is now ${after.earned} of ${after.total}. ${reason ?? ''}`
            : 'A key was corrected. Your answers are scored by the corrected key; the score shows when the quiz explains itself.',
      }
    }
    case 'contested':
      return {
        href: `/classes/${classId}/desk/contests`,
        title: tiding.facts.title,
        line: `A student asks for a second look at question ${tiding.facts.question}.`,
      }
    case 'contest-answered':
      return {
        href: at('quizzes'),
        title: tiding.facts.title,
        line: `Your second look at question ${tiding.facts.question}: ${OUTCOME[tiding.facts.outcome]}`,
      }
    case 'late-counted': {
      const { title, question, before, after } = tiding.facts
      const isSame = before?.earned === after?.earned && before?.total === after?.total
      return {
        href: at('quizzes'),
        title,
        line: `Your answer to question ${question} came after closing, and your instructor counts it.${
          before && after && !isSame
            ? ` Your score was ${before.earned} of ${before.total} and is now ${after.earned} of ${after.total}.`
            : ''
        }`,
      }
    }
    case 'grade-contested': {
      const { title, question } = tiding.facts
      return {
        href: `/classes/${classId}/desk/contests`,
        title,
        line: `A student asks for a second look at the grade${question === null ? '' : ` of question ${question}`}.`,
      }
    }
    case 'grade-contest-answered': {
      const { title, question, outcome } = tiding.facts
      return {
        href: `/classes/${classId}/grades#${tiding.about}`,
        title,
        line: `Your second look at the grade${question === null ? '' : ` of question ${question}`}: ${LOOKED[outcome]}`,
      }
    }
    case 'grades-released':
      return {
        href: `/classes/${classId}/grades#${tiding.about}`,
        title: tiding.facts.title,
        line: 'Your grade can be read, with its reasons.',
      }
    case 'grade-recalculated':
      return {
        href: `/classes/${classId}/grades#${tiding.about}`,
        title: tiding.facts.title,
        line: 'The rubric was changed, and your grade was reckoned again by it.',
      }
    case 'replied':
      return {
        href: there(tiding.facts, tiding.about),
        title: tiding.facts.title,
        line: tiding.facts.to === 'post' ? 'There is a reply to your answer.' : 'There is an answer to your reply.',
      }
    case 'answered':
      return {
        href: beside(tiding.facts.claim, tiding.about),
        title: tiding.facts.title,
        line: 'Your rival reading has an answer.',
      }
    case 'reviewed':
      return tiding.facts.what === 'cable'
        ? {
            href: `${at('quizzes')}/cables#received`,
            title: tiding.facts.title,
            line: 'A classmate has read your cable and says what arrived. It counts for nothing.',
          }
        : {
            href: `${at('questions')}/reviews#received`,
            title: tiding.facts.title,
            line: 'A classmate has reviewed your answer. It counts for nothing; use what you can.',
          }
    case 'hidden': {
      const { title, assignment, post, what, at: sentence, claim } = tiding.facts
      return {
        href:
          assignment === null
            ? beside(claim!, tiding.about)
            : what === 'review'
              ? `/classes/${classId}/questions/${assignment}/reviews#${tiding.about}`
              : what === 'cable'
                ? `/classes/${classId}/quizzes/${assignment}/cables#${tiding.about}`
                : post === null
                  ? `/classes/${classId}/reading/${assignment}?at=${sentence}#n-${tiding.about}`
                  : there({ assignment, post, side: 'student' }, tiding.about),
        title,
        line: `An instructor has hidden your ${REMARK[what]} from ${HIDDEN_FROM[what] ?? 'classmates'}. The reason stands with it.`,
      }
    }
  }
}
