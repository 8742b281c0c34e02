import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { PageHead, Row, Rows } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import './essays.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Essays',
  description:
    'Essays around one conversation, each in a short and a long form. Each sentence can show what it rests on, and each citation opens the sentence it cites.',
}

export default function EssaysPage() {
  const { essays } = edition()
  return (
    <Shell current="/essays">
      <PageHead
        over="Essays"
        title={`${countWord(essays.length)} essays on what stood around the conversation`}
        lead="Each comes in two lengths. Each sentence can show what it rests on, and each citation opens the sentence that it cites."
      />
      <Rows label="Essays">
        {essays.map((essay) => (
          <Row
            key={essay.slug}
            href={`/essays/${essay.slug}`}
            name={essay.title}
            line={essay.summary}
            aside={
              <span className="lengths">
                <Link
                  href={`/essays/${essay.slug}/short`}
                  prefetch={false}
                  aria-label={`Short, ${essay.short.minutes} min: ${essay.title}`}
                >
                  Short, {essay.short.minutes} min
                </Link>
                <Link
                  href={`/essays/${essay.slug}`}
                  prefetch={false}
                  aria-label={`Long, ${essay.minutes} min: ${essay.title}`}
                >
                  Long, {essay.minutes} min
                </Link>
              </span>
            }
          />
        ))}
      </Rows>
    </Shell>
  )
}
