import type { Claim, Edition, SpeakerId } from '#lib/content/types.ts'
import { certaintyWords, inSentence, listener, mouthsOf, nameOf, stepOf } from './words.ts'

/** One mouth on the ladder, in the words that the page prints. */
export type Rung = {
  name: string
  /** The id of a person who has a page. */
  person?: string
  step: string
  quote?: string
  cites: { at: string; speaker: SpeakerId | null }[]
  /** How it is known that the claim passed this mouth; the hands on the paper need no saying. */
  how?: string
  dashed?: true
  mark?: 'speaker' | 'you'
}

/** What the list and the panel say of a claim, with its ladder. */
export type ToldClaim = Pick<Claim, 'id' | 'title' | 'speaker' | 'at' | 'claim' | 'firstHand'> & {
  certainty: string
  mouths: string
  ladder: Rung[]
}

/**
 * From the reader back to the origin: first the hands on the paper, the same for every claim, then the mouths that this
 * one has passed.
 */
export function ladderOf(claim: Claim, edition: Pick<Edition, 'people' | 'transcript' | 'custody'>): Rung[] {
  const { people, transcript, custody } = edition
  const named = (who: string) => ({
    name: nameOf(who, edition),
    ...(people.some(({ id }) => id === who) && { person: who }),
  })
  const hands = custody
    .toReversed()
    .flatMap(({ at, rung }): Rung[] =>
      rung ? [{ ...named(rung.who), step: rung.does, cites: at.map((line) => ({ at: line, speaker: null })) }] : [],
    )
  const mouths = claim.chain.map((mouth, i): Rung => {
    const speaks = i === 0
    const source = claim.chain[i + 1]
    const dashed = mouth.how === 'inferred'
    const own =
      mouth.how === 'direct'
        ? 'speaks of what he saw, heard or did himself'
        : 'concludes it himself; no source is named'
    const step = speaks && !source ? own : stepOf(mouth, source ? inSentence(source.who, edition) : null)
    return {
      ...named(mouth.who),
      step: speaks ? `${step}; tells ${listener(claim.speaker)}, through an interpreter` : step,
      ...(mouth.quote && { quote: mouth.quote }),
      cites: mouth.at ? [{ at: mouth.at, speaker: transcript.units.get(mouth.at)?.speaker ?? null }] : [],
      how: !dashed ? 'As the record says' : speaks && !source ? 'Concluded' : 'Inferred by this edition',
      ...(dashed && { dashed }),
      ...(speaks && { mark: 'speaker' }),
    }
  })
  return [{ name: 'You', step: 'read it', cites: [], mark: 'you' }, ...hands, ...mouths]
}

export const toldClaim = (claim: Claim, edition: Pick<Edition, 'people' | 'transcript' | 'custody'>): ToldClaim => ({
  id: claim.id,
  title: claim.title,
  speaker: claim.speaker,
  at: claim.at,
  claim: claim.claim,
  firstHand: claim.firstHand,
  certainty: certaintyWords[claim.certainty],
  mouths: mouthsOf(claim),
  ladder: ladderOf(claim, edition),
})
