import { foldSpace } from './citation.ts'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
/** The words of a little HTML. What is left is text: it is only ever shown as such. */
export const wordsOf = (html: string): string =>
  foldSpace(
    html
      .replace(/<[^>]*>/gu, ' ')
      .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,6})|(\w{2,6}));/giu, (whole, dec?: string, hex?: string, name?: string) => {
        const code = dec ? Number(dec) : hex ? Number.parseInt(hex, 16) : 0
        if (name) return ENTITIES[name.toLowerCase()] ?? whole
        return code > 31 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ' '
      })
      .toWellFormed(),
  )
