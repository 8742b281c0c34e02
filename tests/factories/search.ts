/** Looks for planted strings in everything that somebody was sent, plain and in the disguises that a leak would take. */
const disguises = (text: string): string[] => [
  text,
  text.toUpperCase(),
  encodeURIComponent(text),
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  text.split('').toReversed().join(''),
]

/** The sentinels that stand in any of the texts; the names of the texts say where. */
export function findPlanted(sentinels: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  for (const sentinel of sentinels) {
    for (const disguise of new Set(disguises(sentinel)))
      for (const [name, text] of texts) if (text.includes(disguise)) found.push(`${sentinel} in ${name}`)
  }
  return found
}
