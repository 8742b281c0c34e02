import { and, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { findAssignment, type Assignment } from '#lib/db/queries/assignments.ts'
import { findByIdentity } from '#lib/db/queries/identities.ts'
import { findCourse, findPlatform, trusted, type Course, type Platform } from '#lib/db/queries/platforms.ts'
import { insertSession } from '#lib/db/queries/sessions.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  CLAIM,
  extraTimeIn,
  filledIn,
  isOfPlatform,
  isTestPerson,
  nameIn,
  PICK,
  roleIn,
  sectionIn,
  type Claims,
  type PickSettings,
} from '#lib/domain/platform.ts'
import type { Role } from '#lib/domain/viewer.ts'
import { comeIn, makePerson } from './come-in.ts'
import { LOGIN_MS } from './login.ts'
import { believed, doubt } from './token.ts'

/** How long the page that asks something after a launch may stand open. */
export const CHOICE_MS = 60 * 60_000

type Login = { id: string; platformId: string; nonce: string; browser: string; target: string }

/** The login that this state belongs to; unknown, old and another browser’s all look the same. */
async function loginOf(ctx: Context, state: string, browser: string | undefined): Promise<Login> {
  const { platformLogins: logins } = ctx.db.t
  const [login] = await ctx.db
    .select()
    .from(logins)
    .where(and(eq(logins.id, digest('login', state)), gt(logins.createdAt, new Date(ctx.now().getTime() - LOGIN_MS))))
  if (!login || (browser !== undefined && login.browser !== digest('browser', browser))) throw doubt('state')
  if (browser !== undefined) return login
  // Picking is done in a frame, where a browser may keep no cookie: its platform may show the page that says so.
  const platform = await findPlatform(ctx.db, login.platformId)
  throw doubt('cookie', platform ? { title: platform.title, hosts: platform.hosts } : {})
}

/** Everything about a token that its signature does not say: that it answers this login, of a deployment that is known. */
async function judge(ctx: Context, platform: Platform, login: Login, claims: Claims & { nonce: string }) {
  const about = { title: platform.title, hosts: platform.hosts }
  if (digest('nonce', claims.nonce) !== login.nonce) throw doubt('state', about)
  const deployment = claims[CLAIM.deployment]
  const { platformDeployments: d } = ctx.db.t
  const [known] = await ctx.db
    .select()
    .from(d)
    .where(and(eq(d.platformId, platform.id), eq(d.deployment, deployment)))
  if (!known) throw doubt('deployment', { ...about, deployment })
  const isPick = claims[CLAIM.message] === PICK
  if (claims[CLAIM.target] !== undefined && claims[CLAIM.target] !== login.target) throw doubt('target', about)
  if (isPick ? !claims[CLAIM.picks] : !claims[CLAIM.link] || claims[CLAIM.target] === undefined)
    throw doubt('claims', about)
  const roles = claims[CLAIM.roles]
  if (isTestPerson(roles)) throw doubt('test-person', about)
  const role = roleIn(roles)
  if (role === null || (isPick && role !== 'instructor')) throw doubt('no-role', about)
  const settings = claims[CLAIM.picks]
  if (isPick && !isOfPlatform(settings!.deep_link_return_url, platform)) throw doubt('host', about)
  return { deployment, role, isPick }
}

/** Uses the login up. Of many launches with one token that arrive at once, one finds it unused. */
function* spend(ctx: Context, tx: Executor, login: Login): Steps<void> {
  const { platformLogins: logins } = ctx.db.t
  const spent = yield* q(
    tx
      .update(logins)
      .set({ usedAt: ctx.now() })
      .where(and(eq(logins.id, login.id), isNull(logins.usedAt)))
      .returning(),
  )
  if (spent.length === 0) throw doubt('used')
}

/** The assignment that a link names, if it is one of the class that this course is. */
async function assignmentIn(ctx: Context, course: Course, id: string | null): Promise<Assignment | null> {
  const found = id && id.length <= 64 ? await findAssignment(ctx.db, id) : null
  return found?.classId === course.classId ? found : null
}

const PAGES = { reading: 'reading', essay: 'reading', quiz: 'quizzes', question: 'questions', exercise: 'exercises' }
function pageOf(classId: string, role: Role, work: Assignment | null): string {
  if (role === 'student') return `/classes/${classId}${work ? `/${PAGES[work.kind]}/${work.id}` : ''}`
  return `/classes/${classId}/desk${work ? `/answers/${work.id}` : ''}`
}

/** Keeps where the platform lists members and grades of the course, and the column of this link. */
function* keepServices(
  ctx: Context,
  tx: Executor,
  course: Course,
  services: ReturnType<typeof trusted>,
  column: { assignmentId: string; lineItemUrl: string } | null,
): Steps<void> {
  const { platformCourses, platformLinks: links } = ctx.db.t
  yield* q(tx.update(platformCourses).set(services).where(eq(platformCourses.id, course.id)))
  if (!column) return
  yield* q(
    tx
      .insert(links)
      .values({ ...column, courseId: course.id, classId: course.classId, seenAt: ctx.now() })
      .onConflictDoUpdate({
        target: [links.courseId, links.assignmentId],
        set: { lineItemUrl: column.lineItemUrl, seenAt: ctx.now() },
      }),
  )
}

const titleOf = (claims: Claims): string => {
  const { title, label } = claims[CLAIM.context]
  return (title ?? label ?? '').replace(/\s+/gu, ' ').trim().slice(0, 120)
}

const picksIn = (claims: Claims): PickSettings | null => {
  const settings = claims[CLAIM.picks]
  if (!settings) return null
  return {
    returnUrl: settings.deep_link_return_url,
    data: settings.data ?? null,
    takesMany: settings.accept_multiple === true,
    takesLineItem: settings.accept_lineitem !== false,
  }
}

const launchInput = z.object({
  state: z.string().max(200),
  id_token: z.string().max(60_000),
  /** The secret in this browser’s cookie. */
  browser: z.string().max(100).optional(),
})

/**
 * The second step: the platform’s word on who this is. A person is known by issuer and subject, never by an address or a
 * name. A member goes on to the work; an instructor of a course that is no class yet is asked which one it is; whoever
 * comes to pick gets the page for it. The login is used up in the transaction that writes what follows from it.
 */
export const launch = feature({
  input: launchInput,
  permission: 'door.enter',
  subject: () => ({}),
  run: async (ctx, input) => {
    const { db, now, random } = ctx
    const login = await loginOf(ctx, input.state, input.browser)
    const platform = await findPlatform(db, login.platformId)
    if (!platform) throw doubt('state')
    const claims = await believed(input.id_token, platform, now())
    const { deployment, role, isPick } = await judge(ctx, platform, login, claims)
    const secret = (): string => Buffer.from(random(32)).toString('base64url')
    const [context, grades] = [claims[CLAIM.context].id, claims[CLAIM.grades]]
    const services = trusted(platform, {
      membersUrl: claims[CLAIM.members]?.context_memberships_url ?? null,
      lineItemsUrl: grades?.lineitems ?? null,
      scopes: grades?.scope ?? [],
    })
    const course = await findCourse(db, { platformId: platform.id, deployment, context })
    const known = await findByIdentity(db, platform.issuer, claims.sub)
    const person = { platform, subject: claims.sub, name: nameIn(claims), role, known }
    const fresh = { session: secret(), choice: secret() }

    if (course && !isPick) {
      const work = await assignmentIn(ctx, course, filledIn(claims[CLAIM.custom]?.assignment))
      const lineItem = grades?.lineitem
      const column =
        work && lineItem && isOfPlatform(lineItem, platform) ? { assignmentId: work.id, lineItemUrl: lineItem } : null
      const [section, extraTime] = [sectionIn(claims), extraTimeIn(claims)]
      const entered = await db.atomically(function* (tx) {
        yield* spend(ctx, tx, login)
        yield* keepServices(ctx, tx, course, services, column)
        const came = yield* comeIn(ctx, tx, course, { ...person, section, extraTime })
        yield* insertSession(db, tx, { secret: fresh.session, userId: came.userId, now: now() })
        return came
      })
      return {
        kind: 'enter' as const,
        session: fresh.session,
        to: pageOf(course.classId, entered.role, work),
      }
    }
    if (role !== 'instructor')
      throw new Refusal('course-not-connected', { title: platform.title, hosts: platform.hosts })

    await db.atomically(function* (tx) {
      yield* spend(ctx, tx, login)
      // A course that is a class lets its instructors in by this way too.
      const { userId, isFresh } = course
        ? { ...(yield* comeIn(ctx, tx, course, { ...person, section: null, extraTime: null })), isFresh: false }
        : yield* makePerson(ctx, tx, person)
      yield* q(
        tx.insert(db.t.platformLaunches).values({
          id: digest('launch', fresh.choice),
          platformId: platform.id,
          deployment,
          userId,
          context,
          title: titleOf(claims),
          ...services,
          subject: claims.sub,
          isFresh,
          picks: isPick ? picksIn(claims) : null,
          createdAt: now(),
          expiresAt: new Date(now().getTime() + CHOICE_MS),
          usedAt: null,
        }),
      )
      if (!isPick) yield* insertSession(db, tx, { secret: fresh.session, userId, now: now() })
    })
    return isPick
      ? { kind: 'pick' as const, session: null, to: `/api/lti/picks/${fresh.choice}` }
      : { kind: 'choose' as const, session: fresh.session, to: `/classes/connect?launch=${fresh.choice}` }
  },
})
