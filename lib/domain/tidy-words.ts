/** Written words as they are kept and compared: one kind of line end, composed letters, nothing around them. */
export const tidyWords = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC').trim()
