import type { Change } from './apparatus/changes.ts'
import type { Question } from '#lib/domain/question.ts'
import type { Quiz } from '#lib/domain/item.ts'
import type { Body } from './apparatus/bodies.ts'
import type { Crux } from './apparatus/cruxes.ts'
import type { Term } from './apparatus/glossary.ts'
import type { SisterDocument } from './apparatus/sister-documents.ts'
import type { Bracket } from './apparatus/brackets.ts'
import type { DoubtList } from './apparatus/doubt.ts'
import type { Quotations } from './apparatus/quotations.ts'
import type { Retold } from './apparatus/retold.ts'
import type { TelegramEvent } from './apparatus/telegrams.ts'
import type { Hand } from './apparatus/custody.ts'
import type { Fact } from './apparatus/facts.ts'
import type { Forecast, ForecastOutcome } from './apparatus/forecasts.ts'
import type { Silence } from './apparatus/silences.ts'
import type { Stance } from './apparatus/stances.ts'

/** A run of the text inside a sentence or header line, in order. Text is as printed in the source, folded. */
export type Part =
  | { kind: 'text'; text: string }
  /** A name of a person, place or body; `ref` is its id in people.yaml (persons) or in `Transcript.names`. */
  | { kind: 'name'; what: 'person' | 'place' | 'body'; ref: string; parts: Part[] }
  /** One of the document's square brackets, brackets included in `text`. */
  | { kind: 'bracket'; id: string; bracket: BracketKind; text: string; note: string }
  /** A slip: `sic` is printed (it may be empty only if something is missing), `corr` stands beside it. */
  | { kind: 'slip'; id: string; sic: string; corr: string; note: string }
  /** A page break of the source file, which cuts no sentence. */
  | { kind: 'page-break' }

/** Who or what a bracket is: a name supplied, words supplied, a hole in the paper, or an omission. */
export type BracketKind = 'name-supplied' | 'words-supplied' | 'illegible' | 'omission'

export type Sentence = {
  id: string
  /** 1-based number, the digits of the id. */
  n: number
  turn: string
  paragraph: string
  speaker: SpeakerId
  /** The words as they stand (slips uncorrected, brackets kept), white space folded. */
  text: string
  words: number
  parts: Part[]
}
export type SpeakerId = 'zhou' | 'khiem'
export type Paragraph = { id: string; sentences: Sentence[] }
export type Turn = {
  id: string
  n: number
  speaker: SpeakerId
  /** As printed, with colon: «Premier Zhou:» */ label: string
  paragraphs: Paragraph[]
}
export type HeaderLine = { id: string; n: number; text: string; parts: Part[] }

export type TeiHeader = {
  title: string
  date: string
  citation: string
  /** The archive's public page. */
  url: string
  summary: string
  credits: string
  originalLanguage: string
  rights: string
  /** Editorial declaration, one paragraph each. */
  editorial: string[]
}

export type Transcript = {
  tei: TeiHeader
  header: HeaderLine[]
  turns: Turn[]
  /** The closing `[...]`, id `end`. */
  end: HeaderLine
  /** Every citable unit in document order: header lines, sentences, `end`. */
  units: ReadonlyMap<
    string,
    { id: string; text: string; order: number; speaker: SpeakerId | null; turn: string | null }
  >
  /** Every person, place and body that the text names, by the id its names point to. */
  names: ReadonlyMap<string, { what: 'person' | 'place' | 'body'; label: string }>
  /** The document's exact text: markup stripped, corrections undone, white space folded. */
  exactText: string
}

/** How sure the edition is: verified source, established scholarship, this transcript only, uncertain. */
export type Certainty = 'verified' | 'established' | 'transcript' | 'uncertain'

export type Person = {
  id: string
  /** Our own spelling, with diacritics: Ung Văn Khiêm. */
  name: string
  /** Chinese characters where the edition may give them. */
  zh?: string
  /** Office on 21 August 1961. */
  office: string
  born?: string
  died?: string
  /** One line: part in the affair. */
  line: string
  /** A paragraph for the person's page. Every sentence carries its ground. */
  about: { text: string; by: string }[]
  presence: 'in-the-room' | 'named' | 'unnamed' | 'after'
  certainty: Certainty
  /** Sentence and header-line ids where the text names the person, computed from the TEI; for unnamed ones, as authored. */
  mentions: string[]
}

/** A dated event. Lanes stand only on the days of August 1961, where the two men's accounts are set side by side. */
export type DatedEvent = {
  id: string
  /** ISO day, month or year; sorts as text. */
  date: string
  until?: string
  /** The date as printed. */
  when: string
  what: string
  by: string
  at: string[]
  certainty: Certainty
  lane?: 'zhou' | 'khiem' | 'both' | 'outside'
  short?: string
  /** Ids of events that the other man tells, with which this one does not fit. */
  against: string[]
}

export type MapPlace = {
  id: string
  name: string
  /** An area is named but is no dot on the map. */
  kind: 'point' | 'area'
  /** Degrees, rounded. */
  lat?: number
  long?: number
  with?: string
  role: string
  presence: 'named' | 'implied' | 'did-not-happen'
  certainty: Certainty
  by: string
  /** Where the text names the place, computed from the TEI, and where it means it, as authored. */
  mentions: string[]
}

export type Work = {
  id: string
  /** Full reference as printed. */
  reference: string
  kind: 'document' | 'scholarship' | 'reference'
  /** How far it was read: whole, opening only, abstract, or known by reputation. */
  seen: 'whole' | 'opening' | 'abstract' | 'summary' | 'named'
  url?: string
}

export type Misreading = {
  id: string
  /** "takes a report for a witness", completes "This reading …" */ reading: string
  advice: string
}

/** How somebody has a claim: from the thing itself, from the next mouth, or by a step that the record does not state. */
export type Mouth = {
  /** A person or body by id, or a plain name. */ who: string
  how: 'direct' | 'reported' | 'inferred'
  at?: string
  quote?: string
}

/** Something that a speaker says is so, and the mouths through which he has it. */
export type Claim = {
  id: string
  title: string
  speaker: SpeakerId
  /** The sentences that make the claim, all of them the speaker’s. */
  at: string[]
  /** One sentence of our own, which begins with the speaker’s name. */
  claim: string
  /** Persons, places and bodies by id. */
  about: string[]
  /** How far the speaker vouches for it, as its sentence words it. */
  value: Stance
  /** From the speaker back to the origin. */
  chain: Mouth[]
  /** What other sources make of it; for forecasts, what came of them. */
  certainty:
    'corroborated' | 'partly' | 'contradicted' | 'contested' | 'silent' | 'opinion' | 'borne-out' | 'not-borne-out'
  elsewhere: { text: string; by: string }[]
  /** Computed: one mouth, and it speaks of what it saw, heard or did. */
  firstHand: boolean
}

/** The ground of a sentence: `T:s143`, `V:slug`, `K:slug`, `K:general`, `U`, `frame`. */
export type Ground = { by: string; text: string }

export type EssayText = {
  words: number
  /** Computed from the words. */
  minutes: number
  /** Ids `p1…` of its paragraphs and disagreements. */
  paragraphs: string[]
  /** Sentences cited, for the way back. */
  cites: string[]
  /** Terms of the glossary that it explains in place, each once. */
  terms: string[]
  grounds: Ground[]
}
export type EssayForm = 'long' | 'short'
/** An essay in its long form, and written anew in a short one. */
export type Essay = EssayText & { slug: string; title: string; summary: string; short: EssayText }

/** What a paragraph of the talk says, in one plain sentence of our own. `id` is the paragraph’s. */
export type Gist = { id: string; gist: string; by: string }

/** A place that uses a sentence, for "used in". Class quizzes never appear here. */
export type Use = {
  kind:
    | 'essay'
    | 'question'
    | 'quiz'
    | 'person'
    | 'event'
    | 'crux'
    | 'claim'
    | 'telegram'
    | 'retold'
    | 'quotation'
    | 'fact'
    | 'silence'
    | 'forecast'
  title: string
  href: string
}

export type { Body, Crux, SisterDocument, Term }

export type Edition = {
  transcript: Transcript
  people: Person[]
  events: DatedEvent[]
  places: MapPlace[]
  works: Work[]
  misreadings: Misreading[]
  essays: Essay[]
  /** One for each paragraph, in their order. */
  gists: Gist[]
  quizzes: Quiz[]
  questions: Question[]
  /** In the order of the talk. */
  claims: Claim[]
  /** In the order of the talk. */
  cruxes: Crux[]
  glossary: Term[]
  bodies: Body[]
  sisterDocuments: SisterDocument[]
  /** What each account tells of the telegrams, in the order of the affair. */
  telegrams: TelegramEvent[]
  /** Zhou’s case as he tells it again, shorter; null where an edition has none. */
  retold: Retold | null
  quotations: Quotations
  doubt: DoubtList[]
  brackets: Bracket[]
  facts: Fact[]
  silences: Silence[]
  /** In the order of the talk; what came of them stands apart, in `forecastOutcomes`. */
  forecasts: Forecast[]
  forecastOutcomes: ForecastOutcome[]
  /** From the speakers to the reader. */
  custody: Hand[]
  /** What was changed in the text and around it, oldest first. */
  changes: Change[]
  /** Sentence or header-line id → what uses it. */
  usedIn: ReadonlyMap<string, Use[]>
}
