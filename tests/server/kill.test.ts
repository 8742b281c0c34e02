import { expect, test } from 'vitest'
import { killRun } from '../reliability/kill.ts'

test('ten kills under load: of a thousand acknowledged answers none is missing', { timeout: 300_000 }, async () => {
  const report = await killRun({ kills: 10, saves: 1000, seed: Date.now() % 1_000_000 })
  console.log(report)
  expect(report).toMatchObject({ missing: 0, contradicted: 0 })
  expect(report.kills).toBeGreaterThanOrEqual(10)
  expect(report.acknowledged).toBeGreaterThanOrEqual(1000)
})

test('a server that answers before it commits is found out', { timeout: 60_000 }, async () => {
  const report = await killRun({ kills: 1, saves: 50, seed: 7, ackBeforeCommit: true })
  console.log(report)
  expect(report.missing).toBeGreaterThan(0)
})
