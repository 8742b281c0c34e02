import { useEffect } from 'react'
import { idOf, units } from '../text-on-page.ts'

/**
 * What a panel lays over sentences while it is open: a quiet underline on those it is about, a strong one on those of the
 * entry that was chosen, a wash on those that name somebody, and less ink on those that a choice leaves out. Nothing is ever hidden.
 */
export type Mark = 'concerned' | 'singled' | 'washed' | 'dimmed'

function mark(kind: Mark, ids: ReadonlySet<string>) {
  for (const unit of units()) unit.classList.toggle(kind, ids.has(idOf(unit)))
}

/** Marks the sentences until the panel closes or the list changes; give the same list while it stays the same. */
export function useMark(kind: Mark, ids: readonly string[]) {
  useEffect(() => {
    mark(kind, new Set(ids))
    return () => mark(kind, new Set())
  }, [kind, ids])
}
