/**
 * Sentences by the edition's rule: one ends at a period, question mark or exclamation mark, with any closing quotation
 * mark, before white space and a capital, a digit, an opening quotation mark or an opening bracket. Abbreviations,
 * initials and the list numbers «1.» «2.» do not end one. The check recomputes the edition's own cut by it.
 */
const END = /[.?!]["”’]?(?=\s+[\p{Lu}\d"“([])/gu
const ABBREVIATION = /(?:^|[\s(["“])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Nos?|vs|cf|[ap]\.m|(?:\p{Lu}\.)+\p{Lu}|\d{1,2})\.$/u

export function splitSentences(folded: string): string[] {
  const sentences: string[] = []
  let from = 0
  for (const match of folded.matchAll(END)) {
    const upTo = match.index + match[0].length
    const sentence = folded.slice(from, upTo)
    if (ABBREVIATION.test(sentence)) continue
    sentences.push(sentence.trim())
    from = upTo
  }
  const rest = folded.slice(from).trim()
  if (rest !== '') sentences.push(rest)
  return sentences
}
