/**
 * One line a request: what was asked, what was answered, how long it took. Never a query, a body, a cookie or a code
 * that opens something: a log is read by more people than the database.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import pino, { type Logger } from 'pino'
import type { Env } from '#lib/env.ts'
import { faultOf, writeFaultsTo } from '#lib/fault.ts'

export type ServerLog = Logger

/** Written in the background, in blocks: a slow disk must not hold up answers. `flush` empties it before the process ends. */
export function openLog(level: Env['logLevel']): { log: ServerLog; flush: () => void } {
  const destination = pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 500 })
  const log = pino({ level, base: null, serializers: { err: (error: unknown) => faultOf(error) } }, destination)
  return { log, flush: () => destination.flushSync() }
}

/** What a library says in words of its own; a message of an error may be in it, so its first line, and not all of that. */
const firstLine = (said: readonly unknown[]): string =>
  said
    .filter((one) => typeof one === 'string')
    .join(' ')
    .split('\n')[0]!
    .slice(0, 300)

/**
 * From now on the log is the only place where the process says that something went wrong: errors of calls, and what Next
 * and next-auth would print by themselves, parameters of a failed query and all.
 */
export function sayAllInto(log: ServerLog): void {
  writeFaultsTo((about, what) => log.error(about, what))
  const into =
    (level: 'error' | 'warn') =>
    (...said: unknown[]) => {
      const error = said.find((one) => one instanceof Error)
      if (error) log[level]({ err: error }, 'a page or a part of the process failed')
      else log[level](firstLine(said))
    }
  console.error = into('error')
  console.warn = into('warn')
}

/** Codes and one-time links in addresses are as good as passphrases while they live. */
const OPENS_SOMETHING = /^(\/(?:api\/)?(?:join|reset|welcome|setup|mail|forgotten|lti\/picks|lti\/register))\/[^/]+/

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
