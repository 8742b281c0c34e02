import { lt } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { findByIssuer } from '#lib/db/queries/platforms.ts'
import { feature } from '#lib/door/feature.ts'
import { PICK_PATH, LAUNCH_PATH } from './addresses.ts'
import { doubt } from './token.ts'

/** A launch that has not come back by then is begun again. */
export const LOGIN_MS = 10 * 60_000

const word = z.string().max(3000)
const loginInput = z.object({
  iss: z.string().max(500),
  login_hint: word,
  target_link_uri: z.string().max(2000),
  lti_message_hint: word.optional(),
  client_id: z.string().max(255).optional(),
  /** What the browser says it wants this for, by a header that no page can set. */
  destination: z.string().max(40).default(''),
  /** The secret in this browser’s cookie, if it has one. */
  browser: z.string().max(100).optional(),
})

/**
 * The first step of a launch: the browser goes back to its platform with a question that only this browser may bring the
 * answer to. In a frame, where a cookie may be refused and our pages do not show, the person is offered a window of its
 * own first; picking what goes into a course is the exception, since its answer is wanted in that frame.
 */
export const startLogin = feature({
  input: loginInput,
  permission: 'door.enter',
  subject: async ({ db }, input) => {
    const platform = await findByIssuer(db, input.iss, input.client_id)
    return platform ? { platform } : null
  },
  run: async ({ db, now, random, site }, input, { platform }) => {
    const { target_link_uri: target } = input
    const isPick = target === site + PICK_PATH
    if (!isPick && target !== site + LAUNCH_PATH) throw doubt('target', { title: platform.title })
    const { destination, browser: sent, ...asked } = input
    // A browser too old to say where it shows a page is asked as well: a press of a button is never wrong.
    if (!isPick && destination !== 'document')
      return { kind: 'window' as const, platform: { title: platform.title, hosts: platform.hosts }, asked }
    const secret = (): string => Buffer.from(random(32)).toString('base64url')
    const [state, nonce, browser, at] = [secret(), secret(), sent ?? secret(), now()]
    await db.atomically(function* (tx) {
      const { platformLogins: logins } = db.t
      yield* q(tx.delete(logins).where(lt(logins.createdAt, new Date(at.getTime() - LOGIN_MS))))
      yield* q(
        tx.insert(logins).values({
          id: digest('login', state),
          platformId: platform.id,
          nonce: digest('nonce', nonce),
          browser: digest('browser', browser),
          target,
          createdAt: at,
          usedAt: null,
        }),
      )
    })
    const to = new URL(platform.authUrl)
    const question = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.clientId,
      redirect_uri: site + LAUNCH_PATH,
      login_hint: input.login_hint,
      ...(input.lti_message_hint === undefined ? {} : { lti_message_hint: input.lti_message_hint }),
      state,
      nonce,
    }
    for (const [name, value] of Object.entries(question)) to.searchParams.set(name, value)
    return { kind: 'go' as const, to: to.href, browser, isFramed: destination !== 'document' }
  },
})
