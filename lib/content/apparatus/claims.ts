import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Fault } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStance, stanceSchema } from '../reading/stances.ts'
import { checkStatements, groundsSchema, sentencesUnder } from '../reading/statements.ts'
import { inTextOrder } from '../text/order.ts'
import { SPEAKER_NAMES, checkSpeaker } from '../text/speakers.ts'

const mouthSchema = z.strictObject({
  /** A person or body by id, or a plain name, which has a capital or a blank. */
  who: proseOf(80),
  how: z.enum(['direct', 'reported', 'inferred']),
  at: sentenceIdSchema.optional(),
  quote: proseOf(300).optional(),
})

export const claimSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(60),
  speaker: z.enum(['zhou', 'khiem']),
  /** The sentences that make the claim, all of them the speaker’s. */
  at: z.array(sentenceIdSchema).min(1).max(8),
  /** One sentence of our own, which begins with the speaker’s name. */
  claim: proseOf(300),
  /** Persons, places and bodies by id. */
  about: z.array(slugSchema).min(1).max(8),
  /** How far the speaker vouches for it, as its sentence words it. */
  value: stanceSchema,
  /** From the speaker back to the origin. */
  chain: z.array(mouthSchema).min(1).max(8),
  /** What other sources make of it; for forecasts, what came of them. */
  certainty: z.enum([
    'corroborated',
    'partly',
    'contradicted',
    'contested',
    'silent',
    'opinion',
    'borne-out',
    'not-borne-out',
  ]),
  elsewhere: z
    .array(z.strictObject({ text: proseOf(300), by: groundsSchema }))
    .min(1)
    .max(8),
})
type ClaimSource = z.infer<typeof claimSchema>

/** How somebody has a claim: from the thing itself, from the next mouth, or by a step that the record does not state. */
export type Mouth = z.infer<typeof mouthSchema>

/** Something that a speaker says is so, and the mouths through which he has it. */
export type Claim = ClaimSource & {
  /** Computed: one mouth, and it speaks of what it saw, heard or did. */
  firstHand: boolean
}

export function readClaims(against: Against, people: ReadonlySet<string>): Kind<Claim[]> {
  const { place, transcript, units } = against
  const entries = readEntries(place, 'claims.yaml', claimSchema, (id) => `the claim "${id}" is there twice`)
  const named = (id: string): boolean => people.has(id) || transcript.names.has(id)
  for (const { value, fault } of entries) {
    const name = SPEAKER_NAMES[value.speaker]
    value.at.forEach((id, which) => {
      checkCitation(units, { at: id }, fault('at', which))
      checkSpeaker(units, id, value.speaker, fault('at', which))
    })
    if (!value.claim.startsWith(`${name} `)) fault('claim')(`a claim begins with "${name}", whose claim it is`)
    value.about.forEach((id, which) => {
      if (!named(id)) fault('about', which)(`"${id}" is no person of people.yaml and no name of the transcript`)
    })
    if (value.chain[0]?.who !== value.speaker)
      fault(
        'chain',
        0,
      )(`the chain begins with "${value.chain[0]?.who ?? ''}" and not with its speaker, ${value.speaker}`)
    value.chain.forEach((mouth, which) => {
      const last = which === value.chain.length - 1
      checkMouth(mouth, last, fault('chain', which))
      if (slugSchema.safeParse(mouth.who).success && !named(mouth.who))
        fault('chain', which)(`"${mouth.who}" is no person of people.yaml and no name of the transcript`)
      const { at, quote } = mouth
      if (at !== undefined) checkCitation(units, quote === undefined ? { at } : { at, quote }, fault('chain', which))
    })
    checkStance(units, value.value, value.at, fault('value'))
    checkStatements(value.elsewhere, against, (which) => fault('elsewhere', which))
  }
  const claims = inTextOrder(units, valuesOf(entries)).map((source) => ({
    ...source,
    firstHand: source.chain.length === 1 && source.chain[0]?.how === 'direct',
  }))
  return {
    value: claims,
    // Who claims what, and where, stays; its chain and what is known of it may be improved.
    ids: idsOfEntries('claim', entries, ({ speaker, at }) => ({ speaker, at })),
    uses: valuesOf(entries).map(({ id, title, at, chain, elsewhere }) => ({
      at: [...at, ...chain.flatMap((mouth) => mouth.at ?? []), ...sentencesUnder(elsewhere)],
      kind: 'claim',
      title,
      href: `/claims/${id}`,
    })),
    statements: claims.flatMap(({ elsewhere }) => elsewhere),
    counts: {
      claims: claims.length,
      ...tally(
        'claim',
        claims.map(({ certainty }) => certainty),
      ),
      ...tally(
        'value',
        claims.map(({ value }) => value.is),
      ),
    },
  }
}

function checkMouth({ who, how, at, quote }: Mouth, last: boolean, fault: Fault): void {
  if (how === 'reported' && last) fault(`${who} reports, and the chain has nobody behind`)
  if (how === 'direct' && !last) fault(`${who} has it directly, and the chain goes on behind`)
  if (how !== 'inferred' && at === undefined)
    fault(`${who} without the sentence that shows it; a step that the record does not state is inferred`)
  if (at === undefined && quote !== undefined) fault('a quote without the sentence it stands in')
}
