'use client'
import { useState, useSyncExternalStore } from 'react'

const nothing = () => () => {}

/** Copies a text; stands only where the browser can. */
export function CopyLink({ text, label = 'Copy link' }: { text: string; label?: string }) {
  const able = useSyncExternalStore(
    nothing,
    () => Boolean(navigator.clipboard),
    () => false,
  )
  const [said, setSaid] = useState('')
  if (!able) return null
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Select the link and copy it by hand'),
    )
  return (
    <>
      <button type="button" className="btn" onClick={() => void copy()}>
        {label}
      </button>
      <span className="small mut" role="status">
        {said}
      </span>
    </>
  )
}
