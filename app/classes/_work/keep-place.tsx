'use client'
import { useEffect, useState } from 'react'
import { clockTime } from '../../_ui/say.ts'

type State =
  | { kind: 'rest' }
  | { kind: 'saved'; at: string; savedAt: string }
  | { kind: 'unsaved' }
  | { kind: 'signed-out' }
  | { kind: 'off'; why: string }

/** Long enough for a glance to be no reading. */
const SETTLE_MS = 1500
const LONGEST_WAIT_MS = 15_000
const nameOf = (id: string) =>
  id.startsWith('p')
    ? `paragraph ${id.slice(1)}`
    : id.startsWith('s')
      ? `sentence ${id.slice(1)}`
      : 'the document’s head'

/**
 * Keeps the place as the reader moves: the last sentence seen whole when the page rests. It only moves forward, starts
 * with the first movement, and says "saved" when the server has answered.
 */
export function KeepPlace({
  assignment,
  places,
  reached,
  selector,
  attribute,
  back,
}: {
  assignment: string
  /** Ids that can be a place, in order, and how many of them lie before the saved one, itself included. */
  places: readonly string[]
  reached: number
  selector: string
  attribute: 'id' | 'data-s'
  /** This page, to come back to after signing in. */
  back: string
}) {
  const [state, setState] = useState<State>({ kind: 'rest' })

  useEffect(() => {
    const order = new Map(places.map((id, i) => [id, i + 1]))
    const visible = new Set<Element>()
    let saved = reached
    let wanted = reached
    let moved = false
    let busy = false
    let failures = 0
    let settle: ReturnType<typeof setTimeout> | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let over = false

    const idOf = (element: Element) => element.getAttribute(attribute) ?? ''
    async function save() {
      if (busy || over || wanted <= saved) return
      busy = true
      clearTimeout(retry)
      const goal = wanted
      const at = places[goal - 1]!
      try {
        const reply = await fetch(`/api/assignments/${assignment}/place`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ at }),
          keepalive: true,
          signal: AbortSignal.timeout(15_000),
        })
        if (reply.ok) {
          const receipt = (await reply.json()) as { savedAt: string | null }
          saved = goal
          failures = 0
          setState({ kind: 'saved', at, savedAt: receipt.savedAt ?? new Date().toISOString() })
        } else if (reply.status === 401) {
          over = true
          setState({ kind: 'signed-out' })
        } else if (reply.status >= 500 || reply.status === 429) throw new Error(String(reply.status))
        else {
          over = true
          setState({ kind: 'off', why: 'Your place could not be kept here. Open the page again.' })
        }
      } catch {
        failures += 1
        setState({ kind: 'unsaved' })
        retry = setTimeout(() => void save(), Math.min(LONGEST_WAIT_MS, 1000 * 2 ** failures))
      } finally {
        busy = false
      }
      if (failures === 0) void save()
    }

    const look = () => {
      // Where no unit is in sight, as below the end of a text, the last one above it is the place.
      const seen = (visible.size > 0 ? [...visible] : units)
        .filter((element) => element.getBoundingClientRect().bottom <= innerHeight + 1)
        .map((element) => order.get(idOf(element)) ?? 0)
      wanted = Math.max(wanted, ...seen)
      void save()
    }
    const settleSoon = () => {
      if (!moved) return
      clearTimeout(settle)
      settle = setTimeout(look, SETTLE_MS)
    }
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) visible.add(entry.target)
        else visible.delete(entry.target)
      }
      settleSoon()
    })
    const units = [...document.querySelectorAll(selector)].filter((element) => order.has(idOf(element)))
    for (const unit of units) observer.observe(unit)
    // A long page is often read on before its scripts run: then it stands lower than the browser put it.
    const entry = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
    if (!location.hash && entry?.type === 'navigate' && scrollY > 0) moved = true
    // The jump to a saved place or an address is not the reader's own movement.
    const onMove = () => {
      moved = true
      settleSoon()
    }
    const onOnline = () => void save()
    const onHide = () => {
      if (document.visibilityState === 'hidden' && moved && settle) void save()
    }
    for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      addEventListener(kind, onMove, { passive: true })
    addEventListener('scroll', settleSoon, { passive: true })
    addEventListener('online', onOnline)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      over = true
      observer.disconnect()
      clearTimeout(settle)
      clearTimeout(retry)
      for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const) removeEventListener(kind, onMove)
      removeEventListener('scroll', settleSoon)
      removeEventListener('online', onOnline)
      document.removeEventListener('visibilitychange', onHide)
    }
  }, [assignment, attribute, places, reached, selector])

  return (
    <p
      className={
        state.kind === 'unsaved' || state.kind === 'signed-out' || state.kind === 'off' ? 'keeps care' : 'keeps'
      }
      aria-live={state.kind === 'saved' || state.kind === 'rest' ? 'off' : 'polite'}
    >
      {state.kind === 'saved' && (
        <>
          <span className="spare">Place kept at {nameOf(state.at)}. </span>Saved {clockTime(state.savedAt)}
        </>
      )}
      {state.kind === 'unsaved' && (
        <>
          Place not saved yet<span className="spare">: no connection. Trying again.</span>
        </>
      )}
      {state.kind === 'signed-out' && (
        <>
          Signed out. <a href={`/sign-in?callbackUrl=${encodeURIComponent(back)}`}>Sign in</a>
          <span className="spare"> to keep your place</span>
        </>
      )}
      {state.kind === 'off' && state.why}
    </p>
  )
}
