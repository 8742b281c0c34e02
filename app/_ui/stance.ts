import type { Stance } from '#lib/content/reading/stances.ts'

/** How far a speaker vouches for something, in plain words. */
export const stanceWords: Record<Stance['is'], string> = {
  'certain-yes': 'certain',
  'certain-no': 'certain, and worded as a denial',
  'probable-yes': 'probable',
  'probable-no': 'probable, and worded as a denial',
  'possible-yes': 'possible',
  'possible-no': 'possible, and worded as a denial',
  unknown: 'passed on; he vouches only for its having been said',
}
