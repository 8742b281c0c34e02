'use client'
import { type ComponentType, useEffect, useRef, useState } from 'react'
import { citeName } from '../../../_ui/citation.ts'
import { byId, type Passage } from '../text-on-page.ts'
import type { BodyProps } from './body-props.ts'
import { toolById } from './registry.ts'
import './panel.css'

export type PanelProps = Omit<BodyProps, 'tool' | 'scroller'> & {
  id: string
  takesFocus: boolean
  /** A card stands in its place; it comes back as it was. */
  away: boolean
  act: (passage: Passage, from: HTMLElement | null) => void
  close: (returnFocus: boolean) => void
}
type Body = ComponentType<BodyProps>

/** Each tool's code comes when it is first opened; whatever is not here is a list. */
const bodies: Record<string, () => Promise<{ Body: Body }>> = {
  claims: () => import('./who-told-whom.tsx'),
  speakers: () => import('./speakers-and-turns.tsx'),
  names: () => import('./who-speaks-about-whom.tsx'),
  map: () => import('../_driven/beside.tsx'),
}
const listBody = () => import('./list-beside.tsx')

/** The one panel beside the text: in the margin where there is one, else a sheet that leaves half the text in view. */
export function Panel({ id, takesFocus, away, passage, leaves, goTo, act, close, say }: PanelProps) {
  const tool = toolById(id)
  const [state, setState] = useState<{ Body: Body } | 'failed' | null>(null)
  const frame = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (takesFocus) frame.current?.focus({ preventScroll: true })
  }, [takesFocus])
  useEffect(() => {
    if (!tool) {
      close(false)
      return
    }
    let gone = false
    const show = (next: { Body: Body } | 'failed') => {
      if (!gone) setState(next)
    }
    ;(bodies[tool.id] ?? listBody)().then(
      (module) => show({ Body: module.Body }),
      () => show('failed'),
    )
    return () => {
      gone = true
    }
  }, [tool, close])
  // A hand that moves over the list is at work in it, and the list must not move away under it. A pointer that only
  // happens to rest where the panel opened is not.
  useEffect(() => {
    const element = scroller.current
    const at = ({ pointerType }: PointerEvent) => {
      if (pointerType === 'mouse') element?.setAttribute('data-pointed', '')
    }
    const off = () => element?.removeAttribute('data-pointed')
    element?.addEventListener('pointermove', at)
    element?.addEventListener('pointerleave', off)
    return () => {
      element?.removeEventListener('pointermove', at)
      element?.removeEventListener('pointerleave', off)
    }
  }, [])

  if (!tool) return null
  return (
    <aside
      className={away ? 'panel away' : 'panel'}
      id="panel"
      ref={frame}
      tabIndex={-1}
      aria-label={tool.label}
      data-tool-open={tool.id}
    >
      <header>
        <h2>{tool.label}</h2>
        <button className="x" type="button" onClick={() => close(true)}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      <div className="scroller" ref={scroller}>
        {state === 'failed' ? (
          <p>
            This tool did not load. Close it and open it again.{' '}
            {leaves && tool.address && <a href={tool.address}>Open the page instead</a>}
          </p>
        ) : state ? (
          <state.Body tool={tool} passage={passage} leaves={leaves} goTo={goTo} say={say} scroller={scroller} />
        ) : (
          <p className="mut">Opening…</p>
        )}
      </div>
      <footer>
        {passage && (
          <button type="button" className="link" onClick={() => act(passage, byId(passage.at))}>
            Cite {citeName(passage.at, passage.to)}
          </button>
        )}
        {leaves && tool.address && <a href={tool.address}>Open as a page</a>}
      </footer>
    </aside>
  )
}
