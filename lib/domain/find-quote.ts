/** Where the words of a quotation stand in a text, by the words themselves, what stands around them, and their place. */

/** `start` counts characters of the text from which it was taken, which may have been another form of it. */
export type Quote = { exact: string; prefix: string; suffix: string; start: number | null }
type Found = { start: number; end: number; isCorrected: boolean }

/** Forms of one text differ in its blanks: between paragraphs, around numbers, at the ends of lines. */
function squeeze(text: string): { letters: string; at: number[] } {
  const [letters, at]: [string[], number[]] = [[], []]
  for (let i = 0; i < text.length; i++)
    if (!/\s/u.test(text[i]!)) {
      letters.push(text[i]!)
      at.push(i)
    }
  return { letters: letters.join(''), at }
}

function all(text: string, words: string): number[] {
  const places: number[] = []
  for (let i = text.indexOf(words); i >= 0; i = text.indexOf(words, i + 1)) places.push(i)
  return places
}

/** How many letters two texts share, read from their beginnings, or from their ends. */
function alike(a: string, b: string, from: 'start' | 'end'): number {
  const at = (text: string, i: number) => (from === 'start' ? text[i] : text[text.length - 1 - i])
  let n = 0
  while (n < a.length && n < b.length && at(a, n) === at(b, n)) n++
  return n
}

/** As many letters around a quotation as name its place when its own words were corrected. */
const AROUND_MIN = 8

/** Of the words in `a`, how many are in `b`: a correction leaves most of them. */
function shared(a: string, b: string): number {
  const [from, into] = [a, b].map((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const known = new Set(into)
  return from!.length === 0 ? 0 : from!.filter((word) => known.has(word)).length / from!.length
}

/**
 * The quotation where it stands; of several places the one whose surroundings fit best, else the one that its position
 * names. Where its words stand nowhere, the words between its surroundings, if they are mostly the same.
 */
export function findQuote(text: string, quote: Quote): Found | 'not-found' | 'several-places' {
  const whole = squeeze(text)
  const [exact, prefix, suffix] = [quote.exact, quote.prefix, quote.suffix].map((one) => squeeze(one).letters)
  if (!exact) return 'not-found'
  const found = (from: number, length: number, isCorrected: boolean): Found => ({
    start: whole.at[from]!,
    end: whole.at[from + length - 1]! + 1,
    isCorrected,
  })
  const places = all(whole.letters, exact)
  if (places.length === 1) return found(places[0]!, exact.length, false)
  if (places.length > 1) {
    const fits = places.map((i) => ({
      i,
      fit:
        alike(whole.letters.slice(0, i), prefix!, 'end') +
        alike(whole.letters.slice(i + exact.length), suffix!, 'start'),
    }))
    const best = fits.toSorted((a, b) => b.fit - a.fit)
    if (best[0]!.fit > best[1]!.fit) return found(best[0]!.i, exact.length, false)
    const named = places.find((i) => whole.at[i] === quote.start)
    return named === undefined ? 'several-places' : found(named, exact.length, false)
  }
  if (prefix!.length < AROUND_MIN || suffix!.length < AROUND_MIN) return 'not-found'
  const between = all(whole.letters, prefix!).flatMap((i) => {
    const from = i + prefix!.length
    const to = whole.letters.indexOf(suffix!, from)
    const words = to > from && to - from < exact.length * 2 + 40 ? found(from, to - from, true) : null
    return words && shared(quote.exact, text.slice(words.start, words.end)) >= 0.5 ? [words] : []
  })
  if (between.length > 1) return 'several-places'
  return between[0] ?? 'not-found'
}
