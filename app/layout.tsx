import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { origin } from './_ui/origin.ts'
import { fontClasses } from './fonts.ts'
import './site.css'

export const metadata: Metadata = {
  // The public origin is known when the process starts, not when the site is built: the front door puts it in here.
  metadataBase: new URL(origin),
  title: { default: 'Xihua Hall: one secret conversation, read closely', template: '%s · Xihua Hall' },
  description:
    'A classroom edition of the talk between Zhou Enlai and Ung Văn Khiêm in Beijing on 21 August 1961: the whole transcript, with essays, people and quizzes.',
  openGraph: { siteName: 'Xihua Hall', type: 'website', locale: 'en_US' },
  formatDetection: { telephone: false, date: false, address: false, email: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#F4F5F2' },
    { media: '(prefers-color-scheme: dark)', color: '#111618' },
  ],
}

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fontClasses}>
      <body>{children}</body>
    </html>
  )
}
