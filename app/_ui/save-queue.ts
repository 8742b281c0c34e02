/**
 * What is typed and not yet stored. One save under way per item, later edits merged behind it, everything kept on the
 * device until a receipt is in hand. A save whose answer got lost is repeated with the same number and the same body,
 * which the server answers with the first receipt; so nothing is stored twice and nothing is called saved too early.
 */
export type Saved<B> = { seq: number; body: B; savedAt: string }
export type Outcome<B> =
  | { kind: 'saved'; seq: number; savedAt: string }
  | { kind: 'elsewhere'; stored: Saved<B> | null }
  /** Too late: the server kept the body for the instructor. */
  | { kind: 'closed' }
  | { kind: 'signed-out' }
  /** Will not be taken as it is; editing sends it again. */
  | { kind: 'refused'; words: string }
  | { kind: 'unreached' }

export type LineState = 'rest' | 'sending' | 'waiting' | 'elsewhere' | 'closed' | 'signed-out' | 'refused'
export type Line<B> = {
  readonly state: LineState
  /** What the server is known to have. */
  readonly saved: Saved<B> | null
  readonly sending: { seq: number; body: B } | null
  readonly next: B | null
  /** What stands on the server where it differs. */
  readonly stored: Saved<B> | null
  readonly words: string | null
}
export type Lines<B> = ReadonlyMap<string, Line<B>>

type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type Settings<B> = {
  /** Under which the device keeps what is not stored yet. */
  key: string
  send: (item: string, seq: number, body: B) => Promise<Outcome<B>>
  same: (a: B, b: B) => boolean
  /** Waits this long after an edit before sending; what was typed is on the device at once. */
  delayMs?: number
  storage: () => Keep
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 10_000

export const emptyLine = <B>(saved: Saved<B> | null): Line<B> => ({
  state: 'rest',
  saved,
  sending: null,
  next: null,
  stored: null,
  words: null,
})
/** What the screen shows: the newest of what was typed, sent and stored. */
export const bodyOf = <B>(line: Line<B> | undefined): B | null =>
  line?.next ?? line?.sending?.body ?? line?.saved?.body ?? null
export const isSettled = (line: Line<unknown>): boolean =>
  line.state === 'rest' && line.sending === null && line.next === null
export const isStuck = (line: Line<unknown>): boolean =>
  line.state === 'elsewhere' || line.state === 'closed' || line.state === 'signed-out' || line.state === 'refused'

export class SaveQueue<B> {
  /** False once the device refused to keep something: then leaving the page would lose it. */
  keepsOnDevice = true
  private lines = new Map<string, Line<B>>()
  private shown: Lines<B>
  private readonly settings: Settings<B>
  private readonly listeners = new Set<() => void>()
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly waits = new Map<string, number>()
  private readonly active = new Set<string>()
  private over = false

  constructor(settings: Settings<B>, saved: Iterable<readonly [string, Saved<B> | null]>) {
    this.settings = settings
    for (const [item, one] of saved) this.lines.set(item, emptyLine(one))
    this.shown = new Map(this.lines)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  snapshot = (): Lines<B> => this.shown

  /** Takes up what an earlier visit left on this device. */
  start(): void {
    this.over = false
    for (const item of this.lines.keys()) {
      const line = this.lines.get(item)!
      if (line.sending || line.next !== null) {
        this.pumpSoon(item, 0)
        continue
      }
      const left = this.left(item)
      if (!left) continue
      const { saved } = line
      const isStored =
        left.sending && saved && saved.seq >= left.sending.seq && this.settings.same(saved.body, left.sending.body)
      this.set(item, { sending: isStored ? null : left.sending, next: left.next })
      this.pumpSoon(item, 0)
    }
  }

  stop(): void {
    this.over = true
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
  }

  /** `delayMs` is how long this edit may wait for the next before it is sent; it is on the device at once. */
  edit(item: string, body: B, delayMs = this.settings.delayMs ?? 0): void {
    const line = this.lines.get(item)
    if (!line || line.state === 'closed') return
    if (line.state === 'refused') {
      // What was refused is not stored anywhere: its number is free for what takes its place.
      this.set(item, { state: 'rest', sending: null, next: body, words: null })
    } else this.set(item, { next: body })
    if (!isStuck(this.lines.get(item)!)) this.pumpSoon(item, delayMs)
  }

  /** After `elsewhere`: which of the two stands. */
  choose(item: string, which: 'mine' | 'stored'): void {
    const line = this.lines.get(item)
    if (!line?.stored) return
    const mine = line.next ?? line.sending?.body ?? null
    this.set(item, {
      state: 'rest',
      saved: line.stored,
      stored: null,
      sending: null,
      next: which === 'mine' ? mine : null,
    })
    if (which === 'mine') this.pumpSoon(item, 0)
  }

  /** What the server has now, learned in another way, such as a refused hand-in. */
  learn(item: string, stored: Saved<B> | null): void {
    const line = this.lines.get(item)
    if (!line) return
    const mine = bodyOf(line)
    if (stored && mine !== null && !this.settings.same(stored.body, mine))
      this.set(item, { state: 'elsewhere', stored, next: mine, sending: null })
    else
      this.set(item, { state: 'rest', saved: stored, stored: null, sending: null, next: stored === null ? mine : null })
    if (stored === null && mine !== null) this.pumpSoon(item, 0)
  }

  /** Sends at once whatever waits, before a page that is being left loses its timers. */
  hurry = (): void => {
    for (const [item, line] of this.lines)
      if (!isStuck(line) && (line.sending || line.next !== null)) {
        clearTimeout(this.timers.get(item))
        void this.pump(item)
      }
  }

  /** Resolves when everything is stored (`true`), or when something needs the person first (`false`). */
  settled(isCancelled: () => boolean = () => false): Promise<boolean> {
    this.hurry()
    return new Promise((resolve) => {
      const look = () => {
        const all = [...this.lines.values()]
        const answer = isCancelled() || all.some(isStuck) ? false : all.every(isSettled) ? true : null
        if (answer === null) return
        this.listeners.delete(look)
        resolve(answer)
      }
      this.listeners.add(look)
      look()
    })
  }

  /** Lets go of what this device keeps: it is stored in another way now. */
  forget(): void {
    this.stop()
    for (const item of this.lines.keys()) this.keepNothing(item)
  }

  private set(item: string, change: Partial<Line<B>>): void {
    const line = { ...this.lines.get(item)!, ...change }
    this.lines.set(item, line)
    if (line.state !== 'closed' && (line.sending || line.next !== null)) this.keep(item, line)
    else this.keepNothing(item)
    this.shown = new Map(this.lines)
    for (const listener of this.listeners) listener()
  }

  private pumpSoon(item: string, ms: number): void {
    clearTimeout(this.timers.get(item))
    this.timers.set(
      item,
      setTimeout(() => void this.pump(item), ms),
    )
  }

  private async pump(item: string): Promise<void> {
    const line = this.lines.get(item)!
    if (this.over || this.active.has(item) || isStuck(line)) return
    const { same, send } = this.settings
    if (!line.sending) {
      if (line.next === null) return
      if (line.saved && same(line.saved.body, line.next)) {
        this.set(item, { next: null, state: 'rest' })
        return
      }
      this.set(item, { sending: { seq: (line.saved?.seq ?? 0) + 1, body: line.next }, next: null, state: 'sending' })
    } else if (line.state !== 'waiting') this.set(item, { state: 'sending' })
    const { seq, body } = this.lines.get(item)!.sending!
    this.active.add(item)
    const outcome = await send(item, seq, body).catch((): Outcome<B> => ({ kind: 'unreached' }))
    this.active.delete(item)
    if (this.over) return
    this.take(item, { seq, body }, outcome)
  }

  private take(item: string, sent: { seq: number; body: B }, outcome: Outcome<B>): void {
    if (outcome.kind !== 'unreached') this.waits.delete(item)
    switch (outcome.kind) {
      case 'saved':
        this.set(item, {
          state: 'rest',
          saved: { seq: outcome.seq, body: sent.body, savedAt: outcome.savedAt },
          sending: null,
        })
        return this.pumpSoon(item, 0)
      case 'elsewhere': {
        const { stored } = outcome
        if (stored && !this.settings.same(stored.body, sent.body)) return this.set(item, { state: 'elsewhere', stored })
        const next = this.lines.get(item)!.next ?? (stored ? null : sent.body)
        this.set(item, { state: 'rest', saved: stored, sending: null, next })
        return this.pumpSoon(item, 0)
      }
      case 'unreached': {
        const wait = Math.min(LONGEST_WAIT_MS, (this.waits.get(item) ?? FIRST_WAIT_MS / 2) * 2)
        this.waits.set(item, wait)
        this.set(item, { state: 'waiting' })
        return this.pumpSoon(item, wait)
      }
      case 'refused':
        return this.set(item, { state: 'refused', words: outcome.words })
      default:
        return this.set(item, { state: outcome.kind })
    }
  }

  private left(item: string): { sending: { seq: number; body: B } | null; next: B | null } | null {
    try {
      const text = this.settings.storage().getItem(`${this.settings.key}/${item}`)
      return text ? (JSON.parse(text) as { sending: { seq: number; body: B } | null; next: B | null }) : null
    } catch {
      return null
    }
  }

  private keep(item: string, { sending, next }: Line<B>): void {
    try {
      this.settings.storage().setItem(`${this.settings.key}/${item}`, JSON.stringify({ sending, next }))
    } catch {
      this.keepsOnDevice = false
    }
  }

  private keepNothing(item: string): void {
    try {
      this.settings.storage().removeItem(`${this.settings.key}/${item}`)
    } catch {
      // Nothing was kept there either.
    }
  }
}
