'use client'

import { useState, useSyncExternalStore } from 'react'
import './file-into-box.css'

/** The text that is to stand in the box, or why there is none. */
export type ReadFile = (file: File) => Promise<{ text: string } | { problem: string }>

/** Reads a chosen file into the box, where it can be seen before it is sent; without script one pastes. */
export function FileIntoBox({
  box,
  label,
  accept,
  read,
}: {
  box: string
  label: string
  accept: string
  read: ReadFile
}) {
  const canRead = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  const [said, say] = useState('')
  if (!canRead) return null
  return (
    <p className="filepick">
      <label htmlFor="file">{label}</label>{' '}
      <input
        id="file"
        type="file"
        accept={accept}
        onChange={async (event) => {
          const input = event.currentTarget
          const file = input.files?.[0]
          const area = document.getElementById(box)
          if (!file || !(area instanceof HTMLTextAreaElement)) return
          const before = area.value
          const found = await read(file).catch(() => ({ problem: 'The file could not be read. Choose it again.' }))
          if (input.files?.[0] !== file) return
          if ('problem' in found) return say(found.problem)
          if (area.value !== before)
            return say('The box was written in meanwhile, so it stays as it is. Choose the file again.')
          area.value = found.text
          say(`${file.name} stands in the box.`)
          area.focus()
        }}
      />
      <span role="status">{said && ` ${said}`}</span>
    </p>
  )
}
