/**
 * One line a request: what was asked, what was answered, how long it took. Never a query, a body, a cookie or a code
 * that opens something: a log is read by more people than the database.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import pino, { type Logger } from 'pino'
import type { Env } from '#lib/env.ts'

export type ServerLog = Logger

/** Written in the background, in blocks: a slow disk must not hold up answers. `flush` empties it before the process ends. */
export function openLog(level: Env['logLevel']): { log: ServerLog; flush: () => void } {
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 500 })
  return { log: pino({ level, base: null }, destination), flush: () => destination.flushSync() }
}

/** Codes and one-time links in addresses are as good as passphrases while they live. */
const OPENS_SOMETHING = /^(\/(?:api\/)?(?:join|reset|welcome|setup|mail|lti\/picks|lti\/register))\/[^/]+/

export function loggedPath(url: string): string {
  const mark = url.indexOf('?')
  return (mark < 0 ? url : url.slice(0, mark)).replace(OPENS_SOMETHING, '$1/…')
}

export function logWhenDone(log: ServerLog, request: IncomingMessage, response: ServerResponse, id: string): void {
  if (!log.isLevelEnabled('info')) return
  const started = performance.now()
  const { method, url = '' } = request
  response.once('close', () => {
    const ms = Math.round((performance.now() - started) * 10) / 10
    log.info({
      id,
      method,
      path: loggedPath(url),
      status: response.statusCode,
      ms,
      ...(!response.writableFinished && { cut: true }),
    })
  })
}
