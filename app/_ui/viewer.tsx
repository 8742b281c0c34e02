'use client'
import Link from 'next/link'
import { useEffect, useState } from 'react'

type Me = { classes?: { id: string }[] }

/**
 * The right-hand side of the masthead on public pages. They are the same bytes for everybody, so a signed-in reader's
 * first link is asked for afterwards, and only where sign-in left its hint: no hint, no request.
 */
export function Viewer() {
  const [work, setWork] = useState<string | null>(null)
  useEffect(() => {
    if (!document.cookie.split('; ').includes('xh-signed-in=1')) return
    const gone = new AbortController()
    fetch('/api/me', { signal: gone.signal, headers: { accept: 'application/json' } })
      .then(async (reply) => {
        if (!reply.ok) return
        const me = (await reply.json()) as Me
        const only = me.classes?.length === 1 ? me.classes[0] : undefined
        setWork(only ? `/classes/${only.id}` : '/classes')
      })
      .catch(() => { /* without an answer the public links stay, which work for everybody */ })
    return () => gone.abort()
  }, [])
  return work ? <Link className="first" href={work} prefetch={false}>My work</Link> : (
    <>
      <Link className="spare" href="/join" prefetch={false}>Join a class</Link>
      <Link href="/sign-in" prefetch={false}>Sign in</Link>
    </>
  )
}
