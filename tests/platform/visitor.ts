/** A browser of the school's own provider, without a screen: it keeps cookies, goes there and comes back. */
import type { TestProvider } from './provider.ts'

export type Came = { status: number; to: string; text: string; policy: string; session: boolean; proven: boolean }
const SESSION = 'next-auth.session-token'

export class Visitor {
  readonly jar = new Map<string, string>()
  private readonly base: string

  constructor(base: string, cookie = '') {
    this.base = base
    for (const pair of cookie.split('; ').filter(Boolean)) this.keep(pair)
  }

  private keep(pair: string): void {
    const at = pair.indexOf('=')
    this.jar.set(pair.slice(0, at), pair.slice(at + 1))
  }

  async go(path: string, form?: Record<string, string>): Promise<Came> {
    const answer = await fetch(path.startsWith('http') ? path : this.base + path, {
      redirect: 'manual',
      headers: {
        cookie: [...this.jar].map((pair) => pair.join('=')).join('; '),
        ...(form && { origin: this.base, 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    })
    const set = answer.headers.getSetCookie().map((one) => one.split(';')[0]!)
    for (const pair of set) this.keep(pair)
    const has = (name: string) => set.some((pair) => pair.startsWith(`${name}=`) && pair.length > name.length + 1)
    return {
      status: answer.status,
      to: (answer.headers.get('location') ?? '').replace(this.base, ''),
      text: await answer.text(),
      policy: answer.headers.get('content-security-policy') ?? '',
      session: has(SESSION),
      proven: has('xh-proven'),
    }
  }

  /** Presses the button; the address that the page in between goes on to. */
  async leave(callbackUrl = '/classes?only'): Promise<string> {
    const { csrfToken } = JSON.parse((await this.go('/api/auth/csrf')).text) as { csrfToken: string }
    const page = await this.go('/api/auth/signin/school', { csrfToken, callbackUrl })
    const [, href] = /<a class="btn" href="([^"]+)"/.exec(page.text) ?? []
    if (!href) throw new Error(`No way on: ${page.status} ${page.to} ${page.text.slice(0, 200)}`)
    return href.replaceAll('&#38;', '&')
  }

  /** Signs in there; the address that it sends the browser back to. */
  async signInThere(provider: TestProvider, callbackUrl?: string): Promise<string> {
    const sent = await fetch(await this.leave(callbackUrl), { redirect: 'manual' })
    const back = sent.headers.get('location')!
    if (!provider.state.asked.includes('GET /authorize')) throw new Error('The provider was not asked')
    return back
  }

  async visit(provider: TestProvider, callbackUrl?: string): Promise<Came> {
    return this.go(await this.signInThere(provider, callbackUrl))
  }

  /** Whose session this is; null where there is none. */
  async me(): Promise<{ id: string; name: string } | null> {
    const { status, text } = await this.go('/api/me')
    return status === 200 ? (JSON.parse(text) as { id: string; name: string }) : null
  }
}
