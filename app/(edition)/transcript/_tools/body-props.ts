import type { RefObject } from 'react'
import type { Passage } from '../text-on-page.ts'
import type { ToolEntry } from './registry.ts'

/** What the panel hands to the tool that is open in it. */
export type BodyProps = {
  tool: ToolEntry
  passage: Passage | null
  /** Whether its links may lead to other pages. */
  leaves: boolean
  goTo: (passage: { at: string; to?: string }) => void
  say: (text: string) => void
  scroller: RefObject<HTMLElement | null>
}
