/** The desk's own words for what a refused form brought back; every other code speaks as everywhere (app/_ui/refusals.ts). */
import { sayZone } from '#lib/domain/zone.ts'
import { sayRefusal, valueIn, type Search } from '../../../../_ui/refusals.ts'

export type { Search }
const one = (search: Search, key: string): string => valueIn(search, key) ?? ''

export type Returned = { code: string; at: string; typed: (field: string) => string; has: (field: string) => boolean }

export function returned(search: Search): Returned {
  return {
    code: one(search, 'problem'),
    at: one(search, 'at'),
    typed: (field) => one(search, `v.${field}`),
    has: (field) => search[`v.${field}`] !== undefined,
  }
}
export const asked = one

const dateName: Record<string, string> = { opens: 'opening time', due: 'due date', closes: 'closing time' }

/** Plain words for a refusal; `where` names the box. Never the code. */
export function sayProblem(code: string, at: string, zone = 'UTC'): string {
  const which = dateName[at] ?? 'time'
  switch (code) {
    case 'ambiguous-time':
      return `The clocks go back that night, so this ${which} happens twice in ${sayZone(zone)}. Say which of the two is meant.`
    case 'skipped-time':
      return `The clocks go forward that night, and this ${which} does not exist in ${sayZone(zone)}. Choose an earlier or a later time.`
    case 'dates-out-of-order':
      return at === 'due'
        ? 'The due date is before the opening. Move one of the two.'
        : 'The closing comes before the due date or the opening. Move one of them.'
    case 'work-exists':
      return 'Somebody has begun, so this can no longer be taken back: their work would go with it. To stop it, set the closing time to now. What was saved stays.'
    case 'last-instructor':
      return 'A class needs at least one instructor. Make somebody else an instructor first.'
    case 'not-found':
      return 'That person is no longer in the class, or this cannot be done for them here.'
    case 'invalid':
      return sayInvalid(at)
    default:
      return sayRefusal(code)
  }
}

function sayInvalid(at: string): string {
  switch (at) {
    case 'target':
      return 'Choose what to assign.'
    case 'from':
    case 'to':
      return 'The last turn comes before the first. Choose the two again.'
    case 'opens':
    case 'due':
      return 'Give the date and the time, or leave both empty.'
    case 'closes':
      return 'Feedback after closing needs a closing time. Give one, or choose another feedback rule.'
    case 'attempts':
      return 'Attempts: a whole number from 1 to 20, or empty for no limit.'
    case 'timeLimit':
      return 'Time limit: a whole number of minutes from 1 to 600, or empty for none.'
    case 'points':
      return 'Points: a whole number from 0 to 1,000.'
    case 'citations':
      return 'Sentences to cite: a whole number from 1 to 6.'
    case 'reviews':
      return 'Reviews: a whole number from 0 to 5. Of answers to a question, only where classmates see no names; of a quiz, only where it asks for a cable, and only before anybody has begun it. Choose “See no names,” or leave this empty.'
    case 'confirm':
      return 'The words were not typed as they stand there.'
    case 'seats':
    case 'zone':
      return sayRefusal('invalid', at)
    case 'title':
      return 'The title is too long. Keep it under 120 letters.'
    case 'percent':
      return 'Extra time: a whole number of percent from 0 to 300.'
    default:
      return 'One of the boxes holds something that cannot be saved. Nothing was changed.'
  }
}
