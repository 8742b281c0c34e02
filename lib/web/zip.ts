import { strToU8, zipSync } from 'fflate'

/** Texts as one file; a low level, since a class is packed while others save their answers. */
export const zipOf = (files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { level: 4 })
