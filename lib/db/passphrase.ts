import { hash, verify } from '@node-rs/argon2'

/** OWASP's minimum for argon2id (the package's default algorithm): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** At most two at a time: a class signing in together must not starve the saves of another. */
let running = 0
const waiting: (() => void)[] = []
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) await new Promise<void>((go) => waiting.push(go))
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

export const hashPassphrase = (passphrase: string): Promise<string> =>
  inTurn(() => hash(passphrase.normalize('NFKC'), COST))

/** Compared against when nobody has that name, so that an unknown account takes as long as a wrong passphrase. */
let dummy: Promise<string> | null = null

export async function isPassphrase(stored: string | null, passphrase: string): Promise<boolean> {
  dummy ??= hash('nobody has this passphrase', COST)
  const against = stored ?? (await dummy)
  const matches = await inTurn(() => verify(against, passphrase.normalize('NFKC')))
  return stored !== null && matches
}
