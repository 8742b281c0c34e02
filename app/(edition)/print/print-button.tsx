'use client'
import { useSyncExternalStore } from 'react'
import { Button } from '../../_ui/parts.tsx'

const never = () => () => undefined

/** The browser's own print dialog. Without scripts there is no button, and the line beside it says what to do. */
export function PrintButton() {
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return scripted ? (
    <Button type="button" kind="go" onClick={() => print()}>
      Print or save as PDF
    </Button>
  ) : null
}
