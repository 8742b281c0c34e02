'use client'

import { FileIntoBox, type ReadFile } from '../../_ui/file-into-box.tsx'

const MOST = 60_000

/** The text of a file; of a package, its questions after one another. */
async function textOf(file: File): Promise<string> {
  if (!file.name.endsWith('.zip')) return file.text()
  const { strFromU8, unzipSync } = await import('fflate')
  let entries = 0
  const files = unzipSync(new Uint8Array(await file.arrayBuffer()), {
    // What an entry unfolds to is known before it is unfolded.
    filter: ({ name, originalSize }) =>
      name.endsWith('.xml') && !name.endsWith('imsmanifest.xml') && originalSize <= MOST && ++entries <= 100,
  })
  return Object.values(files)
    .map((bytes) => strFromU8(bytes))
    .filter((text) => /<(?:\w+:)?(?:qti-assessment-item|assessmentItem)[\s>]/u.test(text))
    .join('\n')
}

const read: ReadFile = async (file) => {
  if (file.size > 1_000_000) return { problem: 'That file is larger than a megabyte.' }
  const text = await textOf(file).catch(() => '')
  if (!text) return { problem: 'No questions could be read from that file.' }
  // A form spells out every sign of markup in three.
  if (encodeURIComponent(text).length > MOST)
    return { problem: 'That is too long to be sent at once. Bring the questions in parts.' }
  return { text }
}

export function QuestionsIntoBox({ box }: { box: string }) {
  return (
    <FileIntoBox
      box={box}
      label="or choose a file"
      accept=".txt,.gift,.xml,.zip,text/plain,text/xml,application/zip"
      read={read}
    />
  )
}
