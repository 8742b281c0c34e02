import { type RefObject, useEffect } from 'react'
import { runsOf } from '../../../_ui/citation.ts'
import { words } from '../text-on-page.ts'
import { atOf } from './follow-text.ts'

type GoTo = (passage: { at: string; to?: string }) => void

/**
 * A citation chip in a panel moves the reading instead of leaving it. Where whole entries can be pressed, `onEntry` is
 * told which; their chips are what the keyboard uses.
 */
export function useChips(list: RefObject<HTMLElement | null>, goTo: GoTo, onEntry?: (entry: Element) => void) {
  useEffect(() => {
    const element = list.current
    const press = (event: MouseEvent) => {
      const target = event.target
      if (!(target instanceof Element) || event.metaKey || event.ctrlKey || event.shiftKey) return
      const chip = target.closest<HTMLAnchorElement>('a.cite[data-at]')
      const entry = target.closest('[data-at]:not(a)')
      if (chip) {
        const { at = '', to } = chip.dataset
        if (!words(at)) return
        event.preventDefault()
        if (entry) onEntry?.(entry)
        goTo({ at, to })
        return
      }
      if (!entry || !onEntry || target.closest('a, button, summary, input, label, select')) return
      if (!getSelection()?.isCollapsed) return
      const run = runsOf(atOf(entry).filter((id) => words(id)))[0]
      if (!run) return
      onEntry(entry)
      goTo(run)
    }
    element?.addEventListener('click', press)
    return () => element?.removeEventListener('click', press)
  })
}
