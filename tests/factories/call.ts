/** The route table called without a server, as a script and as a browser's form. */
import { api } from '#lib/web/api.ts'

export type Reply = {
  status: number
  text: string
  json: unknown
  code: string | null
  location: string
  headers: Headers
}

type Sent = {
  cookie?: string | undefined
  json?: unknown
  form?: Record<string, string | string[]>
  body?: string
  type?: string
  headers?: Record<string, string>
}

export async function call(method: string, path: string, sent: Sent = {}): Promise<Reply> {
  const headers = new Headers(sent.headers)
  if (sent.cookie) headers.set('cookie', sent.cookie)
  let body = sent.body
  if (sent.type) headers.set('content-type', sent.type)
  if (sent.json !== undefined) {
    headers.set('content-type', 'application/json')
    body = JSON.stringify(sent.json)
  }
  if (sent.form) {
    headers.set('content-type', 'application/x-www-form-urlencoded')
    body = new URLSearchParams(
      Object.entries(sent.form).flatMap(([key, value]) => [value].flat().map((one) => [key, one])),
    ).toString()
  }
  const response = await api.request(path, { method, headers, ...(body === undefined ? {} : { body }) })
  return readReply(response)
}

/** Reads a reply whole; `code` comes from the problem body, or from the address a refused form is sent back to. */
export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const parsed: unknown = isJson ? JSON.parse(text) : null
  const location = response.headers.get('location') ?? ''
  const fromBody =
    parsed && typeof parsed === 'object' && 'code' in parsed && response.status >= 400 ? String(parsed.code) : null
  return {
    status: response.status,
    text,
    json: parsed,
    code: fromBody ?? new URLSearchParams(location.split('#')[0]!.split('?')[1]).get('problem'),
    location,
    headers: response.headers,
  }
}
