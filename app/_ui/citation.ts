/** Where and how a sentence is cited. Pure: the server's pages and the browser's reader say the same words. */
import { DOCUMENT } from '#lib/domain/document.ts'

export const archivePage = DOCUMENT.url

const digits = (id: string) => id.replace(/^[a-z]+/, '')

export const citeAddress = (at: string, to?: string) =>
  to && to !== at ? `/transcript?to=${to}#${at}` : `/transcript#${at}`

/** The chip's words: "s. 143", "s. 143–147", "line h6". */
export function citeLabel(at: string, to?: string): string {
  if (at === 'end') return 'closing mark'
  if (at.startsWith('h')) return to && to !== at ? `lines ${at}–${to}` : `line ${at}`
  return to && to !== at ? `s. ${digits(at)}–${digits(to)}` : `s. ${digits(at)}`
}

/** The same in full, for headings and for reading aloud: "sentence 143", "sentences 143 to 147". */
export function citeName(at: string, to?: string): string {
  if (at === 'end') return 'the closing mark'
  if (at.startsWith('h'))
    return to && to !== at ? `header lines ${digits(at)} to ${digits(to)}` : `header line ${digits(at)}`
  return to && to !== at ? `sentences ${digits(at)} to ${digits(to)}` : `sentence ${digits(at)}`
}

export type Cited = { at: string; to?: string; speaker?: string; origin: string }

/** The citation as a reader pastes it: document, place in it, archive with reference, translator, and this edition's address. */
export function citationText({ at, to, speaker, origin }: Cited): string {
  const place = `${citeName(at, to)}${speaker ? ` (${speaker})` : ''}`
  return `“Record of Conversation between Premier Zhou Enlai and Comrade Foreign Minister Ung Van Khiem,” August 21, 1961, ${place}. Wilson Center Digital Archive, PRC FMA 109-03747-02, 85–94. Translated by Stephen Mercado. ${archivePage}. Sentence numbers: Xihua Hall, ${origin}${citeAddress(at, to)}.`
}

/** The document itself, as a bibliography has it. */
export const citationLine = `“${DOCUMENT.title},” August 21, 1961. ${DOCUMENT.archive}, ${DOCUMENT.reference}. Translated by ${DOCUMENT.translator.given} ${DOCUMENT.translator.family}. ${DOCUMENT.url}.`

/** Consecutive ids as runs, in the order given: s3, s4, s9 → s3–s4, s9. */
export function runsOf(ids: readonly string[]): { at: string; to?: string }[] {
  const runs: string[][] = []
  for (const id of ids) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last?.charAt(0) === id.charAt(0) && Number(digits(id)) === Number(digits(last)) + 1) run.push(id)
    else runs.push([id])
  }
  return runs.map((run) => ({ at: run[0] ?? '', ...(run.length > 1 && { to: run.at(-1) }) }))
}
