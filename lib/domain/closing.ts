/**
 * A class ends in two steps: closed, it can be read and nothing is written in it; erased, its names and words are gone for
 * good. Between the two lie days in which somebody may notice.
 */
export const CLOSED_DAYS = 30

/** From then on a class that was closed at that instant may be erased. */
export const erasableFrom = (closedAt: Date): Date => new Date(closedAt.getTime() + CLOSED_DAYS * 86_400_000)

/** What is typed so that neither happens by a slip. */
export const CLOSE_WORDS = 'close this class'
export const ERASE_WORDS = 'erase this class'
