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
          const file = event.currentTarget.files?.[0]
          const area = document.getElementById(box)
          if (!file || !(area instanceof HTMLTextAreaElement)) return
          const found = await read(file)
          if ('problem' in found) return say(found.problem)
          area.value = found.text
          say(`${file.name} stands in the box.`)
          area.focus()
        }}
      />
      <span role="status">{said && ` ${said}`}</span>
    </p>
  )
}
