import type { ReactNode } from 'react'
import { DemoBanner } from '../_ui/demo-banner.tsx'
import { isPublicDemo } from '#lib/web/page.ts'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      {isPublicDemo && <DemoBanner />}
      {children}
    </>
  )
}
