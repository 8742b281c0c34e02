'use client'
/** Components: `Arrivals` (says how many more are done since the page was made; nothing on the page moves by itself). */
import { useEffect, useState } from 'react'

/** So often while work comes in; when none does, more and more seldom up to once a minute. */
const [SOONEST_MS, LATEST_MS, SLOWER] = [5_000, 60_000, 1.4]

/**
 * Without script, and until somebody is done, a link that shows the page anew. A page that nobody looks at asks for
 * nothing, and one whose reader was signed out or is no longer staff stops.
 */
export function Arrivals({
  assignment,
  since,
  done,
  here,
}: {
  assignment: string
  since: string
  done: string
  here: string
}) {
  const [more, setMore] = useState(0)
  useEffect(() => {
    const address = `/api/assignments/${assignment}/arrivals?since=${encodeURIComponent(since)}`
    let [wait, known, timer, isOver] = [SOONEST_MS, 0, 0, false]
    const asking = new AbortController()
    const later = () => {
      clearTimeout(timer)
      if (!isOver && document.visibilityState === 'visible') timer = window.setTimeout(() => void look(), wait)
    }
    const look = async () => {
      const reply = await fetch(address, { cache: 'no-store', signal: asking.signal }).catch(() => null)
      if (reply && reply.status >= 400 && reply.status < 500) isOver = true
      const said = reply?.ok ? ((await reply.json().catch(() => null)) as { more: number } | null) : null
      wait = said && said.more > known ? SOONEST_MS : Math.min(LATEST_MS, wait * SLOWER)
      if (said && !asking.signal.aborted) setMore((known = said.more))
      later()
    }
    const onShow = () => {
      clearTimeout(timer)
      wait = SOONEST_MS
      if (!isOver && document.visibilityState === 'visible') void look()
    }
    document.addEventListener('visibilitychange', onShow)
    later()
    return () => {
      isOver = true
      asking.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onShow)
    }
  }, [assignment, since])
  return (
    <p className="small arrivals screen-only">
      <span role="status">
        {more > 0 && `${more} more ${more === 1 ? 'has' : 'have'} ${done} since you opened this.`}
      </span>{' '}
      <a href={here}>{more > 0 ? 'Show them' : 'Look again'}</a>
    </p>
  )
}
