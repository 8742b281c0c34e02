/** What notes are called, and who sees them: pages, cards and the desk say the same words. */
import type { Audience, LinkKind, NoteKind, NoteTag } from '#lib/domain/note.ts'

export const kindWords: Record<NoteKind, string> = {
  highlight: 'highlight',
  note: 'note',
  question: 'question',
  lost: 'lost here',
  prompt: 'prompt',
  reply: 'answer',
}
export const tagWords: Record<NoteTag, string> = {
  sourcing: 'sourcing',
  context: 'context',
  corroboration: 'corroboration',
  hearsay: 'hearsay',
  doubt: 'doubt',
  crux: 'crux',
}
/** What each tag is for, where one is chosen. */
export const tagHints: Record<NoteTag, string> = {
  sourcing: 'who wrote or said it, and why',
  context: 'what was going on around it',
  corroboration: 'what else says so, or not',
  hearsay: 'told by somebody who was told',
  doubt: 'how sure the words are',
  crux: 'can be read in two ways',
}
export const linkWords: Record<LinkKind, { says: string; said: string }> = {
  contradicts: { says: 'Contradicts', said: 'Contradicted by' },
  supports: { says: 'Supports', said: 'Supported by' },
  explains: { says: 'Explains', said: 'Explained by' },
}
export const audienceWords: Record<Audience, string> = {
  class: 'The class',
  group: 'My section',
  instructor: 'My instructors',
  private: 'Only me',
}

/** The sentence under the box. Classmates come to what is shared once they have shared as much themselves. */
export function whoSees(audience: Audience, needed: number): string {
  const later = needed > 0 ? ', classmates once they have shared notes of their own' : ''
  switch (audience) {
    case 'class':
      return `The class and your instructors see this with your name${later}.`
    case 'group':
      return `Your section and your instructors see this with your name${later}.`
    case 'instructor':
      return 'Your instructors see this with your name. Classmates do not.'
    case 'private':
      return 'Only you can see this. Nobody else counts it.'
  }
}

/** The line under one's own note. */
export const seenBy: Record<Audience, string> = {
  class: 'The class sees it.',
  group: 'Your section sees it.',
  instructor: 'Your instructors see it.',
  private: 'Only you see it.',
}

export const LOST_SEES = 'Your instructors see with your name where you are lost. Classmates see at most how many are.'
