import { x } from 'xastscript'
import type { Travelling } from './travelling.ts'

export type Qti = '2.1' | '3'
type Node = ReturnType<typeof x>
type Attributes = Record<string, string | number>
type Make = (name: string, attributes: Attributes, ...children: (Node | string)[]) => Node

const kebab = (name: string): string => name.replace(/[A-Z]/gu, (capital) => `-${capital.toLowerCase()}`)

/** The two versions name the same elements and attributes in two ways: `simpleChoice` and `qti-simple-choice`. */
export const namesOf = (qti: Qti): Make =>
  qti === '2.1'
    ? (name, attributes, ...children) => x(name, attributes, children)
    : (name, attributes, ...children) =>
        x(
          `qti-${kebab(name)}`,
          Object.fromEntries(Object.entries(attributes).map(([key, value]) => [kebab(key), value])),
          children,
        )

export const QTI_NAMESPACE: Record<Qti, string> = {
  '2.1': 'http://www.imsglobal.org/xsd/imsqti_v2p1',
  '3': 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
}

const paragraphs = (text: string): Node[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => x('p', line))

/** Blocks that are shown later, or to somebody else; version 3 puts a body between them and their words. */
const blocks = (qti: Qti, q: Make, children: Node[]): Node[] =>
  qti === '3' ? [q('contentBody', {}, ...children)] : children

/** The answer that counts: one, several, pairs, or an order. */
function declarationOf(one: Travelling, q: Make): Node {
  const values = (all: readonly string[]): Node[] =>
    all.length > 0 ? [q('correctResponse', {}, ...all.map((value) => q('value', {}, value)))] : []
  const response = (cardinality: string, baseType: string, ...children: Node[]): Node =>
    q('responseDeclaration', { identifier: 'RESPONSE', cardinality, baseType }, ...children)
  switch (one.form) {
    case 'essay':
      return response('single', 'string')
    case 'order':
      return response('ordered', 'identifier', ...values(one.rightly.map(rowId)))
    case 'match':
      return response('multiple', 'directedPair', ...values(one.rows.map(({ id, key }) => `${rowId(id)} ${choiceId(key)}`))) // prettier-ignore
    case 'choice': {
      const rights = one.options.filter(({ isRight }) => isRight).map(({ id }) => choiceId(id))
      if (one.takesSeveral) return response('multiple', 'identifier', ...values(rights))
      // Each of several sentences may be right alone: the first stands for them, the mapping gives each its point.
      return response(
        'single',
        'identifier',
        ...values(rights.slice(0, 1)),
        ...(rights.length > 1
          ? [
              q(
                'mapping',
                { lowerBound: 0, upperBound: 1, defaultValue: 0 },
                ...rights.map((mapKey) => q('mapEntry', { mapKey, mappedValue: 1 })),
              ),
            ]
          : []),
      )
    }
  }
}

/** Identifiers begin with a letter, which numbers and ids of one's own need not. */
export const itemId = (one: Travelling): string => `item-${one.id}`
const rowId = (id: string): string => `row-${id}`
const choiceId = (id: string): string => `choice-${id}`

function bodyOf(one: Travelling, qti: Qti, q: Make): Node[] {
  const prompt = q('prompt', {}, one.stem)
  const shuffle = String(one.isShuffled)
  const set = (all: readonly { id: string; text: string }[], matchMax: number): Node =>
    q('simpleMatchSet', {}, ...all.map(({ id, text }) => q('simpleAssociableChoice', { identifier: id, matchMax }, text))) // prettier-ignore
  switch (one.form) {
    case 'essay':
      return [
        q('extendedTextInteraction', { responseIdentifier: 'RESPONSE', expectedLength: one.max }, prompt),
        q(
          'rubricBlock',
          { view: 'scorer', ...(qti === '3' ? { use: 'scoring' } : {}) },
          ...blocks(qti, q, one.forGraders.flatMap(paragraphs)),
        ),
      ]
    case 'order':
      return [
        q(
          'orderInteraction',
          { responseIdentifier: 'RESPONSE', shuffle },
          prompt,
          ...one.rows.map(({ id, text }) => q('simpleChoice', { identifier: rowId(id) }, text)),
        ),
      ]
    case 'match':
      return [
        q(
          'matchInteraction',
          { responseIdentifier: 'RESPONSE', shuffle, maxAssociations: one.rows.length },
          prompt,
          set(
            one.rows.map(({ id, text }) => ({ id: rowId(id), text })),
            1,
          ),
          // As many rows as there are may take the same choice.
          set(
            one.choices.map(({ id, text }) => ({ id: choiceId(id), text })),
            one.rows.length,
          ),
        ),
      ]
    case 'choice':
      return [
        q(
          'choiceInteraction',
          { responseIdentifier: 'RESPONSE', shuffle, maxChoices: one.takesSeveral ? 0 : 1 },
          prompt,
          ...one.options.map(({ id, text }) => q('simpleChoice', { identifier: choiceId(id) }, text)),
        ),
      ]
  }
}

/** Counts an answer and shows what explains it: the chosen options’ reasons, and what is explained to everybody. */
function processingOf(one: Travelling, q: Make): Node[] {
  const set = (identifier: string, value: Node): Node => q('setOutcomeValue', { identifier }, value)
  const after = one.after ? [set('AFTER', q('baseValue', { baseType: 'identifier' }, 'shown'))] : []
  if (one.form === 'essay') return after.length > 0 ? [q('responseProcessing', {}, ...after)] : []
  const response = (): Node => q('variable', { identifier: 'RESPONSE' })
  const isMapped = one.form === 'choice' && !one.takesSeveral && one.options.filter(({ isRight }) => isRight).length > 1
  const score = isMapped
    ? set('SCORE', q('mapResponse', { identifier: 'RESPONSE' }))
    : q(
        'responseCondition',
        {},
        q(
          'responseIf',
          {},
          q('match', {}, response(), q('correct', { identifier: 'RESPONSE' })),
          set('SCORE', q('baseValue', { baseType: 'float' }, '1')),
        ),
        q('responseElse', {}, set('SCORE', q('baseValue', { baseType: 'float' }, '0'))),
      )
  return [q('responseProcessing', {}, score, ...(explains(one) ? [set('FEEDBACK', response())] : []), ...after)]
}

const explains = (one: Travelling): boolean => one.form === 'choice' && one.options.some(({ why }) => why)

/** One question as an item of QTI 2.1 or 3: what it asks, what counts, and what is explained afterwards. */
export function qtiItem(one: Travelling, title: string, qti: Qti): Node {
  const q = namesOf(qti)
  const isSeveral = one.form === 'choice' && one.takesSeveral
  const outcome = (
    identifier: string,
    cardinality: string,
    baseType: string,
    more: Attributes = {},
    ...children: Node[]
  ) =>
    // prettier-ignore
    q('outcomeDeclaration', { identifier, cardinality, baseType, ...more }, ...children)
  const feedback = (outcomeIdentifier: string, identifier: string, text: string): Node =>
    q('modalFeedback', { outcomeIdentifier, identifier, showHide: 'show' }, ...blocks(qti, q, paragraphs(text)))
  return q(
    'assessmentItem',
    {
      xmlns: QTI_NAMESPACE[qti],
      identifier: itemId(one),
      title,
      adaptive: 'false',
      timeDependent: 'false',
      'xml:lang': 'en',
    },
    declarationOf(one, q),
    outcome('SCORE', 'single', 'float', { normalMaximum: 1 }, q('defaultValue', {}, q('value', {}, '0'))),
    ...(explains(one) ? [outcome('FEEDBACK', isSeveral ? 'multiple' : 'single', 'identifier')] : []),
    ...(one.after ? [outcome('AFTER', 'single', 'identifier')] : []),
    q('itemBody', {}, ...bodyOf(one, qti, q)),
    ...processingOf(one, q),
    ...(one.form === 'choice'
      ? one.options.filter(({ why }) => why).map(({ id, why }) => feedback('FEEDBACK', choiceId(id), why))
      : []),
    ...(one.after ? [feedback('AFTER', 'shown', one.after)] : []),
  )
}
