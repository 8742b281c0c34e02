import Link from 'next/link'
import { type ReactNode, useEffect, useState } from 'react'
import { citationText, citeName } from '../../_ui/citation.ts'
import { ReferenceButtons } from '../../_ui/reference-buttons.tsx'
import { type SentenceUse, sentenceUses } from '../../_ui/sentence-uses.ts'
import { type Passage, passageSpeaker, words } from './text-on-page.ts'

export type SentenceCard = Passage & {
  kind: 'sentence'
  extending: boolean
  citing: boolean
  copied: 'citation' | 'link' | null
}

/** What cites the sentence `at`; null until the list has come, or when it did not. */
type Uses = { at: string; list: SentenceUse[] | null }

/** The citation of a passage as it is copied, with this site's own address. */
export const citationOf = (passage: Passage) =>
  citationText({ ...passage, speaker: passageSpeaker(passage), origin: location.origin })

/**
 * What can be done with a sentence or passage. `showsUses` adds what on this site cites it: that list grows with the
 * essays, so it is no part of the page, and the first card that opens asks for it.
 */
export function SentenceActions({
  card,
  change,
  copy,
  close,
  openPerson,
  showsUses,
  grown,
  more,
}: {
  card: SentenceCard
  change: (card: SentenceCard) => void
  copy: (what: 'citation' | 'link', passage: Passage) => void
  close: () => void
  openPerson: (id: string) => void
  showsUses: boolean
  /** The card has another height now and may have to be placed anew. */
  grown: () => void
  /** What the page adds to it, before everything else. */
  more?: ReactNode
}) {
  const { at, to } = card
  const [uses, setUses] = useState<Uses | null>(null)
  useEffect(() => {
    if (!showsUses) return
    let gone = false
    const show = (list: SentenceUse[] | null) => {
      if (!gone) setUses({ at, list })
    }
    sentenceUses(at).then(show, () => show(null))
    return () => {
      gone = true
    }
  }, [at, showsUses])
  useEffect(grown, [uses, grown])

  const marks = [...(words(at)?.querySelectorAll<HTMLElement>('.br, .slip') ?? [])].map((mark) => ({
    text: mark.querySelector('.sic')?.textContent ?? mark.textContent ?? '',
    corr: mark.querySelector<HTMLElement>('.corr')?.dataset.corr,
    note: mark.dataset.note ?? '',
  }))
  const named = new Map(
    [...(words(at)?.querySelectorAll<HTMLElement>('[data-person]') ?? [])].map((name) => [
      name.dataset.person ?? '',
      name.textContent ?? '',
    ]),
  )
  return (
    <>
      <header>
        <h2>{citeName(at, to).replace(/^./, (letter) => letter.toUpperCase())}</h2>
        <button className="x" type="button" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      {more}
      <p className="row">
        <button
          type="button"
          className="tool"
          aria-expanded={card.citing}
          onClick={() => {
            change({ ...card, citing: !card.citing })
            copy('citation', card)
          }}
        >
          {card.copied === 'citation' ? 'Copied' : 'Cite'}
        </button>
        <button type="button" className="tool" onClick={() => copy('link', card)}>
          {card.copied === 'link' ? 'Copied' : 'Copy link'}
        </button>
        {at !== 'end' && (
          <button
            type="button"
            className="tool"
            aria-pressed={card.extending}
            onClick={() => change({ ...card, extending: !card.extending })}
          >
            Extend
          </button>
        )}
      </p>
      {card.extending && <p className="hint">Press the sentence where the passage ends.</p>}
      {card.citing && (
        <>
          <p className="citation">{citationOf(card)}</p>
          <ReferenceButtons at={at} to={to} speaker={passageSpeaker(card)} />
        </>
      )}
      {marks.map((mark, i) => (
        <p className="hint" key={i}>
          <span className="br on">{mark.text}</span> {mark.corr !== undefined && `Read “${mark.corr}”. `}
          {mark.note}
        </p>
      ))}
      {named.size > 0 && (
        <p className="named">
          <span>Named here</span>
          {[...named].map(([id, name]) => (
            <button type="button" key={id} className="link" onClick={() => openPerson(id)}>
              {name}
            </button>
          ))}
        </p>
      )}
      {showsUses && (
        <div className="used">
          <h3>Used in</h3>
          <UsedIn uses={uses?.at === at ? uses : null} />
        </div>
      )}
    </>
  )
}

function UsedIn({ uses }: { uses: Uses | null }) {
  if (!uses) return <p className="hint">Opening…</p>
  if (!uses.list) {
    return (
      <p className="hint">
        The list did not load.{' '}
        <Link href="/transcript/uses" prefetch={false}>
          Where the sentences are used
        </Link>
      </p>
    )
  }
  if (uses.list.length === 0) return <p className="hint">Nothing on this site cites this sentence yet.</p>
  return (
    <ul>
      {uses.list.map((use) => (
        <li key={use.href + use.title}>
          <a href={use.href}>{use.title}</a>
        </li>
      ))}
    </ul>
  )
}
