/** Components: `WorkHead` (title, facts and notices over a piece of work), `dateLine` (its dates in plain words). */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { sayInstant } from '#lib/domain/zone.ts'
import type { Account } from './frame.tsx'

type Dates = {
  availability: 'not-open-yet' | 'open' | 'after-due' | 'closed'
  dueAt: string | null
  closesAt: string | null
  zone: string
}

export function dateLine({ availability, dueAt, closesAt, zone }: Dates): string | null {
  const say = (iso: string) => sayInstant(new Date(iso), zone)
  if (availability === 'closed') return closesAt ? `closed ${say(closesAt)}` : 'closed'
  if (availability === 'after-due')
    return `was due ${say(dueAt!)}; still open${closesAt ? ` until ${say(closesAt)}` : ''}, and counts as after the due date`
  if (dueAt) return `due ${say(dueAt)}`
  return closesAt ? `closes ${say(closesAt)}` : null
}

export function WorkHead({
  classId,
  me,
  title,
  facts,
  children,
}: {
  classId: string
  me: Account
  title: ReactNode
  facts: (string | null)[]
  children?: ReactNode
}) {
  const klass = me.classes.find((one) => one.id === classId)
  const shown = facts.filter((fact) => fact !== null)
  return (
    <header className="workhead">
      <p className="label">
        <Link href={`/classes/${classId}`} prefetch={false}>
          My work
        </Link>
        {klass && <>, {klass.title}</>}
      </p>
      <h1 className="d2">{title}</h1>
      {shown.length > 0 && (
        <p className="facts-line">{shown.join(', ').replace(/^./, (letter) => letter.toUpperCase())}.</p>
      )}
      {children}
    </header>
  )
}
