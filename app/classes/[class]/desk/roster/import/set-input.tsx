'use client'

import type { ComponentProps } from 'react'

/** As much as is said beside the box; the server takes a little more, for the form around it. */
const MOST = 1_000_000

/** A box for files that says before they are sent that they are too large; without script the server says it. */
export function SetInput(input: Omit<ComponentProps<'input'>, 'type' | 'className' | 'style' | 'onChange'>) {
  return (
    <input
      {...input}
      className="input"
      type="file"
      onChange={({ currentTarget: box }) => {
        const size = [...(box.files ?? [])].reduce((sum, file) => sum + file.size, 0)
        box.setCustomValidity(
          size > MOST ? 'That is larger than a megabyte. Have the set made for your own classes.' : '',
        )
        box.reportValidity()
      }}
    />
  )
}
