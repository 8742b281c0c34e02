/** What the process does beside answering: round after round, never two at once, and nothing of it ends the process. */

export type Rounds = {
  firstMs: number
  everyMs: number
  /** A round under way when the process ends is waited for so long; what it leaves, the next process finds. */
  lastMs: number
  /** Hears of a round that failed; the next finds everything as that one left it. */
  failed: (error: unknown) => void
}

/** Rounds from now on, each told whether the process is ending; `stop` resolves when the last has ended. */
export function keepDoing(
  round: (isEnding: () => boolean) => Promise<unknown>,
  { firstMs, everyMs, lastMs, failed }: Rounds,
): { stop: () => Promise<void> } {
  let isEnding = false
  let under: Promise<void> = Promise.resolve()
  const again = (): void => {
    under = round(() => isEnding)
      .catch(failed)
      .then(() => {
        if (!isEnding) timer = setTimeout(again, everyMs)
      })
  }
  let timer = setTimeout(again, firstMs)
  return {
    stop: async () => {
      isEnding = true
      clearTimeout(timer)
      await Promise.race([under, new Promise((wake) => setTimeout(wake, lastMs).unref())])
    },
  }
}
