import type { Element } from '@xmldom/xmldom'
import type { Brought } from '#lib/domain/brought.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import { broughtChoice, broughtMatch, broughtOrder, broughtWritten, unreadable } from './brought.ts'
import { attribute, childrenOf, parseXml, plainName, within } from './xml.ts'

const ITEM = /<((?:\w+:)?(?:qti-assessment-item|assessmentItem))(?=[\s>])[\s\S]*?<\/\1>/gu

/** Items of QTI 2 and 3, one file or several after one another; each is parsed by itself. */
export const readQti = (text: string, newId: () => string): Brought[] =>
  [...text.matchAll(ITEM)].map(([source]): Brought => {
    const item = parseXml(source)
    return item ? read(item, newId) : unreadable(source.replace(/<[^>]*>/gu, ' '))
  })

const words = (element: Element | undefined): string => foldSpace(element?.textContent ?? '')
/** The words of an option without the feedback that stands inside it. */
const bare = (element: Element): string =>
  foldSpace(
    [...element.childNodes]
      .filter((node) => !plainName(node.nodeName).startsWith('feedback'))
      .map((node) => node.textContent ?? '')
      .join(''),
  )

function read(item: Element, newId: () => string): Brought {
  const body = childrenOf(item, 'itembody')[0]
  const asked = body
    ? [...body.getElementsByTagName('*')].filter((one) => plainName(one.nodeName).endsWith('interaction'))
    : []
  const title = attribute(item, 'title')
  const [interaction] = asked
  if (!body || !interaction) return unreadable(title, 'kind-unknown')
  if (asked.length > 1) return unreadable(title, 'several-parts')
  const stem = foldSpace(`${before(body, interaction)} ${words(childrenOf(interaction, 'prompt')[0])}`)
  const head = {
    id: `own-${newId()}`,
    name: title,
    stem,
    keepsOrder: attribute(interaction, 'shuffle') === 'false',
  }
  const declared = childrenOf(item, 'responsedeclaration')[0]
  const right = declared ? within(declared, 'value').map(words) : []
  const mapped = declared
    ? within(declared, 'mapentry').filter((one) => Number(attribute(one, 'mappedvalue')) > 0).map((one) => attribute(one, 'mapkey')) // prettier-ignore
    : []
  const feedback = (id: string): string =>
    words(childrenOf(item, 'modalfeedback').find((one) => attribute(one, 'identifier') === id))
  switch (plainName(interaction.nodeName)) {
    case 'choiceinteraction': {
      const keys = right.length > 0 && mapped.length === 0 ? right : [...right, ...mapped]
      const options = within(interaction, 'simplechoice').map((choice) => {
        const id = attribute(choice, 'identifier')
        return {
          text: bare(choice),
          isRight: keys.includes(id),
          why: feedback(id) || words(within(choice, 'feedbackinline')[0]),
        }
      })
      return broughtChoice(head, declared !== undefined && attribute(declared, 'cardinality') === 'multiple', options)
    }
    case 'matchinteraction': {
      const [rows = [], choices = []] = childrenOf(interaction, 'simplematchset').map((set) =>
        within(set, 'simpleassociablechoice').map((one) => ({ id: attribute(one, 'identifier'), text: words(one) })),
      )
      const pairs = rows.flatMap(({ id, text }) => {
        const key = right.find((pair) => pair.startsWith(`${id} `))?.split(' ')[1]
        const choice = choices.find((one) => one.id === key)
        return choice ? [{ row: text, choice: choice.text }] : []
      })
      if (pairs.length < rows.length) return unreadable(stem, 'no-key')
      const used = new Set(pairs.map(({ choice }) => choice))
      const others = choices.flatMap(({ text }) => (used.has(text) ? [] : [text]))
      return broughtMatch(head, pairs, others, feedback('shown'))
    }
    case 'orderinteraction': {
      const rows = within(interaction, 'simplechoice').map((choice) => ({
        text: bare(choice),
        place: right.indexOf(attribute(choice, 'identifier')) + 1,
      }))
      const isWhole = right.length === rows.length && rows.every(({ place }) => place > 0)
      return isWhole ? broughtOrder(head, rows, feedback('shown')) : unreadable(stem, 'no-key')
    }
    case 'extendedtextinteraction':
      return broughtWritten(head, feedback('shown'))
    default:
      return unreadable(stem || title, 'kind-unknown')
  }
}

/** What stands in the body before the boxes: many items ask there and leave the prompt empty. */
const before = (body: Element, interaction: Element): string => {
  const texts: string[] = []
  for (const node of body.childNodes) {
    if (node === interaction || (node.nodeType === 1 && [...(node as Element).getElementsByTagName('*')].includes(interaction))) break // prettier-ignore
    if (plainName(node.nodeName) !== 'rubricblock') texts.push(node.textContent ?? '')
  }
  return texts.join(' ')
}
