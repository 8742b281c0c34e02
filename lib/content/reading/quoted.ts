import { foldSpace } from '#lib/domain/citation.ts'
import type { Against, Fault } from './entries.ts'
import { groundsIn } from './grounds.ts'
import { checkStatement } from './statements.ts'
import type { Statement } from './statements.ts'

/** The text has typewriter’s apostrophes, and a comma or a full stop of ours stands inside our quotation marks. */
const plain = (words: string): string => foldSpace(words).replace(/[’‘]/gu, "'")
const quotedIn = (prose: string): string[] => [...prose.matchAll(/“([^”]+)”/gu)].map((match) => plain(match[1] ?? ''))

/** Whether what a sentence of ours puts into quotation marks stands in one of the sentences of the text. */
export function checkQuoted(units: Against['units'], prose: string, within: readonly string[], fault: Fault): void {
  const texts = within.flatMap((id) => units.get(id)?.text ?? []).map(plain)
  for (const words of quotedIn(prose))
    if (!texts.some((text) => text.includes(words) || text.includes(words.replace(/[.,]$/u, ''))))
      fault(`the quoted words "${words.slice(0, 60)}" stand in none of its sentences`)
}

/** Sentences of our own whose quoted words are those of the transcript sentences they rest on, where they name no work. */
export function checkQuoting(
  statements: readonly Statement[],
  against: Pick<Against, 'units' | 'works'>,
  fault: (which: number) => Fault,
): void {
  statements.forEach((statement, which) => {
    const grounds = checkStatement(statement, against, fault(which))
    if (grounds.some(({ kind }) => kind === 'V' || kind === 'K')) return
    const within = groundsIn(statement.by).flatMap(({ kind, target }) => (kind === 'T' ? [target] : []))
    checkQuoted(against.units, statement.text, within, fault(which))
  })
}
