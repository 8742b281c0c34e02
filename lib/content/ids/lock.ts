import { z } from 'zod'
import { readText } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'

/**
 * Every public id ever released, with the hash of what it meant. Items and questions carry their revision in the id
 * (`item:who-wrote@1`), because a new revision is the one lawful way to change what they mean.
 */
const lockSchema = z.strictObject({
  counts: z.record(z.string(), z.int()),
  ids: z.record(z.string(), z.string()),
  /** Withdrawn ids, each with the id that took its place; null where nothing did. Written by hand. */
  tombstones: z.record(z.string(), z.strictObject({ successor: z.string().nullable() })),
})
export type Lock = z.infer<typeof lockSchema>

/** An id as the files have it today, with the hash of what it means, and where it stands. */
export type LiveId = { id: string; hash: string; file: string; line: number }

export const LOCK_FILE = 'ids.lock.json'

export function readLock(place: Place): Lock | null {
  const text = readText(place, LOCK_FILE)
  if (text === null) return null
  try {
    return lockSchema.parse(JSON.parse(text))
  } catch (error) {
    place.report(
      LOCK_FILE,
      1,
      `not readable: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown fault'}`,
    )
    return null
  }
}

const revisionOf = (id: string): { base: string; revision: number } | null => {
  const match = /^(.+)@(\d+)$/u.exec(id)
  return match ? { base: match[1] ?? '', revision: Number(match[2]) } : null
}

/** Where today's ids break the promise of the lock. A higher revision keeps the lower ones as history. */
export function compareWithLock(
  live: readonly LiveId[],
  lock: Lock,
  fault: (at: { file: string; line: number }, message: string) => void,
): void {
  const byId = new Map(live.map((one) => [one.id, one]))
  const highest = new Map<string, number>()
  for (const { id } of live) {
    const revised = revisionOf(id)
    if (revised) highest.set(revised.base, Math.max(highest.get(revised.base) ?? 0, revised.revision))
  }
  const atLock = { file: LOCK_FILE, line: 1 }
  for (const [id, hash] of Object.entries(lock.ids)) {
    const now = byId.get(id)
    const tombstone = lock.tombstones[id]
    const revised = revisionOf(id)
    if (now && tombstone) fault(now, `${id} has a tombstone in ids.lock.json and is never used again`)
    else if (now && now.hash !== hash)
      fault(
        now,
        revised
          ? `the meaning of ${revised.base} changed without a raised revision`
          : `${id} no longer means what it meant when it was released`,
      )
    else if (!now && !tombstone && !(revised && (highest.get(revised.base) ?? 0) > revised.revision))
      fault(atLock, `${id} was released and is gone; it needs a tombstone with its successor`)
  }
  for (const [id, { successor }] of Object.entries(lock.tombstones)) {
    if (successor !== null && !byId.has(successor))
      fault(atLock, `the tombstone of ${id} names ${successor}, which does not exist`)
  }
  for (const one of live)
    if (!(one.id in lock.ids)) fault(one, `${one.id} is not in ids.lock.json; npm run content:lock adds it`)
}

/** The lock with the new ids of today. Changed and dropped ids keep their old entry, so the comparison still sees them. */
export const extendLock = (live: readonly LiveId[], lock: Lock | null, counts: Record<string, number>): Lock => ({
  counts,
  ids: { ...Object.fromEntries(live.map(({ id, hash }) => [id, hash])), ...lock?.ids },
  tombstones: lock?.tombstones ?? {},
})
