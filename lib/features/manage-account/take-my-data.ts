import { eq, like, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '#lib/db/atomically.ts'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import { listCableReviewsReceived, listCableReviewsWritten } from '#lib/db/queries/cables.ts'
import { listReviewsReceived, listReviewsWritten } from '#lib/db/queries/reviews.ts'
import { listReleasedComments, listReleasedEntries, listReleasedRows } from '#lib/db/queries/released.ts'
import { feature } from '#lib/door/feature.ts'
import { withoutQuotes, wordsLeftOut } from '#lib/domain/quoted.ts'
import type { Viewer } from '#lib/domain/viewer.ts'

/** The title of the quiz for which the text is closed to the viewer, in whichever class; null where there is none. */
async function closedFor(db: Db, viewer: Viewer, now: Date): Promise<string | null> {
  for (const { classId, role } of viewer.memberships) {
    const open = role === 'student' && (await findOpenClosedText(db, { classId, userId: viewer.userId, now }))
    if (open) return open.title
  }
  return null
}

/** Everything stored about the viewer, table by table, as it stands. The passphrase hash and session ids stay here. */
export const takeMyData = feature({
  input: z.strictObject({}),
  permission: 'account.own',
  subject: () => ({}),
  run: async ({ db, viewer, now }) => {
    const { t } = db
    const mine = viewer.userId
    const closedBy = await closedFor(db, viewer, now())
    const [user] = await db
      .select({ id: t.users.id, name: t.users.name, email: t.users.email, createdAt: t.users.createdAt })
      .from(t.users)
      .where(eq(t.users.id, mine))
    const data = {
      takenAt: now().toISOString(),
      note: [
        'Instants are UTC. A class keeps its own copy of nothing: what stands here is all there is.',
        ...(closedBy === null ? [] : [wordsLeftOut(closedBy)]),
      ].join(' '),
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
      cableReviewsWritten: await listCableReviewsWritten(db, mine),
      cableReviewsReceived: await listCableReviewsReceived(db, mine),
      citations: await db.select().from(t.citations).where(eq(t.citations.userId, mine)).orderBy(t.citations.id),
      // The first score stands in the attempt; these stand beside it.
      scoreChanges: await db
        .select()
        .from(t.scoreChanges)
        .where(eq(t.scoreChanges.userId, mine))
        .orderBy(t.scoreChanges.attemptId, t.scoreChanges.n),
      contests: await db.select().from(t.contests).where(eq(t.contests.userId, mine)).orderBy(t.contests.id),
      gradeContests: await db
        .select()
        .from(t.gradeContests)
        .where(eq(t.gradeContests.userId, mine))
        .orderBy(t.gradeContests.id),
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
    return closedBy === null ? data : withoutQuotes(data)
  },
})
