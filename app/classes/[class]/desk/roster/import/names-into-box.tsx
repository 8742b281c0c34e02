'use client'

import { FileIntoBox, type ReadFile } from '../../../../../_ui/file-into-box.tsx'

const read: ReadFile = async (file) =>
  file.size > 60_000
    ? { problem: 'That file is longer than 60,000 characters. Paste the names alone.' }
    : { text: await file.text() }

export function NamesIntoBox({ box }: { box: string }) {
  return <FileIntoBox box={box} label="or choose a CSV file" accept=".csv,.tsv,.txt,text/csv,text/plain" read={read} />
}
