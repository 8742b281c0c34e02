import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'
import { weightOf } from './gift.ts'
import { lossesOf } from './losses.ts'
import { escaped, nameOf, travellingOf, type Source, type Travelling } from './travelling.ts'

type Node = ReturnType<typeof x>

/** Words as a little HTML, which is what Moodle keeps; a paragraph a line. */
const html = (text: string): string =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => `<p>${escaped(line)}</p>`)
    .join('')
const rich = (name: string, text: string, ...more: Node[]): Node => x(name, { format: 'html' }, [x('text', html(text)), ...more]) // prettier-ignore

const answer = (fraction: string, text: string, why: string): Node =>
  x('answer', { fraction, format: 'html' }, [x('text', html(text)), rich('feedback', why)])

function partsOf(one: Travelling): Node[] {
  switch (one.form) {
    case 'essay':
      return [
        x('responseformat', 'plain'),
        x('responserequired', '1'),
        x('responsefieldlines', '10'),
        x('attachments', '0'),
        rich('graderinfo', one.forGraders.join('\n')),
        rich('responsetemplate', ''),
      ]
    case 'match':
    case 'order': {
      const used = new Set(one.rows.map(({ key }) => key))
      const words = (key: string): string => one.choices.find(({ id }) => id === key)?.text ?? ''
      const pair = (row: string, choice: string): Node => rich('subquestion', row, x('answer', [x('text', choice)]))
      return [
        x('shuffleanswers', one.isShuffled ? 'true' : 'false'),
        ...one.rows.map(({ text, key }) => pair(text, words(key))),
        ...one.choices.filter(({ id }) => !used.has(id)).map(({ text }) => pair('', text)),
      ]
    }
    case 'choice': {
      const right = one.takesSeveral ? weightOf(one.options.filter(({ isRight }) => isRight).length) : '100'
      return [
        x('single', one.takesSeveral ? 'false' : 'true'),
        x('shuffleanswers', one.isShuffled ? 'true' : 'false'),
        x('answernumbering', 'ABCD'),
        ...one.options.map(({ text, isRight, why }) =>
          answer(isRight ? right : one.takesSeveral ? '-100' : '0', text, why),
        ),
      ]
    }
  }
}

const TYPE = { choice: 'multichoice', match: 'matching', order: 'matching', essay: 'essay' } as const

const question = (one: Travelling, i: number): Node =>
  x('question', { type: TYPE[one.form] }, [
    x('name', [x('text', nameOf(one, i))]),
    rich('questiontext', one.stem),
    rich('generalfeedback', one.after),
    x('defaultgrade', '1'),
    x('penalty', '0'),
    x('hidden', '0'),
    x('idnumber', one.id),
    ...partsOf(one),
    ...(one.hint ? [rich('hint', one.hint)] : []),
    x('tags', [x('tag', [x('text', one.skill)])]),
  ])

/** A quiz as Moodle’s own XML, with what it lacks in a comment at its head. */
export function moodleXmlOf(source: Source): string {
  const travelling = source.items.flatMap((item) => travellingOf(item, source.sentences))
  const head = [source.title, source.credit, 'The key is in this file.', ...lossesOf(source, 'moodle')].join('\n')
  const tree = x('quiz', [
    // Two hyphens would end the comment.
    { type: 'comment', value: `\n${head.replace(/-{2,}/gu, '–')}\n` },
    x('question', { type: 'category' }, [
      x('category', [x('text', `$course$/top/${source.title.replaceAll('/', '//')}`)]),
      rich('info', source.summary),
    ]),
    ...travelling.map(question),
  ])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(tree)}\n`
}
