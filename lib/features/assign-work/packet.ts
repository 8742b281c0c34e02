import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { findClass } from '#lib/db/queries/classes.ts'
import { listAssignments, listShown, type Assignment } from '#lib/db/queries/assignments.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Item } from '#lib/domain/item.ts'
import { idSchema } from '#lib/domain/names.ts'
import type { KeptQuestion } from '#lib/domain/question.ts'
import type { ShownWork } from './freeze.ts'

const WEEK_MS = 7 * 24 * 3_600_000

/** What a week is about: whatever is due within seven days; where nothing is, everything. */
function thisWeek(assignments: readonly Assignment[], now: Date): Assignment[] {
  const due = assignments.filter(
    ({ dueAt }) => dueAt !== null && dueAt >= now && dueAt.getTime() - now.getTime() <= WEEK_MS,
  )
  return due.length > 0 ? due : [...assignments]
}

/** The right answers and the notes of what was given; null where there is nothing to know. */
export type PacketKey = { items: Item[] } | { question: KeptQuestion } | null

/**
 * Chosen work as it was frozen, to be printed and handed out; with `key`, on a sheet of its own, what the instructor
 * knows of it. Without it no key is read.
 */
export const viewPacket = feature({
  input: z.strictObject({
    class: idSchema,
    of: z.array(idSchema).max(200).default([]),
    key: z.boolean().default(false),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, now }, input) => {
    const [klass, all] = await Promise.all([findClass(db, input.class), listAssignments(db, input.class)])
    if (!klass) throw new Refusal('not-found')
    const asked = all.filter(({ id }) => input.of.includes(id))
    const chosen = asked.length > 0 ? asked : thisWeek(all, now())
    const { contentRevisions: revisions } = db.t
    const hashes = [...new Set(chosen.map(({ revisionHash }) => revisionHash))]
    const shown = await listShown(db, hashes)
    const kept =
      !input.key || hashes.length === 0
        ? []
        : await db
            .select({ hash: revisions.hash, kept: revisions.kept })
            .from(revisions)
            .where(inArray(revisions.hash, hashes))
    const keyOf = ({ kind, revisionHash }: Assignment): PacketKey => {
      const found = kept.find(({ hash }) => hash === revisionHash)?.kept
      if (!found) return null
      if (kind === 'quiz') return { items: (found as { items: Item[] }).items }
      return kind === 'question' ? { question: found as KeptQuestion } : null
    }
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: now().toISOString(),
      all: all.map(({ id, title, kind }) => ({ id, title, kind })),
      work: chosen.map((one) => ({
        id: one.id,
        kind: one.kind,
        title: one.title,
        zone: one.zone,
        opensAt: one.opensAt?.toISOString() ?? null,
        dueAt: one.dueAt?.toISOString() ?? null,
        closesAt: one.closesAt?.toISOString() ?? null,
        shown: shown.get(one.revisionHash) as ShownWork,
        key: keyOf(one),
      })),
    }
  },
})
export type PacketView = Awaited<ReturnType<typeof viewPacket>>
