import { describe, expect, it } from 'vitest'
import { compareWithLock, extendLock } from '#lib/content/ids/lock.ts'
import type { LiveId, Lock } from '#lib/content/ids/lock.ts'

const live = (id: string, hash = 'a'): LiveId => ({ id, hash, file: 'somewhere.yaml', line: 3 })
const faults = (ids: LiveId[], lock: Lock): string[] => {
  const messages: string[] = []
  compareWithLock(ids, lock, (_at, message) => messages.push(message))
  return messages
}
const lock: Lock = { counts: {}, ids: { s1: 'a', 'item:who@1': 'a' }, tombstones: {} }

describe('the lock', () => {
  it('is content with what it knows', () => {
    expect(faults([live('s1'), live('item:who@1')], lock)).toEqual([])
  })

  it('refuses a changed meaning, unless the revision is raised', () => {
    expect(faults([live('s1'), live('item:who@1', 'b')], lock)).toEqual([
      'the meaning of item:who changed without a raised revision',
    ])
    const raised = [live('s1'), live('item:who@2', 'b')]
    expect(faults(raised, extendLock(raised, lock, {}))).toEqual([])
  })

  it('refuses a dropped id, unless a tombstone names its successor', () => {
    expect(faults([live('item:who@1')], lock)).toEqual([
      's1 was released and is gone; it needs a tombstone with its successor',
    ])
    const buried: Lock = { ...lock, ids: { ...lock.ids, s2: 'a' }, tombstones: { s1: { successor: 's2' } } }
    expect(faults([live('s2'), live('item:who@1')], buried)).toEqual([])
  })

  it('adds and never overwrites', () => {
    expect(extendLock([live('s1', 'b'), live('s2')], lock, { sentences: 2 }).ids).toEqual({
      s1: 'a',
      s2: 'a',
      'item:who@1': 'a',
    })
  })
})
