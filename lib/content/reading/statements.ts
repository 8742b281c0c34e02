import { z } from 'zod'
import { checkGrounds, parseGround } from './grounds.ts'
import type { Against } from './read-list.ts'

/** A sentence of our own and what it rests on. */
export type Statement = { text: string; by: string }

export const proseOf = (most: number) => z.string().trim().min(1).max(most)

export const statementSchema = z.strictObject({
  text: proseOf(300).describe('one sentence of our own'),
  by: proseOf(200).describe('its grounds: T:s143, V:work, K:work, K:general, U or frame'),
})

export function checkStatements(
  { transcript, works }: Against,
  statements: readonly Statement[],
  fault: (which: number) => (message: string) => void,
): void {
  const knows = { unit: (id: string) => transcript.units.has(id), work: (id: string) => works.has(id) }
  statements.forEach((statement, which) => checkGrounds(statement, knows, fault(which)))
}

/** Whether any of the sentences rests on a work outside the transcript, by name. */
export const restOnWork = (statements: readonly Statement[]): boolean =>
  statements.some(({ by }) =>
    by.split(/\s+/u).some((word) => {
      const ground = parseGround(word)
      return ground !== null && (ground.kind === 'V' || ground.kind === 'K') && ground.target !== ''
    }),
  )
