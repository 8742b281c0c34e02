'use client'
import Link from 'next/link'
import { useEffect, useState } from 'react'

type Me = { classes: { id: string; role: string }[] }
type Work = { href: string; text: string }

/** A student's first link is "My work"; whoever teaches goes to the desk. */
function workOf({ classes }: Me): Work {
  const text = classes.some(({ role }) => role === 'student') || classes.length === 0 ? 'My work' : 'Desk'
  const [only, ...others] = classes
  return { text, href: only && others.length === 0 ? `/classes/${only.id}` : '/classes' }
}

/**
 * The right-hand side of the masthead on public pages. They are the same bytes for everybody, so a signed-in reader's
 * first link is asked for afterwards, and only where sign-in left its hint: no hint, no request.
 */
export function Viewer() {
  const [work, setWork] = useState<Work | null>(null)
  useEffect(() => {
    if (!document.cookie.split('; ').includes('xh-signed-in=1')) return
    const gone = new AbortController()
    fetch('/api/me', { signal: gone.signal, headers: { accept: 'application/json' } })
      .then(async (reply) => {
        if (!reply.ok) return
        setWork(workOf((await reply.json()) as Me))
      })
      .catch(() => {
        /* without an answer the public links stay, which work for everybody */
      })
    return () => gone.abort()
  }, [])
  return work ? (
    <Link className="first" href={work.href} prefetch={false}>
      {work.text}
    </Link>
  ) : (
    <>
      <Link className="spare" href="/join" prefetch={false}>
        Join a class
      </Link>
      <Link href="/sign-in" prefetch={false}>
        Sign in
      </Link>
    </>
  )
}
