import { z } from 'zod'

/** Refuses NUL, lone surrogates and control characters, which neither database nor screen can hold faithfully. */
export const isWellFormed = (text: string): boolean => text.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(text)

export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9-]+$/)

/** A line of text as a person types it: trimmed, one line, well formed. */
export const lineSchema = (max: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .refine((text) => text.length > 0, { message: 'empty' })
    .refine((text) => text.length <= max, { message: 'too-long' })
    .refine(isWellFormed, { message: 'characters' })

/** A text as a person types it, of any number of lines; its line ends and letters in one form, nothing trimmed. */
export const proseSchema = (max: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC'))
    .refine((text) => text.length <= max, { message: 'too-long' })
    .refine(isWellFormed, { message: 'characters' })

export const displayNameSchema = lineSchema(80)
export const classTitleSchema = lineSchema(120)
/** How many students may join where nobody says otherwise. */
export const DEFAULT_SEATS = 300
export const SEATS_MOST = 2000
export const seatsSchema = z.coerce.number().int().min(1).max(SEATS_MOST)

/** 8 to 256 bytes, no composition rules. */
export const passphraseSchema = z
  .string()
  .refine((text) => new TextEncoder().encode(text).length >= 8, { message: 'too-short' })
  .refine((text) => new TextEncoder().encode(text).length <= 256, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })

/** What stands in a class in place of a person who was erased; nobody signs in by it. */
export const TOMBSTONE_NAME = 'Erased'
export const tombstoneLogin = (userId: string): string => `erased-${userId}`

/** Login name: the display name after NFKC and case folding, so that "Anna Lee" and "ANNA LEE" are one. */
export const loginNameOf = (displayName: string): string =>
  displayName.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()

export const emailSchema = z
  .string()
  .max(254)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .refine((text) => /^[^\s@]+@[^\s@]+$/u.test(text) && isWellFormed(text), { message: 'email' })

/** What a join code is made of: no I, L, O, 0 or 1, so that it survives a whiteboard. */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
export const CODE_LENGTH = 8
export const codeSchema = z
  .string()
  .max(40)
  .transform((text) => text.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase())
  .refine(isWellFormed, { message: 'characters' })

/** A code from random bytes; bytes past the last whole multiple of the alphabet are skipped, so letters are equally likely. */
export function codeFrom(random: (bytes: number) => Uint8Array): string {
  const limit = 256 - (256 % CODE_ALPHABET.length)
  let code = ''
  while (code.length < CODE_LENGTH)
    for (const byte of random(16))
      if (byte < limit && code.length < CODE_LENGTH) code += CODE_ALPHABET[byte % CODE_ALPHABET.length]
  return code
}
