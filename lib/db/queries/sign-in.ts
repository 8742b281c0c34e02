import { codeSchema, emailSchema, loginNameOf } from '#lib/domain/names.ts'
import type { Db } from '../atomically.ts'
import type { Throttle } from './throttles.ts'
import { findByClassAndName, findByEmail } from './users.ts'

/** What somebody types beside a passphrase: a class and their name in it, or an address. */
export type Typed = { email?: string | undefined; class?: string | undefined; name?: string | undefined }

/** Who is meant, and what to count a failure against: the account and the class before the address. */
export async function whoIsMeant(
  db: Db,
  typed: Typed,
  address: string,
): Promise<{ user: { id: string; passphraseHash: string | null } | null; throttles: Throttle[] }> {
  const byAddress: Throttle = { kind: 'sign-in-address', subject: address }
  if (typed.class) {
    const code = codeSchema.safeParse(typed.class).data ?? ''
    const name = loginNameOf(String(typed.name ?? '').slice(0, 200))
    return {
      user: await findByClassAndName(db, code, name),
      throttles: [
        { kind: 'sign-in-account', subject: `${code}/${name}` },
        { kind: 'sign-in-class', subject: code },
        byAddress,
      ],
    }
  }
  const email = emailSchema.safeParse(typed.email ?? '').data ?? ''
  return {
    user: email ? await findByEmail(db, email) : null,
    throttles: [{ kind: 'sign-in-account', subject: email }, byAddress],
  }
}
