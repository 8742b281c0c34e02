/** What is left out of a file while the text is closed to whoever takes it (rule 12). */

/** What the file says in place of the words, while a quiz of this title is taken from memory. */
export const wordsLeftOut = (quiz: string): string =>
  `The words of the text are left out while “${quiz}” is open. Take this again once it is handed in.`

/** Without the words that a citation quotes and those on which a note stands, wherever they are; all else as it is. */
export function withoutQuotes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutQuotes) as T
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const isNote = 'rangeFrom' in value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'quote' && !(isNote && key === 'words'))
      .map(([key, inside]) => [key, withoutQuotes(inside as unknown)]),
  ) as T
}
