/**
 * The one route table: every write, every download and every JSON read, a line each, written down by noun in
 * lib/web/api. OpenAPI, the guard, the authorization matrix and the fuzzer read it, so nothing can be mounted beside it.
 * Runs in native Node: in production the front door dispatches to it before Next is asked; in tests it is called without
 * a server.
 */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { getCookie } from 'hono/cookie'
import { forget, issue, SESSION_COOKIE, viewerFromCookie } from '#lib/auth/session.ts'
import { forgetProven } from '#lib/auth/proven.ts'
import { db } from '#lib/db/client.ts'
import { mapDriverError } from '#lib/db/errors.ts'
import { CONDITIONS, conditionOf } from '#lib/db/condition.ts'
import { asSystem, type Context, contextFor } from '#lib/door/context.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { noteFault } from '#lib/fault.ts'
import { queueChanges, sendDue } from '#lib/features/connect-platform/scores.ts'
import { viewSetUp } from '#lib/features/set-up/set-up.ts'
import {
  backToForm,
  bodyOf,
  type Fields,
  json,
  keepText,
  problem,
  refusalOf,
  seeOther,
  textIn,
  wouldLoseText,
} from './http.ts'
import { ACCOUNT } from './api/account.ts'
import { ASSIGNING } from './api/assigning.ts'
import { BANK } from './api/bank.ts'
import { CLASS } from './api/class.ts'
import { GRADING } from './api/grading.ts'
import type { Line, Method } from './api/line.ts'
import { NOTES } from './api/notes.ts'
import { PLATFORM } from './api/platform.ts'
import { POLLS } from './api/polls.ts'
import { ROSTER } from './api/roster.ts'
import { TALK } from './api/talk.ts'
import { WORK } from './api/work.ts'

const LINES: readonly Line[] = [
  ...ACCOUNT,
  ...PLATFORM,
  ...CLASS,
  ...ROSTER,
  ...ASSIGNING,
  ...WORK,
  ...TALK,
  ...POLLS,
  ...NOTES,
  ...GRADING,
  ...BANK,
]

/** Fields that only tell a form where it stands; they never reach a feature. */
const FORM_ONLY = new Set(['in', 'work', 'next', 'once', 'as', 'whose', 'whichPart', 'stay', 'book'])
/** HTML forms know GET and POST: other methods take a POST at the same address with a word behind it. */
const FORM_SUFFIX: Partial<Record<Method, string>> = { PUT: '/save', PATCH: '/save', DELETE: '/delete' }
const FLASH_COOKIE = 'xh-flash'

const paramsIn = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
const textFields = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, value]] : Array.isArray(value) ? [[key, value.join('\n')]] : [],
    ),
  )

export const api = new OpenAPIHono()

/**
 * A form cannot send headers: its page writes a key of its own into it, so that two clicks make one thing. What was
 * typed belongs to the key, since a page kept by the Back button may be filled in again for another thing.
 */
const formKey = (fields: Fields): string | null => (fields.once ? JSON.stringify(fields) : null)

const queryOf = (line: Line, request: Request): Fields =>
  line.asksByQuery ? Object.fromEntries(new URL(request.url).searchParams) : {}

async function answer(
  line: Line,
  request: Request,
  params: Record<string, string>,
  cookie: (name: string) => string | undefined,
): Promise<Response> {
  const { fields, isForm } =
    line.method === 'GET' ? { fields: queryOf(line, request), isForm: false } : await bodyOf(request, line.takesFiles)
  const places = { ...textFields(fields), ...params }
  try {
    const viewer = await viewerFromCookie(cookie(SESSION_COOKIE), new Date())
    const ctx: Context = contextFor(viewer, {
      address: request.headers.get('x-client-address'),
      writes: line.method !== 'GET',
      site: env.publicUrl,
      sendsMail: env.mail !== null,
      school: env.school,
      setupToken: env.setupToken,
      idempotencyKey: isForm ? formKey(fields) : (request.headers.get('idempotency-key')?.slice(0, 200) ?? null),
    })
    const own = Object.fromEntries(Object.entries(fields).filter(([key]) => !(isForm && FORM_ONLY.has(key))))
    const { otherwise } = line
    if (otherwise && request.headers.get('accept')?.includes(otherwise.accept))
      return otherwise.answer(await otherwise.feature(ctx, params))
    const besides = await line.besides?.(request, cookie)
    const out = await line.feature(ctx, { ...(line.reads?.(own) ?? own), ...besides, ...params })
    const shown = line.opensSession ? withoutSession(out) : out
    const response = line.file
      ? line.file(out as never, places, new URL(request.url).searchParams)
      : isForm && line.shows
        ? line.shows(out as never, places)
        : isForm && line.form
          ? seeOther(line.form.onward(places, out as never))
          : json(shown)
    const secret = line.opensSession ? (out as { session: string | null }).session : null
    for (const one of secret ? await issue(secret) : line.endsSession ? forget() : [])
      response.headers.append('set-cookie', one)
    if (line.usesProof) response.headers.append('set-cookie', forgetProven)
    if (isForm && line.form?.flash)
      response.headers.append(
        'set-cookie',
        `${FLASH_COOKIE}=${encodeURIComponent(JSON.stringify(line.form.flash(out as never)))}; HttpOnly; Max-Age=90; Path=/classes; SameSite=Lax`,
      )
    return response
  } catch (error) {
    const { code, detail } = refusalOf(mapDriverError(error))
    if (code === 'internal') noteCallFault(error, request, `${line.method} ${line.path}`)
    if (!isForm || !line.form) return (line.refusal ?? problem)(code, detail)
    const again = backToForm(line.form.back(places), code, detail, fields)
    const onward = code === 'sign-in-needed' ? `/sign-in?callbackUrl=${encodeURIComponent(again)}` : again
    return wouldLoseText(fields, detail) ? keepText(code, textIn(fields), onward) : seeOther(onward)
  }
}

/** The call by its line in the table: an address may hold a code. The id is that of the request's own line in the log. */
const noteCallFault = (error: unknown, request: Request, call: string): void =>
  noteFault('a call failed', error, { id: request.headers.get('x-request-id'), call })

const withoutSession = (out: unknown): unknown => {
  const { session: _session, ...shown } = out as Record<string, unknown>
  return shown
}

function mount(one: Line): void {
  const params = paramsIn(one.path)
  const described =
    one.feature.input instanceof z.ZodObject
      ? one.feature.input.omit(Object.fromEntries(params.map((param) => [param, true])) as never)
      : z.object({})
  const content = {
    'application/json': { schema: described },
    'application/x-www-form-urlencoded': { schema: described },
  }
  const output =
    one.opensSession && one.feature.output instanceof z.ZodObject
      ? one.feature.output.omit({ session: true })
      : (one.feature.output ?? z.unknown())
  const describe = (method: Method, path: string, isFormOnly: boolean) => {
    const route = createRoute({
      method: method.toLowerCase() as 'get',
      path,
      summary: one.does,
      request: {
        ...(params.length > 0
          ? { params: z.object(Object.fromEntries(params.map((param) => [param, z.string()]))) }
          : {}),
        ...(one.asksByQuery ? { query: described } : {}),
        ...(method === 'GET' || method === 'DELETE'
          ? {}
          : {
              body: { content: isFormOnly ? { 'application/x-www-form-urlencoded': { schema: described } } : content },
            }),
      },
      responses: {
        ...(isFormOnly
          ? {}
          : {
              200: {
                description: one.does,
                content: one.refusal
                  ? { 'text/html': { schema: z.string() } }
                  : one.file
                    ? { 'application/octet-stream': { schema: z.string() } }
                    : { 'application/json': { schema: output } },
              },
            }),
        ...(one.form ? { 303: { description: 'After a form: the page to go to' } } : {}),
        default: one.refusal
          ? { description: 'The same in words', content: { 'text/html': { schema: z.string() } } }
          : {
              description: 'A problem with a stable code',
              content: { 'application/problem+json': { schema: problemSchema } },
            },
      },
    })
    api.openAPIRegistry.registerPath(route)
    api.on(method, route.getRoutingPath(), (c) =>
      answer(one, c.req.raw, c.req.param() as Record<string, string>, (name) => getCookie(c, name)),
    )
    return { method, path, line: one }
  }
  mounted.push(describe(one.method, one.path, false))
  const suffix = one.form && FORM_SUFFIX[one.method]
  if (suffix) mounted.push(describe('POST', one.path + suffix, true))
}

const problemSchema = z.object({ type: z.string(), title: z.string(), status: z.int(), code: z.string() }).loose()
const mounted: { method: Method; path: string; line: Line }[] = []
for (const one of LINES) mount(one)

const VERSION = '0.1.0'
api.openAPIRegistry.registerPath(
  createRoute({
    method: 'get',
    path: '/api/health',
    summary: 'Whether the database answers, and how it is',
    responses: {
      200: {
        description: 'It does',
        content: {
          'application/json': {
            schema: z.strictObject({
              status: z.enum(CONDITIONS),
              engine: z.enum(['sqlite', 'postgres']),
              version: z.string(),
            }),
          },
        },
      },
      default: {
        description: 'A problem with a stable code',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  }),
)
api.get('/api/health', async () => {
  const status = await conditionOf(db())
  return status ? json({ status, engine: db().engine, version: VERSION }) : problem('unavailable')
})
api.get('/api/openapi.json', () =>
  json(api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Xihua Hall', version: VERSION } })),
)
api.notFound(() => problem('not-found'))
api.onError((error, c) => {
  const { code, detail } = refusalOf(mapDriverError(error))
  if (code === 'internal') noteCallFault(error, c.req.raw, `${c.req.method} /api`)
  return problem(code, detail)
})

/** What the process does by itself, round after round: released grades go to the platforms that want them. */
export async function sendGrades(): Promise<void> {
  const ctx = asSystem('grades')
  await queueChanges(ctx, {})
  for (let sent = -1; sent !== 0;) ({ sent } = await sendDue(ctx, {}))
}

/** Whether the page of the first account is there for whoever asks for it with this token. */
export const isSetUpOpen = (token: string, address: string): Promise<boolean> =>
  viewSetUp(contextFor(null, { address, setupToken: env.setupToken }), { token }).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === null) throw error
      return false
    },
  )

/** Every method and path that answers, for the guard, the fuzzer and the matrix. */
export const routes: readonly { method: string; path: string; permission: string | null; takesFiles?: true }[] = [
  ...mounted.map(({ method, path, line: { feature, takesFiles } }) => ({
    method,
    path,
    permission: feature.permission,
    ...(takesFiles && { takesFiles }),
  })),
  { method: 'GET', path: '/api/health', permission: null },
  { method: 'GET', path: '/api/openapi.json', permission: null },
]
