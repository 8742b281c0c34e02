import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { listAssignments } from '#lib/db/queries/assignments.ts'
import { findClass, findMember } from '#lib/db/queries/classes.ts'
import { findNewest, findOwnQuiz, listNewest, listOwnQuizzes } from '#lib/db/queries/own-quizzes.ts'
import { findCourse, findPlatform } from '#lib/db/queries/platforms.ts'
import { signAsTool } from '#lib/db/tool-keys.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { pointsThatCount } from '#lib/domain/gradebook.ts'
import { idSchema } from '#lib/domain/names.ts'
import { CLAIM, PICKED, secretSchema, VERSION } from '#lib/domain/platform.ts'
import { WALL_TIME } from '#lib/domain/zone.ts'
import { datesIn, unset, wholeNumber } from './dates.ts'
import { freeze, freezeQuiz, kindSchema, type Frozen } from './freeze.ts'
import { giveWork } from './give.ts'
import { stepsOf } from './plans.ts'

const ANSWER_SECONDS = 300
const LAUNCH_PATH = '/api/lti/launch'

/**
 * The launch that came to pick, and the class that its course is. Its secret is the right: the page stands in a frame of
 * the platform, where no cookie of ours need arrive. Whoever has stopped teaching the class picks nothing for it.
 */
async function pickSubject(ctx: Context, input: { pick: string }) {
  const { platformLaunches: l, users } = ctx.db.t
  const [row] = await ctx.db
    .select({ launch: l, name: users.name, mayTeach: users.mayTeach, erasedAt: users.erasedAt })
    .from(l)
    .innerJoin(users, eq(users.id, l.userId))
    .where(and(eq(l.id, digest('launch', input.pick)), isNull(l.usedAt)))
  const settings = row?.launch.picks
  if (!row || !settings || row.erasedAt || row.launch.expiresAt <= ctx.now()) return null
  const { launch } = row
  const platform = await findPlatform(ctx.db, launch.platformId)
  if (!platform) return null
  const course = await findCourse(ctx.db, launch)
  const klass = course && (await findClass(ctx.db, course.classId))
  const member = klass && (await findMember(ctx.db, klass.id, launch.userId))
  if (klass && (member?.role !== 'instructor' || member.state !== 'active')) return null
  return { launch, settings, platform, klass: klass ?? null, by: { userId: launch.userId, name: row.name } }
}
type Picking = NonNullable<Awaited<ReturnType<typeof pickSubject>>>

/** What the page offers: what the class has been given, what it could be given, and the plans. */
export const lookAtPicks = feature({
  input: z.strictObject({ pick: secretSchema }),
  permission: 'door.enter',
  subject: pickSubject,
  run: async ({ db }, _input, { launch, settings, platform, klass }) => {
    const [assigned, own, newest] = klass
      ? await Promise.all([
          listAssignments(db, klass.id),
          listOwnQuizzes(db, launch.userId),
          listNewest(db, launch.userId),
        ])
      : [[], [], new Map()]
    const { essays, questions, quizzes, exercises, plans } = edition()
    return {
      platform: { title: platform.title, hosts: platform.hosts },
      course: launch.title,
      class: klass && { title: klass.title, zone: klass.zone },
      takesMany: settings.takesMany,
      assigned: assigned.map((one) => ({ id: one.id, title: one.title, kind: one.kind, points: pointsThatCount(one) })),
      offered: [
        { pick: 'reading/transcript', title: 'The transcript', kind: 'reading' as const },
        ...essays.map(({ slug, title }) => ({ pick: `essay/${slug}`, title, kind: 'essay' as const })),
        ...quizzes
          .filter(({ audience }) => audience === 'class')
          .map(({ id, title }) => ({ pick: `quiz/${id}`, title, kind: 'quiz' as const })),
        ...own
          .filter(({ id }) => newest.has(id))
          .map(({ id }) => ({ pick: `quiz/${id}`, title: newest.get(id)!.quiz.title, kind: 'quiz' as const })),
        ...questions.map(({ id, title }) => ({ pick: `question/${id}`, title, kind: 'question' as const })),
        ...exercises.map(({ id, title }) => ({ pick: `exercise/${id}`, title, kind: 'exercise' as const })),
      ],
      plans: plans.map(({ id, title, summary }) => ({ id, title, summary })),
    }
  },
})

async function frozenOf(ctx: Context, pick: string, userId: string): Promise<{ frozen: Frozen; isOwn: boolean }> {
  const [named, ...rest] = pick.split('/')
  const [kind, target] = [kindSchema.safeParse(named), rest.join('/')]
  if (!kind.success) throw new Refusal('invalid', { issues: [{ path: 'give', code: 'unknown', message: 'unknown' }] })
  const own = kind.data === 'quiz' ? await findOwnQuiz(ctx.db, target) : null
  const newest = own?.ownerId === userId ? await findNewest(ctx.db, target) : null
  if (newest) return { frozen: freezeQuiz(newest.quiz), isOwn: true }
  const { header, end } = edition().transcript
  return { frozen: freeze(kind.data, target, { from: header[0]!.id, to: end.id }), isOwn: false }
}

const many = <T extends z.ZodType>(one: T) => z.union([z.array(one).max(60), one.transform((value) => [value])])

type Given = { id: string; title: string; points: number; dueAt: Date | null }

/** One thing in the course, as Deep Linking 2.0 has it: where it opens, and the column of grades that is made with it. */
const itemOf = (ctx: Context, given: Given, takesLineItem: boolean) => ({
  type: 'ltiResourceLink',
  title: given.title,
  url: ctx.site + LAUNCH_PATH,
  custom: { assignment: given.id },
  ...(takesLineItem && given.points > 0
    ? { lineItem: { scoreMaximum: given.points, label: given.title, resourceId: given.id, tag: 'xihua-hall' } }
    : {}),
  ...(given.dueAt ? { submission: { endDateTime: given.dueAt.toISOString() } } : {}),
})

async function answerWith(ctx: Context, { launch, settings, platform }: Picking, given: readonly Given[]) {
  const jwt = await signAsTool(
    ctx.db,
    {
      iss: platform.clientId,
      aud: platform.issuer,
      nonce: Buffer.from(ctx.random(24)).toString('base64url'),
      [CLAIM.message]: PICKED,
      [CLAIM.version]: VERSION,
      [CLAIM.deployment]: launch.deployment,
      [CLAIM.items]: given.map((one) => itemOf(ctx, one, settings.takesLineItem)),
      ...(settings.data === null ? {} : { [CLAIM.data]: settings.data }),
    },
    { now: ctx.now(), seconds: ANSWER_SECONDS, newId: ctx.newId },
  )
  return {
    platform: { title: platform.title, hosts: platform.hosts },
    returnUrl: settings.returnUrl,
    jwt,
    titles: given.map(({ title }) => title),
  }
}

/**
 * Gives the class what was picked, where it has not got it yet, and hands links to it back to the platform, signed. The
 * launch is used up with it, so that going back in the browser gives nothing twice.
 */
export const giveToPlatform = feature({
  input: z.strictObject({
    pick: secretSchema,
    /** What the class has been given. */
    assigned: many(idSchema).default([]),
    /** What it is to be given, such as `quiz/comprehension`. */
    give: many(z.string().max(80)).default([]),
    plan: unset(z.string().max(80)),
    start: unset(z.string().regex(WALL_TIME)),
    points: wholeNumber(0, 1000),
  }),
  permission: 'door.enter',
  subject: pickSubject,
  run: async (ctx, input, picking) => {
    const { launch, settings, klass, by } = picking
    if (!klass) throw new Refusal('course-not-connected')
    if (klass.archivedAt) throw new Refusal('class-closed')
    const { db, now } = ctx
    const known = new Map((await listAssignments(db, klass.id)).map((one) => [one.id, one]))
    const chosen = input.assigned.map((id) => {
      const found = known.get(id)
      if (!found) throw new Refusal('not-found')
      return { id, title: found.title, points: pointsThatCount(found), dueAt: found.dueAt }
    })
    const fresh = await Promise.all(input.give.map((pick) => frozenOf(ctx, pick, launch.userId)))
    if (input.plan && !input.start)
      throw new Refusal('invalid', { path: 'start', issues: [{ path: 'start', code: 'empty', message: 'empty' }] })
    const planned = input.plan ? stepsOf(input.plan, input.start!, klass.zone) : []
    const count = chosen.length + fresh.length + planned.length
    if (count === 0 || (count > 1 && !settings.takesMany))
      throw new Refusal('invalid', { path: 'give', issues: [{ path: 'give', code: 'one', message: 'one' }] })
    const asThem = {
      ...ctx,
      viewer: { ...by, sessionId: '', mayTeach: true, memberships: [] },
    } satisfies SignedIn
    const undated = datesIn({}, klass.zone)
    const given = await db.atomically(function* (tx) {
      const { platformLaunches: l } = db.t
      const spent = yield* q(
        tx
          .update(l)
          .set({ usedAt: now() })
          .where(and(eq(l.id, launch.id), isNull(l.usedAt)))
          .returning(),
      )
      if (spent.length === 0) throw new Refusal('not-found')
      const all: Given[] = [...chosen]
      const points = input.points ?? 0
      for (const { frozen, isOwn } of fresh) {
        const how = {
          ...undated,
          feedback: 'hand-in' as const,
          points,
          ...(isOwn ? { origin: 'instructor' as const } : {}),
        }
        all.push({ id: yield* giveWork(asThem, tx, klass, frozen, how), title: frozen.title, points, dueAt: null })
      }
      for (const { frozen, how } of planned)
        all.push({
          id: yield* giveWork(asThem, tx, klass, frozen, { ...how, points }),
          title: frozen.title,
          points: pointsThatCount({ kind: frozen.kind, feedback: how.feedback, points }),
          dueAt: how.dueAt,
        })
      return all
    })
    return answerWith(ctx, picking, given)
  },
})
