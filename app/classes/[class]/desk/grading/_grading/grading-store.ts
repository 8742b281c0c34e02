/**
 * What the grading screen knows and does: the answer in hand, what is typed for it, and what is on its way. The next
 * answers are fetched ahead, so that going on waits for nothing; what could not be saved is sent again until it is.
 */
import { isComplete, nextToGrade, type GradingRubric } from '#lib/domain/grading.ts'
import type { AnswerToGrade, QueueView } from '#lib/features/grade-answers/queue.ts'
import type { Reply } from '../../../../../_ui/send.ts'

export type Draft = { levels: Readonly<Record<string, number>>; comment: string }
type Saved = { savedAt: string; state: AnswerToGrade['state'] }

export type Snapshot = {
  readonly queue: QueueView['queue']
  readonly answers: ReadonlyMap<string, AnswerToGrade>
  readonly at: string | null
  /** What differs from what the server is known to have, by answer. */
  readonly drafts: ReadonlyMap<string, Draft>
  /** The row that the next key sets. */
  readonly row: number
  readonly said: string
  readonly failed: string | null
}

type Settings = {
  view: Pick<QueueView, 'queue' | 'answer' | 'rubric' | 'graders'>
  /** The address of the part that is graded. */
  base: string
  send: <T>(method: 'PUT' | 'POST' | 'DELETE', address: string, body: unknown) => Promise<Reply<T>>
  read: (address: string) => Promise<Reply<AnswerToGrade>>
  /** The screen goes to another answer. */
  onOpen: (member: string) => void
  againMs?: number
}

const AHEAD = 3

type Failed = Exclude<Reply<never>, { kind: 'ok' }>
const WAITS = 'The connection is down. The answer opens as soon as it is back.'
const GONE = 'This answer is no longer here to be graded. Go on to another; nothing of yours is lost by that.'
/** What was asked for once and is not tried again by itself. */
const notDone = (what: string, reply: Failed): string =>
  reply.kind === 'unreached' ? `${what}: the connection is down. Try again.` : `${what}. ${reply.words}`

export const firstEmpty = (rubric: GradingRubric, levels: Draft['levels']): number =>
  Math.max(
    0,
    rubric.findIndex((row) => levels[row.id] === undefined),
  )
export const draftOf = (answer: AnswerToGrade): Draft => ({ levels: answer.levels, comment: answer.comment })
export const isSame = ({ levels, comment }: AnswerToGrade, draft: Draft): boolean =>
  draft.comment.trim() === comment &&
  [...new Set([...Object.keys(levels), ...Object.keys(draft.levels)])].every((id) => levels[id] === draft.levels[id])

export class GradingStore {
  private state: Snapshot
  private readonly settings: Settings
  private readonly listeners = new Set<() => void>()
  private readonly reading = new Set<string>()
  /** What was found to be there no longer: going on passes it over. */
  private readonly gone = new Set<string>()
  private readonly sending = new Map<string, Promise<boolean>>()

  constructor(settings: Settings) {
    this.settings = settings
    const { queue, answer, rubric } = settings.view
    this.state = {
      queue,
      answers: new Map(answer ? [[answer.member, answer]] : []),
      at: answer?.member ?? null,
      drafts: new Map(),
      row: firstEmpty(rubric, answer?.levels ?? {}),
      said: '',
      failed: null,
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  snapshot = (): Snapshot => this.state

  private set(to: Partial<Snapshot>): void {
    this.state = { ...this.state, ...to }
    for (const listener of this.listeners) listener()
  }
  private get inHand(): AnswerToGrade | null {
    return this.state.at === null ? null : (this.state.answers.get(this.state.at) ?? null)
  }
  private draftFor(member: string): Draft {
    const answer = this.state.answers.get(member)
    return this.state.drafts.get(member) ?? (answer ? draftOf(answer) : { levels: {}, comment: '' })
  }
  private nextAfter(member: string | null, queue = this.state.queue): QueueView['queue'][number] | null {
    return nextToGrade(
      queue.filter((one) => !this.gone.has(one.member)),
      member,
    )
  }
  private mark(member: string, to: Partial<QueueView['queue'][number]>): void {
    this.set({ queue: this.state.queue.map((one) => (one.member === member ? { ...one, ...to } : one)) })
  }
  private later(what: () => void): void {
    setTimeout(what, this.settings.againMs ?? 4000)
  }

  /** Whether something given has not reached the server. */
  unsaved = (): string[] =>
    [...this.state.drafts].flatMap(([member, draft]) => {
      const answer = this.state.answers.get(member)
      return answer && !isSame(answer, draft) ? [member] : []
    })

  /** The answers that come next are at hand before they are wanted. */
  lookAhead = (): void => {
    let from = this.state.at
    for (let n = 0; n < AHEAD; n += 1) {
      const next = this.nextAfter(from)
      if (!next || next.member === this.state.at) return
      void this.read(next.member)
      from = next.member
    }
  }

  private async read(member: string, again = false): Promise<void> {
    if (!again && (this.state.answers.has(member) || this.reading.has(member))) return
    this.reading.add(member)
    const reply = await this.settings.read(`${this.settings.base}/${member}`)
    this.reading.delete(member)
    if (reply.kind !== 'ok') return this.unread(member, again, reply)
    const answer = reply.value
    this.gone.delete(member)
    const isAtHand = this.state.at === member && !this.state.answers.has(member)
    // What could not be saved or decided stays said.
    const failed = this.state.failed === WAITS ? null : this.state.failed
    this.set({ answers: new Map(this.state.answers).set(member, answer), failed })
    this.mark(member, { state: answer.state, isAside: answer.isAside })
    if (isAtHand) this.set({ row: firstEmpty(this.settings.view.rubric, this.draftFor(member).levels) })
  }

  /** Only a connection comes back by itself; what is refused is said, of the answer in hand alone. */
  private unread(member: string, again: boolean, reply: Failed): void {
    const isInHand = this.state.at === member
    if (reply.kind === 'unreached') {
      if (isInHand && !this.state.answers.has(member)) this.set({ failed: WAITS })
      return this.later(() => void this.read(member, again))
    }
    if (reply.code === 'not-found') this.gone.add(member)
    if (isInHand) this.set({ failed: reply.code === 'not-found' ? GONE : reply.words })
  }

  /** Sends what is typed for one answer; true once the server has it. */
  save = (member: string): Promise<boolean> => {
    const [answer, draft] = [this.state.answers.get(member), this.state.drafts.get(member)]
    if (!answer || !draft || isSame(answer, draft)) return Promise.resolve(true)
    const before = this.sending.get(member)
    if (before) return before.then(() => this.save(member))
    const sent = this.put(answer, draft).finally(() => this.sending.delete(member))
    this.sending.set(member, sent)
    return sent
  }

  private async put(answer: AnswerToGrade, draft: Draft): Promise<boolean> {
    const { member } = answer
    const cleared = Object.keys(answer.levels).filter((id) => !(id in draft.levels))
    const reply = await this.settings.send<Saved>('PUT', `${this.settings.base}/${member}`, {
      source: answer.source,
      version: answer.version,
      text: draft.comment,
      ...Object.fromEntries(Object.entries(draft.levels).map(([id, level]) => [`level:${id}`, level])),
      ...Object.fromEntries(cleared.map((id) => [`level:${id}`, ''])),
    })
    if (reply.kind !== 'ok') {
      this.set({
        failed:
          reply.kind === 'unreached'
            ? 'Not saved yet: the connection is down. What you gave is kept here and sent when it is back.'
            : `Not saved. ${reply.words}`,
      })
      if (reply.kind === 'unreached') this.later(() => void this.save(member))
      return false
    }
    const drafts = new Map(this.state.drafts)
    if (drafts.get(member) === draft) drafts.delete(member)
    const kept = this.state.answers.get(member) ?? answer
    const now = { ...kept, ...draft, comment: draft.comment.trim(), ...reply.value, isAside: false }
    this.set({ answers: new Map(this.state.answers).set(member, now), drafts, failed: null })
    this.mark(member, { state: reply.value.state, isAside: false })
    // Between two graders the other's levels may be open now.
    if (this.settings.view.graders > 1) void this.read(member, true)
    return true
  }

  open = (member: string): void => {
    if (this.state.at !== null && this.state.at !== member) void this.save(this.state.at)
    const one = this.state.queue.find((each) => each.member === member)
    this.set({
      at: member,
      failed: this.state.failed === GONE || this.state.failed === WAITS ? null : this.state.failed,
      row: firstEmpty(this.settings.view.rubric, this.draftFor(member).levels),
      said: one ? `Answer ${one.number} of ${this.state.queue.length}` : '',
    })
    void this.read(member)
    this.lookAhead()
    this.settings.onOpen(member)
  }

  step = (by: 1 | -1): void => {
    const index = this.state.queue.findIndex((one) => one.member === this.state.at)
    const next = this.state.queue[index + by]
    if (next) this.open(next.member)
  }

  setRow = (row: number): void => this.set({ row: Math.max(0, Math.min(this.settings.view.rubric.length - 1, row)) })
  setLevel = (id: string, level: number): void => {
    const draft = this.state.at === null ? null : this.draftFor(this.state.at)
    if (draft) this.change({ levels: { ...draft.levels, [id]: level } })
  }
  setComment = (comment: string): void => this.change({ comment })
  private change(to: Partial<Draft>): void {
    const { at } = this.state
    if (at === null || !this.inHand) return
    this.set({ drafts: new Map(this.state.drafts).set(at, { ...this.draftFor(at), ...to }) })
  }

  /** Saves and goes to what waits next, or says that nothing does. */
  saveAndNext = (): void => {
    const { at } = this.state
    if (at === null || !this.inHand) return
    const isWhole = isComplete(this.settings.view.rubric, this.draftFor(at).levels)
    const after = this.state.queue.map((one) =>
      one.member === at && isWhole ? { ...one, state: 'graded' as const } : one,
    )
    const next = this.nextAfter(at, after)
    if (next && next.member !== at) return this.open(next.member)
    void this.save(at)
    this.set({ said: 'Saved. Nothing else waits here.' })
  }

  setAside = async (): Promise<void> => {
    const { at } = this.state
    const answer = this.inHand
    if (at === null || !answer) return
    const isAside = !answer.isAside
    // A save puts the answer back into the queue: it goes first.
    await this.save(at)
    const reply = await this.settings.send('PUT', `${this.settings.base}/${at}/aside`, { aside: isAside })
    if (reply.kind !== 'ok') return this.set({ failed: notDone('Not set aside', reply) })
    const kept = this.state.answers.get(at) ?? answer
    this.set({ answers: new Map(this.state.answers).set(at, { ...kept, isAside }) })
    this.mark(at, { isAside })
    // Whoever has gone on meanwhile stays there.
    const next = isAside && this.state.at === at ? this.nextAfter(at) : null
    if (next && next.member !== at) this.open(next.member)
    this.set({ said: isAside ? 'Set aside.' : 'Back in the queue.' })
  }

  /** Takes back what is not saved yet, or else this grader's last save. */
  undo = async (): Promise<void> => {
    const { at } = this.state
    const answer = this.inHand
    const draft = at === null ? undefined : this.state.drafts.get(at)
    if (at !== null && answer && draft && !isSame(answer, draft)) {
      const drafts = new Map(this.state.drafts)
      drafts.delete(at)
      return this.set({
        drafts,
        row: firstEmpty(this.settings.view.rubric, answer.levels),
        said: 'What was not saved yet is taken back.',
      })
    }
    await Promise.all(this.sending.values())
    const reply = await this.settings.send<{ member: string }>('POST', `${this.settings.base}/undo`, {})
    if (reply.kind === 'unreached') return this.set({ failed: notDone('Not undone', reply) })
    if (reply.kind === 'refused') return this.set({ said: reply.words })
    await this.read(reply.value.member, true)
    this.open(reply.value.member)
    this.set({ said: 'Your last save is taken back. The history keeps it.' })
  }

  /** Decides between two graders by what is given here. It is sent once: what was not decided is decided anew. */
  decide = async (): Promise<void> => {
    const { at } = this.state
    const answer = this.inHand
    if (at === null || !answer) return
    const draft = this.draftFor(at)
    const reply = await this.settings.send('PUT', `${this.settings.base}/${at}/decision`, {
      source: answer.source,
      version: answer.version,
      text: draft.comment,
      ...Object.fromEntries(Object.entries(draft.levels).map(([id, level]) => [`level:${id}`, level])),
    })
    if (reply.kind !== 'ok') return this.set({ failed: notDone('Not decided', reply) })
    const drafts = new Map(this.state.drafts)
    if (drafts.get(at) === draft) drafts.delete(at)
    this.set({ drafts, failed: null, said: 'Decided. What the two graders gave stays beside it.' })
    await this.read(at, true)
  }

  takeBack = async (comment: string): Promise<void> => {
    const reply = await this.settings.send('DELETE', `/api/grade-comments/${comment}`, {})
    // What is not there was taken back elsewhere.
    if (reply.kind !== 'ok' && !(reply.kind === 'refused' && reply.code === 'not-found'))
      return this.set({ failed: notDone('The comment stands as it was', reply) })
    this.set({ failed: null, said: 'The comment is taken back.' })
    await this.refresh()
  }

  /** Reads the answer in hand again, after a comment came or went. */
  refresh = async (): Promise<void> => {
    if (this.state.at !== null) await this.read(this.state.at, true)
  }
}
