import type { Item } from '#lib/domain/item.ts'
import type { Source } from './travelling.ts'

export const FORMATS = ['gift', 'moodle', 'qti21', 'qti3', 'cc11'] as const
export type Format = (typeof FORMATS)[number]

const questions = (n: number): string => (n === 1 ? '1 question' : `${n} questions`)
const isQti = (format: Format): boolean => format === 'qti21' || format === 'qti3'

/** What of a quiz a format cannot hold, and what stands there instead: a sentence each, with how many it befalls. */
export function lossesOf(
  { items, unfinished, isTextClosed }: Pick<Source, 'items' | 'unfinished' | 'isTextClosed'>,
  format: Format,
): string[] {
  const of = (...kinds: Item['kind'][]): number => items.filter(({ kind }) => kinds.includes(kind)).length
  const having = (has: (item: Item) => boolean): number => items.filter(has).length
  const said = (n: number, words: string): string[] => (n > 0 ? [`${words.replace('#', questions(n))}`] : [])
  const qti = isQti(format)
  const hidden = having((item) => 'options' in item && item.options.some(({ correct }) => !correct))
  return [
    ...said(unfinished, 'Stays behind: #, because something in it is still missing.'),
    ...said(of('select'), 'Select the sentence (#): becomes a choice among the sentences of its passage.'),
    ...said(
      of('place'),
      'Place on the map or a day (#): becomes a choice among the names; the map and the line of days stay here.',
    ),
    ...said(of('who-said'), 'Who said this about whom (#): each row becomes a question of its own.'),
    ...(format === 'cc11'
      ? said(
          of('order', 'match'),
          'Put in order, match (#): each row becomes a choice of its own, and is counted by itself.',
        )
      : []),
    ...(qti || format === 'cc11'
      ? []
      : [
          ...said(of('order'), 'Put in order (#): becomes a matching of each with First, Second and so on.'),
          ...said(
            of('several', 'order', 'match'),
            'Counts in parts (#): here only a wholly right answer counts; there each right part does. Where several options are right, one wrong choice takes it all.',
          ),
        ]),
    ...said(
      of('written'),
      format === 'gift'
        ? 'Short written answer (#): its rubric and samples stand in comments of the file, which no program reads.'
        : format === 'cc11'
          ? 'Short written answer (#): its rubric and samples become a model answer, which some systems show to students afterwards.'
          : 'Short written answer (#): its rubric and samples become notes for whoever grades; there are no rows to tick.',
    ),
    ...(format === 'qti21' || format === 'qti3'
      ? []
      : said(of('written'), 'The longest length of a written answer (#) is not kept to.')),
    ...said(
      hidden,
      'Misreadings (#): every wrong option keeps its explanation; the name of the misreading, by which the desk counts it, stays here.',
    ),
    ...said(
      having((item) => 'near' in item && item.near.length > 0 && item.kind !== 'select'),
      'Near misses (#): what is explained to a nearly right answer stays here.',
    ),
    ...(format === 'moodle'
      ? []
      : said(
          having(({ hint }) => Boolean(hint)),
          'Hints (#) stay here.',
        )),
    ...(qti
      ? []
      : said(
          having(({ family }) => family !== undefined),
          'Questions that stand in for one another (#): here an attempt asks one of them, there it asks all.',
        )),
    ...(format === 'gift'
      ? said(
          having(({ keepsOrder }) => keepsOrder === true),
          'Options that keep their order (#) may be shuffled there.',
        )
      : []),
    ...(isTextClosed ? ['From memory: there, nothing closes the transcript while the quiz is open.'] : []),
    'Explanations name their sentences by number, such as (s143); the passage does not open beside them there.',
  ]
}
