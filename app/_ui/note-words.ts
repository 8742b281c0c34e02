import type { TextNote } from '#lib/content/text/notes.ts'

/** A note of the text in full sentences. */
export function noteWords(note: TextNote): string {
  switch (note.kind) {
    case 'bracket':
      return `${note.text} ${note.note}`
    case 'slip':
      if (note.sic === '') return `Read “${note.corr}” here. ${note.note}`
      return note.corr === ''
        ? `“${note.sic}”: leave out. ${note.note}`
        : `“${note.sic}”: read “${note.corr}”. ${note.note}`
    case 'page-break':
      return 'A page of the archive’s file ends here.'
    case 'unnamed': {
      const { name, office, line, certainty } = note.person
      return `${certainty === 'uncertain' ? 'Not named, and not certain' : 'Meant and not named'}: ${name}, ${office.replace(/^(Member|Ambassador|Vice)\b/u, (word) => word.toLowerCase())}. ${line}`
    }
  }
}

/** The words before a note's number, so that it is not taken for a sentence's. */
export const noteMark = (n: number) => `n${n}`
