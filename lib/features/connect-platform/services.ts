/** Asking a platform on our own behalf: for a token first, then for what the token is for. */
import { z } from 'zod'
import { signAsTool } from '#lib/db/tool-keys.ts'
import type { Platform } from '#lib/db/queries/platforms.ts'
import type { Context } from '#lib/door/context.ts'
import { ask, readJson, type Answered, type Asked } from '#lib/outbound/ask.ts'

type World = Pick<Context, 'db' | 'now' | 'newId'>

const tokenSchema = z.object({ access_token: z.string().min(1).max(8000), expires_in: z.coerce.number().optional() })
type Kept = { token: string; until: number }
/** Tokens by platform and scope, as long as they hold; a process that starts again asks again. */
const kept = new Map<string, Kept>()
const EARLY_MS = 30_000
const KEPT_MOST = 1000

async function tokenFor(
  world: World,
  platform: Platform,
  scope: string,
): Promise<{ token: string } | { failed: Answered }> {
  const key = `${platform.id} ${scope}`
  const known = kept.get(key)
  if (known && known.until > world.now().getTime()) return { token: known.token }
  const assertion = await signAsTool(
    world.db,
    {
      iss: platform.clientId,
      sub: platform.clientId,
      aud: platform.tokenAudience ?? platform.tokenUrl,
      jti: world.newId(),
    },
    { now: world.now(), seconds: 60, newId: world.newId },
  )
  const answer = await ask(platform.tokenUrl, platform, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
      scope,
    }).toString(),
  })
  const parsed = tokenSchema.safeParse(readJson(answer))
  if (answer.status !== 200 || !parsed.success) return { failed: answer }
  const { access_token: token, expires_in: seconds = 0 } = parsed.data
  if (kept.size >= KEPT_MOST) kept.clear()
  kept.set(key, { token, until: world.now().getTime() + seconds * 1000 - EARLY_MS })
  return { token }
}

/** Asks with a token for `scope`. A token that is no longer believed is thrown away and asked for once more. */
export async function askWithToken(
  world: World,
  platform: Platform,
  scope: string,
  address: string,
  asked: Asked,
): Promise<Answered> {
  for (let turn = 1; ; turn += 1) {
    const got = await tokenFor(world, platform, scope)
    if ('failed' in got)
      return {
        ...got.failed,
        status: got.failed.status === 200 ? 0 : got.failed.status,
        text: `No token: ${got.failed.text}`,
      }
    const answer = await ask(address, platform, {
      ...asked,
      headers: { ...asked.headers, authorization: `Bearer ${got.token}` },
    })
    if (answer.status !== 401 || turn === 2) return answer
    kept.delete(`${platform.id} ${scope}`)
  }
}
