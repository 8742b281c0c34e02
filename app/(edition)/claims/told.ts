import type { Claim, Edition, SpeakerId } from '#lib/content/types.ts'
import { speakerName } from '../../_ui/figures.ts'
import { certaintyWords, inSentence, listener, mouthsOf, nameOf, stepOf } from './words.ts'

/** One mouth on the ladder, in the words that the page prints. */
export type Rung = {
  name: string
  /** The id of a person who has a page. */
  person?: string
  step: string
  quote?: string
  cites: { at: string; speaker: SpeakerId | null }[]
  /** How it is known that the claim passed this mouth; the rungs after the speaker need no saying. */
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

/** The mouths a claim has passed, the origin first and the reader last. */
export function ladderOf(claim: Claim, edition: Pick<Edition, 'people' | 'transcript'>): Rung[] {
  const { people, transcript } = edition
  const named = (who: string) => ({
    name: nameOf(who, edition),
    ...(people.some(({ id }) => id === who) && { person: who }),
  })
  const mouths = claim.chain.toReversed()
  const passed = mouths.map((mouth, i): Rung => {
    const speaks = i === mouths.length - 1
    const above = mouths[i - 1]
    const dashed = mouth.how === 'inferred'
    const own =
      mouth.how === 'direct'
        ? 'speaks of what he saw, heard or did himself'
        : 'concludes it himself; no source is named'
    const step = speaks && !above ? own : stepOf(mouth, above ? inSentence(above.who, edition) : null)
    return {
      ...named(mouth.who),
      step: speaks ? `${step}; tells ${listener(claim.speaker)}, through an interpreter` : step,
      ...(mouth.quote && { quote: mouth.quote }),
      cites: mouth.at ? [{ at: mouth.at, speaker: transcript.units.get(mouth.at)?.speaker ?? null }] : [],
      how: !dashed ? 'As the record says' : speaks && !above ? 'Concluded' : 'Inferred by this edition',
      ...(dashed && { dashed }),
      ...(speaks && { mark: 'speaker' }),
    }
  })
  return [
    ...passed,
    {
      ...named('ni-liyu'),
      step: `writes down what ${speakerName[claim.speaker]} is heard to say; not reviewed`,
      cites: [
        { at: 'h10', speaker: null },
        { at: 'h5', speaker: null },
      ],
    },
    { ...named('mercado'), step: 'puts the Chinese record into English', cites: [] },
    { name: 'You', step: 'read it', cites: [], mark: 'you' },
  ]
}

export const toldClaim = (claim: Claim, edition: Pick<Edition, 'people' | 'transcript'>): ToldClaim => ({
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
