'use client'
import { useEffect, useState } from 'react'

type Boxes = HTMLFormElement | null
const boxesOf = (form: Boxes): HTMLTextAreaElement[] => [...(form?.querySelectorAll('textarea') ?? [])]
const keyOf = (of: string): string => `xh-words-${of}`

/**
 * Keeps the words of a form in this tab until they are posted: a reload, a way round by sign-in or a lost connection
 * costs nothing, and a shared computer keeps nothing once the tab is closed. What was typed before the scripts arrived
 * goes before what was kept.
 */
export function KeepWords({ form: id, of }: { form: string; of: string }) {
  const [kept, setKept] = useState(false)
  useEffect(() => {
    const form = document.getElementById(id) as Boxes
    try {
      const stored = JSON.parse(sessionStorage.getItem(keyOf(of)) ?? '{}') as Record<string, string>
      for (const box of boxesOf(form)) if (box.value === '') box.value = stored[box.name] ?? ''
    } catch {
      // A browser that keeps nothing, or keeps what it cannot read: the form works without.
    }
    const keep = () => {
      try {
        sessionStorage.setItem(
          keyOf(of),
          JSON.stringify(Object.fromEntries(boxesOf(form).map((box) => [box.name, box.value]))),
        )
        setKept(true)
      } catch {
        setKept(false)
      }
    }
    if (boxesOf(form).some((box) => box.value !== '')) keep()
    form?.addEventListener('input', keep)
    return () => form?.removeEventListener('input', keep)
  }, [id, of])
  return (
    <p className="small mut" role="status">
      {kept && 'Kept in this tab until you post.'}
    </p>
  )
}

/** Posted: what the tab kept is no longer needed. */
export function ForgetWords({ of }: { of: string }) {
  useEffect(() => {
    try {
      sessionStorage.removeItem(keyOf(of))
    } catch {
      // Nothing was kept, then.
    }
  }, [of])
  return null
}
