import type { FacetValue, SearchIndex, SearchUnit } from '#lib/domain/text-search.ts'
import { allParts, sentencesOf } from './transcript.ts'
import type { BracketKind, Edition, Part } from '../types.ts'

/** Sentences that make any claim at all, or have any bracket. */
export const ANY = 'any'
/** Who speaks the heading and the closing mark. */
export const NOBODY = 'nobody'

const brackets: Record<BracketKind, string> = {
  'name-supplied': 'a name supplied',
  'words-supplied': 'words supplied',
  illegible: 'could not be read',
  omission: 'something left out',
}

/** What the search page knows of each sentence and line: its words, who speaks, whom and what it names or means, its claims and brackets. */
export function searchIndex({ transcript, people, places, claims }: Edition): SearchIndex {
  const having = <T extends { id: string }>(list: readonly T[], at: (one: T) => readonly string[]) => {
    const byUnit = new Map<string, string[]>()
    for (const one of list) for (const id of at(one)) byUnit.set(id, [...(byUnit.get(id) ?? []), one.id])
    return (id: string): string[] => byUnit.get(id) ?? []
  }
  const persons = having(people, ({ mentions }) => mentions)
  const sites = having(places, ({ mentions }) => mentions)
  const claimed = having(claims, ({ at }) => at)
  const lines: { id: string; text: string; parts: Part[]; speaker?: string }[] = [
    ...transcript.header,
    ...sentencesOf(transcript.turns),
    transcript.end,
  ]
  const withAny = (ids: string[]): string[] => (ids.length > 0 ? [ANY, ...new Set(ids)] : [])
  const units = lines.map(({ id, text, parts, speaker }): SearchUnit => {
    const inside = allParts(parts)
    const has = {
      speaker: [speaker ?? NOBODY],
      person: persons(id),
      place: sites(id),
      body: [...new Set(inside.flatMap((part) => (part.kind === 'name' && part.what === 'body' ? [part.ref] : [])))],
      claim: withAny(claimed(id)),
      bracket: withAny(inside.flatMap((part) => (part.kind === 'bracket' ? [part.bracket] : []))),
    }
    return { id, text, has: Object.fromEntries(Object.entries(has).filter(([, ids]) => ids.length > 0)) }
  })
  const used = new Set(units.flatMap(({ has }) => [...(has.person ?? []), ...(has.place ?? [])]))
  const named: FacetValue[] = [...transcript.names].flatMap(([id, { what, label }]) =>
    what === 'body' ? [{ id, label }] : [],
  )
  return {
    units,
    values: {
      speaker: [
        { id: 'zhou', label: 'Zhou Enlai' },
        { id: 'khiem', label: 'Ung Văn Khiêm' },
        { id: NOBODY, label: 'nobody: heading and closing mark' },
      ],
      person: people
        .filter(({ id }) => used.has(id))
        .map(({ id, name, presence }) => ({
          id,
          label: presence === 'unnamed' ? `${name}, meant and not named` : name,
        })),
      place: places
        .filter(({ id }) => used.has(id))
        .map(({ id, name, presence }) => ({
          id,
          label: presence === 'implied' ? `${name}, meant and not named` : name,
        })),
      body: named,
      claim: [{ id: ANY, label: 'any claim' }, ...claims.map(({ id, title }) => ({ id, label: title }))],
      bracket: [{ id: ANY, label: 'any bracket' }, ...Object.entries(brackets).map(([id, label]) => ({ id, label }))],
    },
  }
}
