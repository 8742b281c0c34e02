import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bodyOf, isSettled, SaveQueue, type Outcome, type Saved } from '../../app/_ui/save-queue.ts'

type Sent = { item: string; seq: number; body: string; answer: (outcome: Outcome<string>) => void }
const AT = '2026-11-24T10:42:00.000Z'

function bench(saved: Saved<string> | null = null, kept = new Map<string, string>()) {
  const sent: Sent[] = []
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const queue = new SaveQueue<string>(
    {
      key: 'k',
      same: (a, b) => a === b,
      storage: () => storage,
      send: (item, seq, body) =>
        new Promise((answer) => {
          sent.push({ item, seq, body, answer })
        }),
    },
    [['one', saved]],
  )
  const line = () => queue.snapshot().get('one')!
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return {
    queue,
    sent,
    kept,
    line,
    settle,
    answer: async (outcome: Outcome<string>) => {
      sent.at(-1)!.answer(outcome)
      await settle()
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a save', () => {
  it('is called saved only with the receipt in hand', async () => {
    const { queue, line, settle, answer, kept } = bench()
    queue.edit('one', 'a')
    await settle()
    expect(line()).toMatchObject({ state: 'sending', saved: null })
    expect(kept.size).toBe(1)
    await answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(line()).toMatchObject({ state: 'rest', saved: { seq: 1, body: 'a', savedAt: AT } })
    expect(isSettled(line())).toBe(true)
    expect(kept.size).toBe(0)
  })

  it('that waits for the typing to rest goes at once when the page is put away, whose timers may never run', async () => {
    const { queue, sent, settle, answer, line } = bench()
    queue.edit('one', 'a', 1200)
    await settle()
    expect(sent).toEqual([])
    queue.hurry()
    expect(sent.map(({ seq, body }) => [seq, body])).toEqual([[1, 'a']])
    queue.hurry()
    expect(sent).toHaveLength(1)
    await answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(isSettled(line())).toBe(true)
  })

  it('lets one be under way and merges what is typed meanwhile', async () => {
    const { queue, sent, settle, answer, line } = bench()
    queue.edit('one', 'a')
    await settle()
    for (const body of ['b', 'c', 'd']) queue.edit('one', body)
    await settle()
    expect(sent.map(({ seq, body }) => [seq, body])).toEqual([[1, 'a']])
    await answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(sent.map(({ seq, body }) => [seq, body])).toEqual([
      [1, 'a'],
      [2, 'd'],
    ])
    expect(isSettled(line())).toBe(false)
  })

  it('repeats a lost one with the same number and body, for more than half a minute, before anything newer', async () => {
    const { queue, sent, settle, answer, line } = bench()
    queue.edit('one', 'a')
    await settle()
    await answer({ kind: 'unreached' })
    queue.edit('one', 'b')
    for (let i = 0; i < 6; i += 1) {
      await vi.advanceTimersByTimeAsync(10_000)
      await answer({ kind: 'unreached' })
    }
    expect(line().state).toBe('waiting')
    expect(bodyOf(line())).toBe('b')
    expect(new Set(sent.map(({ seq, body }) => `${seq} ${body}`))).toEqual(new Set(['1 a']))
    queue.hurry()
    await settle()
    await answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(sent.at(-1)).toMatchObject({ seq: 2, body: 'b' })
  })

  it('survives a reload: what is left on the device is sent as it was', async () => {
    const first = bench()
    first.queue.edit('one', 'a')
    await first.settle()
    first.queue.edit('one', 'b')
    first.queue.stop()
    const second = bench(null, first.kept)
    second.queue.start()
    await second.settle()
    expect(second.sent.map(({ seq, body }) => [seq, body])).toEqual([[1, 'a']])
    await second.answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(second.sent.at(-1)).toMatchObject({ seq: 2, body: 'b' })
  })

  it('that had arrived before the reload is not sent again', async () => {
    const kept = new Map([['k/one', JSON.stringify({ sending: { seq: 1, body: 'a' }, next: null })]])
    const { queue, sent, settle, line } = bench({ seq: 1, body: 'a', savedAt: AT }, kept)
    queue.start()
    await settle()
    expect(sent).toEqual([])
    expect(isSettled(line())).toBe(true)
    expect(kept.size).toBe(0)
  })
})

describe('when another window was there first', () => {
  const stored = { seq: 3, body: 'theirs', savedAt: AT }
  it('both versions stay until somebody chooses, and the choice goes on from the stored number', async () => {
    const { queue, sent, settle, answer, line } = bench({ seq: 2, body: 'old', savedAt: AT })
    queue.edit('one', 'mine')
    await settle()
    await answer({ kind: 'elsewhere', stored })
    expect(line()).toMatchObject({ state: 'elsewhere', stored })
    expect(bodyOf(line())).toBe('mine')
    queue.choose('one', 'mine')
    await settle()
    expect(sent.at(-1)).toMatchObject({ seq: 4, body: 'mine' })
  })
  it('the other one can stand too', async () => {
    const { queue, sent, settle, answer, line } = bench({ seq: 2, body: 'old', savedAt: AT })
    queue.edit('one', 'mine')
    await settle()
    await answer({ kind: 'elsewhere', stored })
    queue.choose('one', 'stored')
    await settle()
    expect(sent).toHaveLength(1)
    expect(line()).toMatchObject({ state: 'rest', saved: stored })
    expect(bodyOf(line())).toBe('theirs')
  })
  it('nobody is asked where both say the same', async () => {
    const { queue, settle, answer, line } = bench()
    queue.edit('one', 'theirs')
    await settle()
    await answer({ kind: 'elsewhere', stored })
    expect(line()).toMatchObject({ state: 'rest', saved: stored })
  })
})

describe('what needs the person', () => {
  it('a closed attempt lets go, because the server kept the answer', async () => {
    const { queue, settle, answer, line, kept } = bench()
    queue.edit('one', 'a')
    await settle()
    await answer({ kind: 'closed' })
    expect(line().state).toBe('closed')
    expect(kept.size).toBe(0)
    expect(await queue.settled()).toBe(false)
  })
  it('signed out, it waits on the device', async () => {
    const { queue, settle, answer, line, kept } = bench()
    queue.edit('one', 'a')
    await settle()
    await answer({ kind: 'signed-out' })
    queue.edit('one', 'b')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(line().state).toBe('signed-out')
    expect(kept.get('k/one')).toContain('"b"')
  })
  it('what was refused is sent again once it is changed', async () => {
    const { queue, sent, settle, answer } = bench()
    queue.edit('one', 'a')
    await settle()
    await answer({ kind: 'refused', words: 'no' })
    queue.edit('one', 'b')
    await settle()
    expect(sent.at(-1)).toMatchObject({ seq: 1, body: 'b' })
  })
  it('settled waits for the last receipt', async () => {
    const { queue, settle, answer } = bench()
    queue.edit('one', 'a')
    let answered: boolean | null = null
    void queue.settled().then((value) => {
      answered = value
    })
    await settle()
    expect(answered).toBe(null)
    await answer({ kind: 'saved', seq: 1, savedAt: AT })
    expect(answered).toBe(true)
  })
  it('a device that keeps nothing says so', () => {
    const queue = new SaveQueue<string>(
      {
        key: 'k',
        same: Object.is,
        send: () => new Promise(() => {}),
        storage: () => {
          throw new Error('private')
        },
      },
      [['one', null]],
    )
    queue.edit('one', 'a')
    expect(queue.keepsOnDevice).toBe(false)
  })
})
