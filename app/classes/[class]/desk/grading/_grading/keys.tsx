'use client'
/** The keys of the grading screen, and the switch that turns them off. */
import { useSyncExternalStore } from 'react'

const KEPT = 'xh:grading-keys'
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const areOn = (): boolean => {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}
const turn = (on: boolean): void => {
  try {
    if (on) localStorage.removeItem(KEPT)
    else localStorage.setItem(KEPT, 'off')
  } catch {
    // A device that keeps nothing keeps its keys on.
  }
  for (const listener of listeners) listener()
}

/** Whether single keys do anything here; a person who speaks to their computer turns them off. */
export const useKeys = (): boolean => useSyncExternalStore(subscribe, areOn, () => false)

const KEYS: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['0', '1', '2', '3'], 'level, then the next row'],
  [['↑', '↓'], 'row'],
  [['J', 'K'], 'next, previous answer'],
  [['C'], 'comment'],
  [['S'], 'comment on selected words'],
  [['B'], 'comment bank'],
  [['L'], 'set aside'],
  [['U'], 'undo'],
  [['Enter'], 'save and next'],
  [['Ctrl Enter'], 'the same while writing'],
  [['Esc'], 'back to the rubric'],
]

export function KeyBar({ on }: { on: boolean }) {
  return (
    <aside className="keybar" aria-label="Keys">
      <button type="button" className="tog" aria-pressed={on} onClick={() => turn(!on)}>
        Keys
      </button>
      {on && (
        <ul>
          {KEYS.map(([keys, what]) => (
            <li key={what}>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}{' '}
              {what}
            </li>
          ))}
        </ul>
      )}
    </aside>
  )
}
