/** A slow reader’s pace, for prose whose citations one stops at. */
const WORDS_A_MINUTE = 150

export const readingMinutes = (words: number): number => Math.max(1, Math.round(words / WORDS_A_MINUTE))
