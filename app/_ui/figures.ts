import type { BracketKind, Part, SpeakerId, Transcript } from '#lib/content/types.ts'

/** Counts and lists computed from the transcript: nothing on a page states a number that is not computed here. */
export const sentencesOf = (transcript: Transcript) =>
  transcript.turns.flatMap((turn) => turn.paragraphs.flatMap((paragraph) => paragraph.sentences))

export const speakerName: Record<SpeakerId, string> = { zhou: 'Zhou', khiem: 'Khiem' }

export const bracketWords: Record<BracketKind, string> = {
  'name-supplied': 'a name supplied',
  'words-supplied': 'words supplied',
  illegible: 'could not be read in the source',
  omission: 'something left out',
}

type At = { at: string; speaker: SpeakerId | null }
export type BracketMark = At & { kind: BracketKind; text: string; note: string }
export type SlipMark = At & { sic: string; corr: string; note: string }

export function marksInText(transcript: Transcript): {
  brackets: BracketMark[]
  slips: SlipMark[]
  pageBreaks: number
} {
  const found = { brackets: [] as BracketMark[], slips: [] as SlipMark[], pageBreaks: 0 }
  const walk = (parts: Part[], at: At) => {
    for (const part of parts) {
      if (part.kind === 'bracket') found.brackets.push({ ...at, kind: part.bracket, text: part.text, note: part.note })
      else if (part.kind === 'slip') found.slips.push({ ...at, sic: part.sic, corr: part.corr, note: part.note })
      else if (part.kind === 'page-break') found.pageBreaks += 1
      else if (part.kind === 'name') walk(part.parts, at)
    }
  }
  for (const line of transcript.header) walk(line.parts, { at: line.id, speaker: null })
  for (const sentence of sentencesOf(transcript)) walk(sentence.parts, { at: sentence.id, speaker: sentence.speaker })
  walk(transcript.end.parts, { at: 'end', speaker: null })
  return found
}
