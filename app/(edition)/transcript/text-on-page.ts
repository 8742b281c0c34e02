/** The text as it stands on the page: its sentences in order, who speaks them, which of them are in view. */

export type Passage = { at: string; to: string }

export const byId = (id: string) => document.getElementById(id)
export const words = (id: string) => document.querySelector<HTMLElement>(`.s[data-s="${id}"]`)
export const units = () => [...document.querySelectorAll<HTMLElement>('#document .s')]
export const idOf = (element: HTMLElement) => element.dataset.s ?? ''
export const order = (id: string) => units().findIndex((unit) => idOf(unit) === id)

/** `/transcript?to=s147#s143` → the ids it names, when the page has them. */
export function addressed(): Passage | null {
  const at = decodeURIComponent(location.hash.slice(1))
  if (!words(at)) return null
  return passageFrom(at, new URLSearchParams(location.search).get('to'))
}
export const passageFrom = (at: string, to?: string | null): Passage => ({
  at,
  to: to && words(to) && order(to) > order(at) ? to : at,
})
export const unitsOf = ({ at, to }: Passage) => units().slice(order(at), order(to) + 1)

export function wash(passage: Passage | null) {
  for (const old of document.querySelectorAll('.s.cur')) old.classList.remove('cur')
  for (const old of document.querySelectorAll('.n.at')) old.classList.remove('at')
  if (!passage) return
  for (const unit of unitsOf(passage)) unit.classList.add('cur')
  byId(passage.at)?.classList.add('at')
  byId(passage.to)?.classList.add('at')
}

export const speakerOf = (id: string) => {
  const turn = words(id)?.closest('.turn')
  return turn ? (turn.classList.contains('u') ? 'Khiem' : 'Zhou') : undefined
}
export const passageSpeaker = (passage: Passage) => {
  const both = new Set(unitsOf(passage).map((unit) => speakerOf(idOf(unit))))
  return both.size === 1 ? speakerOf(passage.at) : [...both].filter(Boolean).join(' and ')
}

/** The first of `all` that reaches below `line`; they stand in order, so half of them is put aside with each look. */
function firstBelow(all: HTMLElement[], line: number): number {
  let low = 0
  let high = all.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) < line) low = middle + 1
    else high = middle
  }
  return low
}

/** The sentence under the bar. */
export function topSentence(): string {
  const all = units()
  const unit = all[firstBelow(all, 72)]
  return unit ? idOf(unit) : 'h1'
}

/** The sentences between the bar and the foot of the window, or the sheet that covers it. */
export function inView(): string[] {
  const all = units()
  const sheet = document.querySelector('.beside .panel, .card')
  const foot =
    sheet && getComputedStyle(sheet).position === 'fixed' ? sheet.getBoundingClientRect().top : window.innerHeight
  const found: string[] = []
  for (const unit of all.slice(firstBelow(all, 72))) {
    if (found.length > 0 && unit.getBoundingClientRect().top > foot - 8) break
    found.push(idOf(unit))
  }
  return found
}
