'use client'
/**
 * Components: `Timer` (a count-down on the wall). The end is an instant in the address, so that a reloaded page goes on
 * counting and, without script, the page says until what time. By the server's clock; without a sound.
 */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { OFFERED } from './words.ts'
import { capital, inWords } from '../../../../../_ui/say.ts'

const MINUTE_MS = 60_000

const never = () => () => undefined
const [yes, no] = [() => true, () => false]

type Stand = { is: 'running'; endMs: number } | { is: 'paused'; leftMs: number } | null

const figures = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
const minutesOf = (seconds: number): string => {
  const minutes = Math.max(1, Math.round(seconds / 60))
  return `${capital(inWords(minutes))} ${minutes === 1 ? 'minute' : 'minutes'}`
}

/** What is read out, and when: at the start, at half time of a long one, at one minute, at the end. Never each second. */
function announced(left: number, whole: number): string {
  if (left <= 0) return 'Time is up.'
  if (left <= 60 && whole > 60) return 'One minute left.'
  if (whole >= 600 && left <= whole / 2) return `Half of the time is over. ${minutesOf(left)} left.`
  return `${minutesOf(whole)} from now.`
}

export function Timer({
  path,
  zone,
  endsAt,
  minutes,
  serverNow,
  children,
}: {
  /** The page it stands on; its address keeps the end. */
  path: string
  zone: string
  endsAt: string | null
  /** How long it was set for, for what is read out. */
  minutes: number
  serverNow: string
  /** What the page shows without script: until when, and the form that starts one. */
  children: React.ReactNode
}) {
  const hasScript = useSyncExternalStore(never, yes, no)
  const [stand, setStand] = useState<Stand>(endsAt ? { is: 'running', endMs: Date.parse(endsAt) } : null)
  const [whole, setWhole] = useState(minutes * 60)
  const [now, setNow] = useState(() => Date.parse(serverNow))
  const [own, setOwn] = useState('')
  const clock = useRef<() => number>(() => Date.parse(serverNow))
  useEffect(() => {
    const mark = performance.now()
    clock.current = () => Date.parse(serverNow) + performance.now() - mark
  }, [serverNow])
  const isRunning = stand?.is === 'running'
  useEffect(() => {
    if (!isRunning) return
    const look = () => setNow(clock.current())
    look()
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [isRunning])

  const keep = (next: Stand, seconds: number) => {
    const query =
      next?.is === 'running' ? `?until=${Math.round(next.endMs)}&of=${Math.max(1, Math.round(seconds / 60))}` : ''
    history.replaceState(null, '', path + query)
  }
  const set = (next: Stand, seconds = whole) => {
    setNow(clock.current())
    setWhole(seconds)
    setStand(next)
    keep(next, seconds)
  }
  const start = (of: number) => set({ is: 'running', endMs: clock.current() + of * MINUTE_MS }, of * 60)
  if (!hasScript) return <>{children}</>

  const leftMs = stand === null ? 0 : stand.is === 'paused' ? stand.leftMs : Math.max(0, stand.endMs - now)
  const left = Math.ceil(leftMs / 1000)
  const isUp = stand !== null && left === 0
  const until =
    stand?.is === 'running'
      ? new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(stand.endMs)
      : null
  const ownMinutes = Number(own)
  return (
    <div className="timer">
      {stand && (
        <>
          <p className={isUp ? 'digits up' : 'digits'} role="timer" aria-live="off">
            {isUp ? 'Time is up' : figures(left)}
          </p>
          <svg className="lefthow" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width={whole > 0 ? Math.min(100, (100 * left) / whole) : 0} height={1} />
          </svg>
          <p className="until">{stand.is === 'paused' ? 'Paused.' : isUp ? `It was ${until}.` : `Until ${until}.`}</p>
        </>
      )}
      <p className="vh" role="status">
        {stand && (stand.is === 'paused' ? `Paused with ${figures(left)} left.` : announced(left, whole))}
      </p>
      <div className="acts screen-only">
        {stand && !isUp && (
          <>
            <button
              type="button"
              className="btn go"
              onClick={() =>
                set(
                  stand.is === 'paused' ? { is: 'running', endMs: clock.current() + leftMs } : { is: 'paused', leftMs },
                )
              }
            >
              {stand.is === 'paused' ? 'Go on' : 'Pause'}
            </button>
            <button
              type="button"
              className="btn"
              onClick={() =>
                set(
                  stand.is === 'paused'
                    ? { is: 'paused', leftMs: leftMs + MINUTE_MS }
                    : { is: 'running', endMs: stand.endMs + MINUTE_MS },
                  whole + 60,
                )
              }
            >
              One minute more
            </button>
          </>
        )}
        {stand && (
          <button type="button" className="btn quiet" onClick={() => set(null)}>
            {isUp ? 'Put it away' : 'Stop'}
          </button>
        )}
        {(!stand || isUp) && (
          <>
            {OFFERED.map((one) => (
              <button key={one} type="button" className="btn" onClick={() => start(one)}>
                {one} min<span className="vh"> from now</span>
              </button>
            ))}
            <form
              className="own"
              onSubmit={(event) => {
                event.preventDefault()
                start(ownMinutes)
              }}
            >
              <label htmlFor="own-minutes">Own minutes</label>
              <input
                className="input"
                id="own-minutes"
                type="number"
                inputMode="numeric"
                min={1}
                max={180}
                required
                value={own}
                onChange={(event) => setOwn(event.target.value)}
              />
              <button type="submit" className="btn">
                Start
              </button>
            </form>
          </>
        )}
      </div>
    </div>
  )
}
