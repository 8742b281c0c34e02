'use client'
/** Components: `KeepExercise` (the form of an exercise: its boxes saved as they are filled in, handed in at the end). */
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react'
import { bodyOf, emptyLine, isSettled, SaveQueue, type Outcome } from '../../_ui/save-queue.ts'
import { clockTime } from '../../_ui/say.ts'
import { send } from '../../_ui/send.ts'

type Answers = Record<string, string>
type Stored = { seq: number; answers: Answers; savedAt: string; handedInAt: string | null }
type Props = {
  assignment: string
  classId: string
  page: string
  own: Stored | null
  /** Name of each box, for the one that stands in the way of handing in. */
  labels: Record<string, string>
  sees: string
  zone: string
  problem: string | null
  /** The part that the boxes are, where an exercise has several: its draft is kept apart from the others. */
  part?: string
  children: ReactNode
}

const ITEM = 'boxes'
const PREFIX = 'answers.'
const tidy = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC').trim()
/** As the server keeps them: tidied, empty boxes left out. */
const filled = (answers: Answers): [string, string][] =>
  Object.entries(answers)
    .map(([id, text]): [string, string] => [id, tidy(text)])
    .filter(([, text]) => text !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
const same = (a: Answers, b: Answers): boolean => JSON.stringify(filled(a)) === JSON.stringify(filled(b))
const nothing = () => () => {}

const read = (form: HTMLFormElement): Answers =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) =>
      name.startsWith(PREFIX) && typeof value === 'string' ? [[name.slice(PREFIX.length), value]] : [],
    ),
  )
function write(form: HTMLFormElement, answers: Answers): void {
  for (const box of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    `[name^="${PREFIX}"]`,
  )) {
    const value = answers[box.name.slice(PREFIX.length)] ?? ''
    if (box instanceof HTMLInputElement && box.type === 'radio') box.checked = box.value === value
    else if (box.value !== value) box.value = value
  }
}

async function save(assignment: string, seq: number, answers: Answers): Promise<Outcome<Answers>> {
  const reply = await send<{ receipt: { seq: number; savedAt: string } }>(
    'PUT',
    `/api/assignments/${assignment}/exercise`,
    { answers, seq },
  )
  if (reply.kind === 'ok') return { kind: 'saved', seq: reply.value.receipt.seq, savedAt: reply.value.receipt.savedAt }
  if (reply.kind === 'unreached') return reply
  if (reply.code === 'changed-elsewhere') {
    const stored = reply.detail.stored as Stored | null
    return {
      kind: 'elsewhere',
      stored: stored && { seq: stored.seq, body: stored.answers, savedAt: stored.savedAt },
    }
  }
  if (reply.code === 'closed') return { kind: 'closed' }
  if (reply.code === 'sign-in-needed') return { kind: 'signed-out' }
  return { kind: 'refused', words: reply.words }
}

export function KeepExercise({ assignment, classId, page, own, labels, sees, zone, problem, part, children }: Props) {
  const live = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
  const form = useRef<HTMLFormElement>(null)
  const [queue] = useState(
    () =>
      new SaveQueue<Answers>(
        {
          key: `xh:exercise/${assignment}${part ? `/${part}` : ''}`,
          send: (_item, seq, body) => save(assignment, seq, body),
          same,
          delayMs: 1000,
          storage: () => localStorage,
        },
        [[ITEM, own && { seq: own.seq, body: own.answers, savedAt: own.savedAt }]],
      ),
  )
  const lines = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot)
  const line = lines.get(ITEM) ?? emptyLine<Answers>(null)
  const [handing, setHanding] = useState<'rest' | 'sending' | 'retrying'>('rest')
  const [refused, setRefused] = useState<{ words: string; signIn?: boolean } | null>(null)
  const cancelled = useRef(false)

  // Filled in before the scripts arrived: it stands in the page alone.
  const early = useRef<Answers | null>(null)
  useLayoutEffect(() => {
    const changed = Object.entries(form.current ? read(form.current) : {}).filter(
      ([box, value]) => tidy(value) !== (own?.answers[box] ?? ''),
    )
    if (changed.length > 0) early.current = Object.fromEntries(changed)
  }, [own])
  useEffect(() => {
    queue.start()
    const before = early.current
    early.current = null
    if (before) queue.edit(ITEM, { ...bodyOf(queue.snapshot().get(ITEM)), ...before })
    // What an earlier visit left on this device is newer than the page.
    const known = bodyOf(queue.snapshot().get(ITEM))
    if (known && form.current) write(form.current, known)
    const onHide = () => {
      if (document.visibilityState === 'hidden') queue.hurry()
    }
    addEventListener('online', queue.hurry)
    document.addEventListener('visibilitychange', onHide)
    return () => {
      queue.stop()
      removeEventListener('online', queue.hurry)
      document.removeEventListener('visibilitychange', onHide)
    }
  }, [queue])
  const unkept = !queue.keepsOnDevice && !isSettled(line)
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (unkept) event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [unkept])

  function choose(which: 'mine' | 'stored') {
    const stands = which === 'stored' ? line.stored?.body : bodyOf(line)
    queue.choose(ITEM, which)
    if (stands && form.current) write(form.current, stands)
  }

  async function handIn() {
    if (!form.current) return
    cancelled.current = false
    setRefused(null)
    setHanding('sending')
    for (let wait = 1000; !cancelled.current; wait = Math.min(10_000, wait * 2)) {
      // A save under way would take the number that the hand-in needs.
      const isStored = await queue.settled(() => cancelled.current)
      if (!isStored) {
        setRefused(cancelled.current ? null : { words: 'Not handed in: see what it says above first.' })
        break
      }
      // Each time anew: answers may have changed while there was no connection.
      const answers = Object.fromEntries(filled(read(form.current)))
      const reply = await send<{ seq: number }>('POST', `/api/assignments/${assignment}/exercise`, { answers })
      if (reply.kind === 'ok') {
        queue.forget()
        location.assign(`${page}?done=handed-in`)
        return
      }
      if (reply.kind === 'refused') {
        const at = (reply.detail.path ?? (reply.detail.issues as { path?: string }[] | undefined)?.[0]?.path) as
          string | undefined
        const box = at?.startsWith(PREFIX) ? at.slice(PREFIX.length) : null
        if (typeof reply.detail.seq === 'number')
          queue.learn(ITEM, { seq: reply.detail.seq, body: answers, savedAt: new Date().toISOString() })
        setRefused({
          words: `Not handed in. ${box ? `“${labels[box] ?? box}”: ` : ''}${reply.words}`,
          signIn: reply.code === 'sign-in-needed',
        })
        if (box) form.current.querySelector<HTMLElement>(`[name="${PREFIX}${CSS.escape(box)}"]`)?.focus()
        break
      }
      setHanding('retrying')
      await new Promise((resolve) => {
        setTimeout(resolve, wait)
      })
    }
    setHanding('rest')
  }

  const signIn = `/sign-in?callbackUrl=${encodeURIComponent(page)}`
  const kept = queue.keepsOnDevice
    ? 'What you gave is kept on this device.'
    : 'This browser keeps nothing, so stay on this page.'
  const state =
    line.state === 'closed' ? (
      'This has closed, so it no longer counts. What you gave was kept, and your instructor can read it.'
    ) : line.state === 'signed-out' ? (
      <>
        Not saved: you are signed out. {kept} <a href={signIn}>Sign in again and come back here</a>
      </>
    ) : line.state === 'waiting' ? (
      `Not saved yet: no connection. ${kept}`
    ) : line.state === 'elsewhere' ? (
      'This was changed in another window. Choose which one stands.'
    ) : line.state === 'refused' ? (
      `Not saved. ${line.words ?? ''} ${kept}`
    ) : !isSettled(line) ? (
      'Saving…'
    ) : line.saved ? (
      `Saved ${clockTime(line.saved.savedAt, live ? undefined : zone)}`
    ) : (
      'Saved as you go.'
    )
  const needsCare = line.state !== 'rest' && line.state !== 'sending'

  return (
    <form
      className="boxes"
      id="boxes"
      ref={form}
      method="post"
      action={`/api/assignments/${assignment}/exercise`}
      // A browser that puts old figures back on a reload would pass them off as newly given.
      autoComplete="off"
      noValidate={live}
      onInput={() => {
        if (form.current) queue.edit(ITEM, read(form.current))
      }}
      onSubmit={
        live
          ? (event) => {
              event.preventDefault()
              if (handing === 'rest') void handIn()
            }
          : undefined
      }
    >
      <input type="hidden" name="in" value={classId} />
      {children}
      <section className="exend" aria-labelledby="hand-in">
        <h2 className="title" id="hand-in">
          Hand in
        </h2>
        <p className={needsCare ? 'small care' : 'small mut'} role="status">
          {live || own ? state : ''}
        </p>
        {line.state === 'elsewhere' && line.stored && (
          <p className="acts" role="group" aria-label="Two versions">
            <button className="btn" type="button" onClick={() => choose('mine')}>
              Keep what is here
            </button>
            <button className="btn" type="button" onClick={() => choose('stored')}>
              Take what was saved there, {clockTime(line.stored.savedAt)}
            </button>
          </p>
        )}
        <p className="acts">
          <button className="btn go" type="submit">
            {handing === 'rest' ? (part ? 'Hand in this part' : 'Hand in and see what opens') : 'Handing in…'}
          </button>
          {!live && (
            <button
              className="btn"
              type="submit"
              name="seq"
              value={(own?.seq ?? 0) + 1}
              formAction={`/api/assignments/${assignment}/exercise/save`}
              formNoValidate
            >
              Keep as draft
            </button>
          )}
          {handing === 'retrying' && (
            <button
              className="btn"
              type="button"
              onClick={() => {
                cancelled.current = true
              }}
            >
              Stop trying
            </button>
          )}
        </p>
        <p className={refused || problem ? 'wrong' : 'small mut'} role="status">
          {handing === 'retrying' && 'Not handed in yet: no connection. Trying again; keep this page open.'}
          {handing === 'rest' && (refused?.words ?? (live ? '' : problem))}{' '}
          {refused?.signIn && <a href={signIn}>Sign in again</a>}
        </p>
        <p className="sees" id="boxes-sees">
          {sees}
        </p>
      </section>
    </form>
  )
}
