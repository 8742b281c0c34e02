/** Components: `WallTimer` (the timer with what it says without script); `endIn` reads its end from the address. */
import { redirect } from 'next/navigation'
import { Button, LinkButton, TextField } from '../../../../../_ui/parts.tsx'
import { asked, type Search } from '../../_desk/refused.ts'
import { Timer } from './timer.tsx'
import { OFFERED } from './words.ts'

const MINUTE_MS = 60_000
const LONGEST = 180

export type End = { endsAt: string | null; minutes: number; serverNow: string }

const whole = (text: string): number | null => {
  const n = /^\d{1,14}$/.test(text) ? Number(text) : 0
  return n >= 1 ? n : null
}

/** `?minutes=5` becomes the instant of its end, so that looking at the page again does not begin anew. */
export function endIn(search: Search, path: string): End {
  const now = Date.now()
  const minutes = whole(asked(search, 'minutes'))
  if (minutes !== null && minutes <= LONGEST) redirect(`${path}?until=${now + minutes * MINUTE_MS}&of=${minutes}`)
  const [until, of] = [whole(asked(search, 'until')), whole(asked(search, 'of'))]
  const isKnown = until !== null && Math.abs(until - now) < 2 * LONGEST * MINUTE_MS
  return {
    endsAt: isKnown ? new Date(until).toISOString() : null,
    minutes: Math.min(of ?? 1, LONGEST),
    serverNow: new Date(now).toISOString(),
  }
}

export function WallTimer({ path, zone, end }: { path: string; zone: string; end: End }) {
  const said = end.endsAt
    ? new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(
        new Date(end.endsAt),
      )
    : null
  const isUp = end.endsAt !== null && end.endsAt <= end.serverNow
  return (
    <Timer key={end.endsAt ?? ''} path={path} zone={zone} {...end}>
      <div className="timer">
        {said && <p className="digits">{isUp ? 'Time is up' : `Until ${said}`}</p>}
        <form className="acts screen-only" action={path}>
          {OFFERED.map((one) => (
            <Button key={one} name="minutes" value={one}>
              {one} min<span className="vh"> from now</span>
            </Button>
          ))}
        </form>
        <form className="own screen-only" action={path}>
          <TextField name="minutes" id="own-minutes" label="Own minutes" type="number" min={1} max={LONGEST} required />
          <Button>Start</Button>
        </form>
        {said && (
          <p className="acts screen-only">
            <LinkButton kind="quiet" href={path}>
              {isUp ? 'Put it away' : 'Stop'}
            </LinkButton>
          </p>
        )}
      </div>
    </Timer>
  )
}
