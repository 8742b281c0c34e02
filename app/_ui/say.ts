/** Small sayings in the site's voice. Pure: server pages and browser islands say the same words. */
const SMALL = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve']

/** A count at the start of a sentence: in words up to twelve. */
export const countWord = (n: number): string => SMALL[n] ?? String(n)
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
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
