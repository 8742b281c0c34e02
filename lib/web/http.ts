/** Bodies in, answers out: what every line of the route table shares, on standard Request and Response alone. */
import { codeOf, ERROR_STATUS, Refusal, type ErrorCode } from '#lib/domain/errors.ts'
import { ITEM_WORDS } from '#lib/domain/draft-item.ts'
import { PROMPT_IDS } from '#lib/domain/prediction.ts'

export type Fields = Record<string, unknown>
export type Body = { fields: Fields; isForm: boolean }

const typeOf = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined)
const put = (fields: Fields, key: string, value: unknown): void => {
  Object.defineProperty(fields, key, { value, enumerable: true, writable: true, configurable: true })
}
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A field posted once is a string, more than once a list: what a column of checkboxes sends. `answers.deadlock` is the
 * member `deadlock` of `answers`, as in JSON.
 */
const formFields = (text: string): Fields => {
  const fields: Fields = {}
  for (const [name, value] of new URLSearchParams(text)) {
    const [, group, member] = /^([a-z]+)\.([a-z0-9-]+)$/.exec(name) ?? []
    const inside = group === undefined ? undefined : (own(fields, group) ?? {})
    const [into, key] = isFields(inside) ? [inside, member!] : [fields, name]
    const known = own(into, key)
    put(into, key, known === undefined ? value : [known, value].flat())
    if (isFields(inside)) put(fields, group!, inside)
  }
  return fields
}

/** The guard bounds what reaches the process; this bounds what is parsed wherever the table runs without a guard. */
export const BODY_MAX = 64 * 1024
/** The same for the few addresses that take files. */
const FILES_MAX = 1_500_000

/**
 * A form that sends files. Each is a string, as it would be in JSON: its name, a colon, and its bytes in base64. A box in
 * which no file was chosen sends one without a name.
 */
async function formWithFiles(bytes: ArrayBuffer, type: string): Promise<Fields> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refusal('bad-request')
  })
  const fields: Fields = {}
  for (const [name, value] of form) {
    if (typeof value !== 'string' && value.name === '') continue
    const text =
      typeof value === 'string' ? value : `${value.name}:${Buffer.from(await value.arrayBuffer()).toString('base64')}`
    const known = own(fields, name)
    put(fields, name, known === undefined ? text : [known, text].flat())
  }
  return fields
}

/** JSON object or form; an absent body is an empty object. Refuses `too-large`, `malformed-json` and `unsupported-type`. */
export async function bodyOf(request: Request, takesFiles = false): Promise<Body> {
  const bytes = await request.arrayBuffer()
  const most = takesFiles ? FILES_MAX : BODY_MAX
  if (bytes.byteLength > most) throw new Refusal('too-large', { most })
  const type = typeOf(request)
  if (takesFiles && type === 'multipart/form-data')
    return { fields: await formWithFiles(bytes, request.headers.get('content-type')!), isForm: true }
  const text = new TextDecoder().decode(bytes)
  if (type === 'application/x-www-form-urlencoded') return { fields: formFields(text), isForm: true }
  if (text === '' && (type === '' || type === 'application/json')) return { fields: {}, isForm: false }
  if (type !== 'application/json') throw new Refusal('unsupported-type')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Refusal('malformed-json')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Refusal('invalid', { issues: [{ path: '', code: 'object', message: 'a JSON object' }] })
  return { fields: parsed as Fields, isForm: false }
}

const NO_STORE = { 'cache-control': 'private, no-store' }

/** RFC 9457: the stable `code` is what callers compare; `detail` carries what the code needs, such as a stored version. */
export function problem(code: ErrorCode, detail: Record<string, unknown> = {}): Response {
  const status = ERROR_STATUS[code]
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', ...NO_STORE }
  if (typeof detail.seconds === 'number') headers['retry-after'] = String(detail.seconds)
  return new Response(JSON.stringify({ type: 'about:blank', title: code, status, code, ...detail }), {
    status,
    headers,
  })
}

export const json = (value: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...NO_STORE, ...headers },
  })

export function download(name: string, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, {
    status: 200,
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"`, ...NO_STORE },
  })
}

/** An address may carry what somebody typed; a header holds ASCII only, and anything else in it would be a 500. */
export const seeOther = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location: location.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent), ...NO_STORE },
  })

/** The boxes that hold a person’s own words, whatever is in them. */
const TEXT_FIELDS: readonly string[] = ['text', 'reason', ...PROMPT_IDS, ...ITEM_WORDS]
/** What a radio button, a tick box or a row posts; any other answer was written. */
const CHOICE = /^(?:[a-h](?:[1-9]|1[0-2])?|[hs]\d{1,4})?$/
/** Whether what a field holds was written rather than chosen. */
export const isOwnWords = (name: string, value: unknown): value is string =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  (TEXT_FIELDS.includes(name) || (name === 'answer' && !CHOICE.test(value)))
/** Never carried back in an address: secrets, and words of one’s own, which are saved or given back whole instead. */
const NEVER_ECHOED = new Set([
  'passphrase',
  'current',
  'password',
  'token',
  'citations',
  'confirm',
  'once',
  'file',
  ...TEXT_FIELDS,
])
const ECHO_MAX = 200
/** Of what is wrong inside a file, as many as are shown at once. */
const FAULTS_SHOWN = 12

/**
 * A refused form goes back to its page with the code, the field it is about, and what was typed, so that nothing has to
 * be typed again: `?problem=name-taken&at=name&v.name=Anna+Lee`.
 */
export function backToForm(page: string, code: ErrorCode, detail: Record<string, unknown>, fields: Fields): string {
  const [address, fragment] = page.split('#')
  const [path, search] = address!.split('?')
  const query = new URLSearchParams(search)
  query.set('problem', code)
  const issues = detail.issues as { path: string }[] | undefined
  const at = typeof detail.path === 'string' ? detail.path : issues?.[0]?.path
  if (at) query.set('at', at)
  if (typeof detail.item === 'string') query.set('item', detail.item)
  const faults = (detail.faults as Record<string, unknown>[] | undefined) ?? []
  if (faults.length > 0) query.set('faults', String(faults.length))
  for (const { file, row, column, code: what } of faults.slice(0, FAULTS_SHOWN))
    query.append('fault', [file, row, column, what].join('|'))
  for (const [key, values] of Object.entries(fields)) {
    if (NEVER_ECHOED.has(key)) continue
    if (CHOSEN.has(key) && isFields(values))
      for (const [row, value] of Object.entries(values))
        if (typeof value === 'string' && value !== '' && value.length <= ECHO_MAX)
          query.append(`v.${key}.${row}`, value)
    for (const value of [values].flat())
      if (typeof value === 'string' && value !== '' && value.length <= ECHO_MAX && !isOwnWords(key, value))
        query.append(`v.${key}`, value)
  }
  return `${path}?${query.toString()}${fragment ? `#${fragment}` : ''}`
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)

/** Levels of a rubric and fates of points are chosen, not written. */
const CHOSEN: ReadonlySet<string> = new Set(['levels', 'fates'])

/** A form’s own words, box after box. */
export const textIn = (fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([name, value]) =>
      CHOSEN.has(name)
        ? []
        : isFields(value)
          ? Object.entries(value).flatMap(([box, words]) =>
              typeof words === 'string' && words ? `${box}: ${words}` : [],
            )
          : [value].flat().filter((one) => isOwnWords(name, one)),
    )
    .join('\n\n')

/** Whether a refused form holds words that stand nowhere else: too long for an address, and not kept by the refusal. */
export const wouldLoseText = (fields: Fields, detail: Record<string, unknown>): boolean =>
  textIn(fields) !== '' && detail.kept !== true

/** The last resort of a form without script: the words themselves, to be copied, and the way on. */
export function keepText(code: ErrorCode, text: string, onward: string): Response {
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not saved – Xihua Hall</title></head>
<body><main><h1>This was not saved</h1>
<p>What you typed is below, complete. Copy it, then <a href="${escapeHtml(onward)}">go on</a> and paste it there. The reason: <code>${code}</code>.</p>
<p><label for="text">Your text</label></p>
<textarea id="text" rows="24" cols="80" readonly>
${escapeHtml(text)}</textarea></main></body></html>
`
  return new Response(page, {
    status: ERROR_STATUS[code],
    headers: { 'content-type': 'text/html; charset=utf-8', ...NO_STORE },
  })
}

/** The code and detail of whatever was thrown; what nobody foresaw is `internal` and says nothing more. */
export function refusalOf(error: unknown): { code: ErrorCode; detail: Record<string, unknown> } {
  const code = codeOf(error)
  if (!code) return { code: 'internal', detail: {} }
  return { code, detail: (error as Refusal).detail ?? {} }
}
