import { edition } from '#lib/content/edition.ts'
import { sentenceRange } from '#lib/content/text/order.ts'
import type { Item, Quiz } from '#lib/domain/item.ts'
import type { Source } from './travelling.ts'

/** A quiz with what it needs to travel. */
export function sourceOf(
  about: Pick<Source, 'title' | 'summary' | 'isTextClosed' | 'unfinished'>,
  items: readonly Item[],
  credit: string,
): Source {
  // prettier-ignore
  const { transcript } = edition()
  return {
    ...about,
    items,
    sentences: (range) =>
      (sentenceRange(transcript.units, range) ?? []).map((id) => ({ id, text: transcript.units.get(id)!.text })),
    credit: `${credit} Sentences of the transcript: ${transcript.tei.rights}`,
  }
}

export const sourceOfEdition = (quiz: Quiz): Source =>
  sourceOf(
    { title: quiz.title, summary: quiz.summary, isTextClosed: quiz.textClosed === true, unfinished: 0 },
    quiz.items,
    'Questions of Xihua Hall, CC BY 4.0.',
  )
