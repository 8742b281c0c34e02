import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { PageHead, Row, Rows } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Essays',
  description:
    'Short essays around one conversation. Each sentence can show what it rests on, and each citation opens the sentence it cites.',
}

export default function EssaysPage() {
  const { essays } = edition()
  return (
    <Shell current="/essays">
      <PageHead
        title="Essays"
        lead="What stood around the conversation. Each sentence can show what it rests on, and each citation opens the sentence that it cites."
      />
      <Rows label="Essays">
        {essays.map((essay) => (
          <Row
            key={essay.slug}
            href={`/essays/${essay.slug}`}
            name={essay.title}
            line={essay.summary}
            aside={`${essay.words.toLocaleString('en-US')} words, ${essay.minutes} min`}
          />
        ))}
      </Rows>
    </Shell>
  )
}
