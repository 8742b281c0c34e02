/** Small sayings in the site's voice. Pure: server pages and browser islands say the same words. */
const SMALL =
  'no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** A count in words up to ninety-nine; from a hundred on, figures. */
export function inWords(n: number): string {
  if (n > 99) return String(n)
  return SMALL[n] ?? (n % 10 === 0 ? TENS[n / 10]! : `${TENS[Math.floor(n / 10)]}-${SMALL[n % 10]}`)
}
export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
/** The same at the start of a sentence. */
export const countWord = (n: number): string => capital(inWords(n))
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
/** What an assignment counts for, as every list and head says it. */
export const countsWord = (points: number | null): string =>
  points ? `counts ${plural(points, 'point')}` : 'practice, does not count'
export const minutesWord = (n: number): string => plural(n, 'minute')

const HALF_A_DAY_MS = 12 * 3_600_000

/** When a receipt was given, in the reader's own zone where the browser writes it: "10:42 AM", with its day once that has passed. */
export function clockTime(iso: string, zone?: string): string {
  const day =
    Math.abs(Date.now() - Date.parse(iso)) > HALF_A_DAY_MS ? ({ month: 'short', day: 'numeric' } as const) : {}
  return new Intl.DateTimeFormat('en-US', { ...day, hour: 'numeric', minute: '2-digit', timeZone: zone }).format(
    new Date(iso),
  )
}
