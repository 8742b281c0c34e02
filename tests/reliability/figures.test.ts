import { expect, test } from 'vitest'
import { allFigures, withRepeated, type Row, type Run } from './figures.ts'

const run: Run = { date: '2026-01-02', commit: '`aaa`', machine: 'one core', load: 0.5, seed: 7, minutes: 3 }
const row = (id: string, verdict: Row['verdict'], figure: string): Row => ({
  promised: { id, says: `Promise ${id}` },
  verdict,
  trials: '10 trials',
  figures: [['lost', figure]],
  seconds: 1,
})

test('a promise that is tried again takes the place of its row and figures, with its own commit', () => {
  const first = allFigures(run, [row('a', 'held', '0'), row('b', 'NOT HELD', '3'), row('c', 'not run', '–')])
  expect(first).toContain('1 promises held, 1 did not, 1 could not be tried on this machine.')
  const again = withRepeated(first, { ...run, date: '2026-01-03', commit: '`bbb`' }, [row('b', 'held', '0')])
  expect(again).toContain('2 promises held, 0 did not, 1 could not be tried on this machine.')
  expect(again).toContain('| Promise b | held | 10 trials (tried again on 2026-01-03: commit `bbb`, seed 7) |')
  expect(again).toContain('| Promise a | held | 10 trials |')
  expect(again).not.toContain('| lost | 3 |')
  expect(again.match(/^## /gm)).toHaveLength(3)
})
