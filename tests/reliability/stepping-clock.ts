/** Loaded before the server: its clock stands as far from the true one as the file CLOCK_STEP says, and can be moved while it runs. */
import { readFileSync } from 'node:fs'

const file = process.env.CLOCK_STEP!
const RealDate = Date
const now = (): number => {
  try {
    return RealDate.now() + Number(readFileSync(file, 'utf8'))
  } catch {
    return RealDate.now()
  }
}

class SteppingDate extends RealDate {
  static override now = now
  constructor(...given: [] | [number | string | Date]) {
    super(...((given.length === 0 ? [now()] : given) as [number]))
  }
}
globalThis.Date = SteppingDate as DateConstructor
