'use client'

import { FileIntoBox, type ReadFile } from '../../../../../_ui/file-into-box.tsx'

const read: ReadFile = async (file) => {
  if (file.size > 1_000_000) return { problem: 'That file is larger than a megabyte. Bring the notes in parts.' }
  try {
    // Without the blanks that files are laid out with, more notes are sent at once.
    return { text: JSON.stringify(JSON.parse(await file.text())) }
  } catch {
    return { problem: 'That file is not JSON.' }
  }
}

export function NotesIntoBox({ box }: { box: string }) {
  return (
    <FileIntoBox
      box={box}
      label="or choose a file"
      accept=".json,.jsonld,application/json,application/ld+json"
      read={read}
    />
  )
}
