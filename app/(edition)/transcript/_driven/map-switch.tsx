'use client'
import Link from 'next/link'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { PANEL, readingBeside } from './reading.ts'

const never = () => () => {}

/** "Map and dates" in the tools: a switch, or, without script, links to the two pages. */
export function MapSwitch() {
  const hasScript = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const [isOn, setOn] = useState(false)

  useEffect(() => {
    const panel = document.getElementById(PANEL)
    const body = panel?.querySelector<HTMLElement>('.inside')
    if (!isOn || !panel || !body) return
    panel.hidden = false
    const tools = document.getElementById('tools')
    if (tools instanceof HTMLDetailsElement) tools.open = false
    panel.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
    let gone = false
    let unmount = () => {}
    import('./map-and-dates.ts').then(
      ({ mountMapAndDates }) => {
        if (!gone) unmount = mountMapAndDates(body, readingBeside(panel))
      },
      () => {
        body.textContent = 'The map and the dates did not load. They are also pages, named at the foot of this one.'
      },
    )
    const close = () => {
      setOn(false)
      tools?.querySelector('summary')?.focus({ preventScroll: true })
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    const x = panel.querySelector('.x')
    x?.addEventListener('click', close)
    panel.addEventListener('keydown', onKey)
    return () => {
      gone = true
      unmount()
      panel.hidden = true
      x?.removeEventListener('click', close)
      panel.removeEventListener('keydown', onKey)
    }
  }, [isOn])

  if (!hasScript)
    return (
      <p className="aspages">
        <Link href="/places" prefetch={false}>
          Map
        </Link>{' '}
        <Link href="/timeline" prefetch={false}>
          Dates
        </Link>
      </p>
    )
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={() => setOn(!isOn)} />
      <span>Map and dates</span>
    </label>
  )
}
