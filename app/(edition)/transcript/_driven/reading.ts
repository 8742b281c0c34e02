/** What a panel beside the text needs of the text: what is in view, and a way to go somewhere. */
export type Reading = {
  /** Calls at once and after each move with the ids in view, in order; gives back how to stop. */
  onMove(listener: (ids: string[]) => void): () => void
  goTo(id: string): void
}

/** How long a sentence that was gone to stays washed. */
const WASH_MS = 1500
/** Less of a sentence than this at an edge of the view is not reading it. */
const SLIVER = 12

const units = () => [...document.querySelectorAll<HTMLElement>('#document .s')]

/** The part of the window in which the text is read: under the bar, and over `sheet` where that lies on the text. */
function view(sheet: HTMLElement): { top: number; bottom: number } {
  const top = document.querySelector('.rbar')?.getBoundingClientRect().bottom ?? 0
  const bottom = getComputedStyle(sheet).position === 'fixed' ? sheet.getBoundingClientRect().top : innerHeight
  return { top: Math.max(0, top), bottom }
}

function idsInView(sheet: HTMLElement): string[] {
  const { top, bottom } = view(sheet)
  const all = units()
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) < top + SLIVER) low = middle + 1
    else high = middle
  }
  const seen: string[] = []
  for (const unit of all.slice(low)) {
    if (unit.getBoundingClientRect().top > bottom - SLIVER) break
    seen.push(unit.dataset.s ?? '')
  }
  return seen
}

/** The reading of this page, beside which `sheet` stands: in the margin, or over the foot of the window. */
export function readingBeside(sheet: HTMLElement): Reading {
  return {
    onMove(listener) {
      let frame = 0
      const tell = () => listener(idsInView(sheet))
      const later = () => {
        cancelAnimationFrame(frame)
        frame = requestAnimationFrame(tell)
      }
      addEventListener('scroll', later, { passive: true })
      addEventListener('resize', later)
      tell()
      return () => {
        cancelAnimationFrame(frame)
        removeEventListener('scroll', later)
        removeEventListener('resize', later)
      }
    },
    goTo(id) {
      const unit = units().find((one) => one.dataset.s === id)
      if (!unit) return
      const { top, bottom } = view(sheet)
      scrollBy({ top: unit.getBoundingClientRect().top - (top + (bottom - top) / 4), behavior: 'instant' })
      unit.classList.add('lit')
      setTimeout(() => unit.classList.remove('lit'), WASH_MS)
    },
  }
}
