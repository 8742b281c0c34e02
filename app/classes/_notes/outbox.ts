/**
 * What was written and is not stored yet: kept on the device until the server has answered, sent again when it could not
 * be reached, in the order in which it was written. Each entry carries a key of its own, so that a lost answer makes no
 * second note.
 */
export type Letter<B> = {
  key: string
  method: 'POST' | 'PATCH'
  address: string
  body: B
  state: 'sending' | 'waiting' | 'refused'
  /** Why it was refused. */
  words: string | null
}
export type Answer<V> = { kind: 'ok'; value: V } | { kind: 'unreached' } | { kind: 'refused'; words: string }

type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type Settings<B, V> = {
  /** Under which the device keeps it. */
  name: string
  send: (letter: Letter<B>) => Promise<Answer<V>>
  stored: (value: V, letter: Letter<B>) => void
  storage: () => Keep
  newKey: () => string
}

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15_000

export class Outbox<B, V> {
  /** False once the device refused to keep something: then leaving the page would lose it. */
  keepsOnDevice = true
  private letters: readonly Letter<B>[] = []
  private readonly settings: Settings<B, V>
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private wait = FIRST_WAIT_MS
  private busy = false
  private over = false

  constructor(settings: Settings<B, V>) {
    this.settings = settings
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  snapshot = (): readonly Letter<B>[] => this.letters

  /** Takes up what an earlier visit left. */
  start(): void {
    this.over = false
    if (this.letters.length === 0) this.set(this.left(), false)
    void this.pump()
  }
  stop(): void {
    this.over = true
    clearTimeout(this.timer)
  }

  post(method: Letter<B>['method'], address: string, body: B): void {
    this.set([...this.letters, { key: this.settings.newKey(), method, address, body, state: 'sending', words: null }])
    void this.pump()
  }
  drop(key: string): void {
    this.set(this.letters.filter((letter) => letter.key !== key))
  }
  /** The network is back, or the page is about to go. */
  hurry = (): void => {
    this.wait = FIRST_WAIT_MS
    clearTimeout(this.timer)
    void this.pump()
  }

  private async pump(): Promise<void> {
    const letter = this.letters.find((one) => one.state !== 'refused')
    if (!letter || this.busy || this.over) return
    this.busy = true
    const answer = await this.settings.send(letter)
    this.busy = false
    if (answer.kind === 'ok') {
      this.wait = FIRST_WAIT_MS
      this.settings.stored(answer.value, letter)
      this.drop(letter.key)
    } else if (answer.kind === 'refused') {
      this.change(letter.key, { state: 'refused', words: answer.words })
    } else {
      this.change(letter.key, { state: 'waiting' })
      clearTimeout(this.timer)
      this.timer = setTimeout(() => void this.pump(), this.wait)
      this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2)
      return
    }
    await this.pump()
  }

  private change(key: string, change: Partial<Letter<B>>): void {
    this.set(this.letters.map((letter) => (letter.key === key ? { ...letter, ...change } : letter)))
  }
  private set(letters: readonly Letter<B>[], keep = true): void {
    this.letters = letters
    if (keep) this.keep()
    for (const listener of this.listeners) listener()
  }
  private keep(): void {
    try {
      const storage = this.settings.storage()
      if (this.letters.length === 0) storage.removeItem(this.settings.name)
      else storage.setItem(this.settings.name, JSON.stringify(this.letters))
      this.keepsOnDevice = true
    } catch {
      this.keepsOnDevice = false
    }
  }
  private left(): Letter<B>[] {
    try {
      return JSON.parse(this.settings.storage().getItem(this.settings.name) ?? '[]') as Letter<B>[]
    } catch {
      return []
    }
  }
}
