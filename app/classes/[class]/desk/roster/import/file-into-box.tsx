'use client'

import { useState, useSyncExternalStore } from 'react'

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
      <label htmlFor="file">or choose a CSV file</label>{' '}
      <input
        id="file"
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        onChange={async (event) => {
          const file = event.currentTarget.files?.[0]
          const area = document.getElementById(box)
          if (!file || !(area instanceof HTMLTextAreaElement)) return
          if (file.size > 60_000) return say('That file is longer than 60,000 characters. Paste the names alone.')
          area.value = await file.text()
          say(`${file.name} stands in the box.`)
          area.focus()
        }}
      />
      <span role="status">{said && ` ${said}`}</span>
    </p>
  )
}
