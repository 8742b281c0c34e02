/** Builders of notes: an anchor, and rows by the thousand that no screen would let one write. */
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Tables } from '#lib/db/tables.ts'
import { placeOrder, wordsOf } from '#lib/domain/anchor.ts'
import { call, type Reply } from './call.ts'

const on = (from: string, to = from) => ({
  rangeFrom: from,
  rangeTo: to,
  orderFrom: placeOrder(from),
  orderTo: placeOrder(to),
  words: wordsOf(edition().transcript.units, { from, to }),
})

type NoteRow = Tables['notes']['$inferSelect']

/** A note as a row, whatever the rules would say to it. */
export const noteRow = (
  base: Pick<NoteRow, 'classId' | 'userId'> & Partial<NoteRow>,
  at: { from: string; to?: string } = { from: 's80' },
): NoteRow => ({
  id: v7(),
  assignmentId: null,
  ...on(at.from, at.to),
  kind: 'note',
  tag: null,
  ownTag: null,
  body: 'A note',
  audience: 'class',
  sectionId: null,
  threadId: null,
  ownerId: base.userId,
  replies: 0,
  seq: 1,
  createdAt: new Date(),
  editedAt: null,
  deletedAt: null,
  erasedAt: null,
  ...base,
})

export async function insertNotes(db: Db, rows: readonly NoteRow[]): Promise<void> {
  await db.atomically(function* (tx) {
    for (const row of rows) yield* q(tx.insert(db.t.notes).values(row))
  })
}

/** As somebody writes it: the address, the reading and their cookie are given once. */
export const writer =
  (klass: { id: string }, assignment: { id: string } | null) =>
  (person: { cookie: string }, json: Record<string, unknown>): Promise<Reply> =>
    call('POST', `/api/classes/${klass.id}/notes`, {
      cookie: person.cookie,
      json: { ...(assignment && { assignment: assignment.id }), ...json },
    })
