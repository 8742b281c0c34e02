/**
 * What a school's system says of itself in LTI 1.3, and what may be made of it. Pure: signatures are checked before, rows
 * are written after.
 */
import { z } from 'zod'
import { EXTRA_TIME_MOST } from './availability.ts'
import { displayNameSchema } from './names.ts'
import type { Role } from './viewer.ts'

/** What a page of a launch is opened by. */
export const secretSchema = z.string().min(1).max(80)

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/'
const DEEP_LINKING = 'https://purl.imsglobal.org/spec/lti-dl/claim/'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/'
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/'
export const CLAIM = {
  deployment: `${LTI}deployment_id`,
  version: `${LTI}version`,
  message: `${LTI}message_type`,
  target: `${LTI}target_link_uri`,
  roles: `${LTI}roles`,
  context: `${LTI}context`,
  link: `${LTI}resource_link`,
  custom: `${LTI}custom`,
  lis: `${LTI}lis`,
  picks: `${DEEP_LINKING}deep_linking_settings`,
  items: `${DEEP_LINKING}content_items`,
  data: `${DEEP_LINKING}data`,
  grades: `${AGS}claim/endpoint`,
  members: `${NRPS}claim/namesroleservice`,
} as const
export const SCOPE = {
  lineItem: `${AGS}scope/lineitem`,
  score: `${AGS}scope/score`,
  members: `${NRPS}scope/contextmembership.readonly`,
} as const
export const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration'
export const VERSION = '1.3.0'
export const ENTER = 'LtiResourceLinkRequest'
export const PICK = 'LtiDeepLinkingRequest'
export const PICKED = 'LtiDeepLinkingResponse'

const short = z.string().max(255)
const url = z.string().max(2000)
/** A word that the platform did not fill in stands there as it was asked for. */
const customValue = z.string().max(500).optional().catch(undefined)

export const claimsSchema = z.object({
  sub: short.min(1),
  name: z.string().max(500).optional().catch(undefined),
  given_name: z.string().max(250).optional().catch(undefined),
  family_name: z.string().max(250).optional().catch(undefined),
  [CLAIM.deployment]: short.min(1),
  [CLAIM.version]: z.literal(VERSION),
  [CLAIM.message]: z.enum([ENTER, PICK]),
  [CLAIM.target]: url.optional(),
  [CLAIM.roles]: z.array(z.string().max(500)).max(100),
  [CLAIM.context]: z.object({
    id: short.min(1),
    title: z.string().max(2000).optional().catch(undefined),
    label: z.string().max(2000).optional().catch(undefined),
  }),
  [CLAIM.link]: z.object({ id: short.min(1) }).optional(),
  [CLAIM.custom]: z
    .object({ assignment: customValue, section: customValue, extra_time: customValue })
    .optional()
    .catch(undefined),
  [CLAIM.lis]: z
    .object({ course_section_sourcedid: customValue, course_offering_sourcedid: customValue })
    .optional()
    .catch(undefined),
  [CLAIM.picks]: z
    .object({
      deep_link_return_url: url,
      accept_types: z.array(z.string().max(100)).max(50),
      accept_multiple: z.boolean().optional().catch(undefined),
      accept_lineitem: z.boolean().optional().catch(undefined),
      data: z.string().max(8000).optional(),
    })
    .optional(),
  [CLAIM.grades]: z
    .object({ scope: z.array(short).max(20), lineitems: url.optional(), lineitem: url.optional() })
    .optional(),
  [CLAIM.members]: z.object({ context_memberships_url: url }).optional(),
})
export type Claims = z.infer<typeof claimsSchema>

/** How the platform wants what is picked handed back. */
export type PickSettings = { returnUrl: string; data: string | null; takesMany: boolean; takesLineItem: boolean }

/** Why a token is not believed. A word for whoever set the platform up; the person is told the same whatever it is. */
export type Doubt =
  | 'token'
  | 'state'
  | 'cookie'
  | 'used'
  | 'audience'
  | 'deployment'
  | 'claims'
  | 'target'
  | 'host'
  | 'no-role'
  | 'test-person'
  | 'platform'

/** `azp` names who a token of several audiences is for: it is us, or the token is somebody else's. */
export function isForUs(claims: { aud?: unknown; azp?: unknown }, clientId: string): boolean {
  const audience = [claims.aud].flat()
  if (claims.azp !== undefined) return claims.azp === clientId && audience.includes(clientId)
  return audience.length === 1 && audience[0] === clientId
}

const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership'
const named = (...names: string[]): string[] => names.flatMap((name) => [`${MEMBERSHIP}#${name}`, name])
const TEACHERS = named('Instructor', 'ContentDeveloper', 'Administrator')
const LEARNERS = named('Learner', 'Student')
/** Sub-roles of an instructor that only help: they come beside the role itself and take from it. */
const HELPS = /^(?:http:\/\/purl\.imsglobal\.org\/vocab\/lis\/v2\/membership\/Instructor#)?(?:TeachingAssistant|Grader)/
const TEST_PERSON = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'

export const isTestPerson = (roles: readonly string[]): boolean => roles.includes(TEST_PERSON)

/**
 * The role in this course, by its full or its short name. Roles in the institution or the system give nothing: whoever is
 * staff of a school may study in one of its courses.
 */
export function roleIn(roles: readonly string[]): Role | null {
  const has = (names: readonly string[], within: string) =>
    roles.some((role) => names.includes(role) || role.startsWith(`${MEMBERSHIP}/${within}#`))
  if (roles.some((role) => HELPS.test(role))) return 'assistant'
  if (has(TEACHERS, 'Instructor')) return 'instructor'
  return has(LEARNERS, 'Learner') ? 'student' : null
}

type Names = { name?: string | undefined; given_name?: string | undefined; family_name?: string | undefined }
/** The name that the platform gives, if it gives a usable one. */
export function nameIn(person: Names): string | null {
  const whole = person.name ?? [person.given_name, person.family_name].filter(Boolean).join(' ')
  return displayNameSchema.safeParse(whole.slice(0, 80)).data ?? null
}

/** One word of the platform's: not several, and not our own question left standing there (`$CourseSection.label`). */
export const filledIn = (value: string | undefined): string | null => {
  const word = value?.trim()
  return word && !word.startsWith('$') && !word.includes(',') ? word.replace(/\s+/gu, ' ').slice(0, 60) : null
}

/**
 * The section that somebody is in: as it was asked for, else by the school's own id of it. One that is called as the course
 * is no part of it: Moodle says so of everybody. An id counts only beside another one of the whole course.
 */
export function sectionIn(claims: Claims): string | null {
  const { title, label } = claims[CLAIM.context]
  const lis = claims[CLAIM.lis]
  const [id, whole] = [filledIn(lis?.course_section_sourcedid), filledIn(lis?.course_offering_sourcedid)]
  const section = filledIn(claims[CLAIM.custom]?.section) ?? (whole === null ? null : id)
  return [title, label, whole ?? undefined].some((name) => filledIn(name) === section) ? null : section
}

/** Extra time in whole percent, where the platform says a number of it. */
export function extraTimeIn(claims: Claims): number | null {
  const said = /^(\d{1,3})\s*%?$/u.exec(filledIn(claims[CLAIM.custom]?.extra_time) ?? '')?.[1]
  return said !== undefined && Number(said) <= EXTRA_TIME_MOST ? Number(said) : null
}

/** The host of an address that may be asked: https, or plain http to this machine where the platform is inside. */
export function hostOf(address: string, isInside: boolean): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, host, username, password } = new URL(address)
  if (username || password) return null
  if (protocol === 'https:') return host
  const isHere = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
  return protocol === 'http:' && isInside && isHere ? host : null
}

type Trusted = { hosts: readonly string[]; isInside: boolean }
export const isOfPlatform = (address: string, platform: Trusted): boolean => {
  const host = hostOf(address, platform.isInside)
  return host !== null && platform.hosts.includes(host)
}

/** A column's address may carry a query, and what is posted to it stands before that. */
export function scoresOf(lineItem: string): string {
  const address = new URL(lineItem)
  address.pathname = `${address.pathname.replace(/\/$/, '')}/scores`
  return address.href
}

/** Platforms keep whole seconds, and refuse what is not later than the score before it. */
export function timeToTell(now: Date, last: Date | null): Date {
  const second = Math.floor(now.getTime() / 1000)
  return new Date(Math.max(second, last ? Math.floor(last.getTime() / 1000) + 1 : 0) * 1000)
}

const WAITS_MS = [30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000]
export const TRIES_MOST = 20
/** How long after the n-th try that failed the next one comes. */
export const waitAfter = (tries: number): number => WAITS_MS[Math.min(tries, WAITS_MS.length) - 1]!

/**
 * What an answer means for what was sent: that it arrived, that it may yet, or that it never will as it stands. An
 * expired token, a clash of times and a platform that is down all pass.
 */
export function verdictOn(status: number): 'arrived' | 'again' | 'refused' {
  if (status >= 200 && status < 300) return 'arrived'
  return status === 0 || status === 401 || status === 408 || status === 409 || status === 429 || status >= 500
    ? 'again'
    : 'refused'
}

export type RosterPerson = { subject: string; name: string | null; role: Role }

const memberSchema = z.object({
  user_id: short.min(1),
  status: z.string().optional(),
  roles: z.array(z.string().max(500)).max(100),
  name: z.string().max(500).nullish().catch(undefined),
  given_name: z.string().max(250).nullish().catch(undefined),
  family_name: z.string().max(250).nullish().catch(undefined),
})
const pageSchema = z.object({ members: z.array(z.unknown()).max(5000) })

/** One page of the list of members; whoever is inactive, a test or of no role in the course is left out. */
export function peopleIn(page: unknown): RosterPerson[] | null {
  const parsed = pageSchema.safeParse(page)
  if (!parsed.success) return null
  return parsed.data.members.flatMap((one): RosterPerson[] => {
    const member = memberSchema.safeParse(one)
    if (!member.success || isTestPerson(member.data.roles)) return []
    const { user_id, status = 'Active', roles, name, given_name, family_name } = member.data
    const role = roleIn(roles)
    if (role === null || status !== 'Active') return []
    return [
      {
        subject: user_id,
        role,
        name: nameIn({
          name: name ?? undefined,
          given_name: given_name ?? undefined,
          family_name: family_name ?? undefined,
        }),
      },
    ]
  })
}

/** The address of the next page, from a Link header (`<…>; rel="next"`). */
export function nextPageIn(link: string | undefined): string | null {
  for (const [, address, rest] of (link ?? '').matchAll(/<([^>]*)>([^<]*)/g))
    if (/;\s*rel="?next"?/i.test(rest!)) return address!
  return null
}
