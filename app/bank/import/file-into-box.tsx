'use client'

import { useState, useSyncExternalStore } from 'react'

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

/** Reads a chosen file into the box, where it can be seen before it is sent; without script one pastes. */
export function FileIntoBox({ box }: { box: string }) {
  const canRead = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  const [said, say] = useState('')
  if (!canRead) return null
  return (
    <p className="filepick">
      <label htmlFor="file">or choose a file</label>{' '}
      <input
        id="file"
        type="file"
        accept=".txt,.gift,.xml,.zip,text/plain,text/xml,application/zip"
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0]
          const area = document.getElementById(box)
          if (!file || !(area instanceof HTMLTextAreaElement)) return
          if (file.size > 1_000_000) return say('That file is larger than a megabyte.')
          const text = await textOf(file).catch(() => '')
          if (!text) return say('No questions could be read from that file.')
          // A form spells out every sign of markup in three.
          if (encodeURIComponent(text).length > MOST)
            return say('That is too long to be sent at once. Bring the questions in parts.')
          area.value = text
          say(`${file.name} stands in the box.`)
          area.focus()
        }}
      />
      <span role="status">{said && ` ${said}`}</span>
    </p>
  )
}
