import type { Passage } from '#lib/domain/citation.ts'
import type { Quiz } from '#lib/domain/item.ts'
import type { Question } from '#lib/domain/question.ts'
import type { CruxSource } from './apparatus/cruxes.ts'
import type { EssaySource, EssayTextSource, ShortSource } from './essays/essay-source.ts'
import type { Fact } from './apparatus/facts.ts'
import type { Entry } from './reading/files.ts'
import type { Forecast } from './apparatus/forecasts.ts'
import { parseGround } from './reading/grounds.ts'
import { sentenceRange } from './text/passages.ts'
import type { ClaimSource, EventSource, PersonSource } from './schemas.ts'
import { telegramSentences } from './apparatus/telegrams.ts'
import type { Edition, Transcript, Use } from './types.ts'

/** The way back, from a sentence to what uses it. Class quizzes are left out before anything is looked at. */
export function usesOf(
  units: Transcript['units'],
  people: readonly Entry<PersonSource>[],
  events: readonly Entry<EventSource>[],
  essays: readonly EssaySource[],
  shorts: readonly ShortSource[],
  quizzes: readonly Entry<Quiz>[],
  questions: readonly Entry<Question>[],
  claims: readonly Entry<ClaimSource>[],
  cruxes: readonly Entry<CruxSource>[],
  {
    telegrams,
    retold,
    quotations,
    ledgers,
  }: Pick<Edition, 'telegrams' | 'retold' | 'quotations'> & {
    ledgers: {
      facts: readonly Entry<Fact>[]
      silences: readonly Entry<{ id: string; title: string; at: string[]; happened: { by: string }[] }>[]
      forecasts: readonly Entry<Forecast>[]
    }
  },
): ReadonlyMap<string, Use[]> {
  const uses = new Map<string, Use[]>()
  const add = (ids: Iterable<string>, use: Use): void => {
    for (const id of new Set(ids)) if (units.has(id)) uses.set(id, [...(uses.get(id) ?? []), use])
  }
  const grounded = (statements: readonly { by: string }[]): string[] =>
    statements.flatMap(({ by }) =>
      by.split(/\s+/u).flatMap((word) => {
        const ground = parseGround(word)
        return ground?.kind === 'T' ? [ground.target] : []
      }),
    )
  const runs = (passages: readonly Passage[]): string[] =>
    passages.flatMap((range) => sentenceRange(units, range) ?? [])

  const essayUses = ({ cites, grounds }: EssayTextSource): string[] => [
    ...cites.map(({ at }) => at),
    ...grounded(grounds),
  ]
  for (const essay of essays) {
    const { slug, title } = essay
    const inLong = essayUses(essay)
    add(inLong, { kind: 'essay', title, href: `/essays/${slug}` })
    // A sentence leads to an essay once: to the short form only where the long one does without it.
    const inShort = shorts.filter((short) => short.slug === slug).flatMap(essayUses)
    add(
      inShort.filter((id) => !inLong.includes(id)),
      { kind: 'essay', title: `${title} (short)`, href: `/essays/${slug}/short` },
    )
  }
  for (const { value } of questions)
    add([...runs(value.passages), ...value.cites.map(({ at }) => at)], {
      kind: 'question',
      title: value.title,
      href: `/questions/${value.id}`,
    })
  for (const { value } of quizzes.filter((entry) => entry.value.audience === 'public'))
    add(runs(value.items.map((one) => one.passage)), { kind: 'quiz', title: value.title, href: `/quizzes/${value.id}` })
  for (const { value } of people)
    add([...grounded(value.about), ...value.meant], { kind: 'person', title: value.name, href: `/people/${value.id}` })
  for (const { value } of claims)
    add([...value.at, ...value.chain.flatMap(({ at }) => at ?? []), ...grounded(value.elsewhere)], {
      kind: 'claim',
      title: value.title,
      href: `/claims/${value.id}`,
    })
  for (const { value } of cruxes)
    add([...value.at, ...grounded([...value.problem, ...value.readings, ...value.say])], {
      kind: 'crux',
      title: `Crux: ${value.title}`,
      href: `/cruxes#${value.id}`,
    })
  for (const { value } of ledgers.facts)
    add(
      [
        ...value.at,
        ...grounded(value.rests),
        ...[...(value.sum?.of ?? []), ...(value.sum?.is ?? [])].map(({ at }) => at),
      ],
      {
        kind: 'fact',
        title: `Checked: ${value.title}`,
        href: `/facts#${value.id}`,
      },
    )
  for (const { value } of ledgers.silences)
    add([...value.at, ...grounded(value.happened)], {
      kind: 'silence',
      title: `Not named: ${value.title}`,
      href: `/silences#${value.id}`,
    })
  for (const { value } of ledgers.forecasts)
    add(value.at, { kind: 'forecast', title: `Forecast: ${value.title}`, href: `/forecasts#${value.id}` })
  for (const { value } of events)
    add([...value.at, ...grounded([value])], {
      kind: 'event',
      title: `Timeline, ${value.when}`,
      href: `/timeline#${value.id}`,
    })
  for (const event of telegrams)
    add([...telegramSentences(event), ...grounded(event.note)], {
      kind: 'telegram',
      title: `Telegrams: ${event.title}`,
      href: `/telegrams#${event.id}`,
    })
  for (const { id, title, at, from } of retold?.points ?? [])
    add([...at, ...from], { kind: 'retold', title: `Said again, shorter: ${title}`, href: `/retold#${id}` })
  for (const { id, title, at } of retold?.dropped ?? [])
    add(at, { kind: 'retold', title: `Left out of the message: ${title}`, href: `/retold#${id}` })
  for (const { id, title, at } of quotations.quotations)
    add(at, { kind: 'quotation', title: `Whose words: ${title}`, href: `/quotations#${id}` })
  return uses
}
