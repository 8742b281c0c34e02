'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { fetchPage } from '../../../_ui/fetch-page.ts'
import { words } from '../text-on-page.ts'
import { atOf, useFollowingList } from './follow-text.ts'
import { useMark } from './marks.ts'
import type { BodyProps } from './body-props.ts'
import { useChips } from './pressed-entry.ts'
import type { ToolEntry } from './registry.ts'
import { markWords } from './word-marks.ts'
import '../../../_ui/entries.css'

const none: readonly string[] = []

/** The list as its page has it, fit to stand on another: without ids, and with addresses that still lead where they did. */
async function listFrom({ id, address = '' }: ToolEntry, leaves: boolean): Promise<Node[]> {
  const page = await fetchPage(address)
  const found = [...page.querySelectorAll(`[data-panel="${id}"]`)]
  if (found.length === 0) throw new Error(`${address} has no list ${id}`)
  return found.flatMap((list) => {
    const copy = document.importNode(list, true)
    const title = titleOf(list)
    for (const element of [copy, ...copy.querySelectorAll('*')])
      for (const name of ['id', 'aria-labelledby', 'aria-describedby']) element.removeAttribute(name)
    for (const note of copy.querySelectorAll('.gm, script, noscript')) note.remove()
    if (title) copy.setAttribute('aria-label', title)
    for (const link of copy.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      const href = link.getAttribute('href') ?? ''
      const chip = link.classList.contains('cite')
      if (chip ? words(link.dataset.at ?? '') : leaves) {
        if (href.startsWith('#')) link.href = `${address}${href}`
      } else {
        // A class's reading is not left, and a sentence that was not assigned cannot be gone to.
        const text = document.createElement('span')
        text.className = link.className
        text.append(...link.childNodes)
        link.replaceWith(text)
      }
    }
    if (!leaves)
      for (const entry of copy.querySelectorAll('[data-at]:not(a)'))
        if (!atOf(entry).some((at) => words(at))) entry.remove()
    if (found.length === 1 || !title) return [copy]
    const heading = document.createElement('p')
    heading.className = 'label'
    heading.textContent = title
    return [heading, copy]
  })
}

/** A list says itself what it is, or the section's heading does. */
const titleOf = (list: Element) =>
  list.getAttribute('aria-label') ?? list.closest('section')?.querySelector('h2')?.textContent ?? ''

/** A list of the apparatus beside the text. Pressing an entry moves the reading; the reading marks the entries. */
export function Body({ tool, passage, leaves, goTo, scroller }: BodyProps) {
  const [state, setState] = useState<readonly Element[] | 'failed' | null>(null)
  const [singled, setSingled] = useState<readonly string[]>(none)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let gone = false
    listFrom(tool, leaves).then(
      (nodes) => {
        if (gone || !list.current) return
        list.current.replaceChildren(...nodes)
        setState([...list.current.querySelectorAll('[data-at]:not(a)')])
      },
      () => {
        if (!gone) setState('failed')
      },
    )
    return () => {
      gone = true
    }
  }, [tool, leaves])
  const entries = Array.isArray(state) ? (state as readonly Element[]) : null
  useMark(
    'concerned',
    useMemo(() => entries?.flatMap(atOf) ?? none, [entries]),
  )
  useMark('singled', singled)
  useEffect(
    () =>
      markWords(
        (entries ?? []).flatMap((entry) => {
          const phrases = entry.getAttribute('data-words')?.split('|')
          return phrases ? [{ at: atOf(entry), phrases }] : []
        }),
      ),
    [entries],
  )
  useFollowingList(list, scroller, passage, entries)
  useChips(list, goTo, (entry) => setSingled(atOf(entry)))

  return (
    <>
      {state === null && <p className="mut">Opening…</p>}
      {state === 'failed' && (
        <p>
          This list did not load.{' '}
          {leaves ? <a href={tool.address}>Open the page “{tool.label}”</a> : 'Close it and open it again.'}
        </p>
      )}
      <div className="list-beside" ref={list} />
    </>
  )
}
