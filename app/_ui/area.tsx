'use client'
/** Component: `Area` (a box for several lines, whose words outlast the arrival of the scripts). */
import { useId, useLayoutEffect, useState, type ComponentProps } from 'react'

/** By box and not by component: a page that waits for one more script is taken over anew, its boxes already emptied. */
const written = new WeakMap<Element, string>()

/**
 * React leaves a field as it finds it when it takes a page over from the server, all but this one: a box gets back the
 * text that the server put into it, over what has been written there since. So it is read before, and put back.
 */
export function Area(props: ComponentProps<'textarea'>) {
  const own = useId()
  const id = props.id ?? own
  useState(() => {
    if (typeof document === 'undefined') return
    const box = document.getElementById(id)
    if (box instanceof HTMLTextAreaElement && box.value !== box.defaultValue) written.set(box, box.value)
  })
  useLayoutEffect(() => {
    const box = document.getElementById(id)
    const words = box && written.get(box)
    if (!(box instanceof HTMLTextAreaElement) || typeof words !== 'string') return
    written.delete(box)
    if (box.value === box.defaultValue) box.value = words
  }, [id])
  return <textarea {...props} id={id} />
}
