'use client'
import { useEffect } from 'react'

/** Chooses the browser's own zone in the list beside it, until somebody chooses another. */
export function OwnZone() {
  useEffect(() => {
    const list = document.getElementById('zone')
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (list instanceof HTMLSelectElement && [...list.options].some((option) => option.value === own)) list.value = own
  }, [])
  return null
}
