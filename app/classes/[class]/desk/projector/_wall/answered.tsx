'use client'
/** Components: `Answered` (how many have answered, kept up to date while the round is open; without script a link looks again). */
import { useEffect, useState } from 'react'

const LOOK_MS = 4000
type Said = { answered: { before: number; again: number }; of: number; state: string }

export function Answered({
  poll,
  round,
  n,
  of,
  here,
}: {
  poll: string
  round: 'before' | 'again'
  n: number
  of: number
  here: string
}) {
  const [now, setNow] = useState({ n, of })
  useEffect(() => {
    let isOver = false
    const look = async () => {
      if (isOver || document.visibilityState !== 'visible') return
      const reply = await fetch(`/api/polls/${poll}`, { cache: 'no-store' }).catch(() => null)
      // Signed out, or no longer theirs: it asks no more.
      if (reply && reply.status >= 400 && reply.status < 500) isOver = true
      const said = reply?.ok ? ((await reply.json().catch(() => null)) as Said | null) : null
      if (said && !isOver) setNow({ n: said.answered[round], of: said.of })
    }
    const timer = setInterval(() => void look(), LOOK_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [poll, round])
  return (
    <p className="answered">
      <b className="num">
        {now.n} of {now.of}
      </b>{' '}
      have answered.{' '}
      <a className="screen-only small" href={here}>
        Look again
      </a>
    </p>
  )
}
