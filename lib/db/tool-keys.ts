/** The keys by which platforms know that a message is ours. Made when first needed, changed by the operator. */
import { desc, gt, isNull, or } from 'drizzle-orm'
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose'
import { q, type Db } from './atomically.ts'

/** A retired key is shown for a week more: whoever has kept our list of keys asks for it again within that. */
export const SHOWN_DAYS = 7
const ALGORITHM = 'RS256'

const listSigning = (db: Db) =>
  db.select().from(db.t.toolKeys).where(isNull(db.t.toolKeys.retiredAt)).orderBy(desc(db.t.toolKeys.createdAt))

/** Retires what signs now and makes a key that signs from here on. */
export async function rotateToolKey(db: Db, made: { id: string; now: Date }): Promise<void> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true })
  const [secret, open] = await Promise.all([exportJWK(privateKey), exportJWK(publicKey)])
  const { toolKeys } = db.t
  await db.atomically(function* (tx) {
    yield* q(tx.update(toolKeys).set({ retiredAt: made.now }).where(isNull(toolKeys.retiredAt)))
    yield* q(
      tx.insert(toolKeys).values({
        id: made.id,
        privateKey: secret,
        publicKey: { ...open, kid: made.id, alg: ALGORITHM, use: 'sig' },
        createdAt: made.now,
        retiredAt: null,
      }),
    )
  })
}

/** What platforms may ask for: the key that signs and those that signed lately. */
export async function listPublicKeys(db: Db, now: Date): Promise<JWK[]> {
  const { toolKeys } = db.t
  const rows = await db
    .select({ publicKey: toolKeys.publicKey })
    .from(toolKeys)
    .where(or(isNull(toolKeys.retiredAt), gt(toolKeys.retiredAt, new Date(now.getTime() - SHOWN_DAYS * 86_400_000))))
    .orderBy(desc(toolKeys.createdAt))
  return rows.map((row) => row.publicKey)
}

/** Signs claims as this site; `seconds` is how long they hold. */
export async function signAsTool(
  db: Db,
  claims: JWTPayload & { iss: string; aud: string },
  { now, seconds, newId }: { now: Date; seconds: number; newId: () => string },
): Promise<string> {
  const [key] = await listSigning(db)
  if (!key) {
    await rotateToolKey(db, { id: newId(), now })
    return signAsTool(db, claims, { now, seconds, newId })
  }
  const issued = Math.floor(now.getTime() / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.id, typ: 'JWT' })
    .setIssuedAt(issued)
    .setExpirationTime(issued + seconds)
    .sign(await importJWK(key.privateKey, ALGORITHM))
}

/** Makes the first key, so that platforms find one before anything was signed. */
export async function keepToolKey(db: Db, made: { id: string; now: Date }): Promise<void> {
  const [key] = await listSigning(db)
  if (!key) await rotateToolKey(db, made)
}
