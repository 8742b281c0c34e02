import { type RefObject, useEffect, useState } from 'react'
import { idOf, inView, type Passage, units, unitsOf } from '../text-on-page.ts'

/** The ids of the sentences in view, kept up as the page moves. */
export function useInView(): readonly string[] {
  const [seen, setSeen] = useState<readonly string[]>([])
  useEffect(() => {
    let frame = 0
    const look = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => {
        const found = inView()
        setSeen((old) => (old.join() === found.join() ? old : found))
      })
    }
    look()
    addEventListener('scroll', look, { passive: true })
    addEventListener('resize', look)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', look)
      removeEventListener('resize', look)
    }
  }, [])
  return seen
}

export const idsOf = (passage: Passage | null) => (passage ? unitsOf(passage).map(idOf) : [])
export const atOf = (entry: Element) => (entry.getAttribute('data-at') ?? '').split(' ').filter(Boolean)

/**
 * Marks the entries of `list` that touch the sentences in view, `here` those of the chosen sentence, and brings the first
 * of them into the panel's view. It moves only the panel, never the focus, and not while somebody is at work in it.
 */
export function useFollowingList(
  list: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  passage: Passage | null,
  /** Changes when the entries do. */
  filled: unknown,
) {
  const seen = useInView()
  useEffect(() => {
    const view = new Set(seen)
    const here = new Set(idsOf(passage).filter((id) => view.has(id)))
    const places = new Map(units().map((unit, place) => [idOf(unit), place]))
    const top = places.get(seen[0] ?? '') ?? 0
    let first: Element | null = null
    let firstHere: Element | null = null
    /** Where nothing in view is spoken of: the entry of the last sentence before. */
    let before: { entry: Element; place: number } | null = null
    for (const entry of list.current?.querySelectorAll('[data-at]:not(a)') ?? []) {
      const at = atOf(entry)
      const current = at.some((id) => view.has(id))
      const chosen = at.some((id) => here.has(id))
      if (current) entry.setAttribute('aria-current', 'true')
      else entry.removeAttribute('aria-current')
      entry.classList.toggle('here', chosen)
      if (current) first ??= entry
      if (chosen) firstHere ??= entry
      const place = places.get(at[0] ?? '') ?? Infinity
      if (place < top && (!before || place > before.place)) before = { entry, place }
    }
    const target = firstHere ?? first ?? before?.entry
    const frame = scroller.current
    if (!target || !frame || frame.querySelector(':focus-visible') || frame.matches('[data-pointed]')) return
    const covered = frame.querySelector<HTMLElement>('.stays')?.offsetHeight ?? 0
    const [entry, shown] = [target.getBoundingClientRect(), frame.getBoundingClientRect()]
    const by = entry.top - shown.top - covered
    if (by < 0 || entry.bottom > shown.bottom) frame.scrollBy({ top: by - 8 })
  }, [list, scroller, passage, seen, filled])
}
