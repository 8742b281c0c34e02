/**
 * Ending well: what is under way is answered, then the database is closed. A supervisor that says SIGTERM gets exit
 * code 0 within seconds; connections that will not end are cut. Gives what ends the process with another code.
 */
import type { Server } from 'node:http'
import type { ServerLog } from './access-log.ts'

const PATIENCE_MS = 10_000

export function drainOnSignal(
  server: Server,
  log: ServerLog,
  closeAll: () => Promise<void>,
): (code: number, why: string) => void {
  let draining = false
  const drain = async (why: string): Promise<void> => {
    log.warn({ why }, 'draining')
    const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
    // A connection whose answer has just gone out would otherwise be kept for the next request.
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    await new Promise<void>((done) => {
      server.close(() => done())
    })
    clearTimeout(cut)
    clearInterval(sweep)
    await closeAll()
    log.warn('drained')
  }
  const end = (code: number, why: string): void => {
    if (draining) return
    draining = true
    drain(why).then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'draining failed')
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => end(0, signal))
  return end
}
