import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { loadEdition } from '#lib/content/load.ts'
import { formatProblem } from '#lib/content/reading/problems.ts'

const { retold, transcript, usedIn } = edition()
const order = (id: string): number => transcript.units.get(id)?.order ?? Number.NaN
const points = retold?.points ?? []

describe('the message, said again and shorter', () => {
  it('is the five points of turn 21, every sentence of them once', () => {
    expect(points).toHaveLength(5)
    expect(points.flatMap(({ at }) => at)).toEqual(Array.from({ length: 279 - 253 + 1 }, (_, i) => `s${253 + i}`))
    const ordinals = ['First, ', 'Second, ', 'Third, ', 'Fourth, ', 'Fifth, ']
    expect(points.map(({ at }, i) => transcript.units.get(at[0] ?? '')?.text.startsWith(ordinals[i] ?? '?'))).toEqual(
      Array<boolean>(5).fill(true),
    )
  })

  it('links every step to something earlier of Zhou’s, or is marked new', () => {
    for (const { parts } of points)
      for (const { from, change } of parts) {
        expect(from.length === 0).toBe(change === 'added')
        for (const id of from) {
          expect(transcript.units.get(id)?.speaker, id).toBe('zhou')
          expect(order(id), id).toBeLessThan(order('s253'))
        }
      }
    for (const { id, from } of points) expect(from.length, id).toBeGreaterThan(0)
  })

  it('traces the submarines and the expulsion to their new place', () => {
    const words = (ids: readonly string[] = []) => ids.map((id) => transcript.units.get(id)?.text).join(' ')
    const traced = (text: string) => retold?.traced.find(({ from }) => words(from).includes(text))
    expect(traced('withdrew eight submarines')?.to).toContain('s262')
    expect(words(traced('They expelled Albania')?.to)).toContain('Warsaw Conference')
  })

  it('has two proofs each time, and not the same two', () => {
    const ids = (pair: { at: string[] }[] = []) => pair.flatMap(({ at }) => at)
    expect(retold?.proofs.before).toHaveLength(2)
    expect(retold?.proofs.after).toHaveLength(2)
    expect(ids(retold?.proofs.before)).toEqual(['s74', 's81', 's82'])
    expect(ids(retold?.proofs.after)).toEqual(['s262', 's263'])
  })

  it('drops something from under each of the four headings', () => {
    expect([...new Set(retold?.dropped.map(({ heading }) => heading))].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
    const kept = new Set(points.flatMap(({ from }) => from))
    for (const { id, at } of retold?.dropped ?? [])
      for (const one of at) expect(kept.has(one), `${id} ${one}`).toBe(false)
  })

  it('leads back from both tellings', () => {
    expect(usedIn.get('s262')?.map(({ href }) => href)).toContain('/retold#moscow-responsible')
    expect(usedIn.get('s101')?.map(({ href }) => href)).toContain('/retold#moscow-responsible')
  })

  it('is refused where the message is no run of sentences', () => {
    const root = mkdtempSync(path.join(tmpdir(), 'retold-'))
    try {
      cpSync('tests/fixtures/broken-edition', root, { recursive: true })
      writeFileSync(
        path.join(root, 'retold.yaml'),
        'message: { from: s43, to: s40 }\nheadings: [{ paragraph: t1.p1, title: One }]\npoints: [{ id: one, title: One, parts: [{ at: [s40], from: [s8], change: kept, note: { text: It is so., by: frame } }] }]\ntraced: []\nproofs: { before: [{ at: [s8], text: One }, { at: [s8], text: Two }], after: [{ at: [s40], text: One }, { at: [s40], text: Two }], note: { text: It is so., by: frame } }\ndropped: []\n',
      )
      expect(loadEdition(root).problems.map(formatProblem)).toContain(
        'retold.yaml:1 message: s43 to s40 is no run of sentences',
      )
    } finally {
      rmSync(root, { recursive: true })
    }
  })
})
