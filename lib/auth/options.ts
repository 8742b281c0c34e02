/** next-auth's settings. Only app/api/auth loads this file: its providers need a bundler's interop. */
import { randomBytes } from 'node:crypto'
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { db } from '#lib/db/client.ts'
import { isPassphrase } from '#lib/db/passphrase.ts'
import { insertSession, SESSION_DAYS } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait, type Throttle } from '#lib/db/queries/throttles.ts'
import { findByClassAndName, findByEmail } from '#lib/db/queries/users.ts'
import { codeSchema, emailSchema, loginNameOf } from '#lib/domain/names.ts'
import { env } from '#lib/env.ts'
import { IS_SECURE, SESSION_COOKIE } from './session.ts'

type Given = Partial<Record<'email' | 'class' | 'name' | 'password', string>> | undefined

/** Who is meant, and what to count a failure against: the account and the class before the address. */
async function lookUp(
  given: Given,
  address: string,
): Promise<{ user: { id: string; passphraseHash: string | null } | null; throttles: Throttle[] }> {
  const byAddress: Throttle = { kind: 'sign-in-address', subject: address }
  if (given?.class) {
    const code = codeSchema.safeParse(given.class).data ?? ''
    const name = loginNameOf(String(given.name ?? '').slice(0, 200))
    return {
      user: await findByClassAndName(db(), code, name),
      throttles: [
        { kind: 'sign-in-account', subject: `${code}/${name}` },
        { kind: 'sign-in-class', subject: code },
        byAddress,
      ],
    }
  }
  const email = emailSchema.safeParse(given?.email ?? '').data ?? ''
  return {
    user: email ? await findByEmail(db(), email) : null,
    throttles: [{ kind: 'sign-in-account', subject: email }, byAddress],
  }
}

export const options: NextAuthOptions = {
  secret: env.secret,
  session: { strategy: 'jwt', maxAge: SESSION_DAYS * 86_400 },
  pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/me' },
  useSecureCookies: IS_SECURE,
  cookies: {
    sessionToken: { name: SESSION_COOKIE, options: { httpOnly: true, sameSite: 'lax', path: '/', secure: IS_SECURE } },
  },
  logger: { error: (code) => console.error(`next-auth: ${code}`), warn: () => {}, debug: () => {} },
  providers: [
    Credentials({
      credentials: { email: {}, class: {}, name: {}, password: {} },
      async authorize(given, request) {
        const now = new Date()
        const address = String(request?.headers?.['x-client-address'] ?? 'unknown')
        const { user, throttles } = await lookUp(given as Given, address)
        if (await secondsToWait(db(), throttles, now)) throw new Error('slow-down')
        const passphrase = String(given?.password ?? '')
        if (passphrase.length <= 256 && (await isPassphrase(user?.passphraseHash ?? null, passphrase)) && user)
          return { id: user.id }
        await countFailure(db(), throttles, now)
        return null
      },
    }),
  ],
  callbacks: {
    // The token carries a session secret and nothing else; what it may do is read from the row at each request.
    async jwt({ token, user }) {
      if (!user) return { sid: token.sid }
      const secret = randomBytes(32).toString('base64url')
      const now = new Date()
      await db().atomically((tx) => insertSession(db(), tx, { secret, userId: user.id, now }))
      return { sid: secret }
    },
    session: ({ session }) => ({ expires: session.expires }),
    redirect({ url, baseUrl }) {
      if (/^\/(?![/\\])/.test(url)) return baseUrl + url
      return URL.canParse(url) && new URL(url).origin === baseUrl ? url : baseUrl
    },
  },
}
