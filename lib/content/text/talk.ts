import { foldSpace } from '#lib/domain/citation.ts'
import { withoutBracket } from '../apparatus/brackets.ts'
import { allParts, sentencesOf, wordsOf } from './transcript.ts'
import type { Sentence, SpeakerId, Transcript } from './types.ts'

/**
 * Who speaks, how long, and how persons are named, counted from the transcript. A word is what stands between two
 * blanks; labels and header lines are not counted.
 */
export type TalkTurn = { id: string; n: number; speaker: SpeakerId; words: number; from: string; to: string }
export type Share = { speaker: SpeakerId; words: number; sentences: number; turns: number; share: number }
/** A way of naming a person, as the record has it without the supplied names. */
export type Form = { form: string; person: string; zhou: string[]; khiem: string[] }
/** The sentences of each speaker that name a person. */
export type Naming = { person: string; zhou: string[]; khiem: string[] }

export type Talk = {
  words: number
  shares: Share[]
  turns: TalkTurn[]
  /** The longest turn: so many words without the other speaking. */
  longest: TalkTurn
  /** One id for each time it is used, so that a form used twice in a sentence counts twice. */
  forms: Form[]
  naming: Naming[]
  /** Sentences in which a speaker says “you” or “your”, one id for each time. */
  you: Record<SpeakerId, string[]>
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

export function talkOf(transcript: Transcript): Talk {
  const sentences = sentencesOf(transcript.turns)
  const words = sum(sentences.map((one) => one.words))
  const turns = transcript.turns.flatMap(({ id, n, speaker, paragraphs }): TalkTurn[] => {
    const said = paragraphs.flatMap((paragraph) => paragraph.sentences)
    const [first, last] = [said[0], said.at(-1)]
    return first && last
      ? [{ id, n, speaker, words: sum(said.map((one) => one.words)), from: first.id, to: last.id }]
      : []
  })
  const longest = turns.toSorted((a, b) => b.words - a.words)[0]
  if (!longest) throw new Error('a talk without a turn')
  return {
    words,
    shares: (['zhou', 'khiem'] as const).map((speaker): Share => {
      const own = sentences.filter((one) => one.speaker === speaker)
      const spoken = sum(own.map((one) => one.words))
      return {
        speaker,
        words: spoken,
        sentences: own.length,
        turns: turns.filter((turn) => turn.speaker === speaker).length,
        share: spoken / words,
      }
    }),
    turns,
    longest,
    forms: formsOf(sentences),
    naming: namingOf(sentences),
    you: { zhou: youIn(sentences, 'zhou'), khiem: youIn(sentences, 'khiem') },
  }
}

const persons = ({ parts }: Sentence) =>
  allParts(parts).flatMap((part) => (part.kind === 'name' && part.what === 'person' ? [part] : []))

/** In the order of how often they are used. */
function formsOf(sentences: readonly Sentence[]): Form[] {
  const forms = new Map<string, Form>()
  for (const sentence of sentences)
    for (const { ref, parts } of persons(sentence)) {
      const form = foldSpace(wordsOf(withoutBracket(parts)))
      // A name that stands in brackets as a whole is nobody’s way of naming in the talk.
      if (form === '') continue
      const one = forms.get(`${ref} ${form}`) ?? { form, person: ref, zhou: [], khiem: [] }
      one[sentence.speaker].push(sentence.id)
      forms.set(`${ref} ${form}`, one)
    }
  return [...forms.values()].toSorted((a, b) => b.zhou.length + b.khiem.length - a.zhou.length - a.khiem.length)
}

function namingOf(sentences: readonly Sentence[]): Naming[] {
  const naming = new Map<string, Naming>()
  for (const sentence of sentences)
    for (const person of new Set(persons(sentence).map(({ ref }) => ref))) {
      const one = naming.get(person) ?? { person, zhou: [], khiem: [] }
      one[sentence.speaker].push(sentence.id)
      naming.set(person, one)
    }
  return [...naming.values()].toSorted((a, b) => b.zhou.length + b.khiem.length - a.zhou.length - a.khiem.length)
}

const youIn = (sentences: readonly Sentence[], speaker: SpeakerId): string[] =>
  sentences
    .filter((one) => one.speaker === speaker)
    .flatMap(({ id, text }) => [...text.matchAll(/\byour?\b/giu)].map(() => id))
