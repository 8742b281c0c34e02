/** The words of the desk: counts, dates, states. Pure. */
import { sayZone } from '#lib/domain/zone.ts'
import type { StandingView } from '#lib/features/review-class/shown.ts'
import { capital, inWords } from '../../../../_ui/say.ts'

export { capital }

/** A count in words up to ninety-nine; from a hundred on, figures. */
export const countWord = (n: number): string => (n === 0 ? 'none' : inWords(n))
export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export type Kind = 'reading' | 'essay' | 'quiz' | 'question' | 'exercise'
export const kindWord: Record<Kind, string> = {
  reading: 'Reading',
  essay: 'Essay',
  quiz: 'Quiz',
  question: 'Question',
  exercise: 'Exercise',
}

const skillWord: Record<string, string> = {
  sourcing: 'sourcing',
  contextualization: 'context',
  'close-reading': 'close reading',
  corroboration: 'comparing accounts',
  perspective: 'points of view',
  argument: 'following an argument',
}
export const trains = (skills: readonly string[]): string =>
  capital(listed(skills.map((skill) => skillWord[skill] ?? skill)))

const said = (iso: string, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(new Date(iso))
/** "Nov 12". */
export const sayDay = (iso: string, zone: string): string => said(iso, zone, { month: 'short', day: 'numeric' })
/** "Thu, Nov 12, 5:00 PM": for places that name the zone once above. The year stands only where it is not that of `now`. */
export const sayTime = (iso: string, zone: string, now = iso): string =>
  said(iso, zone, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(iso.slice(0, 4) === now.slice(0, 4) ? {} : { year: 'numeric' as const }),
  })
/** The same with the zone's name. */
export const sayWhen = (iso: string, zone: string, now = iso): string => `${sayTime(iso, zone, now)} (${sayZone(zone)})`
export { sayZone }

export type Dated = { opensAt: string | null; dueAt: string | null; closesAt: string | null }
export type Phase = 'later' | 'open' | 'after-due' | 'closed'
export function phaseOf(one: Dated, now: string): Phase {
  if (one.opensAt && one.opensAt > now) return 'later'
  if (one.closesAt && one.closesAt < now) return 'closed'
  return one.dueAt && one.dueAt < now ? 'after-due' : 'open'
}

/** One line on the dates that matter now. */
export function sayDates(one: Dated, zone: string, now: string): string {
  const phase = phaseOf(one, now)
  if (phase === 'later') return `Opens ${sayWhen(one.opensAt!, zone, now)}`
  if (phase === 'closed') return `Closed ${sayWhen(one.closesAt!, zone, now)}`
  if (phase === 'after-due')
    return `Was due ${sayWhen(one.dueAt!, zone, now)}${one.closesAt ? `. Open until ${sayTime(one.closesAt, zone, now)}` : '. Still open'}`
  if (one.dueAt) return `Due ${sayWhen(one.dueAt, zone, now)}`
  return one.closesAt ? `Open until ${sayWhen(one.closesAt, zone, now)}` : 'No due date'
}

export type State = StandingView['state']
export const stateWord: Record<State, string> = {
  done: 'done',
  'under-way': 'under way',
  quiet: 'quiet for five days',
  'not-begun': 'not begun',
}
export const STATES: readonly State[] = ['done', 'under-way', 'quiet', 'not-begun']

/** What a student's cell says, the shape left aside. */
export function cellWords(cell: StandingView, kind: Kind, zone: string): string {
  if (cell.state === 'not-begun') return 'not yet'
  if (cell.state === 'quiet') return cell.lastSavedAt ? `quiet since ${sayDay(cell.lastSavedAt, zone)}` : 'quiet'
  if (cell.state === 'under-way')
    return kind === 'quiz' || kind === 'exercise'
      ? `${cell.answered} answered`
      : kind === 'question'
        ? 'draft'
        : cell.predictedAt !== null && cell.predictedAt === cell.lastSavedAt
          ? 'predicted'
          : 'reading'
  const done =
    kind === 'quiz'
      ? cell.score
        ? `${cell.score.earned} of ${cell.score.total}`
        : 'handed in'
      : kind === 'question'
        ? 'posted'
        : kind === 'exercise'
          ? 'handed in'
          : 'read'
  return cell.afterDue ? `${done}, after due` : done
}

/** What is done, as the end of "Fourteen of 24 have …". */
export function doing(kind: Kind, title: string): string {
  if (kind === 'reading')
    return /^(?:Read|Predict, then read) the transcript$/u.test(title) ? 'read to the end' : `finished “${title}”`
  if (kind === 'essay') return `read “${title}”`
  if (kind === 'quiz' || kind === 'exercise') return `handed in “${title}”`
  return `answered “${title}”`
}

/** A sentence's full stop stands inside a closing quotation mark; a title that asks or exclaims ends it by itself. */
const stop = (text: string): string =>
  /[.?!]”?$/u.test(text) ? text : text.endsWith('”') ? `${text.slice(0, -1)}.”` : `${text}.`

/** "Fourteen of 24 have read to the end." Computed, and said as a count of how many. */
export function finding(done: number, of: number, what: string): string {
  if (of === 0) return 'Nobody is asked to do this yet.'
  if (done === 0) return `None of ${of} ${of === 1 ? 'has' : 'have'} ${what} yet.`
  if (done === of) return of === 1 ? stop(`The one student has ${what}`) : stop(`All ${of} have ${what}`)
  if (done > 99) return stop(`Of ${of} students, ${done} have ${what}`)
  return stop(`${capital(countWord(done))} of ${of} ${done === 1 ? 'has' : 'have'} ${what}`)
}
