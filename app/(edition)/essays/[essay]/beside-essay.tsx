'use client'
import { useEffect, useRef, useState } from 'react'
import { citeName } from '../../../_ui/citation.ts'
import { fetchPassage } from '../../../_ui/fetch-passage.ts'
import { Passage, type PassageUnit } from '../../../_ui/passage.tsx'
import { placeCard } from '../../../_ui/place-card.ts'

/** Where there is a margin, a citation opens its sentence beside the essay; elsewhere it stays the link that it is. */
export function BesideEssay() {
  const [open, setOpen] = useState<{ at: string; units: PassageUnit[] } | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const box = useRef<HTMLElement>(null)

  const close = () => {
    opener.current?.setAttribute('aria-expanded', 'false')
    opener.current?.focus({ preventScroll: true })
    setOpen(null)
  }

  useEffect(() => {
    const essay = document.getElementById('essay')
    const wide = matchMedia('(min-width: 74rem)')
    const onClick = (event: MouseEvent) => {
      const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('.cite') : null
      const at = chip?.dataset.at
      if (!chip || !at || !wide.matches || event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      event.stopPropagation()
      opener.current?.setAttribute('aria-expanded', 'false')
      opener.current = chip
      chip.setAttribute('aria-expanded', 'true')
      fetchPassage(at, chip.dataset.to ?? at, 1).then(
        (units) => setOpen({ at, units }),
        () => location.assign(`/transcript#${at}`),
      )
    }
    essay?.addEventListener('click', onClick, true)
    return () => essay?.removeEventListener('click', onClick, true)
  }, [])

  useEffect(() => {
    if (!open || !box.current) return
    placeCard(box.current, opener.current)
    box.current.focus({ preventScroll: true })
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open])

  if (!open) return null
  return (
    <aside className="beside" ref={box} tabIndex={-1} aria-label={`Transcript, ${citeName(open.at)}`}>
      <Passage units={open.units} lit={[open.at]} heading="h2" />
      <p>
        <button className="btn quiet" type="button" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </p>
    </aside>
  )
}
