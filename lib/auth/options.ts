/** next-auth's settings. Only app/api/auth loads this file: its providers need a bundler's interop. */
import { randomBytes } from 'node:crypto'
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { db } from '#lib/db/client.ts'
import { isPassphrase } from '#lib/db/passphrase.ts'
import { insertSession, SESSION_DAYS } from '#lib/db/queries/sessions.ts'
import { whoIsMeant, type Typed } from '#lib/db/queries/sign-in.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { env } from '#lib/env.ts'
import type { Claims } from './provider.ts'
import { IS_SECURE, SESSION_COOKIE } from './session.ts'
import { accountOf, checkCookies, judge, type Visit } from './visit.ts'

type Given = (Typed & { password?: string }) | undefined

/**
 * What went wrong at the provider, for whoever set it up; bounded, since anybody can have anything written into it. One
 * line: behind the first, a query that failed has its parameters.
 */
const reasonOf = (about: unknown): string => {
  const { error, message } = (about ?? {}) as { error?: { message?: string }; message?: string }
  return JSON.stringify((message ?? error?.message ?? '').split('\n')[0]!.slice(0, 200))
}

const credentials = Credentials({
  credentials: { email: {}, class: {}, name: {}, password: {} },
  async authorize(given, request) {
    const now = new Date()
    const address = String(request?.headers?.['x-client-address'] ?? 'unknown')
    const typed = given as Given
    const { user, throttles } = await whoIsMeant(db(), typed ?? {}, address)
    if (await secondsToWait(db(), throttles, now)) throw new Error('slow-down')
    const passphrase = String(typed?.password ?? '')
    if (passphrase.length <= 256 && (await isPassphrase(user?.passphraseHash ?? null, passphrase)) && user)
      return { id: user.id }
    await countFailure(db(), throttles, now)
    return null
  },
})

/** Settings for one request; a visit to the school's provider is one with what it has found. */
export const optionsFor = (visit: Visit | null): NextAuthOptions => ({
  secret: env.secret,
  session: { strategy: 'jwt', maxAge: SESSION_DAYS * 86_400 },
  pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/me' },
  useSecureCookies: IS_SECURE,
  cookies: {
    sessionToken: { name: SESSION_COOKIE, options: { httpOnly: true, sameSite: 'lax', path: '/', secure: IS_SECURE } },
    ...checkCookies,
  },
  logger: {
    error(code, about) {
      // A cookie that does not open is signed out, which is nothing wrong here, and anybody can send one.
      if (code !== 'JWT_SESSION_ERROR') console.error(`next-auth: ${code}${visit ? ` ${reasonOf(about)}` : ''}`)
    },
    warn: () => {},
    debug: () => {},
  },
  providers: visit ? [visit.provider] : [credentials],
  callbacks: {
    signIn: ({ profile }) => (visit ? judge(visit, profile as Claims) : true),
    // The token carries a session secret and nothing else; what it may do is read from the row at each request.
    async jwt({ token, user }) {
      if (!user) return { sid: token.sid }
      const secret = randomBytes(32).toString('base64url')
      const now = new Date()
      const userId = visit ? await accountOf(visit, user.id) : user.id
      await db().atomically((tx) => insertSession(db(), tx, { secret, userId, now }))
      return { sid: secret }
    },
    session: ({ session }) => ({ expires: session.expires }),
    redirect({ url, baseUrl }) {
      if (/^\/(?![/\\])/.test(url)) return baseUrl + url
      return URL.canParse(url) && new URL(url).origin === baseUrl ? url : baseUrl
    },
  },
})
