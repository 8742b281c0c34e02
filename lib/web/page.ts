/** How a Next page reaches a feature: the viewer first, so that the route is dynamic, and refusals become pages. */
import 'server-only'
import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { PROVEN_COOKIE, provenFromCookie } from '#lib/auth/proven.ts'
import { IS_SECURE, SESSION_COOKIE, viewerFromCookie } from '#lib/auth/session.ts'
import { contextFor, type Context } from '#lib/door/context.ts'
import type { Feature } from '#lib/door/feature.ts'
import { codeOf } from '#lib/domain/errors.ts'
import type { Proven } from '#lib/domain/school.ts'
import { env } from '#lib/env.ts'
import type { Viewer } from '#lib/domain/viewer.ts'
import type { z } from 'zod'

/** Where people reach the site, for links that leave it: on paper, on a board, in a message. */
export const { publicUrl } = env

/** Shown to others on purpose: whoever types something here must know. */
export const isPublicDemo = env.demoPublic

/** Whether an operator has set up mail; where not, no page says a word of it. */
export const sendsMail = env.mail !== null

/** What people call the school's own provider; null where there is none, and then no page says a word of it. */
export const schoolTitle = env.school?.title ?? null

/** next-auth's own cookies, which the sign-in page reads: its token against forged forms, and where to go afterwards. */
export const signInCookies = {
  csrf: `${IS_SECURE ? '__Host-' : ''}next-auth.csrf-token`,
  callbackUrl: `${IS_SECURE ? '__Secure-' : ''}next-auth.callback-url`,
}

/** Asked for by the frame, the layout and the page itself; read once a request. */
export const currentViewer = cache(async (): Promise<Viewer | null> =>
  viewerFromCookie((await cookies()).get(SESSION_COOKIE)?.value, new Date()),
)

const context = async (): Promise<Context> =>
  contextFor(await currentViewer(), {
    address: (await headers()).get('x-client-address'),
    sendsMail,
    school: env.school,
    setupToken: env.setupToken,
  })

/** Whom the school's provider has just shown to be in this browser. */
export const provenHere = async (): Promise<Proven | null> =>
  provenFromCookie((await cookies()).get(PROVEN_COOKIE)?.value)

/**
 * Runs a feature for a page. No session leads to sign-in and back to `path`; a missing id and a missing right are the
 * same 404; every other refusal is the caller's to show.
 */
export async function page<Input extends z.ZodType, Out>(
  feature: Feature<Input, Out>,
  input: z.input<Input>,
  path: string,
): Promise<Out> {
  try {
    return await feature(await context(), input)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'sign-in-needed') redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`)
    if (code === 'not-found' || code === 'invalid') notFound()
    throw error
  }
}

/** Runs a feature and gives its refusal back as a value, for pages that explain it. */
export async function attempt<Input extends z.ZodType, Out>(
  feature: Feature<Input, Out>,
  input: z.input<Input>,
): Promise<{ ok: Out } | { refused: NonNullable<ReturnType<typeof codeOf>> }> {
  try {
    return { ok: await feature(await context(), input) }
  } catch (error) {
    const code = codeOf(error)
    if (!code) throw error
    return { refused: code }
  }
}
