import { lossesOf } from './losses.ts'
import { nameOf, travellingOf, type Source, type Travelling } from './travelling.ts'

/** A backslash before each sign that means something in GIFT; a line end as the format writes it. */
const gift = (text: string): string => text.replace(/[\\~=#{}:]/gu, '\\$&').replace(/\n/gu, '\\n')
/** Of a pair, an arrow in its words would be taken for the arrow between them. */
const paired = (text: string): string => gift(text.replaceAll('->', '→'))
const feedback = (why: string): string => (why ? `#${gift(why)}` : '')
const comment = (text: string): string =>
  text
    .split('\n')
    .map((line) => `// ${line}`.trim())
    .join('\n')

/** 33.33333, as Moodle lists its weights. */
export const weightOf = (rights: number): string => String(Number((100 / rights).toFixed(5)))

function answersOf(one: Travelling): string[] {
  switch (one.form) {
    case 'essay':
      return []
    case 'match':
    case 'order': {
      const used = new Set(one.rows.map(({ key }) => key))
      const words = (key: string) => paired(one.choices.find(({ id }) => id === key)?.text ?? '')
      return [
        ...one.rows.map(({ text, key }) => `=${paired(text)} -> ${words(key)}`),
        // A choice that belongs to no row.
        ...one.choices.filter(({ id }) => !used.has(id)).map(({ text }) => `= -> ${paired(text)}`),
      ]
    }
    case 'choice': {
      const right = weightOf(one.options.filter(({ isRight }) => isRight).length)
      return one.options.map(({ text, isRight, why }) => {
        const sign = one.takesSeveral ? `~%${isRight ? right : '-100'}%` : isRight ? '=' : '~'
        return `${sign}${gift(text)}${feedback(why)}`
      })
    }
  }
}

const question = (one: Travelling, i: number): string =>
  [
    ...(one.form === 'essay' ? one.forGraders.map((line) => comment(`For whoever grades. ${line}`)) : []),
    comment(`[id:${one.id}] [tag:${one.skill}]`),
    `::${gift(nameOf(one, i))}::[plain]${gift(one.stem)} {`,
    ...answersOf(one).map((line) => `  ${line}`),
    ...(one.after ? [`  ####${gift(one.after)}`] : []),
    '}',
  ].join('\n')

/** A quiz as Moodle’s text format, with what it lacks in comments at its head. */
export function giftOf(source: Source): string {
  const travelling = source.items.flatMap((item) => travellingOf(item, source.sentences))
  return [
    [source.title, source.credit, 'The key is in this file.', ...lossesOf(source, 'gift')].map(comment).join('\n'),
    `$CATEGORY: $course$/top/${source.title.replaceAll('/', '//')}`,
    ...travelling.map(question),
    '',
  ].join('\n\n')
}
