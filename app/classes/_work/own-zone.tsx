'use client'
import { useEffect } from 'react'

/** Chooses the browser's own zone in the list beside it, unless somebody has chosen one before the scripts arrived. */
export function OwnZone() {
  useEffect(() => {
    const list = document.getElementById('zone')
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!(list instanceof HTMLSelectElement) || !list.selectedOptions[0]?.defaultSelected) return
    if ([...list.options].some((option) => option.value === own)) list.value = own
  }, [])
  return null
}
