import type { SpeakerId, Transcript } from './types.ts'

/** As sentences of ours begin that report what one of the two says. */
export const SPEAKER_NAMES: Record<SpeakerId, string> = { zhou: 'Zhou', khiem: 'Khiem' }

/** Whether a sentence is of this speaker; one that the transcript has not is reported elsewhere. */
export function checkSpeaker(
  units: Transcript['units'],
  id: string,
  speaker: SpeakerId,
  fault: (message: string) => void,
): void {
  const unit = units.get(id)
  if (unit && unit.speaker !== speaker) fault(`${id} is not spoken by ${speaker}`)
}
