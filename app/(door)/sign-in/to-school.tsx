import type { ReactNode } from 'react'
import { Button } from '../../_ui/parts.tsx'

/** Where a visit to the school's own provider begins for whoever is not at sign-in, and where it asks what then. */
export const SCHOOL_PAGE = '/sign-in/school'

/** next-auth sets the token's cookie, which a page cannot: without one the reader is sent there and comes back with this word. */
export const CAME_BACK = 'token'
export const forToken = (callbackUrl: string): string =>
  `/api/auth/signin?${new URLSearchParams({ callbackUrl, error: CAME_BACK }).toString()}`

/** A path of this site, whatever the address or an older cookie says. */
export function pathOf(url: string | undefined): string | null {
  if (!url) return null
  if (/^\/(?![/\\])/.test(url)) return url
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : null
}

/** The button that leads to the school's own page, and back to `goTo`. */
export function ToSchool({ token, goTo, children }: { token: string | undefined; goTo: string; children: ReactNode }) {
  return (
    <form method="post" action="/api/auth/signin/school">
      <input type="hidden" name="csrfToken" value={token ?? ''} />
      <input type="hidden" name="callbackUrl" value={goTo} />
      <p className="acts">
        <Button kind="go">{children}</Button>
      </p>
    </form>
  )
}
