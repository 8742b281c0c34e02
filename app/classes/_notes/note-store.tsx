'use client'
/** The class's own layer over one reading, as this reader has it: notes from the server, and what is still on its way there. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { NoteView } from '#lib/features/annotate/note-view.ts'
import type { Audience, NoteKind, NoteTag } from '#lib/domain/note.ts'
import { byId, words as sentence } from '../../(edition)/transcript/text-on-page.ts'
import { send } from '../../_ui/send.ts'
import { Outbox, type Letter } from './outbox.ts'

export type Written = {
  kind?: NoteKind
  from?: string
  to?: string
  text?: string
  tag?: NoteTag | ''
  ownTag?: string
  audience?: Audience
  thread?: string
  seq?: number
  assignment?: string
}
export type Place = {
  classId: string
  assignment: string
  me: string
  /** Sentences in the document, so that "s999" in a note is no citation. */
  sentences: number
  hasSection: boolean
  needed: number
  zone: string
  live: boolean
}
export type Counts = Readonly<Record<string, { own: number; others: number }>>

type Notes = {
  place: Place
  notes: readonly NoteView[]
  letters: readonly Letter<Written>[]
  keepsOnDevice: boolean
  write: (note: Written) => void
  change: (id: string, change: Written) => void
  takeBack: (id: string) => Promise<string | null>
  drop: (key: string) => void
}

const NotesHere = createContext<Notes | null>(null)
export function useNotes(): Notes {
  const notes = useContext(NotesHere)
  if (!notes) throw new Error('No notes around this')
  return notes
}

const nothing = () => () => {}
/** A run's ids as the page has them: sentences in order between its ends. */
const runOnPage = (from: string, to: string): HTMLElement[] => {
  const all = [...document.querySelectorAll<HTMLElement>('#document .s')]
  const [first, last] = [all.findIndex((one) => one.dataset.s === from), all.findIndex((one) => one.dataset.s === to)]
  return first < 0 ? [] : all.slice(first, Math.max(first, last) + 1)
}

/** Puts a note just stored in the place of its older self, or among the others. */
const merged = (notes: readonly NoteView[], note: NoteView): NoteView[] =>
  notes.some((one) => one.id === note.id) ? notes.map((one) => (one.id === note.id ? note : one)) : [...notes, note]

export function NotesProvider({
  place: given,
  initial,
  children,
}: {
  place: Omit<Place, 'live'>
  initial: readonly NoteView[]
  children: ReactNode
}) {
  const live = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
  const [notes, setNotes] = useState<readonly NoteView[]>(initial)
  const [outbox] = useState(
    () =>
      new Outbox<Written, NoteView>({
        name: `xh:notes/${given.me}/${given.assignment}`,
        send: async ({ method, address, body, key }) => {
          const reply = await send<NoteView>(method, address, body, method === 'POST' ? key : undefined)
          return reply.kind === 'refused' ? { kind: 'refused', words: reply.words } : reply
        },
        stored: (note) => setNotes((known) => merged(known, note)),
        storage: () => localStorage,
        newKey: () => crypto.randomUUID(),
      }),
  )
  const letters = useSyncExternalStore(outbox.subscribe, outbox.snapshot, outbox.snapshot)

  useEffect(() => {
    outbox.start()
    addEventListener('online', outbox.hurry)
    return () => {
      outbox.stop()
      removeEventListener('online', outbox.hurry)
    }
  }, [outbox])
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (letters.length > 0 && !outbox.keepsOnDevice) event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [letters, outbox])

  // The text is the server's own HTML: what one has highlighted or noted is put on it, and nothing is rendered anew.
  useEffect(() => {
    for (const old of document.querySelectorAll('#document .s.hl')) old.classList.remove('hl')
    const pending = letters.flatMap(({ body, method }) =>
      method === 'POST' && body.from && !body.thread ? [{ ...body, to: body.to || body.from, isOwn: true }] : [],
    )
    for (const note of [...notes, ...pending])
      if (note.isOwn && note.kind !== 'prompt' && note.kind !== 'lost')
        for (const unit of runOnPage(note.from!, note.to!)) {
          unit.classList.add('hl')
          byId(unit.dataset.s ?? '')?.classList.add('has')
        }
  }, [notes, letters])

  const value = useMemo<Notes>(
    () => ({
      place: { ...given, live },
      notes,
      letters,
      keepsOnDevice: outbox.keepsOnDevice,
      write: (note) =>
        outbox.post('POST', `/api/classes/${given.classId}/notes`, { ...note, assignment: given.assignment }),
      change: (id, change) => outbox.post('PATCH', `/api/notes/${id}`, change),
      takeBack: async (id) => {
        const reply = await send('DELETE', `/api/notes/${id}`, {})
        if (reply.kind === 'unreached') return 'Not taken back: no connection. Try again in a moment.'
        if (reply.kind === 'refused') return `Not taken back. ${reply.words}`
        setNotes((known) =>
          known.flatMap((note) => {
            if (note.id !== id) return [{ ...note, replies: note.replies.filter((one) => one.id !== id) }]
            return note.replies.length > 0
              ? [{ ...note, text: null, name: null, tag: null, ownTag: null, words: null, links: [] }]
              : []
          }),
        )
        return null
      },
      drop: (key) => outbox.drop(key),
    }),
    [given, live, notes, letters, outbox],
  )
  return <NotesHere.Provider value={value}>{children}</NotesHere.Provider>
}

/** Brings a note into view and puts the focus on it. */
export function goToNote(id: string): void {
  const box = byId(`n-${id}`)
  box?.closest('details')?.setAttribute('open', '')
  box?.scrollIntoView({ block: 'center' })
  box?.focus({ preventScroll: true })
}
export const sentenceOnPage = (id: string): boolean => sentence(id) !== null
