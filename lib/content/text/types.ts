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
