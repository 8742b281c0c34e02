'use client'
import { sayRefusal } from './refusals.ts'

export type Reply<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'unreached' }
  | { kind: 'refused'; code: string; words: string; detail: Record<string, unknown> }

const PATIENCE_MS = 15_000
/** Pages may be left while a small body is on its way; browsers let at most this much of it outlive them. */
const KEEPALIVE_MAX = 30_000

/** What an address answers, in one of three ways. `unreached` is everything that trying again may cure. */
async function ask<T>(address: string, init: RequestInit): Promise<Reply<T>> {
  let reply: Response
  try {
    reply = await fetch(address, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
    if (reply.ok) return { kind: 'ok', value: (await reply.json()) as T }
  } catch {
    return { kind: 'unreached' }
  }
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) return { kind: 'unreached' }
  const detail = (await reply.json().catch(() => ({}))) as Record<string, unknown>
  const code = typeof detail.code === 'string' ? detail.code : 'internal'
  const at = (detail.issues as { path?: string }[] | undefined)?.[0]?.path
  return { kind: 'refused', code, words: sayRefusal(code, at), detail }
}

/** What stands at an address. */
export const load = <T>(address: string): Promise<Reply<T>> => ask(address, { headers: { accept: 'application/json' } })

/** One JSON write; with a `key` it is made once however often it is sent. */
export function send<T>(
  method: 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  address: string,
  body: unknown,
  key?: string,
): Promise<Reply<T>> {
  const text = JSON.stringify(body)
  return ask(address, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: text,
    keepalive: text.length < KEEPALIVE_MAX,
  })
}
