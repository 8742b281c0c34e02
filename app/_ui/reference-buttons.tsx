'use client'
import { useState } from 'react'
import type { ReferenceFormat } from '#lib/domain/reference.ts'
import { citeAddress, citeName } from './citation.ts'

const formats: { format: ReferenceFormat; name: string }[] = [
  { format: 'bib', name: 'BibTeX' },
  { format: 'ris', name: 'RIS' },
  { format: 'json', name: 'CSL-JSON' },
]

/** Puts a file made here into the reader's downloads, without asking the server. */
function save({ name, type, text }: { name: string; type: string; text: string }) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  // A browser may begin to read only after this; a minute is long enough for a kilobyte.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** A passage's reference for reference managers. What makes the files is loaded when the first is asked for. */
export function ReferenceButtons({ at, to, speaker }: { at: string; to: string; speaker: string | undefined }) {
  const [failed, setFailed] = useState(false)
  const download = async (format: ReferenceFormat) => {
    setFailed(false)
    try {
      const { referenceFile } = await import('#lib/domain/reference.ts')
      save(
        referenceFile(format, location.origin, {
          at,
          to,
          name: citeName(at, to),
          speaker,
          address: citeAddress(at, to),
        }),
      )
    } catch {
      setFailed(true)
    }
  }
  return (
    <p className="named">
      <span>Download as</span>
      {formats.map(({ format, name }) => (
        <button type="button" key={format} className="link" onClick={() => void download(format)}>
          {name}
        </button>
      ))}
      {failed && <strong role="alert">The file could not be made. Is there a network?</strong>}
    </p>
  )
}
