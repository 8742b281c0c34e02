'use client'
import { useEffect } from 'react'

/** As long as a session lives. */
const SEVEN_DAYS = 7 * 86_400

/** Leaves the hint by which public pages know that asking who reads makes sense. It is worth nothing by itself. */
export function SignedInHint() {
  useEffect(() => {
    document.cookie = `xh-signed-in=1; Path=/; Max-Age=${SEVEN_DAYS}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`
  }, [])
  return null
}
