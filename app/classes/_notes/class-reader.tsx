'use client'
/** The reader of a class's reading: what the transcript's own reader does, and highlighting, noting, asking and being lost. */
import { useEffect, useRef, useState } from 'react'
import { Reader, type OwnActions } from '../../(edition)/transcript/reader.tsx'
import { byId, type Passage } from '../../(edition)/transcript/text-on-page.ts'
import { citeName } from '../../_ui/citation.ts'
import { capital, plural } from '../../_ui/say.ts'
import type { Audience } from '#lib/domain/note.ts'
import { liftIntoMargin } from './margin.ts'
import { goToNote, useNotes, type Counts } from './note-store.tsx'
import { LOST_SEES, whoSees } from './words.ts'
import { AudienceField } from './note-article.tsx'
import { keepAudience, keepDraft, keptAudience, keptDraft, WriteNote, type Draft } from './write-note.tsx'

type Writing = { kind: 'note' | 'question' } | null

export function ClassReader({ address, counts }: { address: string; counts: Counts }) {
  const { place, notes, letters, write, takeBack } = useNotes()
  const [writing, setWriting] = useState<Writing>(null)
  // What the device kept is known once scripts run; until then the page says what it says to everybody.
  const [chosen, setChosen] = useState<Audience | null>(null)
  const audience = chosen ?? (place.live ? keptAudience(place.hasSection) : 'class')
  const [leftDraft, setDraft] = useState<Draft | null | undefined>(undefined)
  const draft = leftDraft === undefined ? (place.live ? keptDraft(place.me, place.assignment) : null) : leftDraft
  const reader = useRef<{ open: (passage: Passage) => void; say: (text: string) => void } | null>(null)

  useEffect(() => {
    const column = byId('document')
    return column ? liftIntoMargin(column) : undefined
  }, [])
  const choose = (next: Audience) => {
    setChosen(next)
    keepAudience(next)
  }

  const mine = (kind: 'highlight' | 'lost', { at, to }: Passage) =>
    notes.find((note) => note.isOwn && note.kind === kind && note.text === null && note.from === at && note.to === to)
  const isUnderWay = (kind: 'highlight' | 'lost', { at, to }: Passage) =>
    letters.some(({ body, state }) => state !== 'refused' && body.kind === kind && body.from === at && body.to === to)

  const toggle = (kind: 'highlight' | 'lost', passage: Passage) => {
    const { at, to } = passage
    const before = mine(kind, passage)
    const name = capital(citeName(at, to))
    if (before) {
      void takeBack(before.id).then((refused) =>
        reader.current?.say(
          refused ?? (kind === 'lost' ? `${name}: not lost any more` : `${name}: highlight taken back`),
        ),
      )
      return
    }
    if (isUnderWay(kind, passage)) return
    write({ kind, from: at, to, ...(kind === 'highlight' && { audience }) })
    reader.current?.say(
      kind === 'lost' ? `${name}: your instructors will see that you are lost here` : `${name} highlighted`,
    )
  }

  const actions: OwnActions = {
    keys: {
      h: (passage) => toggle('highlight', passage),
      l: (passage) => toggle('lost', passage),
      n: () => {
        setWriting({ kind: 'note' })
        return 'open'
      },
    },
    opened: (api) => {
      reader.current = api
    },
    closed: () => setWriting(null),
    inCard: (passage, { change }) => {
      const { at, to } = passage
      const here = notes.filter(({ kind, from }) => kind !== 'highlight' && kind !== 'prompt' && from === at)
      const all = (counts[at]?.own ?? 0) + (counts[at]?.others ?? 0)
      const highlighted = Boolean(mine('highlight', passage)) || isUnderWay('highlight', passage)
      const lost = Boolean(mine('lost', passage)) || isUnderWay('lost', passage)
      return (
        <div className="notetools">
          <p className="row">
            <button
              type="button"
              className="tool"
              aria-pressed={highlighted}
              onClick={() => toggle('highlight', passage)}
            >
              Highlight
            </button>
            {(['note', 'question'] as const).map((kind) => (
              <button
                key={kind}
                type="button"
                className="tool"
                aria-expanded={writing?.kind === kind}
                onClick={() => setWriting(writing?.kind === kind ? null : { kind })}
              >
                {kind === 'note' ? 'Note' : 'Ask'}
              </button>
            ))}
            <button type="button" className="tool" aria-pressed={lost} onClick={() => toggle('lost', passage)}>
              I am lost here
            </button>
          </p>
          {writing ? (
            <WriteNote
              key={`${at}-${writing.kind}`}
              kind={writing.kind}
              at={at}
              to={to}
              audience={audience}
              changeRun={(from, end) => change({ at: from, to: end })}
              changeAudience={choose}
              done={(saved) => {
                setWriting(null)
                setDraft(saved ? null : keptDraft(place.me, place.assignment))
                if (saved) reader.current?.say('Saving your words')
              }}
            />
          ) : (
            <details className="tellsees">
              <summary>Who sees what you press</summary>
              <AudienceField chosen={audience} onChoose={choose} />
              <p className="sees">A highlight: {whoSees(audience, 0)}</p>
              <p className="sees">{LOST_SEES}</p>
            </details>
          )}
          {!writing && here.length > 0 && (
            <p>
              <button type="button" className="link" onClick={() => goToNote(here[0]!.id)}>
                {plural(here.length, 'note')} here
              </button>
            </p>
          )}
          {all > here.length && (
            <p>
              <a href={`?at=${at}#write`}>Everything on {citeName(at)}</a>
            </p>
          )}
        </div>
      )
    },
  }

  return (
    <>
      {draft && !writing && (
        <p className="leftdraft" role="status">
          A {draft.kind === 'question' ? 'question' : 'note'} on {citeName(draft.from, draft.to)} is not saved yet.{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              setWriting({ kind: draft.kind === 'question' ? 'question' : 'note' })
              reader.current?.open({ at: draft.from, to: draft.to })
            }}
          >
            Go on writing
          </button>{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              keepDraft(place.me, place.assignment, null)
              setDraft(null)
            }}
          >
            Throw it away
          </button>
        </p>
      )}
      <Reader address={address} actions={actions} />
    </>
  )
}
