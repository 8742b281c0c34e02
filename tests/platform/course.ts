/** A course of the test platform as its people use it: each opens the site from it, in a browser of their own. */
import { JSDOM } from 'jsdom'
import type { Db } from '#lib/db/atomically.ts'
import { asSystem } from '#lib/door/context.ts'
import { addPlatform } from '#lib/features/connect-platform/register.ts'
import { call, type Reply } from '../factories/call.ts'
import { CLIENT, INSTRUCTOR, LEARNER, type TestPlatform } from './platform.ts'

export const register = async (db: Db, platform: TestPlatform, more: Record<string, unknown> = {}): Promise<string> =>
  (await addPlatform(asSystem('test', { db }), platform.registration(more))).platform

export type Browser = { cookie: string }
export const freshBrowser = (): Browser => ({ cookie: '' })

/** Keeps what a reply sets, as a browser does. */
export function keepCookies(browser: Browser, reply: Reply): void {
  const jar = new Map(
    browser.cookie
      .split('; ')
      .filter(Boolean)
      .map((pair) => pair.split('=') as [string, string]),
  )
  for (const one of reply.headers.getSetCookie()) {
    const [name, value] = one.split(';')[0]!.split('=') as [string, string]
    jar.set(name, value)
  }
  browser.cookie = [...jar].map((pair) => pair.join('=')).join('; ')
}

type How = { target?: string; destination?: string; iss?: string; client?: string | null; method?: 'GET' | 'POST' }

/** The first step: what the browser is to bring back. */
export async function beginLogin(
  platform: TestPlatform,
  browser: Browser,
  how: How = {},
): Promise<{ reply: Reply; state: string; nonce: string; asked: URLSearchParams }> {
  const { origin } = new URL(
    String(platform.claims({ sub: '1', roles: [] })['https://purl.imsglobal.org/spec/lti/claim/target_link_uri']),
  )
  const fields = {
    iss: how.iss ?? platform.origin,
    login_hint: 'hint',
    lti_message_hint: 'message',
    target_link_uri: how.target ?? `${origin}/api/lti/launch`,
    ...(how.client === null ? {} : { client_id: how.client ?? CLIENT }),
  }
  const sent = { cookie: browser.cookie, headers: { 'sec-fetch-dest': how.destination ?? 'document' } }
  const reply =
    how.method === 'POST'
      ? await call('POST', '/api/lti/login', { ...sent, form: fields })
      : await call('GET', `/api/lti/login?${new URLSearchParams(fields).toString()}`, sent)
  keepCookies(browser, reply)
  const asked = new URLSearchParams(reply.location.split('?')[1])
  return { reply, asked, state: asked.get('state') ?? '', nonce: asked.get('nonce') ?? '' }
}

export const post = (browser: Browser, fields: Record<string, string>): Promise<Reply> =>
  call('POST', '/api/lti/launch', {
    cookie: browser.cookie,
    form: fields,
    headers: { origin: 'https://elsewhere.test' },
  })

export type Who = { sub: string; roles: string[]; name?: string }
export const TEACHER: Who = { sub: 'teacher-4', roles: INSTRUCTOR, name: 'Ruth Adler' }
export const STUDENT: Who = { sub: '5', roles: LEARNER, name: 'Anna Lee' }

/** A whole launch as it should be. */
export async function open(
  platform: TestPlatform,
  who: Who,
  more: Record<string, unknown> = {},
  browser: Browser = freshBrowser(),
): Promise<{ reply: Reply; browser: Browser }> {
  const claims = platform.claims(who, more)
  const target = String(claims['https://purl.imsglobal.org/spec/lti/claim/target_link_uri'])
  const { state, nonce } = await beginLogin(platform, browser, {
    target,
    ...(target.endsWith('/pick') ? { destination: 'iframe' } : {}),
  })
  const reply = await post(browser, { state, id_token: await platform.sign({ ...claims, nonce }) })
  keepCookies(browser, reply)
  return { reply, browser }
}

/** The class that the course has become: its teacher opens it and makes one. */
export async function openClass(platform: TestPlatform, more: Record<string, unknown> = {}) {
  const { reply, browser } = await open(platform, TEACHER, more)
  const launch = new URLSearchParams(reply.location.split('?')[1]).get('launch')!
  const made = await call('POST', '/api/courses', {
    cookie: browser.cookie,
    json: { launch, title: 'Cold War in Asia', zone: 'America/New_York' },
  })
  return { classId: (made.json as { class: string }).class, browser }
}

/** What a page of the table holds, as a browser reads it. */
export const pageOf = (reply: Reply): Document => new JSDOM(reply.text).window.document
