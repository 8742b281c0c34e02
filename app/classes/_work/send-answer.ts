/** One answer on its way to the server, and what became of it. */
import type { Outcome, Saved } from '../../_ui/save-queue.ts'
import { send } from '../../_ui/send.ts'

export type Given = { answer: string[]; confidence: number | null }
export type SavedAnswer = { item: string; seq: number; answer: string[]; confidence: number | null; savedAt: string }

export const same = (a: Given, b: Given): boolean =>
  a.confidence === b.confidence &&
  a.answer.length === b.answer.length &&
  a.answer.every((one) => b.answer.includes(one))
export const savedOf = (one: SavedAnswer): Saved<Given> => ({
  seq: one.seq,
  body: { answer: one.answer, confidence: one.confidence },
  savedAt: one.savedAt,
})

export async function sendAnswer(attempt: string, item: string, seq: number, body: Given): Promise<Outcome<Given>> {
  const reply = await send<{ receipt: { seq: number; savedAt: string } }>(
    'PUT',
    `/api/attempts/${attempt}/answers/${item}`,
    { answer: body.answer, ...(body.confidence ? { confidence: body.confidence } : {}), seq },
  )
  if (reply.kind === 'ok') return { kind: 'saved', seq: reply.value.receipt.seq, savedAt: reply.value.receipt.savedAt }
  if (reply.kind === 'unreached') return reply
  if (reply.code === 'changed-elsewhere') {
    const stored = reply.detail.stored as {
      seq: number
      answer: string[] | null
      confidence: number | null
      savedAt: string
    } | null
    return {
      kind: 'elsewhere',
      stored: stored
        ? {
            seq: stored.seq,
            body: { answer: stored.answer ?? [], confidence: stored.confidence },
            savedAt: stored.savedAt,
          }
        : null,
    }
  }
  if (reply.code === 'attempt-closed') return { kind: 'closed' }
  if (reply.code === 'sign-in-needed') return { kind: 'signed-out' }
  return { kind: 'refused', words: reply.words }
}
