/**
 * What every browser test gets: a page that is watched. A test fails when the page logs an error, throws, breaks its
 * content security policy, or asks another host for anything.
 */
import { test as base, type BrowserContext, expect } from '@playwright/test'
import { ACCOUNTS, type Role } from '../pages.ts'

export { expect } from '@playwright/test'

export type Watch = {
  /** Errors that the test itself provokes, such as the console's note about a 404. */
  allow: (pattern: RegExp) => void
}

declare global {
  interface Window {
    policyBroken: (what: string) => void
  }
}

export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const seen: string[] = []
      const allowed: RegExp[] = []
      await watchContext(context, baseURL!, seen)
      await use({ allow: (pattern) => void allowed.push(pattern) })
      expect(
        seen.filter((line) => !allowed.some((pattern) => pattern.test(line))),
        'errors, policy violations and foreign requests',
      ).toEqual([])
    },
    { auto: true },
  ],
})

/** Also for contexts that a test opens itself, such as one without JavaScript. */
export async function watchContext(context: BrowserContext, baseURL: string, seen: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error') seen.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => seen.push(`thrown: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== baseURL) seen.push(`foreign request: ${request.url()}`)
  })
  await context.exposeFunction('policyBroken', (what: string) => void seen.push(`policy: ${what}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      window.policyBroken(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
}

/** Signs the whole context in by the same calls that a script makes. */
export async function signInAs(
  context: BrowserContext,
  who: Exclude<Role, 'visitor'> | { email: string; password: string },
): Promise<void> {
  const { email, password } = typeof who === 'string' ? ACCOUNTS[who] : who
  const { csrfToken } = (await (await context.request.get('/api/auth/csrf')).json()) as { csrfToken: string }
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true' },
    maxRedirects: 0,
  })
  expect(answer.status(), `${email} signs in`).toBe(200)
  expect((await (await context.request.get('/api/me')).json()) as object).not.toHaveProperty('code')
}
