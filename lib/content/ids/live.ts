import type { Entry } from '../reading/files.ts'
import type { Transcript } from '../text/types.ts'
import { digest } from './digest.ts'
import type { LiveId } from './lock.ts'

/** Ids that promise what `meaning` gives. Left out, they are addresses: what stands under them may be improved. */
export const idsOfEntries = <T extends { id: string }>(
  what: string,
  entries: readonly Entry<T>[],
  meaning: (value: T) => unknown = ({ id }) => id,
  written: keyof T & string = 'id',
): LiveId[] =>
  entries.map(({ value, file, line }) => ({
    id: `${what}:${value.id}`,
    hash: digest(meaning(value)),
    file,
    line: line([written]),
  }))

/** Every sentence, header line, turn and paragraph, with what it means. */
export function idsOfText({ units, turns }: Transcript, lines: ReadonlyMap<string, number>): LiveId[] {
  const inText = (id: string, meaning: unknown): LiveId => ({
    id,
    hash: digest(meaning),
    file: 'transcript.xml',
    line: lines.get(id) ?? 1,
  })
  return [
    ...[...units.values()].map(({ id, text, speaker }) => inText(id, { text, speaker })),
    ...turns.flatMap((turn) => [
      inText(turn.id, { speaker: turn.speaker, label: turn.label }),
      ...turn.paragraphs.map((paragraph) =>
        inText(
          paragraph.id,
          paragraph.sentences.map(({ id }) => id),
        ),
      ),
    ]),
  ]
}
