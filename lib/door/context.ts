import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { db } from '#lib/db/client.ts'
import type { Db } from '#lib/db/atomically.ts'
import type { School } from '#lib/domain/school.ts'
import type { Viewer } from '#lib/domain/viewer.ts'

/** What a feature may know of the world: who asks, the database, the clock, fresh ids and secrets. */
export type Context = {
  viewer: Viewer | null
  db: Db
  now: () => Date
  /** UUIDv7: time-ordered, unique across machines. */
  newId: () => string
  random: (bytes: number) => Uint8Array
  /** Where people reach the site, for addresses that others keep; empty where nobody has come by one. */
  site: string
  /** The peer's address, for throttles that come after account and class. */
  address: string | null
  /** The client's Idempotency-Key, if it sent one. */
  idempotencyKey: string | null
  /** Whether what is asked for would change something: true for every call of the route table but those that read. */
  writes: boolean
  /** Whether the site sends mail at all; where it does not, nothing about mail exists. */
  sendsMail: boolean
  /** The school's own provider of sign-ins; where there is none, nothing about it exists. */
  school: School | null
  /** What the process has printed for the first account of the site; empty where it prints nothing. */
  setupToken: string
  /** The operator's own commands pass the door without a viewer; set by `asSystem` alone. */
  system: string | null
}

export const contextFor = (
  viewer: Viewer | null,
  more: Partial<
    Pick<
      Context,
      | 'address'
      | 'idempotencyKey'
      | 'writes'
      | 'now'
      | 'db'
      | 'newId'
      | 'random'
      | 'site'
      | 'sendsMail'
      | 'school'
      | 'setupToken'
    >
  > = {},
): Context => ({
  viewer,
  db: more.db ?? db(),
  now: more.now ?? (() => new Date()),
  newId: more.newId ?? (() => v7()),
  random: more.random ?? randomBytes,
  site: more.site ?? '',
  address: more.address ?? null,
  idempotencyKey: more.idempotencyKey ?? null,
  writes: more.writes ?? false,
  sendsMail: more.sendsMail ?? false,
  school: more.school ?? null,
  setupToken: more.setupToken ?? '',
  system: null,
})

/** The bypass, ugly on purpose: `asSystem('seed')`. The reason goes into the audit as the actor. */
export const asSystem = (
  reason: string,
  more: Partial<Pick<Context, 'now' | 'db' | 'newId' | 'random'>> = {},
): Context => ({ ...contextFor(null, more), system: reason })
