import type { DatedEvent } from '#lib/content/types.ts'

export const toldBy: Record<NonNullable<DatedEvent['lane']>, string> = {
  zhou: 'Zhou tells',
  khiem: 'Khiem tells',
  both: 'Both speak of it',
  outside: 'From other sources',
}

/** An event in one line, for a mark that shows none of its words: "Thursday 3 August. Zhou tells: …". */
export function eventLine({ when, lane, short, what, at }: DatedEvent): string {
  const told = lane && (at[0]?.startsWith('h') ? 'The heading of the record' : toldBy[lane])
  return `${when}${told ? `. ${told}` : ''}: ${short ?? what}`
}

/** Where a mark leads: to the first sentence, or to its own entry where the transcript has none. */
export const eventHref = ({ id, at }: DatedEvent): string => (at[0] ? `/transcript#${at[0]}` : `/timeline#${id}`)
