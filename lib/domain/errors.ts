/**
 * Every refusal the product can give, with the HTTP status it travels under. The code is the contract: screens
 * choose their words by it, tests and scripts compare it. Codes are never reused for another meaning.
 */
export const ERROR_STATUS = {
  'bad-request': 400,
  'malformed-json': 400,
  'sign-in-needed': 401,
  'wrong-passphrase': 401,
  'launch-refused': 401,
  'launch-needed': 401,
  'school-refused': 401,
  'foreign-origin': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'changed-elsewhere': 409,
  'attempt-closed': 409,
  'unsaved-answers': 409,
  'not-open-yet': 409,
  'predictions-first': 409,
  closed: 409,
  'talk-closed': 409,
  'remark-hidden': 409,
  'picks-full': 409,
  'poll-not-open': 409,
  'poll-step': 409,
  'reminded-today': 409,
  'samples-first': 409,
  'reviewed-once': 409,
  'attempts-used-up': 409,
  'name-taken': 409,
  'email-taken': 409,
  'class-full': 409,
  'class-closed': 409,
  'not-closed-long': 409,
  'seats-taken': 409,
  'section-taken': 409,
  'section-in-use': 409,
  'work-exists': 409,
  'last-instructor': 409,
  'code-closed': 409,
  unfinished: 409,
  'not-contestable': 409,
  'contested-once': 409,
  'open-again': 409,
  'no-released-grade': 409,
  'course-not-connected': 409,
  'course-connected': 409,
  'platform-failed': 409,
  'identity-needed': 409,
  'identity-taken': 409,
  'last-way-in': 409,
  'opens-more': 409,
  conflict: 409,
  'code-unknown': 404,
  'link-used-or-expired': 410,
  'length-required': 411,
  'too-large': 413,
  'unsupported-type': 415,
  'foreign-host': 421,
  invalid: 422,
  'answer-empty': 422,
  'wrong-answer-kind': 422,
  'answer-too-long': 422,
  'citation-needed': 422,
  'quote-not-found': 422,
  'note-empty': 422,
  'level-missing': 422,
  'point-missing': 422,
  'passage-unknown': 422,
  'no-section': 422,
  'has-replies': 409,
  'ambiguous-time': 422,
  'skipped-time': 422,
  'dates-out-of-order': 422,
  'not-checked-item-by-item': 409,
  'nothing-to-undo': 409,
  'nothing-to-decide': 409,
  'words-not-found': 422,
  'slow-down': 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof ERROR_STATUS

/** A field of an input and the code of what is wrong with it; `path` is dotted, as in the JSON body. */
export type FieldIssue = { path: string; code: string; message: string }

/**
 * A refusal with a stable code. Compare `code`, never `instanceof`: Next's bundle and the front door are two module
 * graphs in one process, so the class has two identities.
 */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly detail: Record<string, unknown>
  constructor(code: ErrorCode, detail: Record<string, unknown> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
  }
}

export const codeOf = (error: unknown): ErrorCode | null => {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code) ? (code as ErrorCode) : null
}
