import { parse, type GIFTQuestion } from 'gift-pegjs'
import type { Brought } from '#lib/domain/brought.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import { wordsOf } from '#lib/domain/plain-words.ts'
import { broughtChoice, broughtMatch, broughtWritten, unreadable } from './brought.ts'

/** Questions of a GIFT file. Each is parsed by itself, so that a slip in one costs no other. */
export function readGift(text: string, newId: () => string): Brought[] {
  return text
    .replace(/\r\n?/gu, '\n')
    .split(/\n[ \t]*\n/u)
    .filter((block) => block.split('\n').some((line) => /^\s*(?!\/\/|\$CATEGORY:)\S/u.test(line)))
    .flatMap((block): Brought[] => {
      try {
        return parse(`${block.trim()}\n\n`).flatMap((question) => read(question, newId))
      } catch {
        return [unreadable(block)]
      }
    })
}

function read(question: GIFTQuestion, newId: () => string): Brought[] {
  // A description is words between questions.
  if (question.type === 'Category' || question.type === 'Description') return []
  const isHtml = question.stem.format === 'html' || question.stem.format === 'moodle'
  const words = (part: { text: string } | string | null | undefined): string => {
    // The parser leaves escaped signs of the right side of a pair as `&&058;`.
    const text = (typeof part === 'string' ? part : (part?.text ?? '')).replace(/&&(\d{3});/gu, (_all, code: string) =>
      String.fromCodePoint(Number(code)),
    )
    return isHtml ? wordsOf(text) : foldSpace(text)
  }
  const head = {
    id: `own-${newId()}`,
    name: question.title ?? '',
    stem: words(question.stem),
    tags: question.tags ?? [],
  }
  switch (question.type) {
    case 'MC': {
      const options = question.choices.map(({ text, isCorrect, weight, feedback }) => ({
        text: words(text),
        isRight: weight === null ? isCorrect : weight > 0,
        why: words(feedback),
      }))
      const isWeighed = question.choices.every(({ isCorrect }) => !isCorrect)
      return [broughtChoice(head, isWeighed, options)]
    }
    case 'TF':
      return [
        broughtChoice({ ...head, keepsOrder: true }, false, [
          { text: 'True', isRight: question.isTrue, why: words(question.isTrue ? question.trueFeedback : question.falseFeedback) }, // prettier-ignore
          { text: 'False', isRight: !question.isTrue, why: words(question.isTrue ? question.falseFeedback : question.trueFeedback) }, // prettier-ignore
        ]),
      ]
    case 'Matching': {
      const pairs = question.matchPairs.map(({ subquestion, subanswer }) => ({
        // A choice that belongs to no row stands behind an empty one.
        row: words(subquestion as { text: string } | null),
        choice: words(subanswer),
      }))
      return [
        broughtMatch(
          head,
          pairs.filter(({ row }) => row),
          pairs.flatMap(({ row, choice }) => (row ? [] : [choice])),
          words(question.globalFeedback),
        ),
      ]
    }
    case 'Essay':
      return [broughtWritten(head, words(question.globalFeedback))]
    default:
      return [unreadable(head.stem || head.name, 'kind-unknown')]
  }
}
