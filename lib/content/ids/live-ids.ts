import type { Quiz } from '#lib/domain/item.ts'
import type { Question } from '#lib/domain/question.ts'
import type { EssaySource, ShortSource } from '../essays/essay-source.ts'
import type { Entry } from '../reading/files.ts'
import { digest } from './digest.ts'
import { meaningOfItem, meaningOfQuestion } from './lock.ts'
import type { LiveId } from './lock.ts'
import type { ClaimSource, EventSource, PersonSource, PlaceSource } from '../schemas.ts'
import type { Transcript } from '../types.ts'

/** Ids that are addresses and promise no more: what stands under them may be improved. */
export const addressIds = (what: string, entries: readonly Entry<{ id: string }>[]): LiveId[] =>
  entries.map(({ value, file, line }) => ({
    id: `${what}:${value.id}`,
    hash: digest(value.id),
    file,
    line: line(['id']),
  }))

/** Every public id that the files hold today, with what it means and where it stands. */
export function liveIds(
  transcript: Transcript,
  lines: ReadonlyMap<string, number>,
  people: readonly Entry<PersonSource>[],
  events: readonly Entry<EventSource>[],
  places: readonly Entry<PlaceSource>[],
  essays: readonly EssaySource[],
  shorts: readonly ShortSource[],
  quizzes: readonly Entry<Quiz>[],
  questions: readonly Entry<Question>[],
  claims: readonly Entry<ClaimSource>[],
  ledgers: Record<'facts' | 'silences' | 'forecasts' | 'custody', readonly Entry<{ id: string }>[]>,
): LiveId[] {
  const inText = (id: string, meaning: unknown): LiveId => ({
    id,
    hash: digest(meaning),
    file: 'transcript.xml',
    line: lines.get(id) ?? 1,
  })
  return [
    ...[...transcript.units.values()].map(({ id, text, speaker }) => inText(id, { text, speaker })),
    ...transcript.turns.flatMap((turn) => [
      inText(turn.id, { speaker: turn.speaker, label: turn.label }),
      ...turn.paragraphs.map((paragraph) =>
        inText(
          paragraph.id,
          paragraph.sentences.map(({ id }) => id),
        ),
      ),
    ]),
    // An essay's paragraph is a place to come back to; its wording may be improved, its number may not move away.
    ...essays.flatMap(({ slug, file, paragraphs }) =>
      paragraphs.map(({ id, line }): LiveId => ({ id: `essay:${slug}#${id}`, hash: digest(id), file, line })),
    ),
    ...shorts.flatMap(({ slug, file, paragraphs }) =>
      paragraphs.map(({ id, line }): LiveId => ({ id: `short:${slug}#${id}`, hash: digest(id), file, line })),
    ),
    ...people.map(({ value, file, line }): LiveId => ({
      id: `person:${value.id}`,
      hash: digest(value.name),
      file,
      line: line(['name']),
    })),
    // Who claims what, and where, stays; its chain and what is known of it may be improved.
    ...claims.map(({ value, file, line }): LiveId => ({
      id: `claim:${value.id}`,
      hash: digest({ speaker: value.speaker, at: value.at }),
      file,
      line: line(['id']),
    })),
    // A date may be corrected and a name respelled; the address stays what it is.
    ...events.map(({ value, file, line }): LiveId => ({
      id: `event:${value.id}`,
      hash: digest(value.id),
      file,
      line: line(['id']),
    })),
    ...places.map(({ value, file, line }): LiveId => ({
      id: `place:${value.id}`,
      hash: digest(value.id),
      file,
      line: line(['id']),
    })),
    // What is known of them may change, and with it what they say; the address stays what it is.
    ...Object.entries({
      fact: ledgers.facts,
      silence: ledgers.silences,
      forecast: ledgers.forecasts,
      hand: ledgers.custody,
    }).flatMap(([what, entries]) =>
      entries.map(({ value, file, line }): LiveId => ({
        id: `${what}:${value.id}`,
        hash: digest(value.id),
        file,
        line: line(['id']),
      })),
    ),
    ...quizzes.flatMap(({ value, file, line }): LiveId[] => [
      { id: `quiz:${value.id}`, hash: digest(value.audience), file, line: line(['audience']) },
      ...value.items.map((one, index): LiveId => ({
        id: `item:${one.id}@${one.revision}`,
        hash: meaningOfItem(one),
        file,
        line: line(['items', index, 'id']),
      })),
    ]),
    ...questions.map(({ value, file, line }): LiveId => ({
      id: `question:${value.id}@${value.revision}`,
      hash: meaningOfQuestion(value),
      file,
      line: line(['id']),
    })),
  ]
}
