/** The fuzzer of the process tests, once a seed. */
import { spawnSync } from 'node:child_process'
import type { Outcome } from './outcome.ts'

export async function fuzz(seed: number, seeds: number): Promise<Outcome> {
  let failed = 0
  const memory: string[] = []
  for (let n = 0; n < seeds; n += 1) {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['node_modules/vitest/vitest.mjs', 'run', 'tests/server/fuzz.test.ts'],
      { env: { ...process.env, FUZZ_SEED: String(seed + n) }, encoding: 'utf8' },
    )
    if (status !== 0) failed += 1
    memory.push(/memory (\d+ → \d+ MiB)/.exec(stdout)?.[1] ?? 'unknown')
  }
  return {
    held: failed === 0,
    trials: `${seeds} seeds of 10,000 requests`,
    figures: { 'seeds with a 5xx, a hang or memory kept': failed, 'memory before and after': memory.join(', ') },
  }
}
