/** The inbox in words: what each kind of news says and where it leads. */
import type { Tiding } from '#lib/domain/inbox.ts'

const PATH = { reading: 'reading', essay: 'reading', quiz: 'quizzes', question: 'questions' } as const
const WORK = { reading: 'reading', essay: 'essay', quiz: 'quiz', question: 'question' } as const

export type Words = { href: string; title: string; line: string }

export function inWords(tiding: Tiding & { about: string }, classId: string): Words {
  const at = (path: string) => `/classes/${classId}/${path}/${tiding.about}`
  switch (tiding.kind) {
    case 'assigned':
      return {
        href: at(PATH[tiding.facts.work]),
        title: tiding.facts.title,
        line: `A new ${WORK[tiding.facts.work]} is on your list.`,
      }
  }
}
