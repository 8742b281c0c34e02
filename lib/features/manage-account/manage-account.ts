import { and, eq, isNull, like, ne, or } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Db } from '#lib/db/atomically.ts'
import { hashPassphrase, isPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { eraseAccounts, eraseWords } from '#lib/db/queries/erasure.ts'
import { listReviewsReceived, listReviewsWritten } from '#lib/db/queries/reviews.ts'
import { listReleasedComments, listReleasedEntries, listReleasedRows } from '#lib/db/queries/released.ts'
import { hasIdentity } from '#lib/db/queries/identities.ts'
import { countUnread } from '#lib/db/queries/inbox.ts'
import { endSession } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { displayNameSchema, loginNameOf, passphraseSchema, TOMBSTONE_NAME, tombstoneLogin } from '#lib/domain/names.ts'
import { ROLES } from '#lib/domain/viewer.ts'

const nothing = z.strictObject({})

/** The viewer and their classes with role. */
export const getMe = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  output: z.strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    mayTeach: z.boolean(),
    classes: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        zone: z.string(),
        role: z.enum(ROLES),
        /** Unread in its inbox. */
        unread: z.int(),
        /** Since when the class is closed; null while it is open. */
        closedAt: z.string().nullable(),
      }),
    ),
  }),
  run: async ({ db, viewer }) => {
    const { users, memberships, classes } = db.t
    const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, viewer.userId))
    const unread = await countUnread(db, viewer.userId)
    const rows = await db
      .select({
        id: classes.id,
        title: classes.title,
        zone: classes.zone,
        role: memberships.role,
        closedAt: classes.archivedAt,
      })
      .from(memberships)
      .innerJoin(classes, eq(classes.id, memberships.classId))
      .where(and(eq(memberships.userId, viewer.userId), eq(memberships.state, 'active'), isNull(memberships.countsFor)))
    return {
      id: viewer.userId,
      name: viewer.name,
      email: user?.email ?? null,
      mayTeach: viewer.mayTeach,
      classes: rows
        .toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
        .map((row) => ({ ...row, closedAt: row.closedAt?.toISOString() ?? null, unread: unread.get(row.id) ?? 0 })),
    }
  },
})

export const signOut = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }) => {
    await db.atomically((tx) => endSession(db, tx, viewer.sessionId, now()))
    return DONE
  },
})

/** Changes the name in the account and in every class, where it is also the login name. */
export const rename = feature({
  input: z.strictObject({ name: displayNameSchema }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    await db.atomically(function* (tx) {
      const { users, memberships } = db.t
      for (const membership of viewer.memberships) {
        const [namesake] = yield* q(
          tx
            .select({ userId: memberships.userId })
            .from(memberships)
            .where(
              and(
                eq(memberships.classId, membership.classId),
                eq(memberships.loginName, loginNameOf(input.name)),
                ne(memberships.userId, viewer.userId),
              ),
            ),
        )
        if (namesake) throw new Refusal('name-taken', { name: input.name })
      }
      yield* q(tx.update(users).set({ name: input.name }).where(eq(users.id, viewer.userId)))
      // A class that the viewer was removed from keeps the name it knew: somebody there may bear the new one.
      yield* q(
        tx
          .update(memberships)
          .set({ displayName: input.name, loginName: loginNameOf(input.name) })
          .where(and(eq(memberships.userId, viewer.userId), eq(memberships.state, 'active'))),
      )
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'name.change',
        object: `users/${viewer.userId}`,
        now: now(),
      })
    })
    return DONE
  },
})

/** Whoever came from a school's system has just shown there who they are; for so long that is as good as a passphrase. */
const FRESH_MS = 10 * 60_000

type Known = { email: string | null; passphraseHash: string | null; isFresh: boolean }
async function findKnown(db: Db, viewer: { userId: string; sessionId: string }, at: Date): Promise<Known | null> {
  const { users, sessions } = db.t
  const [user] = await db
    .select({ email: users.email, passphraseHash: users.passphraseHash, since: sessions.createdAt })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(and(eq(users.id, viewer.userId), eq(sessions.id, viewer.sessionId)))
  return user ? { ...user, isFresh: at.getTime() - user.since.getTime() < FRESH_MS } : null
}

/** How the viewer signs in, for the page on which that is changed. */
export const howISignIn = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  run: async ({ db, viewer, now, school }) => {
    const { identities, platforms } = db.t
    const [known, isLinked, issuers] = await Promise.all([
      findKnown(db, viewer, now()),
      school !== null && hasIdentity(db, viewer.userId, school.issuer),
      db
        .select({ title: platforms.title })
        .from(identities)
        .innerJoin(platforms, eq(platforms.issuer, identities.issuer))
        .where(eq(identities.userId, viewer.userId)),
    ])
    return {
      hasPassphrase: known?.passphraseHash !== null,
      isFresh: known?.isFresh === true,
      platforms: [...new Set(issuers.map(({ title }) => title))].toSorted(),
      /** Whether the school's own provider opens the account; null where there is none. */
      school: school && { title: school.title, isLinked },
    }
  },
})

/**
 * A borrowed session must not become a way to guess: failures count against the account, as at sign-in. Who has no
 * passphrase came from a school's system, and comes from it once more.
 */
export async function mustBeKnown(
  db: Db,
  viewer: { userId: string; sessionId: string },
  passphrase: string,
  at: Date,
): Promise<{ email: string | null }> {
  const throttles = [{ kind: 'sign-in-account' as const, subject: viewer.userId }]
  const wait = await secondsToWait(db, throttles, at)
  if (wait) throw new Refusal('slow-down', { seconds: wait })
  const user = await findKnown(db, viewer, at)
  if (user && user.passphraseHash === null) {
    if (user.isFresh) return { email: user.email }
    throw new Refusal('launch-needed')
  }
  if (user && (await isPassphrase(user.passphraseHash, passphrase))) return { email: user.email }
  await countFailure(db, throttles, at)
  throw new Refusal('wrong-passphrase')
}

/** Needs the present passphrase where there is one; every other session ends. */
export const changePassphrase = feature({
  input: z.strictObject({ current: z.string().max(300).default(''), passphrase: passphraseSchema }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const { users, sessions } = db.t
    await mustBeKnown(db, viewer, input.current, now())
    const passphraseHash = await hashPassphrase(input.passphrase)
    await db.atomically(function* (tx) {
      yield* q(tx.update(users).set({ passphraseHash }).where(eq(users.id, viewer.userId)))
      yield* q(
        tx
          .update(sessions)
          .set({ endedAt: now() })
          .where(and(eq(sessions.userId, viewer.userId), ne(sessions.id, viewer.sessionId), isNull(sessions.endedAt))),
      )
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'passphrase.change',
        object: `users/${viewer.userId}`,
        now: now(),
      })
    })
    return DONE
  },
})

/** Everything stored about the viewer, table by table, as it stands. The passphrase hash and session ids stay here. */
export const takeMyData = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  run: async ({ db, viewer, now }) => {
    const { t } = db
    const mine = viewer.userId
    const [user] = await db
      .select({ id: t.users.id, name: t.users.name, email: t.users.email, createdAt: t.users.createdAt })
      .from(t.users)
      .where(eq(t.users.id, mine))
    return {
      takenAt: now().toISOString(),
      note: 'Instants are UTC. A class keeps its own copy of nothing: what stands here is all there is.',
      account: user ?? null,
      sessions: await db
        .select({
          createdAt: t.sessions.createdAt,
          lastSeenAt: t.sessions.lastSeenAt,
          expiresAt: t.sessions.expiresAt,
          endedAt: t.sessions.endedAt,
        })
        .from(t.sessions)
        .where(eq(t.sessions.userId, mine))
        .orderBy(t.sessions.createdAt),
      // Which entry a second one counts for would be another account’s id; that it does is said.
      memberships: (
        await db.select().from(t.memberships).where(eq(t.memberships.userId, mine)).orderBy(t.memberships.joinedAt)
      ).map(({ countsFor, ...membership }) => ({ ...membership, countsForAnother: countsFor !== null })),
      // Lists pasted and not yet added name other people, so they are counted here and not given.
      rosterImports: await db
        .select({ classId: t.rosterImports.classId, createdAt: t.rosterImports.createdAt })
        .from(t.rosterImports)
        .where(eq(t.rosterImports.userId, mine))
        .orderBy(t.rosterImports.createdAt),
      overrides: await db.select().from(t.overrides).where(eq(t.overrides.userId, mine)).orderBy(t.overrides.id),
      readingPlaces: await db
        .select()
        .from(t.readingPlaces)
        .where(eq(t.readingPlaces.userId, mine))
        .orderBy(t.readingPlaces.startedAt, t.readingPlaces.assignmentId),
      predictions: await db
        .select()
        .from(t.predictions)
        .where(eq(t.predictions.userId, mine))
        .orderBy(t.predictions.postedAt, t.predictions.assignmentId),
      exerciseAnswers: await db
        .select()
        .from(t.exerciseAnswers)
        .where(eq(t.exerciseAnswers.userId, mine))
        .orderBy(t.exerciseAnswers.startedAt, t.exerciseAnswers.assignmentId),
      attempts: await db.select().from(t.attempts).where(eq(t.attempts.userId, mine)).orderBy(t.attempts.id),
      answers: await db
        .select()
        .from(t.answers)
        .where(eq(t.answers.userId, mine))
        .orderBy(t.answers.savedAt, t.answers.attemptId, t.answers.item, t.answers.seq),
      checks: await db
        .select()
        .from(t.checks)
        .where(eq(t.checks.userId, mine))
        .orderBy(t.checks.checkedAt, t.checks.attemptId, t.checks.item),
      practice: await db.select().from(t.practice).where(eq(t.practice.userId, mine)).orderBy(t.practice.id),
      lateSaves: await db.select().from(t.lateSaves).where(eq(t.lateSaves.userId, mine)).orderBy(t.lateSaves.id),
      posts: await db.select().from(t.posts).where(eq(t.posts.userId, mine)).orderBy(t.posts.id),
      postVersions: await db
        .select()
        .from(t.postVersions)
        .where(eq(t.postVersions.userId, mine))
        .orderBy(t.postVersions.postId, t.postVersions.ordinal),
      // What is held is the grader's until it is released; then all of its history is the student's too.
      grades: await listReleasedRows(db, mine),
      gradeComments: await listReleasedComments(db, mine),
      gradebookEntries: await listReleasedEntries(db, mine),
      /** Who looked at the grades, of released assignments and of lists of the whole class where it names one. */
      gradeViews: await db
        .select({ classId: t.gradeViews.classId, page: t.gradeViews.page, day: t.gradeViews.day })
        .from(t.gradeViews)
        .where(eq(t.gradeViews.userId, mine))
        .orderBy(t.gradeViews.at, t.gradeViews.id),
      graded: await db
        .select({ assignmentId: t.grades.assignmentId, savedAt: t.grades.savedAt })
        .from(t.grades)
        .where(eq(t.grades.graderId, mine))
        .orderBy(t.grades.savedAt, t.grades.n),
      commentBank: await db
        .select()
        .from(t.commentBank)
        .where(eq(t.commentBank.ownerId, mine))
        .orderBy(t.commentBank.id),
      replies: await db.select().from(t.replies).where(eq(t.replies.userId, mine)).orderBy(t.replies.id),
      reports: await db
        .select()
        .from(t.reports)
        .where(or(eq(t.reports.userId, mine), eq(t.reports.settledBy, mine)))
        .orderBy(t.reports.id),
      // What was hidden of the viewer's words, and what they hid of others'.
      hidings: await db
        .select()
        .from(t.hidings)
        .where(or(eq(t.hidings.userId, mine), eq(t.hidings.hiddenBy, mine), eq(t.hidings.shownBy, mine)))
        .orderBy(t.hidings.id),
      notes: await db.select().from(t.notes).where(eq(t.notes.userId, mine)).orderBy(t.notes.id),
      noteLinks: await db.select().from(t.noteLinks).where(eq(t.noteLinks.userId, mine)).orderBy(t.noteLinks.id),
      picks: await db
        .select()
        .from(t.picks)
        .where(or(eq(t.picks.userId, mine), eq(t.picks.pickedBy, mine)))
        .orderBy(t.picks.postId),
      pollAnswers: await db
        .select()
        .from(t.pollAnswers)
        .where(eq(t.pollAnswers.userId, mine))
        .orderBy(t.pollAnswers.answeredAt, t.pollAnswers.pollId),
      rivalReadings: await db
        .select()
        .from(t.rivalReadings)
        .where(eq(t.rivalReadings.userId, mine))
        .orderBy(t.rivalReadings.id),
      sampleScores: await db
        .select()
        .from(t.sampleScores)
        .where(eq(t.sampleScores.userId, mine))
        .orderBy(t.sampleScores.assignmentId, t.sampleScores.sample),
      // Neither side learns here who the other is.
      reviewsWritten: await listReviewsWritten(db, mine),
      reviewsReceived: await listReviewsReceived(db, mine),
      citations: await db.select().from(t.citations).where(eq(t.citations.userId, mine)).orderBy(t.citations.id),
      // The first score stands in the attempt; these stand beside it.
      scoreChanges: await db
        .select()
        .from(t.scoreChanges)
        .where(eq(t.scoreChanges.userId, mine))
        .orderBy(t.scoreChanges.attemptId, t.scoreChanges.n),
      contests: await db.select().from(t.contests).where(eq(t.contests.userId, mine)).orderBy(t.contests.id),
      ownQuizzes: await db
        .select()
        .from(t.ownQuizzes)
        .where(eq(t.ownQuizzes.ownerId, mine))
        .orderBy(t.ownQuizzes.createdAt, t.ownQuizzes.id),
      quizImports: await db
        .select()
        .from(t.quizImports)
        .where(eq(t.quizImports.ownerId, mine))
        .orderBy(t.quizImports.createdAt, t.quizImports.id),
      ownQuizVersions: await db
        .select()
        .from(t.ownQuizVersions)
        .where(eq(t.ownQuizVersions.ownerId, mine))
        .orderBy(t.ownQuizVersions.quizId, t.ownQuizVersions.n),
      // By what name a school's system or its provider of sign-ins knows the viewer, and what has passed between it and this site about them.
      identities: await db
        .select()
        .from(t.identities)
        .where(eq(t.identities.userId, mine))
        .orderBy(t.identities.createdAt, t.identities.issuer),
      platformMembers: await db
        .select()
        .from(t.platformMembers)
        .where(eq(t.platformMembers.userId, mine))
        .orderBy(t.platformMembers.seenAt, t.platformMembers.courseId),
      platformScores: await db
        .select()
        .from(t.platformScores)
        .where(eq(t.platformScores.userId, mine))
        .orderBy(t.platformScores.queuedAt, t.platformScores.id),
      platformLaunches: await db
        .select({
          context: t.platformLaunches.context,
          title: t.platformLaunches.title,
          subject: t.platformLaunches.subject,
          createdAt: t.platformLaunches.createdAt,
          usedAt: t.platformLaunches.usedAt,
        })
        .from(t.platformLaunches)
        .where(eq(t.platformLaunches.userId, mine))
        .orderBy(t.platformLaunches.createdAt, t.platformLaunches.id),
      platformCourses: await db
        .select({ id: t.platformCourses.id, title: t.platformCourses.title, boundAt: t.platformCourses.boundAt })
        .from(t.platformCourses)
        .where(eq(t.platformCourses.boundBy, mine))
        .orderBy(t.platformCourses.boundAt, t.platformCourses.id),
      // Lists asked for and not yet added name other people, so they are counted here and not given.
      platformRosters: await db
        .select({ classId: t.platformRosters.classId, createdAt: t.platformRosters.createdAt })
        .from(t.platformRosters)
        .where(eq(t.platformRosters.userId, mine))
        .orderBy(t.platformRosters.createdAt, t.platformRosters.id),
      inbox: await db.select().from(t.inbox).where(eq(t.inbox.userId, mine)).orderBy(t.inbox.createdAt, t.inbox.id),
      // The key in a letter's links is left out: it acts for whoever holds it.
      mail: await db
        .select({
          address: t.mailSettings.address,
          rhythm: t.mailSettings.rhythm,
          confirmedAt: t.mailSettings.confirmedAt,
          toldThrough: t.mailSettings.toldThrough,
          nextAt: t.mailSettings.nextAt,
          changedAt: t.mailSettings.changedAt,
        })
        .from(t.mailSettings)
        .where(eq(t.mailSettings.userId, mine)),
      outbox: await db.select().from(t.outbox).where(eq(t.outbox.userId, mine)).orderBy(t.outbox.dueAt, t.outbox.id),
      links: await db
        .select({
          purpose: t.links.purpose,
          classId: t.links.classId,
          email: t.links.email,
          createdAt: t.links.createdAt,
          expiresAt: t.links.expiresAt,
          usedAt: t.links.usedAt,
        })
        .from(t.links)
        .where(user?.email ? or(eq(t.links.userId, mine), eq(t.links.email, user.email)) : eq(t.links.userId, mine))
        .orderBy(t.links.createdAt, t.links.id),
      idempotency: await db
        .select({ result: t.idempotency.result, createdAt: t.idempotency.createdAt })
        .from(t.idempotency)
        .where(eq(t.idempotency.userId, mine))
        .orderBy(t.idempotency.createdAt, t.idempotency.key),
      // What was done by the viewer and what was done to them, such as a reset or a role.
      audit: await db
        .select({ chain: t.audit.chain, action: t.audit.action, object: t.audit.object, at: t.audit.at })
        .from(t.audit)
        .where(or(eq(t.audit.actorId, mine), like(t.audit.object, `%/${mine}`)))
        .orderBy(t.audit.at, t.audit.chain, t.audit.n),
    }
  },
})

/**
 * Erases the person (rule 14): a tombstone takes their place, free text goes, counts and digests stay. An instructor
 * who is the last one of a class must hand it over first.
 */
export const eraseMe = feature({
  input: z.strictObject({ passphrase: z.string().max(300).default(''), confirm: z.literal('erase me') }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const { t } = db
    const mine = viewer.userId
    const at = now()
    const user = await mustBeKnown(db, viewer, input.passphrase, at)
    await db.atomically(function* (tx) {
      for (const membership of viewer.memberships.filter((one) => one.role === 'instructor')) {
        const others = yield* q(
          tx
            .select({ userId: t.memberships.userId, role: t.memberships.role })
            .from(t.memberships)
            .where(
              and(
                eq(t.memberships.classId, membership.classId),
                eq(t.memberships.state, 'active'),
                ne(t.memberships.userId, mine),
              ),
            ),
        )
        if (others.length > 0 && !others.some((one) => one.role === 'instructor')) throw new Refusal('last-instructor')
      }
      yield* eraseWords(db, tx, { userId: mine }, at)
      yield* q(
        tx
          .update(t.memberships)
          .set({ displayName: TOMBSTONE_NAME, loginName: tombstoneLogin(mine), state: 'removed' })
          .where(eq(t.memberships.userId, mine)),
      )
      // An invitation names its address and no account.
      if (user.email) yield* q(tx.delete(t.links).where(eq(t.links.email, user.email)))
      // A list that somebody is looking at may hold the name; asking for it again takes a moment.
      for (const { classId } of viewer.memberships)
        yield* q(tx.delete(t.platformRosters).where(eq(t.platformRosters.classId, classId)))
      yield* eraseAccounts(db, tx, [mine], at)
      yield* record(db, tx, { classId: null, actorId: mine, action: 'account.erase', object: `users/${mine}`, now: at })
    })
    return DONE
  },
})
