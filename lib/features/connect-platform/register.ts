import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { listPlatforms } from '#lib/db/queries/platforms.ts'
import { keepToolKey, listPublicKeys, rotateToolKey } from '#lib/db/tool-keys.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { lineSchema } from '#lib/domain/names.ts'
import { ENTER, hostOf, PICK, SCOPE, TOOL_CONFIGURATION } from '#lib/domain/platform.ts'
import { KEYS_PATH, LAUNCH_PATH, LOGIN_PATH, PICK_PATH } from './addresses.ts'
import { ask, readJson } from '#lib/outbound/ask.ts'

export const INVITATION_HOURS = 24
const NAME = 'Xihua Hall'

const address = z.string().max(2000)
const hostSchema = z
  .string()
  .max(255)
  .transform((host) => host.trim().toLowerCase())
  .refine((host) => /^[a-z0-9.[\]:-]+$/.test(host), { message: 'host' })

const platformFields = {
  title: lineSchema(120),
  issuer: address.min(1),
  clientId: z.string().min(1).max(255),
  authUrl: address,
  tokenUrl: address,
  jwksUrl: address,
  tokenAudience: address.optional(),
  /** Further hosts: where its pages are, or its services, if not at the addresses above. */
  hosts: z.array(hostSchema).max(20).default([]),
  deployments: z.array(z.string().min(1).max(255)).max(200).default([]),
  isInside: z.boolean().default(false),
}
const platformInput = z.strictObject(platformFields)

const bad = (path: string, code: string): Refusal =>
  new Refusal('invalid', { path, issues: [{ path, code, message: code }] })

/** The hosts that a platform is made of; an address that cannot be asked is refused by its name. */
function hostsIn(given: z.output<typeof platformInput>): string[] {
  const of = (name: 'authUrl' | 'tokenUrl' | 'jwksUrl'): string => {
    const host = hostOf(given[name], given.isInside)
    if (host === null) throw bad(name, 'https')
    return host
  }
  const issuer = hostOf(given.issuer, given.isInside)
  return [...new Set([...given.hosts, of('authUrl'), of('tokenUrl'), of('jwksUrl'), ...(issuer ? [issuer] : [])])]
}

function* insertPlatform(ctx: Context, tx: Executor, given: z.output<typeof platformInput>): Steps<string> {
  const { platforms, platformDeployments } = ctx.db.t
  const { deployments, ...platform } = given
  const known = yield* q(
    tx
      .select()
      .from(platforms)
      .where(and(eq(platforms.issuer, given.issuer), eq(platforms.clientId, given.clientId))),
  )
  const id = known[0]?.id ?? ctx.newId()
  const row = { ...platform, tokenAudience: given.tokenAudience ?? null, hosts: hostsIn(given), endedAt: null }
  if (known[0]) yield* q(tx.update(platforms).set(row).where(eq(platforms.id, id)))
  else yield* q(tx.insert(platforms).values({ ...row, id, createdAt: ctx.now() }))
  for (const deployment of deployments)
    yield* q(
      tx.insert(platformDeployments).values({ platformId: id, deployment, createdAt: ctx.now() }).onConflictDoNothing(),
    )
  yield* record(ctx.db, tx, {
    classId: null,
    actorId: ctx.system,
    action: 'platform.register',
    object: `platforms/${id}`,
    now: ctx.now(),
  })
  return id
}

/** A platform by hand. The same issuer and client again replaces what was said of them. */
export const addPlatform = feature({
  input: platformInput,
  permission: 'site.operate',
  subject: () => ({}),
  run: async (ctx, input) => {
    await keepToolKey(ctx.db, { id: ctx.newId(), now: ctx.now() })
    const id = await ctx.db.atomically((tx) => insertPlatform(ctx, tx, input))
    return { platform: id }
  },
})

const platformSubject = async (ctx: Context, input: { platform: string }) => {
  const found = (await listPlatforms(ctx.db)).find(({ id }) => id === input.platform)
  return found ? { platform: found } : null
}

/** One more place in the platform from which it may send people. */
export const addDeployment = feature({
  input: z.strictObject({ platform: z.string(), deployment: z.string().min(1).max(255) }),
  permission: 'site.operate',
  subject: platformSubject,
  run: async ({ db, now }, input, { platform }) => {
    const row = { platformId: platform.id, deployment: input.deployment, createdAt: now() }
    await db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.platformDeployments).values(row).onConflictDoNothing())
    })
    return DONE
  },
})

/** Sends nobody any more; classes and what was done in them stay. */
export const endPlatform = feature({
  input: z.strictObject({ platform: z.string() }),
  permission: 'site.operate',
  subject: platformSubject,
  run: async ({ db, now, system }, _input, { platform }) => {
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.platforms).set({ endedAt: now() }).where(eq(db.t.platforms.id, platform.id)))
      yield* record(db, tx, {
        classId: null,
        actorId: system,
        action: 'platform.end',
        object: `platforms/${platform.id}`,
        now: now(),
      })
    })
    return DONE
  },
})

export const listRegistered = feature({
  input: z.strictObject({}),
  permission: 'site.operate',
  subject: () => ({}),
  run: async ({ db }) => {
    const deployments = await db.select().from(db.t.platformDeployments)
    return (await listPlatforms(db)).map((platform) => ({
      ...platform,
      deployments: deployments.filter((one) => one.platformId === platform.id).map((one) => one.deployment),
    }))
  },
})

/** Another key signs from now on; the one before is shown for a week, until platforms have asked again. */
export const rotateKeys = feature({
  input: z.strictObject({}),
  permission: 'site.operate',
  subject: () => ({}),
  run: async ({ db, now, newId }) => {
    await rotateToolKey(db, { id: newId(), now: now() })
    return DONE
  },
})

/** Our public keys, for whoever is a registered platform or about to be one; nobody else has a use for them. */
export const showKeys = feature({
  input: z.strictObject({}),
  permission: 'door.enter',
  subject: async ({ db, now }) => {
    const keys = await listPublicKeys(db, now())
    return keys.length > 0 ? { keys } : null
  },
  output: z.strictObject({ keys: z.array(z.record(z.string(), z.unknown())) }),
  run: (_ctx, _input, { keys }) => ({ keys: keys as Record<string, unknown>[] }),
})

/**
 * A one-time address for the administrator of the platform at `host`, which registers itself by it. The host is named
 * beforehand: what comes by the address decides nothing about whom this server asks.
 */
export const inviteRegistration = feature({
  input: z.strictObject({ host: hostSchema, isInside: z.boolean().default(false) }),
  permission: 'site.operate',
  subject: () => ({}),
  run: async ({ db, now, newId, random }, input) => {
    const [secret, at] = [Buffer.from(random(24)).toString('base64url'), now()]
    await keepToolKey(db, { id: newId(), now: at })
    const expiresAt = new Date(at.getTime() + INVITATION_HOURS * 3_600_000)
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .insert(db.t.platformInvitations)
          .values({ id: digest('platform', secret), ...input, createdAt: at, expiresAt, usedAt: null }),
      )
    })
    return { secret, expiresAt: expiresAt.toISOString() }
  },
})

const invitationOf = async (ctx: Context, input: { secret: string }) => {
  const { platformInvitations: p } = ctx.db.t
  const [row] = await ctx.db
    .select()
    .from(p)
    .where(and(eq(p.id, digest('platform', input.secret)), isNull(p.usedAt)))
  return row && row.expiresAt > ctx.now() ? { invitation: row } : null
}

const comingInput = {
  secret: z.string().min(1).max(80),
  openid_configuration: address,
  registration_token: z.string().max(5000).optional(),
}

/** What the page says that the platform opens: who would be registered with whom. Nothing is written or asked yet. */
export const lookAtRegistration = feature({
  input: z.object(comingInput),
  permission: 'door.enter',
  subject: invitationOf,
  run: (_ctx, input, { invitation }) => {
    const host = hostOf(input.openid_configuration, invitation.isInside)
    if (host !== invitation.host) throw new Refusal('launch-refused', { why: 'host', title: invitation.host })
    return {
      host,
      asked: { openid_configuration: input.openid_configuration, registration_token: input.registration_token },
    }
  },
})

const configurationSchema = z.object({
  issuer: address.min(1),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  registration_endpoint: address,
  authorization_server: address.optional(),
  'https://purl.imsglobal.org/spec/lti-platform-configuration': z
    .object({ product_family_code: z.string().max(200).optional() })
    .optional(),
})
const registeredSchema = z.object({
  client_id: z.string().min(1).max(255),
  [TOOL_CONFIGURATION]: z.object({ deployment_id: z.coerce.string().min(1).max(255).optional() }).optional(),
})

/** What this site asks to be registered as. */
const toolOf = (site: string) => ({
  application_type: 'web',
  response_types: ['id_token'],
  grant_types: ['implicit', 'client_credentials'],
  initiate_login_uri: site + LOGIN_PATH,
  redirect_uris: [site + LAUNCH_PATH],
  client_name: NAME,
  jwks_uri: site + KEYS_PATH,
  token_endpoint_auth_method: 'private_key_jwt',
  scope: Object.values(SCOPE).join(' '),
  [TOOL_CONFIGURATION]: {
    domain: new URL(site).host,
    description: 'A conversation of 21 August 1961, with essays, questions and quizzes',
    target_link_uri: site + LAUNCH_PATH,
    custom_parameters: { section: '$CourseSection.label' },
    // No address: a person is known by issuer and subject alone.
    claims: ['iss', 'sub', 'name', 'given_name', 'family_name'],
    messages: [
      { type: ENTER, target_link_uri: site + LAUNCH_PATH, label: NAME },
      { type: PICK, target_link_uri: site + PICK_PATH, label: NAME },
    ],
  },
})

/** Registers with the platform that the operator invited: its configuration is read, ours is sent, both are kept. */
export const acceptRegistration = feature({
  input: z.strictObject({
    ...comingInput,
    /** An empty box of the form: the platform gave no token. */
    registration_token: z.preprocess((value) => (value === '' ? undefined : value), comingInput.registration_token),
  }),
  permission: 'door.enter',
  subject: invitationOf,
  run: async (ctx, input, { invitation }) => {
    const { db, now } = ctx
    const reach = { hosts: [invitation.host], isInside: invitation.isInside }
    const failed = (what: string): Refusal => new Refusal('platform-failed', { what, title: invitation.host })
    const read = await ask(input.openid_configuration, reach, { headers: { accept: 'application/json' } })
    const configuration = configurationSchema.safeParse(readJson(read))
    if (read.status !== 200 || !configuration.success) throw failed('configuration')
    const { data } = configuration
    // Who says to be another issuer than the host that was invited is not registered as one.
    if (hostOf(data.issuer, reach.isInside) !== invitation.host) throw failed('issuer')
    const answer = await ask(data.registration_endpoint, reach, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(input.registration_token ? { authorization: `Bearer ${input.registration_token}` } : {}),
      },
      body: JSON.stringify(toolOf(ctx.site)),
    })
    const registered = registeredSchema.safeParse(readJson(answer))
    if (answer.status < 200 || answer.status > 299 || !registered.success) throw failed('registration')
    const deployment = registered.data[TOOL_CONFIGURATION]?.deployment_id
    const platform = platformInput.parse({
      title: invitation.host,
      issuer: data.issuer,
      clientId: registered.data.client_id,
      authUrl: data.authorization_endpoint,
      tokenUrl: data.token_endpoint,
      jwksUrl: data.jwks_uri,
      ...(data.authorization_server ? { tokenAudience: data.authorization_server } : {}),
      deployments: deployment ? [deployment] : [],
      isInside: invitation.isInside,
    })
    // An address of another host may be the platform’s own; the operator adds such a platform by hand, having looked.
    if (hostsIn(platform).some((host) => host !== invitation.host)) throw failed('hosts')
    await db.atomically(function* (tx) {
      const { platformInvitations: p } = db.t
      const spent = yield* q(
        tx
          .update(p)
          .set({ usedAt: now() })
          .where(and(eq(p.id, invitation.id), isNull(p.usedAt)))
          .returning(),
      )
      if (spent.length === 0) throw new Refusal('not-found')
      yield* insertPlatform(ctx, tx, platform)
    })
    return { title: invitation.host, hosts: [invitation.host], needsDeployment: !deployment }
  },
})
