'use client'
import Link from 'next/link'
import { useEffect } from 'react'

const remember = (hidden: boolean) => {
  document.cookie = `xh-names=${hidden ? 'hidden' : ''}; Path=/classes; SameSite=Lax${hidden ? '' : '; Max-Age=0'}`
  document.documentElement.classList.toggle('names-hidden', hidden)
}

/** One press hides names on this and every further page of the desk. Without script it is a link that does the same. */
export function HideNames({ hidden, href }: { hidden: boolean; href: string }) {
  useEffect(() => {
    // A page that was kept from before the press still carries names: the root class hides them there too.
    if (hidden) remember(true)
    else if (document.cookie.split('; ').includes('xh-names=hidden'))
      document.documentElement.classList.add('names-hidden')
  }, [hidden])
  return (
    <Link className="btn" href={href} replace scroll={false} prefetch={false} onClick={() => remember(!hidden)}>
      {hidden ? 'Show names' : 'Hide names'}
    </Link>
  )
}
