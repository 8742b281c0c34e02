/**
 * Mail, where a site sends any: who asked for how much, and what a letter says. A letter passes through servers that are
 * nobody's here, so it says what kind of thing awaits and where, and never what: no title of work, no score, no grade,
 * nobody's words and no name. What it is stands one link away, behind sign-in.
 */
import { z } from 'zod'
import type { Tiding } from './inbox.ts'
import { nextAtHour } from './zone.ts'

/** Whoever wants none has no setting at all. */
export const RHYTHMS = ['daily', 'at-once'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** The question whether an address is one's own, news, the link for a forgotten passphrase, and that it was changed by one. */
export type LetterKind = 'confirm' | 'news' | 'forgotten' | 'changed'

/** As browsers check it in a form: one line, one @, nothing that a mail program could take for a second address. */
export const mailAddressSchema = z.string().trim().max(254).regex(z.regexes.html5Email, { message: 'email' })

const MINUTE = 60_000
/** News that comes within it goes in one letter. */
export const GATHERED_MS = 10 * MINUTE
/** An address that nobody says yes at is forgotten. */
export const UNCONFIRMED_DAYS = 7
const MORNING = 7
/** How long a link for a forgotten passphrase works. */
export const FORGOTTEN_MINUTES = 30
export const forgottenEnds = (from: Date): Date => new Date(from.getTime() + FORGOTTEN_MINUTES * MINUTE)

/** When the next news may go to somebody who has just been sent some, or has just said yes. */
export const nextNews = (rhythm: Rhythm, after: { letter: boolean; now: Date; zone: string }): Date =>
  rhythm === 'daily'
    ? nextAtHour(after.now, MORNING, after.zone)
    : new Date(after.now.getTime() + (after.letter ? GATHERED_MS : 0))

/** Minutes until a letter that did not leave is tried again; after the last try it is given up, half a day later. */
const WAITS = [1, 5, 30, 120, 600]
export const triedAgainAt = (tries: number, now: Date): Date | null => {
  const minutes = WAITS[tries - 1]
  return minutes === undefined ? null : new Date(now.getTime() + minutes * MINUTE)
}

/** What a letter may say of a tiding: the kind of thing, and nothing of what it says. */
export function awaits(tiding: Tiding): string {
  switch (tiding.kind) {
    case 'assigned':
      return `A new ${tiding.facts.work} is on your list.`
    case 'reminded':
      return 'Your instructor reminds you of work on your list.'
    case 're-scored':
      return 'A key of a quiz was corrected.'
    case 'contested':
      return 'A student asks for a second look.'
    case 'contest-answered':
      return 'A second look that you asked for has its answer.'
    case 'late-counted':
      return 'An answer of yours that came after closing counts now.'
    case 'grade-contested':
      return 'A student asks for a second look at a grade.'
    case 'grade-contest-answered':
      return 'A second look at a grade that you asked for has its answer.'
    case 'grades-released':
      return 'A grade can be read, with its reasons.'
    case 'grade-recalculated':
      return 'A grade was reckoned again.'
    case 'replied':
      return tiding.facts.to === 'post' ? 'There is a reply to your answer.' : 'There is an answer to your reply.'
    case 'answered':
      return 'A rival reading of yours has an answer.'
    case 'reviewed':
      return 'A classmate has reviewed your answer.'
    case 'hidden':
      return 'An instructor has written to you about something you wrote.'
  }
}

/** A title as one line of plain text, whatever stands in it: it can neither end the line nor turn the next one around. */
export const plainLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()

export type Letter = { subject: string; text: string }
export type ClassNews = { id: string; title: string; news: readonly Tiding[] }
type Site = { publicUrl: string; key: string }

/** Where mail is said yes to, or no more. */
export const mailPage = ({ publicUrl, key }: Site): string => `${publicUrl}/mail/${key}`

/** Equal lines once, with how often. */
function lines(news: readonly Tiding[]): string[] {
  const counted = new Map<string, number>()
  for (const one of news.map(awaits)) counted.set(one, (counted.get(one) ?? 0) + 1)
  return [...counted].map(([line, n]) => (n === 1 ? `- ${line}` : `- ${line} (${n} times)`))
}

const paragraphs = (...all: string[]): string => `${all.join('\n\n')}\n`

export function newsLetter(site: Site, rhythm: Rhythm, classes: readonly ClassNews[]): Letter {
  const n = classes.reduce((sum, { news }) => sum + news.length, 0)
  return {
    subject: `Xihua Hall: ${n === 1 ? 'something new' : `${n} new things`} in your inbox`,
    text: paragraphs(
      ...classes.map(({ id, title, news }) =>
        [plainLine(title), ...lines(news), `${site.publicUrl}/classes/${id}/inbox`].join('\n'),
      ),
      'What it says stands there and not in this message, which passes through many hands.',
      `You asked for this ${rhythm === 'daily' ? 'once a day' : 'as it happens'}. To get none any more:\n${mailPage(site)}`,
    ),
  }
}

/** The secret stands in this letter and nowhere else. */
export const forgottenLetter = ({ publicUrl }: Pick<Site, 'publicUrl'>, secret: string): Letter => ({
  subject: 'Xihua Hall: choose a new passphrase',
  text: paragraphs(
    `Somebody at ${publicUrl} said that the passphrase of the account with this address is forgotten. If it was you, choose a new one here:`,
    `${publicUrl}/forgotten/${secret}`,
    `The link works once, within ${FORGOTTEN_MINUTES} minutes, and a newer one ends it. If it was not you, do nothing: your passphrase stays as it is, and whoever asked was told nothing.`,
  ),
})

export const changedLetter = ({ publicUrl }: Pick<Site, 'publicUrl'>, at: Date): Letter => ({
  subject: 'Xihua Hall: your passphrase was changed',
  text: paragraphs(
    `The passphrase of the account with this address at ${publicUrl} was changed on ${at.toISOString().slice(0, 16).replace('T', ' at ')} UTC, by a link that went to this address. Whatever was signed in before is signed out.`,
    `If it was not you, somebody else reads your mail. Secure it first, then ask for a link of your own, which ends what they opened:\n${publicUrl}/sign-in#forgotten`,
  ),
})

export const confirmLetter = (site: Site): Letter => ({
  subject: 'Xihua Hall: is this address yours?',
  text: paragraphs(
    `Somebody with an account at ${site.publicUrl} asked that word of their inbox be sent to this address. If it was you, say so here, and it begins:`,
    mailPage(site),
    `If it was not you, do nothing. No other message comes, and in ${UNCONFIRMED_DAYS} days the address is forgotten.`,
  ),
})
