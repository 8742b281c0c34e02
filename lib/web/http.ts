/** Bodies in, answers out: what every line of the route table shares, on standard Request and Response alone. */
import { codeOf, ERROR_STATUS, Refusal, type ErrorCode } from '#lib/domain/errors.ts'

export type Fields = Record<string, unknown>
export type Body = { fields: Fields; isForm: boolean }

const typeOf = (request: Request): string => (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

/** A field posted once is a string, more than once a list: what a column of checkboxes sends. */
const formFields = (text: string): Fields => {
  const fields: Fields = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const known = Object.hasOwn(fields, key) ? fields[key] : undefined
    Object.defineProperty(fields, key, { value: known === undefined ? value : [known, value].flat(), enumerable: true, writable: true, configurable: true })
  }
  return fields
}

/** JSON object or urlencoded form; an absent body is an empty object. Refuses `malformed-json` and `unsupported-type`. */
export async function bodyOf(request: Request): Promise<Body> {
  const text = await request.text()
  const type = typeOf(request)
  if (type === 'application/x-www-form-urlencoded') return { fields: formFields(text), isForm: true }
  if (text === '' && (type === '' || type === 'application/json')) return { fields: {}, isForm: false }
  if (type !== 'application/json') throw new Refusal('unsupported-type')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Refusal('malformed-json')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Refusal('invalid', { issues: [{ path: '', code: 'object', message: 'a JSON object' }] })
  return { fields: parsed as Fields, isForm: false }
}

const NO_STORE = { 'cache-control': 'private, no-store' }

/** RFC 9457: the stable `code` is what callers compare; `detail` carries what the code needs, such as a stored version. */
export function problem(code: ErrorCode, detail: Record<string, unknown> = {}): Response {
  const status = ERROR_STATUS[code]
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', ...NO_STORE }
  if (typeof detail.seconds === 'number') headers['retry-after'] = String(detail.seconds)
  return new Response(JSON.stringify({ type: 'about:blank', title: code, status, code, ...detail }), { status, headers })
}

export const json = (value: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', ...NO_STORE, ...headers } })

export function download(name: string, type: string, text: string): Response {
  return new Response(text, { status: 200, headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, ...NO_STORE } })
}

/** What a form named may hold any character; a header holds plain ones only. */
const inHeader = (location: string): string => location.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)

export const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location: inHeader(location), ...NO_STORE } })

/** Never carried back in an address: secrets, and texts that are saved on the server instead. */
const NEVER_ECHOED = new Set(['passphrase', 'current', 'password', 'token', 'text', 'citations', 'confirm'])
const ECHO_MAX = 200

/**
 * A refused form goes back to its page with the code, the field it is about, and what was typed, so that nothing has to
 * be typed again: `?problem=name-taken&at=name&v.name=Anna+Lee`.
 */
export function backToForm(page: string, code: ErrorCode, detail: Record<string, unknown>, fields: Fields): Response {
  const [address, fragment] = page.split('#')
  const [path, search] = address!.split('?')
  const query = new URLSearchParams(search)
  query.set('problem', code)
  const issues = detail.issues as { path: string }[] | undefined
  const at = typeof detail.path === 'string' ? detail.path : issues?.[0]?.path
  if (at) query.set('at', at)
  if (typeof detail.item === 'string') query.set('item', detail.item)
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string' && value !== '' && value.length <= ECHO_MAX && !NEVER_ECHOED.has(key)) query.set(`v.${key}`, value)
  }
  return seeOther(`${path}?${query.toString()}${fragment ? `#${fragment}` : ''}`)
}

/** The code and detail of whatever was thrown; what nobody foresaw is `internal` and says nothing more. */
export function refusalOf(error: unknown): { code: ErrorCode; detail: Record<string, unknown> } {
  const code = codeOf(error)
  if (!code) return { code: 'internal', detail: {} }
  return { code, detail: (error as Refusal).detail ?? {} }
}
