'use client'
/** Components: `WritePost` (the box for an answer: draft saved as it is typed, sentences cited beside it, posted at the end). */
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Area } from '../../_ui/area.tsx'
import { citeLabel, citeName } from '../../_ui/citation.ts'
import { fetchPassage } from '../../_ui/fetch-passage.ts'
import type { PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf, emptyLine, isSettled, SaveQueue, type Outcome, type Saved } from '../../_ui/save-queue.ts'
import { clockTime } from '../../_ui/say.ts'
import { send } from '../../_ui/send.ts'
import { postButton, sentencesCited, stillToCite } from './cited-words.ts'
import { PasteCount } from './paste-count.ts'
import { PASTES_COUNTED } from './pasted-words.ts'
import { Crossed, type Quoted } from './crossed.tsx'

type Citation = { at: string; quote?: string }
type Draft = { text: string; citations: Citation[] }
type Props = {
  assignment: string
  classId: string
  page: string
  passages: readonly (readonly PassageUnit[])[]
  /** Sentences that repeat somebody's words, by their quotations; none where the posted answer above says it already. */
  quoted: Quoted
  draft: { text: string; citations: readonly Citation[]; seq: number; savedAt: string } | null
  revising: boolean
  max: number
  /** How many sentences a post has to cite. */
  needed: number
  sees: string
  /** Under which this device keeps how much was pasted; null where it is not counted. */
  counting: string | null
  /** Each author chooses whether classmates see the name; `as` is what was chosen before. */
  choice: boolean
  as: 'named' | 'nameless'
  zone: string
  problem: { at: string | null; words: string } | null
}

const ITEM = 'draft'
/** A sentence as people type it: s143, 143, S. 143, h6, end; with words of it behind a bar. */
const TYPED = String.raw`\s*([sS]?[.\s]*[1-9][0-9]{0,3}|[hH]\s*([1-9]|10)|end)\s*(\|.*)?`
const citeKey = (one: Citation) => `${one.at}|${one.quote ?? ''}`
/** As the server keeps it, so that a draft read back equals the draft that was sent. */
const tidy = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC')
const same = (a: Draft, b: Draft): boolean =>
  tidy(a.text) === tidy(b.text) && a.citations.map(citeKey).join('\n') === b.citations.map(citeKey).join('\n')
const selectedIn = (box: HTMLTextAreaElement): string => box.value.slice(box.selectionStart, box.selectionEnd)
const nothing = () => () => {}
const fold = (text: string) => text.replace(/\s+/gu, ' ').trim()

async function sendDraft(assignment: string, seq: number, body: Draft): Promise<Outcome<Draft>> {
  const reply = await send<{ receipt: { seq: number; savedAt: string } }>(
    'PUT',
    `/api/assignments/${assignment}/draft`,
    { ...body, seq },
  )
  if (reply.kind === 'ok') return { kind: 'saved', seq: reply.value.receipt.seq, savedAt: reply.value.receipt.savedAt }
  if (reply.kind === 'unreached') return reply
  if (reply.code === 'changed-elsewhere') {
    const stored = reply.detail.stored as { seq: number; text: string; citations: Citation[]; savedAt: string } | null
    return {
      kind: 'elsewhere',
      stored: stored
        ? { seq: stored.seq, body: { text: stored.text, citations: stored.citations }, savedAt: stored.savedAt }
        : null,
    }
  }
  if (reply.code === 'closed') return { kind: 'closed' }
  if (reply.code === 'sign-in-needed') return { kind: 'signed-out' }
  return { kind: 'refused', words: reply.words }
}

export function WritePost({
  assignment,
  classId,
  page,
  passages,
  quoted,
  draft,
  revising,
  max,
  needed,
  sees,
  counting,
  choice,
  as,
  zone,
  problem,
}: Props) {
  const live = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
  const [pastes] = useState(() =>
    counting ? new PasteCount(`xh:pasted/${counting}`, draft?.seq ?? 0, () => localStorage) : null,
  )
  const [queue] = useState(() => {
    const saved: Saved<Draft> | null = draft
      ? { seq: draft.seq, body: { text: draft.text, citations: [...draft.citations] }, savedAt: draft.savedAt }
      : null
    return new SaveQueue<Draft>(
      {
        key: `xh:draft/${assignment}`,
        send: (_item, seq, body) => {
          pastes?.sends(seq)
          return sendDraft(assignment, seq, body)
        },
        same,
        delayMs: 1200,
        storage: () => localStorage,
      },
      [[ITEM, saved]],
    )
  })
  const lines = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot)
  const line = lines.get(ITEM) ?? emptyLine<Draft>(null)
  const [posting, setPosting] = useState<
    { at: 'rest' | 'waiting' | 'sending' | 'retrying' } | { at: 'refused'; words: string; signIn?: boolean }
  >({ at: 'rest' })
  /** What is too long is typed here and goes no further. */
  const [over, setOver] = useState<string | null>(null)
  const [free, setFree] = useState({ text: '', problem: '' })
  const box = useRef<HTMLTextAreaElement>(null)
  const cancelled = useRef(false)

  const body = useMemo(() => bodyOf(line) ?? { text: '', citations: [] as Citation[] }, [line])
  const text = over ?? body.text
  const cited = sentencesCited(body.citations)
  const isLong = text.length > max

  // Written or ticked before the scripts arrived: it stands in the page alone, and the first render would take it away.
  const early = useRef<Draft | null>(null)
  useLayoutEffect(() => {
    const area = box.current
    const form = area?.form
    if (!form) return
    const known = bodyOf(queue.snapshot().get(ITEM)) ?? { text: '', citations: [] }
    const fields = new FormData(form)
    const ticked = new Set(fields.getAll('citations'))
    const shown = new Set(
      [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox][name=citations]')].map((one) => one.value),
    )
    const now = {
      text: area.value,
      citations: [
        ...known.citations.filter((one) => one.quote !== undefined || !shown.has(one.at) || ticked.has(one.at)),
        ...[...shown]
          .filter((at) => ticked.has(at) && !known.citations.some((one) => one.at === at && !one.quote))
          .map((at) => ({ at })),
      ],
    }
    if (!same(now, known)) early.current = now
    const typed = form.querySelector<HTMLInputElement>('#free')?.value ?? ''
    if (typed) setFree({ text: typed, problem: '' })
  }, [queue])

  useEffect(() => {
    pastes?.start()
    queue.start()
    const before = early.current
    early.current = null
    if (before) pastes?.lost()
    if (before && tidy(before.text).length > max) setOver(before.text)
    else if (before) queue.edit(ITEM, before)
    addEventListener('online', queue.hurry)
    const onHide = () => {
      if (document.visibilityState === 'hidden') queue.hurry()
    }
    document.addEventListener('visibilitychange', onHide)
    return () => {
      queue.stop()
      removeEventListener('online', queue.hurry)
      document.removeEventListener('visibilitychange', onHide)
    }
  }, [queue, max, pastes])
  const unkept = over !== null || (!queue.keepsOnDevice && !isSettled(line))
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (unkept) event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [unkept])
  const write = (value: string) => {
    if (tidy(value).length > max) {
      setOver(value)
      return
    }
    setOver(null)
    queue.edit(ITEM, { text: value, citations: [...body.citations] })
  }
  /** From what stands now: a citation that was looked up meanwhile must not bring back the words of before. */
  const cite = (change: (before: readonly Citation[]) => Citation[]) => {
    const now = bodyOf(queue.snapshot().get(ITEM)) ?? { text: '', citations: [] }
    queue.edit(ITEM, { text: now.text, citations: change(now.citations) })
  }
  const toggle = (at: string) =>
    cite((before) =>
      before.some((one) => one.at === at && !one.quote)
        ? before.filter((one) => one.at !== at || one.quote)
        : [...before, { at }],
    )

  async function addTyped() {
    const match = new RegExp(`^(?:${TYPED})$`, 'u').exec(free.text)
    if (!match) {
      setFree({ ...free, problem: 'Type a sentence’s number, such as 143; the numbers stand in the transcript.' })
      return
    }
    const at = match[1]!
      .toLowerCase()
      .replace(/[\s.]/gu, '')
      .replace(/^(?=\d)/u, 's')
    const quote = fold((match[3] ?? '').replace(/^\|/, ''))
    const [unit] = await fetchPassage(at, at).catch(() => [undefined])
    if (!unit) {
      setFree({
        ...free,
        problem: `There is no ${citeName(at)} in the transcript, or it could not be looked up just now.`,
      })
      return
    }
    if (quote && !fold(unit.text).includes(quote)) {
      setFree({ ...free, problem: `Those words do not stand in ${citeName(at)}. It says: “${unit.text}”` })
      return
    }
    const one: Citation = quote ? { at, quote } : { at }
    cite((before) => (before.some((known) => citeKey(known) === citeKey(one)) ? [...before] : [...before, one]))
    setFree((now) => (now.text === free.text ? { text: '', problem: '' } : now))
  }

  async function post() {
    const missing = isLong
      ? `The answer is ${(text.length - max).toLocaleString('en-US')} characters too long, so it was not sent. Nothing is lost; shorten it here.`
      : text.trim() === ''
        ? 'There is no answer yet. Write one first.'
        : stillToCite(cited, needed)
    if (missing) {
      setPosting({ at: 'refused', words: missing })
      box.current?.focus()
      return
    }
    cancelled.current = false
    setPosting({ at: 'waiting' })
    if (!(await queue.settled(() => cancelled.current))) {
      setPosting({ at: 'refused', words: 'Not posted: the draft needs you first. See what it says above.' })
      return
    }
    for (let wait = 1000; !cancelled.current; wait = Math.min(10_000, wait * 2)) {
      setPosting({ at: wait === 1000 ? 'sending' : 'retrying' })
      const signed = choice ? { as: new FormData(box.current!.form!).get('as') } : {}
      // Each time anew: one may have gone on writing while there was no connection.
      const stored = queue.snapshot().get(ITEM)!
      const sent = bodyOf(stored) ?? body
      // Posting takes the next number of the draft.
      pastes?.sends((stored.saved?.seq ?? 0) + 1)
      const tally = pastes?.tally
      const pasted = tally ? { pasted: tally } : {}
      const reply = await send('POST', `/api/assignments/${assignment}/posts`, { ...sent, ...signed, ...pasted })
      if (reply.kind === 'ok') {
        // What was written while this one was on its way is the draft of its revision.
        if (same(sent, bodyOf(queue.snapshot().get(ITEM)) ?? sent)) queue.forget()
        location.assign(`${page}?done=posted`)
        return
      }
      if (reply.kind === 'refused') {
        setPosting({
          at: 'refused',
          words:
            reply.code === 'sign-in-needed'
              ? 'Not posted: you are signed out. Your text is kept.'
              : `Not posted. ${reply.words}`,
          signIn: reply.code === 'sign-in-needed',
        })
        return
      }
      setPosting({ at: 'retrying' })
      await new Promise((resolve) => {
        setTimeout(resolve, wait)
      })
    }
    setPosting({ at: 'rest' })
  }

  const signIn = `/sign-in?callbackUrl=${encodeURIComponent(page)}`
  const inPassages = new Set(passages.flat().map((unit) => unit.id))
  const loose = body.citations.filter((one) => one.quote !== undefined || !inPassages.has(one.at))
  const busy = posting.at === 'waiting' || posting.at === 'sending' || posting.at === 'retrying'
  const kept = queue.keepsOnDevice
    ? 'Your words are kept on this device.'
    : 'This browser keeps nothing, so stay on this page.'
  const state = isLong ? null : line.state === 'closed' ? (
    'This question has closed, so nothing more is posted. What you wrote was kept, and your instructor can read it.'
  ) : line.state === 'signed-out' ? (
    <>
      Draft not saved: you are signed out. {kept} <a href={signIn}>Sign in again and come back here</a>
    </>
  ) : line.state === 'waiting' ? (
    `Draft not saved yet: no connection. ${kept}`
  ) : line.state === 'elsewhere' ? (
    'The draft was changed in another window. Choose which one stands.'
  ) : line.state === 'refused' ? (
    `Draft not saved. ${line.words ?? ''} ${kept}`
  ) : !isSettled(line) ? (
    'Saving the draft…'
  ) : line.saved ? (
    `Draft saved ${clockTime(line.saved.savedAt, live ? undefined : zone)}`
  ) : (
    'Saved as you type.'
  )
  const care =
    isLong ||
    line.state === 'closed' ||
    line.state === 'signed-out' ||
    line.state === 'waiting' ||
    line.state === 'elsewhere' ||
    line.state === 'refused'

  return (
    <form
      className="writing"
      id="answer"
      method="post"
      action={`/api/assignments/${assignment}/posts`}
      // A browser that puts old words back on a reload would pass them off as newly written.
      autoComplete="off"
      aria-labelledby="answer-head"
      onSubmit={
        live
          ? (event) => {
              event.preventDefault()
              if (!busy) void post()
            }
          : undefined
      }
    >
      <input type="hidden" name="in" value={classId} />
      <div className="passages" role="group" aria-labelledby="passages-head">
        <h2 className="title" id="passages-head">
          The passages
        </h2>
        <p className="small mut">
          Tick a sentence to cite it. Any other sentence of the transcript can be cited at the box.
        </p>
        <p className="tobox">
          <a href="#text">Go to the box</a>
        </p>
        {passages.map(
          (units) =>
            units[0] && (
              <div className="pass citing" key={units[0].id}>
                <header>
                  <h3>
                    {units[0].turn && units[0].speaker
                      ? `Turn ${units[0].turn.slice(1)}, ${units[0].speaker === 'zhou' ? 'Zhou' : 'Khiem'}`
                      : 'Before the talk'}
                  </h3>
                  <span className="num">{citeLabel(units[0].id, units.at(-1)?.id)}</span>
                </header>
                <ol className="pick">
                  {units.map((unit, i) => {
                    const isCited = body.citations.some((one) => one.at === unit.id && !one.quote)
                    return (
                      <li key={unit.id}>
                        {i > 0 && unit.turn !== units[i - 1]?.turn && (
                          <p className={unit.speaker === 'khiem' ? 'sp u' : 'sp'}>
                            {unit.speaker === 'zhou' ? 'Zhou' : 'Khiem'}
                          </p>
                        )}
                        <label>
                          <span className={Number(unit.id.slice(1)) % 5 === 0 ? 'n f' : 'n'}>
                            {unit.id.replace(/^s/, '')}
                          </span>
                          <span>{unit.text}</span>
                          <input
                            type="checkbox"
                            name="citations"
                            value={unit.id}
                            aria-label={`Cite ${citeName(unit.id)}: ${unit.text}`}
                            {...(live
                              ? { checked: isCited, onChange: () => toggle(unit.id) }
                              : { defaultChecked: isCited })}
                          />
                        </label>
                      </li>
                    )
                  })}
                </ol>
              </div>
            ),
        )}
      </div>
      <div className="writer">
        <h2 className="title" id="answer-head">
          <label htmlFor="text">{revising ? 'Revise your answer' : 'Your answer'}</label>
        </h2>
        {line.state === 'elsewhere' && line.stored && (
          <div className="versions" role="group" aria-label="Two versions of the draft">
            <p>
              <b>The draft was changed in another window or on another device.</b> Nothing is lost; choose which one
              stands.
            </p>
            <div>
              <h3 className="label">Here</h3>
              <p className="body pre">{body.text}</p>
              <button className="btn" type="button" onClick={() => queue.choose(ITEM, 'mine')}>
                Keep this one
              </button>
            </div>
            <div>
              <h3 className="label">Saved there, {clockTime(line.stored.savedAt)}</h3>
              <p className="body pre">{line.stored.body.text}</p>
              <button
                className="btn"
                type="button"
                onClick={() => {
                  pastes?.lost()
                  queue.choose(ITEM, 'stored')
                }}
              >
                Keep that one
              </button>
            </div>
          </div>
        )}
        <Area
          className="input"
          id="text"
          name="text"
          ref={box}
          rows={11}
          aria-describedby="text-state text-sees"
          aria-invalid={isLong || problem?.at === 'text' || undefined}
          spellCheck
          {...(live
            ? {
                value: text,
                onChange: (event) => write(event.target.value),
                onPaste: (event) => pastes?.came(event.clipboardData.getData('text/plain')),
                onCopy: (event) => pastes?.took(selectedIn(event.currentTarget)),
                onCut: (event) => pastes?.took(selectedIn(event.currentTarget)),
                onDragStart: () => pastes?.dragged(true),
                onDragEnd: () => pastes?.dragged(false),
                onDrop: (event) => pastes?.dropped(event.dataTransfer.getData('text/plain')),
                onKeyDown: (event) => {
                  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
                    event.currentTarget.form?.requestSubmit()
                },
              }
            : { defaultValue: body.text, maxLength: max })}
        />
        <p className="underbox" id="text-state">
          <span className={care ? 'care' : undefined} role="status">
            {isLong
              ? `${(text.length - max).toLocaleString('en-US')} characters too long, so not saved. Nothing is lost while this page stays open.`
              : live || draft
                ? state
                : ''}
          </span>
          <span className="num mut">
            {text.length > max * 0.75
              ? `${text.length.toLocaleString('en-US')} of ${max.toLocaleString('en-US')} characters`
              : ''}
          </span>
        </p>
        {problem && !live && (
          <p className="wrong" role="alert">
            {problem.words}
          </p>
        )}
        <div className="citedline">
          <p className="label" id="cited-head">
            Cited
          </p>
          <p className="small mut citedso" role="status">
            {cited} of {needed} cited{cited >= needed ? ', enough to post' : ''}
          </p>
          {body.citations.length > 0 && (
            <ul aria-labelledby="cited-head">
              {body.citations.map((one) => (
                <li key={citeKey(one)}>
                  <a
                    className={`cite ${speakerClass(passages, one.at)}`}
                    href={`/transcript#${one.at}`}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {citeLabel(one.at)}
                    <span className="vh"> (opens in a new window)</span>
                  </a>
                  {one.quote && <span className="small mut"> “{one.quote}”</span>}
                  {live && (
                    <button
                      className="drop"
                      type="button"
                      onClick={() => cite((before) => before.filter((known) => citeKey(known) !== citeKey(one)))}
                    >
                      <span className="vh">Leave out {citeName(one.at)}</span>
                      <span aria-hidden="true">×</span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
          )}
          <Crossed cited={body.citations} quoted={quoted} />
          {!live &&
            loose.map((one) => (
              <input
                key={citeKey(one)}
                type="hidden"
                name="citations"
                value={one.quote ? `${one.at} | ${one.quote}` : one.at}
              />
            ))}
          <div className="freecite">
            <label htmlFor="free">Another sentence</label>
            <input
              className="input"
              id="free"
              type="text"
              placeholder="143"
              inputMode="text"
              autoComplete="off"
              aria-describedby="free-hint"
              name={live ? undefined : 'citations'}
              pattern={live ? undefined : TYPED}
              {...(live
                ? {
                    value: free.text,
                    onChange: (event) => setFree({ text: event.target.value, problem: '' }),
                    onKeyDown: (event) => {
                      if (event.key === 'Enter') {
                        event.preventDefault()
                        void addTyped()
                      }
                    },
                  }
                : {})}
            />
            {live && (
              <button className="btn" type="button" onClick={() => void addTyped()}>
                Cite it
              </button>
            )}
            <p className="small mut" id="free-hint">
              Its number in the transcript. For some of its words only: 143 | the exact words.
            </p>
            {free.problem && (
              <p className="wrong" role="alert">
                {free.problem}
              </p>
            )}
          </div>
        </div>
        {choice && (
          <fieldset className="signed">
            <legend>Classmates see it</legend>
            {(
              [
                ['named', 'with my name'],
                ['nameless', 'without my name, as by Classmate and a number'],
              ] as const
            ).map(([value, words]) => (
              <label className="check" key={value}>
                <input type="radio" name="as" value={value} defaultChecked={value === as} />
                <span>{words}</span>
              </label>
            ))}
            <p className="small mut">This holds for your replies too, and stays as it is once you have posted.</p>
          </fieldset>
        )}
        <p className="acts">
          <button className="btn go" type="submit">
            {busy
              ? 'Posting…'
              : live && cited < needed
                ? postButton(cited, needed)
                : revising
                  ? 'Post the revision'
                  : 'Post answer'}
          </button>
          {!live && (
            <button
              className="btn"
              type="submit"
              name="seq"
              value={(draft?.seq ?? 0) + 1}
              formAction={`/api/assignments/${assignment}/draft/save`}
            >
              Keep as draft
            </button>
          )}
          {posting.at === 'retrying' && (
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
        <p className={posting.at === 'refused' ? 'wrong' : 'small mut'} role="status">
          {posting.at === 'waiting' && 'Waiting until the draft is saved.'}
          {posting.at === 'retrying' && 'Not posted yet: no connection. Trying again; keep this page open.'}
          {posting.at === 'refused' && (
            <>
              {posting.words} {posting.signIn && <a href={signIn}>Sign in again</a>}
            </>
          )}
        </p>
        <p className="sees" id="text-sees">
          {sees}
          {counting && ` ${PASTES_COUNTED}`}
        </p>
      </div>
    </form>
  )
}

function speakerClass(passages: Props['passages'], at: string): string {
  const speaker = passages.flat().find((unit) => unit.id === at)?.speaker
  return speaker === 'zhou' ? 'z' : speaker === 'khiem' ? 'u' : ''
}
