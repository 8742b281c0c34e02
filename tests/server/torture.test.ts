/** The short forms of the reliability scripts; `npm run torture` runs all of them, with their full numbers. */
import { expect, test } from 'vitest'
import { stands } from '../proofs.ts'
import { NotHere, said } from '../reliability/outcome.ts'
import { PROMISES } from '../reliability/promises.ts'

const short = PROMISES.filter(({ script }) => script?.inTests)

test.each(short.map(({ id, says, script }) => [id, says, script!] as const))(
  '%s: %s',
  { timeout: 120_000 },
  async (_id, _says, { run, short: n }) => {
    const seed = Date.now() % 1_000_000
    const outcome = await (
      await run()
    )(seed, n).catch((error: unknown) => {
      if (error instanceof NotHere) return null
      throw error
    })
    if (!outcome) return
    expect(outcome.held, `seed ${seed}: ${said(outcome)}`).toBe(true)
  },
)

test('every promise has a script or tests, and each test that it names stands where it says', () => {
  for (const { id, script, proofs } of PROMISES) expect(script ?? proofs, id).toBeTruthy()
  expect(PROMISES.flatMap(({ proofs }) => proofs ?? []).filter((one) => !stands(one))).toEqual([])
})
