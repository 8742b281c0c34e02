'use client'
/** Components: `Countdown` (the minutes left of an attempt, by the server's clock). */
import { useEffect, useState } from 'react'
import { minutesWord } from '../../_ui/say.ts'

const LOOK_MS = 5000

/**
 * The server's time on a device whose own clock may be wrong or may be set meanwhile: what the server said, and what has
 * passed since by the clock that nobody can set. After a sleep, in which that clock may have stood still, it asks again.
 */
function serverClock(serverNow: string) {
  let [said, mark, wall] = [Date.parse(serverNow), performance.now(), Date.now()]
  const take = (ms: number) => {
    ;[said, mark, wall] = [ms, performance.now(), Date.now()]
  }
  const ask = async () => {
    const date = await fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' }).then(
      (reply) => (reply.ok ? Date.parse(reply.headers.get('date') ?? '') : NaN),
      () => NaN,
    )
    if (!Number.isNaN(date)) take(date)
  }
  return {
    now: () => said + performance.now() - mark,
    ask,
    hasSlept: () => Math.abs(Date.now() - wall - (performance.now() - mark)) > LOOK_MS,
    /** The device's clock was set, or it slept: from here on the two are compared anew. */
    compareAnew: () => take(said + performance.now() - mark),
  }
}

/** Plain words, no ticking: the minutes left, read out at five, at one and at the end. The server decides. */
export function Countdown({ deadlineAt, serverNow, page }: { deadlineAt: string; serverNow: string; page: string }) {
  const [left, setLeft] = useState(() => Math.ceil((Date.parse(deadlineAt) - Date.parse(serverNow)) / 60_000))
  useEffect(() => {
    const clock = serverClock(serverNow)
    const look = () => setLeft(Math.ceil((Date.parse(deadlineAt) - clock.now()) / 60_000))
    const ask = () => void clock.ask().then(look)
    const tick = () => {
      if (clock.hasSlept()) {
        clock.compareAnew()
        ask()
      }
      look()
    }
    const timer = setInterval(tick, LOOK_MS)
    const onShow = () => {
      if (document.visibilityState === 'visible') ask()
    }
    document.addEventListener('visibilitychange', onShow)
    addEventListener('online', ask)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onShow)
      removeEventListener('online', ask)
    }
  }, [deadlineAt, serverNow])
  if (left > 24 * 60) return null
  const words =
    left <= 0
      ? 'Time is up. What was saved counts as handed in.'
      : left > 90
        ? `About ${Math.round(left / 60)} hours left`
        : `${minutesWord(left)} left`
  return (
    <>
      <p className={left <= 5 ? 'clock num care' : 'clock num'}>
        {words}
        {left <= 0 && (
          <>
            {' '}
            <a href={page}>See where it stands</a>
          </>
        )}
      </p>
      <p className="vh" role="status">
        {left <= 0 ? words : left <= 1 ? 'One minute left.' : left <= 5 ? 'Five minutes left.' : ''}
      </p>
    </>
  )
}
