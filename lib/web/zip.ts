import { strToU8, zipSync } from 'fflate'

/** The earliest day that the format knows: the same texts give the same bytes whenever they are packed. */
const NO_TIME = new Date(1980, 0, 1, 12)

/** Texts as one file; a low level, since a class is packed while others save their answers. */
export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), {
    level: 4,
    mtime: NO_TIME,
  })
