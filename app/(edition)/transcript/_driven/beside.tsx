'use client'
import { useEffect, useRef } from 'react'
import type { BodyProps } from '../_tools/body-props.ts'
import { mountMapAndDates } from './map-and-dates.ts'
import { readingBeside } from './reading.ts'

/** The map and the calendar in the panel beside the text. */
export function Body({ leaves }: BodyProps) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current
    const panel = element?.closest<HTMLElement>('#panel')
    if (!element || !panel) return
    const unmount = mountMapAndDates(element, readingBeside(panel), leaves)
    return () => {
      unmount()
      element.replaceChildren()
    }
  }, [leaves])
  return <div ref={host} />
}
