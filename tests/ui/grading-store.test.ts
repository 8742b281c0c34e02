import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sayRefusal } from '../../app/_ui/refusals.ts'
import type { Reply } from '../../app/_ui/send.ts'
import { GradingStore } from '../../app/classes/[class]/desk/grading/_grading/grading-store.ts'
import type { AnswerToGrade, QueueView } from '#lib/features/grade-answers/queue.ts'

const RUBRIC = [{ id: 'evidence', title: 'Evidence', asks: '', cells: ['', '', '', ''], weight: 1 }]
const PEOPLE = ['anna', 'ben', 'cam']
const DOWN = { kind: 'unreached' } as const
const refused = (code: string) => ({ kind: 'refused', code, words: sayRefusal(code), detail: {} }) as const
const answerOf = (member: string, state: AnswerToGrade['state'] = 'waiting') =>
  ({ member, source: `post-${member}`, version: 1, state, isAside: false, levels: {}, comment: '' }) as AnswerToGrade

/** A grading screen at Anna’s answer. What the server says to each reading and each write stands in two tables. */
function bench(graders = 1) {
  const reads = new Map<string, Reply<AnswerToGrade>>()
  const writes = new Map<string, Reply<unknown>>()
  const asked: string[] = []
  const store = new GradingStore({
    view: {
      queue: PEOPLE.map((member, i) => ({ member, name: null, number: i + 1, state: 'waiting', isAside: false })),
      answer: answerOf('anna', graders > 1 ? 'differ' : 'waiting'),
      rubric: RUBRIC,
      graders,
    } satisfies Pick<QueueView, 'queue' | 'answer' | 'rubric' | 'graders'>,
    base: '/part',
    send: async <T>(method: string, address: string) => {
      asked.push(`${method} ${address}`)
      return (writes.get(address) ?? DOWN) as Reply<T>
    },
    read: async (address) => {
      asked.push(`GET ${address}`)
      return reads.get(address) ?? DOWN
    },
    onOpen: () => {},
  })
  const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms)
  const now = () => store.snapshot()
  return { store, reads, writes, asked, settle, now }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('an answer that cannot be read', () => {
  it('waits for a connection that is down, and opens when it is back', async () => {
    const { store, reads, settle, now } = bench()
    store.open('ben')
    await settle()
    expect(now().failed).toBe('The connection is down. The answer opens as soon as it is back.')
    reads.set('/part/ben', { kind: 'ok', value: answerOf('ben') })
    await settle(4000)
    expect(now().failed).toBeNull()
    expect(now().answers.has('ben')).toBe(true)
  })

  it('is said to be gone where it is, is asked for once, and is passed over by going on', async () => {
    const { store, reads, writes, asked, settle, now } = bench()
    reads.set('/part/ben', refused('not-found'))
    reads.set('/part/cam', { kind: 'ok', value: answerOf('cam') })
    store.open('ben')
    await settle(20_000)
    expect(now().failed).toMatch(/^This answer is no longer here to be graded/)
    expect(asked.filter((one) => one === 'GET /part/ben')).toHaveLength(1)
    store.open('anna')
    expect(now().failed).toBeNull()
    writes.set('/part/anna', { kind: 'ok', value: { savedAt: '', state: 'graded' } })
    store.setLevel('evidence', 2)
    store.saveAndNext()
    expect(now().at).toBe('cam')
  })

  it('of somebody who is signed out says so, and is not asked for again and again', async () => {
    const { store, reads, asked, settle, now } = bench()
    reads.set('/part/ben', refused('sign-in-needed'))
    store.open('ben')
    await settle(20_000)
    expect(now().failed).toBe(sayRefusal('sign-in-needed'))
    expect(asked.filter((one) => one === 'GET /part/ben')).toHaveLength(1)
  })

  it('ahead of the one in hand says nothing', async () => {
    const { store, reads, settle, now } = bench()
    reads.set('/part/ben', refused('not-found'))
    store.lookAhead()
    await settle()
    expect(now().failed).toBeNull()
  })

  it('says nothing over what could not be saved', async () => {
    const { store, reads, writes, settle, now } = bench()
    writes.set('/part/anna', refused('invalid'))
    store.setLevel('evidence', 2)
    await store.save('anna')
    reads.set('/part/ben', { kind: 'ok', value: answerOf('ben') })
    store.lookAhead()
    await settle()
    expect(now().failed).toBe(`Not saved. ${sayRefusal('invalid')}`)
  })
})

describe('a decision', () => {
  it.each([
    ['no connection', DOWN, 'Not decided: the connection is down. Try again.'],
    ['nothing to decide', refused('nothing-to-decide'), `Not decided. ${sayRefusal('nothing-to-decide')}`],
  ] as const)('that fails for %s is said to have failed, and what was given stays', async (_why, reply, words) => {
    const { store, writes, now } = bench(2)
    writes.set('/part/anna/decision', reply)
    store.setLevel('evidence', 2)
    await store.decide()
    expect(now().failed).toBe(words)
    expect(now().drafts.get('anna')).toMatchObject({ levels: { evidence: 2 } })
  })

  it('is said, and the answer is read again', async () => {
    const { store, reads, writes, now } = bench(2)
    writes.set('/part/anna/decision', { kind: 'ok', value: {} })
    reads.set('/part/anna', { kind: 'ok', value: answerOf('anna', 'graded') })
    store.setLevel('evidence', 2)
    await store.decide()
    expect(now()).toMatchObject({ failed: null, said: 'Decided. What the two graders gave stays beside it.' })
    expect(now().drafts.size).toBe(0)
    expect(now().queue[0]!.state).toBe('graded')
  })
})

describe('a comment taken back', () => {
  it('is said to stand where that failed', async () => {
    const { store, now } = bench()
    await store.takeBack('c1')
    expect(now().failed).toBe('The comment stands as it was: the connection is down. Try again.')
  })

  it('is gone where it had been taken back already', async () => {
    const { store, reads, writes, now } = bench()
    writes.set('/api/grade-comments/c1', refused('not-found'))
    reads.set('/part/anna', { kind: 'ok', value: answerOf('anna') })
    await store.takeBack('c1')
    expect(now()).toMatchObject({ failed: null, said: 'The comment is taken back.' })
  })
})

it('what cannot be set aside says why', async () => {
  const { store, writes, now } = bench()
  writes.set('/part/anna/aside', refused('not-found'))
  await store.setAside()
  expect(now().failed).toBe(`Not set aside. ${sayRefusal('not-found')}`)
})
