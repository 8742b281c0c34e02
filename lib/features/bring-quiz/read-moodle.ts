import type { Element } from '@xmldom/xmldom'
import type { Brought } from '#lib/domain/brought.ts'
import { wordsOf } from '#lib/domain/plain-words.ts'
import { broughtChoice, broughtMatch, broughtWritten, unreadable } from './brought.ts'
import { childrenOf, parseXml } from './xml.ts'

const QUESTION = /<question\b[\s\S]*?<\/question>/gu

/** Questions of a Moodle XML file, each parsed by itself. */
export const readMoodle = (text: string, newId: () => string): Brought[] =>
  [...text.matchAll(QUESTION)].flatMap(([source]): Brought[] => {
    const question = parseXml(source)
    return question ? read(question, newId) : [unreadable(source.replace(/<[^>]*>/gu, ' '))]
  })

const child = (element: Element | undefined, name: string): Element | undefined =>
  element && childrenOf(element, name)[0]
const words = (element: Element | undefined): string => wordsOf(child(element, 'text')?.textContent ?? '')
const isNo = (element: Element | undefined): boolean => /^(?:false|0)$/u.test(element?.textContent?.trim() ?? '')

function read(question: Element, newId: () => string): Brought[] {
  const type = question.getAttribute('type') ?? ''
  if (type === 'category') return []
  const head = {
    id: `own-${newId()}`,
    name: words(child(question, 'name')),
    stem: words(child(question, 'questiontext')),
    hint: words(child(question, 'hint')),
    tags: childrenOf(child(question, 'tags') ?? question, 'tag').map(words),
    keepsOrder: isNo(child(question, 'shuffleanswers')),
  }
  const after = words(child(question, 'generalfeedback'))
  switch (type) {
    case 'multichoice':
    case 'truefalse':
      return [
        broughtChoice(
          { ...head, keepsOrder: head.keepsOrder || type === 'truefalse' },
          type === 'multichoice' && isNo(child(question, 'single')),
          childrenOf(question, 'answer').map((answer) => ({
            text: words(answer),
            isRight: Number(answer.getAttribute('fraction')) > 0,
            why: words(child(answer, 'feedback')),
          })),
        ),
      ]
    case 'matching': {
      const pairs = childrenOf(question, 'subquestion').map((one) => ({ row: words(one), choice: words(child(one, 'answer')) })) // prettier-ignore
      return [
        broughtMatch(
          head,
          pairs.filter(({ row }) => row),
          pairs.flatMap(({ row, choice }) => (row ? [] : [choice])),
          after,
        ),
      ]
    }
    case 'essay':
      return [broughtWritten(head, after)]
    default:
      return [unreadable(head.stem || head.name, 'kind-unknown')]
  }
}
