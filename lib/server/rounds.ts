/** What the process does beside answering: round after round, never two at once, and nothing of it ends the process. */
import type { ServerLog } from './access-log.ts'

const EVERY_MS = 15_000
const FIRST_MS = 1_000
/** A round under way when the process ends is waited for so long; what it leaves, the next process finds. */
const LAST_MS = 6_000

export function keepDoing(
  what: string,
  round: () => Promise<unknown>,
  log: Pick<ServerLog, 'error'>,
): { stop: () => Promise<void> } {
  let isEnding = false
  let under: Promise<void> = Promise.resolve()
  const again = (): void => {
    under = round().then(
      () => next(EVERY_MS),
      (error: unknown) => {
        log.error({ what, err: error }, 'a round failed')
        next(EVERY_MS)
      },
    )
  }
  let timer = setTimeout(again, FIRST_MS)
  const next = (ms: number): void => {
    if (!isEnding) timer = setTimeout(again, ms)
  }
  return {
    stop: async () => {
      isEnding = true
      clearTimeout(timer)
      await Promise.race([under, new Promise((wake) => setTimeout(wake, LAST_MS).unref())])
    },
  }
}
